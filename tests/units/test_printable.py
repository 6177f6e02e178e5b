"""Text of a repository can neither control a terminal nor look like another text."""

from __future__ import annotations

import sys
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


# Default_Ignorable_Code_Point of Unicode 16 without the variation selectors of emojis
IGNORABLE = """AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0D FEFF FFA0 FFF0-FFF8
1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"""


def test_every_character_without_a_shape_is_escaped() -> None:
    """All of category Cf, and all that a program may ignore. Letters, accents and emojis stay."""
    ranges = [part.partition("-") for part in IGNORABLE.split()]
    ignorable = {
        chr(one) for first, _, last in ranges for one in range(int(first, 16), int(last or first, 16) + 1)
    }
    formats = {char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) == "Cf"}
    left = [char for char in sorted(ignorable | formats) if printable(f"#{char}#") == f"#{char}#"]
    assert list(map(ascii, left)) == []
    for text in ("e\u0301", "\u2764\ufe0f", "\u05d0\u0628\u0645", "\U0001d11e", "\ufffc\ufffd"):
        assert printable(text) == text


@given(st.text(st.characters()))
def test_nothing_that_acts_is_left(text: str) -> None:
    """No control character, direction mark or surrogate is left for any input, and the result can be encoded."""
    shown = printable(text)
    assert not any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") for one in shown)
    assert not any(
        unicodedata.bidirectional(one) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI") for one in shown
    )
    shown.encode("utf-8")
