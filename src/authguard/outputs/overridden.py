"""Overrides of a package: `tui = old.tui.overrideAttrs (…);` inside of another override, and replaced dependencies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.call_sites import is_function, outward
from authguard.nix.canonical import function_name
from authguard.nix.packages import OVERRIDES
from authguard.nix.parse import call_parts
from authguard.nix.values import Apply, Sym

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
    beside = _binding_of_source(source, nodes[: holder + 1])
    is_itself = beside is not None and beside[-1] == nodes[at + 1]
    return None if is_itself else beside


def overriding(source: Source, nodes: list[Node], at: int) -> list[int]:
    """Return the call that overrides the call ``nodes[at]`` at its place, if there is one: `(…).override { … }`."""
    outer = at - 1
    while outer >= 0 and nodes[outer].type == "parenthesized_expression":
        outer -= 1
    if outer < 1 or nodes[outer].type != "select_expression" or not is_function(source, nodes, outer - 1):
        return []
    name = nodes[outer].child_by_field_name("attrpath")
    return [outer - 1] if name is not None and source.text(name) in OVERRIDES else []


def overridden(source: Source, nodes: list[Node]) -> list[Node]:
    """Return the nodes to the name of the first override in ``nodes[-1]``; none if no override is selected from a set.

    A package may be overridden repeatedly.
    """
    kept = list(nodes)
    inner: Node | None = nodes[-1]
    while inner is not None:
        kept += [inner] if inner is not kept[-1] else []
        parts = call_parts(source, inner)
        name = parts[0].child_by_field_name("attrpath") if parts is not None else None
        if inner.type == "parenthesized_expression":
            inner = inner.child_by_field_name("expression")
        elif parts is not None and name is not None and source.text(name).rpartition(".")[2] in OVERRIDES:
            kept.append(parts[0])
            inner = parts[0].child_by_field_name("expression")
        else:
            break
    while kept and kept[-1].type != "select_expression":
        kept.pop()
    return kept


_MADE_WITH = {"buildRustPackage": "cargoDeps", "buildGoModule": "goModules", "buildNpmPackage": "npmDeps"}
"""The attribute with the dependencies that have the hash of a builder."""


def is_replaced(source: Source, nodes: list[Node], builders: tuple[str, ...]) -> bool:
    """Tell whether the package with the dependency hash ``nodes[-1]`` gets other dependencies in place of the hash's.

    `(buildRustPackage { cargoHash = lib.fakeHash; }).overrideAttrs (_: { cargoDeps = importCargoLock { … }; })`
    """
    at = next((at for at in range(len(nodes) - 1, 1, -1) if nodes[at].type == "binding"), None)
    made = next((_MADE_WITH[name] for name in builders if name in _MADE_WITH), None)
    return (
        made is not None
        and at is not None
        and any(
            node.type == "apply_expression" and _replaces(source, node, made, nodes[at - 2]) for node in nodes
        )
    )


def _replaces(source: Source, call: Node, name: str, holder: Node) -> bool:
    """Tell whether ``call`` overrides the call that has the set ``holder``, and sets ``name`` without the old value."""
    parts = call_parts(source, call)
    if parts is None or re.search(_OF_ATTRIBUTES, source.text(parts[0])) is None:
        return False
    package = _unwrapped(parts[0].child_by_field_name("expression"))[0]
    made = call_parts(source, package) if package is not None else None
    if made is None or _unwrapped(made[1])[0] != holder:
        return False
    given, functions = _unwrapped(parts[1])
    old = _parameters(source, functions[-1:]) - {"_"}
    for bindings in given.named_children if given is not None else ():
        for each in bindings.named_children if bindings.type == "binding_set" else ():
            attribute, value = each.child_by_field_name("attrpath"), each.child_by_field_name("expression")
            if attribute is not None and value is not None and source.text(attribute) == name:
                words = re.findall(r"[A-Za-z_][\w'-]*", source.text(value))
                return bool(functions) and old.isdisjoint(words)
    return False


def _unwrapped(node: Node | None) -> tuple[Node | None, list[Node]]:
    """Return the expression in parentheses, functions and `let`s, and these functions."""
    functions = []
    while node is not None and node.type in _BEFORE_SET:
        if node.type == "function_expression":
            functions.append(node)
        node = node.child_by_field_name("body") or node.child_by_field_name("expression")
    return node, functions


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


def innermost_call(value: Apply) -> Apply:
    """Return the innermost call that is overridden, since the function of this call decides the result."""
    for _ in range(16):
        if not isinstance(value.base, Apply):
            break
        value = value.base
    return value


def overrides_source(value: Apply) -> bool:
    """Tell whether a call changes the arguments of a fetch: `old.src.override { version = …; hash = …; }`."""
    base = value.base
    return function_name(value) == "override" and isinstance(base, Sym) and base.key[-1] in ("src", "source")


def calls_around(source: Source, nodes: list[Node]) -> list[int]:
    """Return the indices of the calls that have the place in an argument, innermost first.

    Curried calls are one call.
    """
    found: list[int] = []
    at = len(nodes) - 2
    while at >= 0:
        node = nodes[at]
        if call_parts(source, node) is not None:
            top = at
            while top > 0 and is_function(source, nodes, top - 1):
                top -= 1
            if not is_function(source, nodes, at) or top != at:
                found.extend(overriding(source, nodes, top))
                found.append(top)
            at = top
        at -= 1
    return found
