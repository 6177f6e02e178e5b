"""Calls of each file of a directory by a computed path: `callPackage (./pkgs + "/${name}") { … }`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.lexical import chain
from authguard.nix.parse import call_parts
from authguard.nix.references import EACH_CALL
from authguard.nix.values import Str, Sym, Thunk, relative, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.lexical import Lexical, LexicalContext
    from authguard.nix.parse import Source
    from authguard.nix.values import Value

_SOME_NAME = "([^/]+)"
_FILE = r"(?:/default\.nix)?"


class Entry:
    """One file of a directory, with a call that is made for each file of that directory.

    nodes     the nodes around the innermost call, which has the path as its argument.
    function  the `callPackage` of the call.
    variable  the name of the variable in the path, and the value of the variable for this file.
    """

    __slots__ = ("function", "nodes", "source", "variable")

    def __init__(self, source: Source, nodes: list[Node], function: Node, variable: tuple[str, str]) -> None:
        """Store the parts of the call."""
        self.source = source
        self.nodes = nodes
        self.function = function
        self.variable = variable

    def bound(self, lexical: Lexical, source: Source, context: LexicalContext) -> LexicalContext:
        """Return a context that binds the lambda with the variable of the path as its parameter."""
        name, value = self.variable
        for number in range(len(self.nodes) - 1, -1, -1):
            node = self.nodes[number]
            universal = node.child_by_field_name("universal") if node.type == "function_expression" else None
            if universal is not None and source.text(universal) == name:
                outer = lexical.scope(source, self.nodes[: number + 1], context)
                scope = lexical.evaluator.bind(source, node, outer, Thunk.of(text(value)))
                return context.bound(source, node, scope)
        return context


def entries(lexical: Lexical, importer: str, data: bytes, path: str) -> Iterator[Entry]:
    """Yield the calls in a file that mean the file at ``path`` by a computed path."""
    matches = list(re.finditer(EACH_CALL, data)) if b"${" in data and b"callPackage" in data else []
    source = lexical.evaluator.source(importer) if matches else None
    for match in matches if source is not None else ():
        if source is None:
            return
        nodes = chain(source, match.start(), match.start() + 1)
        while nodes and call_parts(source, nodes[-1]) is None:
            nodes.pop()
        parts = call_parts(source, nodes[-1]) if nodes else None
        if parts is None:
            continue
        variable = _named(lexical.value(source, [*nodes, parts[1]]), path)
        if variable is not None:
            yield Entry(source, nodes, parts[0], variable)


def _named(value: Value, path: str) -> tuple[str, str] | None:
    """Return (the variable in a computed path, its value for a file) if the path may mean the file; otherwise None."""
    if not isinstance(value, Sym) or value.key[0] != "path" or not isinstance(value.key[2], Str):
        return None
    directory, parts = str(value.key[1]), value.key[2].parts
    unknown = [part for part in parts if not isinstance(part, str)]
    if len(unknown) != 1 or not isinstance(unknown[0], Sym) or unknown[0].key[0] != "free":
        return None
    start = parts[0] if isinstance(parts[0], str) else ""
    end = parts[-1] if isinstance(parts[-1], str) else ""
    above, _, beginning = start.rpartition("/")
    folder = relative(directory, above.lstrip("/"))
    if not folder.inside:
        return None
    prefix = f"{folder.path}/{beginning}" if folder.path else beginning
    found = re.fullmatch(re.escape(prefix) + _SOME_NAME + re.escape(end) + _FILE, path)
    return (str(unknown[0].key[1]), found[1]) if found is not None else None
