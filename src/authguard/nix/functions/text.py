"""Functions of text and of versions: builtins, lib.strings and lib.versions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.functions.known import (
    boolean,
    distribute,
    items,
    literal,
    number,
    strings,
    textual,
    textual2,
    unknown,
    when,
)
from authguard.nix.functions.lists import mapped, numbered
from authguard.nix.values import (
    MAX_TEXT,
    Attrs,
    Const,
    List,
    Path,
    Respelled,
    Str,
    Thunk,
    Value,
    string,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.functions.known import Entry

ONLY = frozenset({"major", "minor", "patch", "majorMinor", "pad"})
"""Names that mean these functions only in lib.versions."""

_MOST_PADDED = 64
"""A version is not padded to more components."""
_COMPONENT = r"[0-9]+|[^0-9.\-]+"


def _version(name: str, pick: Callable[[list[str]], str | None]) -> Entry:
    def call(ev: Evaluator, subject: Thunk) -> Value:
        known = literal(subject)
        picked = pick(re.findall(_COMPONENT, known)) if known is not None else None
        return unknown(name, subject) if picked is None else text(picked)

    return 1, distribute(call)


def _split_version(ev: Evaluator, subject: Thunk) -> Value:
    """builtins.splitVersion: at dots and dashes, and between digits and letters."""
    known = literal(subject)
    if known is None:
        return unknown("splitVersion", subject)
    return List([Thunk.of(text(piece)) for piece in re.findall(_COMPONENT, known)])


def _pad(ev: Evaluator, count: Thunk, subject: Thunk) -> Value:
    """lib.versions.pad: ``count`` components, with zeros for absent ones; the text after the first dash is kept."""
    known, wanted = literal(subject), number(count)
    if known is None or wanted is None or not 0 <= wanted <= _MOST_PADDED:
        return unknown("pad", count, subject)
    plain, dash, rest = known.partition("-")
    parts = [*re.findall(_COMPONENT, plain), *("0" for _ in range(wanted))]
    return text(".".join(parts[:wanted]) + dash + rest)


def compare_versions(one: str, other: str) -> int:
    """Order two versions as Nix's compareVersions does (nix src/libstore/names.cc): -1, 0 or 1."""
    left, right = re.findall(_COMPONENT, one), re.findall(_COMPONENT, other)
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
    """Order two components: numbers by value, "pre" before everything else, letters before numbers."""
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
    """Tell whether Nix reads a component as a number; a number of more than 32 bits is text."""
    digits = component.lstrip("0")
    return (
        component.isascii() and component.isdecimal() and len(digits) <= 10 and int(digits or "0") < 1 << 31
    )


def parse_name(ev: Evaluator, subject: Thunk) -> Value:
    """builtins.parseDrvName: the version begins after the first dash that is not followed by a letter."""
    known = literal(subject)
    if known is None:
        return unknown("parseDrvName", subject)
    match = re.search(r"-(?=[^A-Za-z])", known)
    name, version = (known[: match.start()], known[match.end() :]) if match is not None else (known, "")
    return Attrs({"name": Thunk.of(text(name)), "version": Thunk.of(text(version))})


_OF_VERSIONS: dict[str, Entry] = {
    "splitVersion": (1, distribute(_split_version)),
    "major": _version("major", lambda parts: parts[0] if parts else None),
    "minor": _version("minor", lambda parts: parts[1] if len(parts) > 1 else None),
    "patch": _version("patch", lambda parts: parts[2] if len(parts) > 2 else None),
    "majorMinor": _version("majorMinor", lambda parts: ".".join(parts[:2]) if len(parts) > 1 else None),
    "pad": (2, distribute(_pad)),
    "parseDrvName": (1, distribute(parse_name)),
    "compareVersions": textual2("compareVersions", lambda one, two: Const(compare_versions(one, two))),
    "versionOlder": textual2("versionOlder", lambda one, two: boolean(compare_versions(one, two) < 0)),
    "versionAtLeast": textual2("versionAtLeast", lambda one, two: boolean(compare_versions(one, two) >= 0)),
}


_LOWER = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_UPPER = {ord(letter): letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}
MAX_CHARACTERS = 1 << 10
"""A longer text, or a text with characters of several bytes, is not cut into characters."""
_NUMBER = r"-?(?:0|[1-9]\d{0,17})"
_RESERVED = rb"[^A-Za-z0-9._~-]"


