"""The target is the content of the next commit: the index that git names, in every form of commit and clone."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from authguard.errors import Refused
from authguard.git.git import Git
from authguard.git.ranges import Range, staged
from tests.support.repos import Repo

# A hook that records the target as authguard reads it.
RECORDER = """
import json, os
from authguard.git.git import Git
from authguard.git.ranges import staged
seen = staged(Git())
text = lambda data: None if data is None else os.fsdecode(data)
json.dump({
    "index": os.environ.get("GIT_INDEX_FILE"),
    "bases": [base.oid for base in seen.bases],
    "head_parents": [one.label for one in seen.head_parents],
    "changes": {change.path: change.status for change in seen.bases[0].changes},
    "files": {path: text(seen.target.read(path)) for path in seen.target.paths()},
}, open(%r, "w"))
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with two commits; a.nix and b.nix changed in the work tree, a.nix staged in between."""
    made = Repo(tmp_path / "r")
    made.write("a.nix", "a0").write("b.nix", "b0").write("d/c.nix", "c0").commit("first")
    made.commit("second")
    made.write("a.nix", "a1").stage().write("a.nix", "a2").write("b.nix", "b2")
    return made


def seen_by(repo: Repo, *names: str) -> Path:
    """Install the recording hook. Returns the file that it writes."""
    record = repo.path.parent / "seen.json"
    for name in names or ("pre-commit",):
        repo.python_hook(name, RECORDER % str(record))
    return record


def loaded(record: Path) -> dict[str, Any]:
    """The records of the hook."""
    value: dict[str, Any] = json.loads(record.read_text())
    return value


def changes(seen: Range) -> dict[str, str]:
    """Path and status of every change against the first base."""
    return {change.path: change.status for change in seen.bases[0].changes}


def look(repo: Repo, below: str = "") -> Range:
    """The staged content, read from a directory of the repository."""
    return staged(Git(str(repo.path / below)))


FORMS: dict[str, tuple[list[str], dict[str, str], str]] = {
    "plain": ([], {"a.nix": "a1", "b.nix": "b0"}, ".git/index"),
    "all": (["-a"], {"a.nix": "a2", "b.nix": "b2"}, "index.lock"),
    "include": (["-i", "b.nix"], {"a.nix": "a1", "b.nix": "b2"}, "index.lock"),
    "path": (["b.nix"], {"a.nix": "a0", "b.nix": "b2"}, "next-index-"),
    "amend": (["--amend", "--no-edit"], {"a.nix": "a1", "b.nix": "b0"}, ".git/index"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_hook_sees_the_tree_that_each_form_of_commit_makes(repo: Repo, form: str) -> None:
    """The range names HEAD and its parent."""
    options, expected, index = FORMS[form]
    head, parent = repo.oid("HEAD"), repo.oid("HEAD~1")
    record = seen_by(repo)
    repo.git("commit", "--quiet", "-m", "third", *options)
    seen = loaded(record)
    assert index in seen["index"]
    assert seen["files"] == {**expected, "d/c.nix": "c0"}
    assert seen["files"] == {path: repo.git("show", f"HEAD:{path}") for path in seen["files"]}
    assert (seen["bases"], seen["head_parents"]) == ([head], [parent])


def test_a_commit_from_a_sub_directory_has_the_same_tree(repo: Repo) -> None:
    """The path of the commit is relative to the current directory."""
    record = seen_by(repo)
    repo.write("d/c.nix", "c2")
    repo.git("-C", "d", "commit", "--quiet", "-m", "third", "c.nix")
    assert loaded(record)["changes"] == {"d/c.nix": "M"}
    assert loaded(record)["files"]["d/c.nix"] == "c2"


def test_the_index_of_a_linked_work_tree_is_read(repo: Repo, tmp_path: Path) -> None:
    """Git names the directory and the index, and authguard reads these."""
    record = seen_by(repo)
    repo.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "linked"))
    linked = Repo(tmp_path / "linked", init=False)
    linked.write("a.nix", "linked")
    linked.git("commit", "--quiet", "-a", "-m", "third")
    assert loaded(record)["files"]["a.nix"] == "linked"
    assert look(linked).bases[0].changes == []
    assert changes(look(repo)) == {"a.nix": "M"}


def test_only_the_staged_hunk_is_read(repo: Repo) -> None:
    """The other hunk of the file stays in the work tree."""
    lines = [str(number) for number in range(30)]
    repo.write("h.nix", "\n".join(lines) + "\n").commit("lines")
    lines[2], lines[27] = "two", "twenty-seven"
    repo.write("h.nix", "\n".join(lines) + "\n")
    repo.git("add", "-p", "h.nix", stdin="y\nn\n")
    found = look(repo).target.read("h.nix")
    assert found is not None
    assert b"\ntwo\n" in found
    assert b"\n27\n" in found


def test_nothing_is_touched(repo: Repo) -> None:
    """Work tree, index, stash and refs do not change by a byte, even with racy timestamps."""
    repo.git("stash", "--quiet")
    repo.git("stash", "apply", "--quiet", "--index")
    os.utime(repo.path / "d" / "c.nix", (1, 1))

    def fingerprint() -> dict[str, str]:
        files = [path for path in repo.path.rglob("*") if path.is_file()]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    before = fingerprint()
    assert look(repo).target.read("a.nix") == b"a1"
    assert fingerprint() == before


def test_directory_and_diff_configuration_change_nothing(repo: Repo) -> None:
    """An external diff changes nothing either."""
    for key, value in {
        "diff.relative": "true",
        "diff.noprefix": "true",
        "diff.renames": "copies",
        "diff.external": "false",
        "diff.orderFile": "nowhere",
        "diff.ignoreSubmodules": "all",
        "core.quotePath": "true",
    }.items():
        repo.git("config", key, value)
    repo.git("mv", "b.nix", "moved.nix")
    assert changes(look(repo, "d")) == {"a.nix": "M", "b.nix": "D", "moved.nix": "A"}


def test_every_file_of_the_first_commit_is_new(tmp_path: Path) -> None:
    """The first commit has no base."""
    repo = Repo(tmp_path / "r")
    repo.write("a.nix", "a").stage().write("b.nix", "b")
    seen = look(repo)
    assert [base.oid for base in seen.bases] == [None]
    assert changes(seen) == {"a.nix": "A"}
    assert (seen.target.paths(), seen.target.read("a.nix"), seen.head_parents) == (["a.nix"], b"a", [])
    assert seen.bases[0].snapshot.paths() == []


def test_an_orphan_branch_has_no_base(repo: Repo) -> None:
    """The repository has older commits on another branch."""
    repo.git("switch", "--quiet", "--discard-changes", "--orphan", "new")
    repo.write("n.nix", "n").stage()
    assert changes(look(repo)) == {"n.nix": "A"}


def test_a_change_has_the_modes_and_object_names_of_both_versions(repo: Repo) -> None:
    """For a version that does not exist, the name is None and the mode is 0."""
    repo.git("reset", "--quiet", "--hard")
    repo.write("n.nix", "n").remove("b.nix").remove("d/c.nix").link("d/c.nix", "../a.nix")
    (repo.path / "a.nix").chmod(0o755)
    repo.stage()
    found = {each.path: each for each in look(repo).bases[0].changes}
    assert {path: each.status for path, each in found.items()} == {
        "n.nix": "A",
        "b.nix": "D",
        "d/c.nix": "T",
        "a.nix": "M",
    }
    assert (found["n.nix"].old_mode, found["n.nix"].old_oid, found["n.nix"].new_mode) == (0, None, 0o100644)
    assert (found["b.nix"].new_mode, found["b.nix"].new_oid) == (0, None)
    assert found["b.nix"].old_oid == repo.oid("HEAD:b.nix")
    assert found["d/c.nix"].new_mode == 0o120000
    assert (found["a.nix"].old_mode, found["a.nix"].new_mode) == (0o100644, 0o100755)


@pytest.mark.parametrize("name", ["b\udcff.nix", "new\nline.nix", 'tab\tquote".nix', "ünï.nix", "-dash.nix"])
def test_paths_may_have_any_bytes(repo: Repo, name: str) -> None:
    """The path has newlines, quotes, a dash, or bytes that are not UTF-8."""
    repo.write(name, "odd").stage()
    seen = look(repo)
    assert changes(seen)[name] == "A"
    assert seen.target.read(name) == b"odd"
    repo.record("odd")
    repo.write(name, "odder").stage()
    seen = look(repo)
    assert (seen.bases[0].snapshot.read(name), seen.target.read(name)) == (b"odd", b"odder")


def test_an_intent_to_add_stages_nothing(repo: Repo) -> None:
    """After `git add -N` nothing is judged."""
    repo.write("n.nix", "n")
    repo.git("add", "-N", "n.nix")
    seen = look(repo)
    assert changes(seen) == {"a.nix": "M"}
    assert seen.target.read("n.nix") is None


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_flags_of_the_work_tree_do_not_change_the_index(repo: Repo, flag: str) -> None:
    """Git's assumptions about the work tree do not matter."""
    repo.git("update-index", flag, "a.nix", "b.nix")
    (repo.path / "b.nix").unlink()
    seen = look(repo)
    assert changes(seen) == {"a.nix": "M"}
    assert (seen.target.read("a.nix"), seen.target.read("b.nix")) == (b"a1", b"b0")


