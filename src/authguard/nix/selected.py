"""Selected names that certainly mean another binding: `old.tern` and `new.tern`, where both sets are stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.parse import call_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source

RECURSIVE = frozenset({"let_expression", "let_attrset_expression", "rec_attrset_expression"})
_SETS = frozenset({"attrset_expression", "rec_attrset_expression"})
_OF_FILES = ("callPackage", "callPackages", "import")


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


def names_another(source: Source, nodes: list[Node], function: Node, binding: Node) -> bool:
    """Tell whether a selected name certainly means another binding than ``binding``.

    ``nodes`` lead to the call of ``function``, the selected name. It is certain only if the file states the set, and
    the name is a file there. A parameter, an alias or a merged set may mean any binding.
    """
    base, attrpath = function.child_by_field_name("expression"), function.child_by_field_name("attrpath")
    if base is None or base.type != "variable_expression" or attrpath is None:
        return False
    found = _bound(source, nodes, source.text(base))
    for part in attrpath.named_children:
        value = _value(found)
        if value is None or value.type not in _SETS or part.type != "identifier" or not _is_stated(value):
            return False
        named = _started(source, value, source.text(part))
        if not named:
            return True
        if len(named) > 1 or not _is_whole(named[0]):
            return False
        found = named[0]
    return found is not None and found.start_byte != binding.start_byte and _is_file(source, _value(found))


def _bound(source: Source, nodes: list[Node], name: str) -> Node | None:
    """Return the only binding of a name at the last of ``nodes``; ``None`` if it is a parameter or unknown."""
    for node in reversed(nodes):
        if node.type == "function_expression" and name in parameters(source, node):
            return None
        if node.type in RECURSIVE and (found := _started(source, node, name)):
            return found[0] if len(found) == 1 and _is_whole(found[0]) else None
    return None


def _started(source: Source, node: Node, name: str) -> list[Node]:
    """Return the bindings of a name, or of a part of its value, in a `let` or a set: `a = { };`, `a.b = 1;`."""
    found: list[Node] = []
    for group in node.named_children:
        for each in group.named_children if group.type == "binding_set" else ():
            attrpath = each.child_by_field_name("attrpath")
            names = attrpath.named_children[:1] if attrpath is not None else _inherited(each)
            found += [each] if any(source.text(part) == name for part in names) else []
    return found


def _inherited(node: Node) -> list[Node]:
    attrs = node.child_by_field_name("attrs")
    return attrs.named_children if attrs is not None else []


def _is_whole(binding: Node) -> bool:
    """Tell whether a binding binds one name to its value."""
    attrpath = binding.child_by_field_name("attrpath")
    return attrpath is not None and len(attrpath.named_children) == 1


def _value(binding: Node | None) -> Node | None:
    """Return the value of a binding, without parentheses around it; ``None`` for a name that is inherited."""
    value = binding.child_by_field_name("expression") if binding is not None else None
    while value is not None and value.type == "parenthesized_expression":
        value = value.child_by_field_name("expression")
    return value


def _is_stated(attrset: Node) -> bool:
    """Tell whether all names of a set are written in it."""
    for group in attrset.named_children:
        for each in group.named_children if group.type == "binding_set" else ():
            attrpath = each.child_by_field_name("attrpath")
            if attrpath is None or any(part.type != "identifier" for part in attrpath.named_children):
                return False
    return True


def _is_file(source: Source, value: Node | None) -> bool:
    """Tell whether a value is what a file has: `callPackage ./tern.nix`, `import ./tern.nix { }`."""
    while value is not None and (parts := call_parts(source, value)) is not None:
        value = parts[0]
        if source.text(value).rpartition(".")[2] in _OF_FILES:
            return True
    return False
