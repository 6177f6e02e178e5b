"""The functions of Nix and of nixpkgs' lib that versions, urls and hashes go through.

A function that is not here makes a symbolic value, which is compared as such.
"""

from __future__ import annotations

import re

from authguard.nix import data
from authguard.nix.values import (
    FALSE,
    NULL,
    TRUE,
    Apply,
    Attrs,
    Builtin,
    Choice,
    Const,
    Function,
    List,
    Path,
    Str,
    Sym,
    Thunk,
    Value,
    string,
    text,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.nix.evaluate import Evaluator

ROOTS = frozenset(
    {
        "lib", "builtins", "strings", "lists", "attrsets", "trivial", "versions", "fileset", "sources",
        "debug", "customisation", "fixedPoints", "importers", "filesystem", "licenses",
    }
)  # fmt: skip

FAKES = {
    "fakeHash": "sha256-" + "A" * 43 + "=",
    "fakeSha256": "0" * 64,
    "fakeSha512": "0" * 128,
    "fakeSRI": "sha256-" + "A" * 43 + "=",
}
"""nixpkgs lib/fakes.nix (fakeSRI was its name before)."""


def member(root: str | None, name: str) -> Value | None:
    """Return what ``lib.NAME`` or ``builtins.NAME`` is, or None where it is not known here."""
    if name in FAKES:
        return Sym("fake", name)
    entry = _TABLE.get(name)
    if entry is None:
        return anywhere(name)
    if root == "versions" or name not in _VERSIONS:
        return Builtin(name, entry[0], entry[1])
    return None


def anywhere(name: str) -> Value | None:
    """Return a function that is known by its name alone, whatever set it is reached through."""
    entry = _ANYWHERE.get(name)
    return Builtin(name, entry[0], entry[1]) if entry is not None else None


def top_names() -> dict[str, Thunk]:
    """Return the names that every Nix file sees."""
    names = {name: Thunk.of(member("builtins", name) or Sym("free", name)) for name in _TOP}
    names.update(
        {
            "true": Thunk.of(TRUE),
            "false": Thunk.of(FALSE),
            "null": Thunk.of(NULL),
            "builtins": Thunk.of(Sym("free", "builtins")),
        }
    )
    return names


def literal(thunk: Thunk) -> str | None:
    """Return the text of a string that is wholly known, else None."""
    value = thunk.force()
    return value.literal if isinstance(value, Str) else None


def _unknown(name: str, *arguments: Thunk) -> Value:
    return Apply(Sym("free", name), arguments)


def _distribute(function: Callable[..., Value]) -> Callable[..., Value]:
    """Let a function of a string work on each option of a `Choice` (its last argument)."""

    def over(ev: Evaluator, *arguments: Thunk) -> Value:
        value = arguments[-1].force()
        if isinstance(value, Choice):
            options = {
                key: over(ev, *arguments[:-1], Thunk.of(option)) for key, option in value.options.items()
            }
            return Choice(value.selector, options)
        return function(ev, *arguments)

    return over


def _textual(name: str, change: Callable[[str], str]) -> tuple[int, Callable[..., Value]]:
    """Return the table entry of a function from one string to another."""

    def call(ev: Evaluator, argument: Thunk) -> Value:
        known = literal(argument)
        return _unknown(name, argument) if known is None else text(change(known))

    return 1, _distribute(call)


def _textual2(name: str, change: Callable[[str, str], Value]) -> tuple[int, Callable[..., Value]]:
    """Return the table entry of a function of two known strings."""

    def call(ev: Evaluator, first: Thunk, second: Thunk) -> Value:
        one, two = literal(first), literal(second)
        return _unknown(name, first, second) if one is None or two is None else change(one, two)

    return 2, _distribute(call)


# -- strings -----------------------------------------------------------------------------------------


def _strings(ev: Evaluator, thunk: Thunk) -> list[str] | None:
    value = thunk.force()
    if not isinstance(value, List):
        return None
    found = [literal(item) for item in value.items]
    return None if any(item is None for item in found) else [item for item in found if item is not None]


def _replace_strings(ev: Evaluator, old: Thunk, new: Thunk, subject: Thunk) -> Value:
    known, olds, news = literal(subject), _strings(ev, old), _strings(ev, new)
    if known is None or olds is None or news is None or len(olds) != len(news) or not all(olds):
        return _unknown("replaceStrings", old, new, subject)
    table: dict[str, str] = {}
    for one, other in zip(olds, news, strict=True):
        table.setdefault(one, other)
    pattern = re.compile("|".join(re.escape(one) for one in olds))
    return text(pattern.sub(lambda match: table[match[0]], known)) if olds else text(known)


def _replace_string(ev: Evaluator, old: Thunk, new: Thunk, subject: Thunk) -> Value:
    return _replace_strings(ev, Thunk.of(List([old])), Thunk.of(List([new])), subject)


def _concat_sep(ev: Evaluator, separator: Thunk, items: Thunk) -> Value:
    value, between = items.force(), separator.force()
    if not isinstance(value, List):
        return _unknown("concatStringsSep", separator, items)
    pieces: list[str | Value] = []
    for number, item in enumerate(value.items):
        if number:
            pieces.append(between)
        pieces.append(item.force())
    return string(pieces)


def _concat(ev: Evaluator, items: Thunk) -> Value:
    return _concat_sep(ev, Thunk.of(text("")), items)


def _concat_map_sep(ev: Evaluator, separator: Thunk, function: Thunk, items: Thunk) -> Value:
    return _concat_sep(ev, separator, Thunk(lambda: _map(ev, function, items)))


def _concat_map(ev: Evaluator, function: Thunk, items: Thunk) -> Value:
    return _concat(ev, Thunk(lambda: _map(ev, function, items)))


def _optional_string(ev: Evaluator, condition: Thunk, subject: Thunk) -> Value:
    return _when(ev, condition, subject.force, text(""))


def _when(ev: Evaluator, condition: Thunk, then: Callable[[], Value], otherwise: Value) -> Value:
    known = condition.force()
    if isinstance(known, Const) and isinstance(known.value, bool):
        return then() if known.value else otherwise
    from authguard.nix.canonical import selector

    return Choice(("if", selector(known)), {"then": then(), "else": otherwise})


def _to_string(ev: Evaluator, subject: Thunk) -> Value:
    value = subject.force()
    if isinstance(value, Const):
        if value.value is None or value.value is False:
            return text("")
        return text("1" if value.value is True else str(value.value))
    return value if isinstance(value, Str) else string([value])


def _substring(ev: Evaluator, start: Thunk, length: Thunk, subject: Thunk) -> Value:
    known, begin, count = literal(subject), start.force(), length.force()
    if known is None or not isinstance(begin, Const) or not isinstance(count, Const):
        return _unknown("substring", start, length, subject)
    if not isinstance(begin.value, int) or not isinstance(count.value, int) or begin.value < 0:
        return _unknown("substring", start, length, subject)
    return text(known[begin.value :] if count.value < 0 else known[begin.value : begin.value + count.value])


def _split_string(one: str, two: str) -> Value:
    return List([Thunk.of(text(piece)) for piece in (two.split(one) if one else [two])])


def _string_length(ev: Evaluator, subject: Thunk) -> Value:
    known = literal(subject)
    return _unknown("stringLength", subject) if known is None else Const(len(known.encode()))


def _version_parts(version: str) -> list[str]:
    """Split as Nix's splitVersion does: at dots and dashes, and between digits and letters."""
    return re.findall(r"\d+|[^\d.\-]+", version)


def _version(name: str, pick: Callable[[list[str]], str | None]) -> tuple[int, Callable[..., Value]]:
    def call(ev: Evaluator, subject: Thunk) -> Value:
        known = literal(subject)
        picked = pick(_version_parts(known)) if known is not None else None
        return _unknown(name, subject) if picked is None else text(picked)

    return 1, _distribute(call)


def _split_version(ev: Evaluator, subject: Thunk) -> Value:
    known = literal(subject)
    if known is None:
        return _unknown("splitVersion", subject)
    return List([Thunk.of(text(piece)) for piece in _version_parts(known)])


def _compare_versions(one: str, other: str) -> int:
    """Order two versions as Nix's compareVersions does (nix src/libstore/names.cc): -1, 0 or 1."""
    left, right = _version_parts(one), _version_parts(other)
    length = max(len(left), len(right))
    left += [""] * (length - len(left))
    right += [""] * (length - len(right))
    for first, second in zip(left, right, strict=True):
        if _is_older(first, second):
            return -1
        if _is_older(second, first):
            return 1
    return 0


def _is_older(one: str, other: str) -> bool:
    """Order two components: numbers as numbers, "pre" before all else, letters before numbers."""
    if _is_number(one) and _is_number(other):
        return int(one) < int(other)
    if one == "" and _is_number(other):
        return True
    if "pre" in (one, other):
        return one == "pre" and other != "pre"
    if _is_number(one) or _is_number(other):
        return _is_number(other)
    return one < other


def _is_number(component: str) -> bool:
    """Tell whether Nix reads a component as a number: what does not fit into 32 bits is text to it."""
    digits = component.lstrip("0")
    return component.isdecimal() and len(digits) <= 10 and int(digits or "0") < 1 << 31


def _base_name(ev: Evaluator, subject: Thunk) -> Value:
    value = subject.force()
    known = value.path if isinstance(value, Path) else literal(subject)
    return _unknown("baseNameOf", subject) if known is None else text(known.rstrip("/").rpartition("/")[2])


# -- lists -------------------------------------------------------------------------------------------


def _items(thunk: Thunk) -> list[Thunk] | None:
    value = thunk.force()
    return value.items if isinstance(value, List) else None


def _head(ev: Evaluator, items: Thunk) -> Value:
    known = _items(items)
    return known[0].force() if known else _unknown("head", items)


def _last(ev: Evaluator, items: Thunk) -> Value:
    known = _items(items)
    return known[-1].force() if known else _unknown("last", items)


def _elem_at(ev: Evaluator, items: Thunk, index: Thunk) -> Value:
    known, at = _items(items), index.force()
    if (
        known is not None
        and isinstance(at, Const)
        and isinstance(at.value, int)
        and 0 <= at.value < len(known)
    ):
        return known[at.value].force()
    return _unknown("elemAt", items, index)


def _take(ev: Evaluator, count: Thunk, items: Thunk) -> Value:
    known, number = _items(items), count.force()
    if known is not None and isinstance(number, Const) and isinstance(number.value, int):
        return List(known[: max(number.value, 0)])
    return _unknown("take", count, items)


def _drop(ev: Evaluator, count: Thunk, items: Thunk) -> Value:
    known, number = _items(items), count.force()
    if known is not None and isinstance(number, Const) and isinstance(number.value, int):
        return List(known[max(number.value, 0) :])
    return _unknown("drop", count, items)


def _init(ev: Evaluator, items: Thunk) -> Value:
    known = _items(items)
    return List(known[:-1]) if known else _unknown("init", items)


def _pipe(ev: Evaluator, start: Thunk, functions: Thunk) -> Value:
    """lib.pipe: hand a value through a list of functions."""
    known = _items(functions)
    if known is None:
        return _unknown("pipe", start, functions)
    value = start.force()
    for function in known:
        value = ev.apply(function.force(), Thunk.of(value))
    return value


def _map(ev: Evaluator, function: Thunk, items: Thunk) -> Value:
    known = _items(items)
    if known is None:
        return _unknown("map", function, items)
    return List([_later(ev, function, item) for item in known])


def _later(ev: Evaluator, function: Thunk, *arguments: Thunk) -> Thunk:
    def compute() -> Value:
        value = function.force()
        for argument in arguments:
            value = ev.apply(value, argument)
        return value

    return Thunk(compute)


def _optional(ev: Evaluator, condition: Thunk, item: Thunk) -> Value:
    return _when(ev, condition, lambda: List([item]), List([]))


def _optionals(ev: Evaluator, condition: Thunk, items: Thunk) -> Value:
    return _when(ev, condition, items.force, List([]))


def _concat_lists(ev: Evaluator, lists: Thunk) -> Value:
    known = _items(lists)
    inner = [_items(each) for each in known] if known is not None else [None]
    if any(each is None for each in inner):
        return _unknown("concatLists", lists)
    return List([item for each in inner if each is not None for item in each])


# -- sets --------------------------------------------------------------------------------------------


def _attrs(ev: Evaluator, thunk: Thunk) -> Attrs | None:
    value = thunk.force()
    return value if isinstance(value, Attrs) and value.name is None else None


def _map_attrs(ev: Evaluator, function: Thunk, attrs: Thunk) -> Value:
    known = _attrs(ev, attrs)
    if known is None or known.rest is not None:
        return _unknown("mapAttrs", function, attrs)
    return Attrs(
        {name: _later(ev, function, Thunk.of(text(name)), item) for name, item in known.items.items()}
    )


def _gen_attrs(ev: Evaluator, names: Thunk, function: Thunk) -> Value:
    known = _strings(ev, names)
    if known is None:
        return _unknown("genAttrs", names, function)
    return Attrs({name: _later(ev, function, Thunk.of(text(name))) for name in known})


def _optional_attrs(ev: Evaluator, condition: Thunk, attrs: Thunk) -> Value:
    return _when(ev, condition, attrs.force, Attrs({}))


def _get_attr(ev: Evaluator, name: Thunk, attrs: Thunk) -> Value:
    known = literal(name)
    found = ev.select(attrs.force(), known) if known is not None else None
    return found if found is not None else _unknown("getAttr", name, attrs)


def _has_attr(ev: Evaluator, name: Thunk, attrs: Thunk) -> Value:
    known, holder = literal(name), _attrs(ev, attrs)
    if known is None or holder is None or holder.rest is not None:
        return _unknown("hasAttr", name, attrs)
    return TRUE if known in holder.items else FALSE


def _recursive_update(ev: Evaluator, left: Thunk, right: Thunk) -> Value:
    one, two = _attrs(ev, left), _attrs(ev, right)
    if one is None or two is None:
        from authguard.nix.operators import update

        return update(ev, left.force(), right.force())
    merged = dict(one.items)
    for name, item in two.items.items():
        below = merged.get(name)
        if below is not None and item.node is not None and item.node.type.endswith("attrset_expression"):
            merged[name] = _merged(ev, below, item)
        else:
            merged[name] = item
    return Attrs(merged, two.rest if two.rest is not None else one.rest)


def _merged(ev: Evaluator, below: Thunk, item: Thunk) -> Thunk:
    return Thunk(lambda: _recursive_update(ev, below, item))


def _remove_attrs(ev: Evaluator, attrs: Thunk, names: Thunk) -> Value:
    holder, known = _attrs(ev, attrs), _strings(ev, names)
    if holder is None or known is None:
        return attrs.force() if known is not None else _unknown("removeAttrs", attrs, names)
    return Attrs({name: item for name, item in holder.items.items() if name not in known}, holder.rest)


def _name_value(ev: Evaluator, name: Thunk, value: Thunk) -> Value:
    return Attrs({"name": name, "value": value})


def _list_to_attrs(ev: Evaluator, items: Thunk) -> Value:
    names: dict[str, Thunk] = {}
    for item in _items(items) or []:
        pair = _attrs(ev, item)
        name = literal(pair.items["name"]) if pair is not None and "name" in pair.items else None
        if pair is None or name is None or "value" not in pair.items:
            return _unknown("listToAttrs", items)
        names[name] = pair.items["value"]
    return Attrs(names)


def _attr_values(ev: Evaluator, attrs: Thunk) -> Value:
    known = _attrs(ev, attrs)
    if known is None or known.rest is not None:
        return _unknown("attrValues", attrs)
    return List([known.items[name] for name in sorted(known.items)])


def _attr_names(ev: Evaluator, attrs: Thunk) -> Value:
    known = _attrs(ev, attrs)
    if known is None or known.rest is not None:
        return _unknown("attrNames", attrs)
    return List([Thunk.of(text(name)) for name in sorted(known.items)])


# -- files -------------------------------------------------------------------------------------------


def _import(ev: Evaluator, path: Thunk) -> Value:
    value = path.force()
    if isinstance(value, Path) and value.inside:
        return ev.file(value.path)
    if isinstance(value, Attrs) and "outPath" in value.items:
        return _import(ev, value.items["outPath"])
    return Apply(Sym("free", "import"), (path,))


def _call_package(ev: Evaluator, package: Thunk, arguments: Thunk) -> Value:
    value = package.force()
    function = ev.file(value.path) if isinstance(value, Path) and value.inside else value
    if not isinstance(function, Function):
        return function
    made = ev.apply(function, arguments)
    if isinstance(made, Apply):
        made.made_by = (function, arguments)
    return made


def _read(ev: Evaluator, path: Thunk) -> tuple[str, bytes] | None:
    value = path.force()
    if not isinstance(value, Path) or not value.inside:
        return None
    ev.used.add(value.path)
    content = ev.read(value.path)
    return (value.path, content) if content is not None and len(content) <= data.MAX_BYTES else None


def _read_file(ev: Evaluator, path: Thunk) -> Value:
    found = _read(ev, path)
    if found is None:
        return _unknown("readFile", path)
    return Str((found[1].decode("utf-8", "surrogateescape"),), None, (found[0],))


def _file_contents(ev: Evaluator, path: Thunk) -> Value:
    found = _read(ev, path)
    if found is None:
        return _unknown("fileContents", path)
    content = found[1].decode("utf-8", "surrogateescape")
    return Str((content.removesuffix("\n"),), None, (found[0],))


def _import_data(ev: Evaluator, path: Thunk) -> Value:
    found = _read(ev, path)
    if found is None:
        return _unknown("importJSON", path)
    try:
        return data.value(found[0], found[1], data.parse(found[0], found[1]))
    except data.Unreadable:
        return Sym("unreadable", found[0])


def _from_text(suffix: str) -> Callable[[Evaluator, Thunk], Value]:
    def call(ev: Evaluator, subject: Thunk) -> Value:
        value = subject.force()
        known = value.literal if isinstance(value, Str) else None
        if known is None or not isinstance(value, Str):
            return _unknown("from" + suffix, subject)
        path = value.blobs[0] if len(value.blobs) == 1 else "text." + suffix
        content = known.encode("utf-8", "surrogateescape")
        try:
            return data.value(path, content, data.parse("text." + suffix, content))
        except data.Unreadable:
            return Sym("unreadable", path)

    return call


def _clean_with(ev: Evaluator, arguments: Thunk) -> Value:
    value = arguments.force()
    for name in ("src", "root", "path"):
        found = ev.select(value, name)
        if found is not None and not isinstance(found, Sym):
            return found
    return _unknown("cleanSourceWith", arguments)


def _second(ev: Evaluator, first: Thunk, second: Thunk) -> Value:
    return second.force()


def _same(ev: Evaluator, only: Thunk) -> Value:
    return only.force()


def _throw(ev: Evaluator, message: Thunk) -> Value:
    return Sym("throw")


def _boolean(outcome: bool) -> Value:
    return TRUE if outcome else FALSE


_VERSIONS = frozenset({"major", "minor", "patch", "majorMinor"})

_TABLE: dict[str, tuple[int, Callable[..., Value]]] = {
    "replaceStrings": (3, _distribute(_replace_strings)),
    "replaceChars": (3, _distribute(_replace_strings)),
    "replaceString": (3, _distribute(_replace_string)),
    "removePrefix": _textual2("removePrefix", lambda one, two: text(two.removeprefix(one))),
    "removeSuffix": _textual2("removeSuffix", lambda one, two: text(two.removesuffix(one))),
    "hasPrefix": _textual2("hasPrefix", lambda one, two: _boolean(two.startswith(one))),
    "hasSuffix": _textual2("hasSuffix", lambda one, two: _boolean(two.endswith(one))),
    "hasInfix": _textual2("hasInfix", lambda one, two: _boolean(one in two)),
    "splitString": _textual2("splitString", _split_string),
    "toLower": _textual("toLower", str.lower),
    "toUpper": _textual("toUpper", str.upper),
    "trim": _textual("trim", str.strip),
    "escapeURL": _textual(
        "escapeURL", lambda one: one.replace("%", "%25").replace("+", "%2B").replace(" ", "%20")
    ),
    "concatStringsSep": (2, _concat_sep),
    "concatStrings": (1, _concat),
    "concatMapStringsSep": (3, _concat_map_sep),
    "concatMapStrings": (2, _concat_map),
    "optionalString": (2, _optional_string),
    "toString": (1, _distribute(_to_string)),
    "substring": (3, _distribute(_substring)),
    "stringLength": (1, _string_length),
    "splitVersion": (1, _split_version),
    "major": _version("major", lambda parts: parts[0] if parts else None),
    "minor": _version("minor", lambda parts: parts[1] if len(parts) > 1 else None),
    "patch": _version("patch", lambda parts: parts[2] if len(parts) > 2 else None),
    "majorMinor": _version("majorMinor", lambda parts: ".".join(parts[:2]) if len(parts) > 1 else None),
    "baseNameOf": (1, _base_name),
    "compareVersions": _textual2("compareVersions", lambda one, two: Const(_compare_versions(one, two))),
    "versionOlder": _textual2("versionOlder", lambda one, two: _boolean(_compare_versions(one, two) < 0)),
    "versionAtLeast": _textual2(
        "versionAtLeast", lambda one, two: _boolean(_compare_versions(one, two) >= 0)
    ),
    "head": (1, _distribute(_head)),
    "last": (1, _distribute(_last)),
    "tail": (1, lambda ev, items: _drop(ev, Thunk.of(Const(1)), items)),
    "init": (1, _init),
    "drop": (2, _drop),
    "pipe": (2, _pipe),
    "elemAt": (2, _elem_at),
    "take": (2, _take),
    "map": (2, _map),
    "optional": (2, _optional),
    "optionals": (2, _optionals),
    "concatLists": (1, _concat_lists),
    "flatten": (1, _concat_lists),
    "mapAttrs": (2, _map_attrs),
    "genAttrs": (2, _gen_attrs),
    "optionalAttrs": (2, _optional_attrs),
    "getAttr": (2, _get_attr),
    "hasAttr": (2, _has_attr),
    "recursiveUpdate": (2, _recursive_update),
    "removeAttrs": (2, _remove_attrs),
    "nameValuePair": (2, _name_value),
    "listToAttrs": (1, _list_to_attrs),
    "attrValues": (1, _attr_values),
    "attrNames": (1, _attr_names),
    "import": (1, _import),
    "readFile": (1, _read_file),
    "fileContents": (1, _file_contents),
    "importJSON": (1, _import_data),
    "importTOML": (1, _import_data),
    "fromJSON": (1, _from_text("json")),
    "fromTOML": (1, _from_text("toml")),
    "cleanSource": (1, _same),
    "cleanSourceWith": (1, _clean_with),
    "toSource": (1, _clean_with),
    "path": (1, _clean_with),
    "filterSource": (2, _second),
    "throw": (1, _throw),
    "abort": (1, _throw),
    "id": (1, _same),
    "seq": (2, _second),
    "deepSeq": (2, _second),
    "trace": (2, _second),
    "warn": (2, _second),
    "mkDefault": (1, _same),
    "mkForce": (1, _same),
    "mkIf": (2, _second),
    "unsafeDiscardStringContext": (1, _same),
    "recurseIntoAttrs": (1, _same),
    "dontRecurseIntoAttrs": (1, _same),
    "dontDistribute": (1, _same),
    "hydraPlatforms": (1, _same),
}

_ANYWHERE: dict[str, tuple[int, Callable[..., Value]]] = {
    "callPackage": (2, _call_package),
    "callPackages": (2, _call_package),
    "cleanSource": (1, _same),
    "cleanSourceWith": (1, _clean_with),
    "gitignoreSource": (1, _same),
    "recurseIntoAttrs": (1, _same),
}

_TOP = ("import", "map", "toString", "throw", "abort", "removeAttrs", "baseNameOf")