@pytest.mark.parametrize("sparse_index", ["--no-sparse-index", "--sparse-index"])
def test_files_outside_a_sparse_checkout_are_in_the_index(repo: Repo, sparse_index: str) -> None:
    """A sparse index has them too."""
    repo.git("reset", "--quiet", "--hard")
    repo.write("d/x/y.nix", "y").write("e/z.nix", "z").commit("more")
    repo.git("sparse-checkout", "set", "--cone", sparse_index, "e")
    assert not (repo.path / "d").exists()
    repo.write("e/z.nix", "z2").write("a.nix", "a2")
    repo.git("add", "--sparse", "e/z.nix", "a.nix")
    seen = look(repo)
    assert changes(seen) == {"a.nix": "M", "e/z.nix": "M"}
    assert seen.target.read("d/x/y.nix") == b"y"
    assert seen.target.read("e/z.nix") == b"z2"
    repo.write("d/c.nix", "c9")
    repo.git("add", "--sparse", "d/c.nix")
    assert changes(look(repo)) == {"a.nix": "M", "e/z.nix": "M", "d/c.nix": "M"}


def test_blobs_that_a_partial_clone_lacks_are_missing(repo: Repo, tmp_path: Path) -> None:
    """The staged blobs are read."""
    repo.git("reset", "--quiet", "--hard")
    clone = repo.clone(tmp_path / "c", "--filter=blob:none", "--sparse")
    clone.write("a.nix", "a5").stage("a.nix")
    seen = look(clone)
    assert changes(seen) == {"a.nix": "M"}
    assert seen.target.read("a.nix") == b"a5"
    assert seen.target.read("d/c.nix") is None
    assert seen.target.missing == {"d/c.nix"}
    oid = repo.oid("HEAD:d/c.nix")
    assert clone.run("cat-file", "-e", oid, env={"GIT_NO_LAZY_FETCH": "1"}).returncode != 0


