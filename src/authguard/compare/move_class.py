"""The type of a move class, and the count of a class by the crater."""

from typing import NamedTuple

MEASURED = 60
"""A class is measured if at least this many of its moves are known to be stale or honest."""


class Counted(NamedTuple):
    """The crater's count of a class: moves, their repositories, and how many moves are known as stale and as honest."""

    moves: int
    repositories: int
    stale: int
    honest: int


class MoveClass(NamedTuple):
    """One way in which the identity of a kept digest can move.

    name      as `explain` and the JSON report show it.
    severity  "error", "warning" or "note"; None if nothing is reported.
    sentence  what happened.
    example   a move of this class.
    rules     the rules that report it.
    counted   None if the class was not measured.
    """

    name: str
    severity: str | None
    sentence: str
    example: str
    rules: tuple[str, ...] = ("AG201", "AG208")
    counted: Counted | None = None

    @property
    def is_measured(self) -> bool:
        """Whether enough moves of the class are known to be stale or honest."""
        return self.counted is not None and self.counted.stale + self.counted.honest >= MEASURED
