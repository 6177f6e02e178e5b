"""Compares the hash literals that an oracle sees in a file with the fixed outputs that authguard finds."""

from __future__ import annotations

import re
import signal
import time
import traceback
from bisect import bisect_right
from collections import defaultdict
from heapq import heappushpop
from typing import TYPE_CHECKING, Any

from authguard.git.snapshot import TreeSnapshot
from authguard.nix.lexical import chain
from authguard.nix.parse import Source
from authguard.nix.references import references
from authguard.outputs.reach import is_nix, may_pin
from authguard.outputs.tree import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType

    from authguard.git.git import Git
    from authguard.outputs.model import FixedOutput
    from benchmarks.history import Step

KINDS = ("nix", "data")
TOLD = "in a comment, or inside of a longer text"
KEPT_SOURCE = 16 << 20
"""How many bytes of parsed source are shared with the commits that follow."""
SLOWEST = 10
LONGEST_LINE = 100_000
"""A longer line was written by no person: the oracle's expressions are not run over it."""
_FILE = 0o100000


class Oracle:
    """What a hash literal is, by functions that know nothing of authguard."""

    def __init__(
        self,
        interesting: Callable[[str], bool],
        in_line: Callable[[str], list[tuple[Any, ...]]],
        placeholder: Callable[[str], bool],
    ) -> None:
        """Hold the functions."""
        self.interesting = interesting
        self.in_line = in_line
        self.placeholder = placeholder

    def literals(self, data: bytes) -> list[tuple[int, str, str]]:
        """Return (1-based line, attribute, text) of each hash literal of a file."""
        found: list[tuple[int, str, str]] = []
        for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
            if len(line) <= LONGEST_LINE:
                found.extend((number, str(each[0]), str(each[1])) for each in self.in_line(line))
        return found