def test_a_shallow_clone_has_no_head_parents(repo: Repo, tmp_path: Path) -> None:
    """The parents of its oldest commit are missing, but nothing else."""
    clone = repo.clone(tmp_path / "c", "--depth=1")
    clone.write("a.nix", "a5").stage()
    seen = look(clone)
    assert (changes(seen), seen.head_parents) == ({"a.nix": "M"}, [])
    assert seen.target.read("b.nix") == b"b0"


def test_a_sha256_repository_is_read(tmp_path: Path) -> None:
    """Object names have 64 digits there."""
    repo = Repo(tmp_path / "r", "--object-format=sha256")
    repo.write("a.nix", "a0").stage()
    assert changes(look(repo)) == {"a.nix": "A"}
    repo.record("first")
    repo.write("a.nix", "a1").stage()
    seen = look(repo)
    assert (seen.bases[0].snapshot.read("a.nix"), seen.target.read("a.nix")) == (b"a0", b"a1")
    assert seen.bases[0].oid == repo.oid("HEAD")


def test_a_repository_with_reftable_is_read(tmp_path: Path) -> None:
    """A merge in progress is found too."""
    if Repo(tmp_path / "probe").run("init", "--quiet", "--ref-format=reftable", "p").returncode:
        pytest.skip("this git knows no reftable")
    repo = Repo(tmp_path / "r", "--ref-format=reftable")
    repo.write("a.nix", "a0").commit("first")
    theirs = repo.branch("side").write("b.nix", "b0").commit("theirs")
    repo.git("switch", "--quiet", "main")
    ours = repo.write("a.nix", "a1").commit("ours")
    repo.git("merge", "--quiet", "--no-commit", "side")
    assert [base.oid for base in look(repo).bases] == [ours, theirs]


def test_a_submodule_is_a_separate_repository(repo: Repo, tmp_path: Path) -> None:
    """In the superproject it is an entry without content."""
    repo.git("reset", "--quiet", "--hard")
    outer = Repo(tmp_path / "outer")
    outer.git("submodule", "--quiet", "add", repo.path.as_uri(), "sub")
    outer.commit("first")
    inner = Repo(outer.path / "sub", init=False)
    record = seen_by(inner)
    inner.write("a.nix", "inner")
    inner.git("commit", "--quiet", "-m", "inner", "a.nix")
    assert loaded(record)["files"]["a.nix"] == "inner"
    outer.git("config", "submodule.sub.ignore", "all")
    outer.git("add", "--force", "sub")
    outer.git("update-index", "--cacheinfo", f"160000,{inner.oid('HEAD')},sub")
    seen = look(outer)
    assert changes(seen) == {"sub": "M"}
    assert (seen.target.kind("sub"), seen.target.read("sub")) == ("submodule", None)


def conflict(tmp_path: Path) -> Repo:
    """A merge that stopped at a conflict in a.nix, with b.nix merged."""
    repo = Repo(tmp_path / "c")
    repo.write("a.nix", "a0").commit("first")
    repo.branch("side").write("a.nix", "theirs").write("b.nix", "b").commit("theirs")
    repo.git("switch", "--quiet", "main")
    repo.write("a.nix", "ours").commit("ours")
    assert repo.run("merge", "side").returncode == 1
    return repo


