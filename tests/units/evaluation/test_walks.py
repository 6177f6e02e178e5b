"""Each shape of a random history can be made, and a stale history has one stale hash."""

from __future__ import annotations

from random import Random

import pytest

from evaluation.walks import SHAPES, STALE_SHAPES, Walk


@pytest.mark.parametrize("shape", SHAPES)
def test_a_history_of_each_shape_is_right_at_its_head(shape: str) -> None:
    """No package of the newest commit has a kept hash."""
    made = Walk(Random(1), shape, is_stale=False).make()  # noqa: S311
    assert all(each.is_right for each in made.commits[made.head].state.values())


@pytest.mark.parametrize("shape", STALE_SHAPES)
def test_a_stale_history_of_each_shape_has_one_stale_hash_at_its_head(shape: str) -> None:
    """Only the chosen package of the newest commit has a kept hash."""
    made = Walk(Random(1), shape, is_stale=True).make()  # noqa: S311
    stale = [name for name, each in made.commits[made.head].state.items() if not each.is_right]
    assert stale == [made.stale]