class Tally:
    """Counts of one kind of file. Placeholders are counted apart, and in none of the others.

    ``partly`` counts the literals of which at least one fixed output is resolved, ``thin`` those among the
    resolved of which nothing but the platform is known, ``told`` those that were not found and are no literals
    of the language: they stand in a comment, or in the text of an example.
    """

    def __init__(self) -> None:
        """Start at nothing."""
        self.literals = self.found = self.resolved = self.partly = self.thin = self.told = 0
        self.placeholders = self.placeholders_found = 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name."""
        return dict(vars(self))


class Overtime(Exception):
    """A commit took longer than allowed."""


class Judge:
    """Walks trees, and judges each version of each file once.

    ``limit`` is in seconds a commit, ``largest`` in bytes a file. ``tallies`` counts literals by kind of file,
    ``by_kind`` those that were found by kind of fixed output. ``open`` holds what was not found or not resolved
    (once for each file and cause, ``times`` says how often), ``failures`` what was raised.
    """

    def __init__(self, git: Git, oracle: Oracle, limit: float, largest: int) -> None:
        """Start with an empty tree."""
        self.git = git
        self.oracle = oracle
        self.limit = limit
        self.largest = largest
        self.tallies = {kind: Tally() for kind in KINDS}
        self.by_kind: defaultdict[str, dict[str, int]] = defaultdict(lambda: {"found": 0, "resolved": 0})
        self.files = 0
        self.skipped = 0
        self.seconds: list[float] = []
        self.slowest: list[tuple[float, str]] = []
        self.failures: list[dict[str, str]] = []
        self.open: dict[tuple[str, ...], dict[str, Any]] = {}
        self._seen: set[tuple[str, str]] = set()
        self._parsed: dict[tuple[str, bytes], Source] = {}
        self._refers: dict[str, list[str]] = {}
        self._referring: defaultdict[str, set[str]] = defaultdict(set)

    def step(self, step: Step) -> None:
        """Move on to the tree of ``step``, and judge the versions in it that are new."""
        snapshot = TreeSnapshot(self.git, step.tree, step.commit)
        changed = [change.new_oid for change in step.changes if change.new_oid and is_nix(change.path)]
        self.git.objects.load(changed)
        new: list[str] = []
        for change in step.changes:
            oid = change.new_oid if change.new_mode & 0o170000 == _FILE else None
            if is_nix(change.path):
                self._refer(change.path, oid)
            if (
                oid is not None
                and self.oracle.interesting(change.path)
                and (change.path, oid) not in self._seen
            ):
                self._seen.add((change.path, oid))
                new.append(change.path)
        if new:
            self._timed(step.commit, snapshot, new)
        self._forget()

    def importers(self, path: str) -> list[str]:
        """Return the .nix files of the present tree that refer to ``path`` directly."""
        found = set(self._referring.get(path, ()))
        folder, _, name = path.rpartition("/")
        if name == "default.nix":
            found |= self._referring.get(folder, set())
        return sorted(found)

    def _refer(self, path: str, oid: str | None) -> None:
        """Keep in step who refers to what."""
        for target in self._refers.pop(path, ()):
            self._referring[target].discard(path)
        blob = self.git.objects.read(oid) if oid is not None else None
        if blob is not None and blob.data is not None:
            self._refers[path] = references(path, blob.data)
            for target in self._refers[path]:
                self._referring[target].add(path)

    def _timed(self, commit: str, snapshot: TreeSnapshot, paths: list[str]) -> None:
        def over(number: int, frame: FrameType | None) -> None:
            raise Overtime(f"longer than {self.limit:g} s")

        signal.signal(signal.SIGALRM, over)
        signal.setitimer(signal.ITIMER_REAL, self.limit)
        started = time.perf_counter()
        try:
            self._judge(commit, snapshot, paths)
        except Exception:  # whatever is raised is a finding about authguard, and the history goes on
            self.failures.append(
                {"commit": commit, "paths": " ".join(paths[:8]), "traceback": traceback.format_exc()}
            )
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        spent = time.perf_counter() - started
        self.seconds.append(spent)
        if len(self.slowest) < SLOWEST:
            self.slowest.append((spent, commit))
            self.slowest.sort()
        else:
            heappushpop(self.slowest, (spent, commit))

    def _judge(self, commit: str, snapshot: TreeSnapshot, paths: list[str]) -> None:
        """Compare what the oracle and authguard see in ``paths``.

        The .nix files that refer to one of them are read with it, as `list` reads them: a hash in data
        belongs to the call that consumes it, wherever that stands.
        """
        snapshot.prefetch(paths)
        wanted: dict[str, list[tuple[int, str, str]]] = {}
        contents: dict[str, bytes] = {}
        for path in paths:
            data = snapshot.read(path)
            if data is None or len(data) > self.largest:
                self.skipped += 1
                continue
            self.files += 1
            literals = self.oracle.literals(data)
            if literals:
                wanted[path] = literals
                contents[path] = data
        around = {importer for path in wanted for importer in self.importers(path)}
        side = Side(snapshot, self.importers, self._parsed)
        # Files without a literal too: nothing that was ever committed may make authguard fail.
        found = side.collect(path for path in {*paths, *around} if is_nix(path) or may_pin(path))
        by_path: defaultdict[str, list[FixedOutput]] = defaultdict(list)
        for each in found:
            by_path[each.path].append(each)
        for path, literals in wanted.items():
            self._compare(commit, path, contents[path], literals, places(contents[path], by_path[path]))

    def _compare(
        self,
        commit: str,
        path: str,
        data: bytes,
        literals: Iterable[tuple[int, str, str]],
        outputs: dict[tuple[int, str], list[FixedOutput]],
    ) -> None:
        tally = self.tallies["nix" if is_nix(path) else "data"]
        for line, attribute, text in literals:
            here = outputs.get((line, text), [])
            if self.oracle.placeholder(text):
                tally.placeholders += 1
                if here or outputs.get((line, "")):
                    tally.placeholders_found += 1
                else:
                    self._note(commit, path, line, attribute, text, "placeholder not found", [])
                continue
            tally.literals += 1
            tally.found += bool(here)
            tally.partly += any(each.resolved for each in here)
            for kind in {each.kind for each in here}:
                same = [each for each in here if each.kind == kind]
                self.by_kind[kind]["found"] += 1
                self.by_kind[kind]["resolved"] += all(each.resolved for each in same)
            if here and all(each.resolved for each in here):
                tally.resolved += 1
                tally.thin += all(is_thin(each) for each in here)
                continue
            told = not here and is_nix(path) and is_told(self._source(path, data), line, text)
            tally.told += told
            self._note(commit, path, line, attribute, text, TOLD if told else problem(here), here)

    def _note(
        self,
        commit: str,
        path: str,
        line: int,
        attribute: str,
        text: str,
        problem: str,
        outputs: list[FixedOutput],
    ) -> None:
        """Keep what was not found or not resolved: the first literal of each file, attribute and cause."""
        poor = next((each for each in outputs if not each.resolved), None)
        producer = poor.producer if poor is not None else ""
        row = {
            "commit": commit,
            "file": path,
            "line": line,
            "attribute": attribute,
            "text": text,
            "problem": problem,
            "producer": producer,
            "record": poor.record if poor is not None else None,
            "times": 0,
        }
        self.open.setdefault((path, attribute, producer, problem), row)["times"] += 1

    def _source(self, path: str, data: bytes) -> Source:
        return self._parsed.get((path, data)) or Source(path, data)

    def _forget(self) -> None:
        """Drop the sources that were parsed first, until the rest is small enough."""
        held = sum(len(data) for _, data in self._parsed)
        for key in list(self._parsed):
            if held <= KEPT_SOURCE:
                break
            held -= len(key[1])
            del self._parsed[key]


def is_thin(each: FixedOutput) -> bool:
    """Tell whether a platform is all that is known to decide."""
    return {given.name for given in each.inputs if given.role == "what"} == {"platform"}


def problem(outputs: list[FixedOutput]) -> str:
    """Say what a literal lacks, given the fixed outputs that stand there."""
    poor = next((each for each in outputs if not each.resolved), None)
    if poor is None:
        return "not found"
    unknown = [each for each in poor.inputs if each.role == "what" and not each.known]
    return ", ".join(f"{each.name}={each.shown[:120]}" for each in unknown) or "no deciding input"


def is_told(source: Source, line: int, text: str) -> bool:
    """Tell whether a text stands in a comment, or inside of a longer string: no literal of the language."""
    start = 0
    for _ in range(line - 1):
        start = source.data.index(b"\n", start) + 1
    at = source.data.find(text.encode(), start)
    nodes = chain(source, at, at + len(text.encode())) if text and at >= 0 else []
    whole = nodes[-1] if nodes else None
    if whole is None:
        return False
    return whole.type == "comment" or (
        whole.type == "string_fragment" and whole.end_byte - whole.start_byte > len(text.encode())
    )


def places(data: bytes, outputs: list[FixedOutput]) -> dict[tuple[int, str], list[FixedOutput]]:
    """Return the fixed outputs of one file by (1-based line, text of the hash literal)."""
    newlines = [match.start() for match in re.finditer(b"\n", data)] if outputs else []
    found: defaultdict[tuple[int, str], list[FixedOutput]] = defaultdict(list)
    for each in outputs:
        line = bisect_right(newlines, each.origin.span()[0] - 1) + 1
        found[line, each.literal].append(each)
    return dict(found)
