"""The command that `check` prints writes the hash that a history committed."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

import pytest

from authguard.digest import Digest
from authguard.prove.hashes import of_path
from evaluation import printed_command
from tests.support.npm import Registry
from tests.support.repos import Repo
from tests.support.servers import Files

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = """{{ buildNpmPackage }}: buildNpmPackage {{
  pname = "app"; version = "1"; src = ./.; npmDepsHash = "{}";
}}
"""
LOCKS = ((("left", "1.0.0"),), (("left", "1.0.0"), ("right", "1.0.0")))


def history(folder: Path, registry: Registry, last: str = "") -> tuple[Repo, list[str]]:
    """Make a repository with two commits that move a lock and its hash. Returns it with both hashes."""
    repo, hashes = Repo(folder / "o+app" / "repo"), []
    for number, packages in enumerate(LOCKS):
        lock = registry.lock(*packages)
        digest = of_path(str(registry.output(lock, folder / f"output-{number}")))
        hashes.append(last if number and last else Digest("sha256", digest).sri())
        repo.write("default.nix", PACKAGE.format(hashes[-1])).write("package-lock.json", lock).commit(
            "a lock"
        )
    return repo, hashes


def result(folder: Path, repo: Repo, digest: str) -> printed_command.Row:
    """Return the row of the newest commit."""
    commit = repo.git("rev-parse", "HEAD").strip()
    pair = {
        "kind": "npm",
        "repository": "o/app",
        "commit": commit,
        "lock": "package-lock.json",
        "hash": digest,
    }
    given = argparse.Namespace(
        repositories=repo.path.parent.parent,
        go=None,
        allow=["127.0.0.1", "localhost"],
        tools=None,
        cargo=None,
    )
    (folder / "room").mkdir()
    return printed_command.tried(printed_command.machine_of(given, folder / "room"), repo.path / ".git", pair)


@pytest.mark.parametrize(
    ("last", "verdict"),
    [("", "the committed hash"), (Digest("sha256", b"1" * 32).sri(), "ANOTHER HASH")],
)
def test_the_printed_command_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str, verdict: str
) -> None:
    """A hash that the history committed for another lock is not the one that is written."""
    registry = Registry(tmp_path / "registry")
    repo, hashes = history(tmp_path / "all", registry, last)
    with Files(registry.root) as server:
        monkeypatch.setenv("npm_config_registry", server.url)
        row = result(tmp_path, repo, hashes[1])
    assert row["verdict"] == verdict, row
    assert row["finding"] == "error AG202"
    assert row["command"] == "git authguard fix --stage 'default.nix#npmDepsHash'"


def test_a_hash_that_did_not_move_is_not_tried(tmp_path: Path) -> None:
    """The pair names another hash."""
    repo, _ = history(tmp_path / "all", Registry(tmp_path / "registry"))
    row = result(tmp_path, repo, Digest("sha256", b"2" * 32).sri())
    assert json.dumps(row["verdict"]) == '"not tried"'
