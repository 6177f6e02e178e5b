"""Edits by span change exactly the bytes that they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.errors import Refused
from authguard.repair.edits import Clash, Edit, apply, landing


@st.composite
def edited(draw: st.DrawFn) -> tuple[bytes, list[Edit]]:
    """Some bytes, and edits of them without overlaps, in any order."""
    data = draw(st.binary(max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(data)), max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        end = draw(st.sampled_from((start, end)))
        edits.append(Edit("x", start, end, data[start:end], draw(st.binary(max_size=9))))
    return data, draw(st.permutations(edits))


@given(edited())
def test_all_other_bytes_are_unchanged(made: tuple[bytes, list[Edit]]) -> None:
    """The pieces between the edits follow in their order, with the new bytes between them."""
    data, edits = made
    rest = apply(data, edits)
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        kept = data[at : edit.start]
        assert rest.startswith(kept + edit.new)
        rest = rest[len(kept + edit.new) :]
        at = edit.end
    assert rest == data[at:]


@given(edited())
def test_reversed_edits_restore_the_text(made: tuple[bytes, list[Edit]]) -> None:
    """The reversed edits are at the places of the new bytes."""
    data, edits = made
    back = []
    for edit in edits:
        others = [other for other in edits if other != edit]
        start = landing(others, edit.start)
        back.append(Edit("x", start, start + len(edit.new), edit.new, edit.old))
    if len({edit.start for edit in back}) == len(back):
        assert apply(apply(data, edits), back) == data


@given(edited(), st.integers(0, 70))
def test_every_byte_outside_of_edits_is_found_at_its_new_place(
    made: tuple[bytes, list[Edit]], offset: int
) -> None:
    """The byte is the same before and after the edits."""
    data, edits = made
    if offset < len(data) and not any(edit.start <= offset < edit.end for edit in edits):
        assert apply(data, edits)[landing(edits, offset)] == data[offset]


def test_a_byte_within_an_edit_lands_at_its_start() -> None:
    """The byte lands there for any new bytes."""
    edits = [Edit("x", 0, 1, b"a", b"123"), Edit("x", 2, 5, b"cde", b"")]
    assert [landing(edits, at) for at in range(7)] == [0, 3, 4, 4, 4, 4, 5]


def test_other_bytes_are_refused() -> None:
    """A file that changed is not edited."""
    with pytest.raises(Refused, match=r"^a\\nb changed after the edit was computed$"):
        apply(b"abc", [Edit("a\nb", 0, 1, b"x", b"y")])
    with pytest.raises(Refused):
        apply(b"abc", [Edit("x", 2, 4, b"cd", b"y")])


@pytest.mark.parametrize(
    "other", [Edit("x", 1, 2, b"b", b"y"), Edit("x", 0, 0, b"", b"y"), Edit("x", 0, 2, b"ab", b"")]
)
def test_overlaps_are_refused(other: Edit) -> None:
    """One edit is inside another edit, or two edits have the same start."""
    with pytest.raises(Clash):
        apply(b"abc", [Edit("x", 0, 2, b"ab", b"z"), other])


def test_neighbours_do_not_overlap() -> None:
    """An edit may begin at the end of another."""
    assert (
        apply(b"abc", [Edit("x", 1, 2, b"b", b"2"), Edit("x", 0, 1, b"a", b"1"), Edit("x", 3, 3, b"", b"!")])
        == b"12c!"
    )


def test_edits_of_two_files_are_refused() -> None:
    """All edits of a call belong to one file."""
    with pytest.raises(ValueError, match="of a and of b"):
        apply(b"abc", [Edit("a", 0, 1, b"a", b""), Edit("b", 1, 2, b"b", b"")])


def test_a_span_has_the_length_of_its_bytes() -> None:
    """An edit with another length is refused."""
    with pytest.raises(ValueError, match=r"\[0, 2\) is no span of 1 bytes"):
        Edit("x", 0, 2, b"a", b"b")


def test_equal_edits_are_equal_values() -> None:
    """A set holds only one of two equal edits."""
    assert {Edit("x", 0, 1, b"a", b"b"), Edit("x", 0, 1, b"a", b"b")} == {Edit("x", 0, 1, b"a", b"b")}
    assert Edit("x", 0, 1, b"a", b"b") != Edit("y", 0, 1, b"a", b"b")
