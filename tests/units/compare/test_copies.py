"""One digest in two places."""

from __future__ import annotations

import pytest

from authguard.compare import copies
from tests.support.collected import github, one
from tests.units.compare.test_moves import ID, OTHER


@pytest.mark.parametrize(
    ("other", "severity"),
    [
        (github(rev="v1.1"), "error"),
        (github(repo="s"), "error"),
        (github(owner="p"), None),
        (github(rev="x.${y}"), None),
    ],
)
def test_copies(other: str, severity: str | None) -> None:
    """Two sources in hand-written Nix with one digest: an error where repository or version differ."""
    assert copies.is_copy(one(github()), one("y: " + other)) == severity
    assert copies.is_copy(one("y: " + other), one(github())) == severity


def test_copies_of_commits_are_doubtful() -> None:
    """Trees repeat."""
    assert copies.is_copy(one(github(rev=ID)), one(github(rev=OTHER))) == "warning"


def test_concrete_sources() -> None:
    """Written by hand, and wholly known."""
    assert copies.is_concrete(one(github()))
    assert not copies.is_concrete(one("v: " + github(rev="${v}")))
    assert not copies.is_concrete(one(github(), "_sources/generated.nix"))
    assert not copies.is_concrete(one(github(hash="sha256-" + "A" * 43 + "=")))
