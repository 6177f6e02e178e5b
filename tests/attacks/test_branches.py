"""A stale hash in the middle of a branch, a merge or a series of commits, with right ends."""

from __future__ import annotations

import pytest

from tests.support.guarded import HASH_LINE, Guarded, check, package
from tests.support.repos import Repo

STALE = [f"AG201 tool.nix:{HASH_LINE}"]


@pytest.fixture
def attacked(repo: Guarded) -> Guarded:
    """A remote with a branch `pr` that moved only the version, by an author without hooks; main moved on."""
    repo.git("init", "--quiet", "--bare", "../origin.git")
    repo.git("remote", "add", "origin", "../origin.git")
    repo.git("push", "--quiet", "--no-verify", "--set-upstream", "origin", "main")
    repo.git("remote", "set-head", "origin", "main")
    repo.branch("pr").unasked(package(2, 1))
    repo.git("push", "--quiet", "--no-verify", "origin", "pr")
    repo.git("switch", "--quiet", "main")
    repo.unasked("notes", "notes")
    repo.git("branch", "--quiet", "--delete", "--force", "pr")
    return repo


def test_an_unjudged_pull_request_is_refused_at_its_merge(attacked: Guarded) -> None:
    """The merge is stopped, and so is the push of a merge without hooks."""
    assert attacked.merged("--no-ff", "--no-edit", "origin/pr", code=1) == STALE
    attacked.git("merge", "--abort")
    attacked.git("merge", "--quiet", "--no-verify", "--no-ff", "--no-edit", "origin/pr")
    assert attacked.refused("push", "origin", "main") == STALE


@pytest.mark.parametrize("how", ["--squash", "--ff-only"])
def test_a_squash_and_a_fast_forward_are_judged(attacked: Guarded, how: str) -> None:
    """A squash is judged by its commit, a fast-forward by its push."""
    if how == "--squash":
        attacked.git("merge", "--quiet", how, "origin/pr")
        assert attacked.refused("commit", "-m", "squashed") == STALE
        attacked.record("squashed", "--no-verify")
    else:
        attacked.git("reset", "--quiet", "--hard", "origin/main")
        attacked.git("merge", "--quiet", how, "origin/pr")
    assert attacked.refused("push", "origin", "main") == STALE


def test_a_second_name_hides_no_stale_hash(attacked: Guarded) -> None:
    """A branch with a new name is judged from the default branch: only commits of the same ref are not judged again."""
    attacked.git("switch", "--quiet", "--create", "again", "origin/pr")
    assert attacked.refused("push", "origin", "again") == STALE
    attacked.unasked("more", "notes")
    assert attacked.accepted("push", "origin", "again:pr") == []


def test_another_remote_is_no_base_of_a_push(attacked: Guarded) -> None:
    """For a push to one remote, the default branch of another remote is not a base."""
    attacked.git("clone", "--quiet", "--bare", "../origin.git", "../fork.git")
    fork = Repo(attacked.path.parent / "fork.git", init=False)
    fork.git("symbolic-ref", "HEAD", "refs/heads/pr")
    attacked.git("remote", "add", "fork", "../fork.git")
    attacked.git("fetch", "--quiet", "fork")
    attacked.git("remote", "set-head", "fork", "pr")
    assert attacked.merged("--no-edit", "fork/pr", code=1) == STALE
    attacked.record("merged", "--no-verify")
    assert attacked.refused("push", "origin", "main") == STALE


def test_a_hash_that_was_right_for_one_commit_is_stale(attacked: Guarded) -> None:
    """`v1,h1 -> v2,h2 -> v3,h2`: both version and hash differ between the two ends."""
    before = attacked.oid("HEAD")
    attacked.unasked(package(2))
    attacked.unasked(package(3, 2))
    assert check(attacked, "--base", before, "--head", "HEAD", code=1) == STALE
    assert attacked.refused("push", "origin", "main") == STALE
    assert attacked.refused("push", "origin", "HEAD:refs/heads/new") == STALE
    assert attacked.refused("push", "origin", "HEAD:refs/tags/v3") == STALE


def test_a_merge_of_correct_branches_with_an_old_hash_is_refused(attacked: Guarded) -> None:
    """A forge resolves a conflict: it takes the version from one branch and the hash from the other."""
    before = attacked.oid("HEAD")
    attacked.branch("side").unasked(package(3))
    attacked.git("switch", "--quiet", "main")
    attacked.unasked(package(2))
    assert attacked.run("merge", "--no-verify", "side").returncode == 1
    attacked.write("tool.nix", package(3, 2)).commit("merge", "--no-verify")
    assert attacked.watch.runs() == []
    assert check(attacked, "--base", before, "--head", "HEAD", code=1) == STALE
    assert attacked.refused("push", "origin", "main") == STALE
