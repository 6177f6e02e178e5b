"""A push is judged against the refs of the remote, as git or one of the hook managers names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from authguard.errors import Refused
from authguard.git.git import Git
from authguard.git.pushes import from_environment, from_push_lines
from authguard.git.ranges import Range
from tests.support.repos import Repo

ZERO = "0" * 40
Stated = list[tuple[str, list[tuple[str | None, list[str]]]]]

RECORDER = """
import os, sys
from authguard.git.git import Git
from authguard.git.pushes import from_push_lines
with open(%r, "w") as file:
    for each in from_push_lines(Git(), sys.argv[1], sys.stdin.buffer.read()):
        for base in each.bases:
            print(each.target.label, base.oid, *sorted(c.path for c in base.changes), file=file)
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A clone; its origin has main with one commit."""
    bare = Repo(tmp_path / "origin.git", "--bare")
    made = Repo(tmp_path / "r")
    made.write("a.nix", "a0").commit("first")
    made.git("remote", "add", "origin", bare.path.as_uri())
    made.git("push", "--quiet", "origin", "main")
    made.python_hook("pre-push", RECORDER % str(tmp_path / "seen"))
    return made


def pushed(repo: Repo, *args: str) -> list[list[str]]:
    """The input of the hook in a real push: target, base and changed paths of each range and base."""
    record = repo.path.parent / "seen"
    record.unlink(missing_ok=True)
    repo.git("push", "--quiet", *args)
    return [line.split() for line in record.read_text().splitlines()] if record.exists() else []


def stated(ranges: list[Range] | None) -> Stated:
    """Return each target with its bases and their changed paths."""
    assert ranges is not None
    return [
        (each.target.label, [(base.oid, sorted(c.path for c in base.changes)) for base in each.bases])
        for each in ranges
    ]


def lines(repo: Repo, *given: str, remote: str = "origin") -> Stated:
    """The ranges of the lines on the input of pre-push."""
    return stated(
        from_push_lines(Git(str(repo.path)), remote, "".join(f"{line}\n" for line in given).encode())
    )


def test_a_moved_branch_is_judged_from_the_commit_of_the_remote(repo: Repo) -> None:
    """The range ends at the pushed commit."""
    first = repo.oid("HEAD")
    repo.write("b.nix", "b0").commit("second")
    third = repo.write("b.nix", "b1").commit("third")
    assert pushed(repo, "origin", "main") == [[third, first, "b.nix"]]


def test_a_new_branch_is_judged_from_its_fork(repo: Repo) -> None:
    """There the branch left the branches of the remote."""
    first = repo.oid("HEAD")
    topic = repo.branch("topic").write("t.nix", "t").commit("topic")
    assert pushed(repo, "origin", "topic") == [[topic, first, "t.nix"]]


def test_a_new_branch_with_merges_is_judged_from_the_default_branch(repo: Repo) -> None:
    """The base is its newest commit; commits of other branches are judged."""
    repo.branch("topic").write("t.nix", "t").commit("topic")
    repo.git("switch", "--quiet", "main")
    second = repo.write("b.nix", "b").commit("second")
    repo.git("push", "--quiet", "--no-verify", "origin", "main")
    other = repo.branch("other", "main~1").write("o.nix", "o").commit("other")
    repo.git("push", "--quiet", "--no-verify", "origin", "other")
    repo.git("switch", "--quiet", "topic")
    repo.git("merge", "--quiet", "-m", "merge", "main")
    repo.git("merge", "--quiet", "-m", "merge", "other")
    tip = repo.oid("topic")
    assert pushed(repo, "origin", "topic") == [[tip, second, "o.nix", "t.nix"]]
    repo.git("config", "authguard.protectedBranches", "oth*")
    assert sorted(pushed(repo, "origin", "topic:again")) == sorted(
        [[tip, second, "o.nix", "t.nix"], [tip, other, "b.nix", "t.nix"]]
    )


def test_the_default_branch_is_that_of_the_remotes_head(repo: Repo) -> None:
    """The HEAD of the remote names the branch. Without HEAD, the usual names are used, and a note says so."""
    repo.branch("stable").write("s.nix", "s").commit("stable")
    repo.git("push", "--quiet", "--no-verify", "origin", "stable")
    tip = repo.branch("topic").write("t.nix", "t").commit("topic")
    first, stable = repo.oid("main"), repo.oid("stable")
    line = f"refs/heads/topic {tip} refs/heads/topic {ZERO}\n".encode()
    (guessed,) = from_push_lines(Git(str(repo.path)), "origin", line)
    assert stated([guessed]) == [(tip, [(first, ["s.nix", "t.nix"])])]
    assert guessed.note is not None
    assert guessed.note.startswith(
        "the default branch of origin is not known here, so main of origin is used"
    )
    repo.git("remote", "set-head", "origin", "stable")
    (known,) = from_push_lines(Git(str(repo.path)), "origin", line)
    assert stated([known]) == [(tip, [(stable, ["t.nix"])])]
    assert known.note is None


def test_each_pushed_ref_is_judged_once(repo: Repo) -> None:
    """A tree of several refs is judged once."""
    first = repo.oid("HEAD")
    second = repo.write("b.nix", "b").commit("second")
    repo.git("branch", "same")
    repo.git("tag", "-a", "-m", "tag", "v1")
    topic = repo.branch("topic", first).write("t.nix", "t").commit("topic")
    assert sorted(pushed(repo, "origin", "main", "same", "v1", "topic")) == sorted(
        [[second, first, "b.nix"], [topic, first, "t.nix"]]
    )


def test_an_annotated_tag_is_judged_as_its_commit(repo: Repo) -> None:
    """The tag may name another tag."""
    first = repo.oid("HEAD")
    second = repo.write("b.nix", "b").commit("second")
    repo.git("tag", "-a", "-m", "tag", "v1")
    repo.git("tag", "-a", "-m", "tag of a tag", "v2", "v1")
    assert pushed(repo, "origin", "v2") == [[second, first, "b.nix"]]


def test_a_tag_of_a_tree_is_judged_and_a_tag_of_a_blob_is_not(repo: Repo) -> None:
    """A tree is compared with nothing and with the default branch."""
    tree, blob = repo.oid("HEAD^{tree}"), repo.oid("HEAD:a.nix")
    compared = [(None, ["a.nix"]), (repo.oid("HEAD"), [])]
    assert lines(repo, f"refs/tags/t {tree} refs/tags/t {ZERO}") == [(tree, compared)]
    assert lines(repo, f"refs/tags/b {blob} refs/tags/b {ZERO}") == []


def test_a_deleted_branch_is_not_judged(repo: Repo) -> None:
    """The push has no new commit."""
    repo.git("push", "--quiet", "--no-verify", "origin", "main:gone")
    assert pushed(repo, "origin", ":gone") == []


def test_a_forced_push_is_judged_from_the_common_ancestor(repo: Repo) -> None:
    """A push of an older commit has nothing to judge."""
    first = repo.oid("HEAD")
    repo.write("b.nix", "b").commit("second")
    repo.git("push", "--quiet", "--no-verify", "origin", "main")
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    again = repo.write("c.nix", "c").commit("second again")
    assert pushed(repo, "--force", "origin", "main") == [[again, first, "c.nix"]]
    repo.git("reset", "--quiet", "--hard", first)
    assert pushed(repo, "--force", "origin", "main") == []


def test_a_forced_push_of_another_history_compares_the_ends(repo: Repo) -> None:
    """The two histories have no common ancestor."""
    first = repo.oid("HEAD")
    repo.git("switch", "--quiet", "--orphan", "new")
    new = repo.write("n.nix", "n").commit("new")
    assert pushed(repo, "--force", "origin", "new:main") == [[new, first, "a.nix", "n.nix"]]


def test_a_forced_push_over_unknown_commits_uses_tracking_branches(repo: Repo, tmp_path: Path) -> None:
    """The tracking branches show the commits of the remote."""
    first = repo.oid("HEAD")
    bare = Repo(tmp_path / "origin.git", init=False)
    other = bare.clone(tmp_path / "other")
    other.write("o.nix", "o").commit("somebody else's")
    other.git("push", "--quiet", "origin", "main")
    second = repo.write("b.nix", "b").commit("second")
    assert pushed(repo, "--force", "origin", "main") == [[second, first, "b.nix"]]


def test_the_first_push_to_an_empty_remote_is_all_new(tmp_path: Path) -> None:
    """The push has no base."""
    Repo(tmp_path / "origin.git", "--bare")
    repo = Repo(tmp_path / "r")
    repo.write("a.nix", "a").commit("first")
    head = repo.write("b.nix", "b").commit("second")
    repo.git("remote", "add", "origin", (tmp_path / "origin.git").as_uri())
    repo.python_hook("pre-push", RECORDER % str(tmp_path / "seen"))
    assert pushed(repo, "origin", "main") == [[head, "None", "a.nix", "b.nix"]]


def test_a_remote_without_tracking_branches_uses_those_of_origin(repo: Repo, tmp_path: Path) -> None:
    """The base is origin's commit; if all commits are new there, nothing is compared."""
    first = repo.oid("HEAD")
    fork = Repo(tmp_path / "fork.git", "--bare")
    assert pushed(repo, fork.path.as_uri(), "main:old") == [[first, "None", "a.nix"]]
    second = repo.write("b.nix", "b").commit("second")
    assert pushed(repo, fork.path.as_uri(), "main") == [[second, first, "b.nix"]]


