"""Bump: set the version of a package everywhere that it is stated, and the hashes that move with it.

A bump is done in steps, so that its caller can report between them: `prepare`, `prove`, `finish`, and then of what
`finish` returns `write`, `commit`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from authguard.app import selection
from authguard.app.check import CheckRequest, check, ranges
from authguard.app.fix import truths_of
from authguard.app.proving import ProvingOptions, mirrors, proved
from authguard.app.repository import cached_tree
from authguard.config.model import load
from authguard.errors import Refused, Unreachable
from authguard.git.committing import TemporaryIndex, demand_quiet, message
from authguard.git.ranges import all_of, between
from authguard.printable import printable
from authguard.prove.proofs import Proofs
from authguard.prove.recipes import repository
from authguard.prove.repaired import keep_repaired
from authguard.repair import stage
from authguard.repair import version as versions
from authguard.repair.carry_over import Steps
from authguard.repair.edited import Edited, OnDisk
from authguard.repair.latest import newest
from authguard.repair.perform import write
from authguard.repair.plan import plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.app.check import Checked
    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree import OutputTree
    from authguard.outputs.tree_cache import TreeCache
    from authguard.prove.proving import Answer
    from authguard.repair.carry_over import Contents
    from authguard.repair.plan import RepairPlan
    from authguard.repair.version import Package

    Place = tuple[str, str, str | None]

_STAGED, _COMMITTED = "staged", "in HEAD"


@dataclass
class BumpRequest(ProvingOptions):
    """The version and the directory (or file) of the package, and what to do with the edits."""

    words: list[str] = field(default_factory=list)
    stage: bool = False
    commit: bool = False
    build: bool = False
    pre: bool = False
    dry_run: bool = False


@dataclass
class Committed:
    """The new commit; or None, with the exit code and the reasons."""

    oid: str | None
    code: int = 0
    reasons: list[str] = field(default_factory=list)


class Bump:
    """One run: the tree as it is (``before``), and the edits that make it the tree of the new version."""

    def __init__(self, git: Git, request: BumpRequest) -> None:
        """Read the work tree. Raises Refused without one, or for bad usage."""
        if not 1 <= len(request.words) <= 2:
            raise Refused("bump takes a VERSION (or latest) and a DIR (default: the current directory)")
        if request.dry_run and request.build:
            raise Refused("bump: --dry-run writes nothing, so --build has nothing to build")
        top = git.facts().toplevel
        if top is None:
            raise Refused("bump writes to a work tree, and there is none here")
        self.git = git
        self.request = request
        self.scope = between(git, None, ":worktree")
        self.config = load(
            self.scope.target.read, lambda path: selection.leaves_tree(self.scope.target, path)
        )
        self.prefix = selection.prefix_of(git)
        self.directory = selection.from_root(request.words[1] if len(request.words) > 1 else ".", self.prefix)
        self.tree: TreeCache = cached_tree(git, self.scope.target)
        self.disk = OnDisk(self.scope.target, top)
        self.before = self._tree_of(self.disk)
        self.committed = self._committed()
        found = versions.packages(self.before, self.directory, self.config)
        package = versions.one_of(found, self.directory)
        if self.committed is not None:
            where = (self.directory, self.config)
            package = versions.with_left_behind(package, self.before, self.committed, *where)
        self.package: Package = package
        word = request.words[0]
        self.wanted = self._latest() if word == "latest" else versions.wanted(word)
        self.steps = Steps(self.disk.read)
        self.after: Snapshot = self.disk
        self.outputs: list[FixedOutput] = []

    def _tree_of(self, snapshot: Snapshot) -> OutputTree:
        output_tree = self.tree.output_tree(snapshot)
        output_tree.collect(path for path in self.tree.files if not self.config.excluded(path))
        return output_tree

    @property
    def is_done(self) -> bool:
        """Whether the package states this version everywhere already."""
        return self.package.versions == [self.wanted]

    def uncommitted(self) -> bool:
        """Tell whether a file of the package differs from HEAD."""
        specs = sorted({f":(top,literal){place.path}" for place in self.package.places})
        return bool(self.git.run("diff-index", "--name-only", "-z", "HEAD", "--", *specs))

    def prepare(self) -> list[FixedOutput]:
        """Edit the version in memory. Returns the fixed outputs that move with it, or that moved since HEAD.

        Raises:
            Refused: the version cannot be set everywhere, or the edits do not fit the index or HEAD.
        """
        edits, left = versions.edits(self.package, self.wanted, self.before)
        if left:
            named = "; ".join(f"{one.words}: {one.reason}" for one in left[:3])
            raise Refused(f"the version cannot be set everywhere, so nothing was changed: {named}")
        self.steps.add(edits)
        for where, snapshot in self._others().items():
            self.steps.carry_over(partial(_file, snapshot), where)
        self.after = Edited(self.disk, {path: new for path, (_, new) in self.steps.work().items()})
        self.outputs = self._tree_of(self.after).found
        known = {_at(each) for each in self.before.found}
        committed = {_at(each) for each in self.committed.found} if self.committed is not None else None
        self.scope.target = self.after
        moved = [
            each
            for each in self.outputs
            if _at(each) not in known
            or (committed is not None and _at(each) not in committed and self._is_own(each))
        ]
        return selection.one_a_literal(moved)

    def _is_own(self, each: FixedOutput) -> bool:
        """Tell whether a fixed output is in the directory (or file) of the package."""
        return not self.directory or f"{each.path}/".startswith(f"{self.directory}/")

    def _committed(self) -> OutputTree | None:
        """Return the tree of HEAD. What moved since then is proved too, so that a bump can be resumed."""
        if self.git.facts().head is None:
            return None
        head = all_of(self.git, "HEAD").target
        tree = cached_tree(self.git, head)
        output_tree = tree.output_tree(head)
        output_tree.collect(path for path in tree.files if not self.config.excluded(path))
        return output_tree

    def prove(self, moved: list[FixedOutput], progress: Callable[[str], None]) -> Iterator[Answer]:
        """Yield an answer for each moved output.

        Raises:
            Refused: a repository does not have the new revision.
            Unreachable: a mirror or a builder broke off.
        """
        for answer in proved(self.git, self.scope, self.config, self.request, moved, progress):
            if answer.verdict == "missing":
                near = f"; nearest: {', '.join(answer.nearest[:3])}" if answer.nearest else ""
                raise Refused(f"{answer.says}{near}; nothing was changed")
            if answer.error is not None:
                raise Unreachable(f"{answer.error}; nothing was changed") from answer.error
            yield answer

    def finish(self, done: list[Answer]) -> Edits:
        """Add the true hashes to the edits.

        Raises:
            Refused: the edits do not fit the index or HEAD.
        """
        made = plan(self.after, self.outputs, truths_of(done))
        self.steps.add(made.edits)
        return Edits(self, made, done, self._others() if self.steps.paths() else {})

    def _others(self) -> dict[str, Snapshot]:
        """Return the trees besides the work tree that get the edits, by the words that name them.

        Raises Refused if nothing can be committed on top of HEAD.
        """
        found = {}
        if self.request.stage or self.request.commit:
            found[_STAGED] = all_of(self.git, ":index").target
        if self.request.commit:
            found[_COMMITTED] = all_of(self.git, demand_quiet(self.git)).target
        return found

    def _latest(self) -> str:
        """Return the newest version among the tags of the sources, written like the present one."""
        present = self.package.versions[0] if self.package.versions else ""
        open_inquiry = mirrors(self.git, self.scope, self.config, self.request)
        try:
            for each in self.package.outputs:
                where = repository(each) if each.is_source else None
                if where is None or present not in where[1]:
                    continue
                tags = open_inquiry.mirror(where[0]).tags(fresh=True)
                found = newest(where[1].removeprefix("refs/tags/"), present, tags, pre=self.request.pre)
                if found is not None:
                    return found
        finally:
            open_inquiry.close()
        raise Refused(
            "no source of this package has a tag that contains its version, so the latest is unknown"
        )


class Edits:
    """All edits of a bump, and what they make of the work tree, the index and HEAD."""

    def __init__(self, bump: Bump, made: RepairPlan, done: list[Answer], others: dict[str, Snapshot]) -> None:
        """Take the edits of the versions and of the hashes (``made``), and the answers.

        Raises:
            Refused: a moved output has other inputs in the index or in HEAD than in the work tree.
        """
        self.bump = bump
        self.git = bump.git
        self.made = made
        self.done = done
        self.work: Contents = bump.steps.work()
        self.known = self._outputs(bump.tree, bump.disk, self.work)
        applied = {where: self._carried(snapshot, where) for where, snapshot in others.items()}
        self.index: Contents | None = applied.get(_STAGED)
        self.committed: Contents | None = applied.get(_COMMITTED)

    @property
    def is_open(self) -> bool:
        """Whether a hash could not be proved."""
        return any(answer.verdict == "open" for answer in self.done)

    def _carried(self, snapshot: Snapshot, where: str) -> Contents:
        """Return the contents that the edits make of another tree; every proof must hold there too."""
        found = self.bump.steps.carry_over(partial(_file, snapshot), where)
        there = self._outputs(cached_tree(self.git, snapshot), snapshot, found)
        for place, known in self.known.items():
            if not known <= there.get(place, set()):
                name = printable(f"{place[0]}#{place[1]}")
                raise Refused(
                    f"{name} has other inputs {where} than in the work tree, so its hash there is not known; "
                    "nothing was changed"
                )
        return found

    def _outputs(self, tree: TreeCache, snapshot: Snapshot, contents: Contents) -> dict[Place, set[object]]:
        """Return the identities and digests of the moved outputs in a tree with these contents."""
        output_tree = tree.output_tree(Edited(snapshot, {path: new for path, (_, new) in contents.items()}))
        wanted = {_place(answer.each) for answer in self.done}
        output_tree.collect({path for path, _, _ in wanted})
        found: dict[Place, set[object]] = {}
        for each in output_tree.found:
            if _place(each) in wanted:
                known = (each.identity, each.mode, each.kind, each.digest)
                found.setdefault(_place(each), set()).add(known)
        return found

    def message(self) -> str:
        """Return the message of the commit."""
        hashes = [
            (f"{each.path}#{each.attribute}", repair.before, repair.after)
            for repair in sorted(self.made.repairs, key=lambda one: (one.edit.path, one.edit.start))
            for each in repair.outputs[:1]
        ]
        package = self.bump.package
        return message(package.name or self._name(), package.versions, self.bump.wanted, hashes)

    def _name(self) -> str:
        """Return a name for a package without one: of the directory of its files, or of its only file."""
        paths = self.bump.steps.paths()
        directory = os.path.commonpath([os.path.dirname(path) for path in paths])
        if directory:
            return os.path.basename(directory)
        stem = paths[0].removesuffix(".nix")
        if len(paths) == 1 and stem != "default":
            return stem
        return os.path.basename(self.git.facts().toplevel or "") or stem

    def write(self) -> list[str]:
        """Write the work tree, and the index if asked to. Returns remarks about the files."""
        staged = all_of(self.git, ":index").target if self.index is not None else None
        notes = write(self.git, self.work, _changed(self.index), staged)
        self._remember()
        return notes

    def _remember(self) -> None:
        """Keep the proofs of the pairs as they are now."""
        output_tree = self.bump.tree.output_tree(
            Edited(self.bump.disk, {path: new for path, (_, new) in self.work.items()})
        )
        output_tree.collect({answer.each.path for answer in self.done})
        proofs = Proofs(self.git.facts().common_dir)
        try:
            keep_repaired(proofs, self.done, output_tree.found)
        finally:
            proofs.close()

    def check(self) -> Checked:
        """Judge the work tree."""
        return _checked(self.git, ":worktree")

    def commit(self, allowed: Callable[[Checked], int]) -> Committed:
        """Commit the edits alone, on top of HEAD.

        Without a commit the index is as before, unless the edits were to be staged anyway.

        Args:
            allowed: takes the check of the commit to be, and returns 0 to go on, or the exit code.
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
        """Restore the index, unless the edits were to be staged. Raises Refused if it changed meanwhile."""
        if self.bump.request.stage:
            return
        back = {path: (new, old) for path, (old, new) in _changed(self.index).items()}
        stage.stage(self.git, all_of(self.git, ":index").target, back)


def _checked(git: Git, head: str) -> Checked:
    request = CheckRequest(head=head)
    return next(check(git, ranges(git, request), request))


def _at(each: FixedOutput) -> object:
    """Return the identity and the place of a fixed output: the same output may be elsewhere too, with another hash."""
    return each.path, each.attribute, each.platform, each.identity


def _place(each: FixedOutput) -> Place:
    return each.path, each.attribute, each.platform


def _file(snapshot: Snapshot, path: str) -> bytes | None:
    return snapshot.raw(path) if snapshot.kind(path) == "file" else None


def _changed(contents: Contents | None) -> Contents:
    return {path: pair for path, pair in (contents or {}).items() if pair[0] != pair[1]}
