"""Pushes through the installed pre-push hook, ranges by name, and a server that judges pushes."""

from __future__ import annotations

import pytest

from authguard.git.pushes import FIRST
from tests.support.guarded import HASH_LINE, Guarded, check, complaint, package
from tests.support.repos import Repo

STALE = [f"AG201 tool.nix:{HASH_LINE}"]
ZERO = "0" * 40


@pytest.fixture
def pushing(repo: Guarded) -> Guarded:
    """A repository with a remote `origin` that has its main."""
    repo.git("init", "--quiet", "--bare", "../origin.git")
    repo.git("remote", "add", "origin", "../origin.git")
    repo.git("push", "--quiet", "--no-verify", "--set-upstream", "origin", "main")
    return repo


def test_a_push_of_a_stale_commit_is_refused_until_its_repair(pushing: Guarded) -> None:
    """After a second commit repairs it, both commits are pushed."""
    pushing.unasked(package(2, 1))
    assert pushing.refused("push", "origin", "main") == STALE
    pushing.unasked(package(2))
    assert pushing.accepted("push", "origin", "main") == []
    assert pushing.git("rev-parse", "origin/main") == pushing.oid("HEAD")


def test_the_index_is_not_part_of_a_push(pushing: Guarded) -> None:
    """The staged change is stale, and the push passes."""
    pushing.unasked(package(2))
    pushing.write("tool.nix", package(3, 2)).stage()
    assert pushing.accepted("push", "origin", "main") == []


def test_a_new_branch_is_judged(pushing: Guarded) -> None:
    """The base is the newest commit that the remote has."""
    pushing.branch("topic").unasked(package(2, 1))
    assert pushing.refused("push", "origin", "topic") == STALE
    pushing.unasked(package(2))
    assert pushing.accepted("push", "origin", "topic") == []


def test_each_ref_of_a_push_is_judged_by_itself(pushing: Guarded) -> None:
    """The input of the hook has a line for each ref."""
    pushing.branch("right").unasked(package(2))
    pushing.branch("stale", "main").unasked(package(3, 1))
    pushing.git("tag", "v1", "main")
    before = pushing.kept()
    assert pushing.run("push", "origin", "right", "stale", "v1").returncode == 1
    assert pushing.kept() == before
    (run,) = pushing.watch.runs()
    assert (run.arguments, run.findings) == (["check", "--pre-push", "origin"], STALE)
    assert pushing.accepted("push", "origin", "right", "v1") == []


def test_two_stale_refs_are_both_reported(pushing: Guarded) -> None:
    """One push has both refs."""
    pushing.branch("one").unasked(package(2, 1))
    pushing.branch("two", "main").unasked(package(3, 1))
    assert pushing.refused("push", "origin", "one", "two") == [*STALE, *STALE]


def test_a_deleted_branch_has_nothing_to_judge(pushing: Guarded) -> None:
    """The branch exists on the remote, or it never did."""
    pushing.git("branch", "old")
    pushing.git("push", "--quiet", "--no-verify", "origin", "old")
    assert pushing.accepted("push", "origin", "--delete", "old") == []
    assert pushing.accepted("push", "--quiet", "origin", ":refs/heads/never") == []


def test_a_forced_push_is_judged_from_the_merge_base(pushing: Guarded) -> None:
    """The merge base is the commit where both histories part."""
    pushing.unasked(package(2))
    pushing.git("push", "--quiet", "--no-verify")
    pushing.git("reset", "--quiet", "--hard", "HEAD~1")
    pushing.unasked(package(3, 1))
    assert pushing.refused("push", "--force", "origin", "main") == STALE
    pushing.git("reset", "--quiet", "--hard", "HEAD~1")
    pushing.unasked(package(3))
    assert pushing.accepted("push", "--force", "origin", "main") == []
    pushing.git("reset", "--quiet", "--hard", "HEAD~1")
    assert pushing.accepted("push", "--force", "origin", "main") == []  # one commit back: nothing is new


def test_a_push_finds_the_stale_pair_of_a_rebase(pushing: Guarded) -> None:
    """The version and its hash came in two commits; a rebase loses the second, and runs no hook."""
    pushing.branch("topic").unasked(package(2, 1))
    pushing.unasked(package(2))
    pushing.unasked("notes", "notes")
    assert check(pushing, "--base", "origin/main", "--head", "HEAD", code=0) == []
    pushing.git("switch", "--quiet", "main")
    pushing.unasked("more", "more")
    edit = {"GIT_SEQUENCE_EDITOR": "sed -i.bak 2d"}
    pushing.git("rebase", "--quiet", "--interactive", "main", "topic", env=edit)
    assert pushing.watch.runs() == []
    assert pushing.refused("push", "origin", "topic") == STALE
    assert check(pushing, "--base", "origin/main", "--head", "topic", code=1) == STALE


