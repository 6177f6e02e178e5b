"""From collected fixed outputs to findings: compare a change with its bases and run the rules, or judge a tree."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from authguard.app.collected import Outcome
from authguard.compare.classes import (
    BEYOND_LIMITS,
    HASH_OF_BRANCH,
    INPUT_ADDED_OR_REMOVED,
    KNOWN_PART_MOVED,
    OF_VERSION,
    REWRITTEN,
)
from authguard.compare.judgement import Judgement, Kind, Move, trace_comparison
from authguard.compare.moves import tokens
from authguard.compare.pairs import Pairs, follow_renames, judge
from authguard.outputs.facts import moving_revision
from authguard.outputs.tree import OutputTree
from authguard.outputs.unchanged import only_holding
from authguard.rules.context import Change, Everything, History
from authguard.rules.describe import place_of
from authguard.rules.finding import NOTE
from authguard.rules.registry import run_on_change, run_on_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.app.collected import Collected
    from authguard.config.model import Config
    from authguard.git.ranges import Range
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree_cache import TreeCache
    from authguard.prove.inquiry import Inquiry
    from authguard.rules.finding import Finding
    from authguard.trace import Trace

MAX_HOLDERS = 24
"""At most this many unchanged files with the same digest are collected."""
FIRST_HOLDERS = 4
"""This many unchanged files are collected at first. A digest with a known pair needs no further file."""


class Surroundings(History, Protocol):
    """The known facts about the unchanged files of the base, except its history."""

    def referring(self, targets: Iterable[str]) -> set[str]:
        """Return the files that refer directly to any of ``targets``; ``folder/`` means all files below it."""

    def names(self, path: str) -> set[str]:
        """Return a path and its other names, by symbolic links."""

    def references(self, path: str) -> list[str] | None:
        """Return the references of a file of the first base; None: they are not stored."""

    def earlier(self, outputs: Sequence[FixedOutput]) -> dict[int, list[Pairs]]:
        """Return, by id(), the pairs of ancestors that had the hash of a source in its file; only for some sources."""


def compare(collected: Collected, outcome: Outcome, trace: Trace | None) -> None:
    """Compare the collected fixed outputs, run the rules, and write the findings and the comparison to an outcome."""
    _Comparison(collected, trace).run(outcome)


class _Comparison:
    """One run."""

    def __init__(self, collected: Collected, trace: Trace | None) -> None:
        self.collected = collected
        self.trace = trace
        self.scope = collected.scope
        self.around = collected.around
        self.config = collected.config
        self.reach = collected.reach
        self.target = collected.target
        self.bases = collected.bases
        self.repaired: dict[int, Judgement] = {}

    def run(self, outcome: Outcome) -> None:
        bases = self._with_renames(self._with_holders([Pairs(tree.found) for tree in self.bases]))
        judgements = self._judged(bases, self.collected.files)
        open_judgements = [one for one in judgements if not self._is_proved(one)]
        change = Change(
            self.target,
            self.config,
            self.trace,
            scope=self.scope,
            bases=self.bases,
            base_pairs=bases,
            reach=self.reach,
            judgements=open_judgements,
            history=self.around,
        )
        outcome.findings = run_on_change(change)
        outcome.moved = lambda: self._moved(judgements, outcome.findings)
        outcome.bases = bases
        outcome.compared = {id(one.output): one for one in judgements}

    def _with_renames(self, bases: list[Pairs]) -> list[Pairs]:
        """Let the pairs of each base find the outputs of renamed files."""
        for base, pairs in zip(self.scope.bases, bases, strict=True):
            added, deleted = (
                {one.path for one in base.changes if one.status == status} for status in ("A", "D")
            )
            if added and deleted:
                follow_renames(pairs, self.target.found, added, deleted)
        return bases

    def _judged(self, bases: list[Pairs], files: list[str]) -> list[Judgement]:
        target = Pairs(self.target.found)
        found = (
            judge(each, bases, target) or self._out_of_sight(each, bases, target)
            for each in self.target.found
        )
        judgements = [
            one._replace(move_class=KNOWN_PART_MOVED) if self._has_moved_version(one) else one
            for one in found
            if one is not None and not (one.move_class is BEYOND_LIMITS and self._is_apart(one.output, files))
        ]
        if self.trace is not None:
            trace_comparison(self.trace, self.target.found, judgements, bases)
        judgements = self._with_history(self._with_unfinished(judgements, bases, target), bases, target)
        return self._without_cleared(judgements, files)

    def _is_apart(self, each: FixedOutput, files: list[str]) -> bool:
        """Tell whether the change does not reach the file of a hash, and moved none of the files with its inputs."""
        stated = {one.path for one in each.inputs if one.path}
        names = {name for path in (each.path, *stated) for name in self.around.names(path)}
        return names.isdisjoint(self.reach.changed) and self.around.names(each.path).isdisjoint(files)

    def _has_moved_version(self, one: Judgement) -> bool:
        """Tell whether a value seems only spelled in another way, but its version is in the files of one tree alone.

        An unknown part may have the version, but then another file has it: a literal of a version was moved.
        """
        if one.move_class is not REWRITTEN or one.other is None:
            return False
        from authguard.compare.rewritten import moved_versions

        lost, came = moved_versions(one.other, one.output)
        if not lost and not came:
            return False
        before, after = self._texts
        return any(_states(version, before) and not _states(version, after) for version in lost) or any(
            _states(version, after) and not _states(version, before) for version in came
        )

    def _out_of_sight(self, each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judgement | None:
        """Judge a hash without a known fetch, if the base knew its fetch: an unknown function may fetch it now.

        The hash is doubtful if no file of the change still has the old version of the fetch.
        """
        if not each.record or not each.is_source or not each.path.endswith(".nix") or each.digest is None:
            return None
        if any(one.role in ("what", "how") and one.name != "platform" for one in each.inputs):
            return None
        for base in bases:
            for other in base.sharing(each):
                if other.record or other.tool or target.holds(other):
                    continue
                moved = [Move(one.name, "what", one, None) for one in other.inputs if tokens(one)]
                if moved and self._has_lost(moved):
                    return Judgement(Kind.STALE, each, other, moved, KNOWN_PART_MOVED)
        return None

    def _has_lost(self, moved: list[Move]) -> bool:
        """Tell whether the files of the change had a version of inputs that are gone, and do not have it any more."""
        lost = {version for move in moved for version in tokens(move.before)}
        before, after = self._texts
        return any(_states(version, before) and not _states(version, after) for version in lost)

    @cached_property
    def _texts(self) -> tuple[bytes, bytes]:
        """The content of the files that the change may affect: in the bases, and in the target."""
        paths = sorted({*self.reach.changed, *self.reach.files()})
        before, after = (
            b"\n".join(each.snapshot.read(path) or b"" for each in trees for path in paths)
            for trees in (self.bases, [self.target])
        )
        return before, after

    def _with_holders(self, bases: list[Pairs]) -> list[Pairs]:
        """Also collect unchanged files that contain a digest of the target, unless a base has the same pair.

        A new lock may share thousands of digests with dozens of others. So the files with most of them come first. If
        they have the pair of a digest, the digest is not searched in the others.
        """
        known = {each.digest.key() for tree in self.bases for each in tree.found if each.digest is not None}
        waiting = self._in_other_files(known, bases)
        number = FIRST_HOLDERS
        while waiting:
            paths = sorted(waiting, key=lambda path: (-len(waiting[path]), path))[:number]
            if self._read_holders(paths, waiting):
                bases = [Pairs(tree.found) for tree in self.bases]
            rest = {
                path: [each for each in found if not any(base.holds_at_location(each) for base in bases)]
                for path, found in waiting.items()
                if path not in paths
            }
            waiting = {path: found for path, found in rest.items() if found}
            number *= 2
        return bases

    def _in_other_files(self, known: set[str], bases: list[Pairs]) -> dict[str, list[FixedOutput]]:
        """Return the new pairs of the target by the files of the base that contain their digest."""
        found: dict[str, list[FixedOutput]] = {}
        for each in self.target.found:
            if each.digest is None or any(base.holds(each) for base in bases):
                continue
            holders = sorted(self.around.holders(each.digest.key()))
            if len(holders) <= MAX_HOLDERS or each.digest.key() not in known:
                for path in holders[:MAX_HOLDERS]:
                    found.setdefault(path, []).append(each)
        return found

    def _read_holders(self, paths: list[str], waiting: dict[str, list[FixedOutput]]) -> bool:
        """Collect unchanged files, and the files that may have the fetches of their hashes."""
        further = {*paths, *self.reach.referring(paths)}
        for path in paths:
            wanted = {each.digest.key() for each in waiting[path] if each.digest is not None}
            for tree in (self.target, *self.bases):
                only_holding(tree, [path], wanted)
        return self.collected.collect({path for path in further if not self.config.excluded(path)})

    def _with_unfinished(
        self, judgements: list[Judgement], bases: list[Pairs], target: Pairs
    ) -> list[Judgement]:
        """Judge outputs again if they, or their sources, are unfinished in a base: HEAD's parents may explain them."""
        if not self.scope.head_parents or not any(
            old.placeholder for tree in self.bases for old in tree.found
        ):
            return judgements
        waited = [each for each in self.target.found if any(_waited(each, base) for base in bases)]
        gone = {id(base): any(old.placeholder and not target.at(old) for old in base.found) for base in bases}
        doubtful = [
            one.output
            for one in judgements
            if one.kind in (Kind.NEW, Kind.ALONE)
            and any(_was_unfinished(one.output, base, gone[id(base)]) for base in bases)
        ]
        if not doubtful and not waited:
            return judgements
        parents = self._parents({each.path for each in (*doubtful, *waited)})
        again = {id(each): judge(each, parents, target) for each in (*doubtful, *waited)}
        stale = {key: one for key, one in again.items() if one is not None and one.kind is Kind.STALE}
        known = {id(one.output) for one in judgements}
        return [
            *(stale.get(id(one.output), one) for one in judgements),
            *(one for key, one in stale.items() if key not in known),
        ]

    def _with_history(
        self, judgements: list[Judgement], bases: list[Pairs], target: Pairs
    ) -> list[Judgement]:
        """Judge sources with a hash that moved alone, and new sources of a range, again by the history of their file.

        The base does not show whether an earlier range removed the pair, or repaired its hash. An amended commit, or a
        merge, may bring back the hash of an older version.
        """
        alone, new = (
            [one.output for one in judgements if one.kind is kind and one.output.is_source]
            for kind in (Kind.ALONE, Kind.NEW)
        )
        known = (
            self.around.earlier([*alone, *sorted(new, key=lambda each: self.scope.adds(each.path))])
            if alone or new
            else {}
        )
        found = []
        for one in judgements:
            each, earlier = one.output, known.get(id(one.output), [])
            if earlier:
                if one.kind is Kind.ALONE:  # the hash of this pair was repaired
                    earlier = [pairs for pairs in earlier if not pairs.holds(each)]
                again = judge(each, earlier, target) if earlier else None
                if again is not None and one.kind is Kind.NEW and not self._shows_version(again, bases):
                    again = None
                if again is not None and each.tool and again.move_class is INPUT_ADDED_OR_REMOVED:
                    again = None  # its tool fetched it, with other options than an ancestor
                if again is not None and again.kind is Kind.STALE and again.move_class.severity != NOTE:
                    self._note(each, "history", "an ancestor has this hash with other inputs")
                    is_of_branch = one.kind is Kind.ALONE and _was_of_branch(again, earlier)
                    found.append(again._replace(move_class=HASH_OF_BRANCH) if is_of_branch else again)
                    if one.kind is Kind.ALONE:
                        self.repaired[id(each)] = one
                    continue
            found.append(one)
        return found

    def _shows_version(self, one: Judgement, bases: list[Pairs]) -> bool:
        """Tell whether an earlier pair is certain enough for a commit that is not made yet.

        It is another version of the source at the same place, and no base has another hash for its inputs: then the
        hash was wrong at first. In a range each such pair counts.
        """
        other, each = one.other, one.output
        if self.scope.is_of_commits or other is None:
            return True
        if one.move_class not in OF_VERSION or (other.path, other.attribute) != (each.path, each.attribute):
            return False
        return not any(base.by_identity.get(other.identity) for base in bases)

    def _parents(self, paths: Iterable[str]) -> list[Pairs]:
        """Return the pairs that the parents of HEAD have in the changed files and in ``paths``."""
        wanted = {*paths, *self.reach.files()}
        found = []
        for snapshot in self.scope.head_parents:
            tree = self.collected.tree(snapshot)
            tree.collect(wanted)
            found.append(Pairs(tree.found))
        return found

    def _without_cleared(self, judgements: list[Judgement], files: list[str]) -> list[Judgement]:
        """Drop a stale or copied pair that a parent of HEAD or an ancestor had (revert, amend, cherry-pick)."""
        if not any(one.kind in (Kind.STALE, Kind.COPY) for one in judgements):
            return judgements
        parents = self._parents(files) if self.scope.head_parents else []
        found = []
        for one in judgements:
            if one.kind not in (Kind.STALE, Kind.COPY) or not self._is_cleared(one, parents):
                found.append(one)
            elif id(one.output) in self.repaired:
                found.append(self.repaired[id(one.output)])  # its hash still moved alone
        return found

    def _is_cleared(self, one: Judgement, parents: list[Pairs]) -> bool:
        if one.kind is Kind.STALE and one.moved and all(move.role == "where" for move in one.moved):
            earlier = self.around.earlier([one.output]).get(id(one.output), [])
            return any(pairs.holds_at_location(one.output) for pairs in (*parents, *earlier))
        if any(parent.holds(one.output) for parent in parents):
            self._note(
                one.output,
                "history",
                "a parent of HEAD already has this hash for these inputs, so nothing is reported",
            )
            return True
        if id(one.output) in self.repaired:
            return False
        commit = self.around.held(one.output, one.is_error)
        if commit is not None:
            self._note(
                one.output,
                "history",
                f"{commit[:12]} already has this hash for these inputs, so nothing is reported",
            )
            return True
        self._note(one.output, "history", "no ancestor has this hash for these inputs")
        return False

    def _note(self, output: FixedOutput, question: str, answer: str) -> None:
        if self.trace is not None:
            self.trace.note(output, question, answer)

    def _is_proved(self, one: Judgement) -> bool:
        """Tell whether an earlier run fetched this same pair and found it right."""
        if one.kind not in (Kind.STALE, Kind.ALONE, Kind.COPY):
            return False
        inquiry = self.around.inquiry()
        proof = inquiry.proved(one.output) if inquiry is not None else None
        if proof is None:
            return False
        self._note(
            one.output, "proof", f"this pair was proved on {proof.day} ({proof.how}): nothing is reported"
        )
        return True

    def _moved(self, judgements: list[Judgement], findings: list[Finding]) -> list[FixedOutput]:
        """Return the fixed outputs that this change added, moved or made doubtful."""
        new = {id(one.output) for one in judgements}
        reported = {finding.place.key() for finding in findings if finding.fixed_output is not None}
        return [
            each for each in self.target.found if id(each) in new or place_of(each.origin).key() in reported
        ]


