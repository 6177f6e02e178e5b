"""Patterns that are compiled when they are asked."""

from __future__ import annotations

import re

import pytest

from authguard.patterns import lazily


def test_like_compiled() -> None:
    """Every method answers as that of a compiled pattern."""
    for made in (lazily(r"(?i)(A)b?"), re.compile(r"(?i)(A)b?")):
        assert made.sub("x", "ab-A") == "x-x"
        assert made.findall("abA") == ["a", "A"]
        assert made.fullmatch("ab") is not None
        assert made.match("b") is None
        assert [match[1] for match in made.finditer("aB")] == ["a"]


def test_wrong_pattern_shows_at_first_use() -> None:
    """Nothing is compiled before."""
    made = lazily("(")
    with pytest.raises(re.error):
        made.search("")
