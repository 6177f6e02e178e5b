"""`bump --commit` commits its own edits alone, by git, with the user's hooks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.support.packaging import REAL
from tests.support.repos import Repo
from tests.support.sourced import FAKE, Sourced

if TYPE_CHECKING:
    from pathlib import Path


def test_bump_commits_its_lines_with_a_message_about_each_hash(tool: Sourced) -> None:
    """No finding remains, and no file stays in .git."""
    before = tool.text()
    said = tool.bumped()
    assert said.code == 0, said
    assert tool.git("status", "--porcelain") == ""
    assert tool.git("rev-parse", "HEAD^") == tool.first
    lines = tool.lines("HEAD^", "HEAD")
    assert len(lines) == 4
    assert lines.count('version = "2026.2.1";') == 2
    assert tool.bumped().code == 0  # is that already
    olds = [line.split('"')[1] for line in before.splitlines() if "hash" in line]
    news = [line.split('"')[1] for line in tool.text().splitlines() if "hash" in line]
    assert tool.git("log", "-1", "--format=%B").splitlines() == [
        "tool: 2026.2.0 -> 2026.2.1",
        "",
        f"tool/sources.nix#src: {olds[0]} -> {news[0]}",
        f"tool/sources.nix#client: {olds[1]} -> {news[1]}",
    ]
    assert "authguard: committed " in said.err
    assert tool.authguard("check", "--base", "HEAD^", "--head", "HEAD") == (0, "", "")
    assert not (tool.path / ".git/authguard/commit").exists()


def with_hunks(tool: Sourced, ending: str = "\n") -> tuple[str, str]:
    """Write staged and unstaged hunks of one file, and other files. Returns the content of the work tree."""
    staged = tool.text(rev="HEAD").replace("# What we build", "# What we build, staged\n# and more")
    unstaged = staged.replace("rec {", "rec {\n\n  # unstaged").rstrip("\n").replace("\n", ending)
    tool.write("tool/sources.nix", staged).write("other", "2\n").write("new", "1\n").stage()
    tool.write("tool/sources.nix", unstaged).write("other", "3\n").write("untracked", "1\n")
    return staged, unstaged


def replaced(text: str, changed: dict[str, str]) -> str:
    """A text with other lines, but the same line ends."""
    ending = "\r\n" if "\r\n" in text else "\n"
    return ending.join(changed.get(line, line) for line in text.split(ending))


def changes(before: str, after: str) -> dict[str, str]:
    """The lines of a text that changed."""
    return {one: two for one, two in zip(before.split("\n"), after.split("\n"), strict=True) if one != two}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_staged_edits_stay_staged_and_are_not_committed(tool: Sourced, ending: str) -> None:
    """Staged and unstaged hunks of the same file, other files and new files keep each byte."""
    if ending == "\r\n":
        tool.write(".gitattributes", "*.nix text eol=crlf\n").commit("line ends")
    text = tool.text(rev="HEAD")
    staged, unstaged = with_hunks(tool, ending)
    said = tool.bumped()
    assert said.code == 0, said
    changed = changes(text, tool.text(rev="HEAD"))
    assert len(changed) == 3
    assert tool.text(rev=":") == replaced(staged, changed)
    assert tool.text() == replaced(unstaged, changed)
    assert (tool.text("other", ":"), tool.text("other")) == ("2\n", "3\n")
    assert tool.git("show", "--name-only", "--format=").split() == ["tool/default.nix", "tool/sources.nix"]
    assert tool.git("status", "--porcelain").splitlines() == [
        "A  new",
        "MM other",
        "MM tool/sources.nix",
        "?? untracked",
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("command", ["bump", "fix"])
def test_edits_are_staged_on_top_of_staged_changes(tool: Sourced, command: str, ending: str) -> None:
    """--stage adds exactly the edits to a file with staged and unstaged hunks, with each kind of line end."""
    if ending == "\r\n":
        tool.git("config", "core.autocrlf", "true")
        tool.write("tool/sources.nix", tool.text().replace("\n", ending)).stage()
    staged, unstaged = with_hunks(tool, ending)
    if command == "bump":
        said = tool.authguard("bump", "2026.2.1", "tool", "--stage")
    else:
        staged, unstaged = (each.replace("2026.2.0", "2026.2.1") for each in (staged, unstaged))
        default = tool.text("tool/default.nix").replace("2026.2.0", "2026.2.1")
        tool.write("tool/default.nix", default).write("tool/sources.nix", staged).stage("tool")
        tool.write("tool/sources.nix", unstaged)
        said = tool.authguard("fix", "--stage")
    assert said.code == 0, said
    changed = changes(staged, tool.text(rev=":"))
    assert len(changed) == (3 if command == "bump" else 2)
    assert tool.text() == replaced(unstaged, changed)
    assert tool.oid("HEAD") == tool.first
    assert tool.lines("--", "tool") == ["", "# unstaged", "}"]  # the last line has no line end
    assert (tool.text("other", ":"), tool.text("other")) == ("2\n", "3\n")


def test_a_hook_that_refuses_leaves_the_edits_in_the_work_tree(tool: Sourced) -> None:
    """The index is unchanged, and a message says so. A second run commits."""
    tool.write("other", "2\n").stage()
    index = tool.git("ls-files", "-s")
    tool.hook("pre-commit", "echo 'not on a Friday'; exit 1")
    said = tool.bumped()
    assert said.code == 1, said
    assert "not on a Friday" in said.err
    assert "not committed: a hook refused it; the edits are in the work tree\n" in said.err
    assert (tool.oid("HEAD"), tool.git("ls-files", "-s")) == (tool.first, index)
    assert tool.lines().count('version = "2026.2.1";') == 2
    assert not (tool.path / ".git/authguard/commit").exists()
    tool.hook("pre-commit", "exit 0")
    said = tool.bumped()
    assert said.code == 0, said  # a second run commits what the first could not
    assert tool.git("rev-parse", "HEAD^") == tool.first
    assert (len(tool.lines("HEAD^", "HEAD")), tool.lines()) == (4, [])
    assert tool.git("log", "-1", "--format=%s") == "tool: 2026.2.0 -> 2026.2.1"
    assert tool.git("log", "-1", "--format=%B").count(" -> sha256-") == 2
    assert tool.git("status", "--porcelain") == "M  other"
    tool.git("reset", "--quiet", "--hard", "true")
    tool.hook("commit-msg", 'grep -q "^Signed" "$1"')
    said = tool.bumped("--stage")
    assert "authguard: wrote and staged " in said.err, said
    assert said.code == 1, said
    assert (tool.oid("HEAD"), tool.lines()) == (tool.first, [])
    assert tool.lines("--cached", "--", "tool").count('version = "2026.2.1";') == 2


def test_hooks_see_only_the_edits_of_the_bump(tool: Sourced) -> None:
    """Hooks get the commit's own index and the environment of git."""
    tool.write("other", "2\n").stage()
    seen = tool.path.parent / "seen"
    for hook in ("pre-commit", "commit-msg", "post-commit"):
        tool.hook(hook, f'echo "{hook} $GIT_ALLOW_PROTOCOL"; git diff --cached --name-only >>"{seen}"')
    said = tool.bumped()
    assert said.code == 0, said
    assert [line for line in said.err.splitlines() if "http:https" in line] == [
        f"{hook} http:https:git:ssh" for hook in ("pre-commit", "commit-msg", "post-commit")
    ]
    assert said.out.count("pre-commit") == 0
    assert seen.read_text().split() == ["tool/default.nix", "tool/sources.nix"] * 2
    assert tool.git("diff", "--cached", "--name-only") == "other"


