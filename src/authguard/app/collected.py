"""The fixed outputs that a change may affect, in the target and in the bases, and the outcome of judging them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard.nix.parse import Source, has_conflict, without_conflicts
from authguard.nix.references import EACH
from authguard.outputs.anchors import has_only_data, may_hold
from authguard.outputs.large_files import has_own_inputs, may_read
from authguard.outputs.reach import Reach, is_nix
from authguard.outputs.tree import OutputTree
from authguard.outputs.unchanged import OtherFiles, skip_unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from authguard.app.comparing import Surroundings
    from authguard.compare.judgement import Judgement
    from authguard.compare.pairs import Pairs
    from authguard.config.model import Config
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.rules.finding import Finding

MANY_FILES = 100
"""With more files than this, those with only data are read only if they changed, or have the hash of a changed file."""
MAX_CHANGE_HASHES = 4_000
"""At most this many places with a hash are judged in one change, since a moved pair takes some 90 kB."""


class Outcome:
    """Findings, and counts of the judged files and outputs.

    unresolved  the fixed outputs with an input that is not fully known.
    missing     files that this clone does not have (shallow, partial or sparse).
    large       files beyond the limits of judging.
    read        the files that were judged.
    reach       finds the files that the change may affect; None if it cannot affect any.
    moved       returns the fixed outputs that the change added, moved or made doubtful.
    outputs     the fixed outputs of the target in the files that were judged.
    bases       the pairs of each base in these files.
    compared    the judgements, by the id() of their output.
    """

    def __init__(self, findings: list[Finding] | None = None) -> None:
        """Begin without findings."""
        self.findings = findings or []
        self.files = 0
        self.fixed_outputs = 0
        self.unresolved = 0
        self.missing: list[str] = []
        self.large: list[str] = []
        self.read: set[str] = set()
        self.reach: Reach | None = None
        self.moved: Callable[[], list[FixedOutput]] = list
        self.outputs: list[FixedOutput] = []
        self.bases: list[Pairs] = []
        self.compared: dict[int, Judgement] = {}


class Collected:
    """The fixed outputs that a change may affect, in the target and in the bases.

    reach  finds the files that the change may affect.
    files  the paths of the files that were read.
    """

    def __init__(
        self,
        scope: Range,
        around: Surroundings,
        config: Config,
        parsed: dict[tuple[str, bytes], Source],
    ) -> None:
        """Store the arguments of `judge_range`; nothing is collected yet."""
        self.scope = scope
        self.around = around
        self.config = config
        self.parsed = parsed
        self.reach = Reach(scope, around.referring, around.names, around.references)
        self.target = self.tree(scope.target)
        self.bases = [self.tree(base.snapshot) for base in scope.bases]
        self.files: list[str] = []

    def tree(self, snapshot: Snapshot) -> OutputTree:
        """Return an empty tree that shares the parsed sources."""
        made = OutputTree(snapshot, self.reach.callers, self.parsed)
        made.collector.most = MAX_CHANGE_HASHES
        made.collector.edited = frozenset(self.reach.changed)
        return made

    def read(self, also: frozenset[str]) -> bool:
        """Collect the fixed outputs of the files that the change may affect, and of ``also``.

        Returns False if the change cannot affect any fixed output or version.
        """
        is_relevant = self.reach.relevant()
        reached = self.reach.files() if is_relevant else []
        files = sorted({path for path in (*reached, *also) if not self.config.excluded(path)})
        if not is_relevant and not files and not self.config.versions:
            return False
        # Each file is read as a part of the nearest flake.
        flakes = {path.rpartition("/")[0] + "/flake.nix" for path in files if "/" in path}
        for tree in (self.target, *self.bases):
            tree.snapshot.prefetch([*files, *flakes])
        self.files = [path for path in files if path in also or not self._is_unaffected(path)]
        if len(self.files) > MANY_FILES:
            self.files = self._without_unchanged_data(self.files, also)
        if len(self.bases) == 1:
            others = OtherFiles(
                self._is_alone,
                lambda path: path in self._affected,
                self._is_called_anew,
                self.reach.rebound,
            )
            changed = {*self.reach.changed, *self.reach.linked}
            needed = frozenset({*also, *self.reach.keyed})
            skip_unchanged(self.target, self.bases[0], self.files, changed, others, needed)
        self._read_without_conflicts()
        self.collect(self.files)
        return True

    def _read_without_conflicts(self) -> None:
        """Read a base's file with a conflict as its first side, which is what the base of the merge had."""
        changed = [path for path in set(self.files).intersection(self.reach.changed) if is_nix(path)]
        for base in self.bases:
            for path in changed:
                data = base.snapshot.read(path)
                if data is not None and b"<<<<<<< " in data and has_conflict(Source(path, data)):
                    base.evaluator.reduced[path] = without_conflicts(data)

    def collect(self, paths: Collection[str]) -> bool:
        """Collect files of the target and the bases; tell whether any has a fixed output.

        If an unchanged file is beyond the limit of the target, it is not read in the bases either: otherwise its
        hashes would seem to be removed.
        """
        found = self.target.collect(paths)
        omitted = self.target.evaluator.unread.difference(self.reach.changed)
        wanted = [path for path in paths if path not in omitted]
        return bool([each for base in self.bases for each in base.collect(wanted)] or found)

    def _is_alone(self, path: str) -> bool:
        """Tell whether no file with hashes imports a file (directly or not), or gets values from it as arguments."""
        importers = self.reach.importers_of([path]) - {path}
        named = {name.rpartition(":")[2] for each in importers for name in self.reach.refers_to(each)}
        if any(name.endswith(EACH) for name in named):
            return False
        for each in {*importers, *named, *(f"{name}/default.nix" for name in named)} - {path}:
            content = self.target.snapshot.read(each) if each.endswith(".nix") else None
            if content is not None and may_hold(content):
                return False
        return True

    @cached_property
    def _affected(self) -> set[str]:
        """The changed files, and all files that refer to one of them, directly or not."""
        changed = {*self.reach.changed, *self.reach.linked}
        return changed | self.reach.importers_of(changed)

    def _is_unaffected(self, path: str) -> bool:
        """Tell whether a generated file and the files that it imports are unchanged, and no caller changes its fetches.

        A direct caller that changed must not redefine a name of nixpkgs. Arguments that a changed file passes through
        an unchanged caller are options of the build.
        """
        data = self.target.snapshot.read(path) or b""
        if not is_nix(path) or path in self.reach.keyed or not has_own_inputs(data):
            return False
        changed = {*self.reach.changed, *self.reach.linked}
        if path in changed or (path in self.reach.importers_of(changed) and may_read(data)):
            return False
        callers = {*self.reach.referring([path]), *self.reach.callers(path)}
        return changed.isdisjoint(callers) or not self.reach.rebound(path)

    def _without_unchanged_data(self, files: list[str], also: frozenset[str]) -> list[str]:
        """Return the files without the unchanged ones of only data, except those with the digest of a changed file.

        They have the same records in both trees. If a call uses their hashes, they are found with the call.
        """
        changed = {*self.reach.changed, *self.reach.linked}
        kept = {*changed, *also, *self.reach.keyed}
        trees = (self.target, *self.bases)
        contents = (tree.snapshot.read(path) or b"" for tree in trees for path in files if path in changed)
        moved = {digest.key() for content in contents for _, _, digest in digests.find(content)}

        def is_same(path: str) -> bool:
            content = self.target.snapshot.read(path) or b""
            return has_only_data(content) and all(
                digest.key() not in moved for _, _, digest in digests.find(content)
            )

        return [path for path in files if path in kept or not (is_nix(path) and is_same(path))]

    def _is_called_anew(self, path: str) -> bool:
        """Tell whether a file that leads to ``path`` changed or refers to a changed file. Then arguments may differ."""
        others = {*self.reach.changed, *self.reach.linked} - {path}
        leading = self.reach.leading_to(path) if others else set[str]()
        return not leading.isdisjoint(others | self.reach.importers_of(others)) if leading else False
