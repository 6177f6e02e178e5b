"""The judge: a range goes in, findings come out."""

from __future__ import annotations

from authguard.compare.pairs import Judged, Pairs, judge
from authguard.outputs.reach import KEYED, Reach, is_nix
from authguard.outputs.tree import Side
from authguard.rules import forms
from authguard.rules import version_literals as versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.config.model import Config
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.nix.parse import Source
    from authguard.outputs.model import FixedOutput
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.local_locks import Locks
    from authguard.rules.finding import Finding

MAX_HOLDERS = 24
"""Of how many unchanged files with the same digest the fixed outputs are looked at."""


class World:
    """What is known of the unchanged files of the base: who refers to a path, and who holds a digest.

    ``online`` tells whether mirrors may be asked.
    """

    online = False

    def referring(self, targets: Iterable[str]) -> set[str]:
        """Return the files that refer to any of ``targets`` directly."""
        raise NotImplementedError

    def holders(self, digest: str) -> set[str]:
        """Return the files in whose text the digest stands, in any encoding."""
        raise NotImplementedError

    def held(self, each: FixedOutput) -> str | None:
        """Return an ancestor commit that held this very pair, or None."""
        raise NotImplementedError

    def written(self, each: FixedOutput) -> Snapshot | None:
        """Return the tree of the commit that wrote a hash of the base into its file, or None where nobody knows."""
        return None

    def inquiry(self) -> Inquiry | None:
        """Return who knows what was proved before and may ask mirrors; None where there is nobody."""
        return None


class Outcome:
    """Findings, and what was looked at.

    missing  the files that are not here (a shallow, partial or sparse clone).
    large    the files that are larger than any that is judged.
    moved    returns the fixed outputs that the change brought, moved or left in doubt, for who wants to know.
    """

    __slots__ = ("files", "findings", "fixed_outputs", "large", "missing", "moved", "read", "unresolved")

    def __init__(self) -> None:
        """Start with nothing."""
        self.findings: list[Finding] = []
        self.files = 0
        self.fixed_outputs = 0
        self.unresolved = 0
        self.missing: list[str] = []
        self.large: list[str] = []
        self.moved: Callable[[], list[FixedOutput]] = list
        self.read: set[str] = set()


def judge_range(
    scope: Range, world: World, config: Config, parsed: dict[tuple[str, bytes], Source] | None = None
) -> Outcome:
    """Judge the target of a range against its bases. ``parsed`` is shared by who judges many ranges in a row."""
    return _Judging(scope, world, config, parsed).run()


