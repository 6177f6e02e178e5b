"""Fixtures of the tests of mirrors: mirrors as a new process would make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from authguard.prove.mirrors import Limits, Mirrors, Policy

New = Callable[..., Mirrors]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """The cache directory of a test."""
    return tmp_path / "cache"


@pytest.fixture
def new(cache: Path) -> New:
    """Make mirrors over one cache directory, each without memory, as in a new process."""

    def make(
        network: str = "all",
        hosts: Sequence[str] = (),
        insist: bool = False,
        retries: bool = False,
        files: bool = False,
        **limits: float,
    ) -> Mirrors:
        policy = Policy(network, hosts, files=files)
        bounds = Limits(**limits)  # type: ignore[arg-type]
        return Mirrors(str(cache), policy, bounds, insist=insist, retries=retries)

    return make
