"""Functions of lists: builtins and lib.lists."""

from __future__ import annotations

import re
from functools import cmp_to_key
from typing import TYPE_CHECKING

from authguard.nix.functions.known import (
    attrs,
    boolean,
    choices_of_truth,
    distribute,
    items,
    later,
    literal,
    number,
    refused,
    strings,
    truth,
    unknown,
    when,
)
from authguard.nix.operators import ordered, same
from authguard.nix.values import MAX_ITEMS, Attrs, Choice, Const, List, Str, Sym, Thunk, Value, choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.functions.known import Entry

MAX_CLOSURE = 1000
"""A closure of more items is unknown."""


def _head(ev: Evaluator, subject: Thunk) -> Value:
    known = items(subject)
    return known[0].force() if known else unknown("head", subject)


def _last(ev: Evaluator, subject: Thunk) -> Value:
    known = items(subject)
    return known[-1].force() if known else unknown("last", subject)


def _tail(ev: Evaluator, subject: Thunk) -> Value:
    known = items(subject)
    return List(known[1:]) if known else unknown("tail", subject)


def _init(ev: Evaluator, subject: Thunk) -> Value:
    known = items(subject)
    return List(known[:-1]) if known else unknown("init", subject)


def _elem_at(ev: Evaluator, subject: Thunk, index: Thunk) -> Value:
    known, at = items(subject), number(index)
    if known is not None and at is not None and 0 <= at < len(known):
        return known[at].force()
    return unknown("elemAt", subject, index)


def _take(ev: Evaluator, count: Thunk, subject: Thunk) -> Value:
    known, wanted = items(subject), number(count)
    return (
        unknown("take", count, subject) if known is None or wanted is None else List(known[: max(wanted, 0)])
    )


def _drop(ev: Evaluator, count: Thunk, subject: Thunk) -> Value:
    known, wanted = items(subject), number(count)
    return (
        unknown("drop", count, subject) if known is None or wanted is None else List(known[max(wanted, 0) :])
    )


def _pipe(ev: Evaluator, start: Thunk, functions: Thunk) -> Value:
    """lib.pipe: pass a value through a list of functions."""
    known = items(functions)
    if known is None:
        return unknown("pipe", start, functions)
    value = start.force()
    for function in known:
        value = ev.apply(function.force(), Thunk.of(value))
    return value


