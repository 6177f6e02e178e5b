"""A repository cannot use git against authguard: replace an object, run a program, follow a link."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import HASH_LINE, Guarded, check, checked, complaint, package
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Sequence

STALE = [f"AG201 tool.nix:{HASH_LINE}"]
COMMANDS: Sequence[Sequence[str]] = (
    ["check"],
    ["check", "--head", ":worktree"],
    ["check", "--base", "HEAD~2", "--head", "HEAD"],
    ["check", "--head", "merge"],
    ["check", "--all"],
    ["check", "--pre-push", "origin"],
    ["list"],
    ["audit"],
    ["explain", "tool.nix#hash"],
    ["verify", "--all", "--offline"],
    ["install", "--dry-run"],
)
"""Every command that reads a repository."""


def replaced(repo: Repo) -> None:
    """Make git read the blob of the right package in place of the blob of the stale package."""
    stale = repo.oid("HEAD:tool.nix")
    right = repo.git("hash-object", "-w", "--stdin", stdin=package(1))
    repo.git("replace", stale, right)
    assert repo.git("show", "HEAD:tool.nix") == package(1).removesuffix("\n")


def test_a_replaced_object_hides_no_stale_hash(repo: Guarded) -> None:
    """A replace ref changes neither the staged content nor a range."""
    repo.write("tool.nix", package(2, 1)).stage()
    repo.record("stale", "--no-verify")
    replaced(repo)
    assert check(repo, "--base", "HEAD~1", "--head", "HEAD", code=1) == STALE
    repo.git("reset", "--quiet", "--soft", "HEAD~1")
    assert check(repo, code=1) == STALE


def test_a_server_ignores_a_replace_ref_that_was_pushed(repo: Guarded) -> None:
    """The attacker pushes the replacement first, then the branch."""
    repo.git("init", "--quiet", "--bare", "../origin.git")
    repo.git("remote", "add", "origin", "../origin.git")
    repo.git("push", "--quiet", "--no-verify", "origin", "main")
    origin = Repo(repo.path.parent / "origin.git", init=False)
    origin.hook(
        "pre-receive",
        "while read -r old new ref; do\n  case $ref in refs/replace/*) continue ;; esac\n"
        '  git authguard check --base "$old" --head "$new" || exit 1\ndone',
    )
    repo.unasked(package(2, 1))
    replaced(repo)
    repo.git("push", "--quiet", "--no-verify", "origin", "refs/replace/*:refs/replace/*")
    done = repo.run("push", "--no-verify", "origin", "main")
    assert done.returncode == 1
    assert "AG201" in done.stderr


def test_a_graft_hides_no_stale_hash(repo: Guarded) -> None:
    """A graft that hides the commits in between does not change a range."""
    before = repo.oid("HEAD")
    repo.unasked(package(2))
    repo.unasked(package(3, 2))
    grafts = repo.path / ".git" / "info" / "grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"{repo.oid('HEAD')} {before}\n")
    assert repo.git("rev-parse", "HEAD^") == before
    assert check(repo, "--base", before, "--head", "HEAD", code=1) == STALE


@pytest.mark.parametrize(
    "setting",
    [
        *(
            "i18n.logOutputEncoding=UTF-16",
            "i18n.commitEncoding=UTF-16",
            "log.date=format:%n",
            "core.abbrev=4",
        ),
        *("format.pretty=%n", "diff.noPrefix=true", "color.ui=always", "transfer.hideRefs=refs/"),
        *(
            "core.ignoreCase=true",
            "alias.diff-index=!true",
            "extensions.partialClone=origin",
            "index.sparse=true",
        ),
    ],
)
def test_settings_that_change_the_output_of_git_have_no_effect(repo: Guarded, setting: str) -> None:
    """The findings are the same as without the setting."""
    before = repo.oid("HEAD")
    repo.unasked(package(2))
    repo.unasked(package(3, 2))
    repo.git("config", *setting.split("=", 1))
    assert check(repo, "--base", before, "--head", "HEAD", code=1) == STALE


@pytest.fixture
def hostile(repo: Guarded, tmp_path: Path) -> Guarded:
    """A repository with a configuration that names a program for each setting of git; the program leaves a mark."""
    repo.git("init", "--quiet", "--bare", "../origin.git")
    repo.git("remote", "add", "origin", "../origin.git")
    repo.git("push", "--quiet", "--no-verify", "origin", "main")
    repo.branch("side").unasked("notes", "notes")
    repo.git("switch", "--quiet", "main")
    repo.unasked(package(2))
    repo.git("merge", "--quiet", "--no-verify", "--no-edit", "side")
    repo.git("branch", "merge")
    repo.unasked(package(3, 2))
    repo.write(".gitattributes", "* diff=mark merge=mark filter=mark\n").commit("attributes", "--no-verify")
    repo.write("tool.nix", package(4, 2)).stage().write("tool.nix", package(5, 2))
    program = tmp_path / "mark"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >>"{tmp_path}/marks"\nexit 1\n')
    program.chmod(0o755)
    for key in (
        *("core.fsmonitor", "diff.external", "diff.mark.textconv", "diff.mark.command", "merge.mark.driver"),
        *(
            "gpg.program",
            "gpg.ssh.program",
            "gpg.x509.program",
            "core.pager",
            "core.editor",
            "core.sshCommand",
        ),
        *("core.askPass", "credential.helper", "core.gitProxy", "core.alternateRefsCommand", "pager.log"),
        *("filter.mark.clean", "filter.mark.smudge", "filter.mark.process"),
        *("uploadpack.packObjectsHook", "sequence.editor", "trailer.mark.command", "pager.diff"),
    ):
        repo.git("config", key, str(program))
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "log.diffMerges", "dense-combined")
    repo.git("config", "diff.orderFile", "/dev/zero")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in (
        "post-index-change",
        "post-checkout",
        "reference-transaction",
        "pre-auto-gc",
        "fsmonitor-watchman",
    ):
        (hooks / name).symlink_to(program)
    repo.git("config", "core.hooksPath", str(hooks))
    os.utime(repo.path / "notes", (1, 1))  # git compares its content
    (tmp_path / "marks").unlink(missing_ok=True)
    return repo


def test_a_filter_that_cannot_be_switched_off_is_refused(repo: Guarded) -> None:
    """The name of the filter has a character that ends a name on git's command line."""
    repo.git("config", "filter.a=b.clean", "false")
    run = checked(repo, "check", "--head", ":worktree")
    assert (run.code, run.stdout) == (2, "")
    assert "a filter of git has a name with =" in run.stderr
    assert check(repo, code=0) == []


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_program_of_the_configuration_runs(hostile: Guarded, words: Sequence[str], tmp_path: Path) -> None:
    """No git process starts another program than git."""
    trace = tmp_path / "trace"
    line = f"refs/heads/main {hostile.oid('main')} refs/heads/main {hostile.oid('origin/main')}\n"
    done = hostile.run("authguard", *words, stdin=line, env={"GIT_TRACE2_EVENT": str(trace)})
    assert done.returncode in (0, 1, 3) or words[0] == "install", done.stderr
    assert not (tmp_path / "marks").exists(), (tmp_path / "marks").read_text()
    events = [json.loads(event) for event in trace.read_text().splitlines()]
    started = [event["argv"] for event in events if event["event"] == "start"]
    ours = [argv for argv in started if argv[1:4] == ["--no-pager", "-c", "safe.bareRepository=explicit"]]
    assert ours
    assert [argv for argv in started if argv not in ours and argv[1] != "authguard"] == []
    children = [event["argv"] for event in events if event["event"] == "child_start"]
    assert [argv for argv in children if not Path(argv[0]).name.startswith("git")] == []


