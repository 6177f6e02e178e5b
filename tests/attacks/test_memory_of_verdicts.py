"""A user who can write into .git cannot forge a verdict: each remembered verdict is sealed with a key of the user."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from authguard.system import seal
from tests.support.guarded import package
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a correct commit that was judged, and a stale change that is staged."""
    made = Repo(tmp_path / "r")
    made.write("tool.nix", package(1)).commit("one")
    return made


def check(repo: Repo, cache: Path, *words: str) -> int:
    """Run a check with the caches of a user, and return its exit code."""
    return repo.run("authguard", "check", *words, env={"XDG_CACHE_HOME": str(cache)}).returncode


def memories(repo: Repo) -> list[Path]:
    """The files that remember clean checks."""
    return sorted((repo.path / ".git" / "authguard").glob("clean-*"))


def test_a_line_that_another_user_made(repo: Repo, tmp_path: Path) -> None:
    """The very line with which another user's authguard would pass this commit, made with their own key."""
    repo.write("tool.nix", package(2)).stage()
    assert check(repo, tmp_path / "mine") == 0
    (memory,) = memories(repo)
    right = memory.read_text()
    assert check(repo, tmp_path / "theirs") == 0
    both = memory.read_text()
    assert both.startswith(right)
    assert len(set(both.splitlines())) == 2, "one question, two seals"


def test_forged_lines(repo: Repo, tmp_path: Path) -> None:
    """The stale hash is found with any content of the cache file."""
    from authguard.git.clean import _fingerprint
    from authguard.git.git import Git
    from authguard.git.ranges import staged
    from authguard.git.store import edition

    repo.write("tool.nix", package(3)).stage()
    assert check(repo, tmp_path / "c") == 0
    repo.write("tool.nix", package(2, 1)).stage()
    (memory,) = memories(repo)
    git = Git(str(repo.path))
    key = _fingerprint(staged(git), edition())
    git.close()
    lines = [f"{key} 1 1 0", f"{memory.read_text().split()[0]} 1 1 0", " 1 1 0", "None 1 1 0"]
    memory.write_text("".join(f"{line}\n" for line in lines))
    assert check(repo, tmp_path / "c") == 1
    assert check(repo, tmp_path / "c", "--no-cache") == 1


def test_forged_proofs(repo: Repo, tmp_path: Path) -> None:
    """A row claims that the stale pair was proved."""
    repo.write("tool.nix", package(2, 1)).stage()
    assert check(repo, tmp_path / "c") == 1
    from authguard.git.git import Git
    from authguard.git.ranges import staged
    from authguard.git.store import connect, file_of
    from authguard.outputs.tree import OutputTree
    from authguard.prove import proofs

    git = Git(str(repo.path))
    common = git.facts().common_dir
    (each,) = OutputTree(staged(git).target, lambda _: ()).collect(["tool.nix"])
    git.close()
    db = connect(common, "proofs", proofs._SCHEMA)
    assert db is not None
    assert each.digest is not None
    for sealed in (None, "", "0" * 40):
        row = (proofs._key(each), each.digest.key(), "native", 20_000, sealed)
        db.execute("INSERT OR REPLACE INTO proofs VALUES (?, ?, ?, ?, ?)", row)
        assert check(repo, tmp_path / "c") == 1
    db.close()
    with sqlite3.connect(file_of(common, "proofs")) as left:
        assert left.execute("SELECT count(*) FROM proofs").fetchone() == (1,)


def test_no_cache(repo: Repo, tmp_path: Path) -> None:
    """--no-cache opens none of the databases, and writes none."""
    repo.write("tool.nix", package(2)).stage()
    assert check(repo, tmp_path / "c", "--no-cache") == 0
    assert not (repo.path / ".git" / "authguard").exists()


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o600])
def test_a_key_that_others_can_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int) -> None:
    """It is not used."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = seal("a")
    assert first is not None
    assert first == seal("a") != seal("b")
    (tmp_path / "authguard" / "key").chmod(mode)
    assert (seal("a") == first) == (mode == 0o600)


def test_no_place_for_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is remembered, and nothing fails."""
    file = tmp_path / "file"
    file.write_text("x")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    assert seal("a") is None
    link = tmp_path / "linked"
    (link / "authguard").mkdir(parents=True)
    (link / "authguard" / "key").symlink_to(file)
    monkeypatch.setenv("XDG_CACHE_HOME", str(link))
    assert seal("a") is None
