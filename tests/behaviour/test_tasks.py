"""The common tasks take at most two commands, and the output of each names the next one."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import digest
from tests.support.packaging import DIRECTORY, REAL, Packaging, Said
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.gated import Gated
    from tests.support.servers import HttpGit
    from tests.support.sourced import Sourced

WHY = r"^  why, and waiver\s+(git authguard explain .*)"
ONE_SOURCE = """\
{{ fetchgit }}:
fetchgit {{
  url = "{url}/monorepo.git";
  rev = "version/{version}";
  hash = "{digest}";
}}
"""
PINS = {
    "pins": {
        "lib": {
            "type": "Git",
            "repository": {"type": "GitHub", "owner": "example", "repo": "lib"},
            "branch": "main",
            "revision": "1" * 40,
            "url": "https://github.com/example/lib/archive/" + "1" * 40 + ".tar.gz",
            "hash": digest("lib"),
        }
    },
    "version": 5,
}


def paste(repo: Packaging, command: str) -> Said:
    """Run a printed command in a shell."""
    env = repo.surroundings(PATH=f"{REAL.parent}{os.pathsep}{os.environ['PATH']}")
    done = subprocess.run(
        ["sh", "-c", command], cwd=repo.path, env=env, capture_output=True, encoding="utf-8", check=False
    )
    return Said(done.returncode, done.stdout, done.stderr)


def printed(said: Said, pattern: str) -> str:
    """Return the command that an output of another command contains."""
    found = re.search(pattern, said.out + said.err, re.MULTILINE)
    assert found is not None, said
    return found[1]


def test_one_command_of_the_audit_fixes_three_stale_hashes(tool: Sourced) -> None:
    """A user adopts authguard in this repository."""
    text = tool.text()
    url = printed(Said(0, text, ""), r'url = "(.*)/monorepo.git"')
    true = printed(Said(0, text, ""), r'hash = "(.*)"')
    for version in ("2026.2.0", "2026.2.1"):
        for name in ("one", "two", "three"):
            source = ONE_SOURCE.format(url=url, version=version, digest=true)
            tool.write(f"{name}/default.nix", source)
        tool.commit(f"three packages at {version}, unguarded")
    audited = tool.authguard("audit")
    assert audited.code == 1
    assert "3 stale" in audited.out
    fixed = paste(tool, printed(audited, r"^  fix all 3\s+(.*)"))
    assert fixed.code == 0, fixed
    tool.commit("true hashes")
    again = tool.authguard("audit")
    assert again.code == 0
    assert " 0 stale, 0 suspect" in again.out


def test_one_command_of_the_audit_fixes_many_stale_hashes(tool: Sourced) -> None:
    """The command takes exactly the reported hashes, not the other hashes of their files."""
    text = tool.text()
    url = printed(Said(0, text, ""), r'url = "(.*)/monorepo.git"')
    true = printed(Said(0, text, ""), r'hash = "(.*)"')
    unprovable = ONE_SOURCE.format(url=f"{url}/nowhere", version="1", digest=digest("never fetched"))
    for version in ("2026.2.0", "2026.2.1"):
        source = ONE_SOURCE.format(url=url, version=version, digest=true)
        for name in range(5):
            tool.write(f"{name}.nix", f"{{\n  a = {source};\n  b = {unprovable};\n}}\n")
        tool.commit(f"packages at {version}, unguarded")
    audited = tool.authguard("audit")
    assert "5 stale" in audited.out, audited
    command = printed(audited, r"^  fix all 5\s+(.*)")
    assert command == "git authguard fix --audited stale"
    dry = tool.authguard("verify", "--audited", "stale", "0.nix")
    assert (dry.code, dry.out.count("  wrong  ")) == (1, 1), dry
    none = tool.authguard("verify", "--audited", "stale", "0.nix#b.src")
    assert (none.code, "matches no hash that git authguard audit reports" in none.err) == (2, True), none
    fixed = paste(tool, command)
    assert fixed.code == 0, fixed
    assert "nowhere" not in fixed.out
    again = paste(tool, command)
    assert again == (0, "", ""), "the hashes of the work tree are right already"
    edited = tool.authguard("fix", "--audited", "stale", "0.nix")
    assert (edited.code, edited.err) == (
        2,
        "authguard: '0.nix' matches only hashes that were edited since HEAD; commit them\n",
    )
    none = tool.authguard("fix", "--audited", "stale", "0.nix:999")
    assert "matches no hash that git authguard audit reports" in none.err, none
    tool.commit("true hashes")
    assert tool.authguard("audit").code == 0
    assert tool.authguard("fix", "--audited", "stale", "--all").code == 2


def test_a_bump_prints_a_second_command_for_hashes_that_need_nix(http: HttpGit, tmp_path: Path) -> None:
    """The first command writes the hashes that are proved without Nix."""
    packaging = Packaging(tmp_path / "packaging", http.url)
    assert packaging.authguard("fix", f"{DIRECTORY}/sources.nix").code == 0
    packaging.commit("true hashes")
    packaging.edit("sources.nix", 'version = "2026.2.0"', 'version = "2026.2.1"')
    refused = packaging.authguard("check")
    assert refused.code == 1
    bumped = paste(packaging, printed(refused, r"^help for these 6 findings:\n    (.*)"))
    assert bumped.code == 1, bumped.out
    for file in (
        "authentik-server.nix#vendorHash",
        "python-deps.nix#outputHash",
        "webui-deps.nix#outputHash",
    ):
        assert re.search(
            rf"^  {DIRECTORY}/{file}\S*  not verified: (?:it needs|not computed without) Nix",
            bumped.out,
            re.MULTILINE,
        )
    second = printed(bumped, r"^  = help: (.*)")
    assert second == f"git authguard bump 2026.2.1 {DIRECTORY} --stage -f FILE --builder HOST"
    assert "AG201" not in packaging.authguard("check", "--format", "short").out


def test_a_printed_command_explains_why_a_hash_was_flagged(tool: Sourced) -> None:
    """The explanation has the moved inputs, the move class, and the answer of history."""
    tool.write("tool/sources.nix", tool.text().replace("2026.2.0", "2026.2.1"))
    tool.git("add", "--all")
    explained = paste(tool, printed(tool.authguard("check"), WHY))
    assert explained.code == 0
    for line in (
        "tool/sources.nix:8#src",
        "rev version/2026.2.0 → version/2026.2.1",
        "move class  tag-moved (error)",
        "history     no ancestor has this hash for these inputs",
        "AG201       error: src: rev moved",
    ):
        assert line in explained.out, explained.out
    tool.commit("as it is")
    audited = tool.authguard("audit")
    explained = paste(tool, printed(audited, WHY))
    assert "AG201       error by git authguard audit: src: rev moved" in explained.out
    assert "wrote this hash on" in " ".join(explained.out.split())


def test_explain_prints_a_fix_for_the_current_directory(tool: Sourced) -> None:
    """In a directory below the root, paths and commands are relative to it."""
    tool.write("tool/sources.nix", tool.text().replace("2026.2.0", "2026.2.1"))
    tool.git("add", "--all")
    misspelt = tool.authguard("-C", "tool", "explain", "sources.nix#scr")
    assert "did you mean sources.nix#src?" in misspelt.err, misspelt
    explained = tool.authguard("-C", "tool", "explain", "sources.nix#src")
    assert explained.out.startswith("sources.nix:8#src\n"), explained
    fix = printed(explained, r"^  fix +(.*)")
    assert fix == "git authguard fix --stage 'sources.nix#src'"
    fixed = paste(tool, f"cd tool && {fix}")
    assert fixed.code == 0, fixed


def test_explain_prints_the_comment_that_waives_a_finding(tool: Sourced) -> None:
    """The line of the comment is printed too."""
    tool.write("tool/sources.nix", tool.text().replace("v3.${version}", "v3.2026.2.1"))
    tool.git("add", "--all")
    refused = tool.authguard("check")
    assert refused.code == 1
    explained = paste(tool, printed(refused, WHY))
    shown = re.search(r"with a comment on line (\d+) or on the line above:\n +(.*)", explained.out)
    assert shown is not None, explained.out
    lines = tool.text().splitlines(keepends=True)
    lines.insert(int(shown[1]) - 1, shown[2].replace("REASON", "two tags, one content") + "\n")
    tool.write("tool/sources.nix", "".join(lines))
    tool.git("add", "--all")
    accepted = tool.authguard("check")
    assert accepted.code == 0, accepted


def test_explain_prints_the_table_that_waives_a_finding(tmp_path: Path) -> None:
    """The file of the finding cannot have comments, so the table is for the config."""
    repo = Repo(tmp_path / "repo")
    env = repo.environment(PATH=f"{REAL.parent}{os.pathsep}{os.environ['PATH']}")

    def run(command: str) -> Said:
        done = subprocess.run(
            ["sh", "-c", command], cwd=repo.path, env=env, capture_output=True, encoding="utf-8", check=False
        )
        return Said(done.returncode, done.stdout, done.stderr)

    repo.write("npins/sources.json", json.dumps(PINS, indent=2))
    repo.commit("a pin")
    repo.write("npins/sources.json", json.dumps(PINS, indent=2).replace("1" * 40, "2" * 40))
    repo.git("add", "--all")
    refused = run("git authguard check --strict")
    assert "AG208" in refused.out
    explained = run(printed(refused, WHY))
    shown = re.search(r"with a table in authguard.toml:\n((?: {14}.*\n)+)", explained.out)
    assert shown is not None, explained.out
    table = re.sub("^ {14}", "", shown[1], flags=re.MULTILINE)
    repo.write("authguard.toml", table.replace("REASON", "two channels, one tree"))
    repo.git("add", "--all")
    accepted = run("git authguard check --select AG208 --strict")
    assert accepted == (0, "", "")


@pytest.mark.needs("sshd", "nix-build")
def test_install_prints_the_command_that_gates_a_push(gated: Gated, tmp_path: Path) -> None:
    """The command allows the builder of the gate. Then the push builds."""
    gated.git("config", "--unset-all", "authguard.builders")
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "remote"], check=True)
    gated.git("remote", "add", "origin", str(tmp_path / "remote"))
    gated.git("push", "--quiet", "origin", "main")
    installed = gated.authguard("install")
    allow = printed(Said(*installed), r"to allow it: (.*)")
    subprocess.run(["sh", "-c", allow], cwd=gated.path, env=gated.environment(), check=True)
    gated.write("pkg/data.txt", "moved")
    gated.commit("moved")
    pushed = subprocess.run(
        ["git", "push", "origin", "main"],
        cwd=gated.path,
        env=gated.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert pushed.returncode == 0, pushed
    assert "good" in pushed.stderr
