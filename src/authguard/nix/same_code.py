"""Tell whether two versions of a .nix file are the same code: only comments and white space between tokens differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.parse import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

MAX_BYTES = 1 << 18
"""Larger versions (in bytes) are taken for different code, since a comparison of all their tokens takes too long."""

_NO_CODE = rb"#[^\n]*|/\*.*?(?:\*/|\Z)|\s"
"""Comments and white space, if no text contains a number sign or a slash with an asterisk."""


def is_same_code(path: str, one: bytes, other: bytes) -> bool:
    """Tell whether two versions of the file at ``path`` have the same tokens. It is False if Nix may reject one."""
    if max(len(one), len(other)) > MAX_BYTES:
        return False
    # Most changes are visible without a parser.
    if re.sub(_NO_CODE, b"", one, flags=re.DOTALL) != re.sub(_NO_CODE, b"", other, flags=re.DOTALL):
        return False
    before, after = Source(path, one), Source(path, other)
    if any(each.huge or each.root.has_error for each in (before, after)):
        return False
    return list(_tokens(before)) == list(_tokens(after))


def _tokens(source: Source) -> Iterator[bytes]:
    """Yield the text of each token. What no token contains is a token too, unless it is white space."""
    end = 0
    for node in _leaves(source.root):
        between = source.data[end : node.start_byte].strip()
        if between:
            yield between
        if node.type != "comment":
            yield source.data[node.start_byte : node.end_byte]
        end = node.end_byte
    yield source.data[end:].strip()


def _leaves(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.child_count:
            waiting.extend(reversed(node.children))
        else:
            yield node
