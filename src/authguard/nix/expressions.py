"""The value of each kind of expression: one function for each node type of the grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix import functions, packages
from authguard.nix.functions.known import choices_of_truth, conditional, decided
from authguard.nix.parse import call_parts, plain_string, string_parts
from authguard.nix.platforms import choice_by_key
from authguard.nix.values import (
    FALSE,
    NULL,
    TRUE,
    Apply,
    Attrs,
    Choice,
    Const,
    Fake,
    Function,
    List,
    Origin,
    Preset,
    Scope,
    Str,
    Sym,
    Thunk,
    Value,
    choice,
    free,
    joined,
    lookup,
    relative,
    string,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.parse import Binding, Source

MAX_TEXTS = 256
"""A text with choices in it that may be more texts than this is an unknown text."""


def _variable(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    name = source.text(node)
    found = lookup(scope, name, lambda value, key: opened(ev, value, key))
    if found is None:
        return functions.anywhere(name) or free(name)
    return _placed(found, source, node)


def _placed(value: Value, source: Source, node: Node) -> Value:
    """Return a value with its place, if the value is the first placeholder with this name."""
    if not isinstance(value, Sym) or value.key[0] != "fake" or isinstance(value, Fake):
        return value
    return Fake(value.key, Origin(source.path, source.data, node.start_byte, node.end_byte))


def opened(ev: Evaluator, value: Value, name: str) -> Value | None:
    """Return the binding of ``name`` in ``with value;``. An unknown set binds only the names of the library."""
    if isinstance(value, Sym):
        return functions.member(value.last, name) if value.last in functions.ROOTS else None
    return ev.select(value, name)


def _string(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    text = plain_string(source, node)
    if text is not None:
        parts = (text,) if text else ()
        return Str(parts, Origin(source.path, source.data, node.start_byte, node.end_byte))
    pieces = string_parts(source, node, lambda inner: interpolated(ev, ev.eval(source, inner, scope)))
    if len(pieces) == 1 and isinstance(pieces[0], Str) and pieces[0].literal is not None:
        return pieces[0]  # `"${hash}"` is the text of `hash`
    value = joined(pieces)
    plain = not any(child.type == "interpolation" for child in node.named_children)
    if plain and isinstance(value, Str) and value.literal is not None:
        return Str(value.parts, Origin(source.path, source.data, node.start_byte, node.end_byte))
    return value


def interpolated(ev: Evaluator, value: Value) -> Value:
    """Return the part that ``value`` adds to a string. Integers become text, and a set may have a `__toString`."""
    value = ev.text_of_set(value)
    if isinstance(value, Const) and isinstance(value.value, int) and not isinstance(value.value, bool):
        return Str((str(value.value),))
    return value


def _uri(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    return Str((source.text(node),), Origin(source.path, source.data, node.start_byte, node.end_byte))


def _path(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    pieces: list[str | Value] = []
    for child in node.named_children:
        if child.type == "interpolation":
            inner = child.child_by_field_name("expression")
            pieces.append(ev.eval(source, inner, scope) if inner is not None else Sym("text", ""))
        else:
            pieces.append(source.text(child))
    complete = string(pieces or [source.text(node)])
    directory = source.path.rpartition("/")[0]
    literal = complete.literal
    return Sym("path", directory, complete) if literal is None else relative(directory, literal)


def _number(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    text = source.text(node)
    try:
        number = int(text) if node.type == "integer_expression" else float(text)
    except ValueError:
        return Sym("text", text)
    # Nix refuses an integer of more than 64 bits.
    return Const(number) if isinstance(number, float) or number < 1 << 63 else Sym("text", text)


def _list(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    return List([ev.thunk(source, child, scope) for child in node.named_children if child.type != "comment"])


def _attrset(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    return attrset(ev, source, node, scope)


def _let_attrset(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    return ev.select(attrset(ev, source, node, scope), "body") or Sym("text", source.text(node))


def _let(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    body = node.child_by_field_name("body")
    return ev.eval(source, body, recursive(ev, source, node, scope)) if body is not None else NULL


def _with(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    body = node.child_by_field_name("body")
    return ev.eval(source, body, within_with(ev, source, node, scope)) if body is not None else NULL


def _function(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    return Function(source, node, scope)


def _select(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    inner, attrpath = node.child_by_field_name("expression"), node.child_by_field_name("attrpath")
    default = node.child_by_field_name("default")
    if inner is None or attrpath is None:
        return NULL
    value: Value | None = ev.eval(source, inner, scope)
    held = False
    for attr in attrpath.named_children:
        if attr.type == "comment":
            continue
        if default is not None:
            held = isinstance(value, Attrs) and attribute_name(ev, source, attr, scope) in value.items
        value = select_attribute(ev, source, attr, scope, value) if value is not None else None
    guessed = isinstance(value, Sym) and value.key[0] != "fake" and not (held and value.key[0] == "select")
    if value is None or (default is not None and guessed):
        return ev.eval(source, default, scope) if default is not None else Sym("missing", source.text(node))
    return _placed(value, source, node)


def select_attribute(
    ev: Evaluator, source: Source, attr: Node, scope: Scope, value: Value | None
) -> Value | None:
    """Select by one component; an unknown key chooses among all attributes of the set."""
    key = attribute_name(ev, source, attr, scope)
    if value is None:
        return None
    if isinstance(key, str):
        return ev.select(value, key)
    texts = _texts(key) if isinstance(key, Str) else key
    by_name = (
        _select_each(ev, value, texts) if isinstance(texts, Choice) and isinstance(value, Attrs) else None
    )
    return by_name if by_name is not None else _select_unknown(value, key)


def _texts(key: Str) -> Value:
    """Return a text with choices in it as a choice among texts: `"${os}-${cpu}"`; too many texts stay one text."""
    if _number_of_texts(key) > MAX_TEXTS:
        return key
    for number, part in enumerate(key.parts):
        if not isinstance(part, Choice):
            continue
        options = {
            name: joined([*key.parts[:number], option, *key.parts[number + 1 :]])
            for name, option in part.options.items()
        }
        return choice(
            part.selector,
            {name: _texts(each) if isinstance(each, Str) else each for name, each in options.items()},
        )
    return key


def _number_of_texts(value: object) -> int:
    """Return how many texts a value with choices in it may be; a number above MAX_TEXTS if there are more."""
    if isinstance(value, Choice):
        return min(sum(map(_number_of_texts, value.options.values())), MAX_TEXTS + 1)
    number = 1
    for part in value.parts if isinstance(value, Str) else ():
        number = min(number * _number_of_texts(part), MAX_TEXTS + 1)
    return number


def _select_each(ev: Evaluator, value: Attrs, key: Choice) -> Value | None:
    """Select by each text that the key may be: `set.${if stable then "a" else "b"}`; None if one text is unknown."""
    found: dict[str, Value] = {}
    for name, option in key.options.items():
        text = option.literal if isinstance(option, Str) else None
        if text is None and not isinstance(option, Choice):
            return None
        selected = (
            _select_each(ev, value, option) if isinstance(option, Choice) else ev.select(value, text or "")
        )
        if selected is not None:
            found[name] = selected
    return choice(key.selector, found) if found else None


def _select_unknown(value: Value, key: Value) -> Value:
    """Select by an unknown key. In a choice by another unknown key, select in each set.

    `release.${kernel}.${cpu}` does not mean a text beside the sets, as in `{ version = "1.4"; linux.x86_64 = …; }`.
    """
    if isinstance(value, Choice):
        options = {
            name: option
            for name, option in value.options.items()
            if not isinstance(option, (Str, Const, List))
        }
        if options and all(isinstance(option, Attrs) for option in options.values()):
            return choice(
                value.selector, {name: _select_unknown(option, key) for name, option in options.items()}
            )
    if isinstance(value, Attrs) and value.items and value.name is None:
        from authguard.nix.canonical import selector

        return choice_by_key(selector(key), key, value.items)
    if isinstance(value, Sym) and value.last in packages.SETS_BY_SYSTEM:
        return Sym("free", "pkgs")
    return Sym("select", value, key)


def attribute_name(ev: Evaluator, source: Source, attr: Node, scope: Scope) -> str | Value:
    """Return an attribute's name, or the unknown value that computes it."""
    if attr.type == "identifier":
        return source.text(attr)
    if attr.type == "string_expression":
        value = _string(ev, source, attr, scope)
    else:
        inner = attr.child_by_field_name("expression")
        value = ev.eval(source, inner, scope) if inner is not None else NULL
    if isinstance(value, Str) and value.literal is None and len(value.parts) == 1:
        (part,) = value.parts  # `"${name}"` is `name`
        return part
    if isinstance(value, Str):
        return value.literal if value.literal is not None else value
    return value