def mapped(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    """builtins.map."""
    known = items(subject)
    if known is None:
        return unknown("map", function, subject)
    return List([later(ev, function, item) for item in known])


def _optional(ev: Evaluator, condition: Thunk, item: Thunk) -> Value:
    return when(condition, lambda: List([item]), List([]))


def _optionals(ev: Evaluator, condition: Thunk, subject: Thunk) -> Value:
    return when(condition, subject.force, List([]))


def _concat_lists(ev: Evaluator, lists: Thunk) -> Value:
    known = items(lists)
    inner = [items(each) for each in known] if known is not None else [None]
    if any(each is None for each in inner) or sum(len(each or ()) for each in inner) > MAX_ITEMS:
        return unknown("concatLists", lists)
    return List([item for each in inner if each is not None for item in each])


def _flatten(ev: Evaluator, subject: Thunk) -> Value:
    """lib.flatten: the items of nested lists at any depth. Any other value becomes a list of one item."""
    found: list[Thunk] = []
    waiting = [subject]
    looked = 0
    while waiting:
        thunk = waiting.pop()
        value = thunk.force()
        looked += 1
        if isinstance(value, List) and looked < MAX_ITEMS:
            waiting.extend(reversed(value.items))
        elif isinstance(value, (List, Sym)):
            return unknown("flatten", subject)  # it may be a list
        else:
            found.append(thunk)
    return List(found)


def _for_each(ev: Evaluator, subject: Thunk, function: Thunk) -> Value:
    """lib.forEach: map with swapped arguments."""
    return mapped(ev, function, subject)


def _concat_map(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    return _concat_lists(ev, Thunk(lambda: mapped(ev, function, subject)))


def numbered(first: int) -> Callable[..., Value]:
    """lib.imap0 and lib.imap1: map over the items and their numbers."""

    def call(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
        known = items(subject)
        if known is None:
            return unknown("imap", function, subject)
        return List(
            [later(ev, function, Thunk.of(Const(count)), item) for count, item in enumerate(known, first)]
        )

    return call


def _filter(ev: Evaluator, test: Thunk, subject: Thunk) -> Value:
    """builtins.filter: an item is kept if its test is unknown."""
    known = items(subject)
    if known is None:
        return unknown("filter", test, subject)
    if len(known) > MAX_FILTERED:
        return List(known)
    kept = [item for item in known if not refused(later(ev, test, item).force())]
    found = _by_test(ev, test, kept) if 1 < len(kept) <= MAX_FOLDED else None
    if found is not None and all(len(passed) == 1 for passed in found[1].values()) and found[1]:
        return choice(found[0], {name: List(passed) for name, passed in found[1].items()})
    return List(kept)


def _fold(ev: Evaluator, function: Thunk, start: Thunk, subject: Thunk) -> Value:
    """lib.foldl': from the first item to the last."""
    known = items(subject)
    if known is None or len(known) > MAX_FOLDED:
        return unknown("foldl'", function, start, subject)
    value = start
    for item in known:
        value = Thunk.of(later(ev, function, value, item).force())
    return value.force()


def _fold_right(ev: Evaluator, function: Thunk, start: Thunk, subject: Thunk) -> Value:
    """lib.foldr: from the last item to the first."""
    known = items(subject)
    if known is None or len(known) > MAX_FOLDED:
        return unknown("foldr", function, start, subject)
    value = start
    for item in reversed(known):
        value = Thunk.of(later(ev, function, item, value).force())
    return value.force()


def _zip_with(ev: Evaluator, function: Thunk, left: Thunk, right: Thunk) -> Value:
    """lib.zipListsWith: call a function with the first items of two lists, then with the second items, and so on."""
    one, two = items(left), items(right)
    if one is None or two is None:
        return unknown("zipListsWith", function, left, right)
    return List([later(ev, function, *pair) for pair in zip(one, two, strict=False)])


def _zip(ev: Evaluator, left: Thunk, right: Thunk) -> Value:
    one, two = items(left), items(right)
    if one is None or two is None:
        return unknown("zipLists", left, right)
    pairs = ({"fst": first, "snd": second} for first, second in zip(one, two, strict=False))
    return List([Thunk.of(Attrs(pair)) for pair in pairs])


def _product(ev: Evaluator, subject: Thunk) -> Value:
    """lib.cartesianProduct: one set for each combination of the items of some lists."""
    known = attrs(subject)
    if known is None or known.rest is not None:
        return unknown("cartesianProduct", subject)
    found: list[dict[str, Thunk]] = [{}]
    for name in sorted(known.items):
        inner = items(known.items[name])
        if inner is None or len(found) * len(inner) > MAX_FOLDED:
            return unknown("cartesianProduct", subject)
        found = [{**made, name: item} for made in found for item in inner]
    return List([Thunk.of(Attrs(made)) for made in found])


def _map_product(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    return mapped(ev, function, Thunk(lambda: _product(ev, subject)))


def _range(ev: Evaluator, first: Thunk, last: Thunk) -> Value:
    start, end = number(first), number(last)
    if start is None or end is None or end - start >= MAX_FOLDED:
        return unknown("range", first, last)
    return List([Thunk.of(Const(at)) for at in range(start, end + 1)])


def _reversed(ev: Evaluator, subject: Thunk) -> Value:
    known = items(subject)
    return unknown("reverseList", subject) if known is None else List(known[::-1])


class _Undecided(Exception):
    """A comparison of two items of a list has no known result."""


def _sort(ev: Evaluator, less: Thunk, subject: Thunk) -> Value:
    """builtins.sort, which keeps the order of equal items."""
    known = items(subject)
    if known is None or len(known) > MAX_FOLDED:
        return unknown("sort", less, subject)

    def compare(one: Thunk, other: Thunk) -> int:
        for first, second, order in ((one, other, -1), (other, one, 1)):
            found = later(ev, less, first, second).force()
            if not isinstance(found, Const) or not isinstance(found.value, bool):
                raise _Undecided
            if found.value:
                return order
        return 0

    try:
        return List(sorted(known, key=cmp_to_key(compare)))
    except _Undecided:
        return unknown("sort", less, subject)


def _natural_sort(ev: Evaluator, subject: Thunk) -> Value:
    """lib.naturalSort: texts in the order of their parts, with numbers in the order of their values."""
    known, texts = items(subject), strings(subject)
    if known is None or texts is None or len(known) > MAX_FOLDED:
        return unknown("naturalSort", subject)
    if not all(each.isascii() and len(each) <= MAX_NATURAL for each in texts):
        return unknown("naturalSort", subject)
    order = sorted(range(len(texts)), key=lambda place: _natural(texts[place]))
    return List([known[place] for place in order])


def _natural(plain: str) -> list[tuple[int, str]]:
    parts = re.split(r"(0|[1-9][0-9]*)", plain)
    return [(int(part), "") if place % 2 else (0, part) for place, part in enumerate(parts)]


def _unique(ev: Evaluator, subject: Thunk) -> Value:
    """lib.unique, for texts."""
    known = items(subject)
    if known is None:
        return unknown("unique", subject)
    texts = [literal(item) for item in known]
    if None in texts and len(known) > 1:
        return unknown("unique", subject)
    return List([known[at] for at, text in enumerate(texts) if texts.index(text) == at])


def _find_first(ev: Evaluator, test: Thunk, default: Thunk, subject: Thunk) -> Value:
    """lib.findFirst: unknown if an item with an unknown test comes before the first match."""
    known = items(subject)
    if known is None or not _may_walk(ev, known):
        return unknown("findFirst", test, default, subject)
    for at, item in enumerate(known):
        passed = later(ev, test, item).force()
        if not isinstance(passed, Const) or not isinstance(passed.value, bool):
            found = _by_test(ev, test, known[at:]) if len(known) - at <= MAX_FOLDED else None
            if found is None:
                return unknown("findFirst", test, default, subject)
            chooser, passing = found
            options = {name: passed[0].force() for name, passed in passing.items() if passed}
            return choice(chooser, {**options, "default": default.force()})
        if passed.value:
            return item.force()
        if len(known) > MAX_FOLDED and not ev.has_half_of_steps():
            return unknown("findFirst", test, default, subject)
    return default.force()


def _by_test(ev: Evaluator, test: Thunk, known: list[Thunk]) -> tuple[object, dict[str, list[Thunk]]] | None:
    """Return the items that pass a test for each option of one unknown value, and the selector of that value.

    The test compares the value with a text of each item (`entry.system == system`), or is a choice among truths. None
    for any other test.
    """
    chooser: object = None
    passing: list[tuple[Thunk, dict[str, bool] | None]] = []
    for item in known:
        found = _options_of_test(later(ev, test, item).force())
        if found is None or (found[0] is not None and chooser not in (None, found[0])):
            return None
        chooser = chooser if found[0] is None else found[0]
        passing.append((item, found[1]))
    names = dict.fromkeys(name for _, options in passing for name in options or {})
    return chooser, {
        name: [item for item, options in passing if options is None or options.get(name)] for name in names
    }


def _options_of_test(value: Value) -> tuple[object, dict[str, bool] | None] | None:
    """Return the selector of a test and its truth for each option; (None, None) for a passed test."""
    if isinstance(value, Const) and isinstance(value.value, bool):
        return None, None if value.value else {}
    truths = choices_of_truth(value)
    if truths is not None and isinstance(value, Choice):
        return value.selector, truths
    if not isinstance(value, Sym) or value.key[:2] != ("operator", "=="):
        return None
    sides = [each for each in value.key[2:] if isinstance(each, Value)]
    texts = [each.literal for each in sides if isinstance(each, Str) and each.literal is not None]
    others = [each for each in sides if not isinstance(each, Str)]
    if len(texts) != 1 or len(others) != 1:
        return None
    from authguard.nix.canonical import selector

    return selector(others[0]), {texts[0]: True}


def _partition(ev: Evaluator, test: Thunk, subject: Thunk) -> Value:
    """lib.partition: an item with an unknown test is in both lists."""
    known = items(subject)
    if known is None or len(known) > MAX_FOLDED:
        return unknown("partition", test, subject)
    tested = [(item, later(ev, test, item).force()) for item in known]
    right = List([item for item, passed in tested if not refused(passed)])
    wrong = [item for item, passed in tested if not (isinstance(passed, Const) and passed.value is True)]
    return Attrs({"right": Thunk.of(right), "wrong": Thunk.of(List(wrong))})


def _group_by(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    """builtins.groupBy: lists of items, grouped by the text that a function returns for each."""
    known = items(subject)
    if known is None or not _may_walk(ev, known):
        return unknown("groupBy", function, subject)
    groups: dict[str, list[Thunk]] = {}
    for item in known:
        name = literal(later(ev, function, item))
        if name is None or (len(known) > MAX_FOLDED and not ev.has_half_of_steps()):
            return unknown("groupBy", function, subject)
        groups.setdefault(name, []).append(item)
    return Attrs({name: Thunk.of(List(group)) for name, group in groups.items()})


def _generate(ev: Evaluator, function: Thunk, count: Thunk) -> Value:
    """builtins.genList: the results for the numbers from 0 on."""
    wanted = number(count)
    if wanted is None or not 0 <= wanted <= MAX_FOLDED:
        return unknown("genList", function, count)
    return List([later(ev, function, Thunk.of(Const(at))) for at in range(wanted)])


def _length(ev: Evaluator, subject: Thunk) -> Value:
    known = items(subject)
    return unknown("length", subject) if known is None else Const(len(known))


def _is_element(ev: Evaluator, wanted: Thunk, subject: Thunk) -> Value:
    """builtins.elem: an unknown item of the list may be any value."""
    known, value = items(subject), wanted.force()
    if known is None or len(known) > MAX_FOLDED or isinstance(value, Sym):
        return unknown("elem", wanted, subject)
    is_unknown = False
    for item in known:
        equal = same(value, item.force())
        if equal:
            return boolean(True)
        is_unknown = is_unknown or equal is None
    return unknown("elem", wanted, subject) if is_unknown else boolean(False)


def _tests(name: str, decides: bool) -> Callable[..., Value]:
    """builtins.any and builtins.all: if one item has the result ``decides``, the answer is known."""

    def call(ev: Evaluator, test: Thunk, subject: Thunk) -> Value:
        known = items(subject)
        if known is None or len(known) > MAX_FOLDED:
            return unknown(name, test, subject)
        found = [truth(later(ev, test, item)) for item in known]
        is_open = decides not in found and None in found
        return unknown(name, test, subject) if is_open else boolean((decides in found) == decides)

    return call


def _singleton(ev: Evaluator, item: Thunk) -> Value:
    return List([item])


def _to_list(ev: Evaluator, subject: Thunk) -> Value:
    value = subject.force()
    return value if isinstance(value, (List, Sym)) else List([subject])


def _flip(ev: Evaluator, function: Thunk, first: Thunk, second: Thunk) -> Value:
    return later(ev, function, second, first).force()


def _less_than(ev: Evaluator, one: Thunk, other: Thunk) -> Value:
    """builtins.lessThan."""
    return ordered("<", one.force(), other.force())


MAX_FILTERED = 1 << 13
"""A longer list is not filtered. The lock of a large program has some thousand packages."""

MAX_WALKED = 1 << 11
"""A longer list is not searched, nor grouped. The lock of a large program has more than a thousand packages."""


def _may_walk(ev: Evaluator, known: list[Thunk]) -> bool:
    """Tell whether a list may be searched.

    A long list is searched only while half of the steps of the evaluation are left: if a search in a search took all
    of them, everything around it were unknown too.
    """
    return len(known) <= MAX_FOLDED or (len(known) <= MAX_WALKED and ev.has_half_of_steps())


MAX_FOLDED = 256
"""A fold over more items is unknown. Longer lists are not sorted, multiplied or generated."""
MAX_NATURAL = 1 << 10
"""Longer texts are not put in their natural order."""


def _key(item: Thunk) -> object:
    """Return the known key of an item of a closure: a text or a number; else None."""
    known = attrs(item)
    key = known.items.get("key") if known is not None else None
    if key is None:
        return None
    found = literal(key)
    return found if found is not None else number(key)


def _generic_closure(ev: Evaluator, arguments: Thunk) -> Value:
    """builtins.genericClosure: the items of startSet and the results of the operator for them, once for each key."""
    given = attrs(arguments)
    start, operator = (given.items.get(name) if given else None for name in ("startSet", "operator"))
    waiting = list(items(start) or ()) if start is not None else []
    found: dict[object, Thunk] = {}
    while waiting and operator is not None and len(found) <= MAX_CLOSURE:
        item = waiting.pop(0)
        key = _key(item)
        if key is None:
            break
        if key in found:
            continue
        found[key] = item
        further = items(later(ev, operator, item))
        if further is None or len(waiting) > MAX_ITEMS:
            break
        waiting.extend(further)
    else:
        if found and len(found) <= MAX_CLOSURE:
            return List(list(found.values()))
    return unknown("genericClosure", arguments)


TABLE: dict[str, Entry] = {
    "head": (1, distribute(_head)),
    "last": (1, distribute(_last)),
    "tail": (1, distribute(_tail)),
    "init": (1, distribute(_init)),
    "drop": (2, distribute(_drop)),
    "take": (2, distribute(_take)),
    "pipe": (2, _pipe),
    "elemAt": (2, _elem_at),
    "map": (2, mapped),
    "optional": (2, _optional),
    "optionals": (2, _optionals),
    "concatLists": (1, _concat_lists),
    "flatten": (1, _flatten),
    "forEach": (2, _for_each),
    "concatMap": (2, _concat_map),
    "imap0": (2, numbered(0)),
    "imap1": (2, numbered(1)),
    "filter": (2, _filter),
    "foldl'": (3, _fold),
    "foldl": (3, _fold),
    "foldr": (3, _fold_right),
    "fold": (3, _fold_right),
    "zipListsWith": (3, _zip_with),
    "zipLists": (2, _zip),
    "cartesianProduct": (1, _product),
    "cartesianProductOfSets": (1, _product),
    "mapCartesianProduct": (2, _map_product),
    "range": (2, _range),
    "reverseList": (1, distribute(_reversed)),
    "lessThan": (2, _less_than),
    "sort": (2, _sort),
    "naturalSort": (1, distribute(_natural_sort)),
    "unique": (1, distribute(_unique)),
    "findFirst": (3, _find_first),
    "partition": (2, _partition),
    "groupBy": (2, _group_by),
    "genList": (2, _generate),
    "length": (1, distribute(_length)),
    "elem": (2, _is_element),
    "any": (2, _tests("any", decides=True)),
    "all": (2, _tests("all", decides=False)),
    "singleton": (1, _singleton),
    "genericClosure": (1, _generic_closure),
    "toList": (1, _to_list),
    "flip": (3, _flip),
}
