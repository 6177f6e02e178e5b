"""The workbench as a fixture."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.nix import Nix
from tests.units.prove.nixhash.workbench import Workbench


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """A workbench with a store of its own, so that its content decides what Nix notices."""
    return Workbench(Nix(tmp_path / "nix"), tmp_path, monkeypatch)
