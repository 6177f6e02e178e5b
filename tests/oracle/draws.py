"""The source of choices: Hypothesis, which shrinks them, or random numbers, which are faster."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

from tests.oracle.edits import edited
from tests.oracle.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.oracle.model import Draw, Tree

T = TypeVar("T")


class _Numbers:
    """Draws by numbers."""

    def number(self, low: int, high: int) -> int:
        """See Draw."""
        raise NotImplementedError

    def pick(self, choices: Sequence[T]) -> T:
        """See Draw."""
        return choices[self.number(0, len(choices) - 1)]

    def chance(self, percent: int) -> bool:
        """See Draw."""
        return self.number(0, 99) >= 100 - percent


class Drawn(_Numbers):
    """Draws from Hypothesis."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        """Keep the draw function of a composite strategy."""
        self.draw = draw

    def number(self, low: int, high: int) -> int:
        """See Draw."""
        return self.draw(st.integers(low, high))


class Dealt(_Numbers):
    """Draws the given numbers first, then random or least numbers.

    If a given number does not fit, the least number is drawn.
    """

    def __init__(self, given: Sequence[int] = (), random: Random | None = None) -> None:
        """Store the source of numbers; ``numbers`` has the drawn numbers."""
        self.given = given
        self.random = random
        self.numbers: list[int] = []

    def number(self, low: int, high: int) -> int:
        """See Draw."""
        place = len(self.numbers)
        if place < len(self.given):
            found = min(max(self.given[place], low), high)
        else:
            found = self.random.randint(low, high) if self.random is not None else low
        self.numbers.append(found)
        return found


class Example:
    """A base, a target, and the edits between them."""

    def __init__(self, base: Tree, target: Tree, edits: list[str]) -> None:
        """Store the arguments."""
        self.base = base
        self.target = target
        self.edits = edits

    def __repr__(self) -> str:
        return f"Example({self.edits})"


def example(draw: Draw) -> Example:
    """Return a tree and its changed form."""
    base = tree_of(draw)
    target, edits = edited(draw, base)
    return Example(base, target, edits)


@st.composite
def examples(draw: Callable[[st.SearchStrategy[int]], int]) -> Example:
    """Trees and their changed forms, from Hypothesis."""
    return example(Drawn(draw))


def numbered(seed: int) -> tuple[Example, list[int]]:
    """Return the example of a number, and the choices that made it."""
    dealt = Dealt(random=Random(seed))  # noqa: S311 - nothing secret
    return example(dealt), dealt.numbers
