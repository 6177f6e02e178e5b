"""Contexts in which an expression has the same value: only one of them is evaluated.

An expression depends on some formals of the lambdas around it: on those that it names itself, and on those that the
variables which it names depend on. In a package set of hundreds of entries that need each other, a function is called
a thousand times, but with a hundred different arguments.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from authguard.nix.lexical import LET, condition_around
from authguard.nix.values import Const, Str, Sym

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.lexical import LexicalContext
    from authguard.nix.parse import Source
    from authguard.nix.values import Value

    Binding = tuple[frozenset[str], list[Node]]

FEW = 32
"""Up to this many contexts are not compared with one another."""
MOST_NODES = 500_000
"""Names are searched in at most this many nodes of a file."""
DEEPEST = 400
"""Names are not searched in more deeply nested expressions."""
_PACKAGES = frozenset({"pkgs", "buildPackages", "pkgsBuildBuild", "pkgsBuildHost"})
_LIKE_DIGEST = r"[A-Za-z0-9+/]{26}"


class Needs:
    """Finds the formals that expressions of one file depend on. The names in each binding are searched once."""

    def __init__(self, source: Source) -> None:
        """Store the file."""
        self.source = source
        self._free: dict[int, frozenset[str]] = {}
        self._left = MOST_NODES

    def distinct(self, nodes: list[Node], contexts: list[LexicalContext], most: int) -> list[LexicalContext]:
        """Return at most ``most`` contexts in which the last of ``nodes`` may have different values.

        Of contexts with the same value it returns the first.
        """
        if len(contexts) <= FEW:
            return contexts
        formals = self._formals(nodes)
        if self._left <= 0:
            return contexts[:most]
        found: dict[object, LexicalContext] = {}
        for each in contexts:
            found.setdefault(tuple(self._argument(each, *formal) for formal in formals), each)
            if len(found) >= most:
                break
        return list(found.values())

    def _argument(self, context: LexicalContext, start: int, name: str) -> object:
        """Return a key for the value of a formal in a context. Values with equal keys are equal."""
        scope = context.scopes.get((self.source.path, start))
        thunk = scope.names.get(name) if scope is not None else None
        return _key(thunk.force()) if thunk is not None else None

    def _formals(self, nodes: list[Node]) -> list[tuple[int, str]]:
        """Return the formals that the last node depends on, each with the start of its lambda."""
        wanted = set(self._names(nodes[-1], 0))
        waiting: list[Binding] = []
        for node, inner in pairwise(nodes):
            environment = node.child_by_field_name("environment")  # of a `with`
            condition = condition_around(self.source, node, inner)
            for part in (environment, condition[0] if condition is not None else None):
                wanted |= self._names(part, 0) if part is not None else frozenset()
            waiting.extend(self._bindings(node))
        while True:
            reached = [each for each in waiting if not wanted.isdisjoint(each[0])]
            if not reached:
                break
            waiting = [each for each in waiting if wanted.isdisjoint(each[0])]
            wanted.update(*(self._names(value, 0) for _, values in reached for value in values))
        return [
            (node.start_byte, name)
            for node in nodes[:-1]
            if node.type == "function_expression"
            for names, _ in self._bindings(node)
            for name in sorted(names & wanted)
        ]

    def _names(self, node: Node, depth: int) -> frozenset[str]:
        """Return the names that an expression takes from the scopes around it, and perhaps others."""
        known = self._free.get(node.id)
        if known is not None:
            return known
        self._left -= 1
        if depth > DEEPEST or self._left <= 0:
            self._left = 0
            return frozenset()
        found: set[str] = set()
        if node.type in ("variable_expression", "inherited_attrs"):
            found.update(self.source.text(each) for each in node.named_children if each.type == "identifier")
        else:
            found.update(*(self._names(each, depth + 1) for each in node.named_children))
        for names, _ in self._bindings(node):
            found -= names
        if node.type in LET:
            found.update(self._inherited(node))
        kept = self._free[node.id] = frozenset(found)
        return kept

    def _bindings(self, node: Node) -> Iterator[Binding]:
        """Yield the names that a node binds, each with the expressions of its value or default."""
        if node.type == "function_expression":
            yield from self._of_lambda(node)
        elif node.type in LET:
            for binding in self._of_set(node):
                attrs = binding.child_by_field_name("attrpath") or binding.child_by_field_name("attrs")
                names = [self.source.text(each).strip('"') for each in attrs.named_children] if attrs else []
                defined = names[:1] if binding.type == "binding" else names
                yield frozenset(defined), [each for each in binding.named_children if each != attrs]

    def _of_lambda(self, node: Node) -> Iterator[Binding]:
        universal = node.child_by_field_name("universal")
        if universal is not None:
            yield frozenset((self.source.text(universal),)), []
        formals = node.child_by_field_name("formals")
        for formal in formals.named_children if formals is not None else ():
            name, default = map(formal.child_by_field_name, ("name", "default"))
            if name is not None:
                yield frozenset((self.source.text(name),)), [default] if default is not None else []

    def _of_set(self, node: Node) -> Iterator[Node]:
        for child in node.named_children:
            yield from child.named_children if child.type == "binding_set" else ()

    def _inherited(self, node: Node) -> Iterator[str]:
        """Yield the names that a `let` or a `rec` set inherits from the scope around it."""
        for binding in self._of_set(node):
            if binding.type == "inherit":
                yield from self._names(binding, 0)


def _key(value: Value) -> object:
    """Return a key of a value. A text that may be a hash is only equal to itself, since its place counts."""
    if type(value) is Str:
        text = value.literal
        if text is not None and re.search(_LIKE_DIGEST, text) is None:
            return "text", text, value.blobs
    elif type(value) is Sym:
        # The packages of another platform have the same fetchers.
        return "unknown", "pkgs" if value.last in _PACKAGES else value.key
    elif type(value) is Const:
        return "constant", type(value.value), value.value
    return "value", id(value)
