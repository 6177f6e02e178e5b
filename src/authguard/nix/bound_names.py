"""The names that a lambda, a `let` or a `rec` set binds, read from the syntax."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node

    from authguard.nix.parse import Source

LETS = frozenset({"let_expression", "let_attrset_expression"})
RECURSIVE = LETS | {"rec_attrset_expression"}
"""The nodes with bindings that see one another."""


_DEFAULT_HASH = (
    r"([A-Za-z_][\w'-]*+)\s*+\?\s*+\"(?:sha(?:1|256|512)-[A-Za-z0-9+/]{26,88}={0,2}|[0-9a-z]{32,64})\""
)


def default_hashes(source: Source, nodes: Sequence[Node], run: Sequence[int]) -> frozenset[str]:
    """Return the formals of a file that have a hash as a default: `{ version ? "1.0", hash ? "sha256-…" }: …`.

    Others may use the file with its defaults, so these count beside the arguments of its calls. ``run`` has the indices
    of the function's lambdas in ``nodes``.
    """
    if run[0] > 0 and nodes[run[0] - 1].type != "source_code":
        return frozenset()
    formals = (nodes[number].child_by_field_name("formals") for number in run)
    texts = (source.text(each) for each in formals if each is not None)
    return frozenset(name for text in texts for name in re.findall(_DEFAULT_HASH, text))


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


def is_extension(source: Source, binding: Node) -> bool:
    """Tell whether a binding is `extendDrvArgs = finalAttrs: args: …`, an argument of lib.extendMkDerivation."""
    attrpath = binding.child_by_field_name("attrpath")
    return attrpath is not None and source.text(attrpath) == "extendDrvArgs"


def default_of(source: Source, node: Node, inner: Node) -> tuple[Node, str] | None:
    """Return (`set`, "name") if ``node`` is `set.name or inner`; None for another expression."""
    if node.type != "select_expression" or node.child_by_field_name("default") != inner:
        return None
    holder, attrpath = node.child_by_field_name("expression"), node.child_by_field_name("attrpath")
    if (
        holder is None
        or attrpath is None
        or [each.type for each in attrpath.named_children] != ["identifier"]
    ):
        return None
    return holder, source.text(attrpath)