def test_the_hook_of_authguard_does_not_judge_other_staged_changes(tool: Sourced) -> None:
    """The hook judges the commit of the bump alone."""
    stale = tool.text().replace("2026.2.0", "2026.2.1")
    tool.write("copy/sources.nix", tool.text()).commit("a copy")
    assert tool.authguard("install", "--quiet").code == 0
    tool.write("copy/sources.nix", stale).stage()
    said = tool.bumped(PATH=f"{REAL.parent}{os.pathsep}{os.environ['PATH']}")
    assert said.code == 0, said
    assert tool.authguard("check", "--quiet").code == 1


def test_edits_that_head_has_already_are_not_committed_again(tool: Sourced) -> None:
    """A message says so, and the work tree has the edits too."""
    assert tool.bumped().code == 0
    head = tool.oid("HEAD")
    tool.git("checkout", "true", "--", "tool")
    said = tool.bumped()
    assert said.code == 0, said
    assert "not committed: HEAD has these edits already" in said.err
    assert (tool.oid("HEAD"), tool.git("diff", "HEAD", "--", "tool")) == (head, "")


def test_the_next_run_deletes_the_index_that_a_killed_run_left(tool: Sourced) -> None:
    """An index that another run uses is never deleted."""
    tool.write(".git/authguard/commit/index", "torn").write(".git/authguard/commit/index.lock", "")
    with FileLock(tool.path / ".git/authguard/commit.lock"):
        said = tool.bumped()
    assert said.code == 2, said
    assert "another authguard is committing or building in this work tree; the edits are" in said.err
    tool.git("checkout", "true", "--", "tool")
    assert tool.bumped().code == 0
    assert not (tool.path / ".git/authguard/commit").exists()


