"""Judge a range: its two ends, and each commit in it that changes a deciding file.

The two ends of a range do not show a hash that was right in its middle: in `v1,h1 -> v2,h2 -> v3,h2` both the version
and the hash differ between the ends. A commit is judged against its own parents. A finding is reported if it is found
again between the commit's parents and the target of the range. So there is no finding about a hash that a later commit
repaired, or a version that was restored.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard.app.judge import judge_range
from authguard.app.repository import relevant
from authguard.compare.judgement import Kind
from authguard.compare.pairs import Pairs
from authguard.git.commits import commits, range_of, with_changes
from authguard.git.ranges import Range, against
from authguard.git.snapshot import TreeSnapshot
from authguard.outputs.reach import Reach, can_matter
from authguard.outputs.summary import without_code
from authguard.outputs.tree import is_in
from authguard.rules.describe import place_of
from authguard.rules.finding import ERROR, NOTE, SUSPECT, WARNING, Evidence
from authguard.rules.registry import one_a_literal
from authguard.system import collect_grown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.app.collected import Outcome
    from authguard.app.repository import Repository
    from authguard.compare.judgement import Judgement
    from authguard.config.model import Config
    from authguard.git.ranges import ChangedFile, Walk
    from authguard.git.snapshot import Snapshot
    from authguard.nix.parse import Source
    from authguard.outputs.model import FixedOutput
    from authguard.rules.finding import Finding
    from authguard.trace import Trace

    Key = tuple[str, ...]
    Pair = tuple[object, ...]

_OF_A_HASH = frozenset({"AG201", "AG202", "AG203", "AG204", "AG205", "AG208"})
_OF_A_VERSION = frozenset({"AG101", "AG102"})
_OF_A_FORM = frozenset({"AG207"})
_MAX_PARSED = 32 << 20
"""At most this many bytes of source are kept parsed from one commit to the next."""
_KEPT_VERSIONS = 3
"""At most this many versions of one file are kept parsed: a parsed file takes some eighty times its bytes."""
MAX_REMOVED = 5000
"""At most this many pairs that commits of a range removed are compared with later commits."""


def judge_with_commits(
    scope: Range, repository: Repository, config: Config, trace: Trace | None = None
) -> Outcome:
    """Judge a range and the commits in it. The arguments are as for `judge_range`, with the config of the target."""
    parsed: dict[tuple[str, bytes], Source] = {}
    outcome = judge_range(scope, repository, config, parsed, trace)
    if scope.walk is not None:
        _Commits(scope, scope.walk, repository, config, parsed).judge(outcome)
    return outcome


class _Commits:
    """The commits of one range."""

    def __init__(
        self,
        scope: Range,
        walk: Walk,
        repository: Repository,
        config: Config,
        parsed: dict[tuple[str, bytes], Source],
    ) -> None:
        self.scope = scope
        self.walk = walk
        self.repository = repository
        self.config = config
        self.parsed = parsed
        self.stale: set[Pair] = set()
        self.moved_alone: set[str] = set()
        self._first_pairs: dict[Pair, Pair] = {}
        self._used_again: set[str] = set()
        self._matters: dict[str, bool] = {}
        self._digests: set[str] | None = None
        self._evaluated: set[str] = set()
        self._remembered = 0

    def judge(self, outcome: Outcome) -> None:
        """Add the findings about the commits of the range to the findings about its ends."""
        found = list(outcome.findings)
        self._evaluated = {each.digest.key() for each in outcome.outputs if each.digest is not None}
        missing, large = set(outcome.missing), set(outcome.large)
        for step in self._steps():
            if _trees(step) == _trees(self.scope):
                continue  # the only commit is the range itself, which was judged
            of_step = self._judge_one(step)
            if of_step.reach is not None and self._reach.learn(of_step.reach):
                self._matters.clear()  # a commit may read a file that neither end of the range reads
            found.extend(self._standing(step, of_step, outcome))
            self._remember(step, of_step)
            missing.update(of_step.missing)
            large.update(of_step.large)
        repairs = self._repairs(self.scope, outcome)
        outcome.findings = one_a_literal(
            each for each in found if each.code != "AG206" or each.place.key() not in repairs
        )
        outcome.missing, outcome.large = sorted(missing), sorted(large)

    def _remember(self, step: Range, of_step: Outcome) -> None:
        """Keep the pairs of sources that a step removed: a later commit may bring back their hash."""
        kept = {each.digest.key() for each in of_step.outputs if each.digest is not None}
        for base, of in zip(of_step.bases, step.bases, strict=False):
            lost: dict[str, list[FixedOutput]] = {}
            for each in base.found:
                if each.digest is None or each.digest.key() in kept or not each.is_source:
                    continue
                if _pair(each, of.snapshot) in self.stale:
                    continue  # its inputs explain nothing: the hash was that of others
                copied = without_code(each) if self._remembered < MAX_REMOVED else None
                if copied is not None:
                    self._remembered += 1
                    lost.setdefault(each.digest.key(), []).append(copied)
            for digest, pairs in lost.items():
                self.repository.removed.setdefault(digest, []).append(Pairs(pairs))

    def _steps(self) -> Iterator[Range]:
        """Yield the ranges to judge, parents before children; the target was judged already."""
        yield from self.walk.steps
        git = self.repository.git
        for commit in with_changes(git, commits(git, self.walk), self._can_matter):
            yield range_of(git, commit)

    @cached_property
    def _reach(self) -> Reach:
        """The reach of the range, and of the commits that were judged so far."""
        around = self.repository
        return Reach(self.scope, around.referring, around.names, around.references)

    def _can_matter(self, change: ChangedFile) -> bool:
        """Tell whether a changed file can decide a fixed output, or is named in the config."""
        known = self._matters.get(change.path)
        if known is None:
            known = self._matters[change.path] = self._is_read(change.path)
        return known or change.is_link

    def _is_read(self, path: str) -> bool:
        """Tell whether a file can decide a fixed output. An excluded file can only do so if another file reads it."""
        if any(site.path == path for version in self.config.versions for site in version.sites):
            return True
        if self.config.excluded(path):
            return bool(self._reach.referring([path], directories=True))
        return can_matter(path) or self._reach.matters(path)

    def _judge_one(self, scope: Range) -> Outcome:
        around = self.repository.around(scope)
        try:
            return judge_range(scope, around, self.config, self.parsed)
        finally:
            around.close()
            self._drop_parsed()
            collect_grown()

    def _drop_parsed(self) -> None:
        """Drop the older versions of each parsed file, and all files if they are too large together."""
        if sum(len(data) for _, data in self.parsed) > _MAX_PARSED:
            self.parsed.clear()
        kept = Counter[str]()
        for key in [*reversed(self.parsed)]:
            kept[key[0]] += 1
            if kept[key[0]] > _KEPT_VERSIONS:
                del self.parsed[key]

    def _standing(self, step: Range, of_step: Outcome, outcome: Outcome) -> Iterator[Finding]:
        """Yield the findings of one step that are found again in the target of the range."""
        repairs = self._repairs(step, of_step)
        self.moved_alone.update(
            _digest(one.output)
            for place, one in _alone(of_step)
            if place not in repairs and not _has_moved_lock(one.output, step)
        )
        self._used_again.clear()
        doubts = self._doubts(step, of_step)
        if not doubts:
            return
        parents = against(self.repository.git, self.scope, [base.oid for base in step.bases])
        again = self._judge_one(Range(self.scope.target, [*parents.bases, *self.walk.excuses]))
        outcome.read |= again.read
        outputs = _by_place(again)
        for finding in again.findings:
            known = _keys(finding, outputs) & doubts
            if known and finding.severity != NOTE:
                yield self._explained(finding, step, known)

    def _repairs(self, step: Range, of_step: Outcome) -> dict[object, str]:
        """Return the digests that moved alone in one step and replaced a stale one, by place."""
        found = {}
        for place, one in _alone(of_step):
            old, bases = one.other, [base.snapshot for base in step.bases]
            if old is not None and any(_pair(old, base) in self.stale for base in bases):
                found[place] = _digest(one.output)
        return found

    def _doubts(self, step: Range, of_step: Outcome) -> set[Key]:
        """Return the keys of the findings of one step that may still be in the target."""
        outputs = _by_place(of_step)
        found = set()
        for finding in of_step.findings:
            keys = _keys(finding, outputs) if finding.severity != NOTE else set()
            is_of_hash = finding.code in _OF_A_HASH
            for key in keys:
                if is_of_hash and finding.severity == ERROR:
                    output = outputs[finding.place.key()]
                    self._take_pair(key[-1], output, _pair(output, step.target))
                if not is_of_hash or self._still_has(key[-1], finding.place.path):
                    found.add(key)
        return found

    def _take_pair(self, digest: str, output: FixedOutput, pair: Pair) -> None:
        """Take the first inputs at a place that follow a hash that moved alone for its inputs; others are stale."""
        place = (digest, output.path, output.attribute, output.platform, output.label)
        if digest not in self.moved_alone:
            self.stale.add(pair)
        elif self._first_pairs.setdefault(place, pair) != pair:
            self.stale.add(pair)
            self._used_again.add(digest)

    def _still_has(self, digest: str, path: str) -> bool:
        """Tell whether the target has a digest that was at this path."""
        target = self.scope.target
        if self._digests is None:
            changed = {each.path for base in self.scope.bases for each in base.changes if each.new_mode}
            paths = [each for each in changed if relevant(each)]
            target.prefetch(paths)
            self._digests = {key for each in paths for key in _digests_in(target.read(each))}
            self._digests |= self._evaluated
        if digest in self._digests or digest in _digests_in(target.read(path)):
            return True
        return any(target.kind(holder) is not None for holder in self.repository.holders(digest))

    def _explained(self, finding: Finding, step: Range, keys: set[Key]) -> Finding:
        """Add the commit to a finding. The finding becomes a warning if an earlier commit brought only the hash."""
        label = step.target.label
        evidence = [*finding.evidence]
        if not label.startswith(":"):
            evidence.append(Evidence("history", f"commit {label[:12]} brought this"))
        if finding.severity == ERROR and any(key[-1] in self.moved_alone - self._used_again for key in keys):
            finding = finding._replace(severity=WARNING, verdict=SUSPECT)
            evidence.append(
                Evidence("history", "an earlier commit brought this hash alone, perhaps for these inputs")
            )
        return finding._replace(evidence=evidence, base=next((base.oid for base in step.bases), None))


def _trees(scope: Range) -> tuple[str | None, list[str]]:
    """Return the trees of the target and the bases of a range."""
    target = scope.target.tree if isinstance(scope.target, TreeSnapshot) else None
    return target, [base.snapshot.tree for base in scope.bases]


def _alone(outcome: Outcome) -> Iterator[tuple[object, Judgement]]:
    """Yield the judgements about hashes that moved alone, each with its place."""
    for one in outcome.compared.values():
        if one.kind is Kind.ALONE and one.output.digest is not None:
            yield place_of(one.output.origin).key(), one


def _has_moved_lock(output: FixedOutput, step: Range) -> bool:
    """Tell whether a step moved the lock of a hash in its local source, or above it: then it did not move alone."""
    local = output.local
    if local is None or output.row is None:
        return False
    for path in (change.path for base in step.bases for change in base.changes):
        folder, _, name = path.rpartition("/")
        if name in output.row.lock_files and (is_in(folder, local) or is_in(local, folder)):
            return True
    return False


def _digest(output: FixedOutput) -> str:
    return output.digest.key() if output.digest is not None else ""


def _pair(output: FixedOutput, snapshot: Snapshot) -> Pair:
    """Return the inputs and the digest of a fixed output; a lock in its directory is one of the inputs."""
    names = output.row.lock_files if output.local is not None and output.row is not None else ()
    folder = f"{output.local}/" if output.local else ""
    return output.identity, _digest(output), *(snapshot.oid(folder + name) for name in names)


def _digests_in(data: bytes | None) -> set[str]:
    return {found.key() for _, _, found in digests.find(data)} if data is not None else set()


def _by_place(outcome: Outcome) -> dict[object, FixedOutput]:
    """Return the fixed outputs of the target, by the places of their hashes; none if nothing was found."""
    if not outcome.findings:
        return {}
    return {place_of(each.origin).key(): each for each in outcome.outputs if each.digest is not None}


def _keys(finding: Finding, outputs: dict[object, FixedOutput]) -> set[Key]:
    """Return keys by which a finding is recognised in another pair of trees; none if its rule only judges ends.

    A finding about several hashes has a key for each hash, since a later commit may repair or move some of them.
    """
    if finding.code in _OF_A_HASH:
        places = (finding.place, *finding.further)
        found = (outputs.get(place.key()) for place in places)
        return {("hash", _digest(output)) for output in found if output is not None}
    if finding.code in _OF_A_VERSION:
        return {(finding.code, finding.place.path)}
    if finding.code in _OF_A_FORM and finding.fixed_output is not None:
        return {(finding.code, finding.place.path, finding.fixed_output.attribute)}
    return set()
