"""Attribute sets and `let`: what their bindings define."""

from __future__ import annotations

from authguard.nix.scope import Scope, lookup
from authguard.nix.values import Attrs, Sym, Thunk, Value, free

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.parse import Source


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
    nested: dict[str, list[tuple[list[Node], Node]]] = {}
    rest: Value | None = None
    for binding in _bindings(node):
        if binding.type == "inherit":
            _inherit(ev, source, binding, outer, names)
        elif binding.type == "inherit_from":
            _inherit_from(ev, source, binding, inner, names)
        elif binding.type == "binding":
            attrpath, value = (
                binding.child_by_field_name("attrpath"),
                binding.child_by_field_name("expression"),
            )
            if attrpath is None or value is None:
                continue
            attrs = [attr for attr in attrpath.named_children if attr.type != "comment"]
            first = _name(ev, source, attrs[0], inner)
            if not isinstance(first, str):
                rest = Sym("dynamic")
            elif len(attrs) == 1 and first not in names and first not in nested:
                names[first] = ev.thunk(source, value, inner)
            else:
                nested.setdefault(first, []).append((attrs[1:], value))
    for first, found in nested.items():
        names[first] = _nest(ev, source, found, inner, names.get(first))
    return names, rest


def _bindings(node: Node) -> list[Node]:
    return [
        binding
        for child in node.named_children
        if child.type == "binding_set"
        for binding in child.named_children
    ]


def _name(ev: Evaluator, source: Source, attr: Node, scope: Scope) -> str | Value:
    from authguard.nix.expressions import attribute_name

    return attribute_name(ev, source, attr, scope)


def _nest(
    ev: Evaluator,
    source: Source,
    found: list[tuple[list[Node], Node]],
    scope: Scope,
    first: Thunk | None,
) -> Thunk:
    """Return the set that `a.b = 1; a.c = 2;` makes of ``a``; ``first`` is a whole `a = { … };` beside them."""

    def compute() -> Value:
        names: dict[str, Thunk] = {}
        rest: Value | None = None
        if first is not None:
            whole = first.force()
            if isinstance(whole, Attrs):
                names.update(whole.items)
                rest = whole.rest
            else:
                rest = whole
        deeper: dict[str, list[tuple[list[Node], Node]]] = {}
        for attrs, value in found:
            if not attrs:
                whole = ev.eval(source, value, scope)
                if isinstance(whole, Attrs):
                    names.update(whole.items)
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


def _inherit(ev: Evaluator, source: Source, binding: Node, outer: Scope, names: dict[str, Thunk]) -> None:
    from authguard.nix import functions
    from authguard.nix.expressions import opened

    for name, node in _inherited(source, binding):

        def compute(name: str = name) -> Value:
            found = lookup(outer, name, lambda value, key: opened(ev, value, key))
            return found if found is not None else functions.anywhere(name) or free(name)

        names[name] = Thunk(compute, source, node)


def _inherit_from(
    ev: Evaluator, source: Source, binding: Node, inner: Scope, names: dict[str, Thunk]
) -> None:
    expression = binding.child_by_field_name("expression")
    if expression is None:
        return
    holder = ev.thunk(source, expression, inner)
    for name, node in _inherited(source, binding):

        def compute(name: str = name) -> Value:
            found = ev.select(holder.force(), name)
            return found if found is not None else Sym("missing", name)

        names[name] = Thunk(compute, source, node)
