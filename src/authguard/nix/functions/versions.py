"""Versions: splitVersion, compareVersions, lib.versions.* and the functions that compare by them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.functions.known import boolean, distribute, literal, number, textual2, unknown
from authguard.nix.values import Attrs, Const, List, Thunk, Value, text

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


def _parse_name(ev: Evaluator, subject: Thunk) -> Value:
    """builtins.parseDrvName: the version begins after the first dash that is not followed by a letter."""
    known = literal(subject)
    if known is None:
        return unknown("parseDrvName", subject)
    match = re.search(r"-(?=[^A-Za-z])", known)
    name, version = (known[: match.start()], known[match.end() :]) if match is not None else (known, "")
    return Attrs({"name": Thunk.of(text(name)), "version": Thunk.of(text(version))})


TABLE: dict[str, Entry] = {
    "splitVersion": (1, distribute(_split_version)),
    "major": _version("major", lambda parts: parts[0] if parts else None),
    "minor": _version("minor", lambda parts: parts[1] if len(parts) > 1 else None),
    "patch": _version("patch", lambda parts: parts[2] if len(parts) > 2 else None),
    "majorMinor": _version("majorMinor", lambda parts: ".".join(parts[:2]) if len(parts) > 1 else None),
    "pad": (2, distribute(_pad)),
    "parseDrvName": (1, distribute(_parse_name)),
    "compareVersions": textual2("compareVersions", lambda one, two: Const(compare_versions(one, two))),
    "versionOlder": textual2("versionOlder", lambda one, two: boolean(compare_versions(one, two) < 0)),
    "versionAtLeast": textual2("versionAtLeast", lambda one, two: boolean(compare_versions(one, two) >= 0)),
}
