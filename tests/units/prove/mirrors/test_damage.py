"""A mirror with randomly damaged files repairs itself: each later answer is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.mirror_damage import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("form", "seed"), [("sha1", 11), ("sha256", 13)])
def test_a_damaged_mirror_gives_no_wrong_answer(tmp_path: Path, form: str, seed: int) -> None:
    """A bit, half of a file, its content or the file is lost."""
    assert run(seed, 12, form, tmp_path) == 0