def test_unmerged_paths_are_refused(tmp_path: Path) -> None:
    """Git commits nothing while a path is unmerged, so there is nothing to judge yet."""
    repo = conflict(tmp_path)
    with pytest.raises(Refused, match=r"^unmerged: a.nix; resolve the conflict and git add first$"):
        look(repo)


def test_a_resolved_merge_has_every_parent(tmp_path: Path) -> None:
    """After a conflict the other parent is in MERGE_HEAD."""
    repo = conflict(tmp_path)
    ours, theirs = repo.oid("main"), repo.oid("side")
    record = seen_by(repo)
    repo.write("a.nix", "both").stage()
    seen = look(repo)
    assert [base.oid for base in seen.bases] == [ours, theirs]
    assert {each.path for each in seen.bases[1].changes} == {"a.nix"}
    assert seen.bases[1].snapshot.read("a.nix") == b"theirs"
    repo.record("merge")
    assert loaded(record)["bases"] == [ours, theirs]


def diverged(tmp_path: Path, sides: int) -> Repo:
    """Branches side0… that each add a file, and a main that has another commit."""
    repo = Repo(tmp_path / "m")
    repo.write("a.nix", "a0").commit("first")
    for number in range(sides):
        repo.branch(f"side{number}", "main").write(f"s{number}.nix", "s").commit(f"side {number}")
        repo.git("switch", "--quiet", "main")
    repo.write("a.nix", "a1").commit("ours")
    return repo


@pytest.mark.parametrize("sides", [1, 3])
def test_the_hook_of_a_clean_merge_finds_every_parent(tmp_path: Path, sides: int) -> None:
    """The hook pre-merge-commit finds the others only in GITHEAD_<oid>; an octopus has several of these."""
    repo = diverged(tmp_path, sides)
    record = seen_by(repo, "pre-merge-commit")
    names = [f"side{number}" for number in range(sides)]
    parents = [repo.oid("main"), *map(repo.oid, names)]
    repo.git("merge", "--quiet", "-m", "merge", *names)
    seen = loaded(record)
    assert sorted(seen["bases"]) == sorted(parents)
    assert seen["bases"][0] == parents[0]
    assert seen["files"] == {"a.nix": "a1"} | {f"s{number}.nix": "s" for number in range(sides)}


def test_an_octopus_without_commit_has_every_parent(tmp_path: Path) -> None:
    """MERGE_HEAD lists several parents."""
    repo = diverged(tmp_path, 2)
    repo.git("merge", "--quiet", "--no-commit", "side0", "side1")
    assert [base.oid for base in look(repo).bases] == [repo.oid(name) for name in ("main", "side0", "side1")]


def test_only_a_commit_in_githead_is_a_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other values of the environment have no effect."""
    repo = diverged(tmp_path, 1)
    for odd in ("", "--all", "HEAD", "1" * 40, repo.oid("HEAD^{tree}"), repo.oid("HEAD")):
        monkeypatch.setenv(f"GITHEAD_{odd}", "x")
    assert [base.oid for base in look(repo).bases] == [repo.oid("HEAD")]
    monkeypatch.setenv(f"GITHEAD_{repo.oid('side0')}", "side0")
    assert len(look(repo).bases) == 2


def test_a_bare_repository_has_no_index_to_judge(repo: Repo, tmp_path: Path) -> None:
    """The message names the options that work."""
    with pytest.raises(Refused, match="bare repository has no index: name a range with --base and --head"):
        look(repo.clone(tmp_path / "b.git", "--bare"))


def test_a_common_check_starts_at_most_three_processes(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check runs only rev-parse, diff-index and cat-file."""
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
    seen = look(repo)
    paths = [each.path for each in seen.bases[0].changes]
    seen.target.prefetch(paths)
    seen.bases[0].snapshot.prefetch(paths)
    assert seen.target.read("d/c.nix") == b"c0"
    assert seen.head_parents[0].read("a.nix") == b"a0"
    started = [json.loads(line) for line in trace.read_text().splitlines()]
    calls = [each["argv"] for each in started if each["event"] == "start"]
    commands = [argv[argv.index("-C") + 2] for argv in calls]
    assert sorted(commands) == ["cat-file", "diff-index", "rev-parse"]


def test_crlf_is_judged_as_it_is_staged(repo: Repo) -> None:
    """No conversion happens between the object and the parser."""
    repo.git("reset", "--quiet", "--hard")
    repo.write("w.nix", "{\r\n}\r\n").stage()
    assert look(repo).target.read("w.nix") == b"{\r\n}\r\n"
