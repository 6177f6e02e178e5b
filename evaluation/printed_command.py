"""Check whether the command that `check` prints writes the dependency hash that a public history committed.

    python -m evaluation.printed_command PAIRS --repositories DIR --out FILE [--each 2] [--only NAME…]
                                         [--go PROXY] [--tools FOLDER] [--cargo CONFIG] [--allow HOST…]

PAIRS is a file of evaluation.find_pairs: a lock and its hash that one commit moved. DIR/OWNER+NAME/repo are bare
repositories: those of the pairs, and the upstreams that sources are fetched from, in place of GitHub.

For each pair, the files of its commit are staged above the parent of the commit that moved the lock, most often the
same commit. The hash of this parent replaces the new one. Without Nix on PATH, `check` must report this hash, and the
command that it prints is run. Then the staged file must have the hashes of the commit, and `check` must not report
the hash again. FILE gets a line of JSON for each pair; pairs that it already has are skipped.

At most --each pairs of a repository are tried. FOLDER is before PATH (for a newer `go`), and CONFIG is cargo's
config.toml. npm and yarn packages come from the user's own registry, Go modules from the module proxy PROXY (a
directory). The exit code is 1 if another hash was written.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from authguard.digest import BadDigest, parse
from evaluation.crater.walk import repositories
from evaluation.find_pairs import HASHES, digests
from evaluation.mended import GUARD, SECONDS, Machine

Row = dict[str, Any]


class Skipped(Exception):
    """The reason why a pair cannot be tried."""


def written(text: str, kind: str) -> dict[str, str]:
    """Return the hashes of one kind in a Nix file: their text by SRI."""
    found = {}
    for match in re.finditer(HASHES[kind], text):
        stated = next(one for one in match.groups() if one)
        try:
            found[parse(stated, "sha256").sri()] = stated
        except BadDigest:
            continue
    return found


class Copy:
    """A clone in which the change of the lock and all up to a commit is staged, with the hash before."""

    def __init__(self, machine: Machine, directory: Path, pair: Row) -> None:
        """Clone the repository of a pair.

        Raises:
            Skipped: an object of the history is missing, or the commit has no parent.
        """
        self.machine, self.pair = machine, pair
        self.folder = machine.room / "clone"
        shutil.rmtree(self.folder, ignore_errors=True)
        words = ["git", "clone", "-q", "--shared", "--no-checkout", str(directory), str(self.folder)]
        machine.run(words, machine.room)
        self._git("checkout", "-q", "--detach", pair["commit"])
        lock = pair.get("lock", "*go.sum")
        base = self._git("log", "-1", "--first-parent", "--format=%H^", "--", lock).strip()
        self._git("reset", "-q", "--soft", base)
        self.path = pair.get("file") or self._file_with(pair["hash"])

    def _git(self, *words: str) -> str:
        """Return the output of git."""
        done = self.machine.run(["git", *words], self.folder)
        if done.returncode:
            raise Skipped("its commit is incomplete, or has no parent")
        return done.stdout

    def _file_with(self, digest: str) -> str:
        """Return the Nix file that has a hash."""
        found = self.machine.run(
            ["git", "grep", "-lF", digest, "--", "*.nix"], self.folder
        ).stdout.splitlines()
        if len(found) != 1:
            raise Skipped(f"{len(found)} files have its hash")
        return found[0]

    def shown(self, revision: str) -> str:
        """Return the text of the Nix file in a revision, or with "" in the index."""
        return self.machine.run(["git", "show", f"{revision}:{self.path}"], self.folder).stdout

    def put_back(self) -> str:
        """Stage the hash of the parent. Returns this hash.

        Raises:
            Skipped: not exactly one hash moved.
        """
        kind = self.pair["kind"]
        before, after = written(self.shown("HEAD"), kind), written(self.shown(""), kind)
        old, new = set(before) - set(after), set(after) - set(before)
        if len(old) != 1 or new != {self.pair["hash"]}:
            raise Skipped("not only its hash moved in this file")
        kept = old.pop()
        file = self.folder / self.path
        text = file.read_text()
        if text.count(after[self.pair["hash"]]) != 1:
            raise Skipped("its hash occurs twice in this file")
        file.write_text(text.replace(after[self.pair["hash"]], before[kept]))
        self.machine.run(["git", "add", self.path], self.folder)
        return kept

    def findings(self, digest: str) -> list[Row]:
        """Return the findings of `check` about a hash in the file.

        Raises:
            Skipped: `check` had no answer.
        """
        done = self.machine.run([str(GUARD), "check", "--format", "json"], self.folder)
        try:
            rows = json.loads(done.stdout)["findings"]
        except (ValueError, KeyError):
            raise Skipped(f"check failed: {done.stderr.strip()[-200:]}") from None
        return [row for row in rows if row["path"] == self.path and _digest(row) in ("", digest)]


def _digest(finding: Row) -> str:
    stated = (finding.get("fixed_output") or {}).get("digest")
    try:
        return parse(stated, "sha256").sri() if stated else ""
    except BadDigest:
        return ""


def tried(machine: Machine, directory: Path, pair: Row) -> Row:
    """Return the result of one pair: the finding, the command, the verdict, and the reason without a new hash."""
    try:
        copy = Copy(machine, directory, pair)
        kept = copy.put_back()
        found = [row for row in copy.findings(kept) if row.get("command")]
        if not found:
            return {"verdict": "NOT REPORTED", "file": copy.path}
        row = {"file": copy.path, "finding": f"{found[0]['severity']} {found[0]['code']}"}
        command = found[0]["help"]
        begun = time.monotonic()
        done = machine.run(["sh", "-c", command], copy.folder)
        row |= {"command": command, "seconds": round(time.monotonic() - begun, 2), "exit": done.returncode}
        wanted = digests(
            machine.run(["git", "show", f"{pair['commit']}:{copy.path}"], copy.folder).stdout, pair["kind"]
        )
        now = digests(copy.shown(""), pair["kind"])
        if now == wanted:
            left = [f"{one['severity']} {one['code']}" for one in copy.findings(pair["hash"])]
            return {**row, "verdict": "the committed hash", "left": left}
        if kept not in now:
            return {**row, "verdict": "ANOTHER HASH", "now": now, "wanted": wanted}
        said = f"{done.stdout}\n{done.stderr}"
        verdict = "shown, not written" if pair["hash"] in said else "not written"
        return {**row, "verdict": verdict, "reason": said.strip()[-600:]}
    except Skipped as reason:
        return {"verdict": "not tried", "reason": str(reason)}
    except subprocess.TimeoutExpired:
        return {"verdict": "not written", "reason": f"more than {SECONDS} s"}


def machine_of(given: argparse.Namespace, room: Path) -> Machine:
    """Return a machine without Nix that has `git authguard`, and the further programs and files of the arguments."""
    machine = Machine(room, repositories(given.repositories), given.go, given.allow)
    (room / "bin" / "git-authguard").symlink_to(GUARD)
    if given.tools is not None:
        machine.env["PATH"] = f"{given.tools.resolve()}:{machine.env['PATH']}"
    if given.cargo is not None:
        (room / "home" / ".cargo").mkdir()
        shutil.copy(given.cargo, room / "home" / ".cargo" / "config.toml")
    return machine


def main() -> int:
    """Try the pairs. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="evaluation.printed_command", description="Runs the commands of findings."
    )
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--go", type=Path)
    parser.add_argument("--tools", type=Path)
    parser.add_argument("--cargo", type=Path)
    parser.add_argument(
        "--allow", nargs="*", default=[], help="hosts with a private address that may be asked"
    )
    given = parser.parse_args()
    lines = given.out.read_text().splitlines() if given.out.exists() else []
    done = {tuple(row["key"]): row for row in map(json.loads, lines)}
    counts: Counter[str] = Counter()
    of_one: Counter[str] = Counter()
    known = repositories(given.repositories)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as room:
        machine = machine_of(given, Path(room))
        for pair in map(json.loads, given.pairs.read_text().splitlines()):
            name = pair["repository"]
            directory = known.get(name.replace("/", "+"))
            if directory is None or of_one[name] == given.each or (given.only and name not in given.only):
                continue
            key = (name, pair["commit"], pair["hash"])
            row = done.get(key)
            if row is None:
                row = {"key": list(key), "kind": pair["kind"], **tried(machine, directory, pair)}
                with given.out.open("a") as file:
                    file.write(f"{json.dumps(row)}\n")
                shown = (
                    row.get("finding", ""),
                    row["verdict"],
                    row.get("reason", "")[-160:].replace("\n", " "),
                )
                print(name, pair["commit"][:12], *shown, sep="  ", flush=True)
            of_one[name] += row["verdict"] != "not tried"
            counts[f"{pair['kind']} {row['verdict']}"] += 1
    for verdict, number in sorted(counts.items()):
        print(f"{number:4} {verdict}")
    return 1 if any(one.endswith("ANOTHER HASH") for one in counts) else 0


if __name__ == "__main__":
    sys.exit(main())
