"""The known values of arguments, results for unknown arguments, and functions that pass a value on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.values import (
    FALSE,
    TRUE,
    Apply,
    Attrs,
    Builtin,
    Choice,
    Const,
    Function,
    List,
    Path,
    Preset,
    Str,
    Sym,
    Thunk,
    Value,
    choice,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.nix.evaluate import Evaluator

    Entry = tuple[int, Callable[..., Value]]
    """An entry in a table of functions: the number of arguments, and a function of the evaluator and the arguments."""


def literal(thunk: Thunk) -> str | None:
    """Return the text of a completely known string, else None."""
    value = thunk.force()
    return value.literal if isinstance(value, Str) else None


def number(thunk: Thunk) -> int | None:
    """Return a known integer, else None."""
    value = thunk.force()
    if isinstance(value, Const) and isinstance(value.value, int) and not isinstance(value.value, bool):
        return value.value
    return None


def items(thunk: Thunk) -> list[Thunk] | None:
    """Return the items of a known list, else None."""
    value = thunk.force()
    return value.items if isinstance(value, List) else None


def attrs(thunk: Thunk) -> Attrs | None:
    """Return a known set, else None."""
    value = thunk.force()
    return value if isinstance(value, Attrs) and value.name is None else None


def strings(thunk: Thunk) -> list[str] | None:
    """Return the texts of a list of completely known strings, else None."""
    known = items(thunk)
    if known is None:
        return None
    found = [literal(item) for item in known]
    return None if None in found else [item for item in found if item is not None]


def refused(value: Value) -> bool:
    """Tell whether a test is known to be false."""
    return isinstance(value, Const) and value.value is False


def truth(thunk: Thunk) -> bool | None:
    """Return a known truth, else None."""
    value = thunk.force()
    return value.value if isinstance(value, Const) and isinstance(value.value, bool) else None


def boolean(outcome: bool) -> Value:
    """Return a Python bool as a value."""
    return TRUE if outcome else FALSE


def unknown(name: str, *arguments: Thunk) -> Value:
    """Return the call of ``name`` as an unknown value."""
    return Apply(Sym("free", name), arguments)


def decided(known: Preset, branches: list[Value]) -> Value:
    """Return both values of a condition on a formal with a default, if both are texts or pins; else the default."""
    if not (all(map(_is_text, branches)) or all(map(_is_pin, branches))):
        return branches[0 if known.value else 1]
    return conditional(known, *branches)


def conditional(condition: Value, then: Value, otherwise: Value) -> Value:
    """Return the choice between the two values of an `if` with an unknown condition."""
    from authguard.nix.canonical import of_condition

    chosen, is_negated = of_condition(condition)
    first, second = (otherwise, then) if is_negated else (then, otherwise)
    return choice(chosen, {"then": first, "else": second})


def choices_of_truth(value: Value) -> dict[str, bool] | None:
    """Return the truth of each option of a choice; None if an option is no known truth."""
    if not isinstance(value, Choice):
        return None
    found = {key: truth(Thunk.of(option)) for key, option in value.options.items()}
    known = {key: option for key, option in found.items() if option is not None}
    return known if len(known) == len(found) else None


def _is_text(value: Value) -> bool:
    """Tell whether a value is a text, or a choice among texts."""
    if isinstance(value, Choice):
        return all(map(_is_text, value.options.values()))
    return isinstance(value, Str)


def _is_pin(value: Value) -> bool:
    """Tell whether a value is a set with a hash, or a call that fetches with such a set (so it has no `src`)."""
    if isinstance(value, Apply) and value.base is None and value.arguments:
        given = value.arguments[-1].force()
        value = given if isinstance(given, Attrs) and "src" not in given.items else value
    return isinstance(value, Attrs) and any("ash" in name or "sha" in name for name in value.items)


def when(condition: Thunk, then: Callable[[], Value], otherwise: Value) -> Value:
    """Return the option that a condition selects; both options if the condition is unknown."""
    known = condition.force()
    if isinstance(known, Preset) and isinstance(otherwise, Str):
        return decided(known, [then(), otherwise])
    if isinstance(known, Const) and isinstance(known.value, bool):
        return then() if known.value else otherwise
    return conditional(known, then(), otherwise)


def later(ev: Evaluator, function: Thunk, *arguments: Thunk) -> Thunk:
    """Return ``function`` applied to ``arguments``, computed on first use."""

    def compute() -> Value:
        value = function.force()
        for argument in arguments:
            value = ev.apply(value, argument)
        return value

    return Thunk(compute)


def distribute(function: Callable[..., Value]) -> Callable[..., Value]:
    """Apply a function to each option of a `Choice` (its last argument)."""

    def over(ev: Evaluator, *arguments: Thunk) -> Value:
        value = arguments[-1].force()
        if isinstance(value, Choice):
            options = {
                key: over(ev, *arguments[:-1], Thunk.of(option)) for key, option in value.options.items()
            }
            return choice(value.selector, options)
        return function(ev, *arguments)

    return over


def textual(name: str, change: Callable[[str], str]) -> Entry:
    """Return the table entry of a function that maps one known string to another string."""

    def call(ev: Evaluator, argument: Thunk) -> Value:
        known = literal(argument)
        return unknown(name, argument) if known is None else text(change(known))

    return 1, distribute(call)


def textual2(name: str, change: Callable[[str, str], Value]) -> Entry:
    """Return the table entry of a function of two known strings."""

    def call(ev: Evaluator, first: Thunk, second: Thunk) -> Value:
        value = first.force()
        if isinstance(value, Choice):
            options = {key: call(ev, Thunk.of(option), second) for key, option in value.options.items()}
            return choice(value.selector, options)
        one, two = literal(first), literal(second)
        return unknown(name, first, second) if one is None or two is None else change(one, two)

    return 2, distribute(call)


def same(ev: Evaluator, only: Thunk) -> Value:
    """Return the argument unchanged."""
    return only.force()


def second(ev: Evaluator, first: Thunk, second: Thunk) -> Value:
    """Return the second of two arguments unchanged."""
    return second.force()


def third(ev: Evaluator, first: Thunk, second: Thunk, third: Thunk) -> Value:
    """Return the last of three arguments unchanged. The first two are not evaluated."""
    return third.force()


def _throw(ev: Evaluator, message: Thunk) -> Value:
    return Sym("throw")


def type_name(value: Value) -> str | None:
    """Return the name of a value's type in builtins.typeOf; None if the type is unknown."""
    if isinstance(value, Const):
        if value.value is None:
            return "null"
        return {bool: "bool", int: "int", float: "float"}[type(value.value)]
    return next((name for kind, name in _TYPES if isinstance(value, kind)), None)


