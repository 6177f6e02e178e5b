"""The crater.

    python -m evaluation.crater walk  --repositories DIR --out DIR [--half look] [--newest 150] [--only NAME…]
                                      [--commits FILE]
    python -m evaluation.crater open  --repositories DIR --out DIR [--half look] [--severity error] [--class NAME]
    python -m evaluation.crater table --out DIR… [--half look] [--readings FILE…] [--upstreams DIR]
    python -m evaluation.crater classes --out DIR… --half all --readings FILE…

`walk` judges the newest commits of each repository; after an interruption it continues. With a file of commit ids, it
judges no other commits. `open` shows the findings that later commits do not decide. `table` prints the figures.
`classes` prints src/authguard/compare/counts.py: the errors and warnings of each move class in several sets, each
judged by the authguard of its day. A reading is a row of JSON:
{"repo", "commit", "path", "line", "code", "truth": "stale|honest", "cause", "reason"}.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path
from typing import Any

from evaluation.crater.later import ABBREVIATED, OPEN, apply_readings, decide
from evaluation.crater.show import shown
from evaluation.crater.table import Judged, counts, table
from evaluation.crater.upstream import Upstreams
from evaluation.crater.walk import HALVES, half_of, repositories, rows_of, walk


def main() -> int:
    """Run one of the commands."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it
    given = _arguments()
    if given.command == "walk":
        return _walk(given)
    judged = _judged(given)
    if given.command == "classes":
        sys.stdout.write(counts(judged))
        return 0
    if given.command == "table":
        sys.stdout.write(table(judged))
        return 0
    found = repositories(given.repositories) if given.repositories is not None else {}
    for each in judged:
        for case in each.decided.cases:
            if case.truth == OPEN and _is_wanted(case.finding, given):
                print(shown(case, found.get(each.name)))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="evaluation.crater", description="Judges whole histories.")
    parser.add_argument("command", choices=("walk", "open", "table", "classes"))
    parser.add_argument("--repositories", type=Path, help="a folder of bare repositories")
    parser.add_argument(
        "--out", type=Path, nargs="+", required=True, help="the folders of the rows, outside of the project"
    )
    parser.add_argument("--half", choices=HALVES, default="look")
    parser.add_argument("--newest", type=int, default=150, help="how many commits of each repository")
    parser.add_argument("--only", nargs="*", help="names of repositories")
    parser.add_argument("--commits", type=Path, help="a file of the commits to judge, each on a line")
    parser.add_argument("--readings", type=Path, nargs="*", default=[], help="files of readings")
    parser.add_argument(
        "--upstreams", type=Path, help="a folder of repositories that sources are fetched from"
    )
    parser.add_argument("--severity", default="error", choices=("error", "warning", "note"))
    parser.add_argument("--class", dest="move_class", help="only findings of this move class")
    parser.add_argument("--code", help="only findings of this rule")
    return parser.parse_args()


def _walk(given: argparse.Namespace) -> int:
    if given.repositories is None:
        print("walk needs --repositories", file=sys.stderr)
        return 2
    out = given.out[0]
    out.mkdir(parents=True, exist_ok=True)
    chosen = frozenset(given.commits.read_text().split()) if given.commits is not None else None
    for name, directory in repositories(given.repositories).items():
        if (given.half not in ("all", half_of(name))) or (given.only and name not in given.only):
            continue
        begun = time.monotonic()
        number = walk(name, directory, given.newest, out / f"{name}.jsonl", chosen)
        print(f"{name}: {number} commits, {time.monotonic() - begun:.0f} s", flush=True)
    return 0


def _judged(given: argparse.Namespace) -> list[Judged]:
    """Return the walked repositories of the half, with decisions and readings."""
    readings = {
        (row["repo"], row["commit"][:ABBREVIATED], row["path"], row["line"], row["code"]): row
        for file in given.readings
        for row in rows_of(file)
    }
    found = []
    upstreams = Upstreams(given.upstreams) if given.upstreams is not None else None
    for path in (each for folder in given.out for each in sorted(folder.glob("*.jsonl"))):
        name = path.name.removesuffix(".jsonl")
        if (given.half not in ("all", half_of(name))) or (given.only and name not in given.only):
            continue
        # Two walks that ran at once may both have judged a commit.
        rows = list({row["commit"]: row for row in rows_of(path) if isinstance(row, dict)}.values())
        each = Judged(name, rows, decide(rows))
        if upstreams is not None:
            upstreams.decide(each.decided.cases)
        apply_readings(each.decided.cases, readings)
        found.append(each)
    for name, number in upstreams.lacking.most_common() if upstreams is not None else ():
        print(f"not among the upstreams: {name} ({number})", file=sys.stderr)
    return found


def _is_wanted(finding: dict[str, Any], given: argparse.Namespace) -> bool:
    return (
        finding["severity"] == given.severity
        and given.move_class in (None, finding["class"])
        and given.code in (None, finding["code"])
    )


if __name__ == "__main__":
    sys.exit(main())
