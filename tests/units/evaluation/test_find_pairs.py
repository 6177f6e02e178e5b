"""The search for pairs of a lock and its hash in histories."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from evaluation import find_pairs
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW, LAST = (f"sha256-{letter * 43}=" for letter in "AQg")
NPM = 'buildNpmPackage {{ npmDepsHash = "{}"; }}\n'
GO = 'buildGoModule {{ modRoot = "tool"; vendorHash = "{}"; }}\n'


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return a repository in the layout that the search expects."""
    (tmp_path / "all" / "o+r").mkdir(parents=True)
    made = Repo(tmp_path / "work")
    (tmp_path / "all" / "o+r" / "repo").symlink_to(tmp_path / "work" / ".git")
    return made


def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Return the pairs of the repository."""
    out = tmp_path / "pairs.jsonl"
    words = ["find_pairs", "--repositories", str(tmp_path / "all"), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", words)
    assert find_pairs.main() == 0
    return [json.loads(line) for line in out.read_text().splitlines()]


def test_a_lock_and_its_hash_in_one_commit_are_a_pair(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hash that moved alone is no pair."""
    repo.write("p/default.nix", NPM.format(LAST)).write("p/package-lock.json", "1").commit("first")
    repo.write("p/default.nix", NPM.format(NEW)).write("p/package-lock.json", "2").commit("both")
    commit = repo.git("rev-parse", "HEAD")
    repo.write("p/package-lock.json", "3").commit("the lock alone")
    (pair,) = found(tmp_path, monkeypatch)
    assert pair == {
        "kind": "npm",
        "repository": "o/r",
        "commit": commit,
        "lock": "p/package-lock.json",
        "fetcher": 1,
        "hash": NEW,
        "file": "p/default.nix",
        "true": True,
    }


def test_a_hash_that_was_repaired_was_stale(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later commit replaced the hash, and the lock stood still."""
    repo.write("default.nix", NPM.format(LAST)).write("package-lock.json", "1").commit("first")
    repo.write("default.nix", NPM.format(NEW)).write("package-lock.json", "2").commit("both")
    repo.write("default.nix", NPM.format(LAST)).commit("the hash alone")
    (pair,) = found(tmp_path, monkeypatch)
    assert (pair["true"], pair["repair"]) == (False, LAST)


def test_a_go_hash_that_new_imports_moved_was_true(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Imports decide the hash too, so its later change does not make it stale."""
    repo.write("default.nix", GO.format(LAST)).write("tool/go.sum", "1").commit("first")
    repo.write("default.nix", GO.format(NEW)).write("tool/go.sum", "2").commit("both")
    repo.write("default.nix", GO.format(LAST)).write("tool/a.go", "package a").commit(
        "the hash, and an import"
    )
    (pair,) = found(tmp_path, monkeypatch)
    assert (pair["sub"], pair["modRoot"], pair["true"]) == ("", "tool", True)


def test_the_lock_beside_the_file_is_taken(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock in the directory of the file belongs to its hash. Without a lock there, there is no pair."""
    for content, digest in (("1", LAST), ("2", NEW)):
        repo.write("a/package-lock.json", content).write("b/package-lock.json", content)
        repo.write("a/default.nix", NPM.format(digest)).commit(content)
    (pair,) = found(tmp_path, monkeypatch)
    assert pair["lock"] == "a/package-lock.json"
    repo.write("c.nix", NPM.format(OLD.replace("A", "E"))).commit("elsewhere")
    for name in ("a", "b"):
        repo.write(f"{name}/package-lock.json", "3")
    repo.write("c.nix", NPM.format(OLD.replace("A", "I"))).commit("three")
    assert len(found(tmp_path, monkeypatch)) == 1


def test_the_hash_of_a_call_is_found() -> None:
    """An argument with a variable in a string does not end the call. A placeholder is no hash."""
    call = 'fetchYarnDeps {{ yarnLock = "${{src}}/yarn.lock"; hash = "{}"; }}'
    assert find_pairs.digests(call.format(NEW), "yarn") == [NEW]
    assert find_pairs.digests(call.format(OLD), "yarn") == []
    assert find_pairs.digests('fetchYarnDeps { yarnLock = x; }; y = { hash = "' + NEW + '"; }', "yarn") == []
    assert find_pairs.digests(
        f'cargoHash = "{NEW}"; fetchCargoVendor {{ inherit src; hash = "{OLD}"; }}', "cargo"
    ) == [NEW]
