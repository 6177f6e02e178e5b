"""One digest in two places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.compare import copies
from authguard.outputs.facts import is_concrete
from tests.support.collected import github, one
from tests.units.compare.test_moves import ID, OTHER

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput


def severity_of(first: FixedOutput, second: FixedOutput) -> str | None:
    """Return the severity of two fixed outputs with one digest; None if both hashes can be right."""
    found = copies.class_of(first, second)
    return found.severity if found is not None else None


@pytest.mark.parametrize(
    ("other", "severity"),
    [
        (github(rev="v1.1"), "error"),
        (github(repo="s"), "error"),
        (github(owner="p"), None),
        (github(rev="x.${y}"), None),
    ],
)
def test_a_copied_digest_of_another_source_is_an_error(other: str, severity: str | None) -> None:
    """Two sources with one digest can be right if only their owner differs, or if a part is unknown."""
    assert severity_of(one(github()), one("y: " + other)) == severity
    assert severity_of(one("y: " + other), one(github())) == severity


def test_copies_of_commits_are_doubtful() -> None:
    """Two commits can have the same tree."""
    assert severity_of(one(github(rev=ID)), one(github(rev=OTHER))) == "warning"


def test_hand_written_and_known_sources_are_concrete() -> None:
    """A source with an unknown part, of a tool or with a placeholder is not concrete."""
    assert is_concrete(one(github()))
    assert not is_concrete(one("v: " + github(rev="${v}")))
    assert not is_concrete(one(github(), "_sources/generated.nix"))
    assert not is_concrete(one(github(hash="sha256-" + "A" * 43 + "=")))
