"""Hashes in a binding of `let` that no code names: Nix never evaluates them, so no fixed output has them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from authguard.nix.lexical import chain

if TYPE_CHECKING:
    from tree_sitter import Node

    from authguard.nix.parse import Source
    from authguard.nix.values import Origin

MAX_BYTES = 1 << 17
MAX_PLACES = 64
"""In a larger file, or with more places that have the name, the binding counts as used."""

_CALLS = frozenset({"apply_expression", "function_expression"})
_NAME = r"[A-Za-z_][\w'-]*"


def is_unused(origin: Origin, source: Source | None) -> bool:
    """Tell whether a literal is in a binding of `let` that nothing outside of the binding names.

    The literal must be a value of its own, or in a set: a call that fetches it is judged, since code may use it soon.
    A `with` does not hide a binding of `let`, and no other file can see it.
    """
    if source is None or len(source.data) > MAX_BYTES:
        return False
    nodes = chain(source, *origin.span())
    for at in range(len(nodes) - 1, 1, -1):
        if nodes[at].type in _CALLS or nodes[at].type == "ERROR":
            return False
        is_of_let = nodes[at].type == "binding" and nodes[at - 2].type == "let_expression"
        if is_of_let and not _is_named(source, nodes[at - 2], nodes[at]):
            return True
    return False


def _is_named(source: Source, let: Node, binding: Node) -> bool:
    """Tell whether any code of a `let` outside of a binding may name the binding."""
    path = binding.child_by_field_name("attrpath")
    first = path.named_children[0] if path is not None else None
    name = source.text(first) if first is not None else ""
    if re.fullmatch(_NAME, name) is None:
        return True
    word = re.escape(name.encode("utf-8", "surrogateescape"))
    text = source.data[: let.end_byte]
    places = re.compile(rb"(?<![\w'-])" + word + rb"(?![\w'-])").finditer(text, let.start_byte)
    found = [place.span() for place in islice(places, MAX_PLACES + 1)]
    outside = [span for span in found if not binding.start_byte <= span[0] < binding.end_byte]
    return len(found) > MAX_PLACES or any(_is_reference(chain(source, *span)) for span in outside)


def _is_reference(nodes: list[Node]) -> bool:
    """Tell whether the innermost of ``nodes`` is a name that stands for a value, also in `inherit`."""
    types = [node.type for node in nodes[-4:]]
    return len(types) < 2 or "variable_expression" in types[-2:] or "inherit" in types or "ERROR" in types
