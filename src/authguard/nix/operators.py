"""Operators: `//`, `++`, `+`, comparisons, logic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.values import (
    FALSE,
    MAX_ITEMS,
    TRUE,
    Apply,
    Attrs,
    Choice,
    Const,
    Function,
    List,
    Path,
    Preset,
    PresetText,
    Str,
    Sym,
    Thunk,
    Value,
    choice,
    joined,
    relative,
    string,
)
from authguard.producers import by_name

if TYPE_CHECKING:
    from typing import Any, TypeGuard

    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.parse import Source
    from authguard.nix.values import Scope

_COMPLETE = (Str, Attrs, List, Const)
_ORDERS = ("<", "<=", ">", ">=")
_FUNCTIONS = {"-": "__sub", "*": "__mul", "/": "__div", **dict.fromkeys(_ORDERS, "__lessThan")}
MAX_COMPARED = 1000
"""At most this many values in two lists or sets are compared. The result for larger integers is unknown."""


def binary(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    """Return the value of a binary expression."""
    left_node, right_node = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator_node = node.child_by_field_name("operator")
    if left_node is None or right_node is None or operator_node is None:
        return Sym("text", source.text(node))
    operator = source.text(operator_node)
    function = _replaced(operator, scope)
    if function is not None:
        pair = [ev.thunk(source, node, scope) for node in (left_node, right_node)]
        if operator in (">", "<="):
            pair.reverse()
        value = ev.apply(ev.apply(function, pair[0]), pair[1])
        return _negated(value) if operator in ("<=", ">=") else value
    left = ev.eval(source, left_node, scope)
    if operator in ("&&", "||", "->"):
        return _logic(ev, operator, left, ev.thunk(source, right_node, scope))
    right = ev.eval(source, right_node, scope)
    if operator == "//":
        return update(ev, left, right)
    if operator == "++":
        joined = left.items + right.items if isinstance(left, List) and isinstance(right, List) else None
        if joined is not None and len(joined) <= MAX_ITEMS:
            return List(joined)
    elif operator == "+":
        return plus(left, right)
    elif operator in ("==", "!="):
        return _equal(left, right, operator == "!=")
    elif isinstance(left, Const) and isinstance(right, Const):
        return arithmetic(operator, left.value, right.value)
    elif operator in _ORDERS:
        return ordered(operator, left, right)
    return Sym("operator", operator, left, right)


def _replaced(operator: str, scope: Scope) -> Value | None:
    """Return the function that code defines in place of an operator: Nix finds these by their names in the scope."""
    name = _FUNCTIONS.get(operator)
    found = scope.lexical(name) if name is not None else None
    return found.force() if found is not None else None


def _negated(value: Value) -> Value:
    if isinstance(value, Const) and isinstance(value.value, bool):
        return FALSE if value.value else TRUE
    return Sym("operator", "!", value)


def ordered(operator: str, left: Value, right: Value) -> Value:
    """Return whether one value is less than another: numbers by their size, texts by their bytes."""
    if isinstance(left, Const) and isinstance(right, Const):
        return arithmetic(operator, left.value, right.value)
    if isinstance(left, List) and isinstance(right, List):
        return _ordered_lists(operator, left, right)
    one, other = (_ordered_text(value) for value in (left, right))
    if one is None or other is None or type(left) is not type(right):
        return Sym("operator", operator, left, right)
    return _order(operator, one < other, one == other)


def _ordered_text(value: Value) -> bytes | None:
    """Return the bytes by which a text is ordered, or a path of the repository."""
    known = value.literal if isinstance(value, Str) else None
    if isinstance(value, Path) and value.inside:
        known = value.path
    return known.encode("utf-8", "surrogateescape") if known is not None else None


def _ordered_lists(operator: str, left: List, right: List) -> Value:
    """Return whether one list is below another: by the first items that differ or, if none do, by their lengths."""
    for one, other in zip(left.items[:MAX_COMPARED], right.items[:MAX_COMPARED], strict=False):
        first, second = one.force(), other.force()
        equal = same(first, second)
        if equal is None:
            return Sym("operator", operator, left, right)
        if not equal:
            return ordered(operator, first, second)
    if min(len(left.items), len(right.items)) > MAX_COMPARED:
        return Sym("operator", operator, left, right)
    return _order(operator, len(left.items) < len(right.items), len(left.items) == len(right.items))


def unary(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    """Return the value of ``!x`` or ``-x``."""
    argument = node.child_by_field_name("argument")
    function = _replaced(source.text(node)[:1], scope)
    if function is not None and argument is not None:
        zero = Thunk.of(Const(0))
        return ev.apply(ev.apply(function, zero), ev.thunk(source, argument, scope))
    value = ev.eval(source, argument, scope) if argument is not None else Sym("text", "")
    if isinstance(value, Const):
        if source.text(node).startswith("!") and isinstance(value.value, bool):
            if isinstance(value, Preset):
                name = value.name
                return Preset(not value.value, name[1:] if name.startswith("!") else f"!{name}")
            return FALSE if value.value else TRUE
        if isinstance(value.value, (int, float)) and not isinstance(value.value, bool):
            return Const(-value.value)
    return Sym("operator", source.text(node)[:1], value)


def update(ev: Evaluator, left: Value, right: Value) -> Value:
    """Return ``left // right``; attributes of an unknown set or a package on the left are its `rest`."""
    if isinstance(left, Choice):
        return choice(left.selector, {key: update(ev, option, right) for key, option in left.options.items()})
    if isinstance(right, Choice):
        return choice(
            right.selector, {key: update(ev, left, option) for key, option in right.options.items()}
        )
    if isinstance(right, Attrs):
        if isinstance(left, Attrs):
            rest = right.rest if right.rest is not None else left.rest
            return Attrs({**left.items, **right.items}, rest)
        return Attrs(dict(right.items), left)
    if isinstance(left, Attrs):
        return Attrs(dict(left.items), right)
    return Sym("operator", "//", left, right)


