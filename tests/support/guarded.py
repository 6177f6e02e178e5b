"""Repositories with hooks that run the real `check`, and the output of these hooks."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.support import forked, watcher
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Sequence

REAL = Path(sys.executable).parent / "git-authguard"
SECONDS = 600
"""An end of hangs, which no machine needs."""
CPU_SECONDS = 20
"""The most CPU of a check: each check takes less than a fifth of it."""
NEVER = r"Traceback|Warning|Exception ignored|internal error"

# Version and hash are so far apart that git sees two hunks.
_PACKAGE = """\
{{ fetchFromGitHub }}:
let
  version = "{version}";
in
# Between
# the version
# and the hash
# lie more lines
# than a diff shows
# around each
# of its hunks.
fetchFromGitHub {{
  owner = "example";
  repo = "{repository}";
  rev = "v${{version}}";
  hash = "{digest}";
}}
"""
HASH_LINE = 16


def digest(number: float | str) -> str:
    """Return another hash for each number."""
    return f"sha256-{base64.b64encode(hashlib.sha256(str(number).encode()).digest()).decode()}"


def package(version: float, content: float | None = None, repository: str = "tool") -> str:
    """A package at `version`, with the hash of the version `content` (by default its own)."""
    stated = digest(f"{repository} {version if content is None else content}")
    return _PACKAGE.format(version=f"{version}.0", digest=stated, repository=repository)


class Run(NamedTuple):
    """One run of git-authguard in a hook: its arguments, its output, and the files that it wrote."""

    arguments: list[str]
    directory: str
    code: int
    stdout: str
    stderr: str
    touched: list[str]

    @property
    def findings(self) -> list[str]:
        """The findings of the text report, as "CODE PATH:LINE"."""
        return findings(self.stdout)


def findings(report: str) -> list[str]:
    """The findings of a text report, as "CODE PATH:LINE", sorted."""
    heads = re.findall(
        r"^(?:error|warning|note)\[(AG\d+)\](?:.*\n)+? +--> (.*):\d+$", report, flags=re.MULTILINE
    )
    assert len(heads) == len(re.findall(r"^\w+\[AG\d+\]", report, flags=re.MULTILINE)), report
    return sorted(f"{code} {place}" for code, place in heads)


class Watch:
    """Replaces git-authguard by the watcher, for everything below one directory."""

    def __init__(self, root: Path, aside: Path) -> None:
        """Watch `root`; program and log go to the directory `aside`, outside of it."""
        self.root = root
        self.bin = aside / "bin"
        self._log = aside / "log"
        self._read = 0
        self.bin.mkdir(parents=True)
        program = self.bin / "git-authguard"
        words = f'"{watcher.__file__}" "{REAL}" "{root}" "{self._log}"'
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -IS {words} "$@"\n')
        program.chmod(0o755)

    def runs(self) -> list[Run]:
        """Return the checks since the last call; none of them may have written anything."""
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        runs = [Run(**json.loads(line)) for line in lines[self._read :]]
        self._read = len(lines)
        for run in runs:
            assert run.touched == [] or run.arguments[0] == "install", run
            assert not re.search(NEVER, run.stderr), run.stderr
        return [run for run in runs if run.arguments[0] != "install"]


class Guarded(Repo):
    """A repository with the hooks that `git authguard install` writes."""

    def __init__(
        self, path: Path, watch: Watch, *options: str, init: bool = True, install: bool = True
    ) -> None:
        """Make the repository as Repo does, and install the hooks (unless the test does it)."""
        super().__init__(path, *options, init=init)
        self.watch = watch
        if install:
            self.git("authguard", "install", "--quiet")

    def start(self, version: float = 1) -> Guarded:
        """Commit the right package at a version, without hooks."""
        self.unasked(package(version))
        return self

    def unasked(self, content: str, path: str = "tool.nix") -> str:
        """Write and commit a file without hooks. Returns the oid of the commit."""
        self.write(path, content)
        return self.commit(path, "--no-verify")

    def kept(self) -> tuple[object, ...]:
        """The state that a refused commit leaves unchanged: files, index, HEAD, refs and stash."""
        files = {
            path: stated
            for path, stated in watcher.state(
                self.path, times=False
            ).items()  # hook managers write them again
            if path != ".git" and not path.startswith(".git/")
        }
        return (
            files,
            self.git("ls-files", "-s", "-v", "-z"),
            self.run("rev-parse", "HEAD").stdout,
            self.git("for-each-ref"),
            self.git("stash", "list"),
        )

    def refused(
        self, *arguments: str, stdin: str | None = None, env: dict[str, str] | None = None
    ) -> list[str]:
        """Run `git ARGUMENTS`, which its hook must stop, and return the findings of the hook.

        Every file, the index, all refs and the stash must be unchanged after that.
        """
        before = self.kept()
        done = self.run(*arguments, stdin=stdin, env=env)
        assert done.returncode != 0, done.stdout + done.stderr
        assert self.kept() == before
        return self._said(1)

    def accepted(
        self, *arguments: str, stdin: str | None = None, env: dict[str, str] | None = None
    ) -> list[str]:
        """Run `git ARGUMENTS`, which its hook must accept, and return the findings of the hook.

        Every file and the stash must be unchanged after that.
        """
        files, stash = self.kept()[0], self.kept()[-1]
        self.git(*arguments, stdin=stdin, env=env)
        assert (self.kept()[0], self.kept()[-1]) == (files, stash)
        return self._said(0)

    def merged(self, *arguments: str, code: int) -> list[str]:
        """Run a `git merge` with a hook that ends with `code`, and return the findings of the hook."""
        done = self.run("merge", *arguments)
        assert (done.returncode == 0) == (code == 0), done.stdout + done.stderr
        return self._said(code)

    def _said(self, code: int) -> list[str]:
        runs = self.watch.runs()
        assert [run.code for run in runs] == [code], runs
        return runs[0].findings


def check(repo: Repo, *arguments: str, code: int, directory: str = ".") -> list[str]:
    """Run `git authguard check ARGUMENTS` in a directory of the repository, and return its findings.

    The command must end with `code` and change no file, also no file of git.
    """
    run = checked(repo, "check", *arguments, directory=directory)
    assert run.code == code, run
    return run.findings


def started(
    repo: Repo, *arguments: str, directory: str = ".", env: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start `git-authguard ARGUMENTS` in a directory of the repository, with pipes for all its streams."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", REAL, *arguments],
        cwd=repo.path / directory,
        env=repo.environment(**(env or {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def checked(repo: Repo, *arguments: str, directory: str = ".", env: dict[str, str] | None = None) -> Run:
    """Run `git-authguard ARGUMENTS` in a directory of the repository; no file may change.

    It is ended after CPU_SECONDS of CPU.
    """
    before = watcher.state(repo.path)
    surroundings = repo.environment(**{"PYTHONWARNINGS": "error", **(env or {})})
    done = forked.run(
        [*arguments],
        cwd=repo.path / directory,
        env=surroundings,
        seconds=CPU_SECONDS,
        errors="surrogateescape",
    )
    run = Run([*arguments], directory, done.returncode, done.stdout, done.stderr, [])
    assert watcher.state(repo.path) == before, run
    assert not re.search(NEVER, run.stderr), run.stderr
    return run


def complaint(repo: Repo, *arguments: str, directory: str = ".", env: dict[str, str] | None = None) -> str:
    """Run `git authguard ARGUMENTS`, which must end with exit code 2 and one line. Returns the line."""
    run = checked(repo, *arguments, directory=directory, env=env)
    assert (run.code, run.stdout) == (2, ""), run
    assert run.stderr.startswith("authguard: "), run.stderr
    assert run.stderr.count("\n") == 1, run.stderr
    return run.stderr.removeprefix("authguard: ").removesuffix("\n")


def judged(run: Run) -> dict[str, Any]:
    """The JSON report of a run."""
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def stated(report: dict[str, Any], codes: Sequence[str] = ()) -> list[str]:
    """The findings of a JSON report as "CODE PATH:LINE", or only those of `codes`."""
    return [
        f"{each['code']} {each['path']}:{each['line']}"
        for each in report["findings"]
        if not codes or each["code"] in codes
    ]
