"""Ranges between revisions, the index and the work tree, and the messages if history is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.errors import Refused
from authguard.git.git import Git
from authguard.git.ranges import Range, all_of, between, parse_raw, staged
from tests.support.repos import Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """main: first - second - third; topic forks at first and adds two commits."""
    made = Repo(tmp_path / "r")
    made.write("a.nix", "a0").write("b.nix", "b0").commit("first")
    made.git("tag", "-a", "-m", "one", "v1")
    made.branch("topic").write("t.nix", "t0").commit("topic 1")
    made.write("t.nix", "t1").commit("topic 2")
    made.git("switch", "--quiet", "main")
    made.write("a.nix", "a1").commit("second")
    made.write("a.nix", "a2").commit("third")
    return made


def opened(repo: Repo) -> Git:
    """The repository as authguard reads it."""
    return Git(str(repo.path))


def stated(seen: Range) -> list[tuple[str | None, dict[str, str]]]:
    """Return each base with its changes."""
    return [(base.oid, {each.path: each.status for each in base.changes}) for base in seen.bases]


def test_a_range_begins_at_the_merge_base(repo: Repo) -> None:
    """Commits of main since the fork do not belong to topic."""
    seen = between(opened(repo), "main", "topic")
    assert stated(seen) == [(repo.oid("v1^{commit}"), {"t.nix": "A"})]
    assert (seen.target.label, seen.target.read("t.nix")) == (repo.oid("topic"), b"t1")
    assert seen.bases[0].snapshot.read("a.nix") == b"a0"


def test_an_annotated_tag_is_its_commit(repo: Repo) -> None:
    """A tag may be at both ends of a range."""
    assert stated(between(opened(repo), "v1", "main")) == [(repo.oid("v1^{commit}"), {"a.nix": "M"})]
    assert all_of(opened(repo), "v1").target.label == repo.oid("v1^{commit}")


def test_the_index_can_be_the_target(repo: Repo) -> None:
    """The range has the base of HEAD; the target has the later commits and the staged changes."""
    repo.write("n.nix", "n0").stage().write("n.nix", "n1")
    seen = between(opened(repo), "topic")
    assert stated(seen) == [(repo.oid("v1^{commit}"), {"a.nix": "M", "n.nix": "A"})]
    assert (seen.target.label, seen.target.read("n.nix"), seen.target.read("a.nix")) == (
        ":index",
        b"n0",
        b"a2",
    )
    assert stated(between(opened(repo), "HEAD")) == [(repo.oid("HEAD"), {"n.nix": "A"})]


def test_the_index_without_a_base_is_the_default(repo: Repo) -> None:
    """The option `--head :index` alone changes nothing."""
    repo.write("n.nix", "n0").stage()
    seen = between(opened(repo), None)
    assert stated(seen) == stated(staged(opened(repo))) == [(repo.oid("HEAD"), {"n.nix": "A"})]
    assert [one.label for one in seen.head_parents] == [repo.oid("HEAD~1")]


def test_the_work_tree_can_be_the_target(repo: Repo) -> None:
    """The target has the tracked files as they are on disk, staged or not, and no untracked files."""
    repo.write("s.nix", "staged").stage().write("a.nix", "disk").write("untracked.nix", "u")
    repo.remove("b.nix").link("b.nix", "a.nix")
    repo.write("x.nix", "x").stage("x.nix")
    repo.remove("x.nix")
    seen = between(opened(repo), None, ":worktree")
    assert stated(seen) == [(repo.oid("HEAD"), {"s.nix": "A", "a.nix": "M", "b.nix": "T"})]
    assert seen.target.label == ":worktree"
    assert [seen.target.read(path) for path in ("s.nix", "a.nix", "b.nix")] == [b"staged", b"disk", b"disk"]
    assert [seen.target.read(path) for path in ("untracked.nix", "x.nix")] == [None, None]
    since = between(opened(repo), "v1", ":worktree")
    assert stated(since) == [(repo.oid("v1^{commit}"), {"s.nix": "A", "a.nix": "M", "b.nix": "T"})]
    assert since.target.read("a.nix") == b"disk"


def test_unchanged_files_of_the_work_tree_are_omitted(repo: Repo) -> None:
    """A file with a new time stamp did not change, and the index on disk is not refreshed."""
    index = (repo.path / ".git" / "index").read_bytes()
    for name in ("a.nix", "b.nix"):
        os.utime(repo.path / name, (1, 1))
    assert stated(between(opened(repo), None, ":worktree")) == [(repo.oid("HEAD"), {})]
    assert (repo.path / ".git" / "index").read_bytes() == index


def test_unmerged_paths_of_the_work_tree_are_judged(repo: Repo) -> None:
    """The files on disk are read, with their conflict markers."""
    other = repo.branch("other", "v1").write("a.nix", "other").commit("other")
    assert repo.run("merge", "main").returncode == 1
    seen = between(opened(repo), None, ":worktree")
    assert stated(seen) == [(other, {"a.nix": "M"}), (repo.oid("main"), {"a.nix": "M"})]
    assert seen.target.read("a.nix") == (repo.path / "a.nix").read_bytes()


def test_a_file_that_one_branch_removed_is_judged_as_on_disk(repo: Repo) -> None:
    """The other branch changed the file, so the merge stopped."""
    repo.branch("other", "v1").remove("a.nix").commit("other")
    assert repo.run("merge", "main").returncode == 1
    seen = between(opened(repo), None, ":worktree")
    assert (repo.path / "a.nix").read_bytes() == seen.target.read("a.nix") == b"a2"
    assert stated(seen)[0] == (repo.oid("other"), {"a.nix": "A"})


def test_a_file_outside_a_sparse_work_tree_did_not_change(repo: Repo) -> None:
    """The file is not checked out."""
    repo.write("d/c.nix", "c").write("e/f.nix", "f").commit("more")
    repo.git("sparse-checkout", "set", "--cone", "e")
    seen = between(opened(repo), None, ":worktree")
    assert stated(seen) == [(repo.oid("HEAD"), {})]
    assert seen.target.read("d/c.nix") == b"c"


def test_a_path_below_a_link_out_of_the_tree_is_deleted(repo: Repo, tmp_path: Path) -> None:
    """No file outside is read."""
    repo.write("d/c.nix", "c").commit("more")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "c.nix").write_text("secret")
    repo.remove("d/c.nix")
    (repo.path / "d").rmdir()
    repo.link("d", str(tmp_path / "outside"))
    seen = between(opened(repo), None, ":worktree")
    assert stated(seen) == [(repo.oid("HEAD"), {"d/c.nix": "D"})]
    assert seen.target.read("d/c.nix") is None


def test_a_revision_alone_is_judged_against_its_parents(repo: Repo) -> None:
    """The revision has one parent, two parents (a merge), or no parent (the first commit)."""
    assert stated(between(opened(repo), None, "main")) == [(repo.oid("main~1"), {"a.nix": "M"})]
    repo.git("merge", "--quiet", "-m", "merge", "topic")
    assert stated(between(opened(repo), None, "HEAD")) == [
        (repo.oid("HEAD^1"), {"t.nix": "A"}),
        (repo.oid("topic"), {"a.nix": "M"}),
    ]
    assert stated(between(opened(repo), None, "v1")) == [(None, {"a.nix": "A", "b.nix": "A"})]


def test_of_several_merge_bases_the_first_is_used(repo: Repo) -> None:
    """The order is that of git."""
    old = repo.oid("topic")
    repo.git("merge", "--quiet", "-m", "merge topic", "topic")
    repo.git("switch", "--quiet", "topic")
    repo.git("merge", "--quiet", "-m", "merge main", "main~1")
    assert len(repo.git("merge-base", "--all", "main", "topic").splitlines()) == 2
    seen = between(opened(repo), "main", "topic")
    assert seen.bases[0].oid == repo.git("merge-base", "main", "topic")
    assert seen.bases[0].oid in (old, repo.oid("main~1"))


def test_unrelated_histories_have_no_range(repo: Repo) -> None:
    """The message names both revisions."""
    repo.git("switch", "--quiet", "--orphan", "alone")
    repo.write("x.nix", "x").commit("alone")
    with pytest.raises(Refused, match=r"^main and alone have no common ancestor$"):
        between(opened(repo), "main", "alone")
    with pytest.raises(Refused, match=r"^main and HEAD have no common ancestor$"):
        between(opened(repo), "main")


def test_a_base_before_the_first_commit_is_refused(repo: Repo) -> None:
    """An unborn branch has nothing to compare with it."""
    repo.git("switch", "--quiet", "--orphan", "unborn")
    with pytest.raises(Refused, match="HEAD has no commit yet"):
        between(opened(repo), "main")
    with pytest.raises(Refused, match="HEAD has no commit yet"):
        between(opened(repo), "main", "HEAD")


@pytest.mark.parametrize("rev", ["nowhere", "-h", "--all", "", "main:a.nix", "main..topic", "a\x1b[31m"])
def test_an_unknown_revision_is_refused(repo: Repo, rev: str) -> None:
    """No revision is read as an option, a range or an escape sequence."""
    says = {"": "a revision is empty$", "main:a.nix": "main:a.nix is no commit"}.get(
        rev, "unknown revision: "
    )
    for pair in ((rev, "main"), ("main", rev), (None, rev)):
        with pytest.raises(Refused, match=f"^{says}") as refused:
            between(opened(repo), *pair)
        assert "\x1b" not in str(refused.value)


def test_ranges_work_in_a_bare_repository(repo: Repo, tmp_path: Path) -> None:
    """The index and the work tree do not exist there."""
    bare = repo.clone(tmp_path / "b.git", "--bare")
    assert stated(between(opened(bare), "v1", "topic")) == [(repo.oid("v1^{commit}"), {"t.nix": "A"})]
    assert all_of(opened(bare), "HEAD").target.read("a.nix") == b"a2"
    for head, what in ((":index", "index"), (":worktree", "work tree")):
        for base in (None, "v1"):
            with pytest.raises(Refused, match=f"bare repository has no {what}"):
                between(opened(bare), base, head)
        with pytest.raises(Refused, match=f"bare repository has no {what}"):
            all_of(opened(bare), head)


def test_the_git_directory_has_no_work_tree_to_judge(repo: Repo) -> None:
    """The message is git's own message."""
    with pytest.raises(Refused, match="must be run in a work tree"):
        between(Git(str(repo.path / ".git")), None, ":worktree")