class _Judging:
    """One run of the judge."""

    def __init__(
        self, scope: Range, world: World, config: Config, parsed: dict[tuple[str, bytes], Source] | None
    ) -> None:
        self.parsed = parsed if parsed is not None else {}
        self.scope = scope
        self.world = world
        self.config = config
        self.outcome = Outcome()
        self.reach = Reach(scope, world.referring)
        self.target = self._side(scope.target)
        self.bases = [self._side(base.snapshot) for base in scope.bases]

    def _side(self, snapshot: Snapshot) -> Side:
        return Side(snapshot, self.reach.callers, self.parsed)

    def run(self) -> Outcome:
        if not self.reach.relevant():
            if self.config.versions:
                self.outcome.findings.extend(
                    versions.configured(self.config, self.target, set(self.reach.changed))
                )
            return self.outcome
        files = [path for path in self.reach.files() if not self.config.excluded(path)]
        for side in (self.target, *self.bases):
            side.snapshot.prefetch(files)
            side.collect(files)
        bases = self._look_further([Pairs(side.found) for side in self.bases])
        target = Pairs(self.target.found)
        judged = [
            one for one in (judge(each, bases, target) for each in self.target.found) if one is not None
        ]
        judged = self._cleared(self._unfinished_before(judged, bases, target), files)
        self._hashes(judged, bases)
        self.outcome.moved = lambda: self._moved(judged)
        self._versions(bases)
        self._forms(bases)
        self._revisions(bases)
        self._count(files)
        return self.outcome

    def _look_further(self, stood: list[Pairs]) -> list[Pairs]:
        """Collect unchanged files that hold a digest which is new in the files collected so far.

        Returns:
            ``stood``, the pairs of the bases, with what was found further.
        """
        known = {each.digest.key() for side in self.bases for each in side.found if each.digest is not None}
        further: set[str] = set()
        for each in self.target.found:
            if each.digest is None or any(base.holds(each) for base in stood):
                continue
            holders = sorted(self.world.holders(each.digest.key()))
            if len(holders) <= MAX_HOLDERS or each.digest.key() not in known:
                further.update(holders[:MAX_HOLDERS])
        if further:  # the hash may stand in one file, and its fetch in another
            further |= self.reach.referring(further)
        further = {path for path in further if not self.config.excluded(path)}
        new = [each for side in (self.target, *self.bases) for each in side.collect(further)]
        return [Pairs(side.found) for side in self.bases] if new else stood

    def _unfinished_before(self, judged: list[Judged], bases: list[Pairs], target: Pairs) -> list[Judged]:
        """Judge anew what replaced a placeholder, and what is made from it: whose digest it is, the elders may know."""
        if not self.scope.elders or not any(old.placeholder for side in self.bases for old in side.found):
            return judged
        waited = [each for each in self.target.found if any(_had_no_source(each, base) for base in bases)]
        doubtful = [
            one.each
            for one in judged
            if one.kind in ("new", "alone")
            and any(
                old.placeholder
                for base in bases
                for old in base.by_literal.get((one.each.path, one.each.attribute), ())
            )
        ]
        if not doubtful and not waited:
            return judged
        elders = self._elders({each.path for each in (*doubtful, *waited)})
        again = {id(each): judge(each, elders, target) for each in (*doubtful, *waited)}
        stale = {each: one for each, one in again.items() if one is not None and one.kind == "stale"}
        known = {id(one.each) for one in judged}
        return [
            *(stale.get(id(one.each), one) for one in judged),
            *(one for each, one in stale.items() if each not in known),
        ]

    def _elders(self, paths: Iterable[str]) -> list[Pairs]:
        """Return the pairs of HEAD's parents in the files that matter."""
        found = []
        wanted = {*paths, *self.reach.files()}
        for snapshot in self.scope.elders:
            side = self._side(snapshot)
            side.collect(wanted)
            found.append(Pairs(side.found))
        return found

    def _cleared(self, judged: list[Judged], files: list[str]) -> list[Judged]:
        """Drop what an elder or an ancestor clears: it held this very pair."""
        suspected = [one for one in judged if one.kind in ("stale", "copy")]
        if not suspected:
            return judged
        elders = self._elders(files) if self.scope.elders else []
        cleared = {
            id(one)
            for one in suspected
            if any(elder.holds(one.each) for elder in elders) or self.world.held(one.each) is not None
        }
        return [one for one in judged if id(one) not in cleared]

    def _is_plain(self, judged: list[Judged]) -> bool:
        """Tell whether every hash that moved is a new one, and nothing else can be told of hashes.

        That is what most commits are; the modules that tell findings are not even loaded for them.
        """
        if any(one.kind != "new" for one in judged) or self._leaves_platforms(judged):
            return False
        if any(each.local is not None and not each.is_source for each in self.target.found):
            return False
        return all(is_nix(path) for path in self.reach.changed)

    def _leaves_platforms(self, judged: list[Judged]) -> bool:
        """Tell whether a hash of a platform set moved and another one of the set did not."""
        texts = {id(each.origin.data): each.origin.data for each in self.target.found}
        named = {key for key, text in texts.items() if b"64-" in text}
        some = [one.each for one in judged if id(one.each.origin.data) in named or one.each.label]
        groups = {each.group for each in some if each.group is not None and each.platform}
        moved = {id(each) for each in some}
        return bool(groups) and any(
            each.group in groups and id(each) not in moved
            for each in self.target.found
            if id(each.origin.data) in named or each.label
        )

    def _hashes(self, judged: list[Judged], bases: list[Pairs]) -> None:
        if self._is_plain(judged):
            return
        from authguard.prove.local_locks import Locks
        from authguard.rules.hashes import Hashes, one_a_literal
        from authguard.rules.toolchain import moved_pins, toolchain_findings

        toolchain = toolchain_findings(self.scope, self.target, self.bases)
        locks = Locks(
            [base.snapshot for base in self.scope.bases], bases, self.scope.target, self.reach.changed
        )
        hashes = Hashes(
            self.scope.target.read,
            locks,
            bool(moved_pins(self.scope)),
            judged,
            self.target.found,
            bases,
            self.world.inquiry,
        )
        found = hashes.findings()
        for each in self.target.found:
            if each.local is not None and not each.is_source and any(base.holds(each) for base in bases):
                before = _as_it_stood(each, bases)
                answer = locks.answer(each, before)
                found.extend(self._left_long_ago(locks, each, before) if answer == [] else answer or ())
        if any(path.rpartition("/")[2] in KEYED for path in self.reach.changed):
            from authguard.rules.crates import left_behind

            stood = [(base.snapshot, pairs) for base, pairs in zip(self.scope.bases, bases, strict=True)]
            found.extend(left_behind(self.target.found, stood, self.scope.target, set(self.reach.changed)))
        self.outcome.findings.extend(one_a_literal(found))
        self.outcome.findings.extend(toolchain)
        for path, (reason, wanted) in locks.problems.items():
            from authguard.rules import ag902_unreadable_lock
            from authguard.rules.finding import Place

            self.outcome.findings.append(
                ag902_unreadable_lock.finding(
                    place=Place(path, locks.lines.get(path, 1), 1), reason=reason, wanted_by=wanted
                )
            )

    def _left_long_ago(self, locks: Locks, each: FixedOutput, before: FixedOutput | None) -> list[Finding]:
        """Return what a new release brings up: that the lock moved in an earlier commit, and the hash did not."""
        one, other = before.version if before is not None else None, each.version
        if before is None or one is None or other is None or one.form == other.form:
            return []
        written = self.world.written(each)
        return locks.since(each, before, written) if written is not None else []

    def _versions(self, bases: list[Pairs]) -> None:
        changed = self.reach.changed
        if self.config.versions:
            self.outcome.findings.extend(versions.configured(self.config, self.target, set(changed)))
        if len(self.bases) != 1:
            return
        importers = self.reach.importers_of(path for path in changed if is_nix(path))
        base = self.bases[0]
        if not self.config.versions:
            self.outcome.findings.extend(
                versions.left_behind(base, self.target, changed, {*importers, *changed})
            )
        self.outcome.findings.extend(
            versions.without_source(base, self.target, changed, bases[0], self.target.found)
        )

    def _forms(self, bases: list[Pairs]) -> None:
        """What is wrong in itself, where this change brought it."""
        known = {
            (old.path, old.attribute, old.literal)
            for side in self.bases
            for old in side.found
            if old.placeholder or old.problem is not None
        }
        for each in self.target.found:
            unfinished = each.placeholder or each.problem is not None
            if unfinished and (each.path, each.attribute, each.literal) not in known:
                finding = forms.unfinished(each, self.target.evaluator.source)
                if finding is not None:
                    self.outcome.findings.append(finding)
            if not any(base.holds_whole(each) for base in bases):
                finding = forms.moving(each)
                if finding is not None:
                    self.outcome.findings.append(finding)
                self.outcome.findings.extend(forms.houses(each, self.config))
        for path in self.reach.changed:
            if is_nix(path) and not self.config.excluded(path):
                finding = forms.not_nix(self.target, path)
                if finding is not None:
                    self.outcome.findings.append(finding)
        changed = set(self.reach.changed)
        problems = [item for item in self.target.collector.unreadable.items() if item[0] in changed]
        if problems:
            self.outcome.findings.extend(forms.unreadable(problems))

    def _moved(self, judged: list[Judged]) -> list[FixedOutput]:
        """Return the fixed outputs that this change brought, moved or left in doubt."""
        from authguard.rules.told import place

        new = {id(one.each) for one in judged}
        told = {finding.place.key() for finding in self.outcome.findings if finding.fixed_output is not None}
        return [each for each in self.target.found if id(each) in new or place(each.origin).key() in told]

    def _revisions(self, bases: list[Pairs]) -> None:
        """What the mirrors say of the revisions that this change brought, where mirrors may be asked."""
        if not self.world.online:
            return
        inquiry = self.world.inquiry()
        if inquiry is not None:
            from authguard.rules.asking import revisions

            new = [each for each in self.target.found if not any(base.holds(each) for base in bases)]
            self.outcome.findings.extend(revisions(inquiry, new))

    def _count(self, files: list[str]) -> None:
        self.outcome.files = len(files)
        self.outcome.fixed_outputs = len(self.target.found)
        self.outcome.unresolved = sum(not each.resolved for each in self.target.found)
        self.outcome.read = set(files)
        sides = (self.target, *self.bases)
        self.outcome.missing = sorted({path for side in sides for path in side.snapshot.missing})
        self.outcome.large = sorted({path for side in sides for path in side.evaluator.unread})


def _had_no_source(each: FixedOutput, base: Pairs) -> bool:
    """Tell whether a hash stood in a base while that of its source was a placeholder, which is known now."""
    return any(
        old.digest == each.digest and _waits(old) and not _waits(each)
        for old in base.by_literal.get((each.path, each.attribute), ())
    )


def _waits(each: FixedOutput) -> bool:
    """Tell whether a fixed output is made from one whose digest is a placeholder."""
    return any(made.digest is None for one in each.inputs for made in one.outputs)


def _as_it_stood(each: FixedOutput, bases: list[Pairs]) -> FixedOutput | None:
    """Return the fixed output of a base that is the same pair."""
    key = each.digest.key() if each.digest is not None else ""
    for base in bases:
        for other in base.by_digest.get(key, ()):
            if other.identity == each.identity:
                return other
    return None
