"""Every kind of repository: the staged change is judged, and nothing else is changed or fetched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.support.guarded import HASH_LINE, Guarded, Watch, check, checked, complaint, package
from tests.support.repos import Repo

UNKNOWN = "AG904 packages/tool.nix:1"
STALE = [f"AG201 tool.nix:{HASH_LINE}"]


def bump_is_judged(repo: Guarded, *also: str) -> None:
    """A stale bump is stopped, and a right bump passes; both report ``also``."""
    repo.write("tool.nix", package(2, 1)).stage("tool.nix")
    assert repo.refused("commit", "-m", "stale") == [*STALE, *also]
    repo.write("tool.nix", package(2)).stage("tool.nix")
    assert repo.accepted("commit", "-m", "right") == [*also]


def test_a_linked_work_tree_is_judged_by_its_own_index(repo: Guarded) -> None:
    """The linked work tree shares the hooks."""
    repo.write("tool.nix", package(9, 1)).stage()  # of the main work tree, so not judged in the linked one
    repo.git("worktree", "add", "--quiet", "-b", "side", "../linked")
    bump_is_judged(Guarded(repo.path.parent / "linked", repo.watch, init=False))
    assert repo.refused("commit", "-m", "stale") == STALE


def test_a_commit_in_a_submodule_is_judged(repo: Guarded) -> None:
    """The git directory and the hooks of the submodule are below those of the outer repository."""
    outer = Guarded(repo.path.parent / "outer", repo.watch)
    outer.git("submodule", "--quiet", "add", repo.path.as_uri(), "inner")
    outer.commit("inner", "--no-verify")
    inner = Guarded(outer.path / "inner", repo.watch, init=False)
    bump_is_judged(inner)
    outer.stage("inner")
    assert outer.accepted("commit", "-m", "moved on") == []


def test_a_superproject_is_judged_beside_its_moved_submodule(repo: Guarded) -> None:
    """A package is stale: `commit -a` and `commit PATH` judge the package."""
    outer = Guarded(repo.path.parent / "outer", repo.watch)
    outer.git("submodule", "--quiet", "add", repo.path.as_uri(), "inner")
    outer.write("tool.nix", package(1)).commit("first", "--no-verify")
    inner = Repo(outer.path / "inner", init=False)
    inner.write("tool.nix", package(7, 1)).commit("stale, and another repository's")
    outer.write("tool.nix", package(2, 1))
    assert outer.refused("commit", "-a", "-m", "stale") == STALE
    assert outer.refused("commit", "-m", "stale", "tool.nix") == STALE
    assert outer.accepted("commit", "-m", "inner alone", "inner") == []


def test_a_shallow_clone_is_judged_against_head(repo: Guarded) -> None:
    """For a missing base, the message says how to fetch the base."""
    repo.unasked(package(2))
    base = repo.oid("HEAD~1")
    for number in range(3):
        repo.unasked(str(number), "notes")
    made = repo.clone(repo.path.parent / "shallow", "--depth=2")
    shallow = Guarded(made.path, repo.watch, init=False)
    shallow.write("tool.nix", package(3, 2)).stage()
    assert shallow.refused("commit", "-m", "stale") == STALE
    said = complaint(shallow, "check", "--base", base, "--head", "HEAD")
    assert said == f"{base} is not in this shallow clone: git fetch --deepen=50 origin, or --unshallow"
    assert checked(shallow, "check", "--base", "HEAD~1").code == 1
    assert "shallow" in complaint(shallow, "check", "--base", "HEAD~2")


@pytest.mark.parametrize(
    ("option", "kind", "fetch"),
    [
        ("--depth=2", "shallow", "git fetch --unshallow"),
        ("--filter=blob:none", "partial", "git fetch --refetch --no-filter"),
    ],
    ids=["shallow", "partial"],
)
def test_a_verdict_without_the_complete_history_is_not_remembered(
    repo: Guarded, option: str, kind: str, fetch: str
) -> None:
    """A hash that went back alone is AG206 here, which the config switches off, and AG201 with the history."""
    repo.write("authguard.toml", '[rules]\nAG206 = "off"\n')
    for version in (2, 3):
        repo.unasked(package(version))
    repo.unasked("text", "notes")
    repo.unasked("more", "notes")
    clone = Guarded(repo.clone(repo.path.parent / kind, option).path, repo.watch, init=False)
    clone.write("tool.nix", package(3, 2)).stage()
    for _ in range(2):
        assert checked(clone, "check").findings == []
    clone.git("fetch", "--quiet", "--no-auto-maintenance", *fetch.split()[2:])
    assert checked(clone, "check").findings == STALE


@pytest.mark.parametrize(
    ("option", "kind", "fetch"),
    [
        ("--depth=2", "shallow", "git fetch --unshallow"),
        ("--filter=blob:none", "partial", "git fetch --refetch --no-filter"),
    ],
    ids=["shallow", "partial"],
)
def test_a_range_of_a_clone_without_the_complete_history_says_so(
    repo: Guarded, option: str, kind: str, fetch: str
) -> None:
    """The hash went back alone: AG206 here, and AG201 with the history."""
    for version in (2, 3):
        repo.unasked(package(version))
    repo.unasked("text", "notes")
    clone = Guarded(repo.clone(repo.path.parent / kind, option).path, repo.watch, init=False)
    clone.unasked(package(3, 2))
    run = checked(clone, "check", "--base", "HEAD~1", "--head", "HEAD")
    assert run.findings == [f"AG206 tool.nix:{HASH_LINE}"]
    assert f"authguard: this clone is {kind}" in run.stderr
    assert fetch in run.stderr
    assert checked(clone, "check", "-q", "--base", "HEAD~1", "--head", "HEAD").stderr == ""
    clone.git("fetch", "--quiet", "--no-auto-maintenance", *fetch.split()[2:])
    run = checked(clone, "check", "--base", "HEAD~1", "--head", "HEAD")
    assert (run.findings, run.stderr) == (STALE, "")


@pytest.fixture
def partial(repo: Guarded) -> Guarded:
    """A clone without blobs and with only the root checked out: packages/ was never fetched."""
    repo.write("versions.nix", '{ tool = "1.0"; }\n')
    repo.write("packages/tool.nix", reads_versions()).commit("packages", "--no-verify")
    made = repo.clone(repo.path.parent / "partial", "--filter=blob:none", "--sparse")
    return Guarded(made.path, repo.watch, init=False)


def reads_versions(path: str = "../versions.nix") -> str:
    """A package that reads its version from another file."""
    return package(1, repository="shared").replace('version = "1.0";', f"version = (import {path}).tool;")


def test_a_blobless_clone_names_missing_blobs_and_fetches_none(partial: Guarded) -> None:
    """Local files are judged."""
    partial.write("versions.nix", '{ tool = "2.0"; }\n').write("tool.nix", package(2, 1)).stage()
    done = partial.run("commit", "-m", "stale")
    assert done.returncode == 1
    (run,) = partial.watch.runs()
    assert run.findings == sorted([*STALE, UNKNOWN])
    assert "this clone does not have packages/tool.nix" in " ".join(run.stdout.split())
    oid = partial.git("rev-parse", "HEAD:packages/tool.nix")
    assert partial.run("cat-file", "-e", oid, env={"GIT_NO_LAZY_FETCH": "1"}).returncode != 0


def test_a_blobless_clone_needs_no_remote(repo: Guarded, partial: Guarded) -> None:
    """The repository of the remote is gone."""
    shutil.rmtree(repo.path)
    bump_is_judged(partial, UNKNOWN)


def test_check_all_of_a_blobless_clone_names_the_missing_files(partial: Guarded) -> None:
    """The local files are judged."""
    run = checked(partial, "check", "--all")
    assert run.code == 0
    assert run.findings == [UNKNOWN]


def test_a_blobless_clone_is_judged_completely_after_a_fetch(partial: Guarded) -> None:
    """The verdict is the same as in a complete clone."""
    partial.write("versions.nix", '{ tool = "2.0"; }\n').stage()
    assert check(partial, code=0) == [UNKNOWN]
    partial.git("cat-file", "blob", "HEAD:packages/tool.nix")  # which fetches it
    assert check(partial, code=1) == [f"AG201 packages/tool.nix:{HASH_LINE}"]


@pytest.mark.parametrize("sparse_index", ["--no-sparse-index", "--sparse-index"])
def test_a_file_outside_of_a_sparse_checkout_is_judged(repo: Guarded, sparse_index: str) -> None:
    """A file on disk is imported by this file; the index may be sparse too."""
    repo.write("versions.nix", '{ tool = "1.0"; }\n').write("packages/deep/notes", "1")
    repo.write("packages/tool.nix", reads_versions()).commit("packages", "--no-verify")
    repo.git("sparse-checkout", "set", "--cone", sparse_index)
    assert not (repo.path / "packages").exists()
    repo.write("versions.nix", '{ tool = "2.0"; }\n').stage()
    assert repo.refused("commit", "-m", "stale") == [f"AG201 packages/tool.nix:{HASH_LINE}"]
    assert not (repo.path / "packages").exists()
    repo.write("versions.nix", '{ tool = "1.0"; }\n').stage()
    bump_is_judged(repo)


def test_a_repository_with_sha256_names_is_judged(watch: Watch) -> None:
    """Object names have 64 digits. A merge is judged too."""
    repo = Guarded(watch.root / "sha256", watch, "--object-format=sha256").start()
    bump_is_judged(repo)
    repo.branch("side", "HEAD~1").unasked(package(3))
    repo.git("switch", "--quiet", "main")
    assert repo.run("merge", "side").returncode == 1
    repo.write("tool.nix", package(2, 3)).stage()
    assert repo.refused("commit", "-m", "merge") == STALE


def test_a_repository_with_reftable_is_judged(watch: Watch) -> None:
    """Its refs are stored in the reftable format."""
    if Repo(watch.root / "probe").run("init", "--quiet", "--ref-format=reftable", "p").returncode:
        pytest.skip("not here: a git that knows reftable (2.45)")
    bump_is_judged(Guarded(watch.root / "reftable", watch, "--ref-format=reftable").start())


@pytest.mark.parametrize(
    "setting",
    ["core.splitIndex=true", "index.version=4", "core.untrackedCache=true", "core.preloadIndex=false"],
)
def test_every_format_of_the_index_is_judged(watch: Watch, setting: str) -> None:
    """Git itself reads the index."""
    repo = Guarded(watch.root / "index", watch)
    repo.git("config", *setting.split("="))
    repo.start().git("update-index", "--force-write-index")
    bump_is_judged(repo)


def test_a_path_that_is_no_text_is_printed_with_escapes(repo: Guarded) -> None:
    """The path is not UTF-8, and its file is judged."""
    path = os.fsdecode(b"t\xff\xe9 x.nix")
    repo.unasked(package(1, repository="odd"), path)
    repo.write(path, package(2, 1, "odd")).stage()
    assert repo.refused("commit", "-m", "stale") == [rf"AG201 t\xff\xe9 x.nix:{HASH_LINE}"]
    report = checked(repo, "check", "--format", "json")
    assert report.code == 1
    assert os.fsencode(report.stdout).decode("utf-8")  # JSON has to be valid text
    repo.write(path, package(2, repository="odd")).stage()
    assert repo.accepted("commit", "-m", "right") == []


def test_odd_paths_break_no_line_of_the_report(repo: Guarded) -> None:
    """No path is read as an option."""
    names = ["new\nline.nix", "a\tb.nix", '"quoted".nix', " .nix", "-q.nix", "ü ☃.nix"]
    for number, name in enumerate(names):
        repo.write(name, package(1, repository=f"odd{number}"))
    repo.commit("odd", "--no-verify")
    for number, name in enumerate(names):
        repo.write(name, package(2, 1, f"odd{number}"))
    run = checked(repo.stage(), "check", "--format", "short")
    assert (run.code, run.stdout.count("\n")) == (1, len(names))
    assert len(check(repo, "--", "-q.nix", code=1)) == 1
    assert len(check(repo, "new\nline.nix", code=1)) == 1


def test_files_with_crlf_are_judged(repo: Guarded) -> None:
    """One file is stored with CRLF, and git converts another file to LF."""
    before = package(1, repository="crlf").replace("\n", "\r\n")
    repo.unasked(before, "crlf.nix")
    repo.write("crlf.nix", package(2, 1, "crlf").replace("\n", "\r\n")).stage()
    assert repo.git("ls-files", "--eol", "crlf.nix").startswith("i/crlf")
    assert repo.refused("commit", "-m", "stale") == [f"AG201 crlf.nix:{HASH_LINE}"]
    repo.write("crlf.nix", before).stage()
    repo.write(".gitattributes", "*.nix text eol=crlf\n").write("tool.nix", package(2, 1)).stage()
    assert repo.refused("commit", "-m", "stale") == STALE


def test_a_package_that_changed_only_its_line_ends_is_right(repo: Guarded) -> None:
    """The commit is made, and nothing is printed."""
    repo.write("tool.nix", package(1).replace("\n", "\r\n")).stage()
    assert repo.accepted("commit", "-m", "line ends") == []


def test_a_link_to_a_package_is_judged_as_its_second_name(repo: Guarded) -> None:
    """A link with another target is a change."""
    repo.unasked(package(2, repository="other"), "other.nix")
    repo.link("link.nix", "tool.nix").link("out.nix", "/etc/passwd").link("loop.nix", "loop.nix").stage()
    assert repo.accepted("commit", "-m", "links") == []
    repo.write("tool.nix", package(2, 1)).stage()
    assert STALE[0] in repo.refused("commit", "-m", "stale")
    repo.write("tool.nix", package(1)).stage()
    repo.remove("link.nix").link("link.nix", "other.nix").stage()
    assert repo.accepted("commit", "-m", "another") == []


def test_a_package_that_reads_its_version_by_a_link_is_judged(repo: Guarded) -> None:
    """The file behind the link changes."""
    repo.write("versions.nix", '{ tool = "1.0"; }\n').link("packages/v.nix", "../versions.nix")
    repo.write("packages/tool.nix", reads_versions("./v.nix"))
    repo.commit("packages", "--no-verify")
    repo.write("versions.nix", '{ tool = "2.0"; }\n').stage()
    assert repo.refused("commit", "-m", "stale") == [f"AG201 packages/tool.nix:{HASH_LINE}"]


@pytest.fixture
def nested(repo: Guarded) -> Guarded:
    """Two stale packages are staged: one at the root, one in a/."""
    repo.unasked(package(1, repository="other"), "a/other.nix")
    repo.write("a/b/notes", "1").write("tool.nix", package(2, 1)).write("a/other.nix", package(2, 1, "other"))
    repo.stage()
    return repo


def test_a_check_from_a_sub_directory_judges_everything(nested: Guarded) -> None:
    """Paths are relative to the current directory."""
    both = [f"AG201 ../tool.nix:{HASH_LINE}", f"AG201 other.nix:{HASH_LINE}"]
    assert check(nested, code=1, directory="a") == both
    assert check(nested, "other.nix", code=1, directory="a") == both[1:]
    assert check(nested, ".", code=1, directory="a") == both[1:]
    assert check(nested, "../tool.nix", code=1, directory="a") == both[:1]
    assert check(nested, ".", code=0, directory="a/b") == []


def test_the_command_line_may_name_the_directory(nested: Guarded, tmp_path: Path) -> None:
    """`-C DIR` changes the directory, as for git; several are joined."""
    outside = Repo(tmp_path / "outside")
    words = ("authguard", "-C", str(nested.path), "-C", "a", "check", "other.nix")
    done = outside.run(*words)
    assert done.returncode == 1
    assert f" other.nix:{HASH_LINE}:" in done.stdout
    assert "tool.nix" not in done.stdout
    (run,) = nested.watch.runs()
    assert run.arguments == ["-C", str(nested.path), "-C", "a", "check", "other.nix"]


def test_a_check_through_a_link_judges_the_same_work_tree(nested: Guarded) -> None:
    """The link leads into the repository."""
    link = nested.path.parent / "link"
    link.symlink_to(nested.path / "a")
    done = nested.run("-C", str(link), "authguard", "check", "other.nix")
    assert done.returncode == 1
    assert f" other.nix:{HASH_LINE}:" in done.stdout


def test_a_git_directory_in_another_place_is_used(repo: Guarded) -> None:
    """GIT_DIR and GIT_WORK_TREE name the repository."""
    apart = repo.path.parent / "apart.git"
    (repo.path / ".git").rename(apart)
    repo.write("tool.nix", package(2, 1))
    env = {"GIT_DIR": str(apart), "GIT_WORK_TREE": str(repo.path)}
    repo.git("add", "tool.nix", env=env)
    done = repo.run("commit", "-m", "stale", env=env)
    assert done.returncode == 1
    assert [run.findings for run in repo.watch.runs()] == [STALE]


def test_check_all_reports_a_placeholder_only_in_data_that_nix_may_read(repo: Guarded) -> None:
    """A text of another program may consist of zeros. A key such as `sha256` names the algorithm."""
    zeros, pin = "0" * 56, '{ "url": "https://x.example/a-1.1.tgz", "hash": "" }\n'
    repo.write(
        "pins.nix", "{ lib, fetchurl }: fetchurl { inherit (lib.importJSON ./read/a.json) url hash; }\n"
    )
    repo.write("read/a.json", pin)
    repo.write("fixtures/b.json", f'{{ "scriptHash": "{zeros}", "hash": "" }}\n')
    repo.write("fixtures/c.json", f'{{ "url": "https://x.example/c-1.tgz", "sha256": "{"0" * 52}" }}\n')
    repo.commit("first", "--no-verify")
    assert checked(repo, "check", "--all").findings == ["AG207 fixtures/c.json:1", "AG207 read/a.json:1"]
