"""Real pushes to a bare repository, through the plain hook, pre-commit and prek: the builds that each push needs."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from authguard.app.guard import ACCEPTED
from tests.support.gated import GATE, REAL, Gated
from tests.support.repos import Repo
from tests.support.sshd import NEEDS, Sshd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.needs(*NEEDS, "nix-build")

MANAGERS = {"pre-commit": [sys.executable, "-m", "pre_commit"], "prek": ["prek"]}
# As in .pre-commit-hooks.yaml, but run from this environment, and not from one that the manager makes.
MANAGED = f"""\
repos:
  - repo: local
    hooks:
      - id: authguard-gate
        name: authguard gate
        entry: {REAL} check --gate
        language: system
        pass_filenames: false
        always_run: true
        require_serial: true
        verbose: true
        stages: [pre-push]
"""


class Pushing(Gated):
    """A repository with a gate, and a bare repository to push to."""

    def __init__(self, root: Path, server: Sshd) -> None:
        """Make both; the remote is empty."""
        super().__init__(root / "r", server)
        self.remote = Repo(root / "remote.git", "--bare")
        self.git("remote", "add", "origin", str(self.remote.path))

    def plain(self) -> Pushing:
        """Write the hooks of `install`."""
        assert self.authguard("install", "-q").code == 0
        return self

    def managed(self, manager: str) -> Pushing:
        """Let a hook manager write its hooks."""
        self.write(".pre-commit-config.yaml", MANAGED)
        self.commit("hooks", "--no-verify")
        subprocess.run(
            [*MANAGERS[manager], "install", "-t", "pre-push"],
            cwd=self.path,
            env=self.environment(),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return self

    def push(self, *arguments: str, env: dict[str, str] | None = None) -> str:
        """Push, which must succeed; returns the output."""
        done = self.run("push", *arguments, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def refused(self, *arguments: str, env: dict[str, str] | None = None) -> str:
        """Push, which the hook must stop: no ref of the remote moves. Returns the output."""
        before = self.remote.git("for-each-ref")
        done = self.run("push", *arguments, env=env)
        assert done.returncode != 0
        assert self.remote.git("for-each-ref") == before
        return done.stdout + done.stderr

    def moved(self, data: str, path: str = "pkg/data.txt") -> str:
        """Commit other content. Returns the first letters of the commit id."""
        self.write(path, data)
        return self.commit(data[:20], "--no-verify")[:12]


@pytest.fixture
def repo(tmp_path: Path, server: Sshd) -> Iterator[Pushing]:
    """A repository with an empty remote. At the end, the builder must have no file of it."""
    yield Pushing(tmp_path, server)
    assert server.is_clean() == []


def built(said: str) -> list[str]:
    """The commits that a push built."""
    return sorted(re.findall(r"gate pkg: \S+ of ([0-9a-f]{12}) is built", said))


def accepted(repo: Pushing) -> dict[str, str]:
    """The variable by which the user accepts that HEAD loosens the guard."""
    return {ACCEPTED: repo.oid("HEAD")}


@pytest.mark.parametrize("way", ["plain", "pre-commit", "prek"])
def test_the_plain_hook_and_each_manager_build_new_commits(repo: Pushing, way: str) -> None:
    """A new branch, further commits, nothing to build, a failure and a deletion follow each other."""
    if way == "plain":
        repo.plain()
    else:
        repo.managed(way)
    assert built(repo.push("origin", "main")) == [repo.oid("HEAD")[:12]]
    assert built(repo.push("origin", "main")) == []  # nothing new
    tip = repo.moved(f"{way} 2")
    assert built(repo.push("origin", "main")) == [tip]
    repo.moved("not of the package", "README")
    assert "gate pkg" not in repo.push("origin", "main")
    repo.write("authguard.toml", GATE.format(builder="fish").replace("good", "bad"))
    repo.moved(f"{way} 3")
    assert "AG905" in repo.refused("origin", "main")  # this gate builds something else from now on
    said = repo.refused("origin", "main", env=accepted(repo))
    assert "it went wrong" in said
    repo.write("authguard.toml", GATE.format(builder="fish"))
    repo.moved(f"{way} 4")
    repo.push("origin", "main", "HEAD:refs/heads/other")
    assert "building" not in repo.push("origin", ":other")


def test_every_ref_of_a_push_is_built_once(repo: Pushing) -> None:
    """The plain hook sees all refs; a tree that several refs bring is built once."""
    repo.plain().push("origin", "main")
    tips = []
    for name in ("one", "two", "three"):
        repo.branch(name, "main")
        tips.append(repo.moved(name))
    repo.git("branch", "same-as-three")
    repo.git("tag", "-m", "tagged", "tagged", "two")
    said = repo.push("origin", "one", "two", "three", "same-as-three", "tagged")
    assert built(said) == sorted(tips)
    assert said.count("building good of") == 3


@pytest.mark.parametrize("manager", MANAGERS)
def test_a_manager_hands_over_the_first_ref_only(repo: Pushing, manager: str) -> None:
    """A manager passes only one ref, so the manual names the plain hook. The first ref is built."""
    repo.managed(manager).push("origin", "main")
    tips = []
    for name in ("one", "two", "three"):
        repo.branch(name, "main")
        tips.append(repo.moved(name))
    said = repo.push("origin", "one", "two", "three")
    (first,) = built(said)
    assert first in tips
    assert (
        "this push has one two three, and the hook manager hands over one ref; git authguard install" in said
    )
    outside = repo.path.parent / "hooks"
    (repo.path / ".git" / "hooks").rename(outside)
    repo.git("config", "core.hooksPath", str(outside))
    repo.branch("zero", "main")
    repo.moved("zero")
    said = repo.push("origin", "zero", "one")
    assert "this push has zero one, and the hook manager hands over one ref; the line" in said
    repo.git("config", "--unset", "core.hooksPath")
    outside.rename(repo.path / ".git" / "hooks")
    repo.git("checkout", "--quiet", "main")
    repo.moved("four")
    assert "the hook manager hands over" not in repo.push("origin", "main")
    assert repo.authguard("install", "--quiet", "pre-push").code == 0
    for name in ("five", "six"):
        repo.branch(name, "main")
        tips.append(repo.moved(name))
    said = repo.push("origin", "five", "six")
    assert set(built(said)) | {first} >= set(tips[-2:])
    assert "the hook manager hands over" not in said


@pytest.mark.parametrize("manager", MANAGERS)
def test_a_run_by_hand_builds_the_commits_that_no_remote_has(repo: Pushing, manager: str) -> None:
    """In a run by hand, pre-commit and prek name no range."""
    repo.managed(manager)
    command = [*MANAGERS[manager], "run", "--hook-stage", "pre-push", "--all-files"]
    done = subprocess.run(
        command, cwd=repo.path, env=repo.environment(), capture_output=True, text=True, check=True
    )
    assert built(done.stdout + done.stderr) == [repo.oid("HEAD")[:12]]


def test_a_force_push_builds_a_history_with_other_content(repo: Pushing) -> None:
    """The same content is not built again."""
    repo.plain().push("origin", "main")
    repo.moved("first try")
    repo.push("origin", "main")
    repo.git("commit", "--amend", "-q", "-m", "the same under another name", "--no-verify")
    assert built(repo.push("--force", "origin", "main")) == []
    repo.git("reset", "-q", "--hard", "HEAD~1")
    tip = repo.moved("second try")
    assert built(repo.push("--force", "origin", "main")) == [tip]
    repo.git("reset", "-q", "--hard", "HEAD~1")
    assert "gate pkg" not in repo.push("--force", "origin", "main")  # a rewind


def test_a_build_by_hand_lets_the_push_through(repo: Pushing) -> None:
    """The same content in another commit passes too."""
    repo.plain().push("origin", "main")
    repo.moved("by hand")
    assert repo.authguard("build").code == 0
    away = {"AUTHGUARD_SSH_COMMAND": "false"}
    assert " was built " in repo.push("origin", "main", env=away)
    repo.branch("rebased", "main~1")
    repo.moved("elsewhere", "README")
    repo.moved("by hand")
    assert " was built " in repo.push("origin", "rebased", env=away)


def test_errors_of_the_check_come_first(repo: Pushing) -> None:
    """A push with errors is refused before a build."""
    repo.plain().push("origin", "main")
    repo.write("pkg/other.nix", "{ a = ; }")
    repo.moved("broken")
    said = repo.refused("origin", "main")
    assert "AG901" in said
    assert "building" not in said


def test_a_builder_that_is_not_allowed_stops_the_push(repo: Pushing) -> None:
    """The message has the command that allows the builder."""
    repo.plain()
    repo.git("config", "--unset-all", "authguard.builders")
    said = repo.refused("origin", "main")
    assert "git config --add authguard.builders fish" in said
    listed = repo.authguard("install")
    assert "build on fish, which you have not allowed" in listed.out
    repo.git("config", "authguard.builders", "fish")
    assert "fish" not in repo.authguard("install").out


def unreachable(repo: Pushing) -> dict[str, str]:
    """An environment with no server at the builder's address."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return {"AUTHGUARD_SSH_COMMAND": f"{repo.more['AUTHGUARD_SSH_COMMAND']} -p {bound.getsockname()[1]}"}


