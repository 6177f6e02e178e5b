"""Parts of messages: a number with its noun, and the most similar known name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CUTOFF = 0.6
"""Less similar names are not suggested: `difflib` calls 0.6 a close match."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most similar to ``name``, in upper or lower case; None if no name is similar."""
    from difflib import get_close_matches

    by_lower = {each.lower(): each for each in reversed(list(known))}
    found = get_close_matches(name[:200].lower(), by_lower, 1, CUTOFF)
    return by_lower[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean NAME?`, or nothing if no known name is similar."""
    found = nearest(name, known)
    return f"; did you mean {found}?" if found is not None else ""


def count(number: int, noun: str) -> str:
    """Return `1 hash` or `2 hashes`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun}{'es' if noun.endswith(('s', 'sh', 'ch', 'x')) else 's'}"
