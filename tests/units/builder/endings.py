"""Builds on a builder that are ended in every way, and the processes and files that are left of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.units.builder import client

if TYPE_CHECKING:
    from tests.support.sshd import Sshd

SILENT = "while :; do sleep 1000; done"
CHATTY = 'while :; do echo "a line of a log that never ends, and another word"; done'
ENDINGS = ("INT", "TERM", "KILL", "HUP", "ssh-TERM", "ssh-KILL")
"""A signal to the process that waits for the build, or to its ssh. Another test cuts the connection."""

_NIX = """\
derivation {{
  name = "{name}";
  system = builtins.currentSystem;
  builder = "/bin/sh";
  args = [ "-c" "PATH=/usr/bin:/bin; echo started; {build}" ];
}}
"""


def script(name: str, build: str) -> str:
    """A job that builds something endless with real Nix; Nix is started as the gate starts it."""
    text = _NIX.format(name=name, build=build.replace('"', '\\"'))
    return f"cat >x.nix <<'E'\n{text}E\ndrv=$(nix-instantiate ./x.nix)\nout=$(nix-build --no-out-link $drv)\n"


class Build:
    """A running build for one user of a server."""

    def __init__(
        self, server: Sshd, shell: str, name: str, build: str, temporary: Path | None = None
    ) -> None:
        """Start the build; `temporary` is the directory in which Nix builds on the builder."""
        self._log = tempfile.NamedTemporaryFile()  # noqa: SIM115 - as long as the build
        self._server = server
        self._temporary = temporary or server.temporary
        self._name = name
        command = [sys.executable, client.__file__, shell, server.command, script(name, build)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=self._log)

    def await_builder(self, seconds: float = 60) -> None:
        """Wait until a builder of Nix runs on the builder."""
        until = time.monotonic() + seconds
        while not self._directories():
            assert self.process.poll() is None, (self.wait(), self.said)
            assert time.monotonic() < until, self._server.processes()
            time.sleep(0.05)

    def _directories(self) -> list[Path]:
        return [each for each in self._temporary.iterdir() if self._name in each.name]

    def builder_of(self) -> int:
        """The user that runs the build of Nix on the builder."""
        return self._directories()[0].stat().st_uid

    def end(self, how: str) -> None:
        """End the build in one of the two ways."""
        kind, _, name = how.rpartition("-")
        number = getattr(signal, f"SIG{name}")
        os.kill(self._ssh() if kind == "ssh" else self.process.pid, number)

    def _ssh(self) -> int:
        """The ssh of this build: below its client, a shell and then ssh."""
        shell = _child(self.process.pid)
        return _child(shell, "ssh") or shell

    def wait(self) -> int:
        """Wait for the process that waits for the build. Returns its exit code."""
        return self.process.wait(600)

    @property
    def said(self) -> str:
        """The last part of the standard error, with the log of the build."""
        with Path(self._log.name).open("rb") as file:
            file.seek(max(0, self._log.tell() - 4000))
            return file.read().decode(errors="replace")


def _child(pid: int, name: str = "") -> int:
    """A child of a process, by the name of its program."""
    for entry in Path(f"/proc/{pid}/task/{pid}").glob("children"):
        for child in entry.read_text().split():
            if not name or Path(f"/proc/{child}/exe").readlink().name == name:
                return int(child)
    return 0