def _has(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    inner, attrpath = node.child_by_field_name("expression"), node.child_by_field_name("attrpath")
    if inner is None or attrpath is None:
        return NULL
    value = ev.eval(source, inner, scope)
    attrs = [attr for attr in attrpath.named_children if attr.type != "comment"]
    for attr in attrs:
        if isinstance(value, (Str, Const, List)):
            return FALSE
        name = attribute_name(ev, source, attr, scope) if isinstance(value, Attrs) else None
        if not isinstance(value, Attrs) or not isinstance(name, str) or value.name is not None:
            return Sym("operator", "?", value, source.text(attrpath))
        if name not in value.items:
            return FALSE if value.rest is None else Sym("operator", "?", value, source.text(attrpath))
        value = value.items[name].force() if attr != attrs[-1] else value
    return TRUE


def _apply(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    parts = call_parts(source, node)
    if parts is None:
        return NULL
    function, argument = parts
    key = (node.id, id(scope))
    known = ev.applied.get(key)
    if known is not None and not ev.calling:
        return known[1]
    value = ev.apply(ev.eval(source, function, scope), ev.thunk(source, argument, scope), source, node)
    if isinstance(value, Apply) and not ev.calling:
        ev.applied[key] = (scope, value)  # the scope is kept alive, since its id is a key
    return value


def _if(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    condition = node.child_by_field_name("condition")
    branches = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
    if condition is None or branches[0] is None or branches[1] is None:
        return NULL
    known = ev.eval(source, condition, scope)
    if isinstance(known, Preset):
        return decided(known, [ev.eval(source, branch, scope) for branch in branches if branch is not None])
    if isinstance(known, Const) and isinstance(known.value, bool):
        return ev.eval(source, branches[0] if known.value else branches[1], scope)
    truths = choices_of_truth(known)
    ev.undecided += 1
    try:
        options = [ev.eval(source, branch, scope) for branch in branches if branch is not None]
    finally:
        ev.undecided -= 1
    if truths is not None and isinstance(known, Choice):
        return choice(known.selector, {key: options[not truth] for key, truth in truths.items()})
    return conditional(known, *options)


def _body(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    inner = node.child_by_field_name("body") or node.child_by_field_name("expression")
    return ev.eval(source, inner, scope) if inner is not None else NULL


def _binary(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    from authguard.nix import operators

    if call_parts(source, node) is not None:
        return _apply(ev, source, node, scope)
    return operators.binary(ev, source, node, scope)


def _unary(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    from authguard.nix import operators

    return operators.unary(ev, source, node, scope)


def attrset(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Attrs:
    """Return the value of an attribute set, `rec` or not."""
    if node.type == "attrset_expression":
        names, rest = define(ev, source, node, scope, scope)
        return Attrs(names, rest)
    inner = recursive(ev, source, node, scope)
    return Attrs(inner.names)


def within_with(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Scope:
    """Return the scope of the body of a `with`.

    In `self: with self; { … }`, the unknown ``self`` has the attributes of this set.
    """
    environment, body = node.child_by_field_name("environment"), node.child_by_field_name("body")
    if environment is None:
        return Scope(scope, {})
    given = ev.thunk(source, environment, scope)
    if body is None or body.type != "attrset_expression" or source.text(environment) not in _FIXED_POINTS:
        return Scope(scope, {}, given)

    def joined() -> Value:
        value = given.force()
        return attrset(ev, source, body, inner) if isinstance(value, Sym) else value

    inner = Scope(scope, {}, Thunk(joined))
    return inner


_FIXED_POINTS = frozenset({"self", "final"})
"""Names of the argument of a function that is the function's own result."""


def recursive(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Scope:
    """Return the scope of a `let` or a `rec` set."""
    inner = Scope(scope, {})
    names, _ = define(ev, source, node, inner, scope)
    inner.names.update(names)
    return inner


def define(
    ev: Evaluator, source: Source, node: Node, inner: Scope, outer: Scope
) -> tuple[dict[str, Thunk], Value | None]:
    """Return the definitions of the bindings of ``node``, and the definitions with unknown names.

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
                rest = _unnamed(rest, first, ev.thunk(source, value, inner))
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
    return attr if isinstance(attr, str) else attribute_name(ev, source, attr, scope)


def _nest(
    ev: Evaluator,
    source: Source,
    found: list[tuple[list[str | Node], Node]],
    scope: Scope,
    first: Thunk | None,
) -> Thunk:
    """Return the value of ``a`` in `a.b = 1; a.c = 2;`.

    ``first`` is the value of a complete `a = { … };` in the set.
    """

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
                rest = _unnamed(rest, name, ev.thunk(source, value, scope))
            elif len(attrs) == 1 and name not in deeper:
                names[name] = ev.thunk(source, value, scope)
            else:
                deeper.setdefault(name, []).append((attrs[1:], value))
        for name, inner in deeper.items():
            names[name] = _nest(ev, source, inner, scope, names.get(name))
        return Attrs(names, rest)

    return Thunk(compute, source, found[0][1])


def _unnamed(rest: Value | None, name: Value, value: Thunk) -> Value:
    """Return the unknown ``rest`` of a set with one more attribute, which has an unknown name."""
    pair = Thunk.of(List([Thunk.of(name), value]))
    return Apply(rest or Sym("dynamic"), (pair,))


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


def _angle(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    """`<name>`: Nix calls `__findFile __nixPath "name"`, and code may define both."""
    name = source.text(node)
    found, path = scope.lexical("__findFile"), scope.lexical("__nixPath")
    if found is None and path is None:
        return Sym("free", name)
    function = found.force() if found is not None else functions.member("builtins", "findFile")
    places = path or Thunk.of(Sym("free", "__nixPath"))
    sought = Thunk.of(Str((name[1:-1],)))
    return ev.apply(ev.apply(function or Sym("free", "__findFile"), places), sought)


RULES: dict[str, Callable[[Evaluator, Source, Node, Scope], Value]] = {
    "variable_expression": _variable,
    "string_expression": _string,
    "indented_string_expression": _string,
    "uri_expression": _uri,
    "path_expression": _path,
    "hpath_expression": _path,
    "spath_expression": _angle,
    "integer_expression": _number,
    "float_expression": _number,
    "list_expression": _list,
    "attrset_expression": _attrset,
    "rec_attrset_expression": _attrset,
    "let_attrset_expression": _let_attrset,
    "let_expression": _let,
    "with_expression": _with,
    "function_expression": _function,
    "select_expression": _select,
    "has_attr_expression": _has,
    "apply_expression": _apply,
    "if_expression": _if,
    "assert_expression": _body,
    "parenthesized_expression": _body,
    "binary_expression": _binary,
    "unary_expression": _unary,
}
