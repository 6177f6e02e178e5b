"""Fixtures that every test may ask for; the conftest at the top registers them."""

from __future__ import annotations

import pytest

from tests.support.nix import Nix


@pytest.fixture(scope="session")
def nix(tmp_path_factory: pytest.TempPathFactory) -> Nix:
    """Real Nix over a store of its own, one for the whole session."""
    return Nix(tmp_path_factory.mktemp("nix"))
