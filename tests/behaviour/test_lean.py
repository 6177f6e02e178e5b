"""A clean check imports only what it needs: most of its time is the start of Python."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.guarded import REAL, package
from tests.support.repos import Repo

HEAVY = {
    "dataclasses",
    "filelock",
    "hashlib",
    "http.client",
    "importlib.resources",
    "inspect",
    "json",
    "logging",
    "multiprocessing",
    "pygit2",
    "rich",
    "subprocess",
    "tomli",
    "urllib.parse",
    "yaml",
}
"""Modules for printing findings, mirrors, locks, the gate or a config: a clean check needs none of them."""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a right bump staged."""
    made = Repo(tmp_path / "r")
    made.write("tool.nix", package(1))
    made.write("other.nix", package(1, repository="other"))
    made.commit("first")
    made.write("tool.nix", package(2))
    made.write("other.nix", package(1, repository="other").replace("in\n", "in\n# said\n"))
    made.git("add", "--all")
    return made


def imported(repo: Repo, *command: str) -> list[str]:
    """The modules that a run imports, without the modules of the start of Python."""

    def names(*arguments: str) -> list[str]:
        run = subprocess.run(
            [sys.executable, "-X", "importtime", *arguments],
            cwd=repo.path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        return re.findall(r"^import time:\s+\d+ \|\s+\d+ \|\s+(\S+)$", run.stderr, re.MULTILINE)

    start = set(names("-c", "pass"))
    return [name for name in names(*command) if name not in start]


def test_a_clean_check_imports_no_heavy_module(repo: Repo) -> None:
    """The check is the first one of a change, in a clone with an earlier check."""
    imported(repo, str(REAL), "check")
    for file in (repo.path / ".git" / "authguard").glob("clean-*"):
        file.unlink()
    names = imported(repo, str(REAL), "check")
    assert HEAVY.isdisjoint(names)


def test_a_change_that_moves_nothing_imports_no_comparison(repo: Repo) -> None:
    """No rule is imported either."""
    repo.commit("bump")
    imported(repo, str(REAL), "check")
    repo.write("tool.nix", package(2).replace("in\n", "in\n# said\n"))
    repo.git("add", "--all")
    names = imported(repo, str(REAL), "check")
    unused = ("authguard.compare", "authguard.rules", "authguard.prove", "authguard.report")
    assert "authguard.outputs.collect" in names
    assert not [name for name in names if name.startswith(unused)]


def test_a_check_that_was_clean_before_reads_no_nix_file(repo: Repo) -> None:
    """The modules that read Nix and compare are not imported."""
    imported(repo, str(REAL), "check")
    names = imported(repo, str(REAL), "check")
    assert HEAVY.isdisjoint(names)
    assert not [name for name in names if name.startswith(("authguard.compare", "authguard.outputs"))]