def test_a_hook_may_change_the_message_and_git_signs_the_commit(tool: Sourced) -> None:
    """If the configured program cannot sign, there is no commit, and the exit code is 2."""
    tool.hook("prepare-commit-msg", 'echo "Change-Id: I1" >>"$1"')
    tool.git("config", "commit.gpgsign", "true")
    signer = tool.path.parent / "gpg"
    signer.write_text(
        '#!/bin/sh\ncat >/dev/null\necho "[GNUPG:] SIG_CREATED " >&2\necho "-----BEGIN PGP SIGNATURE-----"\n'
    )
    signer.chmod(0o755)
    tool.git("config", "gpg.program", "false")
    said = tool.bumped()
    assert said.code == 2, said
    assert tool.oid("HEAD") == tool.first
    assert "not committed: git commit failed; the edits are in the work tree" in said.err
    tool.git("checkout", "--quiet", "tool")
    tool.git("config", "gpg.program", str(signer))
    assert tool.bumped().code == 0
    assert "gpgsig -----BEGIN PGP SIGNATURE-----" in tool.git("cat-file", "commit", "HEAD")
    assert tool.git("log", "-1", "--format=%B").splitlines()[-1] == "Change-Id: I1"


@pytest.mark.parametrize("what", ["merge", "rebase", "cherry-pick"])
def test_bump_commits_nothing_during_a_merge_or_rebase(tool: Sourced, what: str) -> None:
    """The commit would become a part of it. One line refuses this, and nothing is changed."""
    tool.branch("side").write("other", "side\n").commit("side")
    tool.git("switch", "--quiet", "main")
    tool.write("other", "main\n").commit("main")
    assert tool.run(what, "side").returncode == 1
    tool.write("other", "both\n").stage()
    before = tool.git("status", "--porcelain")
    said = tool.bumped()
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert f"a {what} is in progress" in said.err
    assert tool.git("status", "--porcelain") == before


def test_bump_commits_nothing_before_the_first_commit(tool: Sourced) -> None:
    """The edits would have no parent."""
    tool.git("update-ref", "-d", "HEAD")
    said = tool.bumped()
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "has no commit yet" in said.err


PINNED = ('version = "2026.2.0";', 'version = "2026.2.0"; # pinned')
OTHER = ("client = fetchgit {", "client = fetchgit {\n    fetchSubmodules = false;")


