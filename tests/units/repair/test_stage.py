"""The index gets exactly the edits on top of the staged content; unstaged changes stay unstaged."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from authguard.errors import Refused
from authguard.git.git import Git
from authguard.git.ranges import all_of
from authguard.repair import stage
from tests.support.collected import A
from tests.support.repos import Repo
from tests.units.repair.repairing import NEW, Done, digest, reasons, repair

HEAD = f"""# one
{{ fetchurl }}:
fetchurl {{
  url = "https://e.org/1.0/a";
  hash = "{A}";
}}
# two
"""
STAGED = HEAD.replace("# one", "# one, staged\n# and more")
WORK = STAGED.replace("# two", "# two, unstaged").replace("fetchurl {", "\n\nfetchurl {")
TRUE = NEW.sri()


def true(text: str) -> str:
    """The text with the true hash."""
    return text.replace(A, TRUE)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a wrong hash, and a file with staged and unstaged hunks."""
    made = Repo(tmp_path / "r")
    made.write("sub/a.nix", HEAD).write("other", "1").commit("first")
    made.write("sub/a.nix", STAGED).stage()
    made.write("sub/a.nix", WORK).write("other", "2")
    return made


def staged(repo: Repo, path: str = "sub/a.nix", env: dict[str, str] | None = None) -> str:
    """The staged content of a path, byte for byte."""
    asked = ["git", "cat-file", "blob", f":{path}"]
    return subprocess.run(
        asked, cwd=repo.path, env=repo.environment(**(env or {})), stdout=subprocess.PIPE, check=True
    ).stdout.decode()


def written(repo: Repo, path: str = "sub/a.nix") -> str:
    """The content of the work tree."""
    return (repo.path / path).read_bytes().decode()


def stated(done: Done) -> list[tuple[str, str]]:
    """The content of the index."""
    assert done.index is not None
    return reasons(done.index)


def test_unstaged_hunks_stay_unstaged(repo: Repo) -> None:
    """Index and work tree are as before, each with the true hash."""
    repair(repo.path)
    assert (staged(repo), written(repo)) == (true(STAGED), true(WORK))
    assert "# two, unstaged" in repo.git("diff")
    assert A not in repo.git("diff")
    assert sorted(repo.git("status", "--porcelain").split("\n")) == [" M other", "MM sub/a.nix"]


def test_without_stage_the_index_is_not_touched(repo: Repo) -> None:
    """Only the work tree is written."""
    before = (repo.path / ".git/index").read_bytes()
    repair(repo.path, stage=False)
    assert (repo.path / ".git/index").read_bytes() == before
    assert written(repo) == true(WORK)


def test_a_hash_that_is_right_in_the_work_tree_is_staged_alone(repo: Repo) -> None:
    """The hash was written by a run without --stage."""
    repair(repo.path, stage=False)
    done = repair(repo.path)
    assert done.work.edits == {}
    assert (staged(repo), written(repo)) == (true(STAGED), true(WORK))


def test_a_second_run_does_nothing(repo: Repo) -> None:
    """Even the time stamps of the index stay."""
    repair(repo.path)
    before = (repo.path / ".git/index").read_bytes()
    done = repair(repo.path)
    assert done.index is not None
    assert (done.work.edits, done.index.edits) == ({}, {})
    assert (repo.path / ".git/index").read_bytes() == before


def test_modes_in_the_index_stay(repo: Repo) -> None:
    """An executable file stays executable."""
    (repo.path / "sub/a.nix").chmod(0o755)
    repo.git("update-index", "--chmod=+x", "sub/a.nix")
    repair(repo.path)
    assert repo.git("ls-files", "-s", "sub/a.nix").startswith("100755")


def test_a_hash_with_other_staged_inputs_is_not_staged(repo: Repo) -> None:
    """A proof for the work tree is not valid for the index, and the reason is reported."""
    repo.write("sub/a.nix", WORK.replace("1.0", "2.0"))
    done = repair(repo.path)
    assert (staged(repo), written(repo)) == (STAGED, true(WORK).replace("1.0", "2.0"))
    reason = (
        "its inputs in the index differ from those in the work tree, "
        "so its hash in the index is not known; stage sub/a.nix first"
    )
    assert stated(done) == [("hash", reason)]


