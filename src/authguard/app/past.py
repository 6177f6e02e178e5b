"""Earlier commits for an audit: their trees, their pairs, and the commits that moved inputs."""

from __future__ import annotations

import copy
import gc
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.app.ancestors import FEW, MAX_ANCESTORS
from authguard.app.repository import Repository
from authguard.compare.pairs import Pairs, judge
from authguard.config.load import load_base
from authguard.git.commits import files_with
from authguard.git.ranges import Base, Range, ends, snapshot_of
from authguard.nix.parse import Source
from authguard.outputs.reach import Reach
from authguard.outputs.tree import OutputTree
from authguard.outputs.unchanged import only_holding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.app.audit import Located
    from authguard.app.computing import Computing
    from authguard.compare.judgement import Judgement
    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot, TreeSnapshot
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree_cache import TreeCache
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.proving import Answer
    from authguard.rules.finding import Finding

_MOST_PARSED = 4 << 20
"""At most this many bytes of parsed files are kept for the next commit; a syntax tree takes some 40 times its text."""

_MOST_TREES = 100
"""After this many evaluated trees, their memory is freed."""

_MOST_LOGS = 32
"""At most this many lists of commits that changed some files are kept."""

_MOST_STEPS = 4096
"""If more commits than this changed the files of one hash, only the newest are searched."""


@dataclass
class HistoryStep:
    """A commit and its committer date, in seconds since 1970."""

    commit: str
    time: int


def when(seconds: int) -> str:
    """Return a day as ISO, in UTC."""
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


