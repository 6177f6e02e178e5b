"""Attribute sets and `let`: what their bindings define."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.scope import Scope, lookup
from authguard.nix.values import Attrs, Sym, Thunk, Value, free

if TYPE_CHECKING:
    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.parse import Binding, Source


def attrset(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Attrs:
    """Return the value of an attribute set, `rec` or not."""
    if node.type == "attrset_expression":
        names, rest = define(ev, source, node, scope, scope)
        return Attrs(names, rest)
    inner = recursive(ev, source, node, scope)
    return Attrs(inner.names)


def recursive(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Scope:
    """Return the scope that a `let` or a `rec` set opens."""
    inner = Scope(scope, {})
    names, _ = define(ev, source, node, inner, scope)
    inner.names.update(names)
    return inner


def define(
    ev: Evaluator, source: Source, node: Node, inner: Scope, outer: Scope
) -> tuple[dict[str, Thunk], Value | None]:
    """Return what the bindings of ``node`` define, and what of it has a name that is not known.

    Values are evaluated in ``inner``; a plain `inherit` takes from ``outer``.
    """
    names: dict[str, Thunk] = {}
    nested: dict[str, list[tuple[list[str | Node], Node]]] = {}
    rest: Value | None = None
    bindings = source.bindings.get(node.id)
    if bindings is None:
        bindings = source.bindings[node.id] = _bindings(source, node)
    for kind, attrs, value, inherited in bindings:
        if kind == "inherit":
            _inherit(ev, source, inherited, outer, names)
        elif value is None:
            continue
        elif kind == "inherit_from":
            _inherit_from(ev, source, value, inherited, inner, names)
        else:
            first = attrs[0] if isinstance(attrs[0], str) else _name(ev, source, attrs[0], inner)
            if not isinstance(first, str):
                rest = Sym("dynamic")
            elif len(attrs) == 1 and first not in names and first not in nested:
                names[first] = ev.thunk(source, value, inner)
            else:
                nested.setdefault(first, []).append((attrs[1:], value))
    for first, found in nested.items():
        names[first] = _nest(ev, source, found, inner, names.get(first))
    return names, rest


def _bindings(source: Source, node: Node) -> list[Binding]:
    """Return the bindings of a set or a `let`; plain names of an attribute path are strings."""
    found: list[Binding] = []
    for child in node.named_children:
        for binding in child.named_children if child.type == "binding_set" else ():
            kind = binding.type
            if kind in ("inherit", "inherit_from"):
                value = binding.child_by_field_name("expression") if kind == "inherit_from" else None
                found.append((kind, [], value, _inherited(source, binding)))
            elif kind == "binding":
                attrpath = binding.child_by_field_name("attrpath")
                attrs: list[str | Node] = [
                    source.text(attr) if attr.type == "identifier" else attr
                    for attr in (attrpath.named_children if attrpath is not None else ())
                    if attr.type != "comment"
                ]
                value = binding.child_by_field_name("expression") if attrs else None
                found.append((kind, attrs, value, []))
    return found


def _name(ev: Evaluator, source: Source, attr: str | Node, scope: Scope) -> str | Value:
    from authguard.nix.expressions import attribute_name

    return attr if isinstance(attr, str) else attribute_name(ev, source, attr, scope)


def _nest(
    ev: Evaluator,
    source: Source,
    found: list[tuple[list[str | Node], Node]],
    scope: Scope,
    first: Thunk | None,
) -> Thunk:
    """Return the set that `a.b = 1; a.c = 2;` makes of ``a``; ``first`` is a complete `a = { … };` beside them."""

    def compute() -> Value:
        names: dict[str, Thunk] = {}
        rest: Value | None = None
        if first is not None:
            complete = first.force()
            if isinstance(complete, Attrs):
                names.update(complete.items)
                rest = complete.rest
            else:
                rest = complete
        deeper: dict[str, list[tuple[list[str | Node], Node]]] = {}
        for attrs, value in found:
            if not attrs:
                complete = ev.eval(source, value, scope)
                if isinstance(complete, Attrs):
                    names.update(complete.items)
                continue
            name = _name(ev, source, attrs[0], scope)
            if not isinstance(name, str):
                rest = Sym("dynamic")
            elif len(attrs) == 1 and name not in deeper:
                names[name] = ev.thunk(source, value, scope)
            else:
                deeper.setdefault(name, []).append((attrs[1:], value))
        for name, inner in deeper.items():
            names[name] = _nest(ev, source, inner, scope, names.get(name))
        return Attrs(names, rest)

    return Thunk(compute, source, found[0][1])


def _inherited(source: Source, binding: Node) -> list[tuple[str, Node]]:
    attrs = binding.child_by_field_name("attrs")
    if attrs is None:
        attrs = next((child for child in binding.named_children if child.type == "inherited_attrs"), None)
    found = []
    for attr in attrs.named_children if attrs is not None else []:
        if attr.type == "identifier":
            found.append((source.text(attr), attr))
        elif attr.type == "string_expression":
            found.append((source.text(attr)[1:-1], attr))
    return found


def _inherit(
    ev: Evaluator,
    source: Source,
    inherited: list[tuple[str, Node]],
    outer: Scope,
    names: dict[str, Thunk],
) -> None:
    from authguard.nix import functions
    from authguard.nix.expressions import opened

    for name, node in inherited:

        def compute(name: str = name) -> Value:
            found = lookup(outer, name, lambda value, key: opened(ev, value, key))
            return found if found is not None else functions.anywhere(name) or free(name)

        names[name] = Thunk(compute, source, node)


def _inherit_from(
    ev: Evaluator,
    source: Source,
    expression: Node,
    inherited: list[tuple[str, Node]],
    inner: Scope,
    names: dict[str, Thunk],
) -> None:
    holder = ev.thunk(source, expression, inner)
    for name, node in inherited:

        def compute(name: str = name) -> Value:
            found = ev.select(holder.force(), name)
            return found if found is not None else Sym("missing", name)

        names[name] = Thunk(compute, source, node)