def test_the_index_that_git_names_is_edited(repo: Repo) -> None:
    """During `git commit -a` the index of the commit is index.lock, and git commits the edit."""
    tests = Path(__file__).resolve().parents[3]
    repo.python_hook(
        "pre-commit",
        f"sys.path[:0] = [{str(tests)!r}]\n"
        "import os, pathlib\n"
        "from tests.units.repair.repairing import repair\n"
        "index = os.environ['GIT_INDEX_FILE']\n"
        "assert index.endswith('index.lock'), index\n"
        "assert repair(pathlib.Path(os.getcwd())).index.edits\n",
    )
    done = repo.run("commit", "-a", "-m", "all", env={"PATH": os.environ["PATH"]})
    assert done.returncode == 0, done.stderr
    assert repo.git("show", "HEAD:sub/a.nix") + "\n" == true(WORK)
    assert written(repo) == true(WORK)
    assert repo.git("status", "--porcelain") == ""


def test_the_index_of_the_caller_is_edited(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIT_INDEX_FILE names another index, and the index of the repository is unchanged."""
    own = (repo.path / ".git/index").read_bytes()
    (tmp_path / "index").write_bytes(own)
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    repair(repo.path)
    assert (repo.path / ".git/index").read_bytes() == own
    assert staged(repo, env={"GIT_INDEX_FILE": str(tmp_path / "index")}) == true(STAGED)


def test_paths_are_relative_to_the_root(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current directory does not matter."""
    monkeypatch.chdir(repo.path / "sub")
    git = Git()
    snapshot = all_of(git).target
    stage.stage(git, snapshot, {"sub/a.nix": (STAGED.encode(), b"1\n")})
    assert staged(repo) == "1\n"
    git.close()


def test_line_ends_that_git_converts_stay(tmp_path: Path) -> None:
    """The work tree has CRLF and the index LF, before and after; git sees no other difference."""
    made = Repo(tmp_path / "r")
    made.git("config", "core.autocrlf", "true")
    made.write("a.nix", HEAD.replace("\n", "\r\n")).commit("first")
    assert staged(made, "a.nix") == HEAD
    repair(made.path)
    assert staged(made, "a.nix") == true(HEAD)
    assert written(made, "a.nix") == true(HEAD).replace("\n", "\r\n")
    assert made.git("diff") == ""
    assert made.git("status", "--porcelain") == "M  a.nix"


def test_no_filter_changes_the_staged_file(tmp_path: Path) -> None:
    """A filter and an attribute that would change the whole file in the index are not used."""
    made = Repo(tmp_path / "r")
    made.write("a.nix", HEAD.replace("\n", "\r\n")).commit("first")
    made.git("config", "filter.loud.clean", "tr a-z A-Z")
    made.write(".gitattributes", "*.nix filter=loud eol=lf text\n").stage(".gitattributes")
    repair(made.path)
    assert staged(made, "a.nix") == true(HEAD).replace("\n", "\r\n")


def test_the_files_of_a_linked_work_tree_are_written(repo: Repo, tmp_path: Path) -> None:
    """No other index and no other file is written."""
    repo.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), "HEAD")
    linked = Repo(tmp_path / "linked", init=False)
    before = written(repo), staged(repo)
    repair(linked.path)
    assert (staged(linked), written(linked)) == (true(HEAD), true(HEAD))
    assert (written(repo), staged(repo)) == before
    assert not (repo.path / ".git/authguard/writing").exists()


def test_a_repository_of_sha256_is_staged(tmp_path: Path) -> None:
    """Objects have longer names there."""
    made = Repo(tmp_path / "r", "--object-format=sha256")
    made.write("a.nix", HEAD).commit("first")
    repair(made.path)
    assert staged(made, "a.nix") == true(HEAD)
    assert made.git("fsck", "--strict") == ""


def test_files_of_a_sparse_index_are_staged(tmp_path: Path) -> None:
    """The index has complete directories, and their files are not edited."""
    made = Repo(tmp_path / "r")
    made.write("in/a.nix", HEAD).write("out/b.nix", HEAD).write("out/deep/c", "1").commit("first")
    made.git("sparse-checkout", "set", "--sparse-index", "in")
    done = repair(made.path)
    assert staged(made, "in/a.nix") == true(HEAD)
    assert staged(made, "out/b.nix") == HEAD
    assert "out/b.nix" not in done.work.contents()
    assert made.git("status", "--porcelain") == "M  in/a.nix"


def test_a_path_that_is_only_marked_as_to_be_added_is_not_staged(tmp_path: Path) -> None:
    """The file is written, and a message says that it is not staged."""
    made = Repo(tmp_path / "r")
    made.write("x", "1").commit("first")
    made.write("a.nix", HEAD)
    made.git("add", "--intent-to-add", "a.nix")
    done = repair(made.path)
    assert written(made, "a.nix") == true(HEAD)
    assert stated(done) == [
        (
            "hash",
            "its file is only marked as to be added (git add --intent-to-add), so nothing of it is staged yet",
        )
    ]
    assert made.git("status", "--porcelain") == " A a.nix"


