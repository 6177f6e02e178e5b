"""An earlier version of a file is read once with its callers, however many of its hashes came back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from authguard.app import ancestors
from authguard.app.judge import judge_range
from authguard.app.repository import Repository
from authguard.config.model import Config
from authguard.git.git import Git
from authguard.git.ranges import between
from authguard.outputs.tree import OutputTree
from tests.behaviour.test_large_sets import hash_of
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pytest

    from authguard.outputs.model import FixedOutput

PACKAGES = """{ fetchurl, lib }:
lib.mapAttrs (name: pin: fetchurl { url = "https://example.org/${name}-${pin.version}.tgz"; hash = pin.hash; })
  (lib.importJSON ./pins.json)
"""


def pins(version: str, hashed: int) -> str:
    """Return 20 pins of a version, with the hashes of a number."""
    return json.dumps(
        {f"p{number}": {"version": version, "hash": hash_of(100 * hashed + number)} for number in range(20)},
        indent=1,
    )


def test_a_version_is_read_once_with_its_callers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty hashes of an old version come back: each is stale, and no version is collected for each of them."""
    collect, collected = OutputTree.collect, []

    def counted(self: OutputTree, paths: Iterable[str]) -> list[FixedOutput]:
        collected.append(paths)
        return collect(self, paths)

    monkeypatch.setattr(OutputTree, "collect", counted)
    repo = Repo(tmp_path / "r").write("default.nix", PACKAGES).write("pins.json", pins("1", 1))
    repo.commit("1")
    repo.write("pins.json", pins("2", 2)).commit("2")
    repo.write("pins.json", pins("2", 1)).commit("3")
    git = Git(str(repo.path))
    scope = between(git, None, "HEAD")
    found = judge_range(scope, Repository(git, scope), Config()).findings
    assert [(one.severity, one.code) for one in found] == [("error", "AG201")] * 20
    assert len(collected) < 20


def test_the_oldest_version_is_searched_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash of the first version comes back after many large versions: the limit of bytes does not hide it."""
    repo = Repo(tmp_path / "r").write("default.nix", PACKAGES)
    for number in range(12):
        repo.write("pins.json", pins(str(number), number)).commit(str(number))
    repo.write("pins.json", pins("12", 0)).commit("12")
    monkeypatch.setattr(ancestors, "MAX_OF_FILE", 5 * len(pins("1", 1)))
    git = Git(str(repo.path))
    scope = between(git, None, "HEAD")
    found = judge_range(scope, Repository(git, scope), Config()).findings
    assert [(one.severity, one.code) for one in found] == [("error", "AG201")] * 20