def _replace_strings(ev: Evaluator, old: Thunk, new: Thunk, subject: Thunk) -> Value:
    known, olds, news = literal(subject), strings(old), items(new)
    if known is None or olds is None or news is None or len(olds) != len(news) or not all(olds):
        return unknown("replaceStrings", old, new, subject)
    table: dict[str, Thunk] = {}
    for one, other in zip(olds, news, strict=True):
        table.setdefault(one, other)
    lengths = [len(literal(item) or "") for item in news]
    if len(known) * max(len(olds), *lengths, 1) > MAX_TEXT:
        return unknown("replaceStrings", old, new, subject)
    pieces: list[str | Value] = []
    at = 0
    for match in re.finditer("|".join(map(re.escape, table)), known) if table else ():
        pieces += [known[at : match.start()], table[match[0]].force()]
        at = match.end()
    return string([*pieces, known[at:]])


def _replace_string(ev: Evaluator, old: Thunk, new: Thunk, subject: Thunk) -> Value:
    return _replace_strings(ev, Thunk.of(List([old])), Thunk.of(List([new])), subject)


def _concat_sep(ev: Evaluator, separator: Thunk, parts: Thunk) -> Value:
    known, between = items(parts), separator.force()
    if known is None:
        return unknown("concatStringsSep", separator, parts)
    pieces: list[str | Value] = []
    for place, item in enumerate(known):
        if place:
            pieces.append(between)
        pieces.append(item.force())
    return string(pieces)


def _concat(ev: Evaluator, parts: Thunk) -> Value:
    return _concat_sep(ev, Thunk.of(text("")), parts)


def _concat_map_sep(ev: Evaluator, separator: Thunk, function: Thunk, parts: Thunk) -> Value:
    return _concat_sep(ev, separator, Thunk(lambda: mapped(ev, function, parts)))


def _concat_map(ev: Evaluator, function: Thunk, parts: Thunk) -> Value:
    return _concat(ev, Thunk(lambda: mapped(ev, function, parts)))


def _concat_numbered(ev: Evaluator, separator: Thunk, function: Thunk, parts: Thunk) -> Value:
    """lib.concatImapStringsSep: the function also gets the number of each item; the first has 1."""
    return _concat_sep(ev, separator, Thunk(lambda: numbered(1)(ev, function, parts)))


def _concat_lines(ev: Evaluator, parts: Thunk) -> Value:
    """lib.concatLines: each item and a line break."""
    known = items(parts)
    if known is None:
        return unknown("concatLines", parts)
    return string([piece for item in known for piece in (item.force(), "\n")])


def _as_characters(ev: Evaluator, function: Thunk, subject: Thunk) -> Value:
    """lib.stringAsChars: a text with the result of a function in place of each character."""
    known = literal(subject)
    if known is None or len(known) > MAX_CHARACTERS or not known.isascii():
        return unknown("stringAsChars", function, subject)
    return _concat_map(ev, function, Thunk.of(characters(known)))


def characters(known: str) -> List:
    """Return a text as a list of its characters."""
    return List([Thunk.of(text(each)) for each in known])


def _to_characters(ev: Evaluator, subject: Thunk) -> Value:
    known = literal(subject)
    if known is None or len(known) > MAX_CHARACTERS or not known.isascii():
        return unknown("stringToCharacters", subject)
    return characters(known)


def _to_int(ev: Evaluator, subject: Thunk) -> Value:
    """lib.toInt: a text that is no plain number is unknown."""
    plain = (literal(subject) or "").strip()
    return Const(int(plain)) if re.fullmatch(_NUMBER, plain) else unknown("toInt", subject)


def _optional_string(ev: Evaluator, condition: Thunk, subject: Thunk) -> Value:
    return when(condition, subject.force, text(""))


def _to_string(ev: Evaluator, subject: Thunk) -> Value:
    """builtins.toString: false and null are empty, true is 1, floats have six digits."""
    value = ev.text_of_set(subject.force())
    if isinstance(value, Const):
        if value.value is None or value.value is False:
            return text("")
        if value.value is True:
            return text("1")
        return text(f"{value.value:f}" if isinstance(value.value, float) else str(value.value))
    return value if isinstance(value, Str) else string([value])


def _substring(ev: Evaluator, start: Thunk, length: Thunk, subject: Thunk) -> Value:
    """builtins.substring counts bytes; a negative length means to the end."""
    known, begin, count = literal(subject), number(start), number(length)
    if known is None or begin is None or count is None or begin < 0:
        return unknown("substring", start, length, subject)
    data = known.encode("utf-8", "surrogateescape")
    return text(data[begin : None if count < 0 else begin + count].decode("utf-8", "surrogateescape"))


