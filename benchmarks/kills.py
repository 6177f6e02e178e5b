"""The common parts of the programs that kill `git authguard fix` and `bump` at random moments."""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import random
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tests.support.servers import HttpGit
from tests.support.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.repos import Repo

ENDED = "ended before"
"""The state of a run that ended before it was killed; it does not count."""


class Killed(Protocol):
    """A prepared repository, and its runs that are killed."""

    def round_of(self, place: Path, chance: random.Random, number: int) -> tuple[str, list[str]]:
        """Run once in a copy at a place. Returns the state at the kill, and all faults after it."""


def main(make: Callable[[Path, str], Killed], name: str, runs: int, description: str) -> int:
    """Run, print a line for each wrong run, and the sum by state. Returns 1 if anything was wrong.

    Args:
        make: given a directory and the url of a git server, prepares the repository.
        name: of the repository's directory.
        runs: the default number of kills.
        description: for --help.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--runs", type=int, default=runs, help=f"the number of kills (default: {runs})")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - nothing is secret
    states: collections.Counter[str] = collections.Counter()
    failed = number = 0
    with tempfile.TemporaryDirectory(prefix="kill-") as root:
        upstream = Upstream(Path(root, "upstream"))
        with HttpGit(upstream.served) as server:
            killed = make(Path(root), server.url)
            while number - states[ENDED] < given.runs:
                state, wrong = killed.round_of(Path(root, name), chance, number)
                number += 1
                states[state] += 1
                failed += bool(wrong)
                for line in wrong:
                    print(f"run {number}, {state}: {line}", flush=True)
    for state, count in sorted(states.items()):
        print(f"{count:5}  {state}" if state == ENDED else f"{count:5}  killed with {state}")
    print(f"{number} runs, {given.runs} of them killed; {failed} went wrong")
    return 1 if failed else 0


def is_writing(repo: Repo) -> bool:
    """Whether authguard is writing the files of a repository."""
    return (repo.path / ".git/authguard/writing").exists()


def wait_until(running: subprocess.Popen[bytes], is_true: Callable[[], bool]) -> None:
    """Wait for a condition, or for the end of a process."""
    while running.poll() is None and not is_true():
        time.sleep(0.0005)


def wait_seconds(running: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait for some seconds, or for the end of a process."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        running.wait(seconds)


def wait_for_session(session: int) -> None:
    """Wait for the gits of a session that were not killed: they complete their work."""
    until = time.monotonic() + 10
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.killpg(session, 0)
            time.sleep(0.01)


def blob(repo: Repo, name: str) -> bytes:
    """Return the content of a blob: `HEAD:PATH`, or `:PATH` of the index."""
    return subprocess.run(  # noqa: S603 - words of ours
        ["git", "cat-file", "blob", name],  # noqa: S607
        cwd=repo.path,
        env=repo.environment(),
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
