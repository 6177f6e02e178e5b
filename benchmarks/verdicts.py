"""Scores what `check` says of the rows of a corpus: what it found, where it is silent, where it is wrong."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from benchmarks.corpus import identity
from benchmarks.readings import MISLABELLED, RIGHT, Readings, told_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.corpus import Row
    from benchmarks.judging import Result

Judged = dict[str, "Result"]
"""What was judged: by the commit's oid, and by the identity of a mutant."""

FOUND = ("error", "warned", "error elsewhere", "warned elsewhere")
_REASONS = {"gone": "gone", "undone": "mislabelled"}
_TOLD = {"error": "error", "warning": "warned"}


class Score:
    """What became of the rows of one repository.

    ``figures`` are counts by class; ``read`` are the rows that a person should read, with what was said of them.
    """

    def __init__(
        self, repository: str, rows: dict[str, list[Row]], judged: Judged, readings: Readings | None = None
    ) -> None:
        """Score ``rows``; those that were not judged count nowhere. ``readings`` are what people read in them."""
        self.readings = readings if readings is not None else Readings()
        self.repository = repository
        self.judged = judged
        self.read: list[dict[str, Any]] = []
        self.figures: dict[str, Any] = {
            "mutants": self._mutants(rows["mutants"]),
            "A": self._bumps(rows["A"]),
            "B": self._nonbumps(rows["B"]),
            "C": self._keeps(rows["C"]),
            "D": self._incidents(rows["D"]),
            "E": self._hash_only(rows["E"]),
        }

    def _said(self, key: str) -> list[dict[str, Any]] | None:
        """Return the findings of a commit or a mutant; None where there is no answer."""
        result = self.judged.get(key)
        return None if result is None or "failure" in result else result["findings"]

    def _note(self, what: str, row: Row, findings: list[dict[str, Any]], reason: str | None = None) -> None:
        self.read.append(
            {
                "what": what,
                "reason": reason if reason is not None else told_by(what, row, findings),
                "repository": self.repository,
                "commit": row["commit"],
                "file": row.get("file", ""),
                "line": row.get("line", 0),
                "attribute": row.get("attr", ""),
                "kind": row.get("tag", row.get("truth")),
                "subject": row.get("subject", ""),
                "findings": findings,
            }
        )

    def _alarm(self, kind: str, what: str, rows: list[Row], findings: list[dict[str, Any]]) -> bool:
        """Note what is said of a commit that should be right; tell whether somebody read that it is right to say it.

        Each finding has its reading, at its own place; the commit is wrongly alarmed where one of them is wrong.
        """
        reasons = []
        for each in findings:
            row = {**rows[0], "file": each["path"], "line": each["line"]}
            reason = self.readings.reason(kind, row) or told_by(what, row, [each])
            reasons.append(reason)
            self._note(what, {**row, "attr": each.get("attribute") or ""}, [each], reason)
        return all(reason in RIGHT for reason in reasons)

    def _mutants(self, rows: list[Row]) -> dict[str, dict[str, int]]:
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            truth, reason = truth_of(row), self.readings.reason("mutants", row)
            count = counts[truth]
            wrong = mislabelled(row) or (reason if reason in MISLABELLED else None)
            if wrong is not None:
                count["mislabelled"] += 1
                self._note(f"mutant {truth}: mislabelled", row, [], wrong)
                continue
            said = self._said(identity("mutants", row))
            plain = self._said(row["commit"])
            if said is None or plain is None:
                self._count_unjudged(count, identity("mutants", row))
                continue
            outcome, finding = where(row, said, plain)
            count[outcome] += 1
            if finding is not None:
                count[f"by {finding['code']}"] += 1
            more = [
                each for each in news(said, plain) if each["severity"] == "error" and not on_line(row, each)
            ]
            if outcome in ("error", "warned") and more:
                count["more errors"] += 1
                self._note(f"mutant {truth}: more errors", row, more)
            count["pin warned"] += outcome == "warned" and is_soft_pin(finding)
            if not is_told(truth, outcome, finding):
                told = [finding] if finding is not None else news(said, plain)
                self._note(f"mutant {truth}: {outcome}", row, told, reason)
        return {truth: dict(count) for truth, count in counts.items()}

    def _count_unjudged(self, count: Counter[str], key: str) -> None:
        result = self.judged.get(key)
        if result is not None:
            count[_REASONS.get(result.get("failure", "").partition(":")[0], "failed")] += 1

    def _commits(self, rows: list[Row]) -> Iterator[tuple[list[Row], list[dict[str, Any]]]]:
        """Yield the rows of each commit that was judged, with its findings."""
        by_commit: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_commit[row["commit"]].append(row)
        for oid, some in by_commit.items():
            said = self._said(oid)
            if said is not None:
                yield some, said

    def _bumps(self, rows: list[Row]) -> dict[str, int]:
        """Clean bumps: any error is a false alarm. A package should have one suspect at most."""
        count: Counter[str] = Counter()
        for some, said in self._commits([row for row in rows if row["clean"]]):
            count["commits"] += 1
            errors = [each for each in said if each["severity"] == "error"]
            count["with an error"] += bool(errors)
            count.update(f"{each['severity']} {each['code']}" for each in said)
            if errors:
                count["right"] += self._alarm("A", "bump: error", some, errors)
            packages = {row["file"]: max(1, row["nunits"]) for row in some}
            suspects = Counter(each["path"] for each in said if each["code"] == "AG203")
            count["files bumped"] += len(packages)
            count["suspects in them"] += sum(suspects[path] for path in packages)
            count["files with more suspects than packages"] += sum(
                suspects[path] > most for path, most in packages.items()
            )
        return dict(count)

    def _nonbumps(self, rows: list[Row]) -> dict[str, int]:
        """Commits that move nothing: any finding is a false alarm."""
        count: Counter[str] = Counter()
        for some, said in self._commits(rows):
            count["commits"] += 1
            count["with a finding"] += bool(said)
            count["with an error"] += any(each["severity"] == "error" for each in said)
            count.update(f"{each['severity']} {each['code']}" for each in said)
            if said:
                right = self._alarm("B", "non-bump: finding", some, said)
                count["right"] += right
                count["right errors"] += right and any(each["severity"] == "error" for each in said)
        return dict(count)

    def _keeps(self, rows: list[Row]) -> dict[str, dict[str, int]]:
        """Hashes that rightly stayed: an error on one of them is a false alarm."""
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for some, said in self._commits(rows):
            for row in some:
                count = counts[row["tag"]]
                count["rows"] += 1
                here = [each for each in said if on_line(row, each)]
                errors = [each for each in here if each["severity"] == "error"]
                reason = self.readings.reason("C", row)
                if errors and reason in MISLABELLED:
                    count["mislabelled"] += 1
                    self._note(f"keep {row['tag']}: mislabelled", row, errors, reason)
                    continue
                count["error"] += bool(errors)
                count["warned"] += not errors and any(each["severity"] == "warning" for each in here)
                if errors:
                    self._note(f"keep {row['tag']}: error", row, errors, reason)
            tag = some[0]["tag"]
            others = [
                each
                for each in said
                if each["severity"] == "error" and not any(on_line(row, each) for row in some)
            ]
            counts[tag]["commits with an error elsewhere"] += bool(others)
            if others:
                right = self._alarm("A", f"keep {tag}: error elsewhere", some, others)
                counts[tag]["right elsewhere"] += right
        return {tag: dict(count) for tag, count in counts.items()}

    def _incidents(self, rows: list[Row]) -> dict[str, dict[str, int]]:
        """Hashes that were really stale."""
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            said = self._said(row["commit"])
            if row.get("dup_of_other_repo") or said is None:
                continue
            outcome, finding = where(row, said, [])
            reason = self.readings.reason("D", row)
            if outcome == "missed" and reason in MISLABELLED:
                counts[row["confidence"]]["mislabelled"] += 1
                self._note("incident: mislabelled", row, said, reason)
                continue
            counts[row["confidence"]][outcome] += 1
            if finding is not None:
                counts[row["confidence"]][f"by {finding['code']}"] += 1
            if row["confidence"] == "high" and outcome not in ("error", "warned"):
                self._note(f"incident: {outcome}", row, said, reason)
        return {confidence: dict(count) for confidence, count in counts.items()}

    def _hash_only(self, rows: list[Row]) -> dict[str, dict[str, int]]:
        """Hashes that moved alone: no error, but AG207 where a placeholder was put in."""
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for some, said in self._commits(rows):
            tags = sorted({row["tag"] for row in some})
            tag = "placeholder" if "placeholder" in tags else tags[0]
            errors = [each for each in said if each["severity"] == "error"]
            counts[tag]["commits"] += 1
            counts[tag]["with an error"] += bool(errors)
            if tag == "placeholder":
                errors = [each for each in errors if each["code"] != "AG207"]
                counts[tag]["with another error than AG207"] += bool(errors)
            if errors:
                counts[tag]["right"] += self._alarm("A", f"hash only {tag}: error", some, errors)
        return {tag: dict(count) for tag, count in counts.items()}


