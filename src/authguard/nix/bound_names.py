"""The names that a lambda, a `let` or a `rec` set binds, read from the syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source

LETS = frozenset({"let_expression", "let_attrset_expression"})
RECURSIVE = LETS | {"rec_attrset_expression"}
"""The nodes with bindings that see one another."""


def formals_of(source: Source, node: Node) -> set[str]:
    """Return the names of the set pattern of a lambda."""
    pattern = node.child_by_field_name("formals")
    names = (each.child_by_field_name("name") for each in (pattern.named_children if pattern else ()))
    return {source.text(name) for name in names if name is not None}


def parameters(source: Source, node: Node) -> set[str]:
    """Return all names that a lambda binds: those of its set pattern, and the name of its whole argument."""
    universal = node.child_by_field_name("universal")
    names = formals_of(source, node)
    return names if universal is None else names | {source.text(universal)}


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