def test_all_files_of_a_target_are_read_without_a_base(repo: Repo) -> None:
    """The target is the index, the work tree or a revision."""
    repo.write("n.nix", "n0").stage().write("n.nix", "n1")
    git = opened(repo)
    assert [all_of(git, head).target.read("n.nix") for head in (":index", ":worktree", "HEAD")] == [
        b"n0",
        b"n1",
        None,
    ]
    assert (all_of(git).bases, all_of(git).head_parents) == ([], [])
    assert sorted(all_of(git).target.paths()) == ["a.nix", "b.nix", "n.nix"]


def test_all_files_are_read_before_the_first_commit(tmp_path: Path) -> None:
    """The files are those in the index of the unborn branch."""
    repo = Repo(tmp_path / "r")
    repo.write("a.nix", "a").stage()
    assert all_of(opened(repo)).target.paths() == ["a.nix"]
    assert all_of(opened(repo), ":worktree").target.read("a.nix") == b"a"


def test_a_merge_base_outside_a_shallow_clone_is_reported(repo: Repo, tmp_path: Path) -> None:
    """The message has the command that fetches more commits, and this fetch helps."""
    shallow = repo.clone(tmp_path / "s", "--depth=1", "--no-single-branch")
    with pytest.raises(
        Refused, match=r"common ancestor of origin/topic and main is not in this shallow clone: "
    ):
        between(opened(shallow), "origin/topic", "main")
    with pytest.raises(Refused, match=r"git fetch --deepen=50 origin, or --unshallow$"):
        between(opened(shallow), "origin/topic")
    shallow.git("fetch", "--quiet", "--deepen=50", "origin")
    assert stated(between(opened(shallow), "origin/topic", "main")) == [
        (repo.oid("v1^{commit}"), {"a.nix": "M"})
    ]