@pytest.mark.parametrize("operation", ["cherry-pick", "rebase", "am"])
def test_a_push_judges_the_commits_of_operations_without_hooks(pushing: Guarded, operation: str) -> None:
    """Cherry-pick, rebase or am brought a version without its hash."""
    picked = pushing.branch("topic").unasked(package(2, 1))
    pushing.git("switch", "--quiet", "main")
    pushing.unasked("notes", "notes")
    if operation == "am":
        pushing.git("am", "--quiet", stdin=pushing.git("format-patch", "--stdout", "-1", picked) + "\n")
    elif operation == "rebase":
        pushing.git("rebase", "--quiet", "main", "topic")
    else:
        pushing.git("cherry-pick", picked)
    assert pushing.watch.runs() == []
    assert pushing.refused("push", "origin", "HEAD:main") == STALE


def test_a_first_push_passes_with_a_note(repo: Guarded) -> None:
    """The remote is empty. The note says that nothing was judged."""
    repo.git("init", "--quiet", "--bare", "../origin.git")
    repo.git("remote", "add", "origin", "../origin.git")
    done = repo.run("push", "origin", "main")
    (run,) = repo.watch.runs()
    assert (done.returncode, run.code, run.stdout) == (0, 0, "")
    assert run.stderr == f"authguard: note: {FIRST}\n"


def test_a_push_to_a_path_is_judged(pushing: Guarded) -> None:
    """A remote without a name is given by its URL."""
    pushing.unasked(package(2, 1))
    assert pushing.refused("push", "../origin.git", "main") == STALE


def test_an_earlier_hook_sees_the_same_lines(pushing: Guarded) -> None:
    """An earlier pre-push hook runs first, with the refs on its input."""
    (pushing.path / ".git" / "hooks" / "pre-push").unlink()
    pushing.hook("pre-push", "cat >.git/seen")
    pushing.git("authguard", "install", "--quiet")
    pushing.unasked(package(2, 1))
    assert pushing.refused("push", "origin", "main") == STALE
    head, there = pushing.oid("main"), pushing.oid("origin/main")
    seen = (pushing.path / ".git" / "seen").read_text()
    assert seen == f"refs/heads/main {head} refs/heads/main {there}\n"


def test_a_range_by_name_judges_its_end_and_each_commit(repo: Guarded) -> None:
    """Two revisions are judged from their merge base."""
    repo.unasked(package(2, 1))
    repo.unasked(package(2))
    repo.unasked(package(3, 2))
    assert check(repo, "--base", "HEAD~3", "--head", "HEAD~1", code=0) == []
    assert check(repo, "--base", "HEAD~3", "--head", "HEAD~2", code=1) == STALE
    assert check(repo, "--base", "HEAD~3", "--head", "HEAD", code=1) == STALE
    assert check(repo, "--base", "HEAD~1", "--head", "HEAD", code=1) == STALE
    assert check(repo, "--head", "HEAD", code=1) == STALE


def test_a_range_begins_at_the_merge_base(repo: Guarded) -> None:
    """Content that only the base has is not judged."""
    repo.branch("side").unasked(package(2))
    repo.git("switch", "--quiet", "main")
    repo.unasked(package(3, 1))
    assert check(repo, "--base", "main", "--head", "side", code=0) == []
    assert check(repo, "--base", "side", "--head", "main", code=1) == STALE


def test_a_range_may_end_at_the_index_or_the_work_tree(repo: Guarded) -> None:
    """:index is the staged content, :worktree the content on disk."""
    repo.unasked(package(2))
    repo.write("tool.nix", package(3, 1)).stage().write("tool.nix", package(4))
    assert check(repo, "--base", "HEAD~1", code=1) == STALE
    assert check(repo, "--base", "HEAD~1", "--head", ":index", code=1) == STALE
    assert check(repo, "--base", "HEAD~1", "--head", ":worktree", code=0) == []
    repo.write("tool.nix", package(5, 2))
    assert check(repo, "--head", ":worktree", code=1) == STALE


def test_a_range_in_a_bare_repository_is_judged(pushing: Guarded) -> None:
    """Without a range, a message says that there is no index."""
    pushing.unasked(package(2, 1))
    pushing.git("push", "--quiet", "--no-verify")
    bare = Repo(pushing.path.parent / "origin.git", init=False)
    assert check(bare, "--base", "main~1", "--head", "main", code=1) == STALE
    assert check(bare, "--head", "main", code=1) == STALE
    assert check(bare, "--all", "--head", "main", code=0) == []
    said = complaint(bare, "check")
    assert said == "a bare repository has no index: name a range with --base and --head"


def test_a_pre_receive_hook_judges_a_push(pushing: Guarded) -> None:
    """The bare repository of the server still keeps the new objects in quarantine."""
    origin = Repo(pushing.path.parent / "origin.git", init=False)
    origin.hook(
        "pre-receive",
        'while read -r old new ref; do\n  git authguard check --base "$old" --head "$new" || exit 1\ndone',
    )
    pushing.unasked(package(2, 1))
    before = origin.git("for-each-ref"), pushing.kept()
    done = pushing.run("push", "--no-verify", "origin", "main")
    assert done.returncode == 1
    assert "AG201" in done.stderr
    assert (origin.git("for-each-ref"), pushing.kept()) == before
    (run,) = pushing.watch.runs()
    assert run.findings == STALE
    pushing.unasked(package(2))
    assert pushing.accepted("push", "--no-verify", "origin", "main") == []
