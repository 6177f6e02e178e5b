"""Put single hashes of public commits back to their earlier value, and count how many `check` reports.

    python -m evaluation.put_back --repositories DIR --out FILE [--newest 400] [--each 12] [--seed 1]

A commit is chosen if the text of its diff shows a hash that moved on one line, and another changed line near it with
a number or an id. authguard does not choose them, so what it cannot read counts too. In a copy of the commit that
hash is put back. A finding of the copy that the commit itself has not is the answer: error, warning, note, or none.

A hash that is put back is not always stale: it may have moved alone, beside a change that it does not depend on. So the
answers that are no error must be read. `--list` prints those of FILE.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.crater.walk import clone_of, judged, repositories, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = dict[str, Any]

_DIGEST = re.compile(
    rb"(?:sha(?:1|256|512)|md5)-[A-Za-z0-9+/]{26,88}={0,2}"
    rb"|(?<![0-9A-Za-z])(?:[0-9a-f]{64}|[0-9abcdf-np-sv-z]{52})(?![0-9A-Za-z])"
)
_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_NUMBER = re.compile(rb"\d+\.\d+|\b[0-9a-f]{40}\b|\b\d{4}-\d\d-\d\d\b|\bv?\d+\b")
_NOT = (b"package-lock.json", b"npm-shrinkwrap.json")
"""Locks of other programs. Nix does not take their hashes."""
_NEAR = 25
"""Lines between a hash and the other change."""
_SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True)
class Moved:
    """A hash that a commit moved on one line of a file: the line, and the hash before and after."""

    path: str
    line: int
    before: bytes
    after: bytes


def moved_hashes(diff: bytes) -> Iterator[Moved]:
    """Yield the moved hashes of `git diff -U0` output that have another change near them."""
    for part in re.split(rb"(?m)^diff --git .*\n", diff)[1:]:
        name = re.search(rb"(?m)^\+\+\+ b/(.*?)\t?$", part)
        if name is None:
            continue
        pairs = list(_pairs(part))
        digests = [(line, *_only_digest(old, new)) for line, old, new in pairs if _only_digest(old, new)]
        others = [line for line, old, new in pairs if not _only_digest(old, new) and _has_number(old, new)]
        for line, before, after in digests:
            if not name[1].endswith(_NOT) and any(abs(line - other) <= _NEAR for other in others):
                yield Moved(os.fsdecode(name[1]), line, before, after)


def _pairs(part: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the replaced lines of one file: the new line's number, the old line and the new line."""
    lines = part.split(b"\n")
    for at, text in enumerate(lines):
        hunk = _HUNK.match(text)
        if hunk is None:
            continue
        old, new = (int(hunk[number]) if hunk[number] is not None else 1 for number in (2, 4))
        if old == new:
            for each in range(old):
                yield int(hunk[3]) + each, lines[at + 1 + each][1:], lines[at + 1 + old + each][1:]


def _only_digest(old: bytes, new: bytes) -> tuple[bytes, bytes] | tuple[()]:
    """Return the hashes of two lines that differ in nothing else."""
    before, after = _DIGEST.findall(old), _DIGEST.findall(new)
    if len(before) != 1 or len(after) != 1 or before == after or new.lstrip().startswith(b"#"):
        return ()
    return (before[0], after[0]) if old.replace(before[0], b"") == new.replace(after[0], b"") else ()


def _has_number(old: bytes, new: bytes) -> bool:
    return _NUMBER.findall(old) != _NUMBER.findall(new)


def commits_of(directory: Path, newest: int) -> list[str]:
    """Return the newest commits without merges that touch Nix or JSON."""
    asked = [
        "log",
        "--no-merges",
        "--min-parents=1",
        f"-n{newest}",
        "--format=%H",
        "HEAD",
        "--",
        "*.nix",
        "*.json",
    ]
    return git_in(directory, *asked).decode().split()


def with_old_hash(clone: Path, commit: str, moved: Moved) -> str | None:
    """Copy a commit, with the old value of one hash. Returns the id of the copy; None if the line differs."""
    lines = git_in(clone, "cat-file", "blob", f"{commit}:{moved.path}").split(b"\n")
    if len(lines) < moved.line or lines[moved.line - 1].count(moved.after) != 1:
        return None
    lines[moved.line - 1] = lines[moved.line - 1].replace(moved.after, moved.before)
    return with_files(clone, commit, {moved.path: b"\n".join(lines)}, parent=f"{commit}^")


