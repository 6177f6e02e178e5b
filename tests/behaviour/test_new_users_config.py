"""The config and the exit codes, as new users expect them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import REAL, package
from tests.support.repos import Repo
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from pathlib import Path


def said(repo: Repo, *words: str) -> tuple[int, str, str]:
    """Run the real command. Returns its exit code, stdout and stderr."""
    done = subprocess.run(
        [REAL, *words], cwd=repo.path, env=repo.environment(), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A package at version 2 with the hash of version 1, committed."""
    made = Repo(tmp_path / "repo").write("pkgs/tool.nix", package(1))
    made.commit("version 1")
    made.write("pkgs/tool.nix", package(2, 1)).commit("version 2, hash kept")
    return made


@pytest.mark.parametrize("name", ["authguard.toml", "pyproject.toml"])
def test_a_config_that_is_not_staged(repo: Repo, name: str) -> None:
    """A check of the index ignores its changes. On a terminal, a line says so."""
    table = "[tool.authguard.rules]" if name == "pyproject.toml" else "[rules]"
    text = f'{table}\nAG203 = "error"\n'
    repo.write(name, text).commit("a config")
    shown = "nothing is staged"
    assert on_terminal([REAL, "check"], repo.path, repo.environment(), 200).text.startswith(shown)
    repo.write(name, text.replace("\n", "  # a comment\r\n"))
    assert on_terminal([REAL, "check"], repo.path, repo.environment(), 200).text.startswith(shown)
    repo.write(name, text.replace("error", "off"))
    says = f"authguard: the changes of {name} that are not staged are not used (git add)\n"
    assert on_terminal([REAL, "check"], repo.path, repo.environment(), 200).text.startswith(says)
    assert "not used" not in "".join(said(repo, "check", "--head", ":worktree")[1:])
    repo.stage()
    assert "not used" not in on_terminal([REAL, "check"], repo.path, repo.environment(), 200).text


def test_an_audit_of_a_shallow_clone(repo: Repo, tmp_path: Path) -> None:
    """The line of counts on stdout has the reason. --fail-on unknown gives exit code 2."""
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.path}", str(tmp_path / "shallow"))
    shallow = Repo(tmp_path / "shallow", init=False)
    counts = "1 hash: 0 stale, 0 suspect, 0 not resolved, 1 unknown (this clone is shallow)\n"
    assert said(shallow, "audit")[:2] == (0, counts)
    assert said(shallow, "audit", "--fail-on", "suspect")[:2] == (0, counts)
    assert said(shallow, "audit", "--fail-on", "unknown")[:2] == (2, counts)
    assert said(shallow, "audit", "--fail-on", "unknown", "--exit-zero")[0] == 0
    assert said(repo, "audit", "--fail-on", "unknown")[0] == 1


@pytest.mark.parametrize("word", ["AG201", "stale-source-hash"])
def test_a_severity_by_name(repo: Repo, word: str) -> None:
    """[rules] takes names as waivers and --select do, and AG905 names the code."""
    repo.write("authguard.toml", '[rules]\nAG203 = "error"\n').commit("a config")
    repo.write("authguard.toml", f'[rules]\n{word} = "off"\n')
    repo.write("pkgs/tool.nix", package(3, 1)).stage()
    code, out, _ = said(repo, "check", "--format", "short")
    assert code == 0
    assert "AG201 is off now, and was error" in out


def test_build_without_a_gate(repo: Repo) -> None:
    """The config has no gate, so no message speaks of one."""
    repo.write("pkgs/default.nix", "{ }\n").commit("something to build")
    code, _, err = said(repo, "build", "pkgs", "--builder", "nowhere.invalid")
    assert code == 3
    assert err.startswith("authguard: build pkgs: ")
    assert "gate" not in err