def obstacles(repo: Repo, *paths: str) -> list[str | None]:
    """The reason why each path cannot be staged."""
    git = Git(str(repo.path))
    try:
        found = stage.entries(git, paths)
        snapshot = all_of(git, "HEAD").target
        return [stage.obstacle(found.get(path), path, snapshot) for path in paths]
    finally:
        git.close()


def test_files_that_cannot_be_staged_have_reasons(repo: Repo, tmp_path: Path) -> None:
    """Each of these files has its own reason."""
    lib = Repo(tmp_path / "lib")
    lib.write("x", "1").commit("first")
    repo.link("link.nix", "other").git("submodule", "--quiet", "add", lib.path.as_uri(), "lib")
    repo.write("skipped", "1").write("assumed", "1").write("[a-z]*.nix", "1").commit("second")
    repo.git("update-index", "--skip-worktree", "skipped")
    repo.git("update-index", "--assume-unchanged", "assumed")
    assert obstacles(
        repo, "other", "[a-z]*.nix", "nowhere", "sub", "link.nix", "lib", "skipped", "assumed"
    ) == [
        None,
        None,
        "is not in the index",
        "is not in the index",
        "is a symbolic link in the index",
        "is a submodule",
        "is not checked out (sparse checkout, skip-worktree)",
        "is marked as assumed unchanged",
    ]


def test_unmerged_paths_cannot_be_staged(tmp_path: Path) -> None:
    """An unmerged path has no single content to edit."""
    made = Repo(tmp_path / "r")
    made.write("a.nix", "1").commit("first")
    made.branch("side").write("a.nix", "2").commit("side")
    made.git("switch", "--quiet", "main")
    made.write("a.nix", "3").commit("main")
    assert made.run("merge", "side").returncode == 1
    assert obstacles(made, "a.nix") == ["is unmerged"]


def test_an_obstacle_does_not_affect_the_other_files(repo: Repo) -> None:
    """All other files are staged; the work tree is written completely."""
    repo.write("b.nix", HEAD).stage("b.nix")
    repo.git("update-index", "--assume-unchanged", "b.nix")
    done = repair(repo.path)
    assert staged(repo) == true(STAGED)
    assert staged(repo, "b.nix") == HEAD
    assert stated(done) == [("hash", "its file is marked as assumed unchanged")]


def test_an_edit_that_is_staged_meanwhile_is_not_overwritten(repo: Repo) -> None:
    """The message names the file."""
    git = Git(str(repo.path))
    snapshot = all_of(git).target
    snapshot.read("sub/a.nix")
    repo.write("sub/a.nix", HEAD + "# three\n").stage()
    with pytest.raises(Refused, match=r"^sub/a\.nix was staged again meanwhile, and nothing was written$"):
        stage.stage(git, snapshot, {"sub/a.nix": (STAGED.encode(), b"1")})
    git.close()
    assert staged(repo) == HEAD + "# three\n"


def test_under_a_locked_index_nothing_is_written(repo: Repo) -> None:
    """Another git holds the lock: the index and the work tree stay."""
    (repo.path / ".git/index.lock").write_text("")
    with pytest.raises(Refused, match=r"^git update-index: .*index\.lock.*File exists"):
        repair(repo.path)
    assert (staged(repo), written(repo)) == (STAGED, WORK)
    assert [each.name for each in (repo.path / "sub").iterdir()] == ["a.nix"]


def test_an_unwritable_work_tree_restores_the_index(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The write fails at the last moment."""

    def fail(*_: str) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(Refused, match=r"^sub/a\.nix cannot be replaced"):
        repair(repo.path)
    assert (staged(repo), written(repo)) == (STAGED, WORK)


def test_two_files_get_their_own_hashes(repo: Repo) -> None:
    """The index changes once for both."""
    repo.write("b.nix", HEAD.replace("/a", "/b")).stage("b.nix")
    truths = {"sub/a.nix": digest(5), "b.nix": digest(6)}
    repair(repo.path, lambda each: truths[each.path])
    assert staged(repo) == STAGED.replace(A, digest(5).sri())
    assert staged(repo, "b.nix") == HEAD.replace("/a", "/b").replace(A, digest(6).sri())


def test_without_an_edit_the_index_is_not_written(repo: Repo) -> None:
    """No git is run for writing."""
    git = Git(str(repo.path))
    before = (repo.path / ".git/index").read_bytes()
    stage.stage(git, all_of(git).target, {})()
    assert (repo.path / ".git/index").read_bytes() == before
    git.close()