def with_files(clone: Path, commit: str, files: dict[str, bytes], parent: str) -> str:
    """Make a copy of a commit in which some of its files have another content. Returns the id of the copy."""
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": f"{folder}/index"}
        git_in(clone, "read-tree", commit, settings=index)
        for path, data in files.items():
            blob = git_in(clone, "hash-object", "-w", "--stdin", data=data).decode().strip()
            mode = git_in(clone, "ls-tree", commit, "--", path).split()[0].decode()
            git_in(clone, "update-index", "--cacheinfo", f"{mode},{blob},{path}", settings=index)
        tree = git_in(clone, "write-tree", "--missing-ok", settings=index).decode().strip()
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in _WHO}
    return git_in(clone, "commit-tree", tree, "-p", parent, "-m", "a copy", settings=who).decode().strip()


_WHO = (("NAME", "Test"), ("EMAIL", "test@example.org"), ("DATE", "2026-01-01T00:00:00Z"))


def git_in(
    directory: Path, *arguments: str, data: bytes | None = None, settings: dict[str, str] | None = None
) -> bytes:
    """Return the output of a git command in a directory."""
    done = subprocess.run(
        ["git", "-C", str(directory), *arguments],
        input=data,
        capture_output=True,
        check=True,
        env={**os.environ, **(settings or {})},
    )
    return done.stdout


def candidates(directory: Path, newest: int) -> list[tuple[str, Moved]]:
    """Return the moved hashes of the newest commits of a repository; none of a commit whose files are not all there."""
    found: list[tuple[str, Moved]] = []
    for commit in commits_of(directory, newest):
        try:
            diff = git_in(
                directory,
                *("diff-tree", "-p", "-U0", "--no-renames", "--no-color"),
                *(commit, "--", "*.nix", "*.json"),
            )
        except subprocess.CalledProcessError:
            continue  # the copy of the repository lacks a large file of this commit
        found.extend((commit, each) for each in moved_hashes(diff))
    return found


def answers(name: str, directory: Path, chosen: list[tuple[str, Moved]]) -> Iterator[Row]:
    """Yield a row for each chosen hash: what `check` reports when it is put back."""
    own: dict[str, set[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        clone = clone_of(directory, Path(folder))
        for commit, moved in chosen:
            copy = with_old_hash(clone, commit, moved)
            if copy is None:
                continue
            if commit not in own:
                own[commit] = {_key(each) for each in judged(clone, commit).get("findings", ())}
            if any(json.loads(each)[1:3] == [moved.path, moved.line] for each in own[commit]):
                continue  # the commit itself has a finding there
            row = judged(clone, copy)
            added = [each for each in row.get("findings", ()) if _key(each) not in own[commit]]
            yield {
                "repo": name,
                "commit": commit,
                "path": moved.path,
                "line": moved.line,
                "before": moved.before.decode(),
                "after": moved.after.decode(),
                "answer": highest(added) if "error" not in row else "failed",
                "codes": sorted({f"{each['code']} {each['class'] or ''}".strip() for each in added}),
            }


def highest(findings: list[Row]) -> str:
    """Return the highest severity of findings; "none" if there are no findings."""
    given = {each["severity"] for each in findings}
    return next((severity for severity in _SEVERITIES if severity in given), "none")


def _key(finding: Row) -> str:
    return json.dumps([finding["code"], finding["path"], finding["line"], finding["severity"]])


def main() -> None:
    """Put hashes back, or print the answers that are no error."""
    parser = argparse.ArgumentParser(prog="evaluation.put_back", description=__doc__.split("\n")[0])
    parser.add_argument("--repositories", type=Path, required=True, help="a folder of repositories")
    parser.add_argument("--out", type=Path, required=True, help="the file of the rows")
    parser.add_argument("--newest", type=int, default=400, help="how many commits of each repository")
    parser.add_argument("--each", type=int, default=12, help="at most this many hashes of a repository")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="names of repositories")
    parser.add_argument("--list", action="store_true", help="print the answers that are no error")
    given = parser.parse_args()
    if not given.list:
        done = {row["repo"] for row in rows_of(given.out)}
        for name, directory in repositories(given.repositories).items():
            if name in done or (given.only and name not in given.only):
                continue
            every = candidates(directory, given.newest)
            chosen = random.Random(f"{given.seed} {name}").sample(every, min(given.each, len(every)))  # noqa: S311 - no secret
            with given.out.open("a") as file:
                for row in answers(name, directory, chosen):
                    file.write(json.dumps(row) + "\n")
    rows = list(rows_of(given.out))
    if given.list:
        for row in rows:
            if row["answer"] != "error":
                print(
                    f"{row['answer']:8}{row['repo']} {row['commit'][:10]} {row['path']}:{row['line']} {row['codes']}"
                )
    print(
        len({row["repo"] for row in rows}),
        "repositories,",
        len(rows),
        "hashes:",
        dict(Counter(row["answer"] for row in rows)),
    )


if __name__ == "__main__":
    main()