class Past:
    """The history of one commit. Rules ask it for facts, as they ask the repository in a `check`."""

    def __init__(
        self,
        git: Git,
        tip: str,
        cache: TreeCache,
        inquiry: Inquiry | None,
        computing: Computing | None = None,
    ) -> None:
        """Store the commit and its fixed outputs. The callers in this tree are used for earlier commits too."""
        self.git = git
        self.tip = tip
        self.cache = cache
        self.open_inquiry = inquiry
        self.computing = computing
        self.online = False
        self._parsed: dict[tuple[str, bytes], Source] = {}
        self._trees = 0
        # The hashes of one commit are needed one after another, so the versions of their files are kept.
        self._history: tuple[str, Repository] | None = None
        self._logs: dict[tuple[str, frozenset[str]], list[HistoryStep]] = {}
        self._asked: dict[tuple[str, frozenset[str]], int] = {}
        self._collected: dict[tuple[str, frozenset[str]], Pairs] = {}

    # -- questions of rules ----------------------------------------------------------------------------

    def held(self, each: FixedOutput, is_error: bool = True) -> str | None:
        """Return None, since `held_before` tells whether an ancestor had a pair."""
        return None

    def holders(self, digest: str) -> set[str]:
        """Return no files, since each hash of an audit is compared with its own earlier versions."""
        return set()

    def written(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return nothing, since each range of an audit begins at the commit that wrote the hash."""
        return ()

    def came_lately(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return nothing, since each range of an audit begins at the commit that wrote the hash."""
        return ()

    def brought(self, each: FixedOutput) -> tuple[Snapshot, set[str]] | None:
        """Return None, since each range of an audit begins at the commit that wrote the hash."""
        return None

    def config_of(self, base: Snapshot) -> Config:
        """Return the config of a base; an empty config if it cannot be read."""
        return load_base(base.read_exact)

    def inquiry(self) -> Inquiry | None:
        """Return the access to proofs and mirrors."""
        return self.open_inquiry

    def computed(self, wanted: Sequence[FixedOutput], target: Snapshot) -> dict[int, Answer]:
        """Return the answers about dependency hashes of the audited tree."""
        if self.computing is None or self.open_inquiry is None or not wanted:
            return {}
        return self.computing.answers(wanted, target, self.open_inquiry)

    # -- trees -------------------------------------------------------------------------------------

    def snapshot(self, oid: str) -> TreeSnapshot:
        """Return the tree of a commit."""
        return snapshot_of(self.git, oid)

    def tree(self, oid: str, group: list[Located]) -> OutputTree:
        """Return the tree of a commit, with the collected fixed outputs that have the digests of a group."""
        snapshot = self.snapshot(oid)
        output_tree = self.output_tree(snapshot)
        files = {path for each in group for path in (each.file, each.output.path)}
        only_holding(output_tree, files, {each.key for each in group})
        output_tree.collect(path for path in files if snapshot.kind(path) is not None)
        have = Pairs(output_tree.found).by_digest
        lost = [each for each in group if each.key not in have]
        if lost:
            output_tree.collect(self._holding(oid, lost))
        return output_tree

    def output_tree(self, snapshot: TreeSnapshot) -> OutputTree:
        """Return a tree to be evaluated, with nothing collected yet."""
        self._trees += 1
        if self._trees > _MOST_TREES or sum(len(content) for _, content in self._parsed) > _MOST_PARSED:
            self._parsed.clear()
            self._trees = 0
            gc.collect()  # a tree has reference cycles, so without this call its memory is not freed in time
        return self.cache.output_tree(snapshot, self._parsed)

    def _holding(self, oid: str, lost: list[Located]) -> set[str]:
        """Return the files of a commit that contain these digests, and the Nix files that refer to such a data file."""
        found = files_with(self.git, oid, {text for each in lost for text in _spellings(each.output)})
        names = {path.rpartition("/")[2] for path in found if not path.endswith(".nix")}
        return found | (files_with(self.git, oid, names, ("*.nix",)) if names else set())

    @staticmethod
    def limited(output_tree: OutputTree, outputs: list[FixedOutput]) -> OutputTree:
        """Return a view of a tree that has only these fixed outputs."""
        view = copy.copy(output_tree)
        view.found = outputs
        return view

    def base_cache(self, oid: str) -> Base:
        """Return a commit as a base of the audited commit, with all paths that differ."""
        return ends(self.git, [oid], self.tip).bases[0]

    @staticmethod
    def reach(scope: Range) -> Reach:
        """Return the changed paths of a range; no file is followed."""
        return _ChangedOnly(scope)

    # -- history -----------------------------------------------------------------------------------

    def held_before(self, oid: str, each: FixedOutput) -> bool:
        """Tell whether an ancestor of a commit had this same pair."""
        if self._history is None or self._history[0] != oid:
            base = Base(oid, self.snapshot(oid), [])
            self._history = oid, Repository(self.git, Range(base.snapshot, [base]))
        return self._history[1].held(each) is not None

    def moved_in(
        self, writer: str, finding: Finding, one: Judgement | None, places: Iterable[str]
    ) -> HistoryStep | None:
        """Return the commit after ``writer`` that moved the inputs of a finding; None if no such commit is known.

        ``places`` has the files that contained the hash.
        """
        if one is None:  # a lock decided the hash
            steps = self._steps(writer, {each.path for each in finding.because if each.path})
            return steps[0] if steps else None
        return self._moved(writer, one, {*places, *(each.path for each in finding.because if each.path)})

    def judged_when_moved(self, writer: str, one: Judgement, places: Iterable[str]) -> Judgement:
        """Return a judgement with the move class of the commit that moved its inputs.

        A class may depend on the entries beside the hash. These entries may have moved since that commit.
        """
        step = self._moved(writer, one, set(places))
        bases = self.git.parents(step.commit) if step is not None else []
        if step is None or not bases:
            return one
        files = {*places, one.output.path}
        after, *before = (self._pairs(oid, files) for oid in (step.commit, *bases))
        for each in after.sharing(one.output):
            if each.identity == one.output.identity:
                then = judge(each, before, after)
                return one if then is None else one._replace(move_class=then.move_class)
        return one

    def _pairs(self, oid: str, files: set[str]) -> Pairs:
        snapshot = self.snapshot(oid)
        return Pairs(self.output_tree(snapshot).collect(file for file in files if snapshot.kind(file)))

    def _moved(self, writer: str, one: Judgement, places: set[str]) -> HistoryStep | None:
        """Return the commit after ``writer`` since which the pair of a judgement exists."""
        paths = {*places, one.output.path}
        if one.other is not None:
            paths.add(one.other.path)
        for move in one.moved:
            paths.update(each.path for each in (move.before, move.after) if each is not None and each.path)
        steps = self._steps(writer, paths)
        first, last = 0, len(steps)
        while first < last:  # one commit is the first with the pair
            middle = (first + last) // 2
            if self._has(steps[middle].commit, one.output, paths):
                last = middle
            else:
                first = middle + 1
        return steps[first] if first < len(steps) else None

    def _steps(self, writer: str, paths: set[str]) -> list[HistoryStep]:
        """Return the commits after ``writer`` that touched any of the paths, oldest first."""
        if not paths:
            return []
        key = (writer, frozenset(paths))
        if key not in self._logs:
            while len(self._logs) >= _MOST_LOGS:
                del self._logs[next(iter(self._logs))]
            self._logs[key] = self._read_steps(writer, paths)
        return self._logs[key]

    def _read_steps(self, writer: str, paths: set[str]) -> list[HistoryStep]:
        output = self.git.run(
            "log",
            "--topo-order",
            "--full-history",
            "--format=%H %ct",
            f"-n{_MOST_STEPS}",
            f"{writer}..{self.tip}",
            "--",
            *(f":(top,literal){path}" for path in sorted(paths)),
        )
        rows = [line.split() for line in output.decode("ascii").splitlines()]
        return [HistoryStep(oid, int(seconds)) for oid, seconds in reversed(rows)]

    def _has(self, oid: str, each: FixedOutput, paths: set[str]) -> bool:
        """Tell whether a commit has a pair. Files that are needed often are collected in full."""
        key = (oid, frozenset(paths))
        asked = self._asked[key] = self._asked.get(key, 0) + 1
        if asked > FEW:
            if key not in self._collected:
                while len(self._collected) >= MAX_ANCESTORS:
                    del self._collected[next(iter(self._collected))]
                self._collected[key] = self._pairs(oid, paths)
            return self._collected[key].holds(each)
        snapshot = self.snapshot(oid)
        output_tree = self.output_tree(snapshot)
        if each.digest is not None:
            only_holding(output_tree, paths, {each.digest.key()})
        texts = _spellings(each)
        calls_first = sorted(paths, key=lambda path: (not path.endswith(".nix"), path))
        found = [one for path in calls_first for one in output_tree.holding(path, texts)]
        return Pairs(found).holds(each)


class _ChangedOnly(Reach):
    """The changed paths of a range, without their references: an audit collects its files itself."""

    def __init__(self, scope: Range) -> None:
        self.range = scope
        self.changed = sorted({change.path for base in scope.bases for change in base.changes})


def _spellings(each: FixedOutput) -> set[str]:
    digest = each.digest
    if digest is None:
        return set()
    return {digest.base64().rstrip("="), digest.base32(), digest.hex(), digest.hex().upper()}
