"""Dates as git reads them, such as `2026-01-31`, `2 weeks ago`, `yesterday`.

git reads any text as a date: it skips the words that it does not know, and a text without a date is the present. So a
misspelt branch would be a date. For authguard, a text with an unknown word, or with a day that no calendar has, is no
date.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from authguard.git.git import Git

_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten"
_UNITS = "(?:second|minute|hour|day|week|fortnight|month|year)s?"
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DAYS = (
    "sun(?:day)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?"
)
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?"
_NAMED = f"{_MONTHS}|{_DAYS}|now|today|yesterday|noon|midnight|tea|never"
_WORD = re.compile(
    rf"(?:{_NUMBERS}|{_UNITS}|{_NAMED}|a|an|ago|last|at|am|pm|z|utc|gmt|t?{_TIME}|\d{{1,2}}(?:am|pm|st|nd|rd|th)?|\d{{3,4}}"
    r"|[+-]\d{4})\Z"
)
_STATES_DATE = re.compile(rf"\b(?:{_UNITS}|{_NAMED}|{_TIME})\b")
_DAY = re.compile(r"(?<![\w.-])(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?=t?\d{2}:|[\s,]|\Z)")
_SECONDS = re.compile(r"@\d{1,12}(?: [+-]\d{4})?|\d{9,12}(?: [+-]\d{4})?")


def seconds_of(git: Git, text: str) -> int | None:
    """Return the time that a text names, in seconds since 1970, as git reads the text; None if the text names no time.

    Raises:
        Refused: git cannot be started.
    """
    if not is_date(text):
        return None
    output = git.run("rev-parse", f"--since={text}").decode().strip()
    return int(output.rpartition("=")[2])


def is_date(text: str) -> bool:
    """Tell whether a text consists of words and numbers of dates, with at least one date."""
    lower = text.strip().lower()
    if _SECONDS.fullmatch(lower):
        return True
    days = list(_DAY.finditer(lower))
    if not all(_is_day(int(one[1]), int(one[3]), int(one[4])) for one in days):
        return False
    rest = _DAY.sub(" ", lower)
    words = [
        word.removesuffix(".")
        for word in re.split(r"[\s,_]+|(?<=\w)[.-](?=[a-z])|(?<=[a-z])[.-](?=\w)", rest)
        if word
    ]
    return all(_WORD.match(word) for word in words) and bool(days or _STATES_DATE.search(rest))


def _is_day(first: int, second: int, third: int) -> bool:
    """Tell whether numbers are a day as year, month, day, or in another order of git; years have four digits."""
    orders = [(first, second, third)] if first > 31 else [(third, first, second), (third, second, first)]
    for year, month, day in orders:
        try:
            date(year, month, day)
        except ValueError:
            continue
        return year > 999
    return False