def _type_of(ev: Evaluator, subject: Thunk) -> Value:
    known = type_name(subject.force())
    return unknown("typeOf", subject) if known is None else text(known)


def _is(function: str, name: str) -> Entry:
    """Return the table entry of a function that tests the type of a value."""

    def call(ev: Evaluator, subject: Thunk) -> Value:
        known = type_name(subject.force())
        return unknown(function, subject) if known is None else boolean(known == name)

    return 1, distribute(call)


def _try_eval(ev: Evaluator, subject: Thunk) -> Value:
    """builtins.tryEval: the value, and whether its evaluation succeeds, which is unknown for an unknown value."""
    value = subject.force()
    if isinstance(value, Sym) and value.key[0] == "throw":
        return Attrs({"success": Thunk.of(FALSE), "value": Thunk.of(FALSE)})
    asserts = subject.node is not None and b"assert" in (subject.node.text or b"")
    is_known = type_name(value) is not None and not asserts
    success = TRUE if is_known else Sym("select", unknown("tryEval", subject), "success")
    return Attrs({"success": Thunk.of(success), "value": subject})


_TYPES = (
    (Str, "string"),
    (Path, "path"),
    (List, "list"),
    (Attrs, "set"),
    (Function, "lambda"),
    (Builtin, "lambda"),
)

TABLE: dict[str, Entry] = {
    "typeOf": (1, distribute(_type_of)),
    "isNull": _is("isNull", "null"),
    "isBool": _is("isBool", "bool"),
    "isInt": _is("isInt", "int"),
    "isFloat": _is("isFloat", "float"),
    "isString": _is("isString", "string"),
    "isPath": _is("isPath", "path"),
    "isList": _is("isList", "list"),
    "isAttrs": _is("isAttrs", "set"),
    "isFunction": _is("isFunction", "lambda"),
    "tryEval": (1, _try_eval),
    "throw": (1, _throw),
    "abort": (1, _throw),
    "id": (1, same),
    "seq": (2, second),
    "deepSeq": (2, second),
    "trace": (2, second),
    "warn": (2, second),
    "mkDefault": (1, same),
    "mkForce": (1, same),
    "mkBefore": (1, same),
    "mkAfter": (1, same),
    "mkOverride": (2, second),
    "mkIf": (2, second),
    "warnIf": (3, third),
    "throwIf": (3, third),
    "throwIfNot": (3, third),
    "unsafeDiscardStringContext": (1, same),
    "recurseIntoAttrs": (1, same),
    "dontRecurseIntoAttrs": (1, same),
    "dontDistribute": (1, same),
    "hydraPlatforms": (1, same),
}
