"""Lines and columns far down in a file are the same as counted from its start."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authguard.nix.parse import LONG, line_and_column
from authguard.nix.places import far

LINES = st.lists(
    st.tuples(st.sampled_from(["a", "é", "…", "𝄞", "\t", "", "\r"]), st.integers(0, 9000)), max_size=12
)


def counted(data: bytes, offset: int) -> tuple[int, int]:
    """The line and column, counted from the start."""
    before = data[:offset]
    return before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode()) + 1


@settings(max_examples=100, derandomize=True, database=None)
@given(LINES, st.floats(0, 1), st.floats(0, 1))
def test_places_that_are_far_apart_are_right_in_any_order(
    lines: list[tuple[str, int]], first: float, second: float
) -> None:
    """Another text in between changes nothing."""
    text = "\n".join(letter * length for letter, length in lines)
    data = text.encode()
    for part in (first, second, 1.0):
        offset = len(text[: int(len(text) * part)].encode())
        assert far(data, offset) == counted(data, offset)
        assert far(b"x\ny", 3) == (2, 2)


@pytest.mark.parametrize("end", [b"\n", b" "])
def test_many_places_in_one_file_are_found_in_linear_time(end: bytes) -> None:
    """The file has forty thousand places in two megabytes, on as many lines or on one."""
    piece = b"x" * 49 + end
    data = piece * 40_000
    start = process_time()
    found = {line_and_column(data, offset) for offset in range(0, len(data), len(piece))}
    assert len(found) == 40_000
    assert process_time() - start < 6


def test_bytes_that_are_no_text_have_a_place() -> None:
    """Nothing is raised."""
    data = b"\xff\x80\xc3" * LONG
    line, column = line_and_column(data, len(data))
    assert line == 1
    assert 1 <= column <= len(data) + 1
