"""Dependency hashes with one digest, although two locks of this repository decide them and differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.changed_outputs import MOST_SHARING
from authguard.compare.classes import COPIED_HASH
from authguard.compare.dependency_copies import EMPTY_DIRECTORY
from authguard.compare.judgement import Judgement, Kind
from authguard.compare.moves import moves
from authguard.compare.pairs import Pairs
from authguard.prove.ecosystems import ecosystem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput


def copies_of_other_locks(
    outputs: Iterable[FixedOutput], is_right: Callable[[FixedOutput], bool], snapshot: Snapshot
) -> Iterator[Judgement]:
    """Yield each dependency hash that is also that of another lock, if the two locks cannot have one hash.

    Args:
        outputs: the fixed outputs of a tree.
        is_right: tells whether a hash needs no judgement.
        snapshot: the tree.
    """
    sharing: dict[str, list[FixedOutput]] = {}
    for each in outputs:
        if each.kind != "dependency" or each.record or each.tool or each.digest is None:
            continue
        if each.digest.sri() != EMPTY_DIRECTORY:
            sharing.setdefault(each.digest.key(), []).append(each)
    for found in sharing.values():
        for each in found if len(found) > 1 else ():
            if is_right(each):
                continue
            others = (one for one in found[:MOST_SHARING] if one.origin.key != each.origin.key)
            other = next((one for one in others if have_other_locks(snapshot, one, each)), None)
            if other is not None:
                yield Judgement(Kind.COPY, each, other, moves(other, each), COPIED_HASH)


def have_other_locks(snapshot: Snapshot, one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether the locks of two dependency hashes in one tree prove that the hashes cannot be equal."""
    if ecosystem(one) != ecosystem(other):
        return False
    from authguard.prove.local_locks import LocalLocks

    answers = (
        LocalLocks([snapshot], [Pairs([before])], snapshot, ()).answer(after, before)
        for before, after in ((one, other), (other, one))
    )
    return all(answer is not None and answer.decision == "moved" for answer in answers)
