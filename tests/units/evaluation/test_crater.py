"""The crater walks a made history; later commits decide, and a reading decides the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from evaluation import mended
from evaluation.crater import walk
from evaluation.crater.later import OPEN, STALE, apply_readings, decide
from evaluation.crater.table import LEAST, Judged, table
from tests.support.guarded import package
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A hash that was kept and repaired, one with a restored version, and one that is still kept."""
    made = Repo(tmp_path / "repositories" / "made").write("tool.nix", package(1))
    made.write("back.nix", package(1, repository="back")).write("open.nix", package(1, repository="open"))
    made.commit("first")
    made.write("tool.nix", package(2, 1)).commit("bump, hash kept")
    made.write("tool.nix", package(2)).commit("fix hash")
    made.write("back.nix", package(2, 1, "back")).commit("bump back, hash kept")
    made.write("README.md", "text").commit("touches no Nix")
    made.write("back.nix", package(1, repository="back")).commit("revert")
    made.write("open.nix", package(2, 1, "open")).commit("bump open, hash kept")
    made.write("tool.nix", package(3)).commit("a right bump")
    return made


def test_later_commits_decide_a_walk(repo: Repo, tmp_path: Path) -> None:
    """Each commit that touches Nix is judged once; a second walk has nothing to do."""
    (name, directory), *_ = walk.repositories(tmp_path / "repositories").items()
    out = tmp_path / "made.jsonl"
    assert walk.walk(name, directory, 100, out) == 6
    assert walk.walk(name, directory, 100, out) == 0
    rows = list(walk.rows_of(out))
    decided = decide(rows)
    truths = [
        (case.row["subject"], case.truth) for case in decided.cases if case.finding["severity"] == "error"
    ]
    assert truths == [
        ("bump, hash kept", STALE),
        ("bump back, hash kept", STALE),
        ("bump open, hash kept", OPEN),
    ]
    (incident,) = decided.incidents
    assert (incident.repair["subject"], incident.moved, incident.level) == ("fix hash", True, "error")


def test_the_author_of_an_incident_made_the_move(tmp_path: Path) -> None:
    """The commit moved the inputs or the lock. The author of the repair is not meant."""
    repo = Repo(tmp_path / "repositories" / "made").write("tool.nix", package(1)).write("go.sum", "1\n")
    local = '{ buildGoModule }: buildGoModule { pname = "a"; version = "1"; src = ./.; vendorHash = "%s"; }\n'
    hashes = [f"sha256-DwXw/0QcSDYQKVhPA8tStrSoZooriQex/9FxSJtR/{letter}Y=" for letter in "QRS"]
    repo.commit("first")
    repo.write("local.nix", local % hashes[0]).commit("second")
    bot = {"GIT_AUTHOR_NAME": "renovate[bot]", "GIT_AUTHOR_EMAIL": "29139614+renovate[bot]@example.org"}
    repo.write("tool.nix", package(2, 1)).stage().git("commit", "--quiet", "-m", "bump", env=bot)
    repo.write("tool.nix", package(2)).commit("fix hash")
    repo.write("go.sum", "2\n").stage().git("commit", "--quiet", "-m", "modules", env=bot)
    repo.write("local.nix", local % hashes[1]).commit("fix vendor hash")
    repo.write("go.sum", "3\n").commit("modules, by hand")
    repo.write("local.nix", local % hashes[2]).commit("fix vendor hash again")
    (name, directory), *_ = walk.repositories(tmp_path / "repositories").items()
    walk.walk(name, directory, 100, tmp_path / "made.jsonl")
    found = [one for _, one in mended.incidents(tmp_path, None)]
    assert len(found) == 3
    pattern = re.compile("renovate")
    chosen = [one.repair["subject"] for one in found if mended.is_by(pattern, directory, one)]
    assert sorted(chosen) == ["fix hash", "fix vendor hash"]


def test_a_walk_of_chosen_commits_judges_no_others(repo: Repo, tmp_path: Path) -> None:
    """The walk gets the ids of the commits."""
    out = tmp_path / "made.jsonl"
    oid = repo.git("rev-parse", "HEAD")
    assert walk.walk("made", repo.path / ".git", 100, out, frozenset([oid])) == 1
    assert [row["commit"] for row in walk.rows_of(out)] == [oid]


def test_a_reading_decides_open_findings(repo: Repo, tmp_path: Path) -> None:
    """A later repair decides first. Without a repair, the reading says that the finding is false."""
    out = tmp_path / "made.jsonl"
    walk.walk("made", repo.path / ".git", 100, out)
    rows = list(walk.rows_of(out))
    decided = decide(rows)
    readings = {case.key: {"truth": "honest", "reason": "one content"} for case in decided.cases}
    apply_readings(decided.cases, readings)
    assert [case.truth for case in decided.cases if case.finding["code"] == "AG201"] == [
        STALE,
        STALE,
        "honest",
    ]
    many = [dict(rows[0], commit=str(number), findings=[], moves=[]) for number in range(LEAST)]
    text = table([Judged("made", [*rows, *many], decided), Judged("small", rows, decided)])
    assert text.startswith("1 repositories with 36 judged commits (1 with fewer than 30 left out)")
    assert "66.7% [66.7%, 66.7%] of 3   (3: 2 stale, 1 honest, 0 open)" in text


def test_the_name_decides_the_half() -> None:
    """About half of the names are in each half. Upper and lower case do not matter."""
    names = [f"owner+name{number}" for number in range(400)]
    assert 160 < sum(walk.half_of(name) == "look" for name in names) < 240
    assert walk.half_of("Owner+Name") == walk.half_of("owner+name")
