"""The refs that a revision can mean, and the existing refs that are most similar to a missing ref."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.printable import printable
from authguard.prove.mirrors.failures import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAGS = "refs/tags/"
HEADS = "refs/heads/"
MOST = 3

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NO_REF = re.compile(r"[ ~^:?*\[\\]|\.\.|@\{|//|/\.|\.lock(?:/|$)|\.$|/$|^/|^\.|^@$")
_NUMBER = re.compile(r"\d+")


def as_oid(rev: str) -> str | None:
    """The object id of a revision, in full and in lower case; None for anything else."""
    return rev.lower() if re.fullmatch(r"(?i)[0-9a-f]{40}|[0-9a-f]{64}", rev) else None


def is_abbreviated(rev: str) -> bool:
    """Whether a revision looks like a part of an object id. A tag with only digits, or a word, does not."""
    return re.fullmatch(r"(?i)(?=.*[0-9])(?=.*[a-f])[0-9a-f]{7,63}", rev) is not None


def candidates(rev: str) -> list[str]:
    """The refs that a revision can mean, in the order of attempts: tags come before branches.

    None if the revision cannot be the name of a ref.

    Raises:
        NotAllowed: the revision begins with - or contains control characters.
    """
    if rev.startswith("-") or _CONTROL.search(rev):
        raise NotAllowed(
            f"the revision {printable(rev[:100])} is not asked for: it begins with - or contains control characters"
        )
    if not rev or _NO_REF.search(rev):
        return []
    if rev == "HEAD" or rev.startswith("refs/"):
        return [rev]
    return [TAGS + rev, HEADS + rev]


def nearest_to(rev: str, refs: Iterable[str]) -> list[str]:
    """Up to MOST of the refs (full names) that are most similar to a revision, written like it.

    First come refs with the same version (and another prefix), then refs with the same digits and other padding
    (v3.2026020.2 for v3.2026.2.2), then refs written in the same way with the nearest versions. If there are none of
    these, similar names are returned.
    """
    start = next((prefix for prefix in (TAGS, HEADS) if rev.startswith(prefix)), "")
    known = list(
        dict.fromkeys(ref.removeprefix(start or TAGS) for ref in refs if ref.startswith(start or TAGS))
    )
    wanted = rev.removeprefix(start)
    found = dict.fromkeys(name for group in _groups(wanted, known) for name in group)
    if not found:
        from difflib import get_close_matches

        found = dict.fromkeys(get_close_matches(wanted, known, MOST))
    return [start + name for name in found if name != wanted][:MOST]


def _groups(wanted: str, known: list[str]) -> Iterator[list[str]]:
    numbers = _numbers(wanted)
    if not numbers:
        return
    words = _words(wanted)
    same = [name for name in known if _numbers(name) == numbers]
    yield sorted(same, key=lambda name: (_words(name) != words, len(name)))
    digits, form = _digits(wanted), _NUMBER.sub("0", wanted)
    padded = [name for name in known if _words(name) == words and _digits(name) == digits]
    padded = [name for name in padded if _NUMBER.sub("0", name) != form]
    yield sorted(padded, key=lambda name: (abs(len(name) - len(wanted)), name))
    alike = [name for name in known if _NUMBER.sub("0", name) == form]
    yield sorted(alike, key=lambda name: _distance(numbers, _numbers(name)))[:MOST]


def _numbers(name: str) -> list[int]:
    """The numbers in a name, in their order."""
    return [int(number[:40]) for number in _NUMBER.findall(name)]


def _digits(name: str) -> str:
    """All digits except zeros, since padding and dots do not change these."""
    return "".join(_NUMBER.findall(name)).replace("0", "")


def _words(name: str) -> str:
    """The letters of a name, without the v of a version."""
    return re.sub(r"[^a-z]+", "", re.sub(r"(?<![a-z])v(?=\d)", "", name.lower()))


def _distance(wanted: list[int], other: list[int]) -> tuple[int, int, bool]:
    """Return a distance of two versions that are written alike, by the first number that differs. Older is nearer."""
    at = next(
        (at for at, (one, two) in enumerate(zip(wanted, other, strict=True)) if one != two), len(wanted)
    )
    if at == len(wanted):
        return -at, 0, False
    return -at, abs(wanted[at] - other[at]), other[at] > wanted[at]
