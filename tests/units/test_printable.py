"""Text of a repository can neither control a terminal nor look like another text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 漢 → …", "plain é 漢 → …"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\tb\nc\r", "a\\tb\\nc\\r"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb", "a\\u202eb"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\udcff", "\\xff"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_characters_with_an_effect_are_escaped(text: str, shown: str) -> None:
    """Python writes these escapes; visible characters stay."""
    assert printable(text) == shown


@given(st.text(st.characters()))
def test_nothing_that_acts_is_left(text: str) -> None:
    """No control character, direction mark or surrogate is left for any input, and the result can be encoded."""
    shown = printable(text)
    assert not any(unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") for one in shown)
    assert not any(
        unicodedata.bidirectional(one) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI") for one in shown
    )
    shown.encode("utf-8")
