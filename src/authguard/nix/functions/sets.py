"""Functions of attribute sets: builtins and lib.attrsets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.functions.known import (
    attrs,
    boolean,
    distribute,
    items,
    later,
    literal,
    refused,
    strings,
    unknown,
    when,
)
from authguard.nix.functions.lists import mapped
from authguard.nix.platforms import choice_by_key
from authguard.nix.values import Attrs, Choice, Const, Function, List, Str, Thunk, Value, text

if TYPE_CHECKING:
    from authguard.nix.evaluate import Evaluator
    from authguard.nix.functions.known import Entry


def _map_attrs(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    known = attrs(subject)
    if known is None or known.rest is not None:
        return unknown("mapAttrs", function, subject)
    return Attrs(
        {name: later(ev, function, Thunk.of(text(name)), item) for name, item in known.items.items()}
    )


def _gen_attrs(ev: Evaluator, names: Thunk, function: Thunk) -> Value:
    known = strings(names)
    if known is None:
        return unknown("genAttrs", names, function)
    return Attrs({name: later(ev, function, Thunk.of(text(name))) for name in known})


def _optional_attrs(ev: Evaluator, condition: Thunk, subject: Thunk) -> Value:
    return when(condition, subject.force, Attrs({}))


def _get_attr(ev: Evaluator, name: Thunk, subject: Thunk) -> Value:
    known, holder = literal(name), attrs(subject)
    if known is None and holder is not None and holder.items:
        return _by_unknown_name(name, holder)
    found = ev.select(subject.force(), known) if known is not None else None
    return found if found is not None else unknown("getAttr", name, subject)


def _attr_by_path(ev: Evaluator, path: Thunk, default: Thunk, subject: Thunk) -> Value:
    """lib.attrByPath: the attribute at the end of a path, or a default if there is none."""
    parts = items(path)
    if parts is None:
        return unknown("attrByPath", path, default, subject)
    value: Value | None = subject.force()
    for part in parts:
        name = literal(part)
        if isinstance(value, (Str, Const, List)):
            return default.force()
        if name is not None and isinstance(value, Attrs) and name not in value.items:
            is_missing = value.rest is None and value.name is None
            return default.force() if is_missing else unknown("attrByPath", path, default, subject)
        if name is not None and isinstance(value, (Attrs, Choice)):
            value = ev.select(value, name)
        elif name is None and isinstance(value, Attrs) and value.name is None and value.items:
            value = _by_unknown_name(part, value)
        else:
            value = None
        if value is None:
            return unknown("attrByPath", path, default, subject)
    return value if value is not None else unknown("attrByPath", path, default, subject)


def _attr_from_path(ev: Evaluator, path: Thunk, subject: Thunk) -> Value:
    """lib.getAttrFromPath: the attribute at the end of a path."""
    return _attr_by_path(ev, path, Thunk.of(unknown("getAttrFromPath", path, subject)), subject)


def _by_unknown_name(name: Thunk, holder: Attrs) -> Value:
    """Return the choice among the attributes of a set by a name that is not completely known."""
    from authguard.nix.canonical import selector

    wanted = name.force()
    return choice_by_key(selector(wanted), wanted, holder.items)


def _set_attr_by_path(ev: Evaluator, path: Thunk, value: Thunk) -> Value:
    """lib.setAttrByPath: the set that has only a value at the end of a path."""
    names = strings(path)
    if names is None:
        return unknown("setAttrByPath", path, value)
    for name in reversed(names):
        value = Thunk.of(Attrs({name: value}))
    return value.force()


def _has_attr(ev: Evaluator, name: Thunk, subject: Thunk) -> Value:
    known, holder = literal(name), attrs(subject)
    if known is None or holder is None:
        return unknown("hasAttr", name, subject)
    if holder.rest is not None and known not in holder.items:
        return unknown("hasAttr", name, subject)
    return boolean(known in holder.items)


def _recursive_update(ev: Evaluator, left: Thunk, right: Thunk) -> Value:
    """lib.recursiveUpdate: if both sides are sets, they are merged; otherwise the result is the right side."""
    one, two = attrs(left), attrs(right)
    if one is None or two is None:
        from authguard.nix.operators import update

        return update(ev, left.force(), right.force())
    merged = dict(one.items)
    for name, item in two.items.items():
        below = merged.get(name)
        merged[name] = item if below is None else _merged(ev, below, item)
    return Attrs(merged, two.rest if two.rest is not None else one.rest)


def _merged(ev: Evaluator, below: Thunk, item: Thunk) -> Thunk:
    def compute() -> Value:
        if attrs(item) is None or attrs(below) is None:
            return item.force()
        return _recursive_update(ev, below, item)

    return Thunk(compute, item.source, item.node)


def remove_attrs(ev: Evaluator, subject: Thunk, names: Thunk) -> Value:
    """builtins.removeAttrs: a set without the attributes of these names."""
    holder, known = attrs(subject), strings(names)
    if holder is None or known is None:
        return subject.force() if known is not None else unknown("removeAttrs", subject, names)
    return Attrs({name: item for name, item in holder.items.items() if name not in known}, holder.rest)


def _name_value(ev: Evaluator, name: Thunk, value: Thunk) -> Value:
    return Attrs({"name": name, "value": value})


def _list_to_attrs(ev: Evaluator, subject: Thunk) -> Value:
    """builtins.listToAttrs: if two items have one name, the first item is used."""
    known = items(subject)
    if known is None:
        return unknown("listToAttrs", subject)
    names: dict[str, Thunk] = {}
    for item in known:
        pair = attrs(item)
        name = literal(pair.items["name"]) if pair is not None and "name" in pair.items else None
        if pair is None or name is None or "value" not in pair.items:
            return unknown("listToAttrs", subject)
        names.setdefault(name, pair.items["value"])
    return Attrs(names)


def _attr_values(ev: Evaluator, subject: Thunk) -> Value:
    known = attrs(subject)
    if known is None or known.rest is not None:
        return unknown("attrValues", subject)
    return List([known.items[name] for name in sorted(known.items)])


def _attr_names(ev: Evaluator, subject: Thunk) -> Value:
    known = attrs(subject)
    if known is None or known.rest is not None:
        return unknown("attrNames", subject)
    return List([Thunk.of(text(name)) for name in sorted(known.items)])


def _map_to_list(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    made = _map_attrs(ev, function, subject)
    return _attr_values(ev, Thunk.of(made)) if isinstance(made, Attrs) else made


def _map_to_pairs(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    """lib.mapAttrs': the function returns name and value."""
    known = attrs(subject)
    if known is not None and len(known.items) > MAX_MERGED:
        return unknown("mapAttrs'", function, subject)
    return _list_to_attrs(ev, Thunk(lambda: _map_to_list(ev, function, subject)))