def truth_of(row: Row) -> str:
    """Return how surely a mutant is stale.

    A dependency hash whose version stands in another file is no surer than one whose version stands beside it.
    """
    return "stale-vendor" if (row["truth"], row["kind"]) == ("stale-cross", "vendor") else str(row["truth"])


def mislabelled(row: Row) -> str | None:
    """Return the reason why a mutant is none, where the row itself shows it."""
    attribute, file = str(row["attr"]), str(row["file"])
    before = str(row.get("old_attr", ""))
    if "old_attr" in row and any(
        re.search(r"\w-\d+\.|^[0-9a-f]{40}$", name)
        for name in (attribute.rpartition(".")[2], attribute, before)
    ):
        return "entry"
    if "old_attr" in row and row["kind"] == "outputHashes":
        return "entry"
    if attribute == "goModSum":
        return "idle"
    if row["truth"] == "stale-cross" and re.search(r"/generated\.(?:json|nix)$", file):
        return "twin"
    return None


def on_line(row: Row, finding: dict[str, Any]) -> bool:
    """Tell whether a finding is about the hash of a row: on its line, or told with another of its package."""
    if finding["path"] != row["file"]:
        return False
    attribute = str(row["attr"]).strip("\"'").rpartition(".")[2]
    others = finding["told"] if finding["code"] == "AG203" else []
    return bool(finding["line"] == row["line"]) or any(
        path == row["file"] and name.rpartition(".")[2] == attribute for path, name in others
    )


