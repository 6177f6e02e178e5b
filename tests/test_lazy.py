"""Modules that are imported when something is asked of them, or stood in for."""

from __future__ import annotations

import sys

import pytest

from authguard import lazy


def test_a_module_is_imported_by_the_first_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not before; what it does not have, it does not have."""
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    later = lazy.module("colorsys")
    assert "colorsys" not in sys.modules
    assert later.rgb_to_hsv(1, 0, 0) == (0.0, 1.0, 1)
    assert "colorsys" in sys.modules
    with pytest.raises(AttributeError):
        _ = later.nothing


def test_a_stand_in_goes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The module itself can be imported afterwards."""
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with lazy.StandIns(colorsys={"ONE": 1}):
        import colorsys

        assert colorsys.ONE == 1  # type: ignore[attr-defined]
    assert "colorsys" not in sys.modules
    assert lazy.module("colorsys").rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)


def test_a_module_that_is_there_stays() -> None:
    """Nothing is put in its place, and it is not taken away."""
    there = sys.modules["os"]
    with lazy.StandIns(os={"getcwd": None}):
        assert sys.modules["os"] is there
        assert there.getcwd is not None
    assert sys.modules["os"] is there
