"""Literals ``version = "…";`` in Nix files, and their moves between two trees."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from authguard.nix.lexical import chain
from authguard.outputs.place import binding_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.nix.parse import Source
    from authguard.outputs.tree import OutputTree

_VERSION = re.compile(rb'(version)(?<![\w.-]version)\s*=\s*("[^"$\\\n]+")\s*;')


class VersionLiteral:
    """A literal ``version = "…";``, its attribute path, and the span of the set or `let` around it.

    ``is_bound`` is false for a text that only looks like it, in a comment or a script.
    """

    def __init__(self, source: Source, match: re.Match[bytes]) -> None:
        """Find the attribute path and the container of one match of the pattern."""
        self.path = source.path
        self.data = source.data
        self.offset = match.start(2)
        self.value = match[2][1:-1].decode("utf-8", "surrogateescape")
        nodes = chain(source, *match.span(2))
        self.key = ".".join(binding_names(source, nodes))
        holder = next(
            (
                node
                for node in reversed(nodes)
                if node.type.endswith("attrset_expression") or node.type == "let_expression"
            ),
            source.root,
        )
        self.container = (holder.start_byte, holder.end_byte)
        self.is_bound = len(nodes) > 1 and nodes[-2].type == "binding" and nodes[-1].start_byte == self.offset


def version_literals(tree: OutputTree, path: str) -> list[VersionLiteral]:
    """Return the version literals of a file, without those in unchanged entries."""
    data = tree.evaluator.read(path)
    if data is None or _VERSION.search(data) is None:
        return []  # such a file need not be parsed
    source = tree.evaluator.source(path)
    if source is None:
        return []
    skipped = tree.collector.skipped.get(path, [])
    begins = [start for start, _ in skipped]
    found = []
    for match in _VERSION.finditer(source.data):
        within = bisect_right(begins, match.start()) - 1
        if within < 0 or match.start() >= skipped[within][1]:
            found.append(VersionLiteral(source, match))
    tree.evaluator.release(path)
    return [each for each in found if each.is_bound]


def moved_literals(
    base: OutputTree, target: OutputTree, path: str, path_before: str | None = None
) -> Iterator[tuple[VersionLiteral, VersionLiteral]]:
    """Yield (before, after) of the version literals of a file that moved, matched by attribute path.

    ``path_before`` is the path in the base, if the file was renamed.
    """
    before = _by_key(version_literals(base, path_before or path))
    after = _by_key(version_literals(target, path))
    for key, ones in before.items():
        others = after.get(key, [])
        if len(ones) == len(others) == 1 and others[0].value != ones[0].value:
            yield ones[0], others[0]


def _by_key(literals: list[VersionLiteral]) -> dict[str, list[VersionLiteral]]:
    """Return literals by their keys."""
    found: dict[str, list[VersionLiteral]] = {}
    for each in literals:
        found.setdefault(each.key, []).append(each)
    return found


def moved_in_lists(
    base: OutputTree, target: OutputTree, path: str, path_before: str | None = None
) -> Iterator[tuple[VersionLiteral, VersionLiteral]]:
    """Yield (before, after) of version literals with one attribute path, such as those of a list, in their order.

    Only paths with as many literals before as after are used, and only new values.
    """
    before = _by_key(version_literals(base, path_before or path))
    after = _by_key(version_literals(target, path))
    for key, ones in before.items():
        others = after.get(key, [])
        if len(ones) == len(others) > 1:
            known = {each.value for each in ones}
            yield from (
                (one, other)
                for one, other in zip(ones, others, strict=True)
                if one.value != other.value and other.value not in known
            )


def may_have_moved(base: OutputTree, target: OutputTree, path: str, path_before: str | None = None) -> bool:
    """Tell by the text of a file, before it is parsed, whether any version literal in it can have moved."""
    before, after = base.evaluator.read(path_before or path), target.evaluator.read(path)
    return before is not None and after is not None and _VERSION.findall(before) != _VERSION.findall(after)
