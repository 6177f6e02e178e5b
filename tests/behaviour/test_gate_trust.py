"""The builders that a gate may use: some are not allowed, and some refuse the user."""

from __future__ import annotations

import re
import socket
import time
from typing import TYPE_CHECKING

import pytest

from authguard.builder import ssh
from tests.support.gated import GATE, Gated
from tests.support.sshd import NEEDS, Sshd

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs(*NEEDS, "nix-build")


def not_reached(gated: Gated, command: str) -> str:
    """The message about a builder that this ssh cannot reach: exit code 3, and nothing about a build."""
    said = gated.authguard("build", env={"AUTHGUARD_SSH_COMMAND": command})
    assert (said.code, said.out) == (3, "")
    stated = re.search(
        r"^authguard: gate pkg: the builder fish cannot be reached: (.*)\n", said.err, re.MULTILINE
    )
    assert stated is not None, said
    assert not re.search(r"is built|failed", said.err)
    return stated[1]


def test_a_build_ends_with_3_if_its_builder_refuses_the_connection(gated: Gated, server: Sshd) -> None:
    """The message has ssh's reason. For a build by hand, when-unreachable has no effect."""
    gated.write("authguard.toml", GATE.format(builder="fish") + 'when-unreachable = "warn"\n')
    gated.commit("warn")
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        assert "Connection refused" in not_reached(gated, f"{server.command} -p {bound.getsockname()[1]}")


def test_a_build_ends_with_3_if_its_builder_sends_nothing(gated: Gated, server: Sshd) -> None:
    """The server accepts the connection, and the user's own connect timeout ends it."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        begun = time.monotonic()
        command = f"{server.command} -p {silent.getsockname()[1]} -o ConnectTimeout=1"
        assert "timed out" in not_reached(gated, command)
    assert time.monotonic() - begun < ssh.CONNECT  # the connect timeout of authguard


def test_an_unknown_host_key_is_never_accepted(gated: Gated, server: Sshd) -> None:
    """Nobody is asked; the message says how to accept the key."""
    said = not_reached(gated, f"{server.command} -o UserKnownHostsFile=/dev/null")
    assert said == "its host key is not known here; connect once by hand, and compare it: ssh fish"


def test_a_builder_with_a_changed_host_key_gets_nothing(gated: Gated, server: Sshd, tmp_path: Path) -> None:
    """The message is ssh's own warning."""
    public = (server.root / "stranger.pub").read_text().rsplit(" ", 1)[0]
    (tmp_path / "known").write_text(f"builder {public}\n")
    said = not_reached(gated, f"{server.command} -o UserKnownHostsFile={tmp_path}/known")
    assert "IDENTIFICATION HAS CHANGED" in said


def test_the_message_of_ssh_about_a_refused_key_is_shown(gated: Gated, server: Sshd, tmp_path: Path) -> None:
    """The builder does not know the key of this user."""
    config = tmp_path / "config"
    config.write_text((server.root / "ssh_config").read_text().replace("/user\n", "/stranger\n"))
    assert "Permission denied (publickey)" in not_reached(gated, f"ssh -F {config}")


def test_a_gate_uses_only_builders_that_the_user_has_allowed(gated: Gated) -> None:
    """Exit code 2, and the command that allows the builder; --builder and AUTHGUARD_BUILDER need no permission."""
    gated.git("config", "--unset-all", "authguard.builders")
    said = gated.authguard("build")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert not gated.logs()
    command = re.search(r": git (config --add authguard\.builders fish)\n", said.err)
    assert command is not None
    assert gated.authguard("build", "--builder", "zsh").code == 0
    assert gated.authguard("build", env={"AUTHGUARD_BUILDER": "dash"}).code == 0
    gated.git(*command[1].split())
    assert gated.authguard("build").code == 0


