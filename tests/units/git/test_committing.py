"""A commit of some edits alone: the states that forbid it, its own index, and its message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.errors import Refused
from authguard.git.committing import TemporaryIndex, demand_quiet, message
from authguard.git.git import Git
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with one commit, and with staged and unstaged changes."""
    made = Repo(tmp_path / "r")
    made.write("a", "1\n").write("deep/b", "1\n").commit("first")
    made.write("deep/b", "2\n").write("new", "1\n").stage()
    made.write("deep/b", "3\n").write("untracked", "1\n")
    return made


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("MERGE_HEAD", "a merge"),
        ("CHERRY_PICK_HEAD", "a cherry-pick"),
        ("REVERT_HEAD", "a revert"),
        ("rebase-merge/x", "a rebase"),
        ("rebase-apply/x", "a rebase or am"),
        ("sequencer/todo", "a cherry-pick or revert"),
    ],
)
def test_an_operation_in_progress_forbids_the_commit(repo: Repo, name: str, what: str) -> None:
    """Each operation of this work tree is named; another work tree does not have it."""
    linked = repo.path.parent / "linked"
    repo.git("worktree", "add", "--quiet", "--detach", str(linked))
    repo.write(f".git/{name}", "")
    with pytest.raises(
        Refused, match=f"^{what} is in progress, and a commit would become part of it; use --stage instead$"
    ):
        demand_quiet(Git(str(repo.path)))
    assert demand_quiet(Git(str(linked))) == repo.oid("HEAD")


def test_the_index_of_a_commit_is_separate_from_the_users_index(repo: Repo) -> None:
    """The new index has HEAD with the edits and the old modes. The user's index is unchanged, and no file is left."""
    own = (repo.path / ".git/index").read_bytes()
    git = Git(str(repo.path))
    head = repo.oid("HEAD")
    with TemporaryIndex(git) as index:
        index.become(head, {"deep/b": b"4\n"})
        assert index.git.run("diff-index", "--cached", "--name-only", head) == b"deep/b\n"
        assert index.git.run("cat-file", "blob", ":deep/b") == b"4\n"
        with pytest.raises(Refused, match=r"^another authguard is committing or building in this work tree$"):
            TemporaryIndex(Git(str(repo.path))).__enter__()
        with pytest.raises(Refused, match=r"^new is not a file of HEAD, so it cannot be committed alone$"):
            index.become(head, {"new": b"2\n"})
        with pytest.raises(Refused, match=r"^not committed: HEAD changed meanwhile$"):
            index.commit("0" * 40, "subject\n")
    assert (repo.path / ".git/index").read_bytes() == own
    assert not (repo.path / ".git/authguard/commit").exists()
    git.close()


def test_the_tree_has_the_tracked_files_as_they_are_on_disk(repo: Repo) -> None:
    """The tree has no untracked files, and nothing is staged."""
    status = repo.git("status", "--porcelain")
    git = Git(str(repo.path / "deep"))
    with TemporaryIndex(git) as index:
        tree = index.tracked_tree()
    git.close()
    assert repo.git("ls-tree", "-r", "--name-only", tree).split() == ["a", "deep/b", "new"]
    assert repo.git("cat-file", "blob", f"{tree}:deep/b") == "3"
    assert repo.git("status", "--porcelain") == status


def test_the_message_has_no_control_characters() -> None:
    """Each hash has one line."""
    hashes = [("a.nix#src", "sha256-A=", "sha256-B="), ("b\x1b.nix#x\ny", "", "sha256-C=")]
    assert message("tool", ["1.0", "1.1"], "2.0", hashes).split("\n") == [
        "tool: 1.0 and 1.1 -> 2.0",
        "",
        "a.nix#src: sha256-A= -> sha256-B=",
        "b\\x1b.nix#x\\ny: (empty) -> sha256-C=",
        "",
    ]
    assert message("tool", ["1"], "2", []) == "tool: 1 -> 2\n"