def _logic(ev: Evaluator, operator: str, left: Value, right: Thunk) -> Value:
    if isinstance(left, Const) and isinstance(left.value, bool):
        if operator == "->":
            return right.force() if left.value else TRUE
        decided = left.value == (operator == "||")
        return left if decided else right.force()
    other = right.force()
    if isinstance(other, Const) and other.value is (operator == "||") and operator != "->":
        return other
    return Sym("operator", operator, left, other)


def plus(left: Value, right: Value) -> Value:
    """Return the sum of two values: `+` of texts, paths and numbers."""
    if isinstance(left, Path) and left.inside:
        text = right.literal if isinstance(right, Str) else None
        if isinstance(right, Path) and right.path.startswith("/"):
            text = right.path
        if text is not None and (left.path or text[:1] in ("", "/")):
            return relative("", f"./{left.path}{text}")
        return Sym("path", left.path, right)
    if isinstance(left, Const) and isinstance(right, Const):
        return arithmetic("+", left.value, right.value)
    if isinstance(right, Path) and right.path.startswith("/") and isinstance(left, (Attrs, Sym, Apply)):
        right = string([right.path])  # Nix copies a path to the store only if it is added to a string
    if isinstance(left, Attrs) and isinstance(right, Str):
        return joined([left, right])  # the set has an outPath, or Nix would refuse it
    if isinstance(left, (Function, Attrs, List)) or isinstance(right, (Function, List)):
        return Sym("operator", "+", left, right)
    return joined([left, right])


def _equal(left: Value, right: Value, negate: bool) -> Value:
    equal = same(left, right)
    if equal is None:
        return _each_equal(left, right, negate) or Sym("operator", "!=" if negate else "==", left, right)
    formal, other = (left, right) if isinstance(left, PresetText) else (right, left)
    if isinstance(formal, PresetText) and isinstance(other, Str):
        name = f"{formal.name} {other.literal}"
        return Preset(equal != negate, f"!{name}" if negate else name)
    return TRUE if equal != negate else FALSE


def _each_equal(left: Value, right: Value, negate: bool) -> Value | None:
    """Compare each option of a choice with the same text; None if a comparison is unknown."""
    chosen, other = (left, right) if isinstance(left, Choice) else (right, left)
    if not isinstance(chosen, Choice) or not isinstance(other, Str):
        return None
    found: dict[str, Value] = {key: _equal(option, other, negate) for key, option in chosen.options.items()}
    is_known = all(isinstance(each, Const) and not isinstance(each, Preset) for each in found.values())
    return choice(chosen.selector, found) if is_known else None


