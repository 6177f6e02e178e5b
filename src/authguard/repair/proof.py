"""The proof, before anything is written, that a repaired file will have the correct hash."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard.repair.edits import Edit, apply, landing
from authguard.repair.literal import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.outputs.model import FixedOutput
    from authguard.repair.literal import Rewriter
    from authguard.repair.plan import Repair

_CLASH = "the same text holds another hash"
_WRONG = "its file would not read as it should with the true hash in it"


def unproved(repairs: Iterable[Repair], rewriter: Rewriter) -> list[tuple[Repair, str]]:
    """Return the repairs that must not be made, with the reasons. Each file is read with its edits.

    In a .nix file the string at the place must be the correct digest. In a data file the string at the same keys must
    be that digest, and all else must be unchanged. (A file that is only a hash must be only the new hash.)
    """
    by_file: dict[str, list[Repair]] = {}
    for repair in repairs:
        by_file.setdefault(repair.edit.path, []).append(repair)
    found: list[tuple[Repair, str]] = []
    for here in by_file.values():
        here.sort(key=lambda repair: (repair.edit.start, repair.edit.end))
        clashing = [other for one, other in pairwise(here) if other.edit.start < one.edit.end]
        found.extend((repair, _CLASH) for repair in clashing)
        kept = [repair for repair in here if repair not in clashing]
        kind = kind_of(here[0].outputs[0])
        wrong = (
            []
            if kind == "text"
            else _wrong_in_data(kept)
            if kind == "data"
            else _wrong_in_nix(kept, rewriter)
        )
        found.extend((repair, _WRONG) for repair in wrong)
    return found


def _wrong_in_nix(repairs: list[Repair], rewriter: Rewriter) -> list[Repair]:
    edits = [repair.edit for repair in repairs]
    after = apply(repairs[0].outputs[0].origin.data, edits)
    wrong = []
    moved = 0
    for repair in repairs:
        start = repair.edit.start + moved
        text = rewriter.reads(repair.edit.path, after, start, start + len(repair.edit.new))
        if text is None or not _is(text, repair):
            wrong.append(repair)
        moved += len(repair.edit.new) - len(repair.edit.old)
    return wrong


def _is(text: str, repair: Repair) -> bool:
    try:
        return digests.parse(text, repair.digest.algorithm) == repair.digest
    except digests.BadDigest:
        return False


def _wrong_in_data(repairs: list[Repair]) -> list[Repair]:
    """Return the problems of the edits of a data file. If all edits together have a problem, each is tried alone."""
    if not repairs or _says(repairs):
        return []
    wrong = [repair for repair in repairs if not _says([repair])]
    return wrong or list(repairs)


def _says(repairs: Sequence[Repair]) -> bool:
    from authguard.repair import datafile

    origin = repairs[0].outputs[0].origin
    after = apply(origin.data, [repair.edit for repair in repairs])
    texts = {datafile.pointer_of(repair.outputs[0]): repair.after for repair in repairs}
    return all(_is(repair.after, repair) for repair in repairs) and datafile.says_only(
        origin.path, origin.data, after, texts
    )


def confirm(
    repairs: Iterable[Repair], edits: dict[str, list[Edit]], collected: Iterable[FixedOutput]
) -> list[Repair]:
    """Return the repairs without effect: no fixed output at their place has the correct digest after the edits.

    Args:
        repairs: the planned repairs, and
        edits: all edits by file (`Plan.repairs` and `Plan.edits`).
        collected: the fixed outputs of the tree with the edits (`Edited`), collected again.
    """
    there: dict[object, list[FixedOutput]] = {}
    for each in collected:
        there.setdefault(each.origin.key, []).append(each)
    failed = []
    for repair in repairs:
        found = there.get(_key_after(repair, edits), [])
        if not found or any(each.digest != repair.digest or each.problem is not None for each in found):
            failed.append(repair)
    return failed


def _key_after(repair: Repair, edits: dict[str, list[Edit]]) -> object:
    """Return a key that identifies a fixed output before and after its repair."""
    origin = repair.outputs[0].origin
    if origin.pointer is not None:
        return origin.key
    return origin.path, landing(edits.get(origin.path, []), origin.span()[0])
