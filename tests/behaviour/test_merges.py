"""Merges: every parent is a base, if MERGE_HEAD names it or only the environment does."""

from __future__ import annotations

import shutil

import pytest

from tests.behaviour.test_cases import CASES
from tests.support.guarded import HASH_LINE, Guarded, Watch, digest, package

STALE = [f"AG201 tool.nix:{HASH_LINE}"]


@pytest.fixture
def sides(repo: Guarded) -> Guarded:
    """Main moved only the version, the branch `side` only the hash: a merge by lines finds no conflict."""
    repo.branch("side").unasked(package(1, 3))
    repo.git("switch", "--quiet", "main")
    repo.unasked(package(2, 1))
    return repo


def test_a_merge_that_joins_a_version_with_another_hash_is_stopped(sides: Guarded) -> None:
    """A clean merge runs only pre-merge-commit, and only GITHEAD_ names the other parent."""
    head = sides.oid("HEAD")
    assert sides.merged("--no-edit", "side", code=1) == STALE
    assert sides.oid("HEAD") == head
    assert sides.git("show", ":tool.nix") == package(2, 3).removesuffix("\n")
    assert sides.refused("commit", "--no-edit") == STALE  # MERGE_HEAD is there by now
    sides.write("tool.nix", package(2)).stage()
    sides.accepted("commit", "--no-edit")
    assert len(sides.git("rev-parse", "HEAD^@").split()) == 2


def test_a_correct_merge_is_not_reported(repo: Guarded) -> None:
    """Each branch bumped another package, with the right hash."""
    repo.unasked(package(1, repository="other"), "other.nix")
    repo.branch("side").unasked(package(2, repository="other"), "other.nix")
    repo.git("switch", "--quiet", "main")
    repo.unasked(package(2))
    assert repo.merged("--no-edit", "side", code=0) == []
    assert len(repo.git("rev-parse", "HEAD^@").split()) == 2


def test_a_merge_brings_a_stale_hash(repo: Guarded) -> None:
    """A branch without hooks is judged when it is merged, by each hook; after a repair it passes."""
    repo.branch("side").unasked(package(2, 1))
    repo.git("switch", "--quiet", "main")
    repo.unasked("notes", "notes")
    assert repo.merged("--no-edit", "side", code=1) == STALE
    assert repo.refused("commit", "--no-edit") == STALE
    repo.write("tool.nix", package(2)).stage()
    assert repo.accepted("commit", "--no-edit") == []


def test_a_merge_brings_an_unfinished_hash(repo: Guarded) -> None:
    """A branch without hooks has a placeholder, which is also in the merge."""
    unfinished = package(2).replace(digest("tool 2"), "")
    repo.branch("side").unasked(unfinished)
    repo.git("switch", "--quiet", "main")
    repo.unasked("notes", "notes")
    assert repo.merged("--no-edit", "side", code=1) == [f"AG207 tool.nix:{HASH_LINE}"]
    repo.write("tool.nix", package(2)).stage()
    assert repo.accepted("commit", "--no-edit") == []


def test_a_hash_that_was_repaired_before_the_merge_is_not_reported(repo: Guarded) -> None:
    """The hash was stale in the middle of the other branch."""
    repo.branch("side").unasked(package(2, 1))
    repo.unasked(package(2))
    repo.git("switch", "--quiet", "main")
    repo.unasked("notes", "notes")
    assert repo.merged("--no-edit", "side", code=0) == []


def test_a_hash_that_was_right_for_an_earlier_commit_is_reported(repo: Guarded) -> None:
    """The other branch bumped twice but moved the hash once."""
    repo.branch("side").unasked(package(2))
    repo.unasked(package(3, 2))
    repo.git("switch", "--quiet", "main")
    repo.unasked("notes", "notes")
    assert repo.merged("--no-edit", "side", code=1) == STALE


def test_a_moved_lock_makes_the_hash_of_a_moved_package_stale(repo: Guarded) -> None:
    """A branch moved the lock under a kept hash, and main moved the package."""
    case = CASES / "cargo-lock-moved-file-set-source"
    shutil.copytree(case / "base", repo.path, dirs_exist_ok=True, copy_function=shutil.copy)
    repo.stage().git("commit", "--quiet", "--no-verify", "--message", "package")
    repo.branch("side").unasked((case / "target" / "Cargo.lock").read_text(), "Cargo.lock")
    repo.git("switch", "--quiet", "main")
    (repo.path / "moved").mkdir()
    repo.git("mv", "Cargo.toml", "Cargo.lock", "nix", "src", "moved")
    repo.git("commit", "--quiet", "--no-verify", "--message", "move")
    assert repo.merged("--no-edit", "side", code=1) == ["AG202 moved/nix/tidy.nix:19"]


