"""The limit for the contexts of functions that call themselves, or one another."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source

MOST_RECURSIVE = 128
"""Functions that call one another have at most this many contexts for one place; the calls beyond it stay unbound.

Three functions that call one another at three places would have 3^8 contexts.
"""


class Recursion:
    """The lambdas that are being bound, to limit the contexts of functions that call one another."""

    def __init__(self) -> None:
        """Begin outside of all lambdas."""
        self._open: Counter[tuple[str, int]] = Counter()
        self._begin()

    def _begin(self) -> None:
        """Begin a place: no function was met inside of itself."""
        self._is_met = False
        self._left = MOST_RECURSIVE

    @property
    def is_over(self) -> bool:
        """Whether the limit was reached for the present place.

        Then the contexts of the functions inside are not complete, and are not kept for other places. Those of the
        present place are kept: each question about it has the same answer.
        """
        return bool(self._open) and self._left < 0

    def may_go_on(self) -> bool:
        """Tell whether another context of the present place is within the limit.

        They are counted as soon as a function was met inside of itself. Without a recursion, no context is counted.
        """
        if not self._open:
            self._begin()
        self._left -= self._is_met
        return self._left >= 0

    @contextmanager
    def inside(self, source: Source, function: Node) -> Iterator[None]:
        """Mark that the arguments of a lambda are searched."""
        key = (source.path, function.start_byte)
        if not self._open:
            self._begin()
        self._is_met = self._is_met or key in self._open
        self._open[key] += 1
        try:
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]
