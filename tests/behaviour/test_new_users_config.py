"""The config and the exit codes, as new users expect them."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.support import forked
from tests.support.guarded import REAL, digest, package
from tests.support.repos import Repo
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from pathlib import Path


def said(repo: Repo, *words: str) -> tuple[int, str, str]:
    """Run the real command. Returns its exit code, stdout and stderr."""
    done = forked.run([*words], cwd=repo.path, env=repo.environment(PYTHONWARNINGS="error"))
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A package at version 2 with the hash of version 1, committed."""
    made = Repo(tmp_path / "repo").write("pkgs/tool.nix", package(1))
    made.commit("version 1")
    made.write("pkgs/tool.nix", package(2, 1)).commit("version 2, hash kept")
    return made


@pytest.mark.parametrize("name", ["authguard.toml", "pyproject.toml"])
def test_unstaged_changes_of_the_config_are_named(repo: Repo, name: str) -> None:
    """A check of the index ignores these changes."""
    table = "[tool.authguard.rules]" if name == "pyproject.toml" else "[rules]"
    text = f'{table}\nAG203 = "error"\n'
    repo.write(name, text).commit("a config")
    shown = "nothing is staged"
    assert on_terminal([REAL, "check"], repo.path, repo.environment(), 200).text.startswith(shown)
    repo.write(name, text.replace("\n", "  # a comment\r\n"))
    assert on_terminal([REAL, "check"], repo.path, repo.environment(), 200).text.startswith(shown)
    repo.write(name, text.replace("error", "off"))
    says = f"authguard: unstaged changes of {name} are not judged; git add includes them\n"
    assert on_terminal([REAL, "check"], repo.path, repo.environment(), 200).text.startswith(says)
    assert "not used" not in "".join(said(repo, "check", "--head", ":worktree")[1:])
    assert said(repo, "check") == (0, "", "")
    repo.write("pkgs/tool.nix", package(3, 1)).git("add", "pkgs")
    code, _, err = said(repo, "check")
    assert (code, err) == (1, says)
    repo.stage()
    assert "not used" not in on_terminal([REAL, "check"], repo.path, repo.environment(), 200).text


