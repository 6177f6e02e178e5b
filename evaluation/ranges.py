"""Random ranges: check that a kept hash is always reported, and that a correct range never has an error.

python -m evaluation.ranges --count N --seed S [--out FILE]

N histories with one hash that did not move with its version, and N correct histories, are written into real
repositories. Each is judged as a range, as a push (of a branch, a new branch or a tag, or over a rewritten branch),
and as a merge into another branch. For a stale history, some finding must be about that hash. A correct history must
have no error.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from authguard.app.judge_commits import judge_with_commits
from authguard.app.repository import Repository
from authguard.config.load import load
from authguard.digest import find
from authguard.git.git import Git
from authguard.git.pushes import from_push_lines
from authguard.git.ranges import between
from authguard.rules.reported import reported
from evaluation.walks import SHAPES, STALE_SHAPES, Commit, History, Walk, files
from tests.support.repos import ALONE

if TYPE_CHECKING:
    from authguard.git.ranges import Range
    from authguard.rules.finding import Finding

AT_ONCE = 20
"""The number of histories in one repository."""

ZERO = "0" * 40
_DATE = 1_700_000_000


@dataclass
class Count:
    """The results of all histories of one sort.

    asked, right  the numbers of judgements and of correct ones, by "shape, way".
    errors        the number of stale ones that were reported as errors.
    wrong         the wrong judgements, as plain values.
    """

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    wrong: list[dict[str, object]] = field(default_factory=list)

    def said(self) -> str:
        """Return the count in a few words."""
        return f"{self.right.total()} of {self.asked.total()} rightly"


def main(arguments: list[str]) -> int:
    """Run. Returns 1 if a judgement is wrong."""
    parser = argparse.ArgumentParser(prog="evaluation.ranges", description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="histories of each sort")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="write the wrong cases there, as JSON lines")
    given = parser.parse_args(arguments)
    counts = {"stale": Count(), "right": Count()}
    started = time.monotonic()
    for first in range(0, given.count, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, given.count))
        for sort, count in counts.items():
            _judge_some(given.seed, sort, numbers, count)
        said = ", ".join(f"{sort} {count.said()}" for sort, count in counts.items())
        seconds = time.monotonic() - started
        print(f"{numbers[-1] + 1} of {given.count}, {seconds:.0f} s: {said}", file=sys.stderr, flush=True)
        if given.out is not None:
            _write(given.out, counts)
    for sort, count in counts.items():
        print(f"{sort}: {count.said()}")
        for key in sorted(count.asked):
            print(f"  {key}: {count.right[key]} of {count.asked[key]}")
    print(f"stale ones reported as errors: {counts['stale'].errors} of {counts['stale'].asked.total()}")
    return 1 if any(count.wrong for count in counts.values()) else 0


def _write(path: Path, counts: dict[str, Count]) -> None:
    """Write the wrong judgements."""
    wrong = [each for count in counts.values() for each in count.wrong]
    path.write_text("".join(f"{json.dumps(each)}\n" for each in wrong))


def history(seed: int, sort: str, number: int) -> History:
    """Return one random history; the same numbers give the same one."""
    random = Random(f"{seed} {sort} {number}")  # noqa: S311 - chance, no secret
    shapes = STALE_SHAPES if sort == "stale" else SHAPES
    return Walk(random, shapes[number % len(shapes)], sort == "stale").make()


def _judge_some(seed: int, sort: str, numbers: range, count: Count) -> None:
    """Write some histories into one repository and judge them."""
    made = {number: history(seed, sort, number) for number in numbers}
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run(["git", "init", "--quiet", "--bare", directory], check=True)
        oids = _written(directory, made)
        git = Git(directory)
        try:
            for number, each in made.items():
                for way, scope in _ways(git, number, each, oids[number]).items():
                    _judge_one(git, (seed, sort, number), each, way, scope, count)
        finally:
            git.close()


def _judge_one(
    git: Git, name: tuple[int, str, int], made: History, way: str, scope: Range, count: Count
) -> None:
    findings = _findings(git, scope)
    if made.stale is None:
        bad = [each for each in findings if each.severity == "error"]
        is_right = not bad
    else:
        stale = made.commits[made.head].state[made.stale]
        wanted = {each.key() for _, _, each in find(stale.digest.encode())}
        about = [each for each in findings if _digest_of(each) in wanted]
        bad, is_right = findings, any(each.severity in ("error", "warning") for each in about)
        count.errors += any(each.severity == "error" for each in about)
    key = f"{made.shape}, {way}"
    count.asked[key] += 1
    count.right[key] += is_right
    if not is_right:
        seed, sort, number = name
        said = [f"{each.code} {each.severity} {each.place.path}: {each.message}" for each in bad]
        count.wrong.append({"seed": seed, "sort": sort, "number": number, "case": key, "findings": said})


def _digest_of(finding: Finding) -> str | None:
    literal = finding.fixed_output.digest if finding.fixed_output is not None else ""
    return next((digest.key() for _, _, digest in find(literal.encode())), None)


def _findings(git: Git, scope: Range) -> list[Finding]:
    config = load(scope.target.read, lambda _: False)
    answers = Repository(git, scope)
    try:
        outcome = judge_with_commits(scope, answers, config)
        return reported(outcome.findings, outcome.read, scope.target, config, False)
    finally:
        answers.close()


def _ways(git: Git, number: int, made: History, oids: list[str]) -> dict[str, Range]:
    """Return the ways to judge a history."""
    base, head, main = (oids[at] for at in (made.base, made.head, made.main))
    remote = f"r{number}"
    found = {"range": between(git, main, head)}
    pushes = [
        ("push", f"refs/heads/x {head} refs/heads/x {base}"),
        ("push of a new branch", f"refs/heads/x {head} refs/heads/y {ZERO}"),
        ("push of a tag", f"refs/tags/x {head} refs/tags/x {ZERO}"),
    ]
    if made.old is not None:
        pushes = [("forced push", f"refs/heads/x {head} refs/heads/x {oids[made.old]}")]
    way, line = pushes[number // len(SHAPES) % len(pushes)]
    (found[way],) = from_push_lines(git, remote, f"{line}\n".encode())
    found["merge"] = between(git, None, oids[-1])
    return found


def _written(directory: str, made: dict[int, History]) -> dict[int, list[str]]:
    """Write the histories, and the merge of each into its other branch. Returns the oids of their commits."""
    marks, parts, mark = {}, [], 0
    for number, each in made.items():
        first = mark + 1
        state = each.commits[each.head].state
        commits = [
            *each.commits,
            Commit(state, [each.main, each.head], "merged", each.commits[each.main].notes),
        ]
        for commit in commits:
            mark += 1
            parts.append(_commit(f"refs/heads/h{number}", mark, first, commit))
        marks[number] = range(first, mark + 1)
        parts.append(f"reset refs/remotes/r{number}/main\nfrom :{first + each.base}\n\n".encode())
    with tempfile.NamedTemporaryFile() as exported:
        command = [
            "git",
            "-C",
            directory,
            "fast-import",
            "--quiet",
            "--force",
            f"--export-marks={exported.name}",
        ]
        subprocess.run(command, input=b"".join(parts), check=True)
        lines = Path(exported.name).read_text().splitlines()
    oids = {int(line.split()[0][1:]): line.split()[1] for line in lines}
    for number in made:
        ref = Path(directory) / "refs" / "remotes" / f"r{number}"
        ref.mkdir(parents=True, exist_ok=True)
        (ref / "HEAD").write_text(f"ref: refs/remotes/r{number}/main\n")
    return {number: [oids[each] for each in some] for number, some in marks.items()}


def _commit(ref: str, mark: int, first: int, commit: Commit) -> bytes:
    """Return one commit for `git fast-import`."""
    message = commit.message.encode()
    who = f"committer Test <test@example.org> {_DATE + 60 * mark} +0000"
    lines = [f"commit {ref}", f"mark :{mark}", who, f"data {len(message)}"]
    parts = ["\n".join(lines).encode(), b"\n", message, b"\n"]
    for place, parent in enumerate(commit.parents):
        parts.append(f"{'merge' if place else 'from'} :{first + parent}\n".encode())
    parts.append(b"deleteall\n")
    for path, text in files(commit.state, commit.notes).items():
        data = text.encode()
        parts.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    parts.append(b"\n")
    return b"".join(parts)


if __name__ == "__main__":
    os.environ.update(ALONE)
    sys.exit(main(sys.argv[1:]))
