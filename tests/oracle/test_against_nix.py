"""The lists and findings of authguard agree with real Nix, over trees and edits of every idiom and family.

`make fuzz N=…` runs any number of examples; these tests run some hundred, the same in every run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.oracle import locks, ours
from tests.oracle.bench import Bench
from tests.oracle.catalogue import BUILDERS, DEPENDENCIES, PATCHES, SOURCES
from tests.oracle.draws import Example, examples, numbered
from tests.oracle.edits import EDITS
from tests.oracle.model import calls_of
from tests.oracle.trees import HOMES, LAYOUTS
from tests.support.agree import examples as gathered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.needs("nix-instantiate")

DRAWN = 80
NUMBERED = 300


def hold(root: Path, made: Sequence[Example]) -> None:
    """Fail with the simplest form of the first example on which Nix and authguard disagree."""
    bench = Bench(root)
    for each, wrong in zip(made, bench.judge(made), strict=True):
        if wrong:
            pytest.fail(bench.stated(*bench.shrunk(each, wrong)), pytrace=False)


def test_drawn_examples_agree_with_nix(tmp_path: Path) -> None:
    """Hypothesis tries the corners: the fewest parts, and the most."""
    hold(tmp_path / "bench", gathered(examples(), DRAWN))


def test_numbered_examples_agree_with_nix(tmp_path: Path) -> None:
    """The examples are the first ones of the fuzzer."""
    hold(tmp_path / "bench", [numbered(number)[0] for number in range(NUMBERED)])


def test_the_examples_have_every_edit_and_every_family() -> None:
    """Some thousand examples have every layout and every place of a value too."""
    made = [numbered(number)[0] for number in range(1500)]
    packages = [package for each in made for package in (*each.base.packages, *each.target.packages)]
    called = {call.function for package in packages for _, call in calls_of(package.call)}
    every = (*SOURCES, *PATCHES, *BUILDERS, *DEPENDENCIES.values(), *locks.FAMILIES)
    families = {family.function for family in every}
    assert families - called == set()
    assert {edit.__name__ for edit in (*EDITS, *locks.EDITS)} - {
        edit for each in made for edit in each.edits
    } == set()
    assert {*LAYOUTS, "shared"} - {package.style.layout for package in packages} == set()
    assert {*HOMES} - {home for package in packages for home in package.style.homes.values()} == set()


def test_the_oracle_notices_a_missing_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oracle fails for an authguard without findings, and for an authguard without a list."""
    bench = Bench(tmp_path / "bench")
    made = [numbered(number)[0] for number in range(30)]
    monkeypatch.setattr(ours, "findings", lambda base, target: [])
    silent = bench.judge(made)
    assert any("stale" in line for wrong in silent for line in wrong)
    monkeypatch.setattr(ours, "listed", lambda files: [])
    assert all(any("only Nix" in line for line in wrong) for wrong in bench.judge(made[:5]))
