"""Measure the cost of the gate compared with a raw `ssh host nix-build`, and the cost of a remembered pass.

It starts a real sshd with real Nix, runs whole processes in turn, and prints the median of each round's difference or
ratio. Limits:

* `git authguard build` of what has been built there already takes at most 0.3 s more than `ssh host nix-build` of it,
  whose files are there already; both make one connection;
* a pass that is remembered takes at most 1.5 times a clean `check`, by hand and in a push hook.

Usage: python -m benchmarks.gate_speed [--rounds N]. Exits with 1 if a limit is missed. Needs root, for sshd.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.trees import Repository
from tests.support.gated import REAL, Gated, builder
from tests.support.repos import ALONE, Repo

if TYPE_CHECKING:
    from tests.support.sshd import Sshd

ROUNDS = 21
WARMING = 3
FILES = 600
SHELL = "bash"
SECONDS = 0.3
TIMES = 1.5


class Case:
    """A commit that touches a gate, over a remote that lacks it, in a repository of many packages."""

    def __init__(self, root: Path, server: Sshd) -> None:
        """Make the case; the builder also has the built files, for builds by hand."""
        self.repo = Gated(root / "r", server, SHELL)
        for path, text in Repository(FILES).files().items():
            self.repo.write(path, text)
        self.repo.commit("many packages")
        remote = Repo(root / "remote.git", "--bare")
        self.repo.git("remote", "add", "origin", str(remote.path))
        self.repo.git("push", "--quiet", "origin", "main")
        self.repo.git("fetch", "--quiet", "origin")
        self.repo.write("pkg/data.txt", "other data").commit("to be pushed")
        there = server.homes / "pkg-by-hand"
        for name in ("pkg", "lib"):
            shutil.copytree(self.repo.path / name, there / name)
        words = ["nix-build", "--no-out-link", there / "pkg" / "test-build.nix", "-A", "good"]
        self.raw = [*server.command.split(), SHELL, *map(str, words)]
        self.built = [str(REAL), "build", "--again"]
        self.remembered = [str(REAL), "build"]
        self.check = [str(REAL), "check", "--base", "origin/main", "--head", "HEAD"]
        self.hook = [str(REAL), "check", "--pre-push", "origin"]
        self._line = f"refs/heads/main {self.repo.oid('HEAD')} refs/heads/main {self.repo.oid('HEAD~1')}\n"

    def seconds(self, command: list[str], **more: str) -> float:
        """Return the duration of a command, which must succeed."""
        begun = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - words of ours
            command,
            cwd=self.repo.path,
            env=self.repo.environment(**more),
            input=self._line,
            capture_output=True,
            text=True,
            check=False,
        )
        took = time.perf_counter() - begun
        if done.returncode:
            raise SystemExit(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
        return took


def main() -> int:
    """Measure, and print a line for each figure. Returns 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    os.environ.update(ALONE)
    with tempfile.TemporaryDirectory(prefix="gate-speed-") as root, builder(Path(root, "b")) as server:
        case = Case(Path(root), server)
        taken: dict[str, list[float]] = {
            name: [] for name in ("raw", "gate", "check", "pass", "hook", "skip")
        }
        for at in range(-WARMING, rounds):
            took = {
                "raw": case.seconds(case.raw),
                "gate": case.seconds(case.built),
                "check": case.seconds(case.check),
                "pass": case.seconds(case.remembered),
                "hook": case.seconds(case.hook),
                "skip": case.seconds(case.hook, AUTHGUARD_SKIP="build"),
            }
            for name, seconds in took.items() if at >= 0 else ():
                taken[name].append(seconds)
    middle = {name: median(each) for name, each in taken.items()}
    adds = median(gate - raw for gate, raw in zip(taken["gate"], taken["raw"], strict=True))
    once = median(each / check for each, check in zip(taken["pass"], taken["check"], strict=True))
    more = median(
        (hook - skip) / check
        for hook, skip, check in zip(taken["hook"], taken["skip"], taken["check"], strict=True)
    )
    print(f"{rounds} rounds; one connection each, through {SHELL}; {FILES} .nix files")
    print(f"ssh host nix-build         {middle['raw']:.3f} s")
    print(f"git authguard build        {middle['gate']:.3f} s, adds {adds:.3f} s (at most {SECONDS} s)")
    print(f"a clean check              {middle['check'] * 1000:.0f} ms")
    print(f"a remembered pass          {middle['pass'] * 1000:.0f} ms, {once:.2f}x (at most {TIMES}x)")
    print(f"the same in a push hook    adds {more:.2f}x (at most {TIMES}x)")
    return 1 if adds > SECONDS or max(once, more) > TIMES else 0


if __name__ == "__main__":
    sys.exit(main())