def test_commits_of_the_remote_are_not_judged_again(repo: Repo) -> None:
    """A second name for a known commit has nothing to judge."""
    assert pushed(repo, "origin", "main:again") == []


def test_a_branch_that_moves_to_a_known_commit_is_judged(repo: Repo) -> None:
    """The ref moves, so it is judged, although another branch has its commits."""
    first = repo.oid("HEAD")
    topic = repo.branch("topic").write("t.nix", "t").commit("topic")
    repo.git("push", "--quiet", "--no-verify", "origin", "topic")
    assert pushed(repo, "origin", "topic:main") == [[topic, first, "t.nix"]]


def test_a_local_name_may_have_spaces(repo: Repo) -> None:
    """The local name is the text that the user typed, with its spaces."""
    first = repo.oid("HEAD")
    second = repo.write("b.nix", "b").commit("second")
    assert lines(repo, f"HEAD@{{1 day ago}} {second} refs/heads/x {ZERO}") == [(second, [(first, ["b.nix"])])]


@pytest.mark.parametrize(
    "line", ["x", "a b c d", f"a {ZERO} b", f"a {'g' * 40} b {ZERO}", f"a {'1' * 39} b {ZERO}"]
)
def test_lines_that_git_would_not_write_are_refused(repo: Repo, line: str) -> None:
    """A broken line never means that there is nothing to judge."""
    with pytest.raises(Refused, match="not a line that git writes to pre-push: "):
        lines(repo, line)


