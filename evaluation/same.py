"""Compare the findings of two versions of authguard: record those of many commits, and compare two records.

python -m evaluation.same record --repositories DIR --checker git-authguard --out OLD.jsonl
python -m evaluation.same compare OLD.jsonl NEW.jsonl

The checker is a command, so that any version can be recorded. Every commit is judged against its first parent, by
`check --base PARENT --head COMMIT --format json`, in a separate bare clone: the repositories are not changed.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from evaluation.crater.walk import repositories

RELEVANT = (
    "*.nix", "*.lock", "*.json", "*.toml", "*go.sum", "*go.mod", "*.yaml",
)  # fmt: skip
RENAMED = {"mend": "help"}
"""Fields of a finding that were renamed, by their old names."""
DROPPED = ("command", "move_class", "because")
"""Fields that only newer versions have, or that are compared by other rules."""

Row = dict[str, Any]


def commits(directory: Path, most: int) -> list[str]:
    """Return the newest ``most`` commits that touch Nix, locks or data, without merges."""
    command = [
        "git",
        "-C",
        str(directory),
        "log",
        "--no-merges",
        "--min-parents=1",
        f"-n{most}",
        "--format=%H",
    ]
    done = subprocess.run([*command, "HEAD", "--", *RELEVANT], check=True, capture_output=True, text=True)
    return done.stdout.split()


def record(directory: Path, most: int, checker: list[str], scratch: Path) -> list[Row]:
    """Judge the newest commits of one repository. Returns a row for each commit."""
    name = next(part for part in reversed(directory.parts) if part not in ("repo", ".git"))
    clone = scratch / name
    subprocess.run(["git", "clone", "--quiet", "--bare", "--shared", str(directory), str(clone)], check=True)
    rows = []
    for oid in commits(clone, most):
        command = [*checker, "check", "--base", f"{oid}^", "--head", oid, "--format", "json"]
        done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
        try:
            document = json.loads(done.stdout)
        except ValueError:
            document = {"findings": [], "checked": None}
        rows.append(
            {
                "repository": name,
                "commit": oid,
                "exit": done.returncode,
                "findings": document["findings"],
                "checked": document["checked"],
                "stderr": done.stderr,
            }
        )
    return rows


def plain(finding: Row) -> str:
    """Return a finding as a line of text that is equal for equal findings of any version."""
    named = {RENAMED.get(key, key): value for key, value in finding.items() if key not in DROPPED}
    return json.dumps(named, sort_keys=True)


def compare(old: Path, new: Path, ignored: set[str]) -> int:
    """Print each difference of two records. Returns their number."""
    before = {(row["repository"], row["commit"]): row for row in map(json.loads, old.open())}
    after = {(row["repository"], row["commit"]): row for row in map(json.loads, new.open())}
    counts: Counter[str] = Counter()
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            counts["commits in one record only"] += 1
            continue
        counts["commits"] += 1
        first, second = (
            Counter(plain({k: v for k, v in each.items() if k not in ignored}) for each in row["findings"])
            for row in (one, other)
        )
        counts["findings"] += first.total()
        for sign, lost in (("-", first - second), ("+", second - first)):
            for line in lost.elements():
                counts["differences"] += 1
                print(sign, *key, line)
        if one["exit"] != other["exit"] or one["checked"] != other["checked"]:
            counts["differences"] += 1
            print("!", *key, one["exit"], other["exit"], one["checked"], other["checked"])
    print(", ".join(f"{name}: {number}" for name, number in counts.items()), file=sys.stderr)
    return counts["differences"]


def main() -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record", help="judge the commits of every repository in a folder")
    recording.add_argument("--repositories", type=Path, required=True, metavar="DIR")
    recording.add_argument(
        "--commits", type=int, default=200, metavar="N", help="of each repository (default 200)"
    )
    recording.add_argument("--checker", default="git-authguard", metavar="COMMAND")
    recording.add_argument("--out", type=Path, required=True, metavar="FILE")
    recording.add_argument("--jobs", type=int, default=2)
    recording.add_argument("--only", type=Path, metavar="FILE", help="names of repositories, one a line")
    comparing = commands.add_parser("compare", help="print the differences of two records")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    comparing.add_argument(
        "--ignore", action="append", default=[], metavar="FIELD", help="a field of findings"
    )
    given = parser.parse_args()
    if given.command == "compare":
        return min(1, compare(given.old, given.new, set(given.ignore)))
    wanted = [*repositories(given.repositories).values()]
    if given.only is not None:
        names = set(given.only.read_text().split())
        wanted = [each for each in wanted if names & set(each.parts)]
    checker = shlex.split(given.checker)
    with (
        tempfile.TemporaryDirectory() as scratch,
        given.out.open("w") as out,
        ThreadPoolExecutor(given.jobs) as pool,
    ):
        for rows in pool.map(lambda each: record(each, given.commits, checker, Path(scratch)), wanted):
            out.writelines(json.dumps(row) + "\n" for row in rows)
            out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
