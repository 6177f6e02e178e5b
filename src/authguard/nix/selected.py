"""The set from which a call selects a function: `birds.tern { … }`. Another set may have a function of that name."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from authguard.nix.bound_names import LETS, RECURSIVE, bindings_of, parameters
from authguard.nix.lexical import chain
from authguard.nix.parse import call_parts

if TYPE_CHECKING:
    from tree_sitter import Node

    from authguard.nix.parse import Source

OF_FILES = ("callPackage", "callPackages", "import")
"""Functions that get a file."""
_INPUTS = frozenset({"inputs", "inputs'"})
"""The inputs of a flake, as an argument."""
_FAR = 80
"""The text before a name is searched in this many bytes."""
_NO_ARGUMENTS = frozenset(
    {b"in", b"then", b"else", b"let", b"rec", *(bytes([each]) for each in b"=;{([/+?>")}
)
"""The words and signs before a name that is no argument of a function."""
_MOST_BINDINGS = 256
"""At most this many bindings of one name are compared."""
_MOST_ALIASES = 8
_BOUND = re.compile(rb"\"?\s*=(?!=)")
_WORD = re.compile(rb"[\w'-]")


def _path_of(source: Source, nodes: list[Node]) -> list[str]:
    """Return the names of all bindings in ``nodes``: `lib.v1 = { tern = …; }` is lib, v1, tern."""
    attrpaths = (node.child_by_field_name("attrpath") for node in nodes if node.type == "binding")
    return [
        source.text(part).strip('"')
        for attrpath in attrpaths
        if attrpath is not None
        for part in attrpath.named_children
    ]


def _others(source: Source, name: str) -> dict[str, list[list[Node]]]:
    """Return the nodes that lead to each binding of a name to what another file has, by the name of the set around."""
    if name not in source.bound:
        found = source.bound[name] = {}
        number = 0
        encoded = name.encode("utf-8", "surrogateescape")
        at = source.data.find(encoded)
        while at >= 0 and number < _MOST_BINDINGS:
            if _BOUND.match(source.data, at + len(encoded)) and not _WORD.match(source.data, max(at - 1, 0)):
                number += 1
                nodes = chain(source, at, at + len(encoded))
                while nodes and nodes[-1].type != "binding":
                    nodes = nodes[:-1]
                path = _path_of(source, nodes)
                if nodes and path[-1] == name and _is_file(source, nodes[-1]):
                    found.setdefault("".join(path[-2:-1]), []).append(nodes)
            at = source.data.find(encoded, at + 1)
    return source.bound[name]


def _is_file(source: Source, binding: Node) -> bool:
    """Tell whether a value is what a file has: `callPackage ./tern.nix`, `args: import ./tern.nix args`."""
    value = binding.child_by_field_name("expression")
    own: list[str] = ["{ }", "{}"]
    while value is not None and value.type in ("function_expression", "parenthesized_expression"):
        own += parameters(source, value) if value.type == "function_expression" else []
        value = value.child_by_field_name("body") or value.child_by_field_name("expression")
    while value is not None and (parts := call_parts(source, value)) is not None:
        value = parts[0]
        if source.text(value).rpartition(".")[2] in OF_FILES:
            return re.match(r"\.{1,2}/", source.text(parts[1])) is not None
        if source.text(parts[1]) not in own:
            return False  # another function may be passed to the file
    return False


class Selections:
    """The selected names in a file that may mean one binding."""

    def __init__(self, source: Source, definition: list[Node]) -> None:
        """Take the nodes that lead to the binding."""
        self.source = source
        self.binding = definition[-1]
        self._path = _path_of(source, definition)
        self._names = _path_of(source, definition[-1:])

    def may_mean(self, nodes: list[Node], function: Node) -> bool:
        """Tell whether ``function``, a selected name, may mean the binding; ``nodes`` lead to the call of the function.

        It may not if no set gets the name of a `let`, if the set is an input of the flake, or if another set of the
        file with the name of the selected set has the function. Everything else may mean the binding: a parameter, a
        package set, an alias.
        """
        base, attrpath = function.child_by_field_name("expression"), function.child_by_field_name("attrpath")
        if not self._is_handed:
            return False
        if base is None or attrpath is None:
            return True
        path = [self.source.text(part).strip('"') for part in attrpath.named_children]
        if base.type == "variable_expression":
            path.insert(0, self.source.text(base))
        if self._is_of_another_set(nodes, path, base):
            return False
        return not self._is_input(nodes, function, _MOST_ALIASES)

    @cached_property
    def _is_handed(self) -> bool:
        """Whether the binding is no name of a `let`, or a set or a function gets it: `inherit mkTern;`, `f mkTern`."""
        holder = self.binding.parent.parent if self.binding.parent is not None else None
        if holder is None or holder.type not in LETS or len(self._names) > 1:
            return True
        data, name = self.source.data, re.escape(self._path[-1].encode("utf-8", "surrogateescape"))
        for match in re.finditer(
            rb"(?<![\w.'-])%s(?![\w'-])(?=\s*([;)\]}]|(?:else|then|or)\b)?)" % name, data
        ):
            before = data[max(match.start() - _FAR, 0) : match.start()]
            word = re.search(rb"([\w'-]+|[^\s\w])\s*\Z", before)
            if match[1] or word is None or word[1] not in _NO_ARGUMENTS:
                return True
        return False

    def _is_of_another_set(self, nodes: list[Node], path: list[str], base: Node) -> bool:
        """Tell whether a path ends like that of another binding, and not like that of this one.

        A set that a `let` binds must have the other binding. Below an argument, `self.v2.tern`, two names decide.
        """
        holder = self._holder(nodes, path[0]) if base.type == "variable_expression" else None
        wanted = path if holder is not None else path[1:]
        if len(wanted) < 2 or self._path[-len(wanted) :] == wanted:
            return False
        for each in _others(self.source, path[-1]).get(wanted[-2], ()):
            if each[-1].start_byte != self.binding.start_byte and (holder is None or holder in each):
                stated = _path_of(self.source, each[each.index(holder) + 1 :] if holder is not None else each)
                if stated == wanted or (holder is None and stated[-len(wanted) :] == wanted):
                    return True
        return False

    def _holder(self, nodes: list[Node], name: str) -> Node | None:
        """Return the `let` or the set that binds a name at the last of ``nodes``; ``None`` for an argument."""
        for node in reversed(nodes):
            if node.type == "function_expression" and name in parameters(self.source, node):
                return None
            if node.type in RECURSIVE and self._binds(node, name):
                return node
        return None

    def _binds(self, node: Node, name: str) -> bool:
        """Tell whether a `let` or a `rec` set binds a name, also by a part of its value: `name.part = 1;`."""
        firsts = self.source.firsts
        if node.id not in firsts:
            firsts[node.id] = {
                self.source.text(part).strip('"')
                for group in node.named_children
                if group.type == "binding_set"
                for each in group.named_children
                for part in (each.child_by_field_name("attrpath") or each).named_children[:1]
            }
        return name in firsts[node.id]

    def _is_input(self, nodes: list[Node], value: Node, left: int) -> bool:
        """Tell whether a value is selected from an input of the flake, other than the flake itself."""
        names: list[str] = []
        while value.type in ("select_expression", "parenthesized_expression"):
            attrpath, inner = value.child_by_field_name("attrpath"), value.child_by_field_name("expression")
            parts = attrpath.named_children if attrpath is not None else ()
            names[:0] = (self.source.text(part).strip('"') for part in parts)
            if inner is None or value.child_by_field_name("default") is not None:
                return False
            value = inner
        if value.type != "variable_expression" or not left:
            return False
        name = self.source.text(value)
        for at in range(len(nodes) - 1, -1, -1):
            if nodes[at].type == "function_expression" and name in parameters(self.source, nodes[at]):
                if name in _INPUTS:
                    is_selected = len(names) > 1 or left < _MOST_ALIASES  # an input itself is no function
                    return is_selected and names[:1] not in ([], ["self"])
                return name != "self" and self._is_of_flake(nodes[: at + 1], name)
            found = list(bindings_of(self.source, nodes[at], name)) if nodes[at].type in RECURSIVE else []
            if found:
                bound = found[0].child_by_field_name("expression")
                return (
                    len(found) == 1 and bound is not None and self._is_input(nodes[: at + 1], bound, left - 1)
                )
        return False

    def _is_of_flake(self, nodes: list[Node], name: str) -> bool:
        """Tell whether a name is an argument of the function `outputs` of a flake, and no set of all arguments."""
        universal = nodes[-1].child_by_field_name("universal")
        is_all = universal is not None and self.source.text(universal) == name
        is_flake = self.source.path.rpartition("/")[2] == "flake.nix"
        formals = nodes[-1].child_by_field_name("formals")
        has_default = formals is not None and any(
            each.child_by_field_name("default") is not None
            for each in formals.named_children
            if (stated := each.child_by_field_name("name")) is not None and self.source.text(stated) == name
        )
        return is_flake and not is_all and not has_default and _path_of(self.source, nodes) == ["outputs"]
