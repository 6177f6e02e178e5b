"""`fix` against a real git server: what it writes, and what it leaves alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e.packaging import DIRECTORY, Packaging

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.servers import HttpGit

pytest_plugins = ["tests.support.upstream"]
SOURCES = f"{DIRECTORY}/sources.nix"


@pytest.fixture
def packaging(http: HttpGit, tmp_path: Path) -> Packaging:
    """The packaging of 2026.2.0 with the stand-in upstream's true hashes, committed."""
    made = Packaging(tmp_path / "packaging", http.url)
    assert made.authguard("fix", SOURCES).code == 0
    made.git("add", "--all")
    made.commit("true hashes")
    return made


def changed(packaging: Packaging, *more: str) -> list[str]:
    """Return the lines that differ, without the names of the files."""
    diff = packaging.git("diff", "--unified=0", *more).splitlines()
    return [line for line in diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_both_sources_of_a_bump(packaging: Packaging) -> None:
    """The two hashes are written and nothing else; what Nix must prove is left open, and `check` asks that only."""
    packaging.bump("2026.2.1")
    said = packaging.authguard("fix", "--no-nix")
    assert said.code == 3
    assert "wrote 2 hashes in 1 file" in said.err
    lines = changed(packaging)
    assert len(lines) == 4
    assert all("hash = " in line for line in lines)
    packaging.git("add", "--all")
    left = {
        each["code"] for each in json.loads(packaging.authguard("check", "--format", "json").out)["findings"]
    }
    assert left == {"AG202"}
    assert packaging.authguard("fix", SOURCES) == (0, "", "authguard: 2 right\n")


def test_the_index_as_well(packaging: Packaging) -> None:
    """--stage puts exactly these edits on top of what is staged; other hunks stay unstaged."""
    packaging.bump("2026.2.1")
    file = packaging.path / SOURCES
    file.write_text(file.read_text().replace("# What is built", "# What we build"))
    said = packaging.authguard("fix", "--no-nix", "--stage")
    assert "wrote and staged 2 hashes in 1 file" in said.err
    assert [line[:1] + line.strip("+-").split()[0] for line in changed(packaging)] == ["-#", "+#"]
    staged = changed(packaging, "--cached", "--", SOURCES)
    assert sum("hash = " in line for line in staged) == 4
    assert not any("What we build" in line for line in staged)


def test_a_dry_run_writes_nothing(packaging: Packaging) -> None:
    """It says what it would write."""
    packaging.bump("2026.2.1")
    before = packaging.git("status", "--porcelain")
    said = packaging.authguard("fix", "--no-nix", "--dry-run", "--stage")
    assert "would write 2 hashes in 1 file" in said.err
    assert packaging.git("status", "--porcelain") == before
    assert changed(packaging) == []


def test_a_mirror_out_of_reach_leaves_everything_as_it_is(packaging: Packaging, http: HttpGit) -> None:
    """Half of a repair would look like a whole one; a second run does it."""
    packaging.bump("2026.2.1")
    http.refuse = 503
    said = packaging.authguard("fix", "--no-nix")
    assert said.code == 3
    assert "nothing was written" in said.err
    assert changed(packaging) == []
    http.refuse = None
    assert packaging.authguard("fix", "--no-nix", "--online").code == 3
    assert len(changed(packaging)) == 4


def test_a_tag_that_is_not_there(packaging: Packaging) -> None:
    """The source whose tag is there is repaired; the other is named, and the exit code is 1."""
    packaging.bump("2026.2.2")
    said = packaging.authguard("fix", "--no-nix", SOURCES)
    assert said.code == 1
    assert "v3.2026020.2" in said.out
    assert len(changed(packaging)) == 2


def test_nothing_to_do(packaging: Packaging) -> None:
    """Without a change there is nothing to prove, and nothing is said."""
    assert packaging.authguard("fix") == (0, "", "")
