"""Overrides of a package: `tui = old.tui.overrideAttrs (…);` inside of another override, and replaced dependencies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.call_sites import is_function, outward
from authguard.nix.parse import call_parts

if TYPE_CHECKING:
    from tree_sitter import Node

    from authguard.nix.parse import Source

_OF_ATTRIBUTES = r"\.override(?:Python)?Attrs\Z"
_OLD_PART = r"\(*([A-Za-z_][\w'-]*)\.[\w.'-]*override(?:Python)?Attrs"
_SET = frozenset({"binding_set"})
_BEFORE_SET = frozenset({"function_expression", "parenthesized_expression", "let_expression"})


def source_beside(source: Source, nodes: list[Node]) -> list[Node] | None:
    """Return the nodes to the source of the package that has the overridden part ``nodes[-1]``; None if none is here.

    The part is an attribute of the old package, and the override around it gives the package another `src`.
    """
    parts = call_parts(source, nodes[-1])
    part = re.fullmatch(_OLD_PART, source.text(parts[0])) if parts is not None else None
    at = len(nodes) - 2
    if part is None or at < 0 or nodes[at].type != "binding":
        return None
    holder = outward(nodes, at - 1, _SET)
    if holder < 1 or nodes[holder].type not in ("attrset_expression", "rec_attrset_expression"):
        return None
    outer = outward(nodes, holder - 1, _BEFORE_SET)
    around = call_parts(source, nodes[outer]) if outer >= 0 else None
    if around is None or is_function(source, nodes, outer):
        return None
    if re.search(_OF_ATTRIBUTES, source.text(around[0])) is None:
        return None
    if part[1] not in _parameters(source, nodes[outer + 1 : holder]):
        return None
    return _binding_of_source(source, nodes[: holder + 1])


_MADE_WITH = (
    ("cargo", "cargoDeps"),
    ("vendor", "goModules"),
    ("npmDeps", "npmDeps"),
    ("pnpmDeps", "pnpmDeps"),
)
"""The start of the names of a dependency hash, and the attribute with the dependencies that have this hash."""


def is_replaced(source: Source, nodes: list[Node]) -> bool:
    """Tell whether the package with the dependency hash ``nodes[-1]`` gets other dependencies in place of the hash's.

    `(buildRustPackage { cargoHash = lib.fakeHash; }).overrideAttrs (_: { cargoDeps = importCargoLock { … }; })`
    """
    binding = next((node for node in reversed(nodes) if node.type == "binding"), None)
    name = binding.child_by_field_name("attrpath") if binding is not None else None
    words = source.text(name) if name is not None else ""
    made = next((attribute for start, attribute in _MADE_WITH if words.startswith(start)), None)
    return made is not None and any(
        node.type == "apply_expression" and _replaces(source, node, made, nodes) for node in nodes
    )


def _replaces(source: Source, call: Node, name: str, nodes: list[Node]) -> bool:
    """Tell whether ``call`` overrides the package around ``nodes[-1]``, and sets ``name`` without the old value."""
    parts = call_parts(source, call)
    if parts is None or re.search(_OF_ATTRIBUTES, source.text(parts[0])) is None:
        return False
    start = nodes[-1].start_byte
    if not parts[0].start_byte <= start < parts[0].end_byte:
        return False
    given: Node | None = parts[1]
    while given is not None and given.type in _BEFORE_SET:
        given = given.child_by_field_name("body") or given.child_by_field_name("expression")
    for bindings in given.named_children if given is not None else ():
        for each in bindings.named_children if bindings.type == "binding_set" else ():
            attribute, value = each.child_by_field_name("attrpath"), each.child_by_field_name("expression")
            if attribute is not None and value is not None and source.text(attribute) == name:
                return re.search(rf"\.{name}\b", source.text(value)) is None
    return False


def _parameters(source: Source, nodes: list[Node]) -> set[str]:
    """Return the names of the arguments of the functions among ``nodes``."""
    names = (node.child_by_field_name("universal") for node in nodes)
    return {source.text(name) for name in names if name is not None}


def _binding_of_source(source: Source, nodes: list[Node]) -> list[Node] | None:
    """Return the nodes to the value of `src` in the set ``nodes[-1]``."""
    for bindings in nodes[-1].named_children:
        for each in bindings.named_children if bindings.type == "binding_set" else ():
            name, value = each.child_by_field_name("attrpath"), each.child_by_field_name("expression")
            if name is not None and value is not None and source.text(name) == "src":
                return [*nodes, bindings, each, value]
    return None