def test_a_base_outside_a_shallow_clone_is_reported(repo: Repo, tmp_path: Path) -> None:
    """The base is given by its name, or counted from HEAD."""
    shallow = repo.clone(tmp_path / "s", "--depth=1")
    deep = repo.oid("v1^{commit}")
    with pytest.raises(Refused, match=rf"^{deep} is not in this shallow clone: git fetch --deepen=50 origin"):
        between(opened(shallow), deep, "main")
    with pytest.raises(
        Refused, match=r"unknown revision: main~2 \(this clone is shallow: git fetch --unshallow"
    ):
        between(opened(shallow), "main~2", "main")


def test_a_parent_outside_a_shallow_clone_is_reported(repo: Repo, tmp_path: Path) -> None:
    """The message names the parent and the fetch that helps."""
    shallow = repo.clone(tmp_path / "s", "--depth=1")
    parent = repo.oid("main~1")
    with pytest.raises(
        Refused, match=rf"the parent {parent} of .* not in this clone: git fetch --deepen=1 origin"
    ):
        between(opened(shallow), None, "main")
    shallow.git("fetch", "--quiet", "--deepen=1", "origin")
    assert stated(between(opened(shallow), None, "main")) == [(parent, {"a.nix": "M"})]


PATHS = st.binary(min_size=1, max_size=12).filter(lambda name: b"\0" not in name)
OIDS = st.binary(min_size=20, max_size=20).map(bytes.hex)
LINES = st.lists(
    st.tuples(PATHS, st.sampled_from("AMDT"), st.sampled_from(["100644", "120000", "160000"]), OIDS, OIDS),
    max_size=5,
)


@given(LINES)
def test_parse_raw_reads_any_path(lines: list[tuple[bytes, str, str, str, str]]) -> None:
    """Paths with newlines, colons and bytes that are not UTF-8 are read exactly."""
    output = b"".join(
        f":{mode} {mode} {old} {new} {status}".encode() + b"\0" + path + b"\0"
        for path, status, mode, old, new in lines
    )
    found = parse_raw(output)
    assert [(each.path.encode(errors="surrogateescape"), each.status, each.old_oid) for each in found] == [
        (path, status, old if old.strip("0") else None) for path, status, _, old, _ in lines
    ]
