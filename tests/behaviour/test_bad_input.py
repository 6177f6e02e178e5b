"""Commands without an answer: one clear line, exit code 2, and nothing else."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.guarded import NEVER, REAL, SECONDS, Guarded, check, checked, complaint, package
from tests.support.repos import Repo

COMMANDS = ["check", "list"]


def stale(repo: Guarded) -> Guarded:
    """Stage a stale bump."""
    return repo.write("tool.nix", package(2, 1)).stage()


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("exclud = []\n", "authguard.toml: exclud is not a key; did you mean exclude?"),
        ('[rules]\nAG999 = "off"\n', "AG999"),
        ('[rules]\nAG201 = "loud"\n', "loud"),
        ("[evidence\n", "authguard.toml"),
        ("exclude = [\n", "authguard.toml"),
        ('exclude = "a"\n', "exclude"),
        ("\xff", "authguard.toml"),
        ('[[version]]\npackage = "p"\nsites = [{ path = "../x", attribute = "v" }]\n', ".."),
        ('[[version]]\npackage = "p"\nsites = [{ path = "/etc/passwd", attribute = "v" }]\n', "/etc/passwd"),
        ('[[version]]\npackage = "p"\nsites = [{ path = "out", regex = "(x)" }]\n', "out"),
        (
            '[[version]]\npackage = "p"\nsites = [{ path = "a.nix", regex = "(" }]\n',
            "regex is not a regular expression",
        ),
        ('[[allow]]\nrule = "AG201"\npath = "x"\n', "reason"),
    ],
)
def test_a_bad_config_of_the_index_is_an_error(repo: Guarded, config: str, says: str) -> None:
    """The error names the file. The config of the work tree is not used."""
    repo.link("out", "/etc").write("authguard.toml", config.encode("latin-1"))
    assert check(repo, code=0) == []
    repo.stage()
    said = complaint(repo, "check")
    assert "authguard.toml" in said
    assert says in said


def test_a_bad_config_stops_the_commit(repo: Guarded) -> None:
    """A check without an answer does not pass."""
    stale(repo).write("authguard.toml", "exclud = []\n").stage()
    before = repo.kept()
    assert repo.run("commit", "-m", "stale").returncode != 0
    assert repo.kept() == before
    (run,) = repo.watch.runs()
    assert (run.code, run.stdout) == (2, "")
    assert run.stderr == "authguard: authguard.toml: exclud is not a key; did you mean exclude?\n"


def test_a_bad_table_in_pyproject_is_an_error(repo: Guarded) -> None:
    """The table is [tool.authguard]. A pyproject.toml without this table is ignored."""
    repo.write("pyproject.toml", '[project]\nname = "x"\n').stage()
    assert check(repo, code=0) == []
    repo.write("pyproject.toml", "[tool.authguard]\nexclud = []\n").stage()
    said = complaint(repo, "check")
    assert "pyproject.toml" in said
    assert "did you mean exclude?" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_runs_outside_of_a_repository(tmp_path: Path, command: str) -> None:
    """Neither this directory nor a directory above it has a repository."""
    outside = Repo(tmp_path / "outside")
    shutil.rmtree(outside.path / ".git")
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path)}
    assert complaint(outside, command, env=env) == f"not a git repository: {outside.path}"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "--base", "nosuch"], "unknown revision: nosuch"),
        (["check", "--head", "nosuch"], "unknown revision: nosuch"),
        (
            ["check", "--base", "HEAD", "--head", "--output=x"],
            "check: argument --head: expected one argument",
        ),
        (["check", "--base", "HEAD..HEAD"], "unknown revision: HEAD..HEAD"),
        (["check", "--base", ""], "a revision is empty"),
        (["check", "--base", "HEAD:tool.nix"], "HEAD:tool.nix is no commit, and a commit is needed here"),
        (["check", "--base"], "check: argument --base: expected one argument"),
        (["check", "--bse", "HEAD"], "check: there is no option '--bse'; did you mean --base?"),
        (["check", "--format", "yaml"], "yaml"),
        (["check", "../outside.nix"], "'../outside.nix' is outside this repository"),
        (["chekc"], "there is no command 'chekc'; did you mean check?"),
        (["explain", "AG999"], "'AG999' is neither a rule nor a file of this repository; did you mean AG"),
        (["-C", "nowhere", "check"], "cannot change to 'nowhere': No such file or directory"),
        (["-C", "tool.nix", "check"], "cannot change to 'tool.nix': Not a directory"),
        (["-C"], "argument -C: expected one argument"),
        (["check", "--base", ":index"], ":index is no commit, and a commit is needed here"),
        (["explain", "ag2"], "'ag2' is the beginning of AG201, AG202, AG203 and 6 more; name one rule"),
        (["list", "--silent", "--loud"], "list: no hash is both --silent and --loud"),
        (["list", "--rev", "nosuch"], "unknown revision: nosuch"),
    ],
    ids=" ".join,
)
def test_a_message_names_the_wrong_word(repo: Guarded, arguments: list[str], says: str) -> None:
    """The message proposes the nearest valid word."""
    assert says in complaint(repo, *arguments)


def test_a_malformed_push_line_is_refused(repo: Guarded) -> None:
    """Git would never write such a line to pre-push."""
    done = repo.run("authguard", "check", "--pre-push", "origin", stdin="refs/heads/x y z\n")
    assert done.returncode == 2
    assert done.stderr == "authguard: not a line that git writes to pre-push: refs/heads/x y z\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bare_repository_without_a_named_revision_is_an_error(repo: Guarded, command: str) -> None:
    """A bare repository has no index."""
    repo.git("clone", "--quiet", "--bare", ".", "../bare.git")
    said = complaint(Repo(repo.path.parent / "bare.git", init=False), command)
    assert said.startswith("a bare repository has no index: name a ")


def test_a_check_inside_the_git_directory_judges_the_index(repo: Guarded) -> None:
    """There is no work tree in this directory."""
    stale(repo)
    assert len(check(repo, code=1, directory=".git")) == 1


def test_a_missing_git_is_named(repo: Guarded, tmp_path: Path) -> None:
    """PATH has only an empty directory."""
    empty = tmp_path / "empty"
    empty.mkdir()
    assert complaint(repo, "check", env={"PATH": str(empty)}) == "git is not installed, or not on PATH"


def test_a_removed_current_directory_is_an_error(repo: Guarded) -> None:
    """The directory was removed while it was the current directory of the shell."""
    script = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" "$1" check'
    done = subprocess.run(
        ["sh", "-c", script, sys.executable, REAL],
        cwd=repo.path,
        env=repo.environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("authguard: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (".git/index", b"DIRC garbage"),
        (".git/index", b""),
        (".git/HEAD", b"garbage\n"),
        (".git/config", b"[core\n"),
        (".git/refs/heads/main", b"0123456789012345678901234567890123456789\n"),
    ],
    ids=["index", "empty-index", "HEAD", "config", "ref"],
)
def test_the_message_of_git_about_damage_is_printed_once(repo: Guarded, path: str, content: bytes) -> None:
    """The message of git is printed once, in one line."""
    stale(repo)
    (repo.path / path).write_bytes(content)
    run = checked(repo, "check", env={"GIT_CEILING_DIRECTORIES": str(repo.path.parent)})
    if (path, content) == (".git/index", b""):
        # For git an empty index is one without entries: such a commit removes every file.
        assert run.code in (0, 2)
    else:
        assert run.code == 2, run
    assert run.stdout == ""
    assert run.stderr.count("\n") == (1 if run.code else 0)


def test_a_damaged_object_is_named_or_ends_the_check(repo: Guarded) -> None:
    """A blob of HEAD is unreadable: the file is not judged, or git's message is printed. Then the blob is gone."""
    oid = repo.oid("HEAD:tool.nix")
    blob = repo.path / ".git" / "objects" / oid[:2] / oid[2:]
    stale(repo)
    blob.chmod(0o644)
    blob.write_bytes(b"garbage")
    run = checked(repo, "check")
    assert run.code in (0, 2)
    assert run.stderr.count("\n") == (1 if run.code else 0)
    assert ("AG904" in run.stdout) == (run.code == 0)
    blob.unlink()
    run = checked(repo, "check")
    assert run.code == 0
    assert "warning[AG904] not judged: this clone does not have it" in run.stdout


