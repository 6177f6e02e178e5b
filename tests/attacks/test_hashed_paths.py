"""`builtins.path` with a hash: Nix takes the old files from the store while the path has other files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from authguard.digest import Digest
from authguard.prove.hashes import nar
from tests.support.guarded import checked, digest
from tests.support.judging import of_range
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

CALL = 'builtins.path { name = "d"; path = PATH; sha256 = "HASH"; }\n'
STALE = [("error", "AG201", "tool.nix")]


def repository(path: Path) -> Repo:
    """A directory with a file, an executable, a link and a folder."""
    repo = Repo(path).write("d/a", "1\n").write("d/b/c", "1\n").write("d/run", "#!/bin/sh\n")
    (repo.path / "d" / "run").chmod(0o755)
    return repo.link("d/link", "b/c")


def sri(data: bytes) -> str:
    """The hash as Nix prints it."""
    return Digest("sha256", data).sri()


def tree(repo: Repo, name: str = "d") -> str:
    """The hash of a path of the work tree."""
    return sri(nar.of_path(str(repo.path / name)))


CALLS = {
    "a directory": (CALL, "./d"),
    "the function by its name": ("with builtins;\n" + CALL.replace("builtins.path", "path"), "./d"),
    "an inherited function": (
        "let inherit (builtins) path; in " + CALL.replace("builtins.path", "path"),
        "./d",
    ),
    "a path with a text": (CALL, '(./. + "/d")'),
    "in a set": ("{ x }: { src = " + CALL.rstrip() + "; }\n", "./d"),
}
CHANGES = {
    "a file": lambda repo: repo.write("d/a", "2\n"),
    "a file below": lambda repo: repo.write("d/b/c", "2\n"),
    "a new file": lambda repo: repo.write("d/z/new", ""),
    "a link": lambda repo: repo.link("d/link2", "a"),
    "an executable": lambda repo: (repo.path / "d" / "a").chmod(0o755),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("change", CHANGES)
def test_a_hash_is_stale_if_the_files_of_its_path_change(tmp_path: Path, call: str, change: str) -> None:
    """The kept hash is an error, and the message has the new hash."""
    text, path = CALLS[call]
    repo = repository(tmp_path / "r")
    repo.write("tool.nix", text.replace("PATH", path).replace("HASH", tree(repo))).commit("right")
    CHANGES[change](repo)
    repo.commit("stale")
    assert of_range(repo) == (1, STALE)
    assert tree(repo) in checked(repo, "check", "--base", "HEAD~1", "--head", "HEAD").stdout
    repo.write("tool.nix", text.replace("PATH", path).replace("HASH", tree(repo))).commit("right")
    assert of_range(repo) == (0, [])
    repo.write("tool.nix", text.replace("PATH", path).replace("HASH", digest("x"))).commit("wrong")
    assert of_range(repo) == (0, [("warning", "AG206", "tool.nix")])


def test_a_hash_is_stale_if_its_only_file_changes(tmp_path: Path) -> None:
    """The hash of a file is the hash of its content, or of its archive."""
    for options, right in (
        ("recursive = false; ", sri(hashlib.sha256(b"1\n").digest())),
        ("", tree(repository(tmp_path / "x"), "d/a")),
    ):
        repo = repository(tmp_path / f"r{len(options)}")
        code = CALL.replace("PATH", f"./d/a; {options}").replace("HASH", right)
        repo.write("tool.nix", code).commit("right")
        repo.write("d/a", "2\n").commit("stale")
        assert of_range(repo) == (1, STALE)


SILENT = {
    "a filter": CALL.replace("PATH", "./d; filter = _: _: true"),
    "another path": CALL.replace("PATH", "./e"),
}


@pytest.mark.parametrize("name", SILENT)
def test_a_hash_that_cannot_be_compared_is_not_reported(tmp_path: Path, name: str) -> None:
    """Without the same hash in the base, authguard cannot tell whether the hash is right."""
    repo = repository(tmp_path / "r")
    repo.write("e/a", "1\n")
    repo.write("tool.nix", SILENT[name].replace("HASH", tree(repo))).commit("right")
    repo.write("d/a", "2\n").commit("other")
    assert of_range(repo) == (0, [])


def test_a_hash_that_was_never_right_is_not_reported(tmp_path: Path) -> None:
    """If the hash belongs to other files, such as those of another tool's filter, it is not compared."""
    repo = repository(tmp_path / "r")
    repo.write("tool.nix", CALL.replace("PATH", "./d").replace("HASH", digest("x"))).commit("right")
    repo.write("d/a", "2\n").commit("other")
    assert of_range(repo) == (0, [])
