"""Fixtures for every test; the conftest of tests/ registers them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import Guarded, Watch
from tests.support.nix import Nix

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def nix(tmp_path_factory: pytest.TempPathFactory) -> Nix:
    """Real Nix with one store for the whole session."""
    return Nix(tmp_path_factory.mktemp("nix"))


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """The watcher over `tmp_path / "r"`, first on PATH as git-authguard."""
    root = tmp_path / "r"
    root.mkdir()
    made = Watch(root, tmp_path / "aside")
    monkeypatch.setenv("PATH", f"{made.bin}{os.pathsep}{os.environ['PATH']}")
    return made


@pytest.fixture
def repo(watch: Watch) -> Guarded:
    """A guarded repository with the package at version 1."""
    return Guarded(watch.root / "repo", watch).start()
