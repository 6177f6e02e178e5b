"""`fix --base … --commit` on the branch of a bot repairs the forgotten hashes in a commit of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.sourced import Sourced

if TYPE_CHECKING:
    from tests.support.packaging import Said

DIGEST = "sha256-DtpcYQyI07m7v84D/UC28Tj35R9wye6IX+1D0gMZPgY="
BOT = "fix", "--base", "main", "--commit", "--no-nix"


def bot(tool: Sourced, version: str = "2026.2.1") -> Sourced:
    """Commit a new version on a branch of its own, without its hashes."""
    tool.branch("renovate/tool")
    for name in ("tool/sources.nix", "tool/default.nix"):
        tool.write(name, tool.text(name).replace("2026.2.0", version))
    tool.commit(f"Update tool to {version}")
    return tool


def repaired(tool: Sourced, *more: str) -> Said:
    """Run `fix` as a workflow does."""
    return tool.authguard(*BOT, *more)


def test_fix_commits_the_hashes_that_a_bot_forgot(tool: Sourced) -> None:
    """One commit on top of the bot's commit has both hashes; a second run does nothing."""
    tip = bot(tool).oid("HEAD")
    said = repaired(tool)
    assert said.code == 0, said
    assert tool.oid("HEAD^") == tip
    assert tool.git("log", "-1", "--format=%s") == "tool: repair 2 stale hashes"
    assert tool.git("log", "-1", "--format=%b").count(" -> sha256-") == 2
    assert [line[:4] for line in tool.lines("HEAD^", "HEAD")] == ["hash", "hash"]
    assert tool.git("status", "--porcelain") == ""
    assert tool.authguard("check", "--base", "main", "--head", "HEAD").code == 0
    head = tool.oid("HEAD")
    assert repaired(tool, "--quiet") == (0, "", "")
    assert tool.oid("HEAD") == head


def test_fix_commits_nothing_on_a_right_branch(tool: Sourced) -> None:
    """With --quiet there is no output."""
    assert tool.authguard("bump", "2026.2.1", "tool", "--commit").code == 0
    tool.branch("other")
    head = tool.oid("HEAD")
    assert tool.authguard("fix", "--base", "HEAD^", "--commit", "--quiet") == (0, "", "")
    assert tool.oid("HEAD") == head


def test_fix_commits_the_hashes_that_can_be_proved_here(tool: Sourced) -> None:
    """The rest is named, and the exit code is 3."""
    tool.write(
        "tool/deps.nix",
        "{ stdenv, callPackage }: let sources = callPackage ./sources.nix { }; in stdenv.mkDerivation {\n"
        f'  name = "deps"; inherit (sources) src; outputHash = "{DIGEST}"; outputHashMode = "recursive";\n}}\n',
    ).commit("dependencies")
    said = repaired(bot(tool))
    assert said.code == 3, said
    assert "tool/deps.nix#outputHash  not verified: " in said.out
    assert len(tool.lines("HEAD^", "HEAD")) == 2


def test_fix_commits_a_source_although_another_tag_is_missing(tool: Sourced) -> None:
    """The exit code is 1."""
    said = repaired(bot(tool, "2026.2.2"))
    assert said.code == 1, said
    assert "v3.2026020.2" in said.out
    assert len(tool.lines("HEAD^", "HEAD")) == 1


@pytest.mark.parametrize("hook", ["pre-commit", "commit-msg"])
def test_a_hook_that_refuses_leaves_the_edits_in_the_work_tree(tool: Sourced, hook: str) -> None:
    """There is no commit, and the exit code is 1."""
    tip = bot(tool).oid("HEAD")
    tool.hook(hook, "exit 1")
    said = repaired(tool)
    assert said.code == 1, said
    assert "not committed: a hook refused it" in said.err
    assert tool.oid("HEAD") == tip
    assert len(tool.lines("HEAD")) == 2


def test_other_staged_changes_stay_staged(tool: Sourced) -> None:
    """Unstaged changes stay unstaged."""
    bot(tool).write("other", "2\n").stage()
    tool.write("tool/sources.nix", tool.text() + "# mine\n")
    said = repaired(tool, "--format", "json")
    assert said.code == 0, said
    assert json.loads(said.out)["committed"] == tool.oid("HEAD")
    assert tool.git("show", "--name-only", "--format=").split() == ["tool/sources.nix"]
    assert tool.git("diff", "--cached", "--name-only") == "other"
    assert tool.lines() == ["# mine"]


def test_a_dry_run_prints_the_commit_and_makes_none(tool: Sourced) -> None:
    """The message of the commit is printed."""
    tip = bot(tool).oid("HEAD")
    said = repaired(tool, "--dry-run")
    assert "authguard: would commit: tool: repair 2 stale hashes\n" in said.err
    assert (tool.oid("HEAD"), tool.git("status", "--porcelain")) == (tip, "")


METADATA = """\
{
  rev = "version/2026.2.0";
  sha256 = "HASH";
}
"""
READER = """\
{ fetchgit }:
let metadata = import ./metadata.nix; in
fetchgit { url = "URL/monorepo.git"; rev = metadata.rev; sha256 = metadata.sha256; }
"""


def test_fix_writes_a_hash_in_a_table_that_a_package_reads(tool: Sourced) -> None:
    """The table has revisions and hashes."""
    url = tool.text().split('"')[3].rpartition("/")[0]
    old = next(line.split('"')[1] for line in tool.text().splitlines() if "hash" in line)
    tool.write("wl/metadata.nix", METADATA.replace("HASH", old))
    tool.write("wl/default.nix", READER.replace("URL", url)).commit("a table")
    tool.branch("bot")
    tool.write("wl/metadata.nix", METADATA.replace("HASH", old).replace("2026.2.0", "2026.2.1")).commit(
        "2026.2.1"
    )
    assert tool.authguard("fix", "--dry-run", "wl/metadata.nix").code == 0
    said = repaired(tool)
    assert said.code == 0, said
    assert [line[:6] for line in tool.lines("HEAD^", "HEAD")] == ["sha256"]
    assert tool.authguard("verify", "--again", "wl").code == 0