def where(
    row: Row, said: list[dict[str, Any]], before: list[dict[str, Any]]
) -> tuple[str, dict[str, Any] | None]:
    """Return how a stale hash was told ("error", "warned", either "elsewhere", or "missed"), and the finding."""
    for severity, told in _TOLD.items():
        for finding in said:
            if finding["severity"] == severity and on_line(row, finding):
                return told, finding
    for severity, told in _TOLD.items():
        for finding in news(said, before):
            if finding["severity"] == severity:
                return f"{told} elsewhere", finding
    return "missed", None


def news(said: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the findings that the commit itself does not have."""
    known = {(each["code"], each["path"], each["line"]) for each in before}
    return [each for each in said if (each["code"], each["path"], each["line"]) not in known]


def is_soft_pin(finding: dict[str, Any] | None) -> bool:
    """Tell whether only a commit id moved in a pin that a tool wrote, or the digest of an image: a warning does.

    Data whose version says its commit in short is such a pin too: no person writes it.
    """
    if finding is None:
        return False
    moved = re.search(r"(?:rev|version) moved from [0-9a-f]{12,40} to [0-9a-f]{12,40}\b", finding["message"])
    if (finding["code"] == "AG208" and moved is not None) or "imageDigest moved" in finding["message"]:
        return True
    sides = [side or "" for _, *sides in finding.get("because", ()) for side in sides]
    return (
        finding["code"] == "AG201"
        and not finding["path"].endswith(".nix")
        and bool(sides)
        and all(re.search(r"(?:^|[-+.])[0-9a-f]{7,40}$", side) for side in sides)
    )


def is_told(truth: str, outcome: str, finding: dict[str, Any] | None) -> bool:
    """Tell whether an outcome is what is aimed at: a warning does for a vendor hash and a soft pin, an error else."""
    return outcome == "error" or (outcome == "warned" and (truth == "stale-vendor" or is_soft_pin(finding)))