def test_a_builder_that_cannot_be_reached_stops_the_push(repo: Pushing) -> None:
    """The message says how to skip the build; each later push names the skipped commit until it is built."""
    repo.plain().push("origin", "main")
    tip = repo.moved("unbuilt")
    said = repo.refused("origin", "main", env=unreachable(repo))
    assert "the builder fish cannot be reached" in said
    assert "AUTHGUARD_SKIP=build git push" in said
    said = repo.push("origin", "main", env={"AUTHGUARD_SKIP": "build"})
    assert f"gate pkg: {tip} is not built: AUTHGUARD_SKIP or SKIP skips it" in said
    repo.moved("something else", "README")
    said = repo.push("origin", "main")
    again = re.search(
        r"gate pkg: (\w+) was pushed on [\d-]+ without a build .*: (git authguard build --rev \w+)",
        said,
    )
    assert again is not None
    assert again[1] == tip
    assert repo.authguard(*again[2].split()[2:]).code == 0
    repo.moved("something else again", "README")
    assert "without a build" not in repo.push("origin", "main")


def test_a_config_may_only_warn_about_a_builder_out_of_reach(repo: Pushing) -> None:
    """A later build of the same content ends the warning."""
    repo.plain().push("origin", "main")
    repo.write("authguard.toml", GATE.format(builder="fish") + 'when-unreachable = "warn"\n')
    tip = repo.moved("unbuilt, with a warning")
    said = repo.push("origin", "main", env={**unreachable(repo), **accepted(repo)})
    assert f"{tip} is pushed without a build, as when-unreachable allows" in said
    repo.moved("built")
    assert f"{tip} was pushed on" in repo.push("origin", "main")
    repo.moved("once more", "README")
    assert "without a build" not in repo.push("origin", "main")


