"""The facts of a stream: width, colour, encoding."""

from __future__ import annotations

import io
import os

import pytest

from authguard.report.context import PLAIN_WIDTH, stream_facts


def pipe(encoding: str = "utf-8") -> io.TextIOWrapper:
    """A stream that is no terminal."""
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


def test_a_pipe_gets_plain_text() -> None:
    """The text has no colours, and does not depend on the width of a window."""
    facts = stream_facts(pipe(), "auto", {"COLUMNS": "200", "TERM": "xterm"})
    assert (facts.width, facts.color, facts.unicode) == (PLAIN_WIDTH, False, True)


def test_the_choice_of_the_user_comes_first() -> None:
    """The words are always and never."""
    assert stream_facts(pipe(), "always", {"NO_COLOR": "1", "TERM": "dumb"}).color
    assert not stream_facts(pipe(), "never", {}).color


def test_only_utf_8_shows_every_character() -> None:
    """A stream with another encoding gets plain letters."""
    assert not stream_facts(pipe("ascii"), "auto", {}).unicode
    assert not stream_facts(pipe("iso-8859-1"), "auto", {}).unicode


@pytest.mark.parametrize(
    ("environment", "color"),
    [
        ({"TERM": "xterm"}, True),
        ({}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
    ],
)
def test_a_terminal_has_colours(environment: dict[str, str], color: bool) -> None:
    """A real pseudo terminal has an unknown or a limited width."""
    leader, follower = os.openpty()
    try:
        with open(follower, "w", encoding="utf-8") as terminal:  # noqa: PTH123 - a file descriptor
            facts = stream_facts(terminal, "auto", environment)
    finally:
        os.close(leader)
    assert facts.color is color
    assert 40 <= facts.width <= 120
