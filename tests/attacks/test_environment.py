"""An environment of the user in which files of the repository are near: search paths and letters of the locale."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import REAL, package
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMS = ("git", "nix", "nix-instantiate", "nix-build", "nix-store", "ssh", "npm", "go", "cargo", "ps")
COMMANDS = (
    ("check",),
    ("check", "--base", "HEAD~1", "--head", "HEAD"),
    ("list",),
    ("audit",),
    ("doctor",),
    ("verify", "--all"),
)
SEARCHED = ("", ".", "bin")
"""Entries of PATH that mean a directory of the repository; an empty one means the current directory."""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with programs of its own, in its root and in bin/."""
    made = Repo(tmp_path / "r")
    made.write("tool.nix", package(1))
    for name in PROGRAMS:
        for path in (name, f"bin/{name}"):
            made.write(path, f'#!/bin/sh\necho "$0" >>{tmp_path}/mark\nexit 1\n')
            (made.path / path).chmod(0o755)
    made.commit("right")
    made.write("tool.nix", package(2, 1)).commit("stale")
    return made


def run(repo: Repo, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run git-authguard in a repository."""
    return subprocess.run(
        [str(REAL), *arguments],
        cwd=repo.path,
        env=repo.environment(**environment),
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("entry", SEARCHED)
def test_a_search_path_that_leads_into_the_repository(repo: Repo, entry: str) -> None:
    """Programs are only found in directories with an absolute path."""
    searched = os.pathsep.join((entry, os.environ["PATH"], entry))
    for arguments in COMMANDS:
        done = run(repo, *arguments, PATH=searched, GIT_CONFIG_COUNT="0")
        assert b"internal error" not in done.stderr
        assert done.returncode == 1 or "--base" not in arguments
    assert not (repo.path.parent / "mark").exists()


LOCALES = (
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
)


@pytest.mark.parametrize("number", range(len(LOCALES)))
def test_letters_that_the_locale_lacks(repo: Repo, number: int) -> None:
    """They are written as escapes, by every command."""
    repo.write("\u00fc\u2192.nix", package(1, repository="other")).commit("letters")
    for arguments in (
        *COMMANDS[:5],
        ("explain", "AG201"),
        ("explain", "AG904"),
        ("--help",),
        ("check", "--help"),
    ):
        done = run(repo, *arguments, **LOCALES[number])
        assert b"internal error" not in done.stderr, (arguments, done.stderr)
        assert done.returncode in (0, 1), (arguments, done.stderr)
