"""How well a fixed output of the base explains the digest of one in the target."""

from __future__ import annotations

from itertools import islice
from posixpath import commonprefix
from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.classify import classify
from authguard.compare.moves import moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from authguard.compare.judgement import Judgement, Move
    from authguard.compare.move_class import MoveClass
    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput


_MOST_CALLERS = 16
"""At most this many outputs at one place are compared: a table may have thousands of entries with one hash."""


def under_other_conditions(each: FixedOutput, base: Pairs) -> Iterator[FixedOutput]:
    """Yield the outputs at the place of a fixed output in the base that differ from it only in unknown conditions.

    The file may have a second caller now, and the first one stays: `system` of both is not known.
    """
    place = base.place(each)
    here = (one for one in base.sharing(each) if (one.path, one.attribute) == place)
    for other in islice(here, _MOST_CALLERS):
        has_other_inputs = other.identity != each.identity
        if has_other_inputs and classify(other, each, moves(other, each)) is classes.CONDITION_MOVED:
            yield other


def had_one_digest(each: FixedOutput, other: FixedOutput, bases: Iterable[Pairs]) -> bool:
    """Tell whether the places of two fixed outputs had one digest in a base already."""
    digests = ([{old.digest for old in base.at(one)} for one in (each, other)] for base in bases)
    return any(not mine.isdisjoint(its - {None}) for mine, its in digests)


def is_of_other_place(one: Judgement, base: Pairs) -> bool:
    """Tell whether a fixed output has the old hash of another place, and had a hash of its own before."""
    each, other = one.output, one.other
    own = [old for old in base.at(each) if old.digest is not None]
    is_elsewhere = other is not None and (other.path, other.attribute) != base.place(each)
    return is_elsewhere and bool(own) and all(old.digest != each.digest for old in own)


def likeness(
    other: FixedOutput,
    each: FixedOutput,
    place: tuple[str, str],
    move_class: MoveClass,
    moved: Sequence[Move],
) -> tuple[int, ...]:
    """Return a rank, smaller for a better explanation; ``place`` is that of ``each`` in the base."""
    return (
        (other.path, other.attribute) != place,
        other.path != place[0],
        len(moved),
        move_class.severity == "error",
        move_class in (classes.KNOWN_PART_MOVED, classes.INPUT_UNRESOLVED),
        move_class is classes.OTHER_FILE_AT_OTHER_COMMIT,
        -_common_characters(other.attribute, each.attribute),
    )


def _common_characters(one: str, other: str) -> int:
    """Return how many characters two names have in common at their start and at their end."""
    return len(commonprefix([one, other])) + len(commonprefix([one[::-1], other[::-1]]))


def with_inputs(found: list[FixedOutput]) -> list[FixedOutput]:
    """Return the fixed outputs with an input that decides their content, if there are any.

    A hash without inputs, such as an entry of a cache of hashes, fits any inputs, so it explains nothing.
    """
    stated = [each for each in found if any(one.role in ("what", "how") for one in each.inputs)]
    return stated or found


def has_twin(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether a second entry of the file has this digest in both trees, and did not move.

    If the entry has a version, the version did not move either: a shared version explains the shared file.
    """
    each = one.output
    if any(move.name == "version" for move in one.moved):
        return False

    def twins(tree: Pairs) -> set[tuple[str, object]]:
        return {
            (other.attribute, other.identity)
            for other in tree.sharing(each)
            if other.path == each.path and other.attribute != each.attribute
        }

    return each.attribute in {other.attribute for other in base.sharing(each)} and bool(
        twins(base) & twins(target)
    )
