"""Trees in a dictionary, their repair plans, and the repaired trees."""

from __future__ import annotations

from hashlib import new
from typing import TYPE_CHECKING

from authguard.digest import Digest
from authguard.git.git import Git
from authguard.git.ranges import WORKTREE, all_of
from authguard.git.worktree import Edited, OnDisk
from authguard.nix.references import CALL, SCOPE, references
from authguard.outputs.reach import is_nix, may_pin
from authguard.outputs.tree import OutputTree
from authguard.repair.edits import Edit, landing
from authguard.repair.perform import perform, plan_index
from authguard.repair.plan import Repair, RepairPlan, plan
from tests.support.snapshots import Held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput

    Files = Mapping[str, str | bytes]
    Truth = Callable[[FixedOutput], Digest | None]


def digest(number: int, algorithm: str = "sha256") -> Digest:
    """A digest of some bytes."""
    return Digest(algorithm, new(algorithm, b"repair %d" % number).digest())


NEW = digest(1)


def held(files: Files) -> Held:
    """A snapshot of these files."""
    return Held({path: text.encode() if isinstance(text, str) else text for path, text in files.items()})


def outputs(snapshot: Snapshot) -> list[FixedOutput]:
    """The fixed outputs of a snapshot in the order of their places, of all files that may have hashes."""
    paths = sorted(path for path in snapshot.paths() if is_nix(path) or may_pin(path))
    refers = {path: set(references(path, snapshot.read(path) or b"")) for path in paths}

    def importers(path: str) -> list[str]:
        places = (path, path.removesuffix("default.nix").rstrip("/"))
        wanted = {mark + place for mark in (CALL, SCOPE) for place in places}
        return [name for name, found in refers.items() if wanted & found]

    found = OutputTree(snapshot, importers).collect(paths)
    return sorted(found, key=lambda each: (each.path, each.origin.span()))


def planned(files: Files, truth: Truth | None = None) -> RepairPlan:
    """Return the plan if each fixed output has the true digest in ``truth`` (NEW without ``truth``)."""
    snapshot = held(files)
    found = outputs(snapshot)
    said = {each: truth(each) if truth is not None else NEW for each in found}
    return plan(snapshot, found, {each: known for each, known in said.items() if known is not None})


def repaired(files: Files, truth: Truth | None = None) -> dict[str, str]:
    """The files after the plan; no hash may be left, and all must be the true digests."""
    made = planned(files, truth)
    assert not made.left
    return after(files, made)


def after(files: Files, made: RepairPlan) -> dict[str, str]:
    """The files after a plan; the files must contain its repairs."""
    snapshot = held(files)
    contents = {path: new for path, (_, new) in made.contents().items()}
    assert without_effect(made.repairs, made.edits, outputs(Edited(snapshot, contents))) == []
    complete = {**snapshot.files, **contents}
    return {path: complete[path].decode("utf-8", "surrogateescape") for path in files}


def reasons(made: RepairPlan) -> list[tuple[str, str]]:
    """The hashes that are not written: attribute and reason."""
    return [(left.output.attribute, left.reason) for left in made.left]


class Done:
    """The result for a repository: both plans, and the messages."""

    def __init__(self, work: RepairPlan, index: RepairPlan | None, notes: list[str]) -> None:
        """Store the arguments."""
        self.work = work
        self.index = index
        self.notes = notes


def repair(
    path: Path, truth: Truth | None = None, stage: bool = True, begin: Callable[[], None] = lambda: None
) -> Done:
    """Repair the work tree of a repository, and its index on request, with the true hashes of ``truth``.

    ``begin`` is called after the plan, before anything is written.
    """
    git = Git(str(path))
    try:
        work_tree = OnDisk(all_of(git, WORKTREE).target, str(path))
        found = outputs(work_tree)
        said = {each: truth(each) if truth is not None else NEW for each in found}
        truths = {each: known for each, known in said.items() if known is not None}
        work = plan(work_tree, found, truths)
        if not stage:
            begin()
            return Done(work, None, perform(git, work))
        staged = all_of(git).target
        index = plan_index(git, staged, all_of(git, ":worktree").target, outputs(staged), truths)
        begin()
        return Done(work, index, perform(git, work, index, staged))
    finally:
        git.close()


def without_effect(
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
