"""The result for one fixed output of the target: its kind, the inputs that moved, and the class of the move."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from authguard.compare.classes import UNCHANGED, MoveClass
from authguard.outputs.model import FixedOutput, Input


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
