"""The first command of a new user."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def test_the_demo_shows_the_findings_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demo succeeds, shows the different versions and both stale sources, and removes its repository."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    done = subprocess.run([ROOT / "scripts" / "demo"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "AG101" in done.stdout
    assert done.stdout.count("AG201") == 2
    assert not list(tmp_path.iterdir())


def test_the_demo_fails_where_the_check_finds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that ends with 1 for a reason other than its findings is a failure of the demo."""
    program = tmp_path / "git-authguard"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    done = subprocess.run([ROOT / "scripts" / "demo"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "did not find what it should" in done.stderr
