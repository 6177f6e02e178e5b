"""Regular expressions of a repository, run by `re` on single lines with a time limit.

The config of a repository is not trusted (a pull request can change it), and `(x+x+)+y` can make `re` run for years.
A time limit ends the search. Then the check has no answer, and does not pass.
"""

from __future__ import annotations

import re
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from authguard.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SECONDS = 2.0
"""The time for all expressions of one file. A normal expression takes a few milliseconds."""

MAX_PATTERN = 500
MAX_LINE = 20_000
"""Longer lines are not searched."""


class BadPattern(ValueError):
    """A pattern that `re` refuses. The text has the reason in a few words."""


class TooSlow(Exception):
    """The time limit is reached."""


class Pattern:
    """A compiled pattern with the number of its groups."""

    __slots__ = ("_compiled", "groups")

    def __init__(self, compiled: re.Pattern[str]) -> None:
        """Take a pattern with at most one group."""
        self._compiled = compiled
        self.groups = compiled.groups

    def first(self, lines: Iterable[str]) -> tuple[str, int, int] | None:
        """Return the text, the line and the column (from 1) of the group of the first match, or of the match.

        Raises:
            Refused: the time limit is reached.
        """
        try:
            with _budget():
                for number, line in enumerate(lines, 1):
                    match = self._compiled.search(line) if len(line) <= MAX_LINE else None
                    if match is not None and match[self.groups] is not None:
                        return match[self.groups], number, match.start(self.groups) + 1
                return None
        except TooSlow:
            shown = self._compiled.pattern[:80]
            raise Refused(f"the regex {shown!r} of the config takes more than {SECONDS:.0f} s") from None


def compile_pattern(pattern: str) -> Pattern:
    """Compile a pattern. Raises BadPattern."""
    if len(pattern) > MAX_PATTERN:
        raise BadPattern(f"it has more than {MAX_PATTERN} characters")
    try:
        with _budget():
            return Pattern(re.compile(pattern))
    except re.error as error:
        raise BadPattern(error.msg) from None
    except (RecursionError, OverflowError, MemoryError, TooSlow):
        raise BadPattern("it is too large") from None


@contextmanager
def _budget() -> Iterator[None]:
    """Raise TooSlow at the time limit. The alarm works, since `re` checks for signals during a search."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread gets signals, and it reads configs
        return

    def ring(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
