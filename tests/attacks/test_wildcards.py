"""Texts of a repository with many unknown parts or stars are compared in linear time."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from authguard.globs import part_matches
from authguard.locks import bun
from authguard.locks.comparing import Undecidable
from tests.support.guarded import digest
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

MANY = 30
LONG = "x" * 3000
SECONDS = 30


VERSIONS = " ".join(f"7{number}.{number}.9" for number in range(9000))
NUMBERS = "-".join(f"{number}.{number}.1.1" for number in range(400))[:3900]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LONG, "${a.b}x" * MANY + "y"),
        (LONG, '${f "1.0"}x' * MANY + "y"),
        (LONG, "\\${a}x" * MANY + "y"),
        (NUMBERS, f'${{f "{VERSIONS}"}}'),
        (NUMBERS[:1000], f'${{f "{VERSIONS[:180]}"}}'),
    ],
    ids=["unknown values", "unknown functions", "references", "many versions", "some versions"],
)
def test_a_url_with_unknown_parts_is_compared_in_linear_time(tmp_path: Path, old: str, new: str) -> None:
    """No value of the unknown parts makes the old url, or a function gets thousands of versions."""
    repo = Repo(tmp_path / "r")
    for url in (f"https://example.org/{old}", f"https://example.org/{new}"):
        code = f'{{ fetchurl, a, f }}: fetchurl {{ url = "{url}"; hash = "{digest(1)}"; }}'
        repo.write("a.nix", code).commit(url[:30])
    for ends in (("HEAD~1", "HEAD"), ("HEAD", "HEAD~1")):
        run = [
            sys.executable,
            "-P",
            "-m",
            "authguard",
            "check",
            "--no-cache",
            "--base",
            ends[0],
            "--head",
            ends[1],
        ]
        done = subprocess.run(run, cwd=repo.path, capture_output=True, timeout=SECONDS, check=False)
        assert done.returncode in (0, 1, 2)
        assert b"Traceback" not in done.stderr


def test_many_stars_are_matched_in_linear_time() -> None:
    """A pattern of pnpm may have any number of stars, and one of bun has a limit."""
    assert not part_matches("*x" * MANY + "y", LONG)
    with pytest.raises(Undecidable):
        bun._matches("*x" * MANY + "y", LONG)
