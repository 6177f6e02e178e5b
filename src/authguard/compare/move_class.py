"""The type of a move class."""

from typing import NamedTuple

from authguard.compare.counts import COUNTS, Counted

MEASURED = 60
"""A class is measured if at least this many of its moves are known to be stale or honest."""


class MoveClass(NamedTuple):
    """One way in which the identity of a kept digest can move.

    name      as `explain` and the JSON report show it.
    severity  "error", "warning" or "note"; None if nothing is reported.
    sentence  what happened.
    example   a move of this class.
    rules     the rules that report it.
    """

    name: str
    severity: str | None
    sentence: str
    example: str
    rules: tuple[str, ...] = ("AG201", "AG208")

    @property
    def counted(self) -> Counted | None:
        """The crater's count of the class; None if no error or warning of the class is known to be right or wrong."""
        return COUNTS.get(self.name)

    @property
    def is_measured(self) -> bool:
        """Whether enough moves of the class are known to be stale or honest."""
        return self.counted is not None and self.counted.stale + self.counted.honest >= MEASURED
