"""Every way to make a commit, with the hook of `git authguard install`: it judges the content of the commit."""

from __future__ import annotations

import pytest

from tests.support.guarded import HASH_LINE, Guarded, Watch, package

STALE = [f"AG201 tool.nix:{HASH_LINE}"]


def test_a_plain_commit_is_stopped_by_a_stale_hash(repo: Guarded) -> None:
    """With the right hash the commit is made, and nothing is printed."""
    repo.write("tool.nix", package(2, 1)).stage()
    assert repo.refused("commit", "-m", "stale") == STALE
    repo.write("tool.nix", package(2)).stage()
    assert repo.accepted("commit", "-m", "right") == []
    assert repo.git("show", "HEAD:tool.nix") == package(2).removesuffix("\n")


def test_the_work_tree_is_not_judged(repo: Guarded) -> None:
    """A stale work tree with a right index passes; a right work tree with a stale index does not."""
    repo.write("tool.nix", package(2)).stage().write("tool.nix", package(3, 2))
    assert repo.accepted("commit", "-m", "right is staged") == []
    repo.stage().write("tool.nix", package(3))
    assert repo.refused("commit", "-m", "stale is staged") == STALE


def test_commit_all_judges_the_changes_that_it_stages(repo: Guarded) -> None:
    """The option is `-a`."""
    repo.write("tool.nix", package(2, 1))
    assert repo.refused("commit", "-a", "-m", "stale") == STALE
    repo.write("tool.nix", package(2))
    assert repo.accepted("commit", "-a", "-m", "right") == []


def test_commit_include_judges_the_added_file_and_the_index(repo: Guarded) -> None:
    """The option is `-i`."""
    repo.unasked(package(1, repository="other"), "other.nix")
    repo.write("tool.nix", package(2, 1)).stage().write("other.nix", package(2, 1, "other"))
    both = sorted([*STALE, f"AG201 other.nix:{HASH_LINE}"])
    assert repo.refused("commit", "-i", "other.nix", "-m", "both stale") == both
    repo.write("tool.nix", package(2)).stage("tool.nix")
    repo.write("other.nix", package(2, repository="other"))
    assert repo.accepted("commit", "-i", "other.nix", "-m", "both right") == []


def test_commit_path_judges_only_this_path(repo: Guarded) -> None:
    """Git commits only this path."""
    repo.unasked(package(1, repository="other"), "other.nix")
    repo.write("tool.nix", package(2, 1)).stage().write("other.nix", package(2, repository="other"))
    assert repo.accepted("commit", "other.nix", "-m", "other alone") == []
    repo.write("other.nix", package(3, 2, "other"))
    assert repo.refused("commit", "other.nix", "-m", "other alone") == [f"AG201 other.nix:{HASH_LINE}"]
    assert repo.git("diff", "--cached", "--name-only") == "tool.nix"


@pytest.mark.parametrize("words", [["-a"], ["-i", "tool.nix"], ["tool.nix"]], ids=" ".join)
def test_the_next_commands_use_the_work_tree(repo: Guarded, words: list[str]) -> None:
    """After a refused `commit -a`, `-i` or PATH, the printed commands use the work tree: git removes the index.

    After `git add` and a plain `git commit`, they use the index.
    """
    repo.write("other", "1").stage("other").write("tool.nix", package(2, 1))
    said = repo.run("commit", "-m", "stale", *words).stderr
    assert "git authguard fix 'tool.nix#hash'\n" in said
    assert "git authguard explain --head :worktree 'tool.nix#hash'\n" in said
    staged = repo.stage().run("commit", "-m", "stale").stderr
    assert "git authguard fix --stage 'tool.nix#hash'\n" in staged
    assert "git authguard explain 'tool.nix#hash'\n" in staged


@pytest.mark.parametrize(
    ("answers", "stated"),
    [("y\nn\n", STALE), ("n\ny\n", [f"AG206 tool.nix:{HASH_LINE}"])],
    ids=["version-alone", "hash-alone"],
)
def test_a_version_staged_without_its_hash_stops_the_commit(
    repo: Guarded, answers: str, stated: list[str]
) -> None:
    """`git add -p` stages it. A hash without its version is only reported."""
    repo.write("tool.nix", package(2))
    repo.git("add", "-p", stdin=answers)
    assert repo.git("diff", "--cached", "--numstat") == "1\t1\ttool.nix"
    if stated == STALE:
        assert repo.refused("commit", "-m", "half") == stated
    else:
        assert repo.accepted("commit", "-m", "half") == stated
    assert repo.git("diff", "--numstat") == "1\t1\ttool.nix"


