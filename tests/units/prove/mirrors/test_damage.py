"""A mirror whose files are damaged at random mends itself: each answer after it is the true one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.mirror_damage import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("form", "seed"), [("sha1", 11), ("sha256", 13)])
def test_any_damage(tmp_path: Path, form: str, seed: int) -> None:
    """A bit, half of a file, its content or a file is lost: no wrong answer is given."""
    assert run(seed, 12, form, tmp_path) == 0