def test_directories_are_read_even_if_they_are_named_like_files(repo: Guarded) -> None:
    """The names are x.nix, authguard.toml, flake.lock and package.json."""
    repo.write("x.nix/tool.nix", package(1, repository="inner")).write("authguard.toml/x", "1")
    repo.write("flake.lock/x", "1").write("package.json/y.nix", "{ }").commit("directories", "--no-verify")
    repo.write("x.nix/tool.nix", package(2, 1, "inner")).stage()
    assert check(repo, code=1) == ["AG201 x.nix/tool.nix:16"]
    assert check(repo, "--all", code=0) == []


def _as_anybody() -> None:
    """Let permissions stop root too: after an exec, root does not have the capabilities that are dropped here."""
    libc = ctypes.CDLL(None, use_errno=True)
    for power in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        if libc.prctl(24, power, 0, 0, 0):  # PR_CAPBSET_DROP
            raise OSError(ctypes.get_errno(), "prctl")


def powerless(repo: Repo, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `git-authguard ARGUMENTS` as a user without root's powers, even if the tests run as root."""
    done = subprocess.run(
        [sys.executable, "-W", "error", REAL, *arguments],
        cwd=repo.path,
        env=repo.environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        preexec_fn=_as_anybody if os.geteuid() == 0 else None,
        check=False,
    )
    assert not re.search(NEVER, done.stderr), done.stderr
    return done


@pytest.mark.skipif(sys.platform != "linux", reason="not here: Linux, whose root can be made powerless")
@pytest.mark.parametrize("path", [".git/index", ".git/HEAD", ".git/objects", ".git/config", ".git"])
def test_unreadable_files_of_git_are_an_error_in_one_line(repo: Guarded, path: str) -> None:
    """The line comes from git or from authguard."""
    stale(repo)
    where = repo.path / path
    mode = where.stat().st_mode
    where.chmod(0)
    try:
        done = powerless(repo, "check")
    finally:
        where.chmod(mode)
    assert (done.returncode, done.stdout) == (2, ""), done
    assert done.stderr.startswith("authguard: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="not here: Linux, whose root can be made powerless")
def test_a_check_of_the_index_needs_no_readable_work_tree(repo: Guarded) -> None:
    """With :worktree the check needs it, and names the file as not judged."""
    stale(repo)
    (repo.path / "tool.nix").chmod(0)
    try:
        assert powerless(repo, "check").returncode == 1
        assert powerless(repo, "check", "--head", ":worktree").returncode in (0, 2)
    finally:
        (repo.path / "tool.nix").chmod(0o644)


@pytest.mark.skipif(sys.platform != "linux", reason="not here: Linux, whose root can be made powerless")
def test_a_git_directory_that_cannot_be_written_changes_no_verdict(repo: Guarded) -> None:
    """No verdict is stored."""
    stale(repo)
    git_dir = repo.path / ".git"
    git_dir.chmod(0o555)
    try:
        for arguments in (["check"], ["check"], ["check", "--all"], ["list"]):
            done = powerless(repo, *arguments)
            assert done.returncode == (1 if arguments == ["check"] else 0), done
            assert done.stderr == ""
    finally:
        git_dir.chmod(0o755)
    assert not (git_dir / "authguard").exists()
