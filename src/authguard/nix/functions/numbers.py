"""Functions of numbers, and texts of a wanted width or with the parts of a name: builtins, lib.trivial, lib.strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.functions.known import distribute, literal, number, unknown
from authguard.nix.functions.text import parse_name
from authguard.nix.operators import arithmetic
from authguard.nix.values import Attrs, Const, Str, Thunk, Value, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.functions.known import Entry


_MOST = 64
"""A text is not filled up to more characters."""


def _operator(name: str, operator: str) -> Entry:
    """Return the table entry of a function that is the same as an operator of Nix."""

    def call(ev: Evaluator, left: Thunk, right: Thunk) -> Value:
        one, other = left.force(), right.force()
        if isinstance(one, Const) and isinstance(other, Const):
            return arithmetic(operator, one.value, other.value)
        return unknown(name, left, right)

    return 2, distribute(call)


def _of_integers(name: str, compute: Callable[[int, int], int | None]) -> Entry:
    """Return the table entry of a function of two integers; ``compute`` returns None where Nix would fail."""

    def call(ev: Evaluator, left: Thunk, right: Thunk) -> Value:
        one, other = number(left), number(right)
        computed = compute(one, other) if one is not None and other is not None else None
        return unknown(name, left, right) if computed is None else Const(computed)

    return 2, distribute(call)


def _remainder(one: int, other: int) -> int | None:
    """lib.mod: the sign is that of the dividend."""
    if other == 0:
        return None
    rest = abs(one) % abs(other)
    return rest if one >= 0 else -rest


def _fixed_width(ev: Evaluator, width: Thunk, filler: Thunk, subject: Thunk) -> Value:
    """lib.fixedWidthString: Nix refuses a longer text, and a filler of several characters that does not fit."""
    wanted, fill, known = number(width), literal(filler), literal(subject)
    if wanted is None or fill is None or known is None or not 0 <= wanted <= _MOST:
        return unknown("fixedWidthString", width, filler, subject)
    if len(fill) != 1 or not (fill + known).isascii() or len(known) > wanted:
        return unknown("fixedWidthString", width, filler, subject)
    return text(known.rjust(wanted, fill))


def _fixed_width_number(ev: Evaluator, width: Thunk, subject: Thunk) -> Value:
    """lib.fixedWidthNumber: a number, or a text of digits, with zeros before it."""
    value = subject.force()
    known = number(subject)
    stated = value if known is None else text(str(known))
    if not isinstance(stated, Str):
        return unknown("fixedWidthNumber", width, subject)
    return _fixed_width(ev, width, Thunk.of(text("0")), Thunk.of(stated))


def _to_int_of_base_10(ev: Evaluator, subject: Thunk) -> Value:
    """lib.toIntBase10: zeros before a number are allowed."""
    plain = (literal(subject) or "").strip()
    digits = plain.removeprefix("-")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 18:
        return unknown("toIntBase10", subject)
    return Const(int(plain))


def _bool_to_string(ev: Evaluator, subject: Thunk) -> Value:
    value = subject.force()
    if isinstance(value, Const) and isinstance(value.value, bool):
        return text("true" if value.value else "false")
    return unknown("boolToString", subject)


def _part_of_name(name: str, attribute: str) -> Entry:
    """Return the table entry of lib.getName or lib.getVersion: of a text, or of the package in a set."""

    def call(ev: Evaluator, subject: Thunk) -> Value:
        value = subject.force()
        known = value.items if isinstance(value, Attrs) and value.rest is None else {}
        stated = known.get("pname" if attribute == "name" else attribute)
        if stated is not None:
            return stated.force()
        full = known.get("name", subject)
        if literal(full) is None:
            return unknown(name, subject)
        parsed = parse_name(ev, full)
        return parsed.items[attribute].force() if isinstance(parsed, Attrs) else unknown(name, subject)

    return 1, distribute(call)


TABLE: dict[str, Entry] = {
    "add": _operator("add", "+"),
    "sub": _operator("sub", "-"),
    "mul": _operator("mul", "*"),
    "div": _operator("div", "/"),
    "mod": _of_integers("mod", _remainder),
    "min": _of_integers("min", min),
    "max": _of_integers("max", max),
    "toIntBase10": (1, distribute(_to_int_of_base_10)),
    "boolToString": (1, distribute(_bool_to_string)),
    "fixedWidthString": (3, distribute(_fixed_width)),
    "fixedWidthNumber": (2, distribute(_fixed_width_number)),
    "getName": _part_of_name("getName", "name"),
    "getVersion": _part_of_name("getVersion", "version"),
}
