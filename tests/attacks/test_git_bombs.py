"""Commits of an upstream that are small in a pack and large on a disk, in memory, or in a hash."""

from __future__ import annotations

import hashlib
import subprocess
from typing import TYPE_CHECKING

import pytest

from authguard.prove.dependencies import trees
from authguard.prove.dependencies.trees import Staging
from authguard.prove.hashes import gittree, of_git
from authguard.prove.hashes.entries import ARCHIVE, CHECKOUT, RAW
from authguard.prove.hashes.limits import Uncomputable
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def stored(repo: Repo, data: bytes, kind: str = "blob") -> str:
    """Write an object, and return its id."""
    done = subprocess.run(
        ["git", "hash-object", "-w", "-t", kind, "--stdin"],
        cwd=repo.path,
        env=repo.environment(),
        input=data,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def tree(repo: Repo, **entries: str) -> str:
    """Write a tree of files (blobs) and of directories, whose names begin with d."""
    parts = [
        (b"40000 " if name.startswith("d") else b"100644 ") + name.encode() + b"\0" + bytes.fromhex(oid)
        for name, oid in sorted(entries.items())
    ]
    return stored(repo, b"".join(parts), "tree")


def attributed(repo: Repo, attributes: bytes, data: bytes, files: int, message: str = "m") -> str:
    """Write a commit of equal files with .gitattributes."""
    blob = stored(repo, data)
    listed = {".gitattributes": stored(repo, attributes), **{f"f{at}": blob for at in range(files)}}
    return repo.git("commit-tree", tree(repo, **listed), stdin=message)


def empty(repo: Repo) -> str:
    """Write a commit of a billion empty directories in ten objects."""
    made = tree(repo)
    for _ in range(9):
        made = tree(repo, **{f"d{at}": made for at in range(10)})
    return repo.git("commit-tree", made, stdin="m")


BOMBS: dict[str, tuple[str, Callable[[Repo], str]]] = {
    "a long message in every line": (
        ARCHIVE,
        lambda repo: attributed(repo, b"* export-subst\n", b"$Format:%B$\n" * 100_000, 1, "x" * (1 << 20)),
    ),
    "large files that become longer": (
        CHECKOUT,
        lambda repo: attributed(repo, b"* ident\n", b"$Id$\n" * 2_000_000, 60),
    ),
    "one large file with other line ends": (
        CHECKOUT,
        lambda repo: attributed(repo, b"* text eol=crlf\n", b"\n" * (40 << 20), 1),
    ),
    "empty directories": (CHECKOUT, empty),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_commit_that_becomes_large_is_refused(tmp_path: Path, name: str) -> None:
    """The sizes of its objects decide, before git writes anything."""
    repo = Repo(tmp_path / "r", "--bare")
    rules, made = BOMBS[name]
    with pytest.raises(Uncomputable, match="too large"):
        of_git(str(repo.path), made(repo), rules)


@pytest.mark.parametrize("rules", [CHECKOUT, ARCHIVE, RAW])
def test_the_size_of_all_files_together_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rules: str
) -> None:
    """One blob is the content of every file, and counts for each file."""
    repo = Repo(tmp_path / "r", "--bare")
    blob = stored(repo, bytes(1 << 16))
    commit = repo.git("commit-tree", tree(repo, **{f"f{at}": blob for at in range(20)}), stdin="m")
    assert of_git(str(repo.path), commit, rules)
    monkeypatch.setattr(gittree, "MOST_BYTES", 1 << 20)
    with pytest.raises(Uncomputable, match="GiB"):
        of_git(str(repo.path), commit, rules)


def test_a_source_is_written_only_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The source is larger than the limit for the hash of a source."""
    monkeypatch.setattr(trees, "MOST_BYTES", 1 << 20)
    writer = Staging(str(tmp_path))
    writer.content(b"one", False, bytes(1 << 19))
    writer.content(b"two", False, bytes(1 << 19))
    with pytest.raises(Uncomputable, match="GiB"):
        writer.content(b"three", False, b"x")
    assert sum(one.stat().st_size for one in tmp_path.iterdir()) == 1 << 20


def test_large_files_of_attributes_are_limited_together(tmp_path: Path) -> None:
    """Equal files are read once. Here each directory has a different file."""
    repo = Repo(tmp_path / "r", "--bare")
    folders = {}
    for at in range(20):
        text = b"# " + hashlib.sha256(b"%d" % at).hexdigest().encode() + b"x" * (4 << 20)
        blob = stored(repo, text[: (4 << 20) - 1])
        folders[f"d{at}"] = tree(repo, **{".gitattributes": blob})
    commit = repo.git("commit-tree", tree(repo, **folders), stdin="m")
    with pytest.raises(Uncomputable, match="more than 64 MiB"):
        of_git(str(repo.path), commit, ARCHIVE)
