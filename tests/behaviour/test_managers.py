"""Real pre-commit and prek run the real check in a commit, and stash unstaged changes meanwhile."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from authguard.git.pushes import FIRST
from tests.support.guarded import HASH_LINE, Guarded, Watch, package

if TYPE_CHECKING:
    from pathlib import Path

MANAGERS = {"pre-commit": [sys.executable, "-m", "pre_commit"], "prek": ["prek"]}
STALE = [f"AG201 tool.nix:{HASH_LINE}"]
# As in .pre-commit-hooks.yaml, but run from this environment, and not from one that the manager makes
# (tests/behaviour/project does that).
CONFIG = """\
repos:
  - repo: local
    hooks:
      - id: authguard-check
        name: authguard check
        entry: git-authguard check
        language: system
        pass_filenames: false
        always_run: true
        require_serial: true
        verbose: true
        stages: [pre-commit, pre-merge-commit, pre-push]
"""

pytestmark = pytest.mark.needs("pre-commit", "prek")


@pytest.fixture(params=list(MANAGERS))
def managed(
    request: pytest.FixtureRequest, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Guarded:
    """A repository with the hooks of a manager, and without the hooks of authguard."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    monkeypatch.setenv("PREK_HOME", str(tmp_path / "prek"))
    repo = Guarded(watch.root / "managed", watch, install=False)
    repo.write(".pre-commit-config.yaml", CONFIG).start()
    for stage in ("pre-commit", "pre-merge-commit", "pre-push"):
        command = [*MANAGERS[request.param], "install", "--hook-type", stage]
        subprocess.run(command, cwd=repo.path, env=repo.environment(), check=True, capture_output=True)
    return repo


def test_a_stale_hash_stops_the_commit(managed: Guarded) -> None:
    """With the right hash it passes."""
    managed.write("tool.nix", package(2, 1)).stage()
    assert managed.refused("commit", "-m", "stale") == STALE
    managed.write("tool.nix", package(2)).stage()
    assert managed.accepted("commit", "-m", "right") == []


def test_unstaged_changes_are_stashed_and_not_judged(managed: Guarded) -> None:
    """The manager restores them byte for byte."""
    managed.write("notes", "1").unasked(package(1, repository="other"), "other.nix")
    managed.write("tool.nix", package(2)).stage("tool.nix")
    managed.write("tool.nix", package(3, 2)).write("notes", "2\r\n").write("new", "untracked")
    managed.write("other.nix", package(2, 1, "other"))
    assert managed.accepted("commit", "-m", "right is staged") == []
    managed.stage("tool.nix").write("tool.nix", package(3))
    assert managed.refused("commit", "-m", "stale is staged") == STALE


def test_a_hash_that_is_not_staged_is_not_judged(managed: Guarded) -> None:
    """Only the version is staged, so the commit is stopped."""
    managed.write("tool.nix", package(2))
    managed.git("add", "-p", stdin="y\nn\n")
    assert managed.refused("commit", "-m", "half") == STALE
    assert managed.git("diff", "--numstat") == "1\t1\ttool.nix"


@pytest.mark.parametrize("words", [["-a"], ["-i", "tool.nix"], ["tool.nix"]], ids=" ".join)
def test_other_kinds_of_commits_are_judged(managed: Guarded, words: list[str]) -> None:
    """The commits are made by -a, by -i and by PATH, with another change in the work tree."""
    managed.write("notes", "1").stage("notes").write("tool.nix", package(2, 1))
    assert managed.refused("commit", "-m", "stale", *words) == STALE
    managed.write("tool.nix", package(2))
    assert managed.accepted("commit", "-m", "right", *words) == []


def test_a_clean_merge_is_judged(managed: Guarded) -> None:
    """The manager runs its pre-merge-commit stage, and passes the merged commits to authguard."""
    managed.branch("side").unasked(package(1, 3))
    managed.git("switch", "--quiet", "main")
    managed.unasked(package(2, 1))
    assert managed.merged("--no-edit", "side", code=1) == STALE
    managed.write("tool.nix", package(2)).stage()
    managed.accepted("commit", "--no-edit")


def test_a_stale_amend_is_stopped(managed: Guarded) -> None:
    """The amend adds a bump to the last commit."""
    managed.unasked(package(2))
    managed.write("tool.nix", package(3, 2)).stage()
    assert managed.refused("commit", "--amend", "--no-edit") == STALE


def test_the_range_of_a_push_is_judged(managed: Guarded) -> None:
    """The manager names the range. The index is not judged."""
    remote = managed.path.parent / "remote.git"
    managed.git("init", "--quiet", "--bare", str(remote))
    managed.git("remote", "add", "origin", str(remote))
    managed.git("push", "--quiet", "--no-verify", "--set-upstream", "origin", "main")
    managed.unasked(package(2, 1))
    managed.unasked("notes", "notes")
    assert managed.refused("push", "origin", "main") == STALE
    managed.unasked(package(2))
    managed.write("tool.nix", package(3, 2)).stage()
    # The remote does not have the commits in between, and the last one is right.
    managed.accepted("push", "origin", "main")


def test_a_first_push_passes_with_a_note(managed: Guarded) -> None:
    """The remote has no branch, so there is nothing to compare with."""
    remote = managed.path.parent / "remote.git"
    managed.git("init", "--quiet", "--bare", str(remote))
    managed.git("remote", "add", "origin", str(remote))
    managed.unasked(package(2, 1))
    done = managed.run("push", "origin", "main")
    assert done.returncode == 0
    assert FIRST in done.stdout + done.stderr
    assert [(run.code, run.stdout) for run in managed.watch.runs()] == [(0, "")]
