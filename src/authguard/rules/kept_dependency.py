"""Facts of the history about a hash that was kept while its inputs moved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare.classify import classify
from authguard.compare.judgement import Kind
from authguard.compare.moves import form_of, moves, tokens
from authguard.compare.pairs import Pairs
from authguard.outputs.pnpm_store import NAME as PNPM_STORE
from authguard.prove.ecosystems import ecosystem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.compare.judgement import Judgement, Move
    from authguard.outputs.model import FixedOutput
    from authguard.prove.local_locks import LocalAnswer
    from authguard.rules.context import Change, Suspect

_NUMBER = r"\d+(?:\.\d+)*"
MOST_QUESTIONS = 8
"""The history is read for at most this many hashes of one bump, since each needs a walk through the log of its file."""


COMPUTED = 2
"""If so many dependency hashes moved with their sources, and at most so many times as many stayed, the author computes
them."""


def survived(change: Change, suspect: Suspect) -> bool:
    """Tell whether earlier commits suggest that a kept dependency hash is right.

    Either the hash was kept before when its source moved, so its lock moves less often than its source. Or only the
    source moved now, and other dependency hashes moved with their sources in this change, or the commit that wrote the
    hash moved its source too: the author computes the hash with each bump. This last reason is not used if many sources
    moved now and no dependency hash.
    """
    each, before = suspect.output, suspect.judgement.other
    if before is None:
        return False
    is_repaired = any(_is_repaired(move) for move in suspect.judgement.moved)
    if is_repaired and _is_of_same_source(change, suspect):
        return True
    if not is_repaired and _has_only_moved_source(suspect.judgement) and _are_computed(change, each):
        change.note(each, "history", "other dependency hashes moved with their sources in this change")
        return True
    wrote, earlier = _written(change, each)
    if wrote is None:
        return False
    if _moved_source(wrote, before) and (not is_repaired or _moved_content(wrote, before)):
        change.note(each, "history", "this hash was kept before when its source moved")
        return True
    if _moved_program(wrote, before, suspect.judgement.moved):
        change.note(each, "history", "this hash was kept before when a program in its script moved")
        return True
    if is_repaired:
        return False
    if change.many_were_kept:
        change.note(each, "history", "many sources moved in this change, and no dependency hash")
        return False
    if _has_only_moved_source(suspect.judgement) and any(_moved_source(old, wrote) for old in earlier):
        change.note(each, "history", "this hash was written together with its source")
        return True
    return False


def hash_in_other_parent(change: Change, suspect: Suspect) -> FixedOutput | None:
    """Return the fixed output of another parent of a merge that has another dependency hash for the same source.

    None if a pin of nixpkgs moved in the merge too, since a fetcher of nixpkgs may have changed its output.
    """
    if not _has_only_moved_source(suspect.judgement) or change.toolchain_moved:
        return None
    return _with_other_hash(suspect.output, change.before(suspect.output))


def hash_before_half_revert(change: Change, suspect: Suspect) -> FixedOutput | None:
    """Return the fixed output with another dependency hash for the same source, if half of a bump was reverted.

    It is in a parent of the commit that wrote the kept hash for another source.
    """
    each = suspect.output
    if not _has_only_moved_source(suspect.judgement):
        return None
    wrote, earlier = _written(change, each)
    is_of_other = wrote is not None and wrote.identity != each.identity
    return _with_other_hash(each, earlier) if is_of_other else None


def _with_other_hash(each: FixedOutput, known: Iterable[FixedOutput]) -> FixedOutput | None:
    """Return the first of some fixed outputs with the inputs of ``each`` and another hash."""
    same = (old for old in known if old.identity == each.identity and None not in (old.digest, each.digest))
    return next((old for old in same if old.digest != each.digest), None)


def _are_computed(change: Change, each: FixedOutput) -> bool:
    """Tell whether enough other dependency hashes moved with their sources, one of them of the same kind."""
    moved = [
        one.output
        for one in change.of_kind(Kind.NEW)
        if one.output.kind == "dependency"
        and any(old.digest not in (None, one.output.digest) for old in change.before(one.output))
    ]
    kept = {(one.output.path, one.output.package) for one in change.suspects}
    is_of_kind = any(ecosystem(one) == ecosystem(each) for one in moved)
    number = len({one.digest for one in moved})
    return is_of_kind and number >= COMPUTED and len(kept) <= COMPUTED * number


def was_mended(change: Change, suspect: Suspect) -> bool:
    """Tell whether the commit that wrote a kept dependency hash moved no input of the hash.

    So this hash was wrong before, and corrected in a commit of its own. Since that commit, its source moves now for the
    first time.
    """
    each, before = suspect.output, suspect.judgement.other
    if before is None:
        return False
    wrote, earlier = _written(change, each)
    if wrote is None or not earlier or wrote.identity != before.identity:
        return False
    if any(
        old.digest is None or old.digest == wrote.digest or old.identity != wrote.identity for old in earlier
    ):
        return False
    change.note(each, "history", "this hash was wrong before, and corrected in a commit of its own")
    return True


def returned(change: Change, each: FixedOutput, answer: LocalAnswer) -> LocalAnswer:
    """Return a moved lock as unknown if it is as it was in the commit that brought the hash.

    A bump that forgot the hash may be reverted, and then the hash is right again. That is not sure: the hash may have
    been wrong in that commit. It is not believed if the hash is in another place too, since it may be a copy.
    """
    if answer.decision != "moved" or each.digest is None:
        return answer
    if len({one.origin.key for one in change.outputs if one.digest == each.digest}) > 1:
        return answer
    found = change.history.brought(each)
    if found is None or change.history.holders(each.digest.key()) - {each.path}:
        return answer
    wrote, paths = found
    olds = [old for old in change.at([wrote], each) if old.digest == each.digest]
    if not olds or any(old.identity != each.identity for old in olds):
        return answer
    from dataclasses import replace

    from authguard.prove.local_locks import LocalLocks

    locks = LocalLocks([wrote], [Pairs(olds)], change.scope.target, {*paths, *change.changed})
    since = locks.answer(each, olds[0])
    if since is None or since.decision != "same":
        return answer
    says = f"{answer.says}; it is as in {wrote.label[:12]}, which wrote this hash"
    return replace(answer, decision="unknown", says=says)


def kept_before(change: Change, one: Judgement) -> bool:
    """Tell whether the hash of a judgement was kept at an earlier move of the same inputs too.

    A commit that corrected only the hash does not count: the move after it had its own hash already.
    """
    each, before = one.output, one.other
    written = change.history.written(each)
    wrote = [old for old in change.at(written[:1], each) if old.digest == each.digest]
    if before is None or not wrote:
        return False
    if not all(_is_same_step(old, before, one) for old in wrote):
        return False
    identities = {old.identity for old in wrote}
    if any(old.identity in identities for old in change.at(written[1:], each)):
        return False
    change.note(each, "history", "this hash was kept before when its inputs moved")
    return True


def follows_version(one: Judgement) -> bool:
    """Tell whether a source has the version beside it now, which did not move, and had another version before."""
    each, before = one.output, one.other
    moved = [move for move in one.moved if move.role in ("what", "how", "script")]
    label = form_of(each.version)
    if before is None or len(moved) != 1 or not isinstance(label, str):
        return False
    return form_of(before.version) == label and _is_only_version(moved[0], label)


def came_with_version(change: Change, one: Judgement) -> bool:
    """Tell whether the version that a source follows now moved together with its hash earlier.

    The commit that wrote the hash moved this version and replaced another hash, while the source stayed.
    """
    each, before = one.output, one.other
    if before is None or _has_other_hash(change, each) or change.was_copied(before):
        return False
    label = form_of(each.version)
    written = change.history.written(each)
    wrote = [old for old in change.at(written[:1], each) if old.digest == each.digest]
    earlier = list(change.at(written[1:], each))
    came = (
        bool(wrote)
        and bool(earlier)
        and all(old.identity == before.identity for old in (*wrote, *earlier))
        and all(form_of(old.version) == label for old in wrote)
        and all(form_of(old.version) != label and old.digest != each.digest for old in earlier)
    )
    if came:
        says = "this hash and the version beside it moved in one commit; the source did not"
        change.note(each, "history", says)
    return came


def _has_other_hash(change: Change, each: FixedOutput) -> bool:
    """Tell whether a base, such as a parent of a merge, has another hash for the same inputs."""
    return any(
        old.digest != each.digest
        for pairs in change.base_pairs
        for old in pairs.by_identity.get(each.identity, ())
    )


def _is_only_version(move: Move, version: str) -> bool:
    """Tell whether a text has another version only in that it contains ``version`` now: `v1.0` and `v1.1`."""
    one, other = form_of(move.before), form_of(move.after)
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    if re.sub(_NUMBER, "#", one) != re.sub(_NUMBER, "#", other):
        return False
    pairs = zip(re.findall(_NUMBER, one), re.findall(_NUMBER, other), strict=True)
    return {after for before, after in pairs if before != after} == {version}


def _is_same_step(old: FixedOutput, new: FixedOutput, one: Judgement) -> bool:
    """Tell whether the inputs moved from ``old`` to ``new`` as they move in a judgement: the same inputs and class."""
    earlier, moved = moves(old, new), list(one.moved)
    names = _deciding(moved)
    if one.other is None or not names or _deciding(earlier) != names:
        return False
    return classify(old, new, earlier) is classify(one.other, one.output, moved)


def _deciding(moved: Sequence[Move]) -> set[str]:
    """Return the names of the moved inputs that decide the content."""
    return {move.name for move in moved if move.role in ("what", "how", "script")}


def _written(change: Change, each: FixedOutput) -> tuple[FixedOutput | None, list[FixedOutput]]:
    """Return a fixed output as in the commit that wrote its hash, and as in the parents of that commit."""
    written = change.history.written(each)
    wrote = next((old for old in change.at(written[:1], each) if old.digest == each.digest), None)
    return wrote, [*change.at(written[1:], each)]


def _moved_source(old: FixedOutput, new: FixedOutput) -> bool:
    return any(move.role == "what" for move in moves(old, new))


def _moved_content(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether a source moved with its hash."""
    pairs = ((move.before, move.after) for move in moves(old, new) if move.role == "what")
    sources = [[one.output if one is not None else None for one in pair] for pair in pairs]
    return any(one is not None and other is not None and one.digest != other.digest for one, other in sources)