def test_a_moved_lock_is_reported_once_if_lines_were_exchanged(repo: Guarded) -> None:
    """A branch moved the lock of two hashes that are in one finding, and main exchanged their lines."""
    case = CASES / "bun-lock-moved-with-a-part-installed"
    shutil.copytree(case / "base", repo.path, dirs_exist_ok=True, copy_function=shutil.copy)
    repo.stage().git("commit", "--quiet", "--no-verify", "--message", "package")
    repo.branch("side").unasked((case / "target" / "bun.lock").read_text(), "bun.lock")
    repo.git("switch", "--quiet", "main")
    lines = (repo.path / "default.nix").read_text().splitlines(keepends=True)
    lines[3], lines[4] = lines[4], lines[3]
    repo.unasked("".join(lines), "default.nix")
    assert repo.merged("--no-edit", "side", code=0) == ["AG203 default.nix:4"]


def test_a_stale_hash_of_both_branches_is_not_reported_again(repo: Guarded) -> None:
    """HEAD has this pair already, so the merge does not add it."""
    stale = repo.branch("side").unasked(package(2, 1))
    repo.git("switch", "--quiet", "main")
    repo.unasked("notes", "notes")
    repo.git("cherry-pick", stale)
    repo.unasked("more", "notes")
    assert repo.merged("--no-edit", "side", code=0) == []


@pytest.mark.parametrize("is_protected", [True, False])
def test_a_merge_of_the_default_branch_is_not_judged_again(repo: Guarded, is_protected: bool) -> None:
    """Commits of the remote's default branch are known there; commits of other branches are judged."""
    repo.git("init", "--quiet", "--bare", "../origin.git")
    repo.git("remote", "add", "origin", "../origin.git")
    repo.branch("topic").unasked("notes", "notes")
    repo.git("switch", "--quiet", "main")
    repo.git("push", "--quiet", "--no-verify", "origin", "main")
    repo.unasked(package(2, 1))
    repo.git("push", "--quiet", "--no-verify", "origin", f"HEAD:{'main' if is_protected else 'other'}")
    repo.git("switch", "--quiet", "topic")
    found = repo.merged("--no-edit", "main", code=0 if is_protected else 1)
    assert found == ([] if is_protected else STALE)


def test_a_fast_forward_runs_no_hook(repo: Guarded) -> None:
    """A fast-forward makes no new commit; the push judges the commits."""
    repo.branch("side").unasked(package(2, 1))
    repo.git("switch", "--quiet", "main")
    repo.git("merge", "--quiet", "side")
    assert repo.watch.runs() == []


@pytest.mark.parametrize("stop", ["--no-commit", "--squash"])
def test_a_merge_that_is_committed_later_is_judged(sides: Guarded, stop: str) -> None:
    """`git commit` judges the merge, with the other parent, or (if squashed) without it."""
    sides.git("merge", "--quiet", stop, "side")
    assert sides.watch.runs() == []
    stated = sides.refused("commit", "-m", "merge") if stop == "--no-commit" else None
    if stated is None:
        # For HEAD alone this repairs the hash that an earlier commit of HEAD left behind.
        assert sides.accepted("commit", "-m", "squashed") == []
    else:
        assert stated == STALE


@pytest.fixture
def conflict(repo: Guarded) -> Guarded:
    """A merge with a conflict: main is at version 2, `side` at 3, each with its own hash."""
    repo.branch("side").unasked(package(3))
    repo.git("switch", "--quiet", "main")
    repo.unasked(package(2))
    assert repo.run("merge", "side").returncode == 1
    assert repo.watch.runs() == []
    return repo


@pytest.mark.parametrize(("version", "content"), [(2, 3), (3, 2)])
def test_a_resolution_with_the_hash_of_the_other_branch_is_stale(
    conflict: Guarded, version: int, content: int
) -> None:
    """The version is that of one branch, in both directions."""
    conflict.write("tool.nix", package(version, content)).stage()
    assert conflict.refused("commit", "-m", "merge") == STALE
    conflict.write("tool.nix", package(version)).stage()
    assert conflict.accepted("commit", "-m", "merge") == []


def test_a_resolution_to_a_third_version_is_judged_by_its_own_hash(conflict: Guarded) -> None:
    """The hash of the other branch is stale, the true hash passes."""
    conflict.write("tool.nix", package(4, 3)).stage()
    assert conflict.refused("commit", "-m", "merge") == STALE
    conflict.write("tool.nix", package(4)).stage()
    assert conflict.accepted("commit", "-m", "merge") == []


