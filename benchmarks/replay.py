"""Real histories, judged commit by commit as their authors would have had them judged.

    python -m benchmarks.replay REPO.git... --out DIR [--max N] [--oracle FILE]
    python -m benchmarks.replay REPO.git... --out DIR --corpus DIR [--sample N]
    python -m benchmarks.replay --merge DIR/*.json

Without a corpus the whole history is walked: every error is an alarm to be read (and what became of its hash is
told), and each digest that moved together with its inputs is put back to its old value, one at a time, and should
be found. With a corpus (a directory of mined records, see corpus.py) its rows are the truth that `check` is scored
against. DIR gets for each repository a summary, NAME.walk.json or NAME.corpus.json, and all that is to be read,
NAME.walk.jsonl or NAME.corpus.jsonl: one alarm or miss a line with repository, commit, file and line. What was
judged for a corpus stands in NAME.judged.jsonl and is not judged again without --again.

Nothing is written to REPO.git: a clone that shares its objects is made in DIR. --merge prints the tables.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import corpus, tables
from benchmarks.coverage import name_of
from benchmarks.judging import UNDONE, Court, Result, apart, load_everything
from benchmarks.overlay import put_back
from benchmarks.verdicts import Judged, Score
from benchmarks.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BATCH = 100
"""How many commits of a corpus are drawn at a time, and judged in the order of history."""


class Replay:
    """The replay of one repository."""

    def __init__(self, repository: str, options: argparse.Namespace) -> None:
        """Make the clone that shares the repository's objects, and open it."""
        self.name = name_of(repository)
        self.options = options
        scratch = apart(repository, options.out / "scratch" / f"{self.name}.git")
        self.court = Court(str(scratch), options.limit)
        listed = self.court.git.run("rev-list", "--all", "--topo-order", "--reverse").decode().split()
        self.positions = {oid: number for number, oid in enumerate(listed)}

    def close(self) -> None:
        """Let the repository go."""
        self.court.close()

    def write(self, mode: str, summary: dict[str, Any], read: Iterable[dict[str, Any]]) -> None:
        """Write the summary, and what a person should read."""
        base = self.options.out / f"{self.name}.{mode}"
        summary = {"repository": self.name, "mode": mode, **summary}
        base.with_name(f"{base.name}.json").write_text(json.dumps(summary, indent=1) + "\n")
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in read)
        base.with_name(f"{base.name}.jsonl").write_text(text)

    def walk(self) -> None:
        """Walk the history."""
        commits = list(self.positions)
        if self.options.max is not None and self.options.max < len(commits):
            drawn = random.Random(self.name).sample(commits, self.options.max)  # noqa: S311 - no secret
            commits = sorted(drawn, key=self.positions.__getitem__)
        walk = Walk(self.court, self.name.replace("+", "/"))
        for number, oid in enumerate(commits, 1):
            walk.step(oid)
            self._progress(number, len(commits))
        self.write("walk", {"counts": dict(walk.counts), "ms": times(walk.milliseconds)}, walk.read)

    def score(self) -> None:
        """Judge the rows of the corpus, and score them."""
        rows = corpus.read(self.options.corpus, self.name.replace("+", "/"))
        most = self.options.sample
        rows = {name: some if name == "D" else corpus.sample(name, some, most) for name, some in rows.items()}
        judged = self._judge(rows)
        score = Score(self.name.replace("+", "/"), rows, judged)
        said = [judged[oid] for oid in {row["commit"] for some in rows.values() for row in some}]
        failures = [each["failure"] for each in judged.values() if "failure" in each]
        summary = {
            **score.figures,
            "commits": len(said),
            "gone": sum(text == GONE for text in failures),
            "failures": Counter(
                text.strip().splitlines()[-1] for text in failures if text not in (GONE, UNDONE)
            ),
            "ms": times([each["ms"] for each in said if "failure" not in each]),
        }
        self.write("corpus", summary, [*score.read, *_failed(judged)])

    def _judge(self, rows: dict[str, list[corpus.Row]]) -> Judged:
        """Judge all commits of the rows and all mutants, but for what was judged before."""
        file = self.options.out / f"{self.name}.judged.jsonl"
        if self.options.again:
            file.unlink(missing_ok=True)
        judged: Judged = {}
        if file.exists():
            with file.open(encoding="utf-8") as lines:
                judged = {each["key"]: each for each in map(json.loads, lines)}
        mutants: dict[str, list[corpus.Row]] = {}
        for row in rows["mutants"]:
            mutants.setdefault(row["commit"], []).append(row)
        commits = {row["commit"] for some in rows.values() for row in some}
        done = 0
        with file.open("a", encoding="utf-8") as out:
            for batch in corpus.batches(commits, self.positions, BATCH):
                for oid in batch:
                    for key, result in self._commit(oid, mutants.get(oid, ()), judged):
                        judged[key] = {"key": key, **result}
                        out.write(json.dumps(judged[key]) + "\n")
                    done += 1
                    self._progress(done, len(commits))
        return judged

    def _commit(self, oid: str, mutants: Iterable[corpus.Row], known: Judged) -> Iterator[tuple[str, Result]]:
        """Judge one commit and its mutants; yields what was not known."""
        here = self.court.has(oid)
        if oid not in known:
            yield oid, self.court.judge(oid) if here else {"findings": [], "ms": 0, "failure": GONE}
        for row in mutants:
            key = corpus.identity("mutants", row)
            if key in known:
                continue
            if not here:
                yield key, {"findings": [], "ms": 0, "failure": GONE}
                continue
            try:
                data = self.court.scope(oid).target.read(row["file"]) or b""
                text = put_back(data, row["line"], row["new"], row["old"], row.get("old_text"))
            except ValueError as error:
                yield key, {"findings": [], "ms": 0, "failure": f"the row does not fit: {error}"}
                continue
            yield key, self.court.judge(oid, row["file"], text)

    def _progress(self, number: int, of: int) -> None:
        if self.options.progress and number % BATCH == 0:
            print(f"{self.name}: {number} of {of}", file=sys.stderr, flush=True)


