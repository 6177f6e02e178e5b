"""A line of source with its span."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.report.snippet import snippet
from authguard.rules.finding import Place, place_at


def underlined(data: bytes, place: Place, width: int = 76) -> tuple[str, str] | None:
    """The shown line and its underlined part (for text of one cell for each character)."""
    shown = snippet(data, place, width)
    return None if shown is None else (shown[0], shown[0][shown[1] : shown[1] + shown[2]])


def test_the_span_is_underlined() -> None:
    """Columns count from 1, and the end is exclusive."""
    data = b'{\n  hash = "sha256-x";\n}\n'
    assert underlined(data, Place("a", 2, 10, 2, 20)) == ('  hash = "sha256-x";', '"sha256-x"')


@pytest.mark.parametrize(("data", "line"), [(b"", 1), (b"a\n", 3), (b"\n   \n", 2), (b"a", 0)])
def test_a_missing_or_blank_line_is_not_shown(data: bytes, line: int) -> None:
    """The place is outside of the file, or its line has only spaces."""
    assert snippet(data, Place("a", line, 1, line, 2), 76) is None


def test_the_underline_fits_tabs_and_control_characters() -> None:
    """The characters are wider on the screen than in the file."""
    assert underlined(b'\t\x1bhash = "x";\r\n', Place("a", 1, 10, 1, 13)) == ('    \\x1bhash = "x";', '"x"')


def test_the_underline_counts_cells() -> None:
    """Some characters are wide, and some have no width."""
    assert snippet("漢字 = 1;".encode(), Place("a", 1, 6, 1, 7), 76) == ("漢字 = 1;", 7, 1)
    assert snippet("e\u0301 = 1;".encode(), Place("a", 1, 6, 1, 7), 76) == ("e\u0301 = 1;", 4, 1)


def test_each_byte_that_is_no_utf_8_is_one_character() -> None:
    """A place counts in the same way."""
    assert underlined(b"\xff\xff = 1;", Place("a", 1, 6, 1, 7)) == ("\\xff\\xff = 1;", "1")


def test_a_span_over_lines_is_shown_on_its_first() -> None:
    """The underline goes to the end of the first line."""
    assert underlined(b"a = ''\n  x\n'';", Place("a", 1, 5, 3, 3)) == ("a = ''", "''")


def test_a_long_line_is_cut_around_the_span() -> None:
    """The line is cut at both ends."""
    data = b"x" * 500 + b'"sha256-abc"' + b"y" * 500
    shown = underlined(data, Place("a", 1, 501, 1, 513), 40)
    assert shown is not None
    assert shown[1] == '"sha256-abc"'
    assert shown[0].startswith("…x")
    assert shown[0].endswith("y…")
    assert len(shown[0]) <= 40


def test_a_minified_file_takes_no_time() -> None:
    """A line of megabytes takes no time."""
    data = b"x" * 8_000_000 + b'"sha"' + b"y" * 8_000_000
    begun = time.process_time()
    assert underlined(data, Place("a", 1, 8_000_001, 1, 8_000_006)) is not None
    assert time.process_time() - begun < 1


@given(
    st.text(st.characters(max_codepoint=0x7E, min_codepoint=0x20), min_size=1),
    st.integers(1, 60),
    st.integers(0, 60),
    st.integers(20, 60),
)
def test_any_span_fits(text: str, column: int, length: int, width: int) -> None:
    """The line is never wider than requested, and the underline is below its text."""
    shown = snippet(text.encode(), Place("a", 1, column, 1, column + length), width)
    if shown is not None:
        line, indent, underline = shown
        assert len(line) <= width
        assert indent + underline <= len(line) + 1


def test_the_lines_of_two_files_are_not_confused() -> None:
    """The files are shown in turn, and the remembered lines of one file are not shown for the other file."""
    one, other = b"a\nb\n", b"c\nd\n"
    for _ in range(2):
        assert [
            snippet(data, Place("x", line, 1, line, 2), 80) for data in (one, other) for line in (1, 2)
        ] == [(letter, 0, 1) for letter in "abcd"]
    assert snippet(one, place_at("x", 4, 1), 80) is None
    assert snippet(one, place_at("x", 0, 1), 80) is None
