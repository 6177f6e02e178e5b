"""Bump: set the version of a package at all of its places, and set the hashes that depend on the version.

A bump has steps, so that its caller can report between them: `prepare`, `prove`, `finish`, and then the methods
`write` and `commit` of the edits that `finish` returns.

The edits are made for the work tree. A run with `--commit` may continue an earlier run, whose edits are in the work
tree already. Then the edits are computed from HEAD: the commit gets all of them, the work tree only the missing ones.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.app import selection
from authguard.app.audit import audit
from authguard.app.bump_edits import COMMITTED, STAGED, WORK, BaseTree, Edits, where
from authguard.app.fix import truths_of
from authguard.app.proving import ProvingOptions, mirrors, proved
from authguard.compare.moves import has_commit
from authguard.config.load import load
from authguard.errors import AuthguardError, Refused, Unreachable
from authguard.git.committing import demand_quiet, sweep
from authguard.git.ranges import all_of, between
from authguard.git.worktree import Edited, OnDisk
from authguard.printable import printable
from authguard.prove.ecosystems import ecosystem
from authguard.prove.mirrors.private import PRIVATE
from authguard.prove.network import Network, inquiry
from authguard.prove.proofs import Proofs
from authguard.prove.proving import is_gone
from authguard.prove.recipes import repository
from authguard.prove.upstream_locks import second_pins
from authguard.repair import revisions, stage, stated
from authguard.repair import version as versions
from authguard.repair.carry_over import Steps
from authguard.repair.latest import is_lower, newest
from authguard.repair.own_files import different_file
from authguard.repair.plan import RepairPlan, plan
from authguard.rules.ag101_version_disagrees import pinned_twice
from authguard.rules.waivers import find_waivers
from authguard.rules.words import command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree import OutputTree
    from authguard.prove.proving import Answer
    from authguard.prove.upstream_locks import SecondPin
    from authguard.repair.stated import StatedPlace
    from authguard.repair.version import Package

_TAGS = "refs/tags/"


@dataclass
class BumpRequest(ProvingOptions):
    """The version and the directory (or file) of the package, and the destination of the edits.

    ``rev`` sets revisions of sources that do not follow their pattern, each as SOURCE=TAG.
    """

    words: list[str] = field(default_factory=list)
    rev: list[str] = field(default_factory=list)
    stage: bool = False
    commit: bool = False
    build: bool = False
    pre: bool = False
    dry_run: bool = False


class NoSuchTag(Refused):
    """A missing tag of a source: the attribute path of the source, and the most similar tags of the repository."""

    def __init__(self, answer: Answer) -> None:
        """Store the answer about the source."""
        near = f"; nearest: {', '.join(answer.nearest[:3])}" if answer.nearest else ""
        super().__init__(f"{answer.says}{near}; nothing was changed")
        self.each = answer.each
        self.source = answer.each.attribute
        self.nearest = answer.nearest[:5]


class Bump:
    """One run: the present tree (``base``), and the edits that make the tree of the new version."""

    def __init__(self, git: Git, request: BumpRequest) -> None:
        """Read the work tree. Raises Refused without one, or for bad usage."""
        if not 1 <= len(request.words) <= 2:
            raise Refused("bump takes a VERSION (or latest) and a DIR (default: the current directory)")
        if request.dry_run and request.build:
            raise Refused("bump: --dry-run writes nothing, so --build has nothing to build")
        top = git.facts().toplevel
        if top is None:
            raise Refused("bump writes to a work tree, and there is none here")
        if request.commit:
            sweep(git)
        self.git = git
        self.request = request
        self.revisions = revisions.parse(request.rev)
        self.scope = between(git, None, WORK)
        self.tracked = self.scope.target
        self.config = load(
            self.scope.target.read_exact, lambda path: selection.leaves_tree(self.scope.target, path)
        )
        self.prefix = selection.prefix_of(git)
        named, _, self.attribute = (request.words[1] if len(request.words) > 1 else ".").partition("#")
        self.directory = selection.from_root(named or ".", self.prefix)
        self._demand_directory(named)
        stage.demand_merged(git, [self.directory])
        self.work = BaseTree(git, OnDisk(self.scope.target, top), self.config)
        self.head = (
            None if git.facts().head is None else BaseTree(git, all_of(git, "HEAD").target, self.config)
        )
        package = self._package_of(self.work)
        if self.head is not None:
            of = (self.directory, self.config)
            package = versions.with_left_behind(package, self.work.before, self.head.before, *of)
        self.package: Package = package
        word = request.words[0]
        self.wanted = self._latest() if word == "latest" else versions.wanted(word)
        self.base = self.work
        self.is_done = package.versions == [self.wanted]
        self._old = {version for version in package.versions if version != self.wanted}
        if self.head is not None:
            self._compare_with_head(self.head)
        self.steps = Steps(self.base.snapshot.read, where(WORK) if self.base is self.work else COMMITTED)
        self.after: Snapshot = self.base.snapshot
        self.outputs: list[FixedOutput] = []
        self.taken: list[RepairPlan] = []
        self.pins: list[SecondPin] = []

    def _demand_directory(self, named: str) -> None:
        """Raise Refused if there is no such directory or file, or if the words are in the wrong order."""
        first, others = self.request.words[0], self.request.words[1:]
        is_wrong = self.tracked.kind(self.directory) is None if others else "/" in first
        if is_wrong and self.tracked.kind(selection.from_root(first, self.prefix)) is not None:
            how = command("git", "authguard", "bump", *(others or ["VERSION"]), first)
            raise Refused(f"bump takes the VERSION first: {how}")
        selection.demand_file(self.git, self.tracked, named or ".", self.prefix)

    def _package_of(self, tree: BaseTree) -> Package:
        found = versions.packages(tree.before, self.directory, self.config)
        try:
            return versions.one_of(found, self.directory, self.attribute)
        except Refused as error:
            hint = selection.untracked(self.git, tree.snapshot, self.directory)
            raise Refused(f"{error}{hint}") if hint else error from None

    def _compare_with_head(self, head: BaseTree) -> None:
        """Find out whether an earlier run or the user began this bump. If so, a commit is made on top of HEAD."""
        try:
            package = self._package_of(head)
        except Refused:
            return
        self._old |= {version for version in package.versions if version != self.wanted}
        is_behind = self.is_done or package.versions != [self.wanted]
        there, here = self._state(package, head), self._state(self.package, self.work)
        has_files = all(self.work.file(str(one[0])) is not None for one in there)
        if self.request.commit and is_behind and has_files and there != here:
            self.base, self.package = head, package

    def _state(self, package: Package, tree: BaseTree) -> list[tuple[object, ...]]:
        """Return the values that a bump edits (versions, revisions of sources, digests), each with its place."""
        found: list[tuple[object, ...]] = [(one.path, one.words, one.value, b"") for one in package.places]
        for each in tree.before.found:
            if self._is_own(each):
                rev = revisions.written(each, tree.before) or b""
                found.append((each.path, f"{each.attribute} {each.platform}", each.literal, rev))
        return sorted(found, key=repr)

    @property
    def higher(self) -> str | None:
        """The present version, if the new version is lower; otherwise None."""
        return next((each for each in self.package.versions if is_lower(self.wanted, each)), None)

    def uncommitted(self) -> bool:
        """Tell whether a version or hash of the package differs from HEAD."""
        if self.head is None:
            return True
        try:
            package = self._package_of(self.head)
        except Refused:
            return True
        return self._state(package, self.head) != self._state(self.package, self.work)

    def prepare(self) -> list[FixedOutput]:
        """Edit the version and the revisions in memory. Returns the fixed outputs to prove.

        These are the outputs that the edits change. Other outputs of the package are added if HEAD does not have
        them, if they have no hash yet, if the hash is older than the inputs, or if the lock beside them differs from
        HEAD.

        Raises:
            Refused: the version cannot be set everywhere, the edits do not fit the index or HEAD,
                or a commit of the edits would not have the lock that a hash belongs to.
        """
        edits, left = versions.edits(self.package, self.wanted, self.base.before)
        if left:
            named = "; ".join(f"{one.words}: {one.reason}" for one in left[:3])
            raise Refused(f"the version cannot be set everywhere, so nothing was changed: {named}")
        self.steps.add(edits)
        self._set_revisions()
        self._move_pins()
        if self.base is not self.work:
            self._take_over()
        others = self.others()
        for name, tree in others.items():
            self.steps.carry_over(tree.file, where(name))
        self._edit()
        self.scope.target = self.after
        known = {_at(each) for each in self.base.before.found}
        committed = None if self.head is None else {_pair(each) for each in self.head.before.found}
        moved, rest = [], []
        for each in self.outputs:
            is_new = committed is not None and _pair(each) not in committed
            is_empty = (each.digest is None or each.placeholder) and not each.record
            if _at(each) not in known or (self._is_own(each) and (is_new or is_empty)):
                moved.append(each)
            elif self._is_own(each):
                rest.append(each)
        self._demand_source(moved, rest)
        outdated = self._outdated() | self._uncommitted_locks(rest) if rest else set()
        if self.request.stage and not self.request.commit:
            outdated |= self._other_in_index(rest, others[STAGED])
        moved += [each for each in rest if (each.path, each.attribute) in outdated]
        self._demand_files(moved)
        return selection.one_a_literal(moved)

    def _demand_source(self, moved: list[FixedOutput], rest: list[FixedOutput]) -> None:
        """Raise Refused if only the version moves, and a commit id keeps the source at the old version."""
        paths = {place.path for place in self.package.places}
        sources = [each for each in rest if each.is_source and each.path in paths]
        own = [each for each in sources if each.attribute.rpartition(".")[2] == "src"]
        pinned = [each for each in own if has_commit(each) and revisions.stated(each) is not None]
        if self.is_done or self.revisions or not pinned or any(each.is_source for each in moved):
            return
        name = pinned[0].attribute
        words = [*self.request.words, "--rev", f"{name}=COMMIT"]
        raise Refused(
            f"{printable(name)} is pinned to a commit id, which does not follow the version; nothing was changed. "
            f"Name the commit or tag of {printable(self.wanted)}: {command('git', 'authguard', 'bump', *words)}"
        )

    def _other_in_index(self, outputs: list[FixedOutput], index: BaseTree) -> set[tuple[str, str]]:
        """Return the places of outputs with another hash in the index, which a bump would leave unchanged.

        Raises:
            Refused: an input file of an output differs from the index.
        """
        self._demand_files(outputs)
        there = {_at(each): _pair(each) for each in index.before.found}
        return {
            (each.path, each.attribute)
            for each in outputs
            if there.get(_at(each), _pair(each)) != _pair(each)
        }

    def _demand_files(self, outputs: list[FixedOutput]) -> None:
        """Raise Refused if a new hash would be committed, or staged, without the changes of one of its input files."""
        if self.request.commit:
            there = self.head.snapshot if self.head is not None else None
            reason = "HEAD, and bump commits only its own edits; run bump --stage, and git commit"
        else:
            there = all_of(self.git, ":index").target if self.request.stage else None
            reason = (
                "the index, so the hash would be staged without this input; "
                "stage it with git add, and run bump again"
            )
        for each in outputs:
            path = different_file(each, self.tracked, there) if there is not None else None
            if path is not None:
                name = printable(f"{path}, an input of {each.path}#{each.attribute},")
                raise Refused(f"{name} differs from {reason}")

    def _uncommitted_locks(self, outputs: list[FixedOutput]) -> set[tuple[str, str]]:
        """Return the places of outputs of local sources that a difference from HEAD (such as a lock) makes doubtful."""
        local = {(each.path, each.attribute) for each in outputs if each.local is not None}
        if self.head is None or not local:
            return set()
        return local & self._moved(self.scope)

    def _moved(self, scope: Range) -> set[tuple[str, str]]:
        """Return the places of the hashes that a change moved or made doubtful."""
        return {(each.path, each.attribute) for each in selection.moved(self.git, scope, self.config)}

    def _edit(self) -> OutputTree:
        """Return the tree after the edits so far."""
        self.after = Edited(self.base.snapshot, {path: new for path, (_, new) in self.steps.own().items()})
        tree = self.base.edited(self.after)
        self.outputs = tree.found
        return tree

    def _set_revisions(self) -> None:
        """Set the revisions that the user passed, or that only the work tree has."""
        if self.base is not self.work:
            edited = revisions.edited_by_hand(self.base.before, self.work.before)
            tree = self._edit()
            self.steps.add(revisions.as_written(self.outputs_of(tree), edited, tree))
        if self.revisions:
            tree = self._edit()
            self.steps.add(revisions.edits(self.outputs_of(tree), self.revisions, tree))

    def _move_pins(self) -> None:
        """Move the sources that the lock of the new version pins at another commit, unless a waiver allows AG101."""
        if not any(ecosystem(each) == "uv" for each in self.outputs_of(self.base.before)):
            return
        tree = self._edit()
        own = self.outputs_of(tree)
        open_inquiry = mirrors(self.git, self.scope, self.config, self.request)
        try:
            self.pins = [pin for pin in second_pins(open_inquiry, own) if not self._is_kept(pin, tree)]
        finally:
            open_inquiry.close()
        wanted = {f"{pin.output.path}#{pin.output.attribute}": pin.there for pin in self.pins}
        self.steps.add(revisions.edits(own, wanted, tree))

    def _is_kept(self, pin: SecondPin, tree: OutputTree) -> bool:
        """Tell whether the user passed the revision of a pin, or waived its disagreement with the lock."""
        each = pin.output
        if not self.revisions.keys().isdisjoint(revisions.names(each)):
            return True
        finding = pinned_twice(pin, tree.evaluator.read)
        path = finding.place.path
        return any(waiver.waives(finding) for waiver in find_waivers(path, tree.evaluator.read(path) or b""))

    def outputs_of(self, tree: OutputTree) -> list[FixedOutput]:
        """Return the fixed outputs of a tree that belong to the package."""
        return [each for each in tree.found if self._is_own(each)]

    def _take_over(self) -> None:
        """Use proved hashes of the work tree that HEAD does not have; sources come first."""
        proofs = Proofs(self.git.facts().common_dir)
        try:
            known = {
                _at(each): each.digest
                for each in self.outputs_of(self.work.before)
                if each.digest is not None and proofs.of(each) is not None
            }
        finally:
            proofs.close()
        while True:
            self._edit()
            truths = {
                each: digest
                for each in self.outputs
                if (digest := known.get(_at(each))) is not None and each.digest != digest
            }
            made = plan(self.after, self.outputs, truths)
            if not made.repairs:
                return
            self.steps.add(made.edits)
            self.taken.append(made)

    def _is_own(self, each: FixedOutput) -> bool:
        """Tell whether a fixed output is in the directory (or file) of the package."""
        if self.attribute and not versions.is_below(each, self.attribute):
            return False
        return self.is_inside(each.path)

    def is_inside(self, path: str) -> bool:
        """Tell whether a path from the root is in the directory (or is the file) of the package."""
        return not self.directory or f"{path}/".startswith(f"{self.directory}/")

    def _outdated(self) -> set[tuple[str, str]]:
        """Return the places in the package with a hash that is older than its inputs in HEAD, found as `audit` does."""
        head, oid = self.head, self.git.facts().head
        if head is None or oid is None:
            return set()
        open_inquiry = inquiry(self.git, Network())
        try:
            found = audit(
                self.git, oid, head.cache, head.snapshot, self.config, open_inquiry, only=self._is_own
            )
        except Refused:  # the history is not in this clone
            return set()
        finally:
            open_inquiry.close()
        return {
            (finding.place.path, finding.fixed_output.attribute)
            for finding in found.findings
            if finding.fixed_output is not None
        }

    def prove(self, moved: list[FixedOutput], progress: Callable[[str], None]) -> Iterator[Answer]:
        """Yield an answer for each moved output.

        Raises:
            NoSuchTag: a repository does not have the new revision.
            Refused: the server of a source answers that it has no such file.
            Unreachable: a source of the new version cannot be fetched, so its content is unknown.
        """
        for answer in proved(self.git, self.scope, self.config, self.request, moved, progress):
            if answer.verdict == "missing":
                raise NoSuchTag(answer)
            if answer.error is not None and answer.each.is_source and not self.is_done:
                if is_gone(answer.error):
                    raise Refused(f"{answer.error}; nothing was changed") from answer.error
                if PRIVATE in str(answer.error):  # it ends with a command
                    raise Unreachable(f"nothing was changed: {answer.error}") from answer.error
                raise Unreachable(f"{answer.error}; nothing was changed") from answer.error
            yield answer

    def tag_to_offer(self, error: NoSuchTag) -> str | None:
        """Return the tag to offer in place of a missing tag; None if no tag is likely to name the new version.

        A tag is likely if it contains the version, or if another source of the package has a tag of the version.
        """
        present = {_rev(each) for each in self.base.before.found if _at(each)[:3] == _at(error.each)[:3]}
        offers = [tag for tag in error.nearest if tag not in present]
        exact = [tag for tag in offers if self.wanted in tag]
        return next(iter(exact or (offers if self._is_released(error.each) else [])), None)

    def _is_released(self, missing: FixedOutput) -> bool:
        """Tell whether another source of the package has a tag of the new version."""
        open_inquiry = mirrors(self.git, self.scope, self.config, self.request)
        try:
            for each in self.outputs:
                source = repository(each) if self._is_own(each) and each.is_source else None
                if source is None or self.wanted not in source[1] or source == repository(missing):
                    continue
                try:
                    if source[1].removeprefix(_TAGS) in open_inquiry.mirror(source[0]).tags():
                        return True
                except AuthguardError:  # this repository does not answer
                    continue
            return False
        finally:
            open_inquiry.close()

    def finish(self, done: list[Answer]) -> Edits:
        """Return the edits with the true hashes added.

        Raises:
            Refused: the edits do not fit the index or HEAD.
        """
        made = plan(self.after, self.outputs, truths_of(done))
        self.steps.add(made.edits)
        return Edits(self, made, done)

    def others(self) -> dict[str, BaseTree]:
        """Return the trees other than ``base`` that get the edits, by their names in messages.

        Raises Refused if nothing can be committed on top of HEAD.
        """
        found = {} if self.base is self.work else {WORK: self.work}
        if self.request.stage or self.request.commit:
            found[STAGED] = BaseTree(self.git, all_of(self.git, ":index").target, self.config)
        if self.request.commit and self.base is self.work:
            found[COMMITTED] = BaseTree(
                self.git, all_of(self.git, demand_quiet(self.git)).target, self.config
            )
        return found

    def left_places(self) -> list[StatedPlace]:
        """Return the lines with another version of the package that the bump does not edit."""
        after = Edited(self.work.snapshot, self._work_contents())
        others = versions.disagreeing(self.package, self.work.before, self.directory, self.config)
        found = {stated.of_place(after, one) for one in others if one.value != self.wanted}
        old = sorted(self._old)
        if old:
            name = self.package.name or os.path.basename(self.directory)
            paths = stated.candidates(self.git, old)
            found |= {*stated.left_places(after, paths, old, self.wanted, self.directory, name)}
        foreign = self._lines_of_others()
        return sorted(
            (one for one in found if (one.path, one.line) not in foreign),
            key=lambda one: (one.path, one.line),
        )

    def _lines_of_others(self) -> set[tuple[str, int]]:
        """Return the lines in the package's files with a version by which another package is fetched."""
        own = {place.key for place in self.package.places}
        return {
            (place.path, stated.of_place(self.work.snapshot, place).line)
            for package in versions.packages(self.work.before, self.directory, self.config)
            if package.outputs and own.isdisjoint(place.key for place in package.places)
            for place in package.places
        }

    def left_sources(self) -> list[tuple[FixedOutput, str]]:
        """Return the sources of the package with a tag that does not follow the version, each with its tag.

        A source with another tag in HEAD is omitted, since the user moved it.
        """
        before = {_at(each) for each in self.base.before.found}
        committed = (
            {}
            if self.head is None
            else {_at(each)[:3]: revisions.fixed_tag(each) for each in self.head.before.found}
        )
        found = []
        for each in selection.one_a_literal(self.outputs):
            tag = revisions.fixed_tag(each) if self._is_own(each) and _at(each) in before else None
            is_moved = committed.get(_at(each)[:3], tag) != tag
            if tag is not None and self.wanted not in tag and not self.is_done and not is_moved:
                found.append((each, tag))
        return found

    def _work_contents(self) -> dict[str, bytes]:
        return {path: new for path, (_, new) in self.steps.carry_over(self.work.file, where(WORK)).items()}

    def _latest(self) -> str:
        """Return the newest version among the tags of the sources, written like the present version."""
        present = self.package.versions[0] if self.package.versions else ""
        open_inquiry = mirrors(self.git, self.scope, self.config, self.request)
        try:
            for each in self.package.outputs:
                source = repository(each) if each.is_source else None
                if source is None or present not in source[1]:
                    continue
                tags = open_inquiry.mirror(source[0]).tags(fresh=True)
                found = newest(source[1].removeprefix(_TAGS), present, tags, pre=self.request.pre)
                if found is not None:
                    return found
        finally:
            open_inquiry.close()
        raise Refused(
            "no source of this package has a tag that contains its version, so the latest is unknown"
        )


def _rev(each: FixedOutput) -> str:
    source = repository(each)
    return source[1].removeprefix(_TAGS) if source is not None else ""


def _at(each: FixedOutput) -> tuple[object, ...]:
    """Return identity and place of a fixed output: outputs at two places may have one identity and two hashes."""
    return each.path, each.attribute, each.platform, each.identity


def _pair(each: FixedOutput) -> object:
    return _at(each), each.digest.key() if each.digest is not None else None
