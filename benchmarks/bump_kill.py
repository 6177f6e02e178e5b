"""Kill `git authguard bump --commit --build` at random moments: no file is torn or lost, and a second run completes.

`python -m benchmarks.bump_kill --runs 300` makes a package with its version in two files, with a source that is
fetched over a real git server and dependencies that real Nix builds. The work tree has staged and unstaged hunks of the
same files, and other staged files. It starts the command and kills it with SIGKILL: every second time together with all
the processes that it started. A third of the moments are spread over the whole run, a third over the time in which it
writes, a third over the time in which it commits.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.kills import ENDED, blob, is_writing, main, wait_for_session, wait_seconds, wait_until
from tests.support.nix import Nix
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REAL = Path(sys.executable).parent / "git-authguard"
FAKE = f"sha256-{'A' * 43}="
_SOURCES = """\
# first
{{ lib ? import ./lib.nix }}:
rec {{
  version = "2026.2.0";
  src = lib.fetchgit {{
    url = "{url}/monorepo.git";
    rev = "version/${{version}}";
    hash = "";
  }};
  # between
  deps = lib.mkDerivation {{
    name = "deps";
    inherit src;
    buildPhase = "mkdir $out; cat $src/uv.lock > $out/lock; echo uv sync > $out/how";
    outputHash = "{fake}";
  }};
}}
# last
"""
_DEFAULT = """\
# first
let
  sources = import ./sources.nix { };
  version = "2026.2.0";
