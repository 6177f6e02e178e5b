"""Walks a history by what authguard itself understands: alarms, and each moved digest put back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from authguard.compare.pairs import Pairs
from authguard.outputs.reach import Reach
from authguard.outputs.tree import Side
from benchmarks.verdicts import news, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.git.ranges import Range
    from authguard.outputs.model import FixedOutput
    from benchmarks.judging import Court, Result

MOST_MUTANTS = 40
"""So many digests of one commit are put back, the first ones: a generated file has thousands."""


class Mutant:
    """One digest put back: the place of the new literal, and what the file is then."""

    __slots__ = ("attribute", "kind", "line", "path", "text")

    def __init__(self, new: FixedOutput, old: FixedOutput) -> None:
        """Take the fixed output of the target, and the one of the base at the same place."""
        start, end = new.origin.span()
        data = new.origin.data
        literal = data[start:end].replace(new.literal.encode(), old.literal.encode())
        self.path = new.path
        self.line = data.count(b"\n", 0, start) + 1
        self.attribute = new.attribute
        self.kind = new.kind
        self.text = data[:start] + literal + data[end:]


class Walk:
    """Judges commits one after the other. ``counts`` are the figures, ``read`` what a person should read."""

    def __init__(self, court: Court, repository: str) -> None:
        """Begin with nothing."""
        self.court = court
        self.repository = repository
        self.counts: Counter[str] = Counter()
        self.milliseconds: list[float] = []
        self.read: list[dict[str, Any]] = []
        self._alarms: dict[tuple[str, str], list[tuple[dict[str, Any], FixedOutput]]] = {}

    def step(self, oid: str) -> None:
        """Judge one commit, then each of its mutants."""
        result = self.court.judge(oid)
        self.counts["commits"] += 1
        self.milliseconds.append(result["ms"])
        if "failure" in result:
            self.counts["failures"] += 1
            self.read.append({"what": "failure", **self._at(oid), "failure": result["failure"]})
            return
        scope = self.court.scope(oid)
        target, bases = self._pairs(scope)
        self._alarmed(oid, result, target)
        if len(bases) == 1:
            for mutant in self._moved(target, bases[0]):
                self._put_back(oid, mutant, result)

    def _at(self, oid: str) -> dict[str, Any]:
        return {"repository": self.repository, "commit": oid}

    def _pairs(self, scope: Range) -> tuple[Side, list[Side]]:
        """Return the fixed outputs of the files that a commit reaches, in its target and in its bases."""
        world = self.court.world()
        reach = Reach(scope, world.referring)
        sides = [
            Side(snapshot, reach.callers, self.court.parsed)
            for snapshot in (scope.target, *(base.snapshot for base in scope.bases))
        ]
        files = reach.files() if reach.relevant() else []
        for side in sides:
            side.collect(files)
        return sides[0], sides[1:]

    def _alarmed(self, oid: str, result: Result, target: Side) -> None:
        """Note the errors of a commit, and what becomes of those of before."""
        here = Pairs(target.found).by_place
        for place, alarms in self._alarms.items():
            now = here.get(place, [])
            for row, each in [
                pair for pair in alarms if now and all(one.digest != pair[1].digest for one in now)
            ]:
                same = any(one.identity == each.identity for one in now)
                row["later"] = "the hash alone moved: it was stale" if same else "both moved"
                row["later_commit"] = oid
                alarms.remove((row, each))
        for finding in result["findings"]:
            self.counts[f"{finding['severity']} {finding['code']}"] += 1
            if finding["severity"] != "error":
                continue
            row = {
                "what": "alarm",
                **self._at(oid),
                "file": finding["path"],
                "line": finding["line"],
                **finding,
            }
            self.read.append(row)
            for each in here.get((finding["path"], finding["attribute"]), [])[:1]:
                self._alarms.setdefault((each.path, each.attribute), []).append((row, each))
        self.counts["commits with an error"] += any(
            each["severity"] == "error" for each in result["findings"]
        )

    def _moved(self, target: Side, base: Side) -> Iterator[Mutant]:
        """Yield a mutant for each digest that moved together with its inputs."""
        before = Pairs(base.found).by_place
        seen: set[object] = set()
        for each in target.found:
            old = next(
                (
                    one
                    for one in before.get((each.path, each.attribute), ())
                    if one.digest is not None
                    and each.digest is not None
                    and one.digest != each.digest
                    and one.identity != each.identity
                ),
                None,
            )
            if old is not None and each.origin.key not in seen and len(seen) < MOST_MUTANTS:
                seen.add(each.origin.key)
                yield Mutant(each, old)

    def _put_back(self, oid: str, mutant: Mutant, plain: Result) -> None:
        result = self.court.judge(oid, mutant.path, mutant.text)
        self.counts["mutants"] += 1
        row = {"file": mutant.path, "line": mutant.line, "attr": mutant.attribute}
        if "failure" in result:
            self.counts["mutants failed"] += 1
            self.read.append({"what": "failure", **self._at(oid), **row, "failure": result["failure"]})
            return
        outcome, _ = where(row, result["findings"], plain["findings"])
        self.counts[f"mutants of kind {mutant.kind}: {outcome}"] += 1
        self.counts[f"mutants: {outcome}"] += 1
        if outcome not in ("error", "warned"):
            said = news(result["findings"], plain["findings"])
            self.read.append({"what": f"mutant: {outcome}", **self._at(oid), **row, "findings": said})
