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


def test_every_answer_has_a_row() -> None:
    """A row has the old and new hash, the way and the time, also for an unwritten, an unknown and an unchanged hash."""
    stated = lines(width=80)
    name = stated.pop(1)
    assert name == f"{LONG}#hash"
    assert max(map(len, stated)) == 80
    assert stated[0].split() == ["fixed", "output", "old", "new", "proved", "took"]
    short = [f"{digest(number).sri()[7:15]}…" for number in range(5)]
    assert stated[1].split() == [short[1], f"{digest(11).sri()[7:15]}…", "builder", "75.0", "s"]
    assert [line.split()[1:] for line in stated[2:]] == [
        [short[0], "the", "same", "fetched", "1.2", "s"],
        ['""', "left", "by", "Nix", "2.0", "s"],
        [short[3], "unknown", "no"],
        [short[4], "unknown", "no", "0.5", "s"],
    ]


@pytest.mark.parametrize("width", [40, 50, 60, 160])
def test_a_name_that_is_too_wide_has_its_own_line(width: int) -> None:
    """The name is complete, so that it can be copied."""
    found = lines(width=width)
    assert found.count(f"{LONG}#hash") == (1 if width < 160 else 0)
    others = [line for line in found if LONG not in line]
    assert max(map(len, others)) <= max(width, 51)
    assert {line.split()[0] for line in found} >= {"p0.nix#hash", f"{LONG}#hash"}


def test_colours_and_letters_depend_on_the_stream() -> None:
    """Colours and letters beyond ASCII are used only if the stream shows them."""
    assert not any("\x1b" in line for line in lines())
    assert all(line.isascii() for line in lines(unicode=False))
    colored = lines(color=True)
    assert [line[:5] for line in colored[1:3]] == ["\x1b[32m"] * 2
    assert colored[4].startswith("\x1b[31m")
    assert not colored[3].startswith("\x1b")
