"""The nearest of some names, for messages about one that is not known."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like `name`, or None if there is none at all to choose from.

    Of equally like ones it is the one with the longest beginning in common, then the first.
    """
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(name[:200].lower())
    best: str | None = None
    score = (-1.0, 0)
    for candidate in known:
        matcher.set_seq1(candidate.lower())
        likeness = (matcher.ratio(), _beginning(candidate.lower(), name.lower()))
        if likeness > score:
            best, score = candidate, likeness
    return best


def _beginning(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length