def test_an_audit_counts_the_unknown_hashes_of_a_shallow_clone(repo: Repo, tmp_path: Path) -> None:
    """Each format says that the clone is shallow. With --fail-on unknown, the exit code is 2."""
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.path}", str(tmp_path / "shallow"))
    shallow = Repo(tmp_path / "shallow", init=False)
    counts = "1 hash: 0 stale, 0 suspect, 0 not resolved, 1 unknown (this clone is shallow)\n"
    assert said(shallow, "audit")[:2] == (0, counts)
    assert said(shallow, "audit", "--fail-on", "suspect")[:2] == (0, counts)
    for form, start in (("github", "authguard: no findings: "), ("markdown", "Checked: ")):
        line = f"{start}1 file, 1 fixed output; 1 unknown hash, since this clone is shallow"
        assert line in said(shallow, "audit", "--format", form)[1]
    says = "1 unknown hash, since this clone is shallow"
    (run,) = json.loads(said(shallow, "audit", "--format", "sarif")[1])["runs"]
    (notified,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notified == {"level": "warning", "message": {"text": says}}
    (issue,) = json.loads(said(shallow, "audit", "--format", "gitlab")[1])
    assert (issue["severity"], issue["description"]) == ("info", says)
    assert issue["location"]["path"] == "pkgs/tool.nix"
    assert said(shallow, "audit", "--fail-on", "unknown")[:2] == (2, counts)
    assert said(shallow, "audit", "--fail-on", "unknown", "--exit-zero")[0] == 0
    assert said(repo, "audit", "--fail-on", "unknown")[0] == 1


def test_explain_names_the_command_that_judges_earlier_changes(repo: Repo) -> None:
    """After this command, `explain` shows its result."""
    assert (
        said(repo, "explain", "pkgs/tool.nix", "--base", "HEAD~1")[1].count("from HEAD~1 to the index") == 1
    )
    shown = said(repo, "explain", "pkgs/tool.nix")[1]
    assert "  change      from HEAD to the index\n" in shown
    audit = re.search(r"earlier changes were not judged; .*\n +git authguard (audit) '(.*)'\n", shown)
    assert audit is not None, shown
    assert said(repo, *audit.groups())[0] == 1
    assert "AG201       error by git authguard audit: " in said(repo, "explain", "pkgs/tool.nix")[1]
    repo.write("pkgs/tool.nix", package(2)).commit("the true hash")
    said(repo, "audit")
    assert "  audit       clean in HEAD\n" in said(repo, "explain", "pkgs/tool.nix")[1]


def test_a_pasted_waiver_without_a_reason_waives_nothing(repo: Repo) -> None:
    """The printed waiver has the word REASON in place of a reason."""
    repo.write("pkgs/tool.nix", package(3, 1)).stage()
    shown = said(repo, "explain", "pkgs/tool.nix")[1]
    (waiver,) = re.findall(r"^ +(# authguard: allow AG201 REASON)$", shown, re.MULTILINE)
    text = (repo.path / "pkgs/tool.nix").read_text()
    for comment in (waiver, f"{waiver}.", waiver.replace("REASON", "two tags, one content")):
        lines = [line + (f" {comment}" if "sha256-" in line else "") for line in text.splitlines()]
        repo.write("pkgs/tool.nix", "\n".join(lines) + "\n").stage()
        code, out, _ = said(repo, "check", "--format", "short")
        assert code == (1 if "REASON" in comment else 0), out
        assert ("still the word REASON" in out) == ("REASON" in comment)


@pytest.mark.parametrize("word", ["AG201", "stale-source-hash"])
def test_the_config_sets_a_severity_by_the_name_of_a_rule(repo: Repo, word: str) -> None:
    """[rules] takes names as waivers and --select do, and AG905 names the code."""
    repo.write("authguard.toml", '[rules]\nAG203 = "error"\n').commit("a config")
    repo.write("authguard.toml", f'[rules]\n{word} = "off"\n')
    repo.write("pkgs/tool.nix", package(3, 1)).stage()
    code, out, _ = said(repo, "check", "--format", "short")
    assert code == 0
    assert "AG201 is off now, and was error" in out


MOVING = f"""\
{{ fetchFromGitHub }}:
{{
  src = fetchFromGitHub {{
    owner = "o"; repo = "r"; rev = "main";
    hash = "{digest(1)}"; # authguard: allow AG303 this tool follows main
  }};
  meta = 1;
}}
"""


def test_no_later_commit_calls_the_waiver_of_an_old_finding_idle(repo: Repo) -> None:
    """The hash is stale in HEAD. The commit of its waiver shows the waiver."""
    text = package(2, 1)
    waived = text.replace('=";\n}', '="; # authguard: allow AG201 2.0 is 1.0\n}')
    assert waived != text
    repo.write("pkgs/tool.nix", waived).stage()
    code, out, _ = said(repo, "check")
    assert code == 0
    assert out.startswith("warning[AG905] this change waives AG201: 2.0 is 1.0\n")
    repo.commit("a waiver")
    assert "\n  waiver      line 16 allows AG201: 2.0 is 1.0\n" in said(repo, "explain", "pkgs/tool.nix")[1]
    assert said(repo, "audit") == (0, "1 hash: 0 stale, 0 suspect, 0 not resolved\n", "")
    assert said(repo, "check", "--all") == (0, "", "")
    repo.write("pkgs/tool.nix", waived.replace("# Between", "# Here")).stage()
    assert said(repo, "check") == (0, "", "")
    repo.git("mv", "--force", "pkgs/tool.nix", "pkgs/other.nix")
    assert said(repo, "check") == (0, "", "")
    repo.write("pkgs/other.nix", waived.replace(digest("tool 1"), digest("tool 2"))).stage()
    assert "warning[AG903] this waiver of AG201 waives nothing" in said(repo, "check")[1]
    repo.commit("the true hash, and the waiver is still there")
    code, out, _ = said(repo, "audit")
    assert code == 0
    assert "note[AG903] this waiver of AG201 waives nothing" in out
    assert out.endswith("\n1 hash: 0 stale, 0 suspect, 0 not resolved\n")


def test_a_waiver_of_a_hash_that_did_not_move_is_not_idle(repo: Repo) -> None:
    """AG303 is only reported for a new hash, so a later commit cannot know whether the waiver is idle."""
    repo.write("pkgs/main.nix", MOVING).commit("a branch")
    repo.write("pkgs/main.nix", MOVING.replace("meta = 1", "meta = 2")).stage()
    assert said(repo, "check") == (0, "", "")
    assert said(repo, "check", "--all") == (0, "", "")
    repo.write("pkgs/main.nix", MOVING.replace('"main"', '"v1"').replace(digest(1), digest(2))).stage()
    assert "warning[AG903] this waiver of AG303 waives nothing" in said(repo, "check")[1]


def test_an_audit_reports_idle_waivers_of_rules_on_trees(repo: Repo) -> None:
    """A branch under a fixed hash is in the tree, so an audit finds it.

    A moved hash is not in the tree: it was a change.
    """
    says = "note[AG903] this waiver of AG303 waives nothing"
    repo.git("rm", "--quiet", "pkgs/tool.nix")
    repo.write("pkgs/main.nix", MOVING).commit("a branch")
    assert said(repo, "audit")[:2] == (0, "1 hash: 0 stale, 0 suspect, 0 not resolved\n")
    text = MOVING.replace('"main"', '"v1"').replace(digest(1), digest(2))
    repo.write("pkgs/main.nix", text).commit("a tag, and the waiver is still there")
    code, out, _ = said(repo, "audit")
    assert (code, says in out) == (0, True)
    repo.write("pkgs/main.nix", text.replace("AG303", "AG206")).commit("a waiver of a change")
    assert "AG903" not in said(repo, "audit")[1]


def test_a_table_for_a_rule_on_changes_is_not_idle_in_a_tree(repo: Repo) -> None:
    """Only a change or an audit can tell whether such a table waives something, unless its file is gone."""
    table = '[[allow]]\nrule = "AG201"\npath = "pkgs/{name}.nix"\nreason = "one content"\n'
    repo.write("authguard.toml", table.format(name="tool") + table.format(name="gone")).commit("tables")
    _, out, _ = said(repo, "check", "--all", "--format", "short")
    assert [line for line in out.splitlines() if "AG903" in line] == [
        "authguard.toml:5:1: note AG903 this waiver of AG201 waives nothing"
    ]


def test_a_commit_id_in_a_message_is_short(repo: Repo) -> None:
    """The old commit has the same form in the name of the source as in the list of inputs."""
    text = package(1).replace("v${version}", "a" * 40)
    repo.write("pkgs/tool.nix", text).commit("a commit id")
    repo.write("pkgs/tool.nix", text.replace("a" * 40, "b" * 40)).stage()
    _, out, _ = said(repo, "check", "--format", "short")
    assert "but the hash is still that of example/tool aaaaaaaaaaaa; " in out


def test_a_first_push_is_not_judged(repo: Repo, tmp_path: Path) -> None:
    """A note says so. No line says that there are no stale hashes."""
    repo.git("init", "--quiet", "--bare", str(tmp_path / "bare"))
    repo.git("remote", "add", "origin", str(tmp_path / "bare"))
    repo.git("authguard", "install", "--quiet")
    env = {**repo.environment(), "PATH": f"{REAL.parent}:{os.environ['PATH']}"}
    shown = on_terminal(["git", "push", "origin", "HEAD"], repo.path, env, 200)
    assert shown.code == 0
    assert "so its hashes are not judged" in shown.text
    assert "no stale hashes" not in shown.text


def test_build_without_a_gate_speaks_of_no_gate(repo: Repo) -> None:
    """The config has no gate."""
    repo.write("pkgs/default.nix", "{ }\n").commit("something to build")
    code, _, err = said(repo, "build", "pkgs", "--builder", "nowhere.invalid")
    assert code == 3
    assert err.startswith("authguard: build pkgs: ")
    assert "gate" not in err
