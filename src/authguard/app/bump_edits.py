"""The edits of a bump in the work tree, the index and HEAD, and the ways to write, check and commit them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from authguard.app.check import CheckRequest, check, ranges
from authguard.app.repository import cached_tree
from authguard.errors import Refused
from authguard.git.committing import TemporaryIndex, demand_quiet, message
from authguard.git.ranges import all_of
from authguard.git.worktree import Edited
from authguard.printable import printable
from authguard.prove.repaired import keep_repaired
from authguard.repair import stage
from authguard.repair.perform import write
from authguard.repair.revisions import place

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.app.bump import Bump
    from authguard.app.check import Checked
    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.tree import OutputTree
    from authguard.outputs.tree_cache import TreeCache
    from authguard.prove.proving import Answer
    from authguard.repair.carry_over import Contents
    from authguard.repair.plan import RepairPlan
    from authguard.repair.revisions import Place

_PNAME = rb'(?m)^\s*pname\s*=\s*"([0-9A-Za-z._+-]+)"\s*;'

WORK, STAGED, COMMITTED = ":worktree", "staged", "in HEAD"
"""The names in messages of the trees that get the edits. WORK is also the name of a snapshot."""


def where(name: str) -> str:
    """Return the words for a tree in a message."""
    return "in the work tree" if name == WORK else name


class BaseTree:
    """A tree that gets edits, and its present fixed outputs."""

    def __init__(self, git: Git, snapshot: Snapshot, config: Config) -> None:
        """Store the snapshot, which is read on first use."""
        self.git = git
        self.snapshot = snapshot
        self.config = config

    @cached_property
    def cache(self) -> TreeCache:
        """The fixed outputs of its files."""
        return cached_tree(self.git, self.snapshot)

    @cached_property
    def before(self) -> OutputTree:
        """The present tree, with all fixed outputs collected."""
        return self.edited(self.snapshot)

    def edited(self, after: Snapshot) -> OutputTree:
        """Return the tree with the files of another snapshot, with all fixed outputs collected."""
        output_tree = self.cache.output_tree(after)
        output_tree.collect([path for path in self.cache.files if not self.config.excluded(path)])
        return output_tree

    def file(self, path: str) -> bytes | None:
        """Return the present bytes of a file; None for anything else."""
        return self.snapshot.raw(path) if self.snapshot.kind(path) == "file" else None


@dataclass
class Committed:
    """The new commit, or None with the exit code and the reasons."""

    oid: str | None
    code: int = 0
    reasons: list[str] = field(default_factory=list)


class Edits:
    """All edits of a bump, and the resulting work tree, index and HEAD."""

    def __init__(self, bump: Bump, made: RepairPlan, done: list[Answer]) -> None:
        """Apply the edits of versions and of hashes (``made``) to all trees, and store the answers.

        Raises:
            Refused: a moved output does not have the same inputs in all trees.
        """
        self.bump = bump
        self.git = bump.git
        self.made = made
        self.done = done
        own = bump.steps.own()
        self.known = self._outputs(bump.base, own)
        others = bump.others() if bump.steps.paths() else {}
        applied = {name: self._carried(tree, name) for name, tree in others.items()}
        self.work: Contents = own if bump.base is bump.work else applied.get(WORK, {})
        self.index: Contents | None = applied.get(STAGED)
        self.committed: Contents | None = applied.get(COMMITTED)
        if bump.base is not bump.work:
            self.committed = own

    @property
    def is_open(self) -> bool:
        """Whether a hash could not be proved."""
        return any(answer.verdict == "open" for answer in self.done)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not any(_changed(each) for each in (self.work, self.index, self.committed))

    def _carried(self, tree: BaseTree, name: str) -> Contents:
        """Return the contents of another tree after the edits. Each proof must also be valid for that tree."""
        found = self.bump.steps.carry_over(tree.file, where(name))
        there = self._outputs(tree, found)
        for one, known in self.known.items():
            if not known <= there.get(one, set()):
                raise Refused(
                    f"{printable(f'{one[0]}#{one[1]}')} has other inputs or another hash {where(name)} than "
                    f"{self.bump.steps.name}, so its hash there is not known; nothing was changed"
                )
        return found

    def _outputs(self, tree: BaseTree, contents: Contents) -> dict[Place, set[object]]:
        """Return the identities and digests of the moved outputs in a tree with these contents."""
        after = Edited(tree.snapshot, {path: new for path, (_, new) in contents.items()})
        output_tree = tree.cache.output_tree(after)
        wanted = {place(answer.each) for answer in self.done}
        output_tree.collect({path for path, _, _ in wanted})
        found: dict[Place, set[object]] = {}
        for each in output_tree.found:
            if place(each) in wanted:
                known = (each.identity, each.mode, each.kind, each.digest)
                found.setdefault(place(each), set()).add(known)
        return found

    def message(self) -> str:
        """Return the message of the commit."""
        repairs = [repair for made in (*self.bump.taken, self.made) for repair in made.repairs]
        hashes = [
            (f"{each.path}#{each.attribute}", repair.before, repair.after)
            for repair in sorted(repairs, key=lambda one: (one.edit.path, one.edit.start))
            for each in repair.outputs[:1]
        ]
        package = self.bump.package
        return message(package.name or self._name(), package.versions, self.bump.wanted, hashes)

    def _name(self) -> str:
        """Return a name for a nameless package: its only pname, otherwise the name of the directory or file."""
        paths = self.bump.steps.paths()
        texts = [self.bump.base.snapshot.read(path) or b"" for path in paths if path.endswith(".nix")]
        pnames = {match for text in texts for match in re.findall(_PNAME, text)}
        if len(pnames) == 1:
            return str(pnames.pop().decode())
        directory = os.path.commonpath([os.path.dirname(path) for path in paths])
        if directory:
            return os.path.basename(directory)
        stem = paths[0].removesuffix(".nix")
        if len(paths) == 1 and stem != "default":
            return stem
        return os.path.basename(self.git.facts().toplevel or "") or stem

    def write(self) -> list[str]:
        """Write the work tree, and the index on request. Returns remarks about the files."""
        staged = all_of(self.git, ":index").target if self.index is not None else None
        notes = write(self.git, _changed(self.work), _changed(self.index), staged)
        self._remember()
        return notes

    def _remember(self) -> None:
        """Store the proofs of the present pairs."""
        base = self.bump.base
        contents = self.work if base is self.bump.work else self.committed or {}
        after = Edited(base.snapshot, {path: new for path, (_, new) in contents.items()})
        output_tree = base.cache.output_tree(after)
        renamed = self.bump.config.mirrors_renamed
        keep_repaired(self.git.facts().common_dir, self.done, output_tree, renamed)

    def check(self) -> Checked:
        """Judge the work tree."""
        return _checked(self.git, ":worktree")

    def commit(self, allowed: Callable[[Checked], int]) -> Committed:
        """Commit the edits alone, on top of HEAD.

        If there is no commit, the index is unchanged, unless the edits should be staged.

        Args:
            allowed: called with the check of the planned commit; returns 0 to continue, otherwise the exit code.
        """
        if self.made.left or self.is_open:
            return self._not_committed(0, "not committed: not every hash is proved")
        if not _changed(self.committed):
            return self._not_committed(0, "not committed: HEAD has these edits already")
        try:
            with TemporaryIndex(self.git) as output_tree:
                head = demand_quiet(self.git)
                output_tree.become(head, {path: new for path, (_, new) in (self.committed or {}).items()})
                code = allowed(_checked(output_tree.git, ":index"))
                if code:
                    return self._not_committed(code, "not committed: check found errors")
                return Committed(output_tree.commit(head, self.message()))
        except Refused as error:
            return self._not_committed(error.exit_code, str(error))
        except BaseException:
            self._unstage()
            raise

    def _not_committed(self, code: int, reason: str) -> Committed:
        reasons = [f"{reason}; the edits are in the work tree"]
        try:
            self._unstage()
        except Refused as error:
            reasons.append(f"the edits stay staged: {error}")
        return Committed(None, code, reasons)

    def _unstage(self) -> None:
        """Restore the index, unless the edits should be staged. Raises Refused if the index changed meanwhile."""
        if self.bump.request.stage:
            return
        back = {path: (new, old) for path, (old, new) in _changed(self.index).items()}
        stage.stage(self.git, all_of(self.git, ":index").target, back)


def _checked(git: Git, head: str) -> Checked:
    request = CheckRequest(head=head)
    return next(check(git, ranges(git, request), request))


def _changed(contents: Contents | None) -> Contents:
    return {path: pair for path, pair in (contents or {}).items() if pair[0] != pair[1]}
