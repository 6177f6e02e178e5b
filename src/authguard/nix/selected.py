"""The set from which a call selects a function: `birds.tern { … }`. Another set may have a function of that name."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from authguard.nix.lexical import chain
from authguard.nix.parse import call_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source

RECURSIVE = frozenset({"let_expression", "let_attrset_expression", "rec_attrset_expression"})
_OF_FILES = ("callPackage", "callPackages", "import")
_INPUTS = frozenset({"inputs", "inputs'"})
"""The inputs of a flake, as an argument."""
_LETS = frozenset({"let_expression", "let_attrset_expression"})
_FAR = 80
_NO_ARGUMENTS = frozenset(
    {
        b"in",
        b"then",
        b"else",
        b"let",
        b"rec",
        b"=",
        b";",
        b"{",
        b"(",
        b"[",
        b"//",
        b"/",
        b"+",
        b"?",
        b"->",
        b">",
    }
)
"""The text before a name that is no argument of a function. It is searched in this many bytes before the name."""
_MOST_BINDINGS = 256
"""At most this many bindings of one name are compared."""
_MOST_ALIASES = 8


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


def _path_of(source: Source, nodes: list[Node]) -> list[str]:
    """Return the names of all bindings in ``nodes``: `lib.v1 = { tern = …; }` is lib, v1, tern."""
    attrpaths = (node.child_by_field_name("attrpath") for node in nodes if node.type == "binding")
    return [
        source.text(part).strip('"')
        for attrpath in attrpaths
        if attrpath is not None
        for part in attrpath.named_children
    ]


def _others(source: Source, name: str) -> dict[str, list[Node]]:
    """Return the bindings of a name to another file or to a function of its own, by the name of the set around them."""
    if name not in source.bound:
        found = source.bound[name] = {}
        pattern = rb"(?<![\w'-])\"?%s\"?\s*=(?!=)" % re.escape(name.encode())
        for number, match in enumerate(re.finditer(pattern, source.data)):
            if number >= _MOST_BINDINGS:
                break
            nodes = chain(source, match.start(), match.end())
            path = _path_of(source, nodes)
            if (
                nodes
                and nodes[-1].type == "binding"
                and path[-1] == name
                and _is_other(source, nodes[-1], name)
            ):
                found.setdefault("".join(path[-2:-1]), []).append(nodes[-1])
    return source.bound[name]


def _is_other(source: Source, binding: Node, name: str) -> bool:
    """Tell whether a value is what a file has, or a function that does not mention its own name; no alias is."""
    value = binding.child_by_field_name("expression")
    is_function = False
    while value is not None and value.type in ("function_expression", "parenthesized_expression"):
        is_function = is_function or value.type == "function_expression"
        value = value.child_by_field_name("body") or value.child_by_field_name("expression")
    if value is None:
        return False
    word = rb"(?<![\w'-])%s(?![\w'-])" % re.escape(name.encode())
    if is_function and not re.search(word, source.data[value.start_byte : value.end_byte]):
        return True
    while (parts := call_parts(source, value)) is not None:
        value = parts[0]
        if source.text(value).rpartition(".")[2] in _OF_FILES:
            return re.match(r"\.{1,2}/", source.text(parts[1])) is not None
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
        around = path[-2] if len(path) > 1 else ""
        if around and around not in self._path[-2:-1] and _others(self.source, path[-1]).get(around):
            return False
        return not self._is_input(nodes, function, _MOST_ALIASES)

    @cached_property
    def _is_handed(self) -> bool:
        """Whether the binding is no name of a `let`, or a set or a function gets it: `inherit mkTern;`, `f mkTern`."""
        holder = self.binding.parent.parent if self.binding.parent is not None else None
        if holder is None or holder.type not in _LETS or len(self._names) > 1:
            return True
        data, name = self.source.data, re.escape(self._path[-1].encode())
        for match in re.finditer(
            rb"(?<![\w.'-])%s(?![\w'-])(?=\s*([;)\]}]|(?:else|then|or)\b)?)" % name, data
        ):
            before = data[max(match.start() - _FAR, 0) : match.start()]
            word = re.search(rb"([\w'-]+|[^\s\w])\s*\Z", before)
            if match[1] or word is None or word[1] not in _NO_ARGUMENTS:
                return True
        return False

    def _is_input(self, nodes: list[Node], value: Node, left: int) -> bool:
        """Tell whether a value is selected from an input of the flake, other than the flake itself."""
        names: list[str] = []
        while value.type in ("select_expression", "parenthesized_expression"):
            attrpath, inner = value.child_by_field_name("attrpath"), value.child_by_field_name("expression")
            names[:0] = map(self.source.text, attrpath.named_children) if attrpath is not None else ()
            if inner is None:
                return False
            value = inner
        if value.type != "variable_expression" or not left:
            return False
        name = self.source.text(value)
        if name in _INPUTS:
            return bool(names) and names[0] != "self"
        for at in range(len(nodes) - 1, -1, -1):
            if nodes[at].type == "function_expression" and name in parameters(self.source, nodes[at]):
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
        return is_flake and not is_all and _path_of(self.source, nodes) == ["outputs"]
