"""Edits are made in another version of a file, exactly or not at all."""

from __future__ import annotations

import random

import pytest

from authguard.errors import Refused
from authguard.repair.carry_over import Steps, carry_over
from authguard.repair.edits import Edit, NotEditable, apply

BEFORE = b"one\ntwo = 1.0;\nthree\nfour = 1.0;\nfive"


def edits(data: bytes = BEFORE, old: bytes = b"1.0", new: bytes = b"2.0.1") -> list[Edit]:
    """Replace each occurrence of a text."""
    found, at = [], -1
    while (at := data.find(old, at + 1)) >= 0:
        found.append(Edit("f", at, at + len(old), old, new))
    return found


def put(other: bytes, before: bytes = BEFORE) -> bytes:
    """Return another version with the edits of the first version."""
    return apply(other, carry_over(edits(before), before, other))


@pytest.mark.parametrize(
    "other",
    [
        BEFORE,
        BEFORE + b"\n",
        b"zero\n" + BEFORE,
        BEFORE.replace(b"one\n", b""),
        BEFORE.replace(b"three", b"3\n3\n3"),
        BEFORE.replace(b"three\n", b""),
        BEFORE.replace(b"\n", b"\r\n"),
        BEFORE.replace(b"one", b"one\0\xff"),
        BEFORE.replace(b"\nfour", b"\n# unstaged\nfour"),
    ],
)
def test_edits_are_made_where_the_lines_are_the_same(other: bytes) -> None:
    """The text around the edited lines and the line ends may differ."""
    assert put(other) == other.replace(b"1.0", b"2.0.1")


@pytest.mark.parametrize("other", [b"", b"one\n", BEFORE.replace(b"1.0;\nthree", b"1.0; # x\nthree")])
def test_edits_of_different_lines_are_refused(other: bytes) -> None:
    """The message names the first different line."""
    with pytest.raises(NotEditable, match=r"^line 2, which must change, is not the same$"):
        put(other)


def test_an_edit_that_is_done_already_is_skipped() -> None:
    """A line with the new text stays, and the other lines are edited."""
    assert put(BEFORE.replace(b"two = 1.0", b"two = 2.0.1")) == put(BEFORE)
    assert put(put(BEFORE)) == put(BEFORE)


def test_an_edit_of_several_lines_gets_the_line_ends_of_the_file() -> None:
    """The edit is refused if another line is in between."""
    before = b"a ''\n  x\n'' b\n"
    many = [Edit("f", 2, 11, b"''\n  x\n''", b'"y\nz"')]
    other = b"0\r\n" + before.replace(b"\n", b"\r\n")
    assert apply(other, carry_over(many, before, other)) == b'0\r\na "y\r\nz" b\r\n'
    with pytest.raises(NotEditable):
        carry_over(many, before, before.replace(b"  x", b"  x\n"))


def test_random_other_hunks_do_not_change_the_edits() -> None:
    """The result is the same as if the edits came first."""
    chance = random.Random(6)  # noqa: S311 - nothing is secret
    for _ in range(300):
        lines = [f"line {number} {chance.random()}" for number in range(30)]
        for number in chance.sample(range(30), 4):
            lines[number] += " = 1.0"
        other = []
        for line in lines:
            if chance.random() < 0.2:
                other.append(f"new {chance.random()}")
            if line.endswith("1.0") or chance.random() < 0.8:
                other.append(line)
        one, two = ("\n".join(each).encode() for each in (lines, other))
        assert put(two, one) == two.replace(b" = 1.0", b" = 2.0.1")


def test_each_step_edits_the_text_of_the_step_before() -> None:
    """A missing file is named, and so is a staged file that differs."""
    held = {"f": BEFORE, "g": b"1.0"}
    steps = Steps(held.get)
    steps.add({"f": edits()})
    middle = apply(BEFORE, edits())
    steps.add({"f": edits(middle, b"2.0.1", b"3"), "g": [Edit("g", 0, 3, b"1.0", b"4")]})
    assert steps.paths() == ["f", "g"]
    assert steps.own() == {"f": (BEFORE, BEFORE.replace(b"1.0", b"3")), "g": (b"1.0", b"4")}
    staged = {"f": b"# staged\n" + BEFORE, "g": b"1.0"}
    assert steps.carry_over(staged.get, "staged")["f"][1] == b"# staged\n" + BEFORE.replace(b"1.0", b"3")
    with pytest.raises(Refused, match=r"^g is not staged; nothing was changed$"):
        steps.carry_over({"f": BEFORE}.get, "staged")
    with pytest.raises(
        Refused, match=r"^g cannot be edited as it is staged: line 1, which must change, is not"
    ):
        steps.carry_over({"f": BEFORE, "g": b"5"}.get, "staged")
