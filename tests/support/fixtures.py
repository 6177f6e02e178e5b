"""Fixtures that a test module asks for by `pytest_plugins = ["tests.support.fixtures"]`."""

from __future__ import annotations

import pytest

from tests.support.nix import Nix


@pytest.fixture(scope="session")
def nix(tmp_path_factory: pytest.TempPathFactory) -> Nix:
    """Real Nix over a store of its own, one for the whole session."""
    return Nix(tmp_path_factory.mktemp("nix"))
