"""The table at the end of fix and bump: every answer has a row, and no row is too wide."""

from __future__ import annotations

import pytest

from authguard.cli.table import table
from authguard.prove.proving import Answer
from authguard.report.context import StreamFacts
from tests.units.repair.repairing import digest, held, outputs

LONG = "a/" * 40 + "sources.nix"
FILE = '{{ f }}: [ (fetchurl {{ url = "https://e.org/{n}"; hash = "{h}"; }}) ]'


def answers() -> list[Answer]:
    """One answer of each kind."""
    made = []
    kinds = [
        ("right", "native", 1.25),
        ("wrong", "builder", 75.04),
        ("wrong", "nix", 2.0),
        ("open", "", 0.0),
        ("missing", "native", 0.5),
    ]
    for number, (verdict, how, seconds) in enumerate(kinds):
        path = LONG if number == 1 else f"p{number}.nix"
        (each,) = outputs(held({path: FILE.format(n=number, h=digest(number).sri() if number != 2 else "")}))
        answer = Answer(each, verdict, how, "says")
        answer.seconds = seconds
        answer.true = digest(number + 10) if verdict == "wrong" else each.digest
        made.append(answer)
    return made


def lines(**options: object) -> list[str]:
    """The table of all kinds; the second hash was written."""
    found = answers()
    stream = StreamFacts(**options)  # type: ignore[arg-type]
    return table(
        found, lambda each: each is found[1].each, lambda each: f"{each.path}#{each.attribute}", stream
    )


def test_rows() -> None:
    """The old and new hash, the way and the time; a hash that was not written, an unknown and an unchanged one."""
    stated = lines(width=80)
    assert max(map(len, stated)) == 80
    assert stated[0].split() == ["fixed", "output", "old", "new", "proved", "took"]
    short = [f"{digest(number).sri()[7:15]}…" for number in range(5)]
    assert stated[1].split()[0].startswith("…a/a/")
    assert [line.split()[1:] for line in stated[1:]] == [
        [short[1], f"{digest(11).sri()[7:15]}…", "builder", "75.0", "s"],
        [short[0], "the", "same", "fetched", "1.2", "s"],
        ['""', "left", "by", "Nix", "2.0", "s"],
        [short[3], "unknown", "no"],
        [short[4], "unknown", "no", "0.5", "s"],
    ]


@pytest.mark.parametrize(("width", "widest"), [(40, 51), (60, 60), (120, 120)])
def test_other_widths(width: int, widest: int) -> None:
    """Only the name is shortened; a few letters of it stay on the narrowest terminal."""
    assert max(map(len, lines(width=width))) == widest
    assert lines(width=width)[1].split()[0].endswith("s.nix#hash")


def test_colours_and_plain_letters() -> None:
    """Colours and letters beyond ASCII are used only if the stream shows them."""
    assert not any("\x1b" in line for line in lines())
    assert all(line.isascii() for line in lines(unicode=False))
    colored = lines(color=True)
    assert colored[1].startswith("\x1b[32m")
    assert colored[3].startswith("\x1b[31m")
    assert not colored[2].startswith("\x1b")
