"""Functions of lib for nested sets and for lists of sets: updates by path, maps at any depth, folds by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from authguard.nix.functions.known import attrs, items, later, strings, truth, unknown
from authguard.nix.functions.sets import MAX_MERGED
from authguard.nix.values import MAX_NESTED, TRUE, Attrs, Builtin, List, Thunk, Value, text

if TYPE_CHECKING:
    from authguard.nix.evaluate import Evaluator
    from authguard.nix.functions.known import Entry

_ALWAYS = Thunk.of(Builtin("const", 1, lambda *_: TRUE))


def _map_recursive(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    """lib.mapAttrsRecursive: a function of each path and its value, for all values that are no sets."""
    return _map_under(ev, _ALWAYS, function, subject)


def _map_under(ev: Evaluator, condition: Thunk, function: Thunk, subject: Thunk) -> Value:
    """lib.mapAttrsRecursiveCond: the same, and a set that fails a condition is a value too."""
    found = _mapped_below(ev, condition, function, subject, ())
    return unknown("mapAttrsRecursiveCond", condition, function, subject) if found is None else found


def _mapped_below(
    ev: Evaluator, condition: Thunk, function: Thunk, subject: Thunk, at: tuple[str, ...]
) -> Value | None:
    """Return a set with mapped values; None if the set is not completely known."""
    known = attrs(subject)
    if known is None or known.rest is not None or len(at) > MAX_NESTED:
        return None

    def item(name: str, value: Thunk) -> Value:
        path = (*at, name)
        if attrs(value) is not None and truth(later(ev, condition, value)) is not False:
            below = _mapped_below(ev, condition, function, value, path)
            if below is not None:
                return below
        names = List([Thunk.of(text(each)) for each in path])
        return later(ev, function, Thunk.of(names), value).force()

    return Attrs({name: Thunk(partial(item, name, value)) for name, value in known.items.items()})


def _update_many(ev: Evaluator, updates: Thunk, subject: Thunk) -> Value:
    """lib.updateManyAttrsByPath: a set with some values replaced, each by a function of the old value."""
    made = subject
    changes = items(updates)
    for each in changes or ():
        change = attrs(each)
        path = strings(change.items["path"]) if change is not None and "path" in change.items else None
        if change is None or path is None or "update" not in change.items:
            return unknown("updateManyAttrsByPath", updates, subject)
        made = _updated(ev, made, path, change.items["update"])
    return unknown("updateManyAttrsByPath", updates, subject) if changes is None else made.force()


def _updated(ev: Evaluator, subject: Thunk, path: list[str], function: Thunk) -> Thunk:
    if not path:
        return later(ev, function, subject)

    def compute() -> Value:
        known = attrs(subject)
        if known is None:
            return unknown("updateManyAttrsByPath", subject, function)
        old = known.items.get(path[0], Thunk.of(Attrs({})))
        return Attrs({**known.items, path[0]: _updated(ev, old, path[1:], function)}, known.rest)

    return Thunk(compute)


def _by_name(subject: Thunk) -> dict[str, list[Thunk]] | None:
    """Return the values of each name in a list of sets; None if a set is not completely known."""
    known = items(subject)
    if known is None or len(known) > MAX_MERGED:
        return None
    found: dict[str, list[Thunk]] = {}
    for each in known:
        holder = attrs(each)
        if holder is None or holder.rest is not None:
            return None
        for name, value in holder.items.items():
            found.setdefault(name, []).append(value)
    return found


def _fold_attrs(ev: Evaluator, function: Thunk, start: Thunk, subject: Thunk) -> Value:
    """lib.foldAttrs: fold the values of each name, from the last set to the first."""
    found = _by_name(subject)
    if found is None:
        return unknown("foldAttrs", function, start, subject)

    def folded(values: list[Thunk]) -> Value:
        result = start
        for value in reversed(values):
            result = Thunk.of(later(ev, function, value, result).force())
        return result.force()

    return Attrs({name: Thunk(partial(folded, values)) for name, values in found.items()})


def _zip_attrs(ev: Evaluator, subject: Thunk) -> Value:
    """lib.zipAttrs: the list of the values of each name."""
    found = _by_name(subject)
    if found is None:
        return unknown("zipAttrs", subject)
    return Attrs({name: Thunk.of(List(values)) for name, values in found.items()})


TABLE: dict[str, Entry] = {
    "mapAttrsRecursive": (2, _map_recursive),
    "mapAttrsRecursiveCond": (3, _map_under),
    "updateManyAttrsByPath": (2, _update_many),
    "foldAttrs": (3, _fold_attrs),
    "zipAttrs": (1, _zip_attrs),
}
