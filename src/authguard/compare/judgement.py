"""The result for one fixed output of the target: its kind, the inputs that moved, and the class of the move."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from authguard.compare.classes import UNCHANGED
from authguard.compare.move_class import MoveClass
from authguard.outputs.model import FixedOutput, Input

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.compare.pairs import Pairs
    from authguard.trace import Trace


class Move(NamedTuple):
    """One input that differs: its value before and after (None: absent), and its role."""

    name: str
    role: str
    before: Input | None
    after: Input | None


class Kind(Enum):
    """The result for a pair of the target that no base has."""

    STALE = "the base has this hash for other inputs, which are gone"
    COPY = "another fixed output has this hash too, for other inputs"
    ALONE = "the base has another hash for these inputs"
    LOCATION = "only the location moved"
    NEW = "the base has neither these inputs nor this hash"


class Judgement(NamedTuple):
    """The result for one fixed output of the target.

    other       the fixed output that it is compared with, which has or had this digest.
    moved       the inputs in which the two differ.
    move_class  how the identity moved.
    """

    kind: Kind
    output: FixedOutput
    other: FixedOutput | None = None
    moved: Sequence[Move] = ()
    move_class: MoveClass = UNCHANGED

    @property
    def is_error(self) -> bool:
        """Whether the class of the move is an error by itself."""
        return self.move_class.severity == "error"


def trace_comparison(
    trace: Trace, outputs: Iterable[FixedOutput], judgements: Iterable[Judgement], bases: list[Pairs]
) -> None:
    """Add to a trace how each pair of the target was judged."""
    by_output = {id(one.output): one for one in judgements}
    for each in outputs:
        one = by_output.get(id(each))
        if one is not None:
            moved = ", ".join(move.name for move in one.moved)
            other, says = one.other, one.kind.value
            sharing = next((old for base in bases for old in base.sharing(each)), None)
            if one.kind is Kind.NEW and sharing is not None:
                other, says = sharing, "the base has this hash for other inputs, which are still there"
            against = f" ({other.path}#{other.attribute})" if other else ""
            trace.note(each, "compare", f"{says}{against}{f'; moved: {moved}' if moved else ''}")
            if one.kind in (Kind.STALE, Kind.COPY, Kind.LOCATION):
                severity = one.move_class.severity or "nothing"
                trace.note(
                    each, "move class", f"{one.move_class.name} ({severity}): {one.move_class.sentence}"
                )
        elif each.digest is None:
            trace.note(each, "compare", "the hash is unfinished, so it is not compared")
        elif any(base.holds(each) for base in bases):
            one_of = "the base" if len(bases) == 1 else "one of the bases"
            trace.note(each, "compare", f"{one_of} has this hash for the same named inputs")
        else:
            trace.note(each, "compare", "the base has this hash, and nothing that decides the content moved")
