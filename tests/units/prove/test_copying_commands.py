"""The command of a script that copies a file or a directory."""

from __future__ import annotations

import time

import pytest

from authguard.prove.local_locks import copying_command

MANY = 200_000


@pytest.mark.parametrize("before", ["cp", "cp -r", 'mkdir a; cp -r "', "for f in a b; do cp", "x\n  cp -rv"])
def test_the_command_before_a_path_copies_it(before: str) -> None:
    """It may be in a loop."""
    assert copying_command(before) is not None


@pytest.mark.parametrize("before", ["", "ln -s", "export A=", "substituteInPlace a --replace-fail x", "xcp"])
def test_another_command_copies_nothing(before: str) -> None:
    """The script only names the path."""
    assert copying_command(before) is None


@pytest.mark.parametrize("text", ["\n", " \n", ";", "cp ", "for a in b ", " "])
def test_a_long_script_takes_no_more_time(text: str) -> None:
    """Only the end of the text is read."""
    start = time.process_time()
    copying_command(text * MANY)
    assert time.process_time() - start < 2
