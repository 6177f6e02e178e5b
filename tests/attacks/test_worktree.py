"""A work tree may have more than files: pipes, devices, links out of the tree, endless files."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import NEVER, package
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SECRET = "secret-of-the-user"  # noqa: S105 - of a test
COMMANDS: Sequence[Sequence[str]] = (
    ["check", "--head", ":worktree"],
    ["check", "--all", "--head", ":worktree"],
    ["list", "--rev", ":worktree"],
    ["verify", "--all", "--offline"],
    ["fix", "--offline", "tool.nix"],
    ["bump", "3.0", "--offline"],
    ["explain", "tool.nix#hash"],
    ["audit"],
)


def to_a_device(path: Path) -> None:
    """A link to a file without an end."""
    path.symlink_to("/dev/zero")


def to_a_process(path: Path) -> None:
    """A link to the memory of the process that reads it."""
    path.symlink_to("/proc/self/mem")


def to_a_secret(path: Path) -> None:
    """Make a link to a file of the user."""
    secret = path.parent.parent / "secret"
    secret.write_text(f"{SECRET} = [\n")
    path.symlink_to(secret)


def a_pipe(path: Path) -> None:
    """Make a pipe without a writer."""
    os.mkfifo(path)


def a_sparse_file(path: Path) -> None:
    """A file of a terabyte that takes no space."""
    with path.open("wb") as file:
        file.truncate(1 << 40)


def a_folder(path: Path) -> None:
    """Make a folder with a file."""
    path.mkdir()
    (path / "x").write_text(SECRET)


def to_itself(path: Path) -> None:
    """Make a link to itself."""
    path.symlink_to(path.name)


KINDS = (to_a_device, to_a_process, to_a_secret, a_pipe, a_sparse_file, a_folder, to_itself)


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["tool.nix", "authguard.toml", "flake.lock"])
def test_no_command_reads_a_path_that_is_no_file(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    """Each command uses little memory, ends with a documented exit code, and prints or writes no part of a secret."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).write("authguard.toml", "exclude = []\n").write("flake.lock", "{}")
    repo.commit("one")
    repo.write("tool.nix", package(2, 1)).stage().remove(name)
    make(repo.path / name)
    limits = {"AUTHGUARD_MEMORY": "150", "AUTHGUARD_SECONDS": "60"}
    for words in COMMANDS if name == "tool.nix" else COMMANDS[::3]:
        done = repo.run("authguard", *words, env=limits)
        assert done.returncode in (0, 1, 2, 3), (words, done.stderr)
        said = done.stdout + done.stderr
        assert "no answer" not in said, (words, said)
        assert SECRET not in said, words
        assert not any(word in said for word in NEVER.split("|")), (words, said)
    secret = tmp_path / "secret"
    assert not secret.exists() or secret.read_text() == f"{SECRET} = [\n"


def test_a_folder_that_became_a_link_is_not_followed(tmp_path: Path) -> None:
    """The link leads out of the tree. The file behind it is neither read nor written."""
    repo = Repo(tmp_path / "r")
    repo.write("pkgs/tool.nix", package(1)).commit("one")
    repo.write("pkgs/tool.nix", package(2, 1)).stage()
    outside = tmp_path / "outside"
    (repo.path / "pkgs").rename(outside)
    repo.link("pkgs", str(outside))
    (outside / "tool.nix").write_text(package(9, 1))
    run = repo.run("authguard", "list", "--rev", ":worktree", "--format", "json")
    assert json.loads(run.stdout)["fixed_outputs"] == []
    for words in (["fix", "--offline", "pkgs/tool.nix"], ["bump", "3.0", "pkgs", "--offline"]):
        assert repo.run("authguard", *words).returncode in (1, 2, 3)
    assert (outside / "tool.nix").read_text() == package(9, 1)
