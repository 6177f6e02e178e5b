"""The set from which a call selects a function: `birds.tern { … }`. Another set may have a function of that name."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from authguard.nix.lexical import chain
from authguard.nix.parse import call_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source

RECURSIVE = frozenset({"let_expression", "let_attrset_expression", "rec_attrset_expression"})
_SETS = frozenset({"attrset_expression", "rec_attrset_expression"})
_OF_FILES = ("callPackage", "callPackages", "import")
_OF_HERE = frozenset({"self", "self'", "super", "final", "prev", "config"})
"""Arguments that contain what the repository itself defines: the outputs of a flake, an overlay, the modules."""
_OF_OTHERS = frozenset({"system", "pkgs", "lib", "inputs", "nixpkgs", "stdenv"})
"""Arguments that come from outside of the file, to any function."""
_MAY_HAVE_ANY = frozenset({"self", "overlay", "overlays"})
_AROUND = frozenset({"outputs", "perSystem", "flake"})
"""Attributes of a flake. The functions in them get their arguments from other repositories."""
_MOST_NODES = 400
"""At most this many nodes are examined for one call. A larger set may mean any binding."""


def parameters(source: Source, node: Node) -> list[str]:
    """Return the names that a function binds."""
    pattern, universal = node.child_by_field_name("formals"), node.child_by_field_name("universal")
    given = [] if pattern is None else [each.child_by_field_name("name") for each in pattern.named_children]
    return [source.text(each) for each in (*given, universal) if each is not None]


def bindings_of(source: Source, node: Node, name: str) -> Iterator[Node]:
    """Yield the bindings of a name in a `let` or a `rec` set."""
    for bindings in node.named_children:
        for each in bindings.named_children if bindings.type == "binding_set" else ():
            attrs = each.child_by_field_name("attrpath") or each.child_by_field_name("attrs")
            if attrs is None:
                continue
            if each.type == "binding":
                if source.text(attrs) == name:
                    yield each
            elif any(source.text(attr) == name for attr in attrs.named_children):
                yield each


def _started(source: Source, node: Node) -> dict[str, list[Node]]:
    """Return the bindings of a `let` or a set by their first names (`a = { };`, `a.b = 1;`); a computed name is ""."""
    found = source.started.get(node.id)
    if found is None:
        found = source.started[node.id] = {}
        for group in node.named_children:
            for each in group.named_children if group.type == "binding_set" else ():
                attrpath = each.child_by_field_name("attrpath")
                attrs = attrpath or each.child_by_field_name("attrs")
                parts = (
                    attrs.named_children[: 1 if attrpath is not None else None] if attrs is not None else []
                )
                for part in parts:
                    name = source.text(part) if part.type == "identifier" else ""
                    found.setdefault(name, []).append(each)
    return found


def _names_of(source: Source, binding: Node) -> list[str]:
    """Return the names in the path of a binding: `lib.mkTern = …`."""
    attrpath = binding.child_by_field_name("attrpath")
    return [source.text(part) for part in attrpath.named_children] if attrpath is not None else []


def _is_of_overlay(definition: list[Node]) -> bool:
    """Tell whether a binding is in a function of a function: `final: prev: { mkTern = …; }`."""
    kinds = [node.type for node in definition]
    return any(pair == ("function_expression",) * 2 for pair in pairwise(kinds))


class Selections:
    """The selected names in a file that may mean one binding."""

    def __init__(self, source: Source, definition: list[Node]) -> None:
        """Take the nodes that lead to the binding."""
        self.source = source
        self.binding = definition[-1]
        self._of_overlay = _is_of_overlay(definition)
        self._path = [
            name for node in definition if node.type == "binding" for name in _names_of(source, node)
        ]
        self._outside: dict[tuple[int, str], bool] = {}
        self._left = 0

    def may_mean(self, nodes: list[Node], function: Node) -> bool:
        """Tell whether ``function``, a selected name, may mean the binding; ``nodes`` lead to the call of the function.

        It may not if the set comes from outside of the file (a flake input, an argument of the file), or if the file
        states another set with the name.
        """
        base, attrpath = function.child_by_field_name("expression"), function.child_by_field_name("attrpath")
        if base is None or attrpath is None:
            return True
        if self._means_another(nodes, base, attrpath):
            return False
        names = [self.source.text(part) for part in attrpath.named_children]
        if self._of_overlay or "self" in names or self.source.text(base) in self._path[:-1]:
            return True
        self._left = _MOST_NODES
        return not self._is_outside(nodes, base)

    def _is_outside(self, nodes: list[Node], value: Node, own: Iterable[str] = ()) -> bool:
        """Tell whether a value is made of nothing but names from outside of the file, and of its ``own`` arguments.

        ``nodes`` lead to the value.
        """
        if value.start_byte <= self.binding.start_byte and self.binding.end_byte <= value.end_byte:
            return False
        waiting = [value]
        while waiting:
            node = waiting.pop()
            self._left -= 1
            if self._left < 0 or node.type in RECURSIVE | {"function_expression", "with_expression"}:
                return False
            text = self.source.text(node) if node.type == "identifier" else ""
            if text and (text in _MAY_HAVE_ANY or text == self._path[-1]):
                return False
            attrs = node.named_children if node.type == "inherited_attrs" else ()
            is_inherited = attrs and node.parent is not None and node.parent.type == "inherit"
            for each in attrs if is_inherited else [node] if node.type == "variable_expression" else ():
                name = self.source.text(each)
                if name not in own and not self._is_name_outside(nodes, name):
                    return False
            waiting += node.named_children
        return True

    def _is_name_outside(self, nodes: list[Node], name: str) -> bool:
        if name in _OF_HERE or name in self._path:
            return False
        for at in range(len(nodes) - 1, -1, -1):
            node = nodes[at]
            if node.type == "function_expression" and name in parameters(self.source, node):
                return name in _OF_OTHERS or self._is_of_file(nodes[: at + 1])
            found = _started(self.source, node).get(name) if node.type in RECURSIVE else None
            if found:
                key = (node.id, name)
                if key not in self._outside:
                    self._outside[key] = False  # for a name that depends on itself
                    self._outside[key] = all(
                        self._is_binding_outside(nodes[: at + 1], each) for each in found
                    )
                return self._outside[key]
        return all(node.type != "with_expression" for node in nodes)

    def _is_binding_outside(self, nodes: list[Node], binding: Node) -> bool:
        value = binding.child_by_field_name("expression")
        return value is not None and self._is_outside(nodes, value)

    def _is_of_file(self, nodes: list[Node]) -> bool:
        """Tell whether the last of ``nodes``, a function, gets its arguments from outside of the file."""
        around = [node for node in nodes[:-1] if node.type != "parenthesized_expression"]
        if around and call_parts(self.source, around[-1]) is not None:
            return False
        return all(
            _AROUND.issuperset(_names_of(self.source, node)[-1:]) for node in around if node.type == "binding"
        )

    def _means_another(self, nodes: list[Node], base: Node, attrpath: Node) -> bool:
        """Tell whether the file states the set, and the name is there another file. An alias may mean any binding."""
        if base.type != "variable_expression":
            return False
        path = [self.source.text(base), *map(self.source.text, attrpath.named_children)]
        found = self._bound(nodes, path)
        return (
            found is not None
            and found.start_byte != self.binding.start_byte
            and self._is_other(_value(found))
        )

    def _bound(self, nodes: list[Node], path: list[str]) -> Node | None:
        """Return the binding that a path means at the last of ``nodes``; ``None`` if a part is unknown."""
        for node in reversed(nodes):
            if node.type == "function_expression" and path[0] in parameters(self.source, node):
                return None
            if node.type in RECURSIVE and path[0] in _started(self.source, node):
                return self._in_set(node, path)
        return None

    def _in_set(self, node: Node | None, path: list[str]) -> Node | None:
        """Return the binding of a path in a `let` or a set: `a = { b = 1; };` or `a.b = 1;`."""
        while node is not None:
            names = _started(self.source, node)
            found = [(each, _names_of(self.source, each)) for each in names.get(path[0], ())]
            exact = [each for each, stated in found if stated == path]
            if "" in names or not found or len(exact) > 1:
                return None
            if exact:
                return exact[0]
            around = [(each, stated) for each, stated in found if stated and stated == path[: len(stated)]]
            if len(around) != 1:
                return None
            node, path = _value(around[0][0]), path[len(around[0][1]) :]
            if node is not None and node.type not in _SETS:
                return None
        return None

    def _is_other(self, value: Node | None) -> bool:
        """Tell whether a value is what a file has, or a function that calls nothing of this file."""
        own: list[str] = []
        while value is not None and value.type == "function_expression":
            own += parameters(self.source, value)
            value = value.child_by_field_name("body")
        if value is None or _is_file(self.source, value):
            return value is not None
        self._left = _MOST_NODES
        nodes = chain(self.source, value.start_byte, value.end_byte)
        return bool(own) and self._is_outside(nodes[:-1], value, own)


def _value(binding: Node) -> Node | None:
    """Return the value of a binding, without parentheses around it."""
    value = binding.child_by_field_name("expression")
    while value is not None and value.type == "parenthesized_expression":
        value = value.child_by_field_name("expression")
    return value


def _is_file(source: Source, value: Node) -> bool:
    """Tell whether a value is what a file has: `callPackage ./tern.nix`, `import ./tern.nix args`."""
    while (parts := call_parts(source, value)) is not None:
        value = parts[0]
        if source.text(value).rpartition(".")[2] in _OF_FILES:
            return re.match(r"\.{1,2}/", source.text(parts[1])) is not None
    return False
