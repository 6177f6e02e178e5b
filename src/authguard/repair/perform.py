"""What was planned for the work tree and for the index, done together: both, or neither."""

from __future__ import annotations

from authguard.errors import Refused
from authguard.repair import stage
from authguard.repair.plan import Left, carry, plan
from authguard.repair.write import Writing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from authguard.fod.digest import Digest
    from authguard.fod.model import FixedOutput
    from authguard.repair.plan import Plan
    from authguard.repo.git import Git
    from authguard.repo.snapshot import Snapshot


def plan_index(
    git: Git, staged: Snapshot, outputs: Iterable[FixedOutput], truths: Mapping[FixedOutput, Digest]
) -> Plan:
    """Return what makes the same hashes true in the index.

    What cannot be staged is left: of a path that is only marked as to be added, is not checked out, or has other inputs
    staged than stand in the work tree.

    Args:
        git: the repository.
        staged: the snapshot of the index.
        outputs: its fixed outputs, at least those of the files that are repaired.
        truths: the true digests, by fixed outputs of the work tree.
    """
    found = list(outputs)
    known, left = carry(truths, found)
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


def perform(git: Git, work: Plan, index: Plan | None = None, staged: Snapshot | None = None) -> list[str]:
    """Write the edits of a plan for the work tree, and of one for the index if there is one.

    A kill in between leaves the index with its edits and the work tree without them, or some of its files; each is
    whole, and the next run does the rest.

    Args:
        git: the repository.
        work: the plan for the work tree.
        index: the plan for the index, and
        staged: the snapshot of the index that it was made for.

    Returns:
        What somebody might not expect, in a line each.

    Raises:
        Refused: something cannot be written, or changed since it was read; all is as it was.
    """
    facts = git.facts()
    if facts.toplevel is None:
        raise Refused("this must be run in a work tree")
    with Writing(facts.toplevel, facts.common_dir, work.contents()) as writing:
        take_back = None
        if index is not None and staged is not None:
            take_back = stage.stage(git, staged, index.contents())
        try:
            writing.commit()
        except BaseException:
            if take_back is not None:
                take_back()
            raise
    return writing.notes