def test_an_unresolved_conflict_is_named(conflict: Guarded) -> None:
    """Git stops before each hook; a check by hand names the next step."""
    assert conflict.run("commit", "-m", "merge").returncode != 0
    assert conflict.watch.runs() == []
    done = conflict.run("authguard", "check")
    assert done.returncode == 2
    assert done.stderr == "authguard: unmerged: tool.nix; resolve the conflict and git add first\n"


def test_an_octopus_merge_with_a_stale_hash_is_stopped(repo: Guarded) -> None:
    """The merge has the version of the second parent and the hash of the third."""
    for name, path, content in (
        ("notes", "notes", "1"),
        ("version", "tool.nix", package(2, 1)),
        ("hash", "tool.nix", package(1, 3)),
    ):
        repo.branch(name, "main").unasked(content, path)
    repo.git("switch", "--quiet", "main")
    assert repo.merged("--no-edit", "notes", "version", "hash", code=1) == STALE
    assert repo.refused("commit", "--no-edit") == STALE


def test_an_octopus_merge_of_three_correct_packages_passes(watch: Watch) -> None:
    """Each branch bumps its own package."""
    repo = Guarded(watch.root / "three", watch)
    names = ("one", "two", "three")
    for name in names:
        repo.unasked(package(1, repository=name), f"{name}.nix")
    for name in names:
        repo.branch(name, "main").unasked(package(2, repository=name), f"{name}.nix")
    repo.git("switch", "--quiet", "main")
    assert repo.merged("--no-edit", *names, code=0) == []
    assert len(repo.git("rev-parse", "HEAD^@").split()) == 3  # main moved on in the meantime


@pytest.mark.parametrize("operation", ["cherry-pick", "revert"])
def test_a_stopped_operation_is_judged_as_it_goes_on(repo: Guarded, operation: str) -> None:
    """After a conflict, cherry-pick and revert end with `git commit`, which runs the hook."""
    bump = repo.branch("side").unasked(package(2))
    if operation == "cherry-pick":
        repo.git("switch", "--quiet", "main")
    repo.unasked(package(3))
    assert repo.run(operation, bump).returncode == 1
    repo.write("tool.nix", package(4, 3)).stage()
    assert repo.refused("commit", "-m", "resolved") == STALE
    repo.write("tool.nix", package(4)).stage()
    assert repo.accepted("commit", "-m", "resolved") == []


def test_a_reverted_bump_is_right(repo: Guarded) -> None:
    """HEAD's parent had the earlier pair."""
    repo.unasked(package(2))
    repo.git("revert", "--no-commit", "HEAD")
    assert repo.git("show", ":tool.nix").count(digest("tool 1")) == 1
    assert repo.accepted("commit", "-m", "back") == []


@pytest.mark.parametrize("number", [3, 70])
def test_a_revert_of_an_old_commit_passes(repo: Guarded, number: int) -> None:
    """History has these pairs of many packages; each pair that is not in history is reported."""

    def packages(version: int) -> str:
        """All packages at one version, with the hashes of the first version."""
        made = (f"p{one} = {package(version, 1, f'tool{one}')};" for one in range(number))
        return "{{\n{}\n}}\n".format("\n".join(made))

    for version in (1, 2):
        repo.write("all.nix", packages(version)).commit(f"version {version}", "--no-verify")
    for step in range(2):
        repo.write("other.nix", f"{step}").commit("other", "--no-verify")
    repo.write("all.nix", packages(3)).stage()
    assert len(repo.refused("commit", "-m", "stale")) == number
    repo.write("all.nix", packages(1)).stage()
    assert repo.accepted("commit", "-m", "back") == []


def test_a_resolution_that_keeps_the_hash_of_one_platform_is_stopped(repo: Guarded) -> None:
    """A branch moved all hashes with the version."""
    cases = [CASES / f"platform-set-with-the-platform-in-its-url-{end}" for end in ("right", "x86-forgotten")]
    right, stale = ((case / "target" / "default.nix").read_text() for case in cases)
    repo.unasked((cases[0] / "base" / "default.nix").read_text(), "default.nix")
    repo.branch("side").unasked(right, "default.nix")
    repo.git("switch", "--quiet", "main")
    repo.unasked("main", "notes.md")
    repo.git("merge", "--quiet", "--no-commit", "side")
    repo.write("default.nix", stale).stage()
    assert repo.refused("commit", "-m", "merge") == ["AG204 default.nix:9"]
    repo.write("default.nix", right).stage()
    assert repo.accepted("commit", "-m", "merge") == []
