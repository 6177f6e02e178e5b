"""Ten seconds after a build ended in any way, the builder has no process and no file of the build."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.gated import builder
from tests.support.sshd import BUILD_USERS, NEEDS, SHELLS, Sshd
from tests.units.builder.endings import CHATTY, ENDINGS, SILENT, Build

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.needs(*NEEDS, "nix-build", "ip")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """A builder with real Nix, a store of its own and no daemon."""
    with builder(tmp_path_factory.mktemp("ending")) as made:
        yield made


@pytest.mark.parametrize("how", ENDINGS)
def test_builds_end_under_every_login_shell(server: Sshd, how: str) -> None:
    """All shells run at once, with silent and chatty builds, and with each ending."""
    turn = ENDINGS.index(how)
    builds = [
        Build(server, shell, f"{how}-{shell}".lower(), (SILENT, CHATTY)[(at + turn) % 2])
        for at, shell in enumerate(SHELLS)
    ]
    for build in builds:
        build.await_builder()
    for build in builds:
        build.end(how)
    begun = time.monotonic()
    assert server.is_clean(10) == []
    while server.clients():  # and no ssh on this machine waits until its output is read
        assert time.monotonic() - begun < 12
        time.sleep(0.05)
    codes = {build.wait() for build in builds}
    assert time.monotonic() - begun < 12
    # An interrupt or a lost connection is reported as such, and never as a failed build.
    assert codes == {"INT": {130}, "ssh-TERM": {103}, "ssh-KILL": {103}}.get(how, codes - {0, 1})


def test_builds_end_through_a_daemon(tmp_path: Path) -> None:
    """Nix is asked to end, and its daemon ends the builders, which belong to other users."""
    with builder(tmp_path, daemon=True) as server:
        (beside,) = server.beside
        for how in ("KILL", "ssh-TERM"):
            builds = [
                Build(server, shell, f"{how}-{shell}".lower(), (SILENT, CHATTY)[at % 2], beside)
                for at, shell in enumerate(SHELLS)
            ]
            for build in builds:
                build.await_builder()
            users = {build.builder_of() for build in builds}
            assert len(users) == len(SHELLS)
            assert users <= BUILD_USERS
            for build in builds:
                build.end(how)
            assert server.is_clean(10) == []
            for build in builds:
                build.wait()


def test_builds_end_after_a_cut_link(tmp_path: Path, server: Sshd) -> None:
    """No message arrives on either machine: the heartbeat stops, and the builder ends the build.

    The same happens if the waiting machine sleeps, such as a closed laptop; after that, it reports the lost connection.
    """
    with builder(tmp_path, link=True) as distant:
        builds = [
            Build(distant, shell, f"cut-{shell}", (SILENT, CHATTY)[at % 2]) for at, shell in enumerate(SHELLS)
        ]
        stopped = Build(server, "dash", "stopped", SILENT)
        for build in (*builds, stopped):
            build.await_builder()
        distant.cut()
        stopped.process.send_signal(signal.SIGSTOP)
        until = time.monotonic() + 10
        assert distant.is_clean(10) == []
        assert server.is_clean(until - time.monotonic()) == []
        stopped.process.send_signal(signal.SIGCONT)
        assert stopped.wait() == 103
        assert "Lost: dash received nothing from this machine for " in stopped.said
        for build in builds:
            build.process.kill()
            build.wait()
