"""Check whether `audit` reports the findings of all commits that still stand.

    python -m evaluation.standing --repositories DIR --rows DIR [--half look]

The rows are those of `evaluation.crater walk`. A finding stands if no later judged commit moved anything at its place
and HEAD still has this digest there. Only moves within the judged commits can be compared. Prints, for each
repository, the findings that both have, and each difference. If both report the same commit by the same rule, but at
another place, that is not a difference, and is counted separately. (The finding may be in a group or a note, or the
file or the attribute may have been renamed later.)
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from authguard.digest import BadDigest, parse
from evaluation.crater.later import JUDGED, decide
from evaluation.crater.walk import HALVES, half_of, repositories, rows_of

Row = dict[str, Any]
Place = tuple[str, str]


@dataclass
class Compared:
    """The places that both report, and the places that only one of them reports, each with the finding.

    ``elsewhere`` counts findings that the other side reports at another place of the same commit.
    """

    both: list[Place] = field(default_factory=list)
    elsewhere: int = 0
    only_walk: dict[Place, Row] = field(default_factory=dict)
    only_audit: dict[Place, Row] = field(default_factory=dict)


def compare(rows: list[Row], report: Row) -> Compared:
    """Compare the findings of a walk that still stand with the report of an audit."""
    walked = {row["commit"] for row in rows}
    last: dict[Place, int] = {}
    for number, row in enumerate(rows):
        for move in row.get("moves", ()):
            last[move["path"], move["attribute"]] = number
    standing: dict[Place, Row] = {}
    number_of = {row["commit"]: number for number, row in enumerate(rows)}
    for case in decide(rows).cases:
        finding = case.finding
        place = (finding["path"], finding["attribute"] or "")
        is_last = last.get(place, -1) <= number_of[case.row["commit"]]
        digests = {
            each["digest"] for each in case.row.get("moves", ()) if (each["path"], each["attribute"]) == place
        }
        if (
            finding["code"] in JUDGED
            and finding["severity"] != "note"
            and is_last
            and place in report["places"]
            and (not digests or report["places"][place] in digests)
        ):
            standing[place] = {**finding, "commit": case.row["commit"]}
    audited = {
        (each["path"], each["fixed_output"]["attribute"]): each
        for each in report["findings"]
        if each["fixed_output"] is not None
    }
    found = Compared(both=sorted(standing.keys() & audited.keys()))
    in_walk = {(row["commit"], each["code"]) for row in rows for each in row.get("findings", ())}
    in_audit = {(each["moved"]["commit"], each["code"]) for each in audited.values() if each["moved"]}
    for place, one in standing.items():
        if place not in audited:
            is_elsewhere = (one["commit"], one["code"]) in in_audit
            found.elsewhere += is_elsewhere
            if not is_elsewhere:
                found.only_walk[place] = one
    for place, one in audited.items():
        moved = one["moved"]["commit"] if one["moved"] else None
        if place not in standing and moved in walked:
            is_elsewhere = (moved, one["code"]) in in_walk
            found.elsewhere += is_elsewhere
            if not is_elsewhere:
                found.only_audit[place] = one
    return found


def audited(directory: Path) -> Row:
    """Run the audit on a clone that shares the objects of a repository."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone.git"
        subprocess.run(
            ["git", "clone", "-q", "--bare", "--shared", str(directory), str(clone)],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        report = _asked(clone, "audit", "--exit-zero")
        listed = _asked(clone, "list", "--rev", "HEAD").get("fixed_outputs", ())
    report["places"] = {(each["path"], each["attribute"]): _key(each["digest"]) for each in listed}
    return report


def _key(text: str | None) -> str | None:
    """Return the key of a digest as rows have it; None for a text that is no digest."""
    try:
        return parse(text).key() if text else None
    except BadDigest:
        return None


def _asked(directory: Path, *words: str) -> Row:
    command = [sys.executable, "-m", "authguard", "-C", str(directory), *words, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: Row = json.loads(done.stdout) if done.stdout else {"findings": [], "failed": done.stderr}
    return found


def main() -> int:
    """Compare every walked repository. Returns 1 if there is a difference."""
    parser = argparse.ArgumentParser(description="Compares audits with walks.")
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--half", choices=HALVES, default="look")
    given = parser.parse_args()
    both = elsewhere = different = 0
    for name, directory in repositories(given.repositories).items():
        rows = list(rows_of(given.rows / f"{name}.jsonl"))
        if not rows or given.half not in ("all", half_of(name)):
            continue
        report = audited(directory)
        found = compare(rows, report)
        both += len(found.both)
        elsewhere += found.elsewhere
        different += len(found.only_walk) + len(found.only_audit)
        print(f"{name}: {len(found.both)} the same {report.get('failed', '')}".rstrip(), flush=True)
        for title, ones in (("only the walk", found.only_walk), ("only the audit", found.only_audit)):
            for (path, attribute), one in ones.items():
                commit = one.get("commit") or one["moved"]["commit"]
                says = f"{one['severity']} {one['code']} {path}#{attribute} {commit[:12]}"
                print(f"  {title}: {says}: {one['message'][:160]}")
    print(f"{both} the same, {elsewhere} at another place, {different} different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
