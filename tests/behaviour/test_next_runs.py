"""`verify`, `fix` and `bump` print the next command for hashes that they could not prove."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.behaviour.test_dependencies import FAKE, PACKAGE
from tests.support.laptop import Laptop
from tests.support.npm import Registry
from tests.support.servers import Files
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from pathlib import Path

HASH = "sha256-O6iGqc7hC4YqNdzAwR6rIc+w9KHcqTpJzgnZqwhOhkI="
FETCH = """{{ fetchgit }}: fetchgit {{
  url = "https://nowhere.invalid/tool.git"; rev = "v{version}";
  hash = "{hash}";
}}
"""
SCRIPT = """{{ runCommand }}: runCommand "made" {{
  outputHashMode = "recursive"; outputHashAlgo = "sha256";
  outputHash = "{hash}";
}} "make $out"
"""


@pytest.fixture
def moved(tmp_path: Path) -> Laptop:
    """A staged change of a source whose host does not exist."""
    laptop = Laptop(tmp_path / "repo")
    laptop.write("my tool.nix", FETCH.format(version="1.0", hash=HASH)).commit("a package")
    laptop.write("my tool.nix", FETCH.format(version="1.1", hash=HASH)).git("add", "--all")
    return laptop


def helped(out: str) -> list[str]:
    """Return the lines of help in an output."""
    return [line.removeprefix("  = help: ") for line in out.splitlines() if line.startswith("  = help: ")]


@pytest.mark.parametrize(
    ("command", "again"),
    [
        (("verify",), "verify"),
        (("verify", "my tool.nix#hash"), "verify 'my tool.nix#hash'"),
        (("fix", "--stage", "--base", "HEAD", "--no-nix"), "fix --stage --base HEAD --no-nix"),
        (("fix", "-n", "--all"), "fix --all --dry-run"),
    ],
)
def test_the_help_repeats_the_command_for_a_later_time(
    moved: Laptop, command: tuple[str, ...], again: str
) -> None:
    """The host is not there. The help has the arguments and options of the command."""
    said = moved.authguard(*command, GIT_ALLOW_PROTOCOL="https")
    assert said.code == 3, said
    assert helped(said.out) == [f"when the host answers again: git authguard {again}"]


def test_the_help_repeats_the_command_with_the_network(moved: Laptop) -> None:
    """The new command is without --offline, or with --online if git config switched the network off."""
    said = moved.authguard("verify", "--offline")
    assert helped(said.out) == ["with the network: git authguard verify"]
    moved.git("config", "authguard.network", "off")
    said = moved.authguard("fix", "--stage")
    assert helped(said.out) == ["with the network: git authguard fix --stage --online"]


def test_a_first_dependency_hash_is_shown_and_not_written(tmp_path: Path) -> None:
    """The lock is no proof, so there are two ways to go on."""
    (tmp_path / "registry").mkdir()
    with Files(tmp_path / "registry") as server:
        laptop = Laptop(tmp_path / "repo", server.url)
        laptop.write("package-lock.json", Registry(server.root).lock(("left", "1.0.0"))).commit("a lock")
        laptop.write("default.nix", PACKAGE.format(hash=FAKE)).git("add", "--all")
        for command in ("verify", "fix"):
            said = laptop.authguard(command)
            assert said.code == 3
            assert "which is no proof: no earlier tree has a hash of this package" in said.out
            (line,) = helped(said.out)
            hand, _, by_nix = line.partition(", or prove it by Nix: ")
            assert hand == "the lock may be right: write its hash by hand"
            assert by_nix == f"git authguard {command} -f FILE --builder HOST"
        assert FAKE in (laptop.path / "default.nix").read_text()


def test_the_next_command_selects_only_the_hashes_that_are_left(moved: Laptop) -> None:
    """The arguments were selectors. Each next command has the selectors of the hashes that it can prove."""
    moved.write("made.nix", SCRIPT.format(hash=HASH)).git("add", "--all")
    said = moved.authguard("fix", ".", "--stage", GIT_ALLOW_PROTOCOL="https")
    assert helped(said.out) == [
        "when the host answers again: git authguard fix 'my tool.nix#hash' --stage",
        "git authguard fix 'made.nix#outputHash' --stage -f FILE --builder HOST",
    ]


def test_quiet_and_json_have_no_help(moved: Laptop) -> None:
    """A program that reads the output cannot use the help."""
    assert moved.authguard("verify", "--quiet").out == ""
    assert "help" not in moved.authguard("fix", "--format", "json").out


ASK = (
    "from authguard.cli import asking; asking.PATIENCE = 0.1; print(asking.may_ask(), [asking.ask('which?')])"
)


def test_a_question_that_nobody_answers_ends(tmp_path: Path) -> None:
    """A script on a terminal goes on without an answer.

    GIT_TERMINAL_PROMPT=0 and CI forbid the question to the user.
    """
    env = {name: value for name, value in os.environ.items() if name not in ("CI", "GIT_TERMINAL_PROMPT")}
    for more, may in (({}, True), ({"GIT_TERMINAL_PROMPT": "0"}, False), ({"CI": "true"}, False)):
        shown = on_terminal([sys.executable, "-c", ASK], tmp_path, {**env, **more})
        assert shown.text == f"which? \n{may} ['']\n"