@pytest.mark.parametrize("staged", [False, True])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (PINNED, "tool/sources.nix cannot be edited as it is {}: line 4, which must change, is not the same"),
        (OTHER, "tool/sources.nix#client has other inputs or another hash {} than in the work tree"),
    ],
)
def test_edits_that_do_not_apply_to_the_index_change_nothing(
    tool: Sourced, change: tuple[str, str], reason: str, staged: bool
) -> None:
    """HEAD or the index has another line, or other inputs for the proved hash."""
    tool.write("tool/sources.nix", tool.text().replace(*change))
    if staged:
        tool.stage()
    status, text = tool.git("status", "--porcelain"), tool.text()
    said = tool.bumped()
    assert said.code == 2, said
    assert reason.format("in HEAD" if staged else "staged") in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert (tool.git("status", "--porcelain"), tool.text()) == (status, text)


def test_a_file_that_is_not_in_head_can_only_be_staged(tool: Sourced) -> None:
    """The message names the file, which cannot be committed alone."""
    tool.git("mv", "tool/sources.nix", "tool/pins.nix")
    tool.write(
        "tool/default.nix", tool.text("tool/default.nix").replace("./sources.nix", "./pins.nix")
    ).stage()
    said = tool.bumped()
    assert said.code == 2
    assert "tool/pins.nix is not in HEAD; nothing was changed" in said.err
    assert tool.authguard("bump", "2026.2.1", "tool", "--stage").code == 0
    assert tool.git("diff") == ""


def test_bump_commits_in_its_own_work_tree_only(tool: Sourced, tmp_path: Path) -> None:
    """This linked work tree has a detached HEAD, and the other work tree is unchanged."""
    tool.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"))
    linked = Repo(tmp_path / "linked", init=False)
    linked.write("other", "linked\n").stage()
    tool.write("other", "main\n").stage()
    home, tool.path = tool.path, linked.path
    said = tool.bumped()
    tool.path = home
    assert said.code == 0, said
    assert linked.git("rev-parse", "HEAD^") == tool.first
    assert linked.run("symbolic-ref", "--quiet", "HEAD").returncode == 1
    assert (linked.git("status", "--porcelain"), tool.git("status", "--porcelain")) == (
        "M  other",
        "M  other",
    )
    assert tool.oid("HEAD") == tool.first


@pytest.mark.parametrize("kind", ["split", "sparse", "untracked cache", "version 4"])
def test_staged_changes_stay_in_each_kind_of_index(tool: Sourced, kind: str) -> None:
    """Git finds no fault afterwards."""
    tool.write("out/deep/x", "1\n").write("other", "0\n").commit("more")
    head = tool.oid("HEAD")
    if kind == "split":
        tool.git("config", "core.splitIndex", "true")
        tool.git("update-index", "--split-index")
    elif kind == "sparse":
        tool.git("sparse-checkout", "set", "--sparse-index", "tool")
    elif kind == "untracked cache":
        tool.git("update-index", "--force-untracked-cache")
    else:
        tool.git("update-index", "--index-version", "4")
    tool.write("other", "2\n").stage("other")
    said = tool.bumped()
    assert said.code == 0, said
    assert tool.git("rev-parse", "HEAD^") == head
    assert len(tool.lines("HEAD^", "HEAD")) == 4
    assert tool.git("ls-tree", "-r", "--name-only", "HEAD").count("out/deep/x") == 1
    assert tool.git("status", "--porcelain") == "M  other"
    if (
        kind == "sparse"
    ):  # git itself says of such an index that the trees are missing which the next commit would write
        tool.git("sparse-checkout", "disable")
    assert tool.git("fsck", "--strict", "--no-dangling") == ""


