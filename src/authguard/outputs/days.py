"""Tags and folders that are named by a day, or by a second of Unix time."""

from __future__ import annotations

import re

_DAY = r"([A-Za-z]*[-_.]?)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?:[-_.T]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?"
"""A date, and the time of day after it."""

_SECOND = r"(.+(?<!build)(?<!run)(?<!job)(?<!ci)[-_.])(1[4-9][0-9]{8})"
"""The second of a day since 2014, after a text: `nightly-1786685586`, `1.22t-1786685586`. A build has a number."""

_LEAST, _MOST, _DAY_LONG = 5 * 60, 31 * 24 * 60 * 60, 24 * 60 * 60
"""Two numbers that are five minutes to a month apart are seconds. Nearer ones may be the numbers of two builds."""


def days_between(one: str, other: str) -> int | None:
    """Return the number of days between two tags that differ only in a date or a second; None for other tags."""
    from datetime import date

    first, second = re.fullmatch(_SECOND, one), re.fullmatch(_SECOND, other)
    if first is not None and second is not None and first[1] == second[1]:
        apart = abs(int(first[2]) - int(second[2]))
        return apart // _DAY_LONG if _LEAST <= apart <= _MOST else None
    first, second = re.fullmatch(_DAY, one), re.fullmatch(_DAY, other)
    if first is None or second is None or first[1] != second[1]:
        return None
    try:
        before, after = (date(int(each[2]), int(each[3]), int(each[4])) for each in (first, second))
    except ValueError:
        return None
    return abs((after - before).days)


def days_between_folders(one: str, other: str) -> int | None:
    """Return the days between two urls that differ only in a directory named by a date; None for other urls."""
    before, after = one.split("/"), other.split("/")
    moved = [pair for pair in zip(before[:-1], after[:-1], strict=False) if pair[0] != pair[1]]
    if len(before) != len(after) or before[-1] != after[-1] or len(moved) != 1:
        return None
    return days_between(*moved[0])