def _moved_program(old: FixedOutput, new: FixedOutput, moved: Sequence[Move]) -> bool:
    """Tell whether only programs in scripts move now, and the same programs moved from ``old`` to ``new``."""
    earlier = {move.name: _programs(move) for move in moves(old, new)}
    deciding = [move for move in moved if move.role in ("what", "how", "script")]
    now = [(earlier.get(move.name), _programs(move)) for move in deciding]
    return bool(now) and all(before and places and places <= before for before, places in now)


def _programs(move: Move) -> set[int]:
    """Return the places of the values in a script that moved, such as the path of a program; none if its text moved."""
    if move.role != "script" or move.before is None or move.after is None:
        return set()
    one, other = move.before.form, move.after.form
    if not isinstance(one, tuple) or not isinstance(other, tuple) or len(one) != len(other):
        return set()
    pairs = [(at, pair) for at, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    is_text = any(not isinstance(part, tuple) for _, pair in pairs for part in pair)
    return set() if is_text else {at for at, _ in pairs}


def _is_of_same_source(change: Change, suspect: Suspect) -> bool:
    """Tell whether only the hash of a released source moved, although the old hash was not stale.

    Then the source is the same release, and its lock is the same.
    """
    moved = [move for move in suspect.judgement.moved if move.role == "what"]
    if not all(_is_repaired(move) and tokens(move.after) for move in moved):
        return False
    sources = [move.before.output for move in moved if move.before is not None]
    if any(source is None or change.was_kept(source) for source in sources):
        return False
    change.note(suspect.output, "source", "only the hash of the source moved, and its release is the same")
    return True


def _is_repaired(move: Move) -> bool:
    """Tell whether only the digest of a source moved. Then its inputs moved in an earlier commit."""
    one, other = (stated.output if stated is not None else None for stated in (move.before, move.after))
    if one is None or other is None or one.digest == other.digest:
        return False
    return one.identity == other.identity


def _has_only_moved_source(one: Judgement) -> bool:
    """Tell whether only the source of a dependency hash moved, and it is no directory of this repository."""
    deciding = {
        move.name
        for move in one.moved
        if move.role in ("what", "how", "script")
        and not (move.name == PNPM_STORE and None in (move.before, move.after))
    }
    return bool(deciding) and deciding <= {"src", "srcs"} and one.output.local is None
