"""Dependency hashes with one digest, although locks of this repository decide them and differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare.classes import COMMITS_SHARE_HASH, COPIED_HASH
from authguard.compare.dependency_copies import EMPTY_DIRECTORY
from authguard.compare.judgement import Judgement, Kind
from authguard.compare.moves import moves
from authguard.compare.pairs import Pairs
from authguard.outputs.facts import has_lock_or_key
from authguard.prove.ecosystems import ecosystem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from authguard.compare.move_class import MoveClass
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.prove.keyed_locks import Checkout

MOST_LOCKS = 8
"""At most this many locks, or commits, of one digest are compared."""
_SCHEME = re.compile(r"(?:git\+)?\w+://(?:[^@/]*@)?")


def copied_dependencies(
    outputs: Iterable[FixedOutput], is_right: Callable[[FixedOutput], bool], snapshot: Snapshot
) -> Iterator[Judgement]:
    """Yield a hash of each lock, or of each commit in a lock, that is also that of another, if one of both is wrong.

    Args:
        outputs: the fixed outputs of a tree.
        is_right: tells whether a hash needs no judgement.
        snapshot: the tree.
    """
    sharing: dict[str, list[FixedOutput]] = {}
    for each in outputs:
        if has_lock_or_key(each) and each.digest is not None and each.digest.sri() != EMPTY_DIRECTORY:
            sharing.setdefault(each.digest.key(), []).append(each)
    crates: dict[str, dict[str, Checkout]] = {}
    for found in sharing.values():
        if len(found) > 1 and not all(map(is_right, found)):
            yield from _of_digest(_by_lock(found, is_right, snapshot, crates), is_right, snapshot)


def _of_digest(
    by_lock: dict[object, FixedOutput], is_right: Callable[[FixedOutput], bool], snapshot: Snapshot
) -> Iterator[Judgement]:
    some = list(by_lock.items())[:MOST_LOCKS]
    for decided, each in some:
        if is_right(each):
            continue
        for other_decided, other in some:
            move_class = (
                _class_of(snapshot, (decided, each), (other_decided, other)) if other is not each else None
            )
            if move_class is not None:
                yield Judgement(Kind.COPY, each, other, moves(other, each), move_class)
                break


def _by_lock(
    found: list[FixedOutput],
    is_right: Callable[[FixedOutput], bool],
    snapshot: Snapshot,
    crates: dict[str, dict[str, Checkout]],
) -> dict[object, FixedOutput]:
    """Return one output, if possible one that must be judged, for each lock, or for each (repository, commit)."""
    from authguard.prove.keyed_locks import checkout_of
    from authguard.prove.local_locks import LocalLocks

    locks = LocalLocks([snapshot], [Pairs(found)], snapshot, ())
    by_lock: dict[object, FixedOutput] = {}
    for each in sorted(found, key=is_right):
        if each.record:
            checkout = checkout_of(each, snapshot, crates)
            decided: object = (
                (repository_of(checkout.url), checkout.commit) if checkout and checkout.url else None
            )
        else:
            decided = locks.path_of(each) if not _may_have_other_lock(each) else None
        if decided is not None:
            by_lock.setdefault(decided, each)
    return by_lock


def _may_have_other_lock(each: FixedOutput) -> bool:
    """Tell whether a script, a patch or an option may replace the lock in the source of a dependency hash."""
    replaced = each.row.replaced_by if each.row is not None else ()
    names = {"patches", "cargoPatches", *replaced}
    return any(one.role == "script" or one.name in names for one in each.inputs)


def repository_of(url: str) -> str:
    """Return the host and path of a repository, so that two spellings of a url are equal."""
    return _SCHEME.sub("", url).rstrip("/").removesuffix(".git").lower()


def _class_of(
    snapshot: Snapshot, one: tuple[object, FixedOutput], other: tuple[object, FixedOutput]
) -> MoveClass | None:
    if one[1].record != other[1].record:
        return None
    if isinstance(one[0], tuple) and isinstance(other[0], tuple):
        if one[0][1] == other[0][1]:
            return None
        return COMMITS_SHARE_HASH if one[0][0] == other[0][0] else COPIED_HASH
    return COPIED_HASH if have_other_locks(snapshot, one[1], other[1]) else None


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