def _states(version: str, text: bytes) -> bool:
    """Tell whether a text contains a version that is no part of a longer version."""
    word = version.encode("utf-8", "surrogateescape")
    if word not in text:
        return False
    word = re.escape(word)  # the word is first, since re searches quickly for constant bytes
    pattern = word + rb"(?<![0-9]" + word + rb")(?<![0-9]\." + word + rb")(?!\.?[0-9])"
    return re.search(pattern, text) is not None


def _waited(each: FixedOutput, base: Pairs) -> bool:
    """Tell whether a base has this hash with a placeholder in its source, and the source is known now."""
    return any(
        old.digest == each.digest and _is_over_placeholder(old) and not _is_over_placeholder(each)
        for old in base.sharing(each)
    )


def _was_unfinished(each: FixedOutput, base: Pairs, is_gone: bool) -> bool:
    """Tell whether a base has a placeholder at the place of a hash. Without such a place, the answer is ``is_gone``."""
    before = base.at(each)
    return any(old.placeholder for old in before) if before else is_gone


def _was_of_branch(one: Judgement, earlier: list[Pairs]) -> bool:
    """Tell whether ancestors had the hash only for a branch, and nothing else that decides the content differs.

    Such a hash only shows where the branch was at one time, and a tag may have been made there.
    """
    deciding = {move.name for move in one.moved if move.role in ("what", "how", "script")}
    if not one.is_error or deciding != {"rev"} or moving_revision(one.output):
        return False
    return all(moving_revision(other) for pairs in earlier for other in pairs.sharing(one.output))