def test_a_push_from_a_shallow_clone_is_judged_from_its_end(repo: Repo, tmp_path: Path) -> None:
    """The new commits are on a shallow history."""
    repo.write("b.nix", "b").commit("second")
    repo.git("push", "--quiet", "--no-verify", "origin", "main")
    shallow = Repo(tmp_path / "origin.git", init=False).clone(tmp_path / "s", "--depth=1")
    base = shallow.oid("HEAD")
    tip = shallow.write("c.nix", "c").commit("third")
    shallow.python_hook("pre-push", RECORDER % str(tmp_path / "seen"))
    assert pushed(shallow, "origin", "main:new") == [[tip, base, "c.nix"]]


def environment(repo: Repo, **given: str) -> list[Range] | None:
    """The ranges of the variables of a hook manager."""
    return from_environment(
        Git(str(repo.path)), {f"PRE_COMMIT_{name}": value for name, value in given.items()}
    )


def test_the_environment_of_a_commit_names_no_range(repo: Repo) -> None:
    """Only PRE_COMMIT=1 is set."""
    assert from_environment(Git(str(repo.path)), {"PRE_COMMIT": "1"}) is None


def test_from_ref_and_to_ref_name_the_range(repo: Repo) -> None:
    """`pre-commit run --from-ref A --to-ref B` is judged from the merge base."""
    first = repo.oid("HEAD")
    repo.branch("topic").write("t.nix", "t").commit("topic")
    repo.git("switch", "--quiet", "main")
    repo.write("b.nix", "b").commit("second")
    seen = environment(repo, FROM_REF="main", TO_REF="topic")
    assert stated(seen) == [(repo.oid("topic"), [(first, ["t.nix"])])]
    with pytest.raises(Refused, match="unknown revision: nowhere"):
        environment(repo, FROM_REF="nowhere", TO_REF="topic")