NEVER = (
    'builder = "-oProxyCommand=touch ran"',
    'builder = "me@-oProxyCommand=touch ran"',
    'builder = "fish; touch ran"',
    'builder = "fish\\ntouch ran"',
    'builder = "fish$(touch ran)"',
    'builder = "%h"',
    'builder = "fish"\nstore = "ssh-ng://fish"',
    'store = "ssh-ng://fish?remote-program=touch%20ran"',
    'store = "ssh-ng://fish?ssh-key=x"',
    'store = "ssh-ng://-oProxyCommand=touch"',
    'store = "ssh-ng://fish/etc"',
    'store = "local?root=/tmp/x"',
    'store = "/tmp/x"',
    'store = "https://cache.example.org"',
    'builder = "fish"\nssh-command = "touch ran"',
    'builder = "fish"\nfile = "../outside.nix"',
    'builder = "fish"\nattribute = "--builders"',
)


@pytest.mark.parametrize("asked", NEVER)
def test_no_repository_may_use_a_dangerous_name(gated: Gated, asked: str) -> None:
    """Exit code 2 before anything runs, even if the user's configuration has this very text."""
    gate = GATE.format(builder="x").replace('builder = "x"', asked)
    for line in asked.splitlines():
        key = line.partition(" ")[0]
        gate = re.sub(rf"^{key} = .*\n(?=(?:.*\n)*{key} = )", "", gate, flags=re.MULTILINE)
        gated.git("config", "--add", "authguard.builders", line.partition('"')[2].removesuffix('"'))
    gated.write("authguard.toml", gate)
    gated.commit("asked")
    said = gated.authguard("build", env={"AUTHGUARD_SSH_COMMAND": "touch ran; false"})
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("authguard: ")
    assert "\n" not in said.err.rstrip("\n")
    assert not list(gated.path.rglob("ran"))


@pytest.mark.parametrize(
    "options",
    [
        '"--option", "sandbox", "false"',
        '"--builders", "ssh://elsewhere"',
        '"--store", "/tmp/x"',
        '"--option", "post-build-hook", "/bin/sh"',
        '"--option", "plugin-files", "/tmp/x"',
        '"--no-out-link"',
        '"--out-link", "x"',
        '"--arg", "x", "1"',
        '"--impure"',
        '"--substituters", "https://cache.example.org"',
        '"-I", "/etc"',
        '"-I", "x=https://example.org/x.tar.gz"',
        '"-I", "../x"',
        '"--cores", "$(touch ran)"',
        '"--extra-experimental-features"',
    ],
)
def test_no_repository_may_give_dangerous_options(gated: Gated, options: str) -> None:
    """Exit code 2, before anything runs."""
    gated.write("authguard.toml", f"{GATE.format(builder='fish')}nix-options = [{options}]\n")
    gated.commit("options")
    said = gated.authguard("build", env={"AUTHGUARD_SSH_COMMAND": "touch ran; false"})
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("authguard: nix-options: ")
    assert not list(gated.path.rglob("ran"))


def test_a_repository_may_give_safe_options(gated: Gated) -> None:
    """Nix accepts each of these options."""
    options = (
        '"--extra-experimental-features", "nix-command flakes", "--max-jobs", "2", "--cores", "1", "--timeout", "600",'
        ' "--max-silent-time", "600", "--keep-going", "--show-trace", "-I", "here=./pkg", "-j", "2"'
    )
    gated.write("authguard.toml", f"{GATE.format(builder='fish')}nix-options = [{options}]\n")
    gated.commit("options")
    assert gated.authguard("build").code == 0


def test_a_repository_may_give_an_option_that_the_user_allows(gated: Gated) -> None:
    """The user may set any option."""
    options = 'nix-options = ["--option", "sandbox", "false"]\n'
    gated.write("authguard.toml", GATE.format(builder="fish") + options)
    gated.commit("options")
    said = gated.authguard("build")
    assert said.code == 2
    assert "git config authguard.nixOptions" in said.err
    gated.git("config", "authguard.nixOptions", "--option sandbox false")
    assert gated.authguard("build").code == 0


def test_only_the_user_sets_the_ssh_command(gated: Gated) -> None:
    """The variable comes before git's configuration; each of the two is used."""
    ours = gated.more.pop("AUTHGUARD_SSH_COMMAND")
    gated.git("config", "authguard.sshCommand", ours)
    assert gated.authguard("build").code == 0
    lost = gated.authguard("build", "--again", env={"AUTHGUARD_SSH_COMMAND": f"{ours} -p 1"})
    assert lost.code == 3
