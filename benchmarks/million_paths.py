"""Measure the memory and the time for a tree of a million paths.

python -m benchmarks.million_paths [--levels 6] [--suffix .txt] [--most 300]

Seven trees with ten entries each name a million paths: a repository of some kilobytes. Commands judge a change of one
package beside them, and a change of all of them. Exit code 1: one took more than --most MiB of resident memory.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time

from tests.support.repos import ALONE, identity

PACKAGE = """\
{{ fetchurl }}:
fetchurl {{
  url = "https://example.org/{version}.tar.gz";
  hash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
}}
"""
COMMANDS = {
    "check of one package": ["check", "--base", "one", "--head", "two"],
    "check of the arrival": ["check", "--base", "none", "--head", "one"],
    "check of all paths": ["check", "--base", "one", "--head", "other"],
    "check of the departure": ["check", "--base", "one", "--head", "none"],
    "check --all": ["check", "--all", "--head", "one"],
    "list": ["list", "--rev", "one"],
    "audit": ["audit"],
}


def git(directory: str, *words: str, stdin: str = "") -> str:
    """Return the output of git."""
    command = ["git", "-C", directory, *words]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=True)  # noqa: S603 - words of ours
    return done.stdout.strip()


def wide(directory: str, name: str, content: str, levels: int) -> str:
    """Make a tree of 10 ** levels files with one content. Returns its oid."""
    made = git(directory, "hash-object", "-w", "--stdin", stdin=content)
    kind, mode = "blob", "100644"
    for _ in range(levels):
        entries = "".join(
            f"{mode} {kind} {made}\t{each}{name if kind == 'blob' else ''}\n" for each in range(10)
        )
        made = git(directory, "mktree", stdin=entries)
        kind, mode = "tree", "040000"
    return made


def write(directory: str, levels: int, suffix: str) -> None:
    """Write the branches none, one, two and other."""
    git(directory, "init", "--quiet", "--bare")
    trees = {name: wide(directory, suffix, f"{name}\n", levels) for name in ("one", "other")}
    states = (("none", None, 1), ("one", "one", 1), ("two", "one", 2), ("other", "other", 1))
    for branch, paths, version in states:
        blob = git(directory, "hash-object", "-w", "--stdin", stdin=PACKAGE.format(version=version))
        entries = f"100644 blob {blob}\ttool.nix\n"
        if paths is not None:
            entries += f"040000 tree {trees[paths]}\tmany\n"
        tree = git(directory, "mktree", stdin=entries)
        parents = ["-p", "none"] if branch == "one" else ["-p", "one"] if branch in ("two", "other") else []
        git(directory, "branch", branch, git(directory, "commit-tree", tree, "-m", branch, *parents))
    git(directory, "symbolic-ref", "HEAD", "refs/heads/two")


def measured(directory: str, words: list[str]) -> tuple[int, float, float, str]:
    """Run authguard. Returns its exit code, seconds, peak in MiB (of it and of a git that it starts), last words."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as said:
        command = [sys.executable, "-m", "authguard", *words]
        process = subprocess.Popen(command, cwd=directory, stdout=said, stderr=said)  # noqa: S603 - words of ours
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        last = said.read().decode("utf-8", "replace").strip().splitlines()[-1:]
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return process.returncode, time.monotonic() - begun, peak, "".join(last)[:100]


def main(arguments: list[str]) -> int:
    """Run. Returns 1 if a command took too much."""
    parser = argparse.ArgumentParser(prog="benchmarks.million_paths", description=__doc__)
    parser.add_argument("--levels", type=int, default=6, help="ten paths to the power of this")
    parser.add_argument("--suffix", default=".txt", help="of the files")
    parser.add_argument("--most", type=float, default=300, help="MiB of resident memory")
    given = parser.parse_args(arguments)
    worst = 0.0
    with tempfile.TemporaryDirectory() as directory:
        write(directory, given.levels, given.suffix)
        for name, words in COMMANDS.items():
            code, seconds, peak, last = measured(directory, words)
            worst = max(worst, peak)
            print(f"{name}: {peak:.0f} MiB, {seconds:.1f} s, exit code {code}: {last}", flush=True)
    return 1 if worst > given.most else 0


if __name__ == "__main__":
    os.environ.update(ALONE | identity("Nobody"))
    sys.exit(main(sys.argv[1:]))
