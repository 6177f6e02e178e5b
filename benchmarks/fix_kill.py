"""Kill `git authguard fix --stage` at random moments: no file is torn, no hunk lost, and a second run completes.

`python -m benchmarks.fix_kill --runs 200` makes a repository with staged and unstaged hunks and stale hashes, in Nix
and in JSON. It starts the command over a real git server and kills it with SIGKILL: every second time together with
all the gits that it started. Half of the moments are spread over the whole run, half over the time in which it writes.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.kills import ENDED, blob, is_writing, main, wait_for_session, wait_seconds, wait_until
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Mapping

REAL = Path(sys.executable).parent / "git-authguard"
FAKE = f"sha256-{'A' * 43}="
_SOURCE = """\
{{ fetchgit }}:
# first
rec {{
  version = "2026.2.0";
  src = fetchgit {{ url = "{url}/monorepo.git"; rev = "version/${{version}}"; hash = "{fake}"; }};
  # between
  client = fetchgit {{ url = "{url}/client-go.git"; rev = "v3.${{version}}"; hash = "{fake}"; }};
}}
# last
"""
_PIN = (
    '{{ "url": "{url}/monorepo.git",\n  "rev": "version/2026.2.0",\n  "hash": "{fake}",\n  "of": "first" }}\n'
)
_PINNED = """\
{ fetchgit }:
let pin = builtins.fromJSON (builtins.readFile ./pin.json); in
fetchgit { inherit (pin) url rev hash; }
"""


class Killed:
    """A repository in the middle of a bump: the new version is staged, the hashes are those of the old one."""

    def __init__(self, root: Path, url: str) -> None:
        """Make the repository, and record the result of a run without a kill."""
        self.template = root / "template"
        self.home = root / "home"
        self.home.mkdir()
        repo = Repo(self.template)
        texts = {
            "a.nix": _SOURCE.format(url=url, fake=FAKE),
            "sub/b.nix": _SOURCE.format(url=url, fake=FAKE).replace("{ fetchgit }", "{ fetchgit, b }"),
            "sub/pin.json": _PIN.format(url=url, fake=FAKE),
        }
        for path, text in texts.items():
            repo.write(path, text)
        repo.write("sub/pinned.nix", _PINNED).commit("placeholders")
        self.fix(repo)
        repo.commit("2026.2.0")
        self.index = {path: self._staged((self.template / path).read_bytes()) for path in texts}
        for path, data in self.index.items():
            repo.write(path, data)
        repo.stage()
        self.work = {path: self._unstaged(data) for path, data in self.index.items()}
        for path, data in self.work.items():
            repo.write(path, data)
        done = self.copy(root / "done")
        begun = time.monotonic()
        running = self.start(done)
        wait_until(running, lambda: is_writing(done))
        wrote = time.monotonic()
        while running.poll() is None and is_writing(done):
            time.sleep(0.0005)
        self.writes = time.monotonic() - wrote
        running.wait()
        self.seconds = time.monotonic() - begun
        self.fixed_work, self.fixed_index = self._stands(done)
        if self.fixed_work == self.work or self.fixed_index == self.index:
            raise SystemExit("there was nothing to fix")

    @staticmethod
    def _staged(data: bytes) -> bytes:
        return data.replace(b"2026.2.0", b"2026.2.1").replace(b"first", b"first, staged")

    @staticmethod
    def _unstaged(data: bytes) -> bytes:
        return data.replace(b"# between", b"# between\n  # unstaged") + b"\n"

    def environment(self, repo: Repo) -> Mapping[str, str]:
        """A separate home, which keeps the fetched files."""
        home = {"HOME": str(self.home), "XDG_CACHE_HOME": str(self.home / ".cache")}
        return repo.environment(**home, GIT_ALLOW_PROTOCOL="http")

    def start(self, repo: Repo) -> subprocess.Popen[bytes]:
        """Start the command in a new session."""
        return subprocess.Popen(  # noqa: S603 - words of ours
            [REAL, "fix", "--stage", "--no-nix", "a.nix", "sub"],
            cwd=repo.path,
            env=self.environment(repo),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def fix(self, repo: Repo) -> None:
        """Run the command to its end, which must be a success."""
        code = self.start(repo).wait(120)
        if code != 0:
            raise SystemExit(f"fix ended with {code}")

    def copy(self, place: Path) -> Repo:
        """A repository without changes."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.template, place, symlinks=True)
        return Repo(place, init=False)

    def _stands(self, repo: Repo) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The contents of the files in the work tree and in the index."""
        work = {path: (repo.path / path).read_bytes() for path in self.index}
        index = {path: blob(repo, f":{path}") for path in self.index}
        return work, index

    def look(self, repo: Repo) -> tuple[int, int, list[str]]:
        """Return the numbers of finished files in the work tree and the index, and the faults."""
        wrong = []
        work, index = self._stands(repo)
        for path in self.index:
            if work[path] not in (self.work[path], self.fixed_work[path]):
                wrong.append(f"{path} is torn: {work[path]!r}")
            if index[path] not in (self.index[path], self.fixed_index[path]):
                wrong.append(f"the staged text of {path} is torn: {index[path]!r}")
        checked = repo.run("fsck", "--strict", "--no-dangling", "--no-progress")
        if checked.returncode or checked.stderr:
            wrong.append(f"git fsck: {checked.stderr}")
        if len(repo.git("ls-files", "--stage").splitlines()) != len(self.index) + 1:
            wrong.append("the index lacks a file")
        done = [
            sum(one[path] == other[path] for path in one)
            for one, other in ((work, self.fixed_work), (index, self.fixed_index))
        ]
        return done[0], done[1], wrong

    def finish(self, repo: Repo) -> list[str]:
        """Run the command again. Returns the faults: none if it did the rest and cleaned up."""
        (repo.path / ".git/index.lock").unlink(missing_ok=True)  # of a git that was killed: git asks for that
        self.fix(repo)
        work, index, wrong = self.look(repo)
        if (work, index) != (len(self.index), len(self.index)):
            wrong.append(f"a second run left {work} and {index} done")
        there = {str(path.relative_to(repo.path)) for path in repo.path.rglob("*") if path.is_file()}
        files = {path for path in there if not path.startswith(".git/")}
        if files != {*self.index, "sub/pinned.nix"} or ".git/authguard/writing" in there:
            wrong.append(f"left over: {sorted(files)}")
        return wrong

    def round_of(self, place: Path, chance: random.Random, number: int) -> tuple[str, list[str]]:
        """Kill one run. Returns its state at the kill, and the faults."""
        repo = self.copy(place)
        running = self.start(repo)
        if number % 2:
            wait_seconds(running, chance.uniform(0, self.seconds))
        else:
            wait_until(running, lambda: is_writing(repo))
            wait_seconds(running, chance.uniform(0, 1.2 * self.writes))
        ended = running.poll() is not None
        if not ended:
            os.kill(running.pid, signal.SIGKILL) if number % 4 < 2 else os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        wait_for_session(running.pid)
        work, index, wrong = self.look(repo)
        state = ENDED if ended else f"{index} of {len(self.index)} staged, {work} written"
        return state, wrong + self.finish(repo)


if __name__ == "__main__":
    raise SystemExit(main(Killed, "repo", 200, __doc__.split("\n", maxsplit=1)[0]))