def test_a_second_run_finishes_a_bump_that_was_killed_in_a_hook(tool: Sourced) -> None:
    """Both authguard and git are killed: nothing is committed, and the edits are staged."""
    tool.write("other", "2\n").stage()
    tool.hook("pre-commit", "kill -KILL 0")
    command = [str(REAL), "bump", "2026.2.1", "tool", "--commit"]
    killed = subprocess.run(
        command,
        cwd=tool.path,
        env=tool.surroundings(),
        capture_output=True,
        start_new_session=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert tool.oid("HEAD") == tool.first
    assert tool.git("diff") == ""
    assert tool.git("diff", "--cached", "--name-only").split() == [
        "other",
        "tool/default.nix",
        "tool/sources.nix",
    ]
    tool.hook("pre-commit", "exit 0")
    assert tool.authguard("bump", "2026.2.2", "tool", "--stage").code == 2  # which the client does not have
    assert tool.bumped().code == 0
    assert len(tool.lines("HEAD^", "HEAD")) == 4
    assert tool.git("status", "--porcelain") == "M  other"


def test_the_index_that_the_user_names_keeps_its_entries(tool: Sourced, tmp_path: Path) -> None:
    """GIT_INDEX_FILE names the index, the run is in a directory below, and the repository's own index stays."""
    own = (tool.path / ".git/index").read_bytes()
    named = {"GIT_INDEX_FILE": str(tmp_path / "index")}
    (tmp_path / "index").write_bytes(own)
    tool.write("other", "2\n")
    tool.git("add", "other", env=named)
    home, tool.path = tool.path, tool.path / "tool"
    said = tool.authguard("bump", "2026.2.1", "--commit", **named)
    tool.path = home
    assert said.code == 0, said
    assert (tool.path / ".git/index").read_bytes() == own
    assert tool.git("diff", "--cached", "--name-only", env=named) == "other"
    assert tool.git("show", "--name-only", "--format=").split() == ["tool/default.nix", "tool/sources.nix"]


def test_git_converts_the_line_ends_of_the_commit(tool: Sourced) -> None:
    """The work tree has CRLF and the commit LF; git sees no other difference."""
    tool.write(".gitattributes", "*.nix text eol=crlf\n").commit("line ends")
    for name in ("sources", "default"):
        (tool.path / f"tool/{name}.nix").unlink()
    tool.git("checkout", "--", "tool")
    text = tool.text()
    assert "\r\n" in text
    tool.write("tool/sources.nix", text + "# unstaged\r\n")
    said = tool.bumped()
    assert said.code == 0, said
    assert "\r" not in tool.text(rev="HEAD")
    assert len(tool.lines("HEAD^", "HEAD")) == 4
    assert tool.lines() == ["# unstaged"]
    assert tool.text().count("\r\n") == tool.text().count("\n") == text.count("\n") + 1


def test_unfinished_edits_are_not_committed(tool: Sourced) -> None:
    """Only Nix can prove one hash: the other hashes are written, nothing is staged, and the exit code is 3."""
    tool.write(
        "tool/deps.nix",
        "{ stdenv, callPackage }: let sources = callPackage ./sources.nix { }; in stdenv.mkDerivation {\n"
        f'  name = "deps"; inherit (sources) src; outputHash = "{FAKE[:-2]}E="; outputHashMode = "recursive";\n}}\n',
    ).commit("dependencies")
    said = tool.bumped("--no-nix")
    assert said.code == 3, said
    assert "not committed: not every hash is proved; the edits are in the work tree" in said.err
    assert "to do by hand" in said.out
    assert tool.git("diff", "--cached") == ""
    assert tool.lines().count('version = "2026.2.1";') == 2


def test_a_program_can_read_which_commit_was_made(tool: Sourced) -> None:
    """A dry run prints the message of its commit, --format json has the commit, and --quiet prints nothing."""
    said = tool.bumped("--dry-run")
    assert said.code == 0
    assert "authguard: would commit: tool: 2026.2.0 -> 2026.2.1\n" in said.err
    assert (tool.oid("HEAD"), tool.git("status", "--porcelain")) == (tool.first, "")
    document = json.loads(tool.bumped("--format", "json").out)
    assert document["committed"] == tool.oid("HEAD") != tool.first
    assert [each["verdict"] for each in document["results"]] == ["wrong", "wrong"]
    tool.git("reset", "--quiet", "--hard", "HEAD^")
    assert tool.bumped("--quiet") == (0, "", "")
    assert tool.oid("HEAD") != tool.first
