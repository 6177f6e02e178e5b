"""Real git repositories for tests, made by git itself with only the configuration in this file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent.parent
# Servers and builds of tests are on this machine; tests/attacks has the tests without the user's permission.
LEAVE = {
    "GIT_CONFIG_COUNT": "3",
    "GIT_CONFIG_KEY_0": "authguard.hosts",
    "GIT_CONFIG_VALUE_0": "127.0.0.1",
    "GIT_CONFIG_KEY_1": "authguard.hosts",
    "GIT_CONFIG_VALUE_1": "localhost",
    "GIT_CONFIG_KEY_2": "authguard.builders",
    "GIT_CONFIG_VALUE_2": "local",
}
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
"""Git with these variables reads only the configuration of the repository."""
_KEPT = ("PATH", "HOME", "TMPDIR", "AUTHGUARD_PLAIN")
START = 1_700_000_000  # the date of a repository's first commit; each later one is a minute younger


def identity(name: str) -> dict[str, str]:
    """Return the variables that give git an author and a committer."""
    address = f"{name.lower()}@example.org"
    return {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", name), ("EMAIL", address))
    }


class Repo:
    """A repository with a work tree (or a bare one), below a test's own directory.

    `Repo(tmp_path / "r").write("a.nix", "1").commit("first")` makes one with one commit.
    """

    def __init__(self, path: Path, *options: str, init: bool = True) -> None:
        """Make a repository at `path`, with options for `git init`; init=False uses an existing repository."""
        self.path = path
        self._minutes = 0
        if init:
            path.mkdir(parents=True, exist_ok=True)
            self.git("init", "--quiet", "--initial-branch=main", *options)

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of git in tests: the test's PATH and HOME, an identity, a date, and no configuration."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        date = f"{START + 60 * self._minutes} +0000"
        return {
            **kept,
            "LC_ALL": "C.UTF-8",
            **ALONE,
            "GIT_ALLOW_PROTOCOL": "file",  # submodules in local directories, and no other urls
            **identity("Test"),
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_DATE": date,
            "GIT_EDITOR": "true",
            **LEAVE,
            **more,
        }

    def run(
        self, *args: str, stdin: str | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run `git ARGS` in the repository, with any exit code; `env` is added to environment()."""
        return subprocess.run(
            ["git", *args],
            cwd=self.path,
            env=self.environment(**(env or {})),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )

    def git(self, *args: str, stdin: str | None = None, env: dict[str, str] | None = None) -> str:
        """Run `git ARGS`, which must succeed. Returns its output without the last newline."""
        done = self.run(*args, stdin=stdin, env=env)
        assert done.returncode == 0, f"git {' '.join(args)}: {done.stderr}"
        return done.stdout.removesuffix("\n")

    def write(self, path: str, content: str | bytes) -> Self:
        """Write a file of the work tree; missing directories are made."""
        where = self.path / path
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def link(self, path: str, target: str) -> Self:
        """Make a symbolic link in the work tree."""
        where = self.path / path
        where.parent.mkdir(parents=True, exist_ok=True)
        where.symlink_to(target)
        return self

    def remove(self, path: str) -> Self:
        """Remove a file of the work tree."""
        (self.path / path).unlink()
        return self

    def stage(self, *paths: str) -> Self:
        """Stage everything, or these paths."""
        self.git("add", "--all", "--", *paths) if paths else self.git("add", "--all")
        return self

    def commit(self, message: str = "change", *options: str) -> str:
        """Stage everything and commit it, empty or not. Returns the commit's oid."""
        self.stage()
        return self.record(message, *options)

    def record(self, message: str = "change", *options: str) -> str:
        """Commit the staged content. Returns the commit's oid."""
        self._minutes += 1
        self.git("commit", "--quiet", "--allow-empty", "-m", message, *options)
        return self.oid("HEAD")

    def branch(self, name: str, start: str = "HEAD") -> Self:
        """Make a branch, and switch to the new branch."""
        self.git("switch", "--quiet", "--create", name, start)
        return self

    def oid(self, rev: str) -> str:
        """The oid of a revision."""
        return self.git("rev-parse", "--verify", rev)

    def clone(self, path: Path, *options: str) -> Repo:
        """Clone through a transport of git (so that --depth and --filter count), with options for `git clone`."""
        self.git("config", "uploadpack.allowFilter", "true")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")
        self.git("clone", "--quiet", *options, self.path.as_uri(), str(path))
        return Repo(path, init=False)

    def hook(self, name: str, script: str) -> Self:
        """Install a hook of this repository; `script` is the text after the #! line of sh."""
        hooks = Path(self.git("rev-parse", "--path-format=absolute", "--git-path", "hooks"))
        hooks.mkdir(parents=True, exist_ok=True)
        (hooks / name).write_text(f"#!/bin/sh\n{script}\n")
        (hooks / name).chmod(0o755)
        return self

    def python_hook(self, name: str, script: str) -> Self:
        """Install a hook in Python that can import authguard, with any environment of the hook."""
        file = self.path.parent / f"{self.path.name}-{name}.py"
        file.write_text(f"import sys\nsys.path[:0] = [{str(ROOT / 'src')!r}]\n{script}\n")
        return self.hook(name, f'exec "{sys.executable}" "{file}" "$@"')
