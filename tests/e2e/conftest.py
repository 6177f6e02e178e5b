"""What the tests of whole git operations share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.e2e.guarded import Guarded, Watch

if TYPE_CHECKING:
    from pathlib import Path


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
