"""Fix: obtain the true hashes, and write them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.app import selection
from authguard.app.proving import proved
from authguard.app.repository import cached_tree
from authguard.app.verify import VerifyRequest, chosen, opened
from authguard.errors import Refused
from authguard.git.committing import TemporaryIndex, demand_quiet
from authguard.git.ranges import all_of, staged
from authguard.git.worktree import Edited, OnDisk
from authguard.messages import count
from authguard.outputs.reach import can_matter
from authguard.printable import printable
from authguard.prove.proving import RIGHT, WRONG
from authguard.prove.repaired import keep_repaired
from authguard.repair.own_files import different_file
from authguard.repair.perform import perform, plan_index
from authguard.repair.plan import Left, RepairPlan, carry, identity, left_elsewhere, place, plan
from authguard.repair.stage import demand_merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from authguard.digest import Digest
    from authguard.git.git import Git
    from authguard.outputs.model import FixedOutput
    from authguard.prove.proving import Answer


@dataclass
class FixRequest(VerifyRequest):
    """The fixed outputs of the work tree to fix; whether to stage or commit the edits; whether to write nothing."""

    stage: bool = False
    commit: bool = False
    dry_run: bool = False


@dataclass
class Fixed:
    """The edits of the work tree, of the index (None: not staged) and of HEAD (None: not committed), with remarks."""

    work: RepairPlan
    index: RepairPlan | None
    head: RepairPlan | None
    notes: list[str]

    @property
    def left(self) -> list[Left]:
        """The fixed outputs with a hash that could not be written, committed or staged, each with the first reason."""
        found: dict[object, Left] = {}
        for made, step in ((self.work, "written"), (self.head, "committed"), (self.index, "staged")):
            for left in made.left if made is not None else ():
                left.step = step
                found.setdefault(place(left.output), left)
        return list(found.values())

    def message(self) -> str:
        """Return the message of the commit."""
        repairs = self.head.repairs if self.head is not None else []
        lines = [
            f"{repair.outputs[0].path}#{repair.outputs[0].attribute}: {repair.before or '(empty)'} -> {repair.after}"
            for repair in sorted(repairs, key=lambda one: (one.edit.path, one.edit.start))
        ]
        subject = f"repair {count(len(lines), 'stale hash')}"
        directory = os.path.commonpath([os.path.dirname(repair.edit.path) for repair in repairs] or [""])
        if directory:
            subject = f"{os.path.basename(directory)}: {subject}"
        return "\n".join(printable(line) for line in [subject, "", *lines]) + "\n"


class Fix:
    """One run: first read the ``answers``, then ``write``."""

    def __init__(self, git: Git, request: FixRequest) -> None:
        """Find the fixed outputs of the work tree. Raises Refused without a work tree, or for an unmerged file."""
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
        demand_merged(git, self._paths())
        self.only_staged = self._only_staged()
        self.done: list[Answer] = []

    def _paths(self) -> set[str]:
        """Return the files to write and, without selectors, the changed files: one with a conflict has no hashes."""
        paths = {each.path for each in self.wanted}
        if not self.request.selectors:
            changes = (change.path for base in self.scope.bases for change in base.changes)
            paths.update(path for path in changes if can_matter(path))
        return paths

    def _only_staged(self) -> list[Left]:
        """Take the outputs that moved only in the index, if the work tree has the same output with another hash.

        Returns the other outputs that are reported in the index: a hash for the work tree would be wrong for them.
        """
        request = self.request
        if (
            not request.stage
            or request.selectors
            or request.base is not None
            or request.all
            or request.audited
        ):
            return []
        known = {place(each) for each in self.wanted}
        scope = staged(self.git)
        moved = selection.moved_and_reported(self.git, scope, self.config)
        only = [(each, is_reported) for each, is_reported in moved if place(each) not in known]
        if not only:
            return []
        tree = cached_tree(self.git, self.tree.target).output_tree(self.scope.target)
        tree.collect({each.path for each, _ in only})
        here = {(place(each), identity(each)): each for each in tree.found}
        left: dict[object, Left] = {}
        for each, is_reported in only:
            same = here.get((place(each), identity(each)))
            if same is not None and different_file(each, self.tree.target, scope.target) is None:
                self.wanted.append(same)
            elif is_reported:
                left.setdefault(place(each), left_elsewhere(each, self.tree.target, scope.target))
        self.wanted = selection.one_a_literal(self.wanted)
        return list(left.values())

    def answers(self, progress: Callable[[str], None]) -> Iterator[Answer]:
        """Yield an answer for each fixed output; ``progress`` takes a line about the present step."""
        for answer in proved(self.git, self.scope, self.config, self.request, self.wanted, progress):
            self.done.append(answer)
            yield answer

    def write(self) -> Fixed:
        """Write the proved hashes, unless the request is a dry run. Other hashes do not change.

        Raises:
            Refused: a file cannot be written, or changed meanwhile; or nothing can be committed on top of HEAD.
        """
        truths = {
            answer.each: answer.true
            for answer in self.done
            if answer.verdict in (RIGHT, WRONG) and answer.true is not None
        }
        request = self.request
        head = self._elsewhere(truths, demand_quiet(self.git)) if request.commit and truths else None
        work = plan(self.scope.target, self._beside(), truths)
        index, snapshot = None, None
        if (request.stage or request.commit) and truths:
            there = all_of(self.git, ":index")
            snapshot = there.target
            outputs = selection.of_files(self.git, there, self.config, [each.path for each in truths])
            index = plan_index(self.git, snapshot, self.tree.target, outputs, truths)
        notes: list[str] = []
        if not request.dry_run and (work.repairs or index is not None):
            notes = perform(self.git, work, index, snapshot)
            self._remember(work)
        if self.only_staged:
            index = index or RepairPlan()
            index.left.extend(self.only_staged)
        return Fixed(work, index, head, notes)

    def _elsewhere(self, truths: Mapping[FixedOutput, Digest], rev: str) -> RepairPlan:
        """Return the edits that write the same hashes in another tree."""
        there = all_of(self.git, rev)
        paths = sorted({each.path for each in truths if there.target.kind(each.path) is not None})
        outputs = selection.of_files(self.git, there, self.config, paths) if paths else []
        known, left = carry(truths, outputs, self.tree.target, there.target)
        made = plan(there.target, outputs, known)
        made.left.extend(left)
        return made

    def commit(self, fixed: Fixed) -> str | None:
        """Commit only the edits, on top of HEAD, with all hooks. Returns the new commit; None if HEAD is right already.

        Raises:
            Refused: a hook refused it, git failed, or HEAD changed meanwhile; the edits stay in the work tree.
        """
        if fixed.head is None or not fixed.head.repairs:
            return None
        contents = {path: new for path, (_, new) in fixed.head.contents().items()}
        with TemporaryIndex(self.git) as index:
            head = demand_quiet(self.git)
            index.become(head, contents)
            return index.commit(head, fixed.message())

    def _beside(self) -> list[FixedOutput]:
        """Return all fixed outputs of these files, since several may share one literal."""
        paths = [each.path for each in self.wanted]
        if not paths:
            return []
        return selection.of_files(self.git, self.tree, self.config, paths, self.scope.target)

    def _remember(self, work: RepairPlan) -> None:
        """Store the proofs of the present pairs."""
        after = Edited(self.scope.target, {path: new for path, (_, new) in work.contents().items()})
        output_tree = cached_tree(self.git, all_of(self.git, ":worktree").target).output_tree(after)
        renamed = self.config.mirrors_renamed
        keep_repaired(self.git.facts().common_dir, self.done, output_tree, renamed)


def truths_of(done: list[Answer]) -> dict[FixedOutput, Digest]:
    """Return the true digests of the fixed outputs that were proved wrong."""
    return {
        answer.each: answer.true for answer in done if answer.verdict == WRONG and answer.true is not None
    }
