"""End the gate at any moment: after ten seconds no process and no directory may be left on the builder.

`python -m benchmarks.gate_kill --runs 500` starts builds through the gate, over real ssh, by each login shell, silent
and chatty, with a store of Nix's own and through its daemon. It ends each at a random moment, from before the
connection until long after the build began: by a signal to authguard or to its ssh, by closing ssh's input alone, or by
cutting the link. `--matrix` tries every combination once, each in the middle of its build. Needs root, for sshd and
the link.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.gated import Gated, builder
from tests.support.repos import ALONE
from tests.support.sshd import SHELLS
from tests.units.builder.endings import CHATTY, SILENT

if TYPE_CHECKING:
    from tests.support.sshd import Sshd

ENDINGS = {
    "INT": ("", signal.SIGINT),
    "TERM": ("", signal.SIGTERM),
    "KILL": ("", signal.SIGKILL),
    "HUP": ("", signal.SIGHUP),
    "ssh-TERM": ("ssh", signal.SIGTERM),
    "ssh-KILL": ("ssh", signal.SIGKILL),
    "stdin": ("cat", signal.SIGKILL),
    "cut": None,
}
"""The program below authguard ("": itself) that is sent a signal; for "stdin" ssh has its input from a cat."""
PARTS = {"silent": SILENT, "chatty": CHATTY}
STORES = ("single", "daemon")
LATEST = 8.0
"""A build is ended at the latest so many seconds after its start."""
WITHIN = 10.0


_PART = """\
  {name} = derivation {{
    name = "{name}";
    system = builtins.currentSystem;
    builder = "/bin/sh";
    args = [ "-c" "PATH=/usr/bin:/bin; {script}" ];
  }};
"""


def repository(path: Path, server: Sshd) -> Gated:
    """Make a repository with parts that are never built completely, one of each kind for each login shell."""
    repo = Gated(path, server)
    parts = [
        _PART.format(name=f"{kind}-{shell}", script=script.replace('"', '\\"'))
        for kind, script in PARTS.items()
        for shell in SHELLS
    ]
    repo.write("pkg/endless.nix", "".join(["{\n", *parts, "}\n"])).commit("endless")
    # No hash has to be proved first: that needs another connection, and the end of its ssh would end no build.
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD~1")
    return repo


class Run:
    """One build that will be ended."""

    def __init__(self, repo: Gated, shell: str, part: str, how: str) -> None:
        """Start the build, so that it can be ended in this way."""
        options = ["-q", "--again", "--builder", shell, "-A", f"{part}-{shell}"]
        ssh = repo.more["AUTHGUARD_SSH_COMMAND"]
        self._how = ENDINGS[how]
        self.process = subprocess.Popen(  # noqa: S603 - words of ours
            [Path(sys.executable).parent / "git-authguard", "build", *options, "pkg/endless.nix"],
            cwd=repo.path,
            env=repo.environment(AUTHGUARD_SSH_COMMAND=f"cat | {ssh}" if how == "stdin" else ssh),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def end(self) -> None:
        """End the build, unless the link is cut."""
        if self._how is not None:
            program, number = self._how
            pid = (_below(self.process.pid, program) if program else 0) or self.process.pid
            os.kill(pid, number)

    def await_end(self) -> list[str]:
        """Wait for the process that waited for the build. Returns the known facts if it does not end."""
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
            self.process.kill()
            return [f"the one who waited for it: {status}"]
        return []


def _below(pid: int, program: str) -> int:
    """Return the process of a program among the descendants of another process; 0 if there is none yet."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            try:
                if Path(f"/proc/{child}/exe").readlink().name == program:
                    return int(child)
            except OSError:
                continue
            found = _below(int(child), program)
            if found:
                return found
    return 0


def round_of(
    server: Sshd, repo: Gated, how: str, parts: tuple[str, ...], wait: float | None
) -> tuple[list[str], float, int]:
    """End a build of each login shell in one way, after these seconds (None: when all are being built).

    Returns the processes and directories that are left after the allowed time, the time until nothing was left, and
    the number of builds of which the builder had started.
    """
    server.repair()
    runs = [Run(repo, shell, parts[at % len(parts)], how) for at, shell in enumerate(SHELLS)]
    if wait is None:
        _await_builds(server, len(runs))
    else:
        time.sleep(wait)
    building = _building(server)
    begun = time.monotonic()
    if how == "cut":
        server.cut()
    for run in runs:
        run.end()
    left = server.is_clean(WITHIN)
    took = time.monotonic() - begun
    # After an early end, a connection may only arrive now. If the link was cut before that, its client still waits.
    left += [each for run in runs for each in run.await_end()]
    server.repair()
    until = time.monotonic() + WITHIN
    while (clients := server.clients()) and time.monotonic() < until:
        time.sleep(0.05)
    left += [f"an ssh on this side: {pid}" for pid in clients]
    return left or server.is_clean(WITHIN), took, building


def _await_builds(server: Sshd, count: int) -> None:
    until = time.monotonic() + 120
    while _building(server) < count:
        if time.monotonic() > until:
            raise SystemExit(f"the builds do not begin: {server.left()}")
        time.sleep(0.05)


def _building(server: Sshd) -> int:
    """Return the number of running builders there: each has a directory."""
    places = (server.temporary, *server.beside)
    return sum(
        "nix-build-" in path.name and ".drv" in path.name for each in places for path in each.iterdir()
    )


def main() -> int:
    """Run, print a line for each round after which anything was left, and the sum. Returns 1 if anything was left."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=100, help="so many builds (default: 100)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--matrix", action="store_true", help="every combination once, in the middle of its build"
    )
    given = parser.parse_args()
    os.environ.update(ALONE)
    # A shell starts what it puts into the background with SIGINT ignored, and so would be what is started here.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    chance = random.Random(given.seed)  # noqa: S311 - nothing is secret
    rounds: list[tuple[str, str, tuple[str, ...], float | None]]
    if given.matrix:
        rounds = [(*each, None) for each in itertools.product(STORES, ENDINGS, ((part,) for part in PARTS))]
    else:
        rounds = [
            (
                chance.choice(STORES),
                chance.choice([*ENDINGS]),
                tuple(chance.sample([*PARTS], 2)),
                chance.uniform(0, LATEST),
            )
            for _ in range(-(-given.runs // len(SHELLS)))
        ]
    worst: dict[tuple[str, str], float] = collections.defaultdict(float)
    lost = midway = 0
    with tempfile.TemporaryDirectory(prefix="gate-kill-") as root:
        servers = {store: builder(Path(root, store), daemon=store == "daemon", link=True) for store in STORES}
        repos = {store: repository(Path(root, store, "repo"), server) for store, server in servers.items()}
        try:
            for store, how, parts, wait in rounds:
                left, took, building = round_of(servers[store], repos[store], how, parts, wait)
                print(f"{store} {how} {parts} {building} {took:.1f}", file=sys.stderr, flush=True)
                midway += building
                worst[store, how] = max(worst[store, how], took)
                if left:
                    lost += 1
                    print(f"{store} {how} {parts} after {wait}: left {left}", flush=True)
        finally:
            for server in servers.values():
                server.close()
    for (store, how), seconds in sorted(worst.items()):
        print(f"{store:7} {how:9} nothing left after {seconds:.1f} s at most")
    print(
        f"{len(rounds) * len(SHELLS)} ended, {midway} of them while a builder ran; {lost} rounds left something"
    )
    return 1 if lost else 0


if __name__ == "__main__":
    raise SystemExit(main())