def _split_string(one: str, two: str) -> Value:
    """lib.splitString. An empty separator occurs before, after and between all characters."""
    return List([Thunk.of(text(piece)) for piece in (two.split(one) if one else ["", *two, ""])])


def _string_length(ev: Evaluator, subject: Thunk) -> Value:
    known = literal(subject)
    if known is None:
        return unknown("stringLength", subject)
    return Const(len(known.encode("utf-8", "surrogateescape")))


def _base_name(ev: Evaluator, subject: Thunk) -> Value:
    """builtins.baseNameOf: without a last slash. The root has the name of the checkout, so it is unknown."""
    value = subject.force()
    known = (value.path or None) if isinstance(value, Path) else literal(subject)
    if known is None:
        return unknown("baseNameOf", subject)
    return text(known.removesuffix("/").rpartition("/")[2])


def _escape_url(plain: str) -> str:
    """lib.escapeURL: all but the unreserved characters of RFC 3986 as %XX."""
    data = plain.encode("utf-8", "surrogateescape")
    return re.sub(_RESERVED, lambda match: b"%%%02X" % match[0][0], data).decode("ascii")


def _match(ev: Evaluator, pattern: Thunk, subject: Thunk) -> Value:
    from authguard.nix.functions import patterns

    return patterns.match(ev, pattern, subject)


def _split(ev: Evaluator, pattern: Thunk, subject: Thunk) -> Value:
    from authguard.nix.functions import patterns

    return patterns.split(ev, pattern, subject)


def _remove_prefix(ev: Evaluator, prefix: Thunk, subject: Thunk) -> Value:
    """lib.removePrefix. A digest without its algorithm is still the literal that has both."""
    value = subject.force()
    removed = literal(prefix)
    if removed is not None and isinstance(value, Str) and value.origin is not None:
        known = value.literal or ""
        if re.fullmatch(_ALGORITHM, removed) is not None and known.startswith(removed):
            return Respelled(known.removeprefix(removed), value)
    return _without_prefix(ev, prefix, subject)


_ALGORITHM = r"(?:md5|sha\d{1,3})[:-]"
_without_prefix = textual2("removePrefix", lambda one, two: text(two.removeprefix(one)))[1]


TABLE: dict[str, Entry] = {
    **_OF_VERSIONS,
    "match": (2, distribute(_match)),
    "split": (2, distribute(_split)),
    "replaceStrings": (3, distribute(_replace_strings)),
    "replaceChars": (3, distribute(_replace_strings)),
    "replaceString": (3, distribute(_replace_string)),
    "removePrefix": (2, distribute(_remove_prefix)),
    "removeSuffix": textual2("removeSuffix", lambda one, two: text(two.removesuffix(one))),
    "hasPrefix": textual2("hasPrefix", lambda one, two: boolean(two.startswith(one))),
    "hasSuffix": textual2("hasSuffix", lambda one, two: boolean(two.endswith(one))),
    "hasInfix": textual2("hasInfix", lambda one, two: boolean(one in two)),
    "stringToCharacters": (1, distribute(_to_characters)),
    "stringAsChars": (2, distribute(_as_characters)),
    "toInt": (1, distribute(_to_int)),
    "splitString": textual2("splitString", _split_string),
    "toLower": textual("toLower", lambda one: one.translate(_LOWER)),
    "toUpper": textual("toUpper", lambda one: one.translate(_UPPER)),
    "toSentenceCase": textual(
        "toSentenceCase", lambda one: one[:1].translate(_UPPER) + one[1:].translate(_LOWER)
    ),
    "trim": textual("trim", lambda one: one.strip(" \t\r\n")),
    "escapeURL": textual("escapeURL", _escape_url),
    "concatStringsSep": (2, _concat_sep),
    "concatStrings": (1, _concat),
    "concatMapStringsSep": (3, _concat_map_sep),
    "concatMapStrings": (2, _concat_map),
    "concatImapStringsSep": (3, _concat_numbered),
    "concatImapStrings": (
        2,
        lambda ev, function, parts: _concat_numbered(ev, Thunk.of(text("")), function, parts),
    ),
    "concatLines": (1, _concat_lines),
    "optionalString": (2, _optional_string),
    "toString": (1, distribute(_to_string)),
    "substring": (3, distribute(_substring)),
    "stringLength": (1, distribute(_string_length)),
    "baseNameOf": (1, distribute(_base_name)),
}