def test_a_skipped_check_still_builds(repo: Pushing) -> None:
    """AUTHGUARD_SKIP skips each step by its name."""
    repo.plain()
    said = repo.push("origin", "main", env={"AUTHGUARD_SKIP": "check"})
    assert "check is skipped" in said
    assert built(said) == [repo.oid("HEAD")[:12]]


@pytest.mark.parametrize("name", ["AUTHGUARD_SKIP", "SKIP"])
def test_a_skipped_build_lets_the_push_through(repo: Pushing, name: str) -> None:
    """The user skips by the name of the step, or by the name of the hook in the manager's config."""
    tip = repo.plain().oid("HEAD")[:12]
    value = {"AUTHGUARD_SKIP": "build", "SKIP": "other,authguard-gate"}[name]
    said = repo.push("origin", "main", env={name: value})
    assert f"gate pkg: {tip} is not built: AUTHGUARD_SKIP or SKIP skips it" in said
    assert not repo.logs()


def test_a_push_without_hooks_builds_nothing(repo: Pushing) -> None:
    """With --no-verify git skips its hooks."""
    repo.plain()
    assert "authguard" not in repo.push("--no-verify", "origin", "main")


def test_a_tag_of_a_tree_is_built_and_a_tag_of_a_blob_is_not(repo: Pushing) -> None:
    """A blob has nothing to build."""
    repo.plain().push("origin", "main")
    blob = repo.git("rev-parse", "HEAD:README")
    repo.git("tag", "-m", "b", "blob", blob)
    assert "building" not in repo.push("origin", "blob")
    repo.moved("of a tree")
    repo.git("tag", "-m", "t", "tree", "HEAD^{tree}")
    assert "building good of" in repo.push("origin", "tree")


def test_a_merge_builds_a_branch_that_was_pushed_without_hooks(repo: Pushing) -> None:
    """The push of its merge builds the branch, but not the commits of main."""
    repo.plain().push("origin", "main")
    repo.branch("pr")
    repo.moved("of the branch")
    repo.push("--no-verify", "origin", "pr")
    repo.git("switch", "--quiet", "main")
    repo.moved("notes", "notes")
    repo.git("merge", "--quiet", "--no-verify", "--no-edit", "origin/pr")
    merge = repo.oid("HEAD")[:12]
    assert built(repo.push("origin", "main")) == [merge]
    repo.branch("topic", "main~1").write("more", "notes").commit("more", "--no-verify")
    repo.git("merge", "--quiet", "--no-verify", "--no-edit", "main")
    assert built(repo.push("origin", "topic")) == []
