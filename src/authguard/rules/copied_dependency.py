"""Dependency hashes with one digest, although two locks of this repository decide them and differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.changed_outputs import MOST_SHARING
from authguard.compare.classes import COMMITS_SHARE_HASH, COPIED_HASH
from authguard.compare.dependency_copies import EMPTY_DIRECTORY
from authguard.compare.judgement import Judgement, Kind
from authguard.compare.moves import moves
from authguard.compare.pairs import Pairs
from authguard.prove.ecosystems import ecosystem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from authguard.compare.move_class import MoveClass
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput


def copied_dependencies(
    outputs: Iterable[FixedOutput], is_right: Callable[[FixedOutput], bool], snapshot: Snapshot
) -> Iterator[Judgement]:
    """Yield each hash that is also that of other dependencies, if the locks say that the two cannot have one hash.

    Args:
        outputs: the fixed outputs of a tree.
        is_right: tells whether a hash needs no judgement.
        snapshot: the tree.
    """
    sharing: dict[str, list[FixedOutput]] = {}
    for each in outputs:
        is_judged = each.kind == "dependency" or each.input("key") is not None
        if is_judged and not each.tool and each.digest is not None and each.digest.sri() != EMPTY_DIRECTORY:
            sharing.setdefault(each.digest.key(), []).append(each)
    for found in sharing.values():
        for each in found if len(found) > 1 else ():
            if is_right(each):
                continue
            for one in found[:MOST_SHARING]:
                move_class = _class_of(snapshot, one, each) if one.origin.key != each.origin.key else None
                if move_class is not None:
                    yield Judgement(Kind.COPY, each, one, moves(one, each), move_class)
                    break


def _class_of(snapshot: Snapshot, one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    if one.record != other.record:
        return None
    if one.record:
        return _class_of_crates(snapshot, one, other)
    return COPIED_HASH if have_other_locks(snapshot, one, other) else None


def _class_of_crates(snapshot: Snapshot, one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return the class of two entries of `outputHashes`, by the commits that their lock has; None for one commit."""
    from authguard.prove.keyed_locks import checkout_of

    first, second = checkout_of(one, snapshot), checkout_of(other, snapshot)
    if first is None or second is None or first.commit == second.commit or not (first.url and second.url):
        return None
    return COMMITS_SHARE_HASH if first.url == second.url else COPIED_HASH


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
