"""How much of real histories authguard understands: hash literals found, and their inputs resolved.

    python -m benchmarks.coverage REPO.git... --oracle FILE [--json OUT] [--max N] [--rev REV]

Walks the whole history of each repository. Every version of every file is judged once, inside the tree of the
first commit that has it. What counts as a hash literal an oracle decides that knows nothing of authguard: a
Python file with ``interesting_path(path)``, ``hashes_in_line(line)`` (triples that begin with the attribute
and the text) and ``placeholder(text)``. A literal is *found* where authguard has a fixed output with the same
text on the same line, and *resolved* where the deciding inputs of every fixed output of that literal are
concrete values.
"""

from __future__ import annotations

import argparse
import faulthandler
import importlib.util
import json
import multiprocessing
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from authguard.git.git import Git
from benchmarks.history import History
from benchmarks.literals import KINDS, Judge, Oracle

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

AT_ONCE = 2
"""How many repositories are walked at the same time."""

Result = dict[str, Any]
"""What is told of one repository: plain values, ready to be JSON."""


def load_oracle(path: Path) -> Oracle:
    """Run the file at ``path``, return its three functions. Raises OSError, ImportError, AttributeError."""
    spec = importlib.util.spec_from_file_location("authguard_coverage_oracle", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Oracle(module.interesting_path, module.hashes_in_line, module.placeholder)


def walk(repository: str, options: argparse.Namespace) -> Result:
    """Judge the history of one repository. Returns its figures, its misses, and what failed."""
    started = time.monotonic()
    git = Git(repository)
    try:
        history = History(git, options.rev, options.max)
        judge = Judge(git, load_oracle(options.oracle), options.limit, options.largest)
        for number, step in enumerate(history.steps()):
            judge.step(step)
            if options.progress and number % 500 == 0:
                spent = time.monotonic() - started
                print(
                    f"{name_of(repository)}: {number} of {history.length} commits, {spent:.0f} s",
                    file=sys.stderr,
                )
    finally:
        git.close()
    return {
        "repository": name_of(repository),
        "commits": history.length,
        "judged": len(judge.seconds),
        "files": judge.files,
        "seconds": round(time.monotonic() - started, 1),
        "milliseconds": {
            "mean": round(1000 * sum(judge.seconds) / max(1, len(judge.seconds)), 1),
            "median": round(1000 * _quantile(judge.seconds, 0.5), 1),
            "95%": round(1000 * _quantile(judge.seconds, 0.95), 1),
            "longest": round(1000 * max(judge.seconds, default=0.0), 1),
        },
        "slowest": [
            {"milliseconds": round(1000 * spent), "commit": commit}
            for spent, commit in sorted(judge.slowest)[::-1]
        ],
        "tally": {kind: judge.tallies[kind].as_dict() for kind in KINDS},
        "kinds": dict(judge.by_kind),
        "skipped": judge.skipped,
        "failures": judge.failures,
        "open": sorted(judge.open.values(), key=lambda row: -row["times"]),
    }


def _quantile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def name_of(repository: str) -> str:
    """Return what a repository is called in the table: the last part of its path that says something."""
    parts = [part for part in Path(repository).resolve().parts if part not in (".git", "repo")]
    return parts[-1].removesuffix(".git")


def _child(pipe: Connection, repository: str, options: argparse.Namespace) -> None:
    faulthandler.enable()
    pipe.send(walk(repository, options))
    pipe.close()


def walk_apart(repository: str, options: argparse.Namespace) -> Result:
    """Walk one repository in a process of its own, so that a crash of it costs this repository only."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(theirs, repository, options))
    child.start()
    theirs.close()
    try:
        result: Result | None = ours.recv()
    except EOFError:
        result = None
    child.join()
    if result is None:
        return {"repository": name_of(repository), "crashed": f"exit code {child.exitcode}"}
    if options.json is not None:  # each as soon as it is there: a whole history takes minutes
        part = options.json.with_name(f"{options.json.stem}.{result['repository']}.json")
        part.write_text(json.dumps(result, indent=1))
    return result


HEAD = (
    f"{'repository':30} {'commits':>7} {'files':>6}  {'.nix':>7} {'found':>6} {'resolved':>8}"
    f"  {'data':>7} {'found':>6} {'resolved':>8}  {'ms/commit':>9} {'95%':>6} {'errors':>6}"
)


def row(result: Result) -> str:
    """Return the line of the table for one repository."""
    if "crashed" in result:
        return f"{result['repository']:30} crashed: {result['crashed']}"
    cells = [f"{result['repository']:30} {result['commits']:7} {result['files']:6}"]
    for kind in KINDS:
        tally = result["tally"][kind]
        cells.append(f"{tally['literals']:7} {_percent(tally, 'found', 6)} {_percent(tally, 'resolved', 8)}")
    spent = result["milliseconds"]
    cells.append(f"{spent['mean']:9.1f} {spent['95%']:6.0f} {len(result['failures']):6}")
    return "  ".join(cells)


def _percent(tally: dict[str, int], what: str, width: int) -> str:
    return (
        f"{100 * tally[what] / tally['literals']:{width - 1}.1f}%"
        if tally["literals"]
        else " " * (width - 1) + "-"
    )


def mean(results: list[Result], kind: str, what: str) -> float | None:
    """Return the mean of a share, in percent, over the repositories that have a literal of this kind."""
    tallies = [each["tally"][kind] for each in results if "tally" in each]
    shares = [100 * tally[what] / tally["literals"] for tally in tallies if tally["literals"]]
    return sum(shares) / len(shares) if shares else None


def summary(results: list[Result]) -> dict[str, dict[str, float | None]]:
    """Return the means over repositories, by kind of file."""
    return {kind: {what: mean(results, kind, what) for what in ("found", "resolved")} for kind in KINDS}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Measure what authguard finds and resolves in real histories."
    )
    parser.add_argument("repositories", nargs="+", metavar="REPO.git")
    parser.add_argument(
        "--oracle", type=Path, required=True, help="the Python file that says what a hash literal is"
    )
    parser.add_argument("--json", type=Path, help="where the figures, the misses and the unresolved go")
    parser.add_argument("--rev", default="HEAD", help="whose history is walked")
    parser.add_argument("--max", type=int, help="judge at most so many commits, evenly spread")
    parser.add_argument(
        "--limit", type=float, default=60.0, help="seconds after which a commit counts as a failure"
    )
    parser.add_argument("--largest", type=int, default=1 << 21, help="bytes above which a file is left out")
    parser.add_argument("--progress", action="store_true", help="say on stderr how far it is")
    return parser.parse_args()


def main() -> int:
    """Print the table. Returns 1 where something crashed or failed."""
    options = _arguments()
    load_oracle(options.oracle)
    print(HEAD, flush=True)

    def one(repository: str) -> Result:
        result = walk_apart(repository, options)
        print(row(result), flush=True)
        return result

    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(one, options.repositories))
    means = summary(results)
    for kind, shares in means.items():
        told = ", ".join(f"{what} {share:.2f} %" for what, share in shares.items() if share is not None)
        print(f"mean over repositories, {kind}: {told or 'no literal'}")
    if options.json is not None:
        options.json.write_text(json.dumps({"mean": means, "repositories": results}, indent=1))
    return 1 if any("crashed" in each or each["failures"] for each in results) else 0


if __name__ == "__main__":
    sys.exit(main())