def _is_over_placeholder(each: FixedOutput) -> bool:
    return any(source.digest is None for one in each.inputs for source in one.outputs)


def judge_everything(
    scope: Range, cache: TreeCache, config: Config, inquiry: Inquiry | None = None, *, online: bool = False
) -> Outcome:
    """Judge each fixed output of the head: unfinished hashes, moving revisions, locations, copies, other versions.

    ``inquiry`` knows the earlier proofs. If ``online``, it asks mirrors for the revision of each source.
    """
    files = {path: kept for path, kept in cache.files.items() if not config.excluded(path)}
    tree = Everything(
        OutputTree(scope.target, lambda _: ()),
        config,
        cache=cache,
        files=files,
        inquiry=inquiry if online else None,
        is_proved=lambda each: inquiry is not None and inquiry.proved(each) is not None,
    )
    outcome = Outcome(run_on_tree(tree))
    outcome.files = len(files)
    outcome.fixed_outputs = sum(kept.counts[0] for kept in files.values())
    outcome.unresolved = sum(kept.counts[1] for kept in files.values())
    outcome.missing = sorted(scope.target.missing)
    outcome.large = sorted(path for path, kept in files.items() if "h" in kept.flags)
    outcome.read = {path for path, kept in files.items() if "w" in kept.flags}
    return outcome