def test_a_bare_repository_in_the_tree_is_not_used(repo: Guarded, tmp_path: Path) -> None:
    """The tracked directory looks like a repository. Only the user can name it as the repository."""
    inner = Repo(repo.path / "sub", "--bare")
    inner.git("config", "core.fsmonitor", f"{sys.executable} -c 'open({str(tmp_path / 'ran')!r}, \"w\")'")
    inner.git("config", "core.bare", "false")
    inner.git("config", "core.worktree", "..")
    for words in (["check"], ["list"], ["check", "--head", ":worktree"]):
        said = complaint(repo, *words, directory="sub")
        assert said.startswith(
            f"{repo.path}/sub is a bare repository inside a work tree, so its configuration"
        )
        assert f"give git --git-dir={repo.path}/sub" in said
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("name", ["authguard", "authguard/logs", "authguard/locks"])
def test_nothing_is_written_through_a_link_in_git(repo: Guarded, tmp_path: Path, name: str) -> None:
    """A directory of authguard in .git is a link to another directory. A check still answers."""
    outside = tmp_path / "outside"
    outside.mkdir()
    link = repo.path / ".git" / name
    link.parent.mkdir(exist_ok=True)
    if link.exists():
        link.rename(tmp_path / "aside-of-it")
    link.symlink_to(outside)
    repo.write("tool.nix", package(2)).stage()
    assert repo.accepted("commit", "-m", "right") == []
    repo.write("tool.nix", package(3, 2)).stage()
    assert repo.refused("commit", "-m", "stale") == STALE
    repo.run("authguard", "fix", "--offline", "tool.nix#hash")
    repo.run("authguard", "list")
    repo.run("authguard", "audit")
    assert list(outside.iterdir()) == []
