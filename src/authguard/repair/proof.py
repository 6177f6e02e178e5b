"""The proof, before anything is written, that a repaired file will have the correct hash."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard.repair.edits import apply
from authguard.repair.literal import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.repair.literal import Rewriter
    from authguard.repair.plan import Repair

_CLASH = "the same text contains another hash"
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