def test_commit_patch_judges_the_chosen_hunks(repo: Guarded) -> None:
    """The option is `-p`."""
    repo.write("tool.nix", package(2))
    assert repo.refused("commit", "-p", "-m", "half", stdin="y\nn\n") == STALE
    assert repo.accepted("commit", "-p", "-m", "whole", stdin="y\ny\n") == []


def test_a_stale_amend_of_a_correct_commit_is_stopped(repo: Guarded) -> None:
    """A correct amend passes, and so does the earlier version."""
    repo.unasked(package(2))
    repo.write("tool.nix", package(3, 2)).stage()
    assert repo.refused("commit", "--amend", "--no-edit") == STALE
    repo.write("tool.nix", package(3)).stage()
    assert repo.accepted("commit", "--amend", "--no-edit") == []
    repo.write("tool.nix", package(1)).stage()
    assert repo.accepted("commit", "--amend", "--no-edit", "--allow-empty") == []


def test_an_amend_with_the_right_hash_repairs_a_stale_commit(repo: Guarded) -> None:
    """Another bump with the old hash is as stale as the commit."""
    repo.unasked(package(2, 1))
    repo.write("tool.nix", package(3, 1)).stage()
    assert repo.refused("commit", "--amend", "--no-edit") == STALE
    repo.write("tool.nix", package(2)).stage()
    repo.accepted("commit", "--amend", "--no-edit")
    assert repo.git("show", "HEAD:tool.nix") == package(2).removesuffix("\n")


def test_an_amend_of_the_message_passes(repo: Guarded) -> None:
    """Nothing is staged, and nothing is printed."""
    repo.unasked(package(2))
    assert repo.accepted("commit", "--amend", "-m", "better said") == []


def test_a_first_commit_passes(watch: Watch) -> None:
    """Without a HEAD, authguard only checks that hashes are well-formed."""
    repo = Guarded(watch.root / "new", watch)
    repo.write("tool.nix", package(1)).stage()
    assert repo.accepted("commit", "-m", "first") == []


def test_an_unfinished_hash_stops_the_first_commit(watch: Watch) -> None:
    """An empty hash is unfinished in the first commit as in any other."""
    repo = Guarded(watch.root / "new", watch)
    repo.write("tool.nix", package(1).replace('hash = "sha256-', 'hash = ""; # ')).stage()
    assert repo.refused("commit", "-m", "first") == [f"AG207 tool.nix:{HASH_LINE}"]


def test_an_empty_commit_passes(repo: Guarded) -> None:
    """Git gets --allow-empty."""
    assert repo.accepted("commit", "--allow-empty", "-m", "nothing") == []


def test_a_removed_package_passes(repo: Guarded) -> None:
    """A hash that is removed cannot be stale."""
    assert repo.git("rm", "-q", "tool.nix") == ""
    assert repo.accepted("commit", "-m", "gone") == []


def test_a_renamed_and_bumped_package_is_stale_at_its_new_path(repo: Guarded) -> None:
    """Check recognises the hash in the new file."""
    repo.git("mv", "tool.nix", "renamed.nix")
    repo.write("renamed.nix", package(2, 1)).stage()
    assert repo.refused("commit", "-m", "renamed") == [f"AG201 renamed.nix:{HASH_LINE}"]


def test_the_hook_judges_a_commit_from_a_sub_directory(repo: Guarded) -> None:
    """The hook runs at the root, whatever the current directory is."""
    repo.unasked("{ }", "deep/below/empty.nix")
    repo.write("tool.nix", package(2, 1)).stage()
    assert repo.refused("-C", "deep/below", "commit", "-m", "stale") == STALE
    assert repo.refused("-C", "deep", "commit", "-m", "stale", "--", "../tool.nix") == STALE


def test_a_file_that_is_only_intended_to_be_added_is_not_judged(repo: Guarded) -> None:
    """`commit -a` stages the file, so the hook judges the file."""
    repo.write("new.nix", package(1).replace('hash = "sha256-', 'hash = ""; # '))
    repo.git("add", "--intent-to-add", "new.nix")
    repo.write("notes", "1").stage("notes")
    assert repo.accepted("commit", "-m", "notes") == []
    assert repo.refused("commit", "-a", "-m", "all") == [f"AG207 new.nix:{HASH_LINE}"]


def test_a_variable_skips_the_check_once(repo: Guarded) -> None:
    """AUTHGUARD_SKIP lets a commit pass, and the hook says so."""
    repo.write("tool.nix", package(2, 1)).stage()
    repo.git("commit", "-m", "stale", env={"AUTHGUARD_SKIP": "check"})
    (run,) = repo.watch.runs()
    assert (run.code, run.stdout) == (0, "")
    assert run.stderr == "authguard: check is skipped: AUTHGUARD_SKIP or SKIP names it\n"
