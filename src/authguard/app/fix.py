"""Fix: obtain the true hashes, and write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.app import selection
from authguard.app.proving import proved
from authguard.app.repository import cached_tree
from authguard.app.verify import VerifyRequest, chosen, opened
from authguard.errors import Refused, Unreachable
from authguard.git.ranges import all_of
from authguard.prove.proofs import Proofs
from authguard.prove.proving import RIGHT, WRONG
from authguard.prove.repaired import keep_repaired
from authguard.repair.edited import Edited, OnDisk
from authguard.repair.perform import perform, plan_index
from authguard.repair.plan import plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.digest import Digest
    from authguard.git.git import Git
    from authguard.outputs.model import FixedOutput
    from authguard.prove.proving import Answer
    from authguard.repair.plan import Left, RepairPlan


@dataclass
class FixRequest(VerifyRequest):
    """The fixed outputs of the work tree to fix; whether to stage the edits; whether to write nothing."""

    stage: bool = False
    dry_run: bool = False


@dataclass
class Fixed:
    """The edits of the work tree and of the index (None: not staged), and remarks about the files."""

    work: RepairPlan
    index: RepairPlan | None
    notes: list[str]

    @property
    def left(self) -> list[Left]:
        """The fixed outputs whose hash could not be written."""
        return [*self.work.left, *(self.index.left if self.index is not None else ())]


class Fix:
    """One run: first take the ``answers``, then ``write``."""

    def __init__(self, git: Git, request: FixRequest) -> None:
        """Find the fixed outputs of the work tree. Raises Refused without a work tree."""
        top = git.facts().toplevel
        if top is None:
            raise Refused("fix writes to a work tree, and there is none here")
        self.git = git
        self.request = request
        request.head = ":worktree"
        self.scope, self.config, self.prefix = opened(git, request)
        self.scope.target = OnDisk(self.scope.target, top)
        self.tree = all_of(git, ":worktree")
        self.wanted = chosen(git, self.scope, self.config, request, self.prefix, self.tree)
        self.done: list[Answer] = []

    def answers(self, progress: Callable[[str], None]) -> Iterator[Answer]:
        """Yield an answer for each; ``progress`` takes a line about the work at hand."""
        for answer in proved(self.git, self.scope, self.config, self.request, self.wanted, progress):
            self.done.append(answer)
            yield answer

    def write(self) -> Fixed:
        """Write the true hashes, unless the request is a dry run.

        Raises:
            Unreachable: a mirror or a builder broke off. Half of a repair would look like a complete one.
            Refused: a file cannot be written, or changed meanwhile.
        """
        broken = next((answer for answer in self.done if answer.error is not None), None)
        if broken is not None and broken.error is not None:
            raise Unreachable(f"{broken.error}; nothing was written") from broken.error
        truths = {
            answer.each: answer.true
            for answer in self.done
            if answer.verdict in (RIGHT, WRONG) and answer.true is not None
        }
        work = plan(self.scope.target, self._beside(), truths)
        index, staged = None, None
        if self.request.stage and truths:
            there = all_of(self.git, ":index")
            staged = there.target
            outputs = selection.of_files(self.git, there, self.config, [each.path for each in truths])
            index = plan_index(self.git, staged, outputs, truths)
        notes: list[str] = []
        if not self.request.dry_run and (work.repairs or index is not None):
            notes = perform(self.git, work, index, staged)
            self._remember(work)
        return Fixed(work, index, notes)

    def _beside(self) -> list[FixedOutput]:
        """Return all fixed outputs of these files: one literal may be the hash of several."""
        paths = [each.path for each in self.wanted]
        if not paths:
            return []
        return selection.of_files(self.git, self.tree, self.config, paths, self.scope.target)

    def _remember(self, work: RepairPlan) -> None:
        """Keep the proofs of the pairs as they are now."""
        after = Edited(self.scope.target, {path: new for path, (_, new) in work.contents().items()})
        output_tree = cached_tree(self.git, all_of(self.git, ":worktree").target).output_tree(after)
        output_tree.collect({answer.each.path for answer in self.done})
        proofs = Proofs(self.git.facts().common_dir)
        try:
            keep_repaired(proofs, self.done, output_tree.found)
        finally:
            proofs.close()


def truths_of(done: list[Answer]) -> dict[FixedOutput, Digest]:
    """Return the true digests of the fixed outputs that were proved wrong."""
    return {
        answer.each: answer.true for answer in done if answer.verdict == WRONG and answer.true is not None
    }