def same(left: Value, right: Value) -> bool | None:
    """Tell whether two values are equal; None if the answer is unknown or takes more than MAX_COMPARED comparisons."""
    if isinstance(left, Str) and isinstance(right, Str):
        return _same_text(left, right)
    waiting: list[tuple[Value | Thunk, Value | Thunk]] = [(left, right)]
    answer: bool | None = True
    for _ in range(MAX_COMPARED):
        if not waiting:
            return answer
        one, other = (each.force() if isinstance(each, Thunk) else each for each in waiting.pop())
        parts = _parts_of(one, other)
        if parts is False:
            return False
        if parts is None:
            answer = None
        elif parts is not True:
            waiting.extend(parts)
    return None if waiting else answer


def _same_text(left: Str, right: Str) -> bool | None:
    one, other = left.literal, right.literal
    return None if one is None or other is None else one == other


def _parts_of(left: Value, right: Value) -> bool | list[tuple[Thunk, Thunk]] | None:
    """Tell whether two values are equal (None if the answer is unknown).

    For lists and sets, return the parts to compare.
    """
    if isinstance(left, Path) and isinstance(right, Path) and left.inside and right.inside:
        return left.path == right.path
    if isinstance(left, Str) and isinstance(right, Str):
        return _same_text(left, right)
    if isinstance(left, Const) and isinstance(right, Const):
        is_truth = isinstance(left.value, bool), isinstance(right.value, bool)
        one, other = _alike(left.value, right.value)
        return one == other and is_truth[0] == is_truth[1]
    if type(left) is not type(right):
        is_other = isinstance(left, _COMPLETE) and isinstance(right, _COMPLETE)
        is_fetch = _is_fetch(left if isinstance(right, Const) else right)
        return False if is_other or (is_fetch and Const in (type(left), type(right))) else None
    if isinstance(left, List) and isinstance(right, List):
        if len(left.items) != len(right.items):
            return False
        return list(zip(left.items, right.items, strict=True))
    if isinstance(left, Attrs) and isinstance(right, Attrs) and left.rest is None and right.rest is None:
        if left.items.keys() != right.items.keys():
            return False
        return [(item, right.items[name]) for name, item in left.items.items()]
    return None


def _is_fetch(value: Value) -> bool:
    """Tell whether a value is the result of a known fetch, which is a set, and never null."""
    function = value.function if isinstance(value, Apply) else None
    return isinstance(function, Sym) and function.last is not None and by_name(function.last) is not None


def arithmetic(operator: str, left: object, right: object) -> Value:
    """Return a number or a bool; unknown where Nix would fail (no numbers, division by zero, overflow)."""
    unknown = Sym("operator", operator, repr(left), repr(right))
    if not _is_number(left) or not _is_number(right):
        return unknown
    outcome: int | float | bool | None = None
    if operator == "+":
        outcome = left + right
    elif operator == "-":
        outcome = left - right
    elif operator == "*":
        outcome = left * right
    elif operator == "/" and right:
        outcome = _divided(left, right)
    elif operator in _ORDERS:
        one, other = _alike(left, right)
        return _order(operator, one < other, one == other)
    if outcome is None or (isinstance(outcome, int) and not -(1 << 63) <= outcome < 1 << 63):
        return unknown
    return Const(outcome)


def _alike(left: object, right: object) -> tuple[Any, Any]:
    """Return two values as Nix compares them: an integer becomes a float if the other value is a float."""
    if isinstance(left, float) != isinstance(right, float) and _is_number(left) and _is_number(right):
        return float(left), float(right)
    return left, right


def _order(operator: str, below: bool, same: bool) -> Value:
    holds = {"<": below, "<=": below or same, ">": not below and not same, ">=": not below}[operator]
    return TRUE if holds else FALSE


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _divided(left: int | float, right: int | float) -> int | float:
    """Divide as Nix does: the quotient of integers is rounded towards zero."""
    if isinstance(left, int) and isinstance(right, int):
        quotient = abs(left) // abs(right)
        return quotient if (left < 0) == (right < 0) else -quotient
    return left / right
