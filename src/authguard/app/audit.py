"""Audit a revision: find its hashes that are older than their inputs.

Each digest is judged as `check` judges a change: the change from the commit that wrote the digest to the revision.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.app.entries import Entries
from authguard.app.past import Past, when
from authguard.compare.classes import (
    INPUT_UNRESOLVED,
    KNOWN_PART_MOVED,
    OF_VERSION,
    PROGRAM_RAN,
    REWRITTEN,
    TOOL_RAN,
)
from authguard.compare.judgement import Judgement, Kind
from authguard.compare.pairs import Pairs, judge
from authguard.git.ranges import Base, Range, snapshot_of
from authguard.git.writers import Writer, Written, writers_of
from authguard.outputs import summary
from authguard.outputs.unchanged import only_holding
from authguard.prove.ecosystems import ecosystem
from authguard.prove.upstream_locks import second_pins
from authguard.rules.ag101_version_disagrees import pinned_twice
from authguard.rules.context import Change, Everything
from authguard.rules.describe import place_of, replacement_of
from authguard.rules.finding import ERROR, NOTE, CommitRef, Evidence, Finding
from authguard.rules.registry import RULES, one_a_literal, softened_if_unused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.app.computing import Computing
    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot, TreeSnapshot
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree import OutputTree
    from authguard.outputs.tree_cache import Kept, TreeCache
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.proving import Prover

CLEAN, STALE, SUSPECT, UNRESOLVED, UNKNOWN = "clean", "stale", "suspect", "not resolved", "unknown"
"""The states of a hash. UNKNOWN: the history of this clone does not have the commit or the files that decide."""

_WORST = (STALE, SUSPECT, UNRESOLVED, UNKNOWN, CLEAN)
_CODES = ("AG201", "AG202", "AG203", "AG205", "AG208")
_BY_NEIGHBOURS = (TOOL_RAN, PROGRAM_RAN)
"""Move classes that depend on other entries of a file."""
_NOT_JUDGED = ("AG902", "AG904")
_PATTERNS = ("*.nix", "*.json", "*.toml", "*.lock", "cabal*.project*", "stack.yaml")
_FEW = 2
"""If more hashes of a file need an evaluation, all hashes of the file are evaluated at once."""

_MANY_PATTERNS = 500  # a command line has a limited length, so further files with other names are omitted


@dataclass
class AuditedHash:
    """One hash literal of the revision: its place, the attributes that use it, and its state."""

    path: str
    line: int
    end_line: int
    attributes: list[str]
    state: str = CLEAN


@dataclass
class Audit:
    """The result of an audit.

    hashes   every hash literal.
    findings the stale or suspect hashes, the most certain first.
    commits  how many commits of the history were read.
    writers  how many different commits wrote the hashes.
    edge     the date (ISO) at which a shallow history begins; None if the history is complete.
    lacking  how many files of the history a partial clone does not have. With any of them, no hash is certain.
    files    how many files were read.
    not_judged how many files may have hashes and were not judged; a finding names each.
    unfinished how many hashes are placeholders; they are not in ``hashes``.
    is_final whether a later audit of this commit would have the same result; False if a mirror may have another answer
    then.
    """

    hashes: list[AuditedHash] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    commits: int = 0
    writers: int = 0
    edge: str | None = None
    files: int = 0
    not_judged: int = 0
    unfinished: int = 0
    is_final: bool = True
    lacking: int = 0

    def count(self, state: str) -> int:
        """Return the number of hashes with this state."""
        return sum(each.state == state for each in self.hashes)


@dataclass(eq=False)
class Located:
    """A fixed output of the revision, as stored between runs, and the file that must be evaluated to get the output."""

    output: FixedOutput
    file: str

    @property
    def key(self) -> str:
        """The key of its digest."""
        return self.output.digest.key() if self.output.digest is not None else ""


def audit(
    git: Git,
    commit: str,
    cache: TreeCache,
    target: Snapshot,
    config: Config,
    inquiry: Inquiry | None,
    prover: Prover | None = None,
    only: Callable[[FixedOutput], bool] | None = None,
    computing: Computing | None = None,
) -> Audit:
    """Audit the fixed outputs of a commit.

    Args:
        git: the repository.
        commit: the oid of the revision.
        cache: the fixed outputs of the commit.
        target: the tree of the commit.
        config: the config of the commit.
        inquiry: access to earlier proofs, and to mirrors if they may be asked.
        prover: obtains the true hash of each finding; None if nothing may be fetched.
        only: returns whether to audit a fixed output; those with the same literal are audited too. None: audit all.
        computing: computes dependency hashes; None if nothing may be fetched.

    Raises:
        Refused: the history is not in this clone.
    """
    auditor = _Auditor(git, commit, cache, target, config, inquiry)
    auditor.past.computing = computing
    if only is not None:
        wanted = {_literal(each.output) for each in auditor.located if only(each.output)}
        auditor.selected = [each for each in auditor.located if _literal(each.output) in wanted]
    return auditor.run(prover)


class _Auditor:
    """One run."""

    def __init__(
        self,
        git: Git,
        commit: str,
        cache: TreeCache,
        target: Snapshot,
        config: Config,
        inquiry: Inquiry | None,
    ) -> None:
        self.git = git
        self.commit = commit
        self.cache = cache
        self.target = target
        self.config = config
        self.past = Past(git, commit, cache, inquiry)
        self.files = target.entries()
        self.unfinished = 0
        self.located = self._located()
        self.selected = self.located
        self.now = cache.output_tree()
        self.places: dict[str, set[str]] = {}
        self.times: dict[str, int] = {}
        self.found: dict[str, dict[object, list[FixedOutput]]] = {}
        self.at_literal: dict[object, list[FixedOutput]] = {}
        self.entries = Entries()
        self.states: dict[object, str] = {}
        self.lacking: set[str] = set()

    def run(self, prover: Prover | None) -> Audit:
        """Judge every hash."""
        digests = [each.output.digest for each in self.selected if each.output.digest is not None]
        written = writers_of(self.git, self.commit, digests, self._patterns())
        self.places = written.paths
        groups: dict[str, list[Located]] = {}
        found = Audit(commits=written.commits, files=len(self.cache.files), unfinished=self.unfinished)
        self.lacking = written.lacking
        for each in self.selected:
            writer = written.writers.get(each.key)
            if writer is not None and writer.is_edge:
                self._set(each.output, UNKNOWN)
                found.edge = max(found.edge or "", when(writer.time))
            elif writer is None:
                self._set(each.output, UNRESOLVED)
            else:
                groups.setdefault(writer.commit, []).append(each)
        found.writers = len({writer.commit for writer in written.writers.values()})
        times = {writer.commit: writer for writer in written.writers.values()}
        moved = {oid: rest for oid, group in groups.items() if (rest := self._moved(oid, group))}
        self._collect_now(moved)
        findings = [finding for oid, group in moved.items() for finding in self._judged(times[oid], group)]
        findings = one_a_literal([*findings, *self._come_back(written, findings)])
        found.lacking = len(self.lacking)
        if prover is not None:
            findings = self._proved(findings, prover)
        findings += self._pinned_twice(found)
        not_judged = self._not_judged()
        found.not_judged = len({finding.place.path for finding in not_judged})
        findings += not_judged
        found.findings = sorted(findings, key=_surest)
        found.hashes = self._hashes(found.findings)
        return found

    def _located(self) -> list[Located]:
        """Return the fixed outputs with a digest, without records that a call uses. Counts the unfinished hashes."""
        every = [
            Located(each, path)
            for path, kept in sorted(self._judged_files().items())
            if kept.text != "[]"
            for each in summary.load(kept.text, self.target.read)
        ]
        self.unfinished = len({_literal(each.output) for each in every if each.output.placeholder})
        found = [each for each in every if each.output.digest is not None]
        consumed = {each.output.origin.key for each in found if not each.output.record}
        return [each for each in found if not each.output.record or each.output.origin.key not in consumed]

    def _patterns(self) -> list[str]:
        """Return pathspecs for files with hashes, also present files with unusual names, but not for unread files."""
        endings = tuple(pattern[1:] for pattern in _PATTERNS)
        others = {each.output.path for each in self.located if not each.output.path.endswith(endings)}
        unread = [path for path, kept in sorted(self.cache.files.items()) if {"u", "h"} & set(kept.flags)]
        return [
            *_PATTERNS,
            *(f":(top,literal){path}" for path in sorted(others)[:_MANY_PATTERNS]),
            *(f":(top,literal,exclude){path}" for path in unread[:_MANY_PATTERNS]),
        ]

    def _set(self, each: FixedOutput, state: str) -> None:
        key = _literal(each)
        self.states[key] = min(self.states.get(key, CLEAN), state, key=_WORST.index)

    def _moved(self, oid: str, group: list[Located]) -> list[Located]:
        """Return the outputs that had other inputs at the commit of their hash, and those that a lock decides.

        An output is not evaluated if all files that it depends on are the same. Otherwise only its hash is evaluated.
        """
        then = self.past.snapshot(oid)
        rest = [each for each in group if not each.output.is_source or not self._same_files(then, each)]
        if not rest:
            return []
        output_tree = self.past.output_tree(then)
        files: dict[str, list[Located]] = {}
        for each in rest:
            files.setdefault(each.file, []).append(each)
        many = {path for path, some in files.items() if len(some) > _FEW}
        only_holding(output_tree, many, {each.key for each in rest})
        cache = Pairs(output_tree.collect(many))
        return [
            each
            for each in rest
            if not self._has_pair(output_tree, each, cache if each.file in many else None)
        ]

    def _same_files(self, then: TreeSnapshot, each: Located) -> bool:
        near = self.cache.files[each.file].neighbours
        if near is None:
            return False
        differ = set()
        for path in (each.file, each.output.path, *near):
            now = self.files.get(path)
            if (now[1] if now is not None else None) != then.oid(path):
                differ.add(path)
        return not differ or (differ == {each.output.path} and self._same_entry(then, each))

    def _same_entry(self, then: TreeSnapshot, each: Located) -> bool:
        """Tell whether all values around a hash in a data file are the same."""
        path = each.output.path
        now = self.files.get(path)
        oid, data = then.oid(path), then.read(path)
        if not path.endswith(".json") or oid is None or data is None or now is None or now[1] is None:
            return False
        return self.entries.same(each.output.literal, (now[1], each.output.origin.data), (oid, data))

    def _has_pair(self, output_tree: OutputTree, each: Located, cache: Pairs | None) -> bool:
        """Tell whether an earlier tree had the present pairs of a hash; ``cache`` has the pairs of its file."""
        now = _without_records(self._now(each))
        if not now or any(_may_have_lock(one) for one in now):
            return False
        then = cache or Pairs(output_tree.holding(each.file, [each.output.literal]))
        return all(then.holds(one) for one in now)

    def _now(self, each: Located) -> list[FixedOutput]:
        """Return the fixed outputs of a file with one hash literal. The third call evaluates the whole file, once."""
        key = _literal(each.output)
        times = self.times[each.file] = self.times.get(each.file, 0) + 1
        if times <= _FEW:
            return _by_literal(self.now.holding(each.file, [each.output.literal])).get(key, [])
        if times == _FEW + 1:
            self.found[each.file] = _by_literal(self.now.collect([each.file]))
        return self.found[each.file].get(key, [])

    def _collect_now(self, moved: dict[str, list[Located]]) -> None:
        """Evaluate all files of the revision that have one of the digests of ``moved``."""
        wanted = {each.key for group in moved.values() for each in group}
        files = {each.file for each in self.located if each.key in wanted}
        self.target.prefetch(files)
        self.now.collect(files)
        self.pairs = Pairs(self.now.found)
        self.at_literal = _by_literal(self.now.found)

    def _judged(
        self, writer: Writer, group: list[Located], left: dict[str, str] | None = None
    ) -> list[Finding]:
        """Judge the outputs that one commit wrote, over the range from that commit to the revision.

        ``left`` has the commit that removed a hash which came back, by its digest.
        """
        keys = dict.fromkeys(_literal(each.output) for each in group)
        outputs = _without_records([one for key in keys for one in self.at_literal.get(key, ())])
        then = self.past.tree(writer.commit, group)
        base = Pairs(then.found)
        judgements: list[Judgement] = []
        for each in outputs:
            one = judge(each, [base], self.pairs)
            key = each.digest.key() if each.digest is not None else ""
            if key not in base.by_digest or (
                one is not None and one.move_class in (INPUT_UNRESOLVED, KNOWN_PART_MOVED, REWRITTEN)
            ):
                self._set(each, UNRESOLVED)
            elif left is not None and (one is None or not self._shows_version(one, left[key])):
                continue
            elif one is not None and one.kind is not Kind.LOCATION and not self._is_cleared(one, writer):
                if one.move_class in _BY_NEIGHBOURS:
                    places = {one.output.path, *self.places.get(key, ())}
                    one = self.past.judged_when_moved(writer.commit, one, places)
                judgements.append(one)
        if not judgements and not any(_may_have_lock(each) for each in outputs):
            self._is_unknown(outputs, then.snapshot)
            return []
        scope = self._range(writer.commit, outputs)
        output_tree = self.past.limited(self.now, outputs)
        change = Change(
            output_tree,
            self.config,
            scope=scope,
            bases=[then],
            base_pairs=[base],
            reach=self.past.reach(scope),
            judgements=judgements,
            history=self.past,
        )
        rules = [decide for code in _CODES for decide in RULES[code].decides_change]
        found = [one for decide in rules for one in decide(change)]
        findings = one_a_literal(softened_if_unused(change, found))
        if self._is_unknown(outputs, then.snapshot, scope.bases[0].snapshot):
            return []
        by_place: dict[object, Judgement] = {}
        for one in judgements:
            by_place.setdefault(place_of(one.output.origin).key(), one)
        return [self._dated(finding, writer, by_place) for finding in findings if finding.severity != NOTE]

    def _come_back(self, written: Written, findings: list[Finding]) -> list[Finding]:
        """Judge sources again if their hash was removed and came back: from the first commit that had the hash.

        Sources that have a finding already are left out. A revert brings back a pair, so it is no finding. A reverted
        repair brings back a hash with other inputs.
        """
        reported = {finding.place.key() for finding in findings}
        groups: dict[str, list[Located]] = {}
        for each in self.selected:
            first, output = written.first.get(each.key), each.output
            if first is not None and output.is_source and place_of(output.origin).key() not in reported:
                groups.setdefault(first[0].commit, []).append(each)
        moved = {oid: rest for oid, group in groups.items() if (rest := self._moved(oid, group))}
        self._collect_now(moved)
        states = dict(self.states)
        writers = {writer.commit: writer for writer, _ in written.first.values()}
        left = {key: commit for key, (_, commit) in written.first.items()}
        found = [each for oid, group in moved.items() for each in self._judged(writers[oid], group, left)]
        self.states = states  # an unknown first pair does not change the state of a hash
        return [finding for finding in found if finding.severity == ERROR and finding.code == "AG201"]

    def _shows_version(self, one: Judgement, left: str) -> bool:
        """Tell whether the first pair of a hash at this place shows that the hash is of another version.

        It does not if the hash was repaired, so that the commit ``left``, which removed it, has another hash for the
        same inputs: then the hash was wrong at first.
        """
        other, each = one.other, one.output
        if other is None or one.move_class not in OF_VERSION:
            return False
        if (other.path, other.attribute) != (each.path, each.attribute):
            return False
        then = Pairs(self.past.output_tree(self.past.snapshot(left)).collect([other.path]))
        return all(after.identity != other.identity for after in then.at(other))

    def _is_unknown(self, outputs: list[FixedOutput], *snapshots: Snapshot) -> bool:
        """Tell whether this clone lacks a file that was read from one of these trees; then the outputs are unknown."""
        lacking = {
            oid or path
            for snapshot in snapshots
            for path, oid in ((path, snapshot.oid(path)) for path in snapshot.missing)
            if oid is None or self.git.objects.read(oid) is None  # not only too large
        }
        for each in outputs if lacking else ():
            self._set(each, UNKNOWN)
        self.lacking |= lacking
        return bool(lacking)

    def _is_cleared(self, one: Judgement, writer: Writer) -> bool:
        """Tell whether this pair was proved, or is reverted: an ancestor of the writing commit had the same pair."""
        inquiry = self.past.inquiry()
        if inquiry is not None and inquiry.proved(one.output) is not None:
            return True
        return one.kind in (Kind.STALE, Kind.COPY) and self.past.held_before(writer.commit, one.output)

    def _range(self, oid: str, outputs: list[FixedOutput]) -> Range:
        """Return the range from a commit. The changed paths are read only if a lock decides a hash."""
        base = Base(oid, snapshot_of(self.git, oid), [])
        if any(_may_have_lock(each) for each in outputs):
            base = self.past.base_cache(oid)
        return Range(self.target, [base])

    def _dated(self, finding: Finding, writer: Writer, judgements: dict[object, Judgement]) -> Finding:
        """Add to a finding the commit that wrote the hash, and the commit that moved the inputs."""
        one = judgements.get(finding.place.key())
        key = one.output.digest.key() if one is not None and one.output.digest is not None else ""
        moved = self.past.moved_in(writer.commit, finding, one, self.places.get(key, ()))
        mover: CommitRef | None = None
        says = f"{writer.commit[:12]} wrote this hash on {when(writer.time)}"
        if moved is not None:
            mover = CommitRef(moved.commit, when(moved.time))
            did = "copied it" if finding.code == "AG205" else "moved its inputs"
            says += f", {moved.commit[:12]} {did} on {when(moved.time)}"
        return finding._replace(
            written=CommitRef(writer.commit, when(writer.time)),
            moved=mover,
            evidence=[*finding.evidence, Evidence("history", says)],
        )

    def _proved(self, findings: list[Finding], prover: Prover) -> list[Finding]:
        """Obtain the true hashes.

        Findings about right hashes are dropped, and findings about wrong hashes become errors.
        """
        outputs = {place_of(each.origin).key(): each for each in self.now.found}
        by_place = {finding.place.key(): finding for finding in findings}
        kept = dict(by_place)
        for answer in prover.natively([outputs[key] for key in by_place if key in outputs]):
            key = place_of(answer.each.origin).key()
            if answer.verdict == "right":
                kept.pop(key, None)
            elif answer.verdict == "wrong" and answer.true is not None:
                says = f"the true hash is {answer.true.sri()}"
                evidence = [*by_place[key].evidence, Evidence("native", says)]
                kept[key] = by_place[key]._replace(
                    severity=ERROR,
                    verdict=STALE,
                    evidence=evidence,
                    replacement=replacement_of(answer.each, answer.true),
                )
        return list(kept.values())

    def _pinned_twice(self, found: Audit) -> list[Finding]:
        """Report the sources that a lock of upstream pins at another commit, if a mirror can show it."""
        inquiry = self.past.inquiry()
        # The cache does not store the text of a script, so its lock is known only after an evaluation.
        candidates = [
            each
            for each in self.selected
            if each.output.kind == "handwritten" or ecosystem(each.output) == "uv"
        ]
        if inquiry is None or not candidates:
            return []
        found.is_final = False
        folders = {each.output.path.rpartition("/")[0] for each in candidates}
        self.now.collect(each.file for each in self.located if each.output.path.rpartition("/")[0] in folders)
        near = [each for each in self.now.found if each.path.rpartition("/")[0] in folders]
        pins = second_pins(inquiry, near)
        return [pinned_twice(pin, self.target.read) for pin in pins]

    def _not_judged(self) -> list[Finding]:
        """Report the files of the revision that cannot be read, or are beyond a limit."""
        tree = Everything(self.cache.output_tree(), self.config, cache=self.cache, files=self._judged_files())
        return [one for code in _NOT_JUDGED for decide in RULES[code].decides_tree for one in decide(tree)]

    def _judged_files(self) -> dict[str, Kept]:
        return {path: kept for path, kept in self.cache.files.items() if not self.config.excluded(path)}

    def _hashes(self, findings: list[Finding]) -> list[AuditedHash]:
        """Return every hash literal of the revision with its state."""
        states = {finding.place.key(): STALE if finding.is_stale else SUSPECT for finding in findings}
        rows: dict[object, AuditedHash] = {}
        for each in self.selected:
            key = _literal(each.output)
            if key not in rows:
                place = place_of(each.output.origin)
                state = states.get(place.key()) or self.states.get(key, CLEAN)
                if state in (CLEAN, UNRESOLVED) and self.lacking:
                    state = UNKNOWN  # any blob that this clone lacks may have the hash with other inputs
                rows[key] = AuditedHash(place.path, place.line, place.end_line, [], state)
            rows[key].attributes.append(each.output.attribute)
        return sorted(rows.values(), key=lambda each: (each.path, each.line))


def _by_literal(found: Iterable[FixedOutput]) -> dict[object, list[FixedOutput]]:
    """Return the evaluated outputs that have a digest, by their literal."""
    here: dict[object, list[FixedOutput]] = {}
    for each in found:
        if each.digest is not None:
            here.setdefault(_literal(each), []).append(each)
    return here


def _literal(each: FixedOutput) -> tuple[str, int]:
    """Return the path and the offset of a hash, which are the same for a stored and an evaluated output."""
    return each.path, each.origin.span()[0]


def _without_records(found: list[FixedOutput]) -> list[FixedOutput]:
    """Return outputs without records of literals that a call uses."""
    consumed = {each.origin.key for each in found if not each.record}
    return [each for each in found if not each.record or each.origin.key not in consumed]


def _may_have_lock(each: FixedOutput) -> bool:
    return not each.is_source and (each.local is not None or any(one.files for one in each.inputs))


def _surest(finding: Finding) -> tuple[object, ...]:
    """Sort errors before warnings, and silent findings before loud findings."""
    return (finding.severity != ERROR, finding.nix_notices is not False, *finding.sort_key())
