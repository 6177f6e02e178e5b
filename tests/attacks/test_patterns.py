"""No regular expression of authguard takes exponential time: names, versions and texts are those of a repository."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import warnings
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

import pytest

import authguard

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType

SECONDS = 2.0
"""The processor time that all attacks on one pattern may take together; each should take some microseconds."""

MANY = 20
"""A repetition with at most this many turns is bounded."""
_PIECES = (
    "a", "A", "0", "_", "-", ".", "_a", "-a", "a-", "a_", ".1", "a.", "a.b", "/a", "a/", " ", "\t", "\n", "a ", "a b ",
    "'", "''", '"', '"a"', "$", "${a}", "x=a ", "-x a ", "--a=b ", "a=b;", "a+", ";", "#a\n", "\\\n", "a,", "(a)",
    "[a]", "{", "0.0", "0_", "a0",
)  # fmt: skip
ATTACKS = tuple(
    f"{start}{piece * 30}{end}"
    for start in ("", "1.0", "v1.2.3-", "a = ")
    for piece in _PIECES
    for end in (" ", "!", "\n")
)
"""Texts with a repeated piece, and an end that many patterns refuse."""


class TooSlow(Exception):
    """The processor time is over."""


def stop(_: int, __: FrameType | None) -> None:
    """End the running match."""
    raise TooSlow


def is_nested(parsed: Iterable[tuple[object, Any]], *, inside: bool = False) -> bool:
    """Tell whether an unbounded repetition contains another one: only then can the time grow exponentially."""
    for kind, value in parsed:
        is_long = kind in (constants.MAX_REPEAT, constants.MIN_REPEAT) and value[1] > MANY
        if is_long and inside:
            return True
        parts = value if isinstance(value, (tuple, list)) else ()
        inner = [part for each in parts for part in (each if isinstance(each, list) else [each])]
        if any(
            is_nested(part, inside=inside or is_long) for part in inner if isinstance(part, parser.SubPattern)
        ):
            return True
    return False


def patterns() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    """Return the nested patterns among the constants of all modules, by module and name."""
    found: dict[str, re.Pattern[str] | re.Pattern[bytes]] = {}
    for module in pkgutil.walk_packages(authguard.__path__, "authguard."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if not isinstance(value, (str, bytes, re.Pattern)) or name.startswith("__"):
                continue
            text = value.pattern if isinstance(value, re.Pattern) else value
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    is_slow = len(text) < 20_000 and is_nested(parser.parse(text))
                except (re.error, OverflowError, RecursionError):
                    continue
                if is_slow:
                    found[f"{module.name}.{name}"] = re.compile(value)
    return found


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timer of processor time")
def test_no_pattern_takes_exponential_time() -> None:
    """A text of 60 characters kept one check busy for hours: `2.0.0sZqel… = `."""
    nested = patterns()
    assert len(nested) > 50
    slow = []
    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        for name, pattern in nested.items():
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            try:
                for attack in ATTACKS:
                    text = attack.encode() if isinstance(pattern.pattern, bytes) else attack
                    pattern.fullmatch(text)  # type: ignore[arg-type]
                    pattern.search(text)  # type: ignore[arg-type]
            except TooSlow:
                slow.append(f"{name}: {pattern.pattern!r}")
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        signal.signal(signal.SIGVTALRM, before)
    assert slow == []
