"""Only git's configuration and the environment hold the user's permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.builder import nix
from authguard.builder.trust import Trust, unallowed
from authguard.config.schema import parse
from authguard.errors import Refused
from authguard.git.git import Git
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

    from authguard.config.model import Gate


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository without settings."""
    return Repo(tmp_path / "r")


def gate(**more: str) -> Gate:
    """A gate as the config reads it."""
    lines = "\n".join(f"{name} = '{value}'" for name, value in more.items())
    text = f"[[gate]]\nname = 'g'\npaths = ['a/**']\nfile = 'a/x.nix'\n{lines}\n"
    return parse("authguard.toml", text.encode()).gates[0]


def trust(repo: Repo, **environ: str) -> Trust:
    """The permissions that the configuration of a repository gives."""
    return Trust(Git(str(repo.path)), environ)


def test_nothing_is_allowed_by_itself(repo: Repo) -> None:
    """A builder of the repository is refused; after the command in the message, the builder is allowed."""
    with pytest.raises(
        Refused, match=r"'g' asks for the builder ringtail, which you have not allowed"
    ) as stated:
        trust(repo).builder(gate(builder="ringtail"))
    command = str(stated.value).rpartition(": ")[2].split()
    assert command[0] == "git"
    repo.git(*command[1:])
    assert trust(repo).builder(gate(builder="ringtail")).words() == "on ringtail"


def test_a_permission_is_for_the_name_as_written(repo: Repo) -> None:
    """Several may be allowed; another user or another scheme on the same host is another builder."""
    for name in ("ringtail", "ssh-ng://indri"):
        repo.git("config", "--add", "authguard.builders", name)
    assert trust(repo).builder(gate(builder="ringtail")).name == "ringtail"
    assert trust(repo).builder(gate(store="ssh-ng://indri")).words() == "in ssh-ng://indri"
    for other in ("root@ringtail", "ringtail.example.org", "indri"):
        with pytest.raises(Refused, match="not allowed"):
            trust(repo).builder(gate(builder=other))
    with pytest.raises(Refused, match="store ssh-ng://ringtail, which you have not allowed"):
        trust(repo).builder(gate(store="ssh-ng://ringtail"))


def test_a_malformed_store_cannot_be_allowed(repo: Repo) -> None:
    """The store is refused even if the user's configuration has this very text."""
    asked = gate(store="ssh-ng://host")
    asked.store = "ssh-ng://host?remote-program=touch%20/tmp/x"
    repo.git("config", "--add", "authguard.builders", asked.store)
    with pytest.raises(Refused, match="not a store to build in"):
        trust(repo).builder(asked)
    asked = gate(builder="host")
    asked.builder = "-oProxyCommand=id"
    repo.git("config", "--add", "authguard.builders", asked.builder)
    with pytest.raises(Refused, match="not an ssh destination"):
        trust(repo).builder(asked)


def test_a_builder_of_the_user_needs_no_permission(repo: Repo) -> None:
    """The option comes before the variable, and both come before the repository; each must be a destination."""
    asked = gate(builder="ringtail")
    assert trust(repo, AUTHGUARD_BUILDER="mine").builder(asked).name == "mine"
    assert trust(repo, AUTHGUARD_BUILDER="mine").builder(asked, "given").name == "given"
    assert trust(repo, AUTHGUARD_BUILDER="mine").builder(gate(store="ssh-ng://x")).words() == "on mine"
    with pytest.raises(Refused, match="AUTHGUARD_BUILDER is '-x'"):
        trust(repo, AUTHGUARD_BUILDER="-x").builder(asked)
    with pytest.raises(Refused, match="--builder is '-x'"):
        trust(repo).builder(asked, "-x")


def test_a_gate_without_a_builder_needs_a_permission(repo: Repo) -> None:
    """Builds on this machine must be allowed like a builder; --builder local is enough."""
    with pytest.raises(Refused, match=r"git config --add authguard\.builders local"):
        trust(repo).builder(gate())
    assert trust(repo).builder(gate(), "local").words() == "here"
    assert trust(repo, AUTHGUARD_BUILDER="local").builder(gate(builder="x")).words() == "here"
    repo.git("config", "--add", "authguard.builders", "local")
    assert trust(repo).builder(gate()).words() == "here"
    assert trust(repo).builder(gate(builder="local")).words() == "here"


def test_the_variable_names_the_ssh_command_first(repo: Repo) -> None:
    """The configuration comes next, then ssh."""
    assert trust(repo).ssh_command == "ssh"
    repo.git("config", "authguard.sshCommand", "ssh -F x")
    assert trust(repo).ssh_command == "ssh -F x"
    assert trust(repo, AUTHGUARD_SSH_COMMAND="ssh -v").ssh_command == "ssh -v"


def test_only_some_options_of_the_repository_are_used(repo: Repo) -> None:
    """Options that are always allowed are passed on unchanged."""
    asked = [
        "--extra-experimental-features",
        "nix-command flakes",
        "-j",
        "4",
        "--keep-going",
        "-I",
        "nixpkgs=./nix",
    ]
    assert trust(repo).options(asked, is_here=False) == asked
    for off in (["--option", "sandbox", "false"], ["--builders", "ssh://x"], ["--store", "/x"], ["--impure"]):
        with pytest.raises(Refused, match="nix-options"):
            trust(repo).options(off, is_here=False)


def test_options_of_the_user_are_always_used(repo: Repo) -> None:
    """A repository may request these options; they allow no other option."""
    repo.git("config", "--add", "authguard.nixOptions", "--option sandbox false")
    repo.git("config", "--add", "authguard.nixOptions", "--argstr name 'two words'")
    own = ["--option", "sandbox", "false", "--argstr", "name", "two words"]
    assert trust(repo).options([], is_here=False) == own
    assert trust(repo).options(["--cores", "2", "--option", "sandbox", "false"], is_here=False) == [
        "--cores",
        "2",
        *own,
    ]
    with pytest.raises(Refused, match="nix-options"):
        trust(repo).options(["--option", "sandbox", "relaxed"], is_here=False)
    repo.git("config", "--add", "authguard.nixOptions", "--open 'quote")
    with pytest.raises(Refused, match="no closing quotation"):
        trust(repo)


def test_install_offers_each_builder_that_is_not_allowed(repo: Repo) -> None:
    """Stores count too. Each is offered once, except those that cannot be allowed."""
    repo.git("config", "--add", "authguard.builders", "known")
    bad = gate(builder="x")
    bad.builder = "-x"
    gates = [
        gate(builder="known"),
        gate(builder="new"),
        gate(store="ssh-ng://s"),
        gate(builder="new"),
        gate(),
        bad,
    ]
    assert unallowed(gates, trust(repo)) == ["new", "ssh-ng://s", "local"]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (["--extra-experimental-features", "nix-command flakes"], ["nix-command"]),
        (["--option", "experimental-features", "fetch-closure flakes"], [""]),
        (["--experimental-features", "flakes"], [""]),
    ],
)
def test_some_features_are_only_for_the_user(repo: Repo, asked: list[str], kept: list[str]) -> None:
    """On this machine a repository may not enable these features."""
    given = trust(repo).options(asked, is_here=True)
    assert given == [*nix.RESTRICTED, *asked[:-1], *kept]
    assert trust(repo).options(asked, is_here=False) == asked
    repo.git("config", "authguard.nixOptions", "--extra-experimental-features flakes")
    assert trust(repo).options(asked, is_here=True)[-2:] == ["--extra-experimental-features", "flakes"]