GONE = "gone: the commit is not here"


def _to_be_read(summaries: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the rows that stand beside summaries of a corpus."""
    return [
        json.loads(line)
        for path in sorted(summaries)
        if path.name.endswith(".corpus.json")
        for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    ]


def _failed(judged: Judged) -> list[dict[str, Any]]:
    return [
        {"what": "failure", **each}
        for each in judged.values()
        if "failure" in each and each["failure"] != GONE
    ]


def times(milliseconds: list[float]) -> dict[str, float]:
    """Return what is told of the time that commits took."""
    ordered = sorted(milliseconds) or [0.0]
    return {
        "mean": round(sum(ordered) / len(ordered), 1),
        "median": ordered[len(ordered) // 2],
        "95%": ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))],
        "longest": ordered[-1],
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Judge real histories, and score what is said of them.")
    parser.add_argument("repositories", nargs="*", metavar="REPO.git")
    parser.add_argument("--out", type=Path, help="where summaries and all that is to be read go")
    parser.add_argument("--corpus", type=Path, help="score against mined records instead of walking")
    parser.add_argument("--sample", type=int, help="judge at most so many rows of each class and kind")
    parser.add_argument("--max", type=int, help="walk at most so many commits, drawn at random")
    parser.add_argument("--oracle", type=Path, help="measure what `list` finds too, see coverage.py")
    parser.add_argument(
        "--limit", type=float, default=30.0, help="seconds after which a judgement has failed"
    )
    parser.add_argument("--again", action="store_true", help="judge again what was judged before")
    parser.add_argument("--progress", action="store_true", help="say on stderr how far it is")
    parser.add_argument("--merge", nargs="+", type=Path, metavar="FILE", help="print the tables of summaries")
    parser.add_argument(
        "--remains", type=Path, metavar="FILE", help="write all that is to be read, with --merge"
    )
    options = parser.parse_args()
    if not options.merge and (not options.repositories or options.out is None):
        parser.error("give repositories and --out, or --merge")
    return options


def main() -> int:
    """Replay, or print the tables. Returns 1 where a repository could not be replayed."""
    options = _arguments()
    if options.merge:
        print(tables.merged([json.loads(path.read_text()) for path in options.merge]))
        if options.remains is not None:
            options.remains.write_text(tables.remains(_to_be_read(options.merge)))
        return 0
    load_everything()
    worst = 0
    for repository in options.repositories:
        started = time.monotonic()
        try:
            replay = Replay(repository, options)
        except subprocess.CalledProcessError as error:
            print(f"{repository}: {error}", file=sys.stderr)
            worst = 1
            continue
        try:
            replay.score() if options.corpus is not None else replay.walk()
        finally:
            replay.close()
        print(f"{replay.name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    if options.oracle is not None:
        command = [sys.executable, "-m", "benchmarks.coverage", "--oracle", str(options.oracle)]
        limits = ["--max", str(options.max)] if options.max is not None else []
        worst |= subprocess.run([*command, *limits, *options.repositories], check=False).returncode  # noqa: S603
    return worst


if __name__ == "__main__":
    sys.exit(main())
