"""The definitions of options in one file of a module system.

A definition that is no literal makes its option unknown. So does a definition in a place without a known path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

    At = tuple[str, ...]
    """The path of an option. A computed part is empty."""

DEFAULT, UNCERTAIN, ELSEWHERE = -1500, 1, 2
"""The priority of defaults (as numbers of `mkOverride`, less than zero), of definitions under an unknown condition, and
of definitions in a place without a known path."""


class Definition(NamedTuple):
    """A value that a file defines for an option: the priority, and the syntax if the value is a literal version."""

    rank: int
    node: Node | None


class Definitions:
    """The definitions of one file: those with a known path, and the ends of the paths of all others."""

    def __init__(self, *, is_complete: bool = True) -> None:
        """Make a list without definitions. If the list is not complete, its file may define any option."""
        self.known: dict[At, list[Definition]] = {}
        self.elsewhere: set[At] = set()
        self.is_complete = is_complete

    def add(self, at: At, rank: int, node: Node | None) -> None:
        """Store the definition of ``at``, which has ``config`` and ``options`` at its start."""
        if not at:
            return
        if rank == ELSEWHERE or "" in at:
            self.elsewhere.update((at[-1:], at[-2:]))
        else:
            self.known.setdefault(at[1:] if at[0] in ("config", "options") else at, []).append(
                Definition(rank, node)
            )

    def hides(self, at: At) -> bool:
        """Tell whether a definition that is not understood may define the option ``at``, or a set around it."""
        if not self.is_complete:
            return True
        for length in range(len(at)):
            if any(each.node is None for each in self.known.get(at[:length], ())):
                return True
        if any(each.node is None for each in self.known.get(at, ())):
            return True
        return any(
            end in self.elsewhere for length in range(1, len(at) + 1) for end in _ends(at[:length][-2:])
        )


def _ends(at: At) -> tuple[At, ...]:
    """Return ``at``, and its variants with computed parts in place of names."""
    if len(at) == 1:
        return (at, ("",))
    return (at, ("", at[1]), (at[0], ""), ("", ""))
