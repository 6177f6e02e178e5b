"""sparseCheckout and rootDir: the files that git keeps for directories (cone) and for patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.prove.hashes import CHECKOUT, RAW, Selection, Uncomputable, of_git
from tests.support.repos import Repo
from tests.units.prove.hashes.oracle import checked_out, hashed

if TYPE_CHECKING:
    from pathlib import Path

PATHS = (
    *("root", ".hidden", "a/file", "a/b/file", "a/b/c/file", "a/b/c/other", "a/d/file", "a.b/file"),
    *("e/file", "e/f/README", "README", "sp ace/file", "a/README", "b/a/file", "é/file"),
)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository of PATHS."""
    made = Repo(tmp_path / "r")
    for path in PATHS:
        made.write(path, path)
    made.commit("all")
    return made


CONES = [
    *(["a/b"], ["a/b/"], ["/a/b"], ["a//b"], ["a", "e/f"], ["a/b", "a/b/c"], ["nothing"], ["a/file"], ["/"]),
    *(["sp ace"], [" e "], ["e", ""], ['"a/b"'], ["a/./b"], ["a/*"], ["é"], ["a.b"]),
]
PATTERNS = [
    *(
        ["a/b"],
        ["/a"],
        ["README"],
        ["/*", "!/a"],
        ["a/*", "!a/b"],
        ["*", "!*/"],
        ["**/file"],
        ["a/b/c", "!other"],
    ),
    *(["e/"], ["nothing"], ["# comment", "a"], ["\\#x", "e"], ["[ae]"], ["!a"], ["/a/b/", "!/a/b/c/", "/e"]),
]


@pytest.mark.parametrize("lines", CONES, ids="|".join)
def test_a_cone_keeps_the_files_that_git_keeps(repo: Repo, tmp_path: Path, lines: list[str]) -> None:
    """The files in the directories and in the directories above are kept. A line that is no directory keeps nothing."""
    commit = repo.oid("HEAD")
    found = of_git(str(repo.path / ".git"), commit, CHECKOUT, selection=Selection(lines))
    assert found == hashed(checked_out(repo, commit, tmp_path / "checkout", sparse=lines))


@pytest.mark.parametrize("lines", PATTERNS, ids="|".join)
def test_patterns_keep_the_files_that_git_keeps(repo: Repo, tmp_path: Path, lines: list[str]) -> None:
    """Patterns have the syntax of .gitignore, but a match is kept."""
    commit = repo.oid("HEAD")
    found = of_git(str(repo.path / ".git"), commit, CHECKOUT, selection=Selection(lines, cone=False))
    assert found == hashed(checked_out(repo, commit, tmp_path / "checkout", sparse=lines, cone=False))


def test_no_lines_are_everything(repo: Repo) -> None:
    """Without lines, or with empty lines, everything is kept."""
    commit = repo.oid("HEAD")
    where = str(repo.path / ".git")
    complete = of_git(where, commit, CHECKOUT)
    assert of_git(where, commit, CHECKOUT, selection=Selection([])) == complete
    assert of_git(where, commit, CHECKOUT, selection=Selection([""])) == complete
    assert of_git(where, commit, RAW, selection=Selection(["a/b"])) == complete  # only for checkouts


def test_a_line_above_the_repository_is_refused(repo: Repo) -> None:
    """Git refuses the line too."""
    with pytest.raises(Uncomputable, match="sparseCheckout"):
        of_git(str(repo.path / ".git"), repo.oid("HEAD"), CHECKOUT, selection=Selection(["a/../../b"]))


@pytest.mark.parametrize("root", ["a", "a/b", "/a/b/", "README", "sp ace", "a.b"])
def test_a_directory_may_be_the_root(repo: Repo, tmp_path: Path, root: str) -> None:
    """The root has the content of the directory, and no other file of the same name. The root may be a file too."""
    commit = repo.oid("HEAD")
    part = Selection([root], cone=False, root_dir=root)
    found = of_git(str(repo.path / ".git"), commit, CHECKOUT, selection=part)
    checkout = checked_out(repo, commit, tmp_path / "checkout", sparse=[root], cone=False)
    assert found == hashed(checkout / root.strip("/"))


def test_a_root_that_is_not_there_is_refused(repo: Repo) -> None:
    """The fetch would fail."""
    part = Selection(["no"], cone=False, root_dir="no")
    with pytest.raises(Uncomputable, match="not in the tree"):
        of_git(str(repo.path / ".git"), repo.oid("HEAD"), CHECKOUT, selection=part)


def test_only_the_blobs_of_the_part_are_needed(repo: Repo, tmp_path: Path) -> None:
    """The mirror may lack all other blobs."""
    commit = repo.oid("HEAD")
    part = Selection(["a/b"], cone=False, root_dir="a/b")
    complete = of_git(str(repo.path / ".git"), commit, CHECKOUT, selection=part)
    bare = repo.clone(tmp_path / "bare", "--bare", "--filter=blob:none", "--depth=1")
    wanted = "".join(f"{repo.oid(f'HEAD:a/b/{path}')}\n" for path in ("file", "c/file", "c/other"))
    bare.git("cat-file", "--batch", stdin=wanted)  # fetches them
    assert of_git(str(bare.path), commit, CHECKOUT, selection=part) == complete
