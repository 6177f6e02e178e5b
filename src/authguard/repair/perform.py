"""Carry out the plans for the work tree and for the index together: either both or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.repair import stage
from authguard.repair.plan import Left, carry, plan
from authguard.repair.write import Writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from authguard.digest import Digest
    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.repair.plan import RepairPlan


def plan_index(
    git: Git,
    staged: Snapshot,
    work: Snapshot,
    outputs: Iterable[FixedOutput],
    truths: Mapping[FixedOutput, Digest],
) -> RepairPlan:
    """Return the plan that makes the same hashes correct in the index.

    An output does not change in four cases: git only knows that its path will be added, its path is not checked out,
    its inputs in the index differ from those in the work tree, or one of its input files differs.

    Args:
        git: the repository.
        staged: the snapshot of the index.
        work: the snapshot of the work tree.
        outputs: the index's fixed outputs, at least those of the files that are repaired.
        truths: the correct digests, by fixed outputs of the work tree.
    """
    found = list(outputs)
    known, left = carry(truths, found, work, staged)
    made = plan(staged, found, known)
    made.left.extend(left)
    entries = stage.entries(git, {each.path for each in truths})
    why = {path: stage.obstacle(entries.get(path), path, staged) for path in {each.path for each in truths}}
    for repair in list(made.repairs):
        reason = why.get(repair.edit.path)
        if reason is not None:
            made.drop(repair, f"its file {reason}")
    here = {each.path for each in found}
    made.left.extend(
        Left(each, f"its file {reason}")
        for each in truths
        if each.path not in here and (reason := why[each.path]) is not None
    )
    return made


def perform(
    git: Git, work: RepairPlan, index: RepairPlan | None = None, staged: Snapshot | None = None
) -> list[str]:
    """Write the edits of a plan for the work tree, and of one for the index if there is one; see `write`.

    ``staged`` is the snapshot of the index for which the second plan was made.
    """
    return write(git, work.contents(), index.contents() if index is not None else {}, staged)


def write(
    git: Git,
    work: Mapping[str, tuple[bytes, bytes]],
    index: Mapping[str, tuple[bytes, bytes]] | None = None,
    staged: Snapshot | None = None,
) -> list[str]:
    """Write new bytes to files of the work tree and, on request, of the index: to all files or to none.

    If the process is killed in between, the index has its edits, but the work tree may lack some. Each file is
    complete, and the next run writes the rest.

    Args:
        git: the repository.
        work: the bytes before and after, by path of the work tree.
        index: the same for the index; None leaves the index unchanged.
        staged: the snapshot of the index that was read.

    Returns:
        Notes on unexpected effects, one line each.

    Raises:
        Refused: a file cannot be written, or was changed after authguard read it. Then all files are unchanged.
    """
    facts = git.facts()
    if facts.toplevel is None:
        raise Refused("this must be run in a work tree")
    with Writing(facts.toplevel, facts.common_dir, work) as writing:
        take_back = stage.stage(git, staged, index) if index and staged is not None else None
        try:
            writing.commit()
        except BaseException:
            if take_back is not None:
                take_back()
            raise
    return writing.notes