in
rec {
  # between
  good = derivation { name = "good-${version}"; system = builtins.currentSystem; builder = "/bin/sh";
    args = [ "-euc" "echo ${version} > $out" ]; inherit (sources) src deps; };
}
# last
"""
_LIBRARY = """\
rec {
  run = args: script: derivation ({
    system = builtins.currentSystem;
    builder = "/bin/sh";
    args = [ "-euc" "PATH=/usr/local/bin:/usr/bin:/bin; export PATH HOME=$TMPDIR; ${script}" ];
    outputHashMode = "recursive";
  } // args);
  fetchgit = { url, rev, hash }:
    run
      { name = baseNameOf url; inherit url rev; outputHash = hash;
        outputHashAlgo = if hash == "" then "sha256" else null; }
      "git clone -q $url $out; cd $out; git checkout -q $rev; rm -rf .git";
  mkDerivation = args: run args args.buildPhase;
}
"""
_CONFIG = """\
[[gate]]
name = "tool"
paths = ["*.nix"]
file = "default.nix"
attribute = "good"
"""
_LOCKS = ("index.lock", "HEAD.lock", "refs/heads/main.lock")
"""The lock files that a killed git leaves, and that must be removed by hand."""


class _Standing(NamedTuple):
    """The state of a repository: files of the work tree, the index and HEAD, and the subject of the last commit."""

    work: dict[str, bytes]
    staged: dict[str, bytes]
    head: dict[str, bytes]
    subject: str


class Killed:
    """A package of 2026.2.0, and the result of a run without a kill."""

    files = ("default.nix", "sources.nix", "other")

    def __init__(self, root: Path, url: str) -> None:
        """Make the package, and measure one run."""
        self.nix = Nix(root / "nix")
        self.template = root / "template"
        self.home = root / "home"
        self.home.mkdir()
        repo = Repo(self.template)
        repo.write("sources.nix", _SOURCES.format(url=url, fake=FAKE)).write("default.nix", _DEFAULT)
        repo.write("lib.nix", _LIBRARY).write("authguard.toml", _CONFIG).write("other", "1\n")
        repo.commit("placeholders")
        repo.git("config", "authguard.hosts", "127.0.0.1")
        self._end(self.start(repo, "fix", "--builder", "local", "sources.nix"))
        repo.commit("2026.2.0")
        self.head = {path: blob(repo, f"HEAD:{path}") for path in self.files}
        for path in self.files:
            repo.write(path, self.head[path].replace(b"# first", b"# first, staged").replace(b"1\n", b"2\n"))
        repo.stage()
        for path in self.files:
            data = (repo.path / path).read_bytes()
            repo.write(path, data.replace(b"# between", b"# between\n  # unstaged") + b"\n")
        self.before = self.standing(repo)
        done = self.copy(root / "done" / "tool")
        begun = time.monotonic()
        running = self.bump(done)
        self.spans = [_span(running, lambda: is_writing(done)), _span(running, lambda: _commits(done))]
        self._end(running)
        self.seconds = time.monotonic() - begun
        self.after = self.standing(done)
        if self.after.subject != "tool: 2026.2.0 -> 2026.2.1":
            raise SystemExit(f"the commit is {self.after.subject!r}")

    def environment(self, repo: Repo) -> Mapping[str, str]:
        """A separate home, which keeps the fetched files, and Nix's store."""
        home = {"HOME": str(self.home), "XDG_CACHE_HOME": str(self.home / ".cache")}
        nix = {name: value for name, value in self.nix.environment.items() if name.startswith("NIX")}
        return repo.environment(**home, **nix, GIT_ALLOW_PROTOCOL="http")

    def start(self, repo: Repo, *words: str) -> subprocess.Popen[bytes]:
        """Start authguard in a new session."""
        return subprocess.Popen(  # noqa: S603 - words of ours
            [REAL, *words],
            cwd=repo.path,
            env=self.environment(repo),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def bump(self, repo: Repo) -> subprocess.Popen[bytes]:
        """Start the command."""
        return self.start(repo, "bump", "2026.2.1", "--commit", "--build", "--builder", "local", "-f", "default.nix",
                          "-A", "good")  # fmt: skip

    @staticmethod
    def _end(running: subprocess.Popen[bytes]) -> None:
        said, _ = running.communicate(timeout=300)
        if running.returncode != 0:
            raise SystemExit(f"a run ended with {running.returncode}: {os.fsdecode(said)}")

    def copy(self, place: Path) -> Repo:
        """A repository without changes."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.template, place, symlinks=True)
        return Repo(place, init=False)

    def standing(self, repo: Repo) -> _Standing:
        """Return the state of a repository."""
        work = {path: (repo.path / path).read_bytes() for path in self.files}
        index = {path: blob(repo, f":{path}") for path in self.files}
        head = {path: blob(repo, f"HEAD:{path}") for path in self.files}
        return _Standing(work, index, head, repo.git("log", "-1", "--format=%s"))

    def look(self, repo: Repo) -> tuple[str, list[str]]:
        """Return the progress of a run, and the faults: none if every file is old or new."""
        wrong = []
        now = self.standing(repo)
        for name in ("work", "staged", "head"):
            old, new, here = (getattr(one, name) for one in (self.before, self.after, now))
            wrong += [f"{path} in {name} is torn: {here[path]!r}" for path in self.files
                      if here[path] not in (old[path], new[path])]  # fmt: skip
        if now.head not in (self.before.head, self.after.head):
            wrong.append("HEAD is half of the bump")
        checked = repo.run("fsck", "--strict", "--no-dangling", "--no-progress")
        if checked.returncode or checked.stderr:
            wrong.append(f"git fsck: {checked.stderr}")
        written = sum(now.work[path] != self.before.work[path] for path in self.files)
        staged = sum(now.staged[path] != self.before.staged[path] for path in self.files)
        state = "committed" if now.head == self.after.head else f"{staged} staged, {written} written"
        return state, wrong

    def finish(self, repo: Repo) -> list[str]:
        """Run the command again. Returns the faults: none if it did the rest and cleaned up."""
        for lock in _LOCKS:
            (repo.path / ".git" / lock).unlink(missing_ok=True)
        for path in Path(self.nix.environment["NIX_STORE_DIR"]).glob("*.tmp"):  # of a Nix that was killed
            subprocess.run(["rm", "-rf", path], check=True)  # noqa: S603, S607 - a path of ours
        second = self.bump(repo)
        said, _ = second.communicate(timeout=300)
        if second.returncode != 0:
            return [f"a second run ended with {second.returncode}: {os.fsdecode(said)}"]
        now = self.standing(repo)
        if now != self.after:
            differ = [name for name in now._fields if getattr(now, name) != getattr(self.after, name)]
            return [f"a second run left another {name}: {getattr(now, name)}" for name in differ]
        if repo.git("rev-list", "--count", "HEAD") != "3":
            return ["there is more than one commit"]
        left = [name for name in ("writing", "commit") if (repo.path / ".git/authguard" / name).exists()]
        files = {path.name for path in repo.path.iterdir()} - {
            ".git",
            "lib.nix",
            "authguard.toml",
            *self.files,
        }
        return [f"left over: {sorted([*left, *files])}"] if left or files else []

    def round_of(self, place: Path, chance: random.Random, number: int) -> tuple[str, list[str]]:
        """Kill one run. Returns its state at the kill, and the faults."""
        repo = self.copy(place)
        running = self.bump(repo)
        if number % 3 == 0:
            wait_seconds(running, chance.uniform(0, self.seconds))
        else:
            busy = is_writing if number % 3 == 1 else _commits
            wait_until(running, lambda: busy(repo))
            wait_seconds(running, chance.uniform(0, 1.2 * self.spans[number % 3 - 1]))
        ended = running.poll() is not None
        if not ended:
            with contextlib.suppress(ProcessLookupError):
                if number % 2:
                    os.killpg(running.pid, signal.SIGKILL)
                else:
                    os.kill(running.pid, signal.SIGKILL)
        running.wait()
        if running.stdout is not None:
            running.stdout.close()
        wait_for_session(running.pid)
        state, wrong = self.look(repo)
        return ENDED if ended else state, wrong + self.finish(repo)


def _commits(repo: Repo) -> bool:
    return (repo.path / ".git/authguard/commit").exists()


def _span(running: subprocess.Popen[bytes], busy: Callable[[], bool]) -> float:
    """Return the duration of an activity after its begin."""
    wait_until(running, busy)
    begun = time.monotonic()
    while running.poll() is None and busy():
        time.sleep(0.0005)
    return time.monotonic() - begun


if __name__ == "__main__":
    raise SystemExit(main(Killed, "tool", 300, __doc__.split("\n", maxsplit=1)[0]))