def test_both_refs_of_a_managers_push_name_the_range(repo: Repo) -> None:
    """Both managers pass these variables for a branch that moves."""
    first = repo.oid("HEAD")
    second = repo.write("b.nix", "b").commit("second")
    seen = environment(
        repo, FROM_REF=first, TO_REF=second, REMOTE_NAME="origin", LOCAL_BRANCH="refs/heads/main"
    )
    assert stated(seen) == [(second, [(first, ["b.nix"])])]


def test_a_new_branch_on_top_of_another_is_judged_from_main(repo: Repo) -> None:
    """Pre-commit names the last commit of the other branch, which is not a base."""
    first = repo.oid("HEAD")
    other = repo.branch("other").write("o.nix", "o").commit("other")
    repo.git("push", "--quiet", "--no-verify", "origin", "other")
    tip = repo.branch("topic").write("t.nix", "t").commit("topic")
    given = {"FROM_REF": other, "TO_REF": tip, "REMOTE_NAME": "origin", "LOCAL_BRANCH": "refs/heads/topic"}
    seen = environment(repo, **given, REMOTE_BRANCH="refs/heads/topic")
    assert stated(seen) == [(tip, [(first, ["o.nix", "t.nix"])])]
    assert stated(environment(repo, **given, REMOTE_BRANCH="refs/heads/other")) == [
        (tip, [(other, ["t.nix"])])
    ]


def test_a_first_push_by_a_manager_is_judged_and_never_skipped(repo: Repo) -> None:
    """The managers set neither FROM nor TO, or only TO. The base comes from the remote."""
    first = repo.oid("HEAD")
    second = repo.write("b.nix", "b").commit("second")
    expected: Stated = [(second, [(first, ["b.nix"])])]
    assert stated(environment(repo, REMOTE_NAME="origin", LOCAL_BRANCH="refs/heads/main")) == expected
    assert stated(environment(repo, REMOTE_NAME="origin", LOCAL_BRANCH="gone")) == expected
    assert stated(environment(repo, REMOTE_NAME="origin", TO_REF=second)) == expected
    assert stated(environment(repo, TO_REF=second)) == expected
    assert stated(environment(repo, FROM_REF=ZERO, TO_REF=second, REMOTE_NAME="origin")) == expected
    assert stated(environment(repo, FROM_REF=first)) == expected
    repo.git("update-ref", "-d", "refs/remotes/origin/main")
    everything: Stated = [(second, [(None, ["a.nix", "b.nix"])])]
    assert stated(environment(repo, REMOTE_NAME="origin", LOCAL_BRANCH="refs/heads/main")) == everything
    assert stated(environment(repo, TO_REF=second)) == everything
