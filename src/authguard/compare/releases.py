"""Tell whether two tags or versions are spellings of one release."""

from __future__ import annotations

import re

_CHANNEL = r"alpha|beta|canary|edge|nightly|preview|rc|pre|post|dev|snapshot|stable|a(?=\d)|b(?=\d)"

RELEASE = r"\d+(?:\.\d+)+"
"""The number of a release."""
_BEFORE_RELEASE = r"alpha|beta|preview|pre|rc|a|b"
_UNRELEASED = r"unstable|\d{4}-\d{2}-\d{2}|git"


_DATE = r"(?<!\d)((?:19|20)\d\d)[-_.]?(0\d|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)"
"""A date in a tag or in the name of a file."""
_MONTH = r"(?<!\d)((?:19|20)\d\d\.)0(?=\d(?!\d))"
"""A year and a month with a zero in front: 2025.01."""


def dotted_dates(text: str) -> str:
    """Return a text with each date as three numbers with dots between them: 2022.06.10 for 20220610 or 2022_06_10."""
    return re.sub(_DATE, r"\1.\2.\3", text)


def is_same_release(one: str, other: str) -> bool:
    """Tell whether two tags or versions spell one release.

    Two spellings of one release have the same numbers (except zeros at the end), channels, and letters after the first
    number: `v1.3.290` and `sdk-1.3.290.0` are one release, `1.1.1a` and `1.1.1b` are two. The month of a year may have
    a zero in front: `2025.01` is `2025.1`. In the path of a url, only the numbers and the channel are compared.
    """
    if _release(one) is None or _release(one) != _release(other):
        return False
    return "/" in (one[:1], other[:1]) or _letters(one) == _letters(other)


def is_prerelease_of(one: str, other: str) -> bool:
    """Tell whether one of two versions is a release, and the other one of its pre-releases: 1.4.0 and `1.4.0-rc.2`."""
    short, long = sorted((one.removeprefix("v"), other.removeprefix("v")), key=len)
    return re.fullmatch(RELEASE, short) is not None and (
        re.fullmatch(rf"{re.escape(short)}[-_.]?(?:{_BEFORE_RELEASE})[-_.]?\d*", long) is not None
    )


def is_unreleased(version: str) -> bool:
    """Tell whether a version is a date or says that it is no release: `0-unstable-2025-01-31`."""
    return re.search(_UNRELEASED, version) is not None


def _release(tag: str) -> tuple[object, ...] | None:
    """Return the numbers in a tag, without zeros at the end, and the words of its channel; None for a single number."""
    numbers = re.findall(r"\d+", re.sub(_MONTH, r"\1", tag))
    if len(numbers) < 2:
        return None
    while numbers and numbers[-1] == "0":
        numbers.pop()
    return (*numbers, *re.findall(_CHANNEL, tag.lower()))


def _letters(tag: str) -> list[str]:
    """Return the words after the first digit of a tag."""
    words = re.findall(r"[a-z]+", re.sub(r"\A\D+", "", tag.lower()))
    return [word for word in words if word not in ("final", "release")]
