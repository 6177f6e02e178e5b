"""Functions of lib that test or count: operators as functions, and questions about lists and nested sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.functions.known import boolean, distribute, items, later, strings, truth, unknown
from authguard.nix.functions.lists import MAX_FOLDED
from authguard.nix.operators import same
from authguard.nix.values import NULL, Attrs, Const, Sym, Thunk, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.functions.known import Entry


def _of_truths(name: str, outcome: Callable[[bool, bool], bool]) -> Entry:
    """Return the table entry of an operator of two truths."""

    def call(ev: Evaluator, left: Thunk, right: Thunk) -> Value:
        one, other = truth(left), truth(right)
        return unknown(name, left, right) if one is None or other is None else boolean(outcome(one, other))

    return 2, call


def _has_attr_by_path(ev: Evaluator, path: Thunk, subject: Thunk) -> Value:
    """lib.hasAttrByPath: whether nested sets have an attribute at the end of a path."""
    names = strings(path)
    inner = subject
    for name in names or ():
        holder = inner.force()
        if not isinstance(holder, Attrs):
            is_known = isinstance(holder, Const)
            return boolean(False) if is_known else unknown("hasAttrByPath", path, subject)
        if name not in holder.items:
            is_missing = holder.rest is None and holder.name is None
            return boolean(False) if is_missing else unknown("hasAttrByPath", path, subject)
        inner = holder.items[name]
    return unknown("hasAttrByPath", path, subject) if names is None else boolean(True)


def _share(left: list[Thunk], right: list[Thunk]) -> bool | None:
    """Tell whether two lists have an equal item; None if it is unknown."""
    if len(left) * len(right) > MAX_FOLDED:
        return None
    found = {same(one.force(), other.force()) for one in left for other in right}
    return True if True in found else None if None in found else False


def _mutually_exclusive(ev: Evaluator, left: Thunk, right: Thunk) -> Value:
    one, other = items(left), items(right)
    shared = _share(one, other) if one is not None and other is not None else None
    return unknown("mutuallyExclusive", left, right) if shared is None else boolean(not shared)


def _all_unique(ev: Evaluator, subject: Thunk) -> Value:
    """lib.allUnique: whether no item of a list occurs again."""
    known = items(subject)
    if known is None or len(known) ** 2 > 2 * MAX_FOLDED:
        return unknown("allUnique", subject)
    found = {_share([item], known[at + 1 :]) for at, item in enumerate(known)}
    if True in found:
        return boolean(False)
    return unknown("allUnique", subject) if None in found else boolean(True)


def _tested(ev: Evaluator, test: Thunk, subject: Thunk) -> list[tuple[Thunk, bool]] | None:
    """Return each item of a list and whether it passes a test; None if one of the results is unknown."""
    known = items(subject)
    if known is None or len(known) > MAX_FOLDED:
        return None
    found = []
    for item in known:
        passed = truth(later(ev, test, item))
        if passed is None:
            return None
        found.append((item, passed))
    return found


def _count(ev: Evaluator, test: Thunk, subject: Thunk) -> Value:
    found = _tested(ev, test, subject)
    return unknown("count", test, subject) if found is None else Const(sum(passed for _, passed in found))


def _find_index(ev: Evaluator, test: Thunk, default: Thunk, subject: Thunk) -> Value:
    """lib.lists.findFirstIndex: the number of the first item that passes a test."""
    found = _tested(ev, test, subject)
    if found is None:
        return unknown("findFirstIndex", test, default, subject)
    at = next((at for at, (_, passed) in enumerate(found) if passed), None)
    return default.force() if at is None else Const(at)


def _find_single(ev: Evaluator, test: Thunk, default: Thunk, several: Thunk, subject: Thunk) -> Value:
    """lib.findSingle: the only item that passes a test, or one of two other values for no item or several."""
    found = _tested(ev, test, subject)
    if found is None:
        return unknown("findSingle", test, default, several, subject)
    passing = [item for item, passed in found if passed]
    return (several if len(passing) > 1 else passing[0] if passing else default).force()


def _map_nullable(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    """lib.mapNullable: a function of a value that may be null; null stays null."""
    value = subject.force()
    if isinstance(value, Sym):
        return unknown("mapNullable", function, subject)
    is_null = isinstance(value, Const) and value.value is None
    return NULL if is_null else later(ev, function, subject).force()


TABLE: dict[str, Entry] = {
    "and": _of_truths("and", lambda one, other: one and other),
    "or": _of_truths("or", lambda one, other: one or other),
    "xor": _of_truths("xor", lambda one, other: one != other),
    "hasAttrByPath": (2, _has_attr_by_path),
    "mutuallyExclusive": (2, _mutually_exclusive),
    "allUnique": (1, _all_unique),
    "count": (2, _count),
    "findFirstIndex": (3, _find_index),
    "findSingle": (4, _find_single),
    "mapNullable": (2, distribute(_map_nullable)),
}