def _gen_pairs(ev: Evaluator, names: Thunk, function: Thunk) -> Value:
    """lib.genAttrs': like genAttrs, with a function that returns name and value."""
    return _list_to_attrs(ev, Thunk(lambda: mapped(ev, function, names)))


def _concat_map_attrs(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    return _merge_list(ev, Thunk(lambda: _map_to_list(ev, function, subject)))


def _fold_attrs(ev: Evaluator, function: Thunk, start: Thunk, subject: Thunk) -> Value:
    """lib.foldlAttrs: a function of the value so far, a name and its value."""
    known = attrs(subject)
    if known is None or known.rest is not None or len(known.items) > MAX_MERGED:
        return unknown("foldlAttrs", function, start, subject)
    value = start
    for name in sorted(known.items):
        value = Thunk.of(later(ev, function, value, Thunk.of(text(name)), known.items[name]).force())
    return value.force()


def _get_attrs(ev: Evaluator, names: Thunk, subject: Thunk) -> Value:
    """lib.getAttrs: the attributes of some names."""
    wanted, known = strings(names), attrs(subject)
    if wanted is None or known is None or any(name not in known.items for name in wanted):
        return unknown("getAttrs", names, subject)
    return Attrs({name: known.items[name] for name in wanted})


def _zip_attrs_with(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    """builtins.zipAttrsWith: a function of each name and the list of its values in some sets."""
    known = items(subject)
    holders = [attrs(item) for item in known] if known is not None else [None]
    names: dict[str, list[Thunk]] = {}
    for holder in holders:
        if holder is None or holder.rest is not None:
            return unknown("zipAttrsWith", function, subject)
        for name, item in holder.items.items():
            names.setdefault(name, []).append(item)
    return Attrs(
        {
            name: later(ev, function, Thunk.of(text(name)), Thunk.of(List(values)))
            for name, values in names.items()
        }
    )


def _collect(ev: Evaluator, test: Thunk, subject: Thunk) -> Value:
    """lib.collect: the values at any depth that pass a test, or may pass it if the result is unknown."""
    found: list[Thunk] = []
    waiting = [subject]
    looked = 0
    while waiting:
        thunk = waiting.pop()
        looked += 1
        if looked > MAX_MERGED:
            return unknown("collect", test, subject)
        passed = later(ev, test, thunk).force()
        inner = attrs(thunk)
        if not refused(passed):
            found.append(thunk)
        elif inner is not None:
            waiting.extend(inner.items[name] for name in sorted(inner.items, reverse=True))
    return List(found)


def _merge_list(ev: Evaluator, subject: Thunk) -> Value:
    """lib.mergeAttrsList: if two attributes have one name, the last attribute is used."""
    known = items(subject)
    if known is None or len(known) > MAX_MERGED:
        return unknown("mergeAttrsList", subject)
    from authguard.nix.operators import update

    value: Value = Attrs({})
    for item in known:
        value = update(ev, value, item.force())
    return value


def _filter_attrs(ev: Evaluator, test: Thunk, subject: Thunk) -> Value:
    """lib.filterAttrs: an attribute is kept if its test is unknown."""
    known = attrs(subject)
    if known is None:
        return unknown("filterAttrs", test, subject)
    if len(known.items) > MAX_TESTED:
        return known
    tested = {
        name: item
        for name, item in known.items.items()
        if not refused(later(ev, test, Thunk.of(text(name)), item).force())
    }
    return Attrs(tested, known.rest)


def _to_pairs(ev: Evaluator, subject: Thunk) -> Value:
    """lib.attrsToList."""
    known = attrs(subject)
    if known is None or known.rest is not None:
        return unknown("attrsToList", subject)
    pairs = ({"name": Thunk.of(text(name)), "value": known.items[name]} for name in sorted(known.items))
    return List([Thunk.of(Attrs(pair)) for pair in pairs])


def _intersect(ev: Evaluator, left: Thunk, right: Thunk) -> Value:
    one, two = attrs(left), attrs(right)
    if one is None or two is None or one.rest is not None:
        return unknown("intersectAttrs", left, right)
    return Attrs({name: item for name, item in two.items.items() if name in one.items}, two.rest)


def _cat_attrs(ev: Evaluator, name: Thunk, subject: Thunk) -> Value:
    wanted, known = literal(name), items(subject)
    if wanted is None or known is None:
        return unknown("catAttrs", name, subject)
    holders = (attrs(item) for item in known)
    return List([holder.items[wanted] for holder in holders if holder is not None and wanted in holder.items])


MAX_MERGED = 256
"""The merge of more sets is unknown, and so is a set with more computed names."""

MAX_TESTED = 128
"""In a set with more entries, each entry is assumed to pass a test."""


def _function_args(ev: Evaluator, function: Thunk) -> Value:
    """builtins.functionArgs: for each formal of a lambda, whether it has a default."""
    value = function.force()
    if not isinstance(value, Function):
        return unknown("functionArgs", function)
    return Attrs({name: Thunk.of(boolean(has_default)) for name, has_default in ev.formals(value).items()})


TABLE: dict[str, Entry] = {
    "mapAttrs": (2, distribute(_map_attrs)),
    "genAttrs": (2, _gen_attrs),
    "optionalAttrs": (2, _optional_attrs),
    "getAttr": (2, _get_attr),
    "attrByPath": (3, _attr_by_path),
    "getAttrFromPath": (2, _attr_from_path),
    "setAttrByPath": (2, _set_attr_by_path),
    "hasAttr": (2, _has_attr),
    "recursiveUpdate": (2, _recursive_update),
    "removeAttrs": (2, remove_attrs),
    "nameValuePair": (2, _name_value),
    "listToAttrs": (1, _list_to_attrs),
    "attrValues": (1, _attr_values),
    "attrNames": (1, _attr_names),
    "mapAttrsToList": (2, _map_to_list),
    "mapAttrs'": (2, _map_to_pairs),
    "genAttrs'": (2, _gen_pairs),
    "concatMapAttrs": (2, _concat_map_attrs),
    "mergeAttrsList": (1, _merge_list),
    "filterAttrs": (2, _filter_attrs),
    "attrsToList": (1, _to_pairs),
    "intersectAttrs": (2, _intersect),
    "functionArgs": (1, distribute(_function_args)),
    "catAttrs": (2, _cat_attrs),
    "foldlAttrs": (3, _fold_attrs),
    "getAttrs": (2, _get_attrs),
    "zipAttrsWith": (2, _zip_attrs_with),
    "collect": (2, _collect),
}
