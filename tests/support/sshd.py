"""A real sshd for a test, with its own host key and users, and its own file system if that matters.

It runs in a mount namespace with its own /etc/passwd: so there are users with each login shell, and nothing outside of
the directory of the test is written. It also runs in a process namespace, which has every process of the server. On
request it runs in a network namespace too, and the link to it can be cut.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

SHELLS = ("bash", "dash", "fish", "tcsh", "zsh")
NEEDS = ("root", "sshd", "ssh", "ssh-keygen", "unshare", *SHELLS)
"""The tools that a test with an sshd needs."""
BUILD_USERS = set(range(65101, 65109))
"""The users as which a nix-daemon builds: more than login shells, since a build without a free user waits."""

_START = """\
set -eu
root=$1 small=$2 peer=$3 address=$4
mount --make-rprivate /
mount --bind "$root/passwd" /etc/passwd
mount --bind "$root/group" /etc/group
[ -z "$small" ] || mount -t tmpfs -o "$small" none "$root/small"
if [ -n "$peer" ]; then
  until ip link show "$peer" >/dev/null 2>&1; do sleep 0.02; done
  ip address add "$address/30" dev "$peer"
  ip link set "$peer" up
fi
. "$root/inside"
mount -t tmpfs none /run
mkdir -m 755 /run/sshd
exec "$5" -D -e -f "$root/sshd_config"
"""
_CONFIG = """\
ListenAddress {address}:{port}
HostKey {root}/host
AuthorizedKeysFile {root}/authorized
StrictModes no
UsePAM no
UseDNS no
PidFile none
PrintMotd no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
MaxStartups 100
MaxSessions 100
{more}
"""


_NUMBERS = itertools.count()
"""A number for each server of this process: the link of each server has its own names and addresses."""


class Sshd:
    """A server with a user for each login shell, and an ssh command with these users as destinations."""

    def __init__(
        self,
        root: Path,
        environment: Mapping[str, str] | None = None,
        *,
        settings: str = "",
        small: str = "",
        inside: str = "",
        link: bool = False,
    ) -> None:
        """Write the files of the server into the directory `root`, and start it.

        Args:
            root: a new directory for the server.
            environment: the environment of every process on the server.
            settings: further lines of sshd_config.
            small: options of a tmpfs, mounted at root/small there and nowhere else.
            inside: shell commands that run first in its namespace, with $root; a process that they start in the
                background may write its id to $root/service, and then is part of no job.
            link: whether the server is behind its own network link, which can be cut.
        """
        self.root = root
        self.homes = root / "homes"
        self.small = root / "small"
        self.temporary = root / "tmp"
        self.beside: list[Path] = []
        """More directories that must be empty at the end."""
        for directory in (root, self.homes, self.small, self.temporary):
            directory.mkdir(parents=True, exist_ok=True)
        number = next(_NUMBERS)
        self._wire = f"ag{os.getpid()}x{number}" if link else ""
        subnet = 4 * ((8 * os.getpid() + number) % 16384)
        self._net = f"198.18.{subnet >> 8}.{subnet & 0xFF}".rpartition(".")[0] + "."
        self._host = subnet & 0xFF
        self.address = f"{self._net}{self._host + 2}" if link else "127.0.0.1"
        self.port = _free_port()
        self._lay_out({"TMPDIR": str(self.temporary), **(environment or {})}, settings)
        (root / "inside").write_text(inside)
        self._start(small)

    def _lay_out(self, environment: Mapping[str, str], settings: str) -> None:
        for key in ("host", "user", "stranger"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.root / key], check=True)
        shutil.copy(self.root / "user.pub", self.root / "authorized")
        users = [
            f"{shell}:x:{os.geteuid()}:{os.getegid()}::{self.homes / shell}:{shutil.which(shell)}"
            for shell in SHELLS
        ]
        for shell in SHELLS:
            (self.homes / shell).mkdir()
        (self.root / "passwd").write_text(
            "\n".join(
                [
                    *users,
                    f"nologin:x:0:0::{self.homes}:/usr/sbin/nologin",
                    "sshd:x:65000:65000::/:/bin/false",
                    "",
                ]
            )
            + Path("/etc/passwd").read_text()
        )
        builders = [f"agbld{user}:x:{user}:65100::/:/bin/false" for user in sorted(BUILD_USERS)]
        with (self.root / "passwd").open("a") as passwd:
            passwd.write("\n".join([*builders, ""]))
        members = ",".join(line.partition(":")[0] for line in builders)
        (self.root / "group").write_text(Path("/etc/group").read_text() + f"agbld:x:65100:{members}\n")
        variables = " ".join(f'"{name}={value}"' for name, value in environment.items())
        more = f"SetEnv {variables}\n{settings}"
        (self.root / "sshd_config").write_text(
            _CONFIG.format(address=self.address, port=self.port, root=self.root, more=more)
        )
        public = (self.root / "host.pub").read_text().rsplit(" ", 1)[0]
        (self.root / "known").write_text(f"builder {public}\n")
        (self.root / "ssh_config").write_text(
            "".join(f"Host {shell} {shell}-*\n  User {shell}\n" for shell in (*SHELLS, "nologin"))
            + f"Host *\n  HostName {self.address}\n  Port {self.port}\n  IdentityFile {self.root}/user\n"
            f"  IdentitiesOnly yes\n  HostKeyAlias builder\n  UserKnownHostsFile {self.root}/known\n"
            "  GlobalKnownHostsFile /dev/null\n  ControlPath none\n"
        )

    @property
    def command(self) -> str:
        """The ssh command with the users as its destinations: `bash`, `fish` and so on."""
        return f"ssh -F {self.root}/ssh_config"

    def _start(self, small: str) -> None:
        network = ["--net"] if self._wire else []
        peer = f"{self._wire}p" if self._wire else ""
        apart = ["--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"]
        words = ["unshare", *apart, *network, "sh", "-c", _START, "sh"]
        self._log = (self.root / "log").open("wb")
        self.process = subprocess.Popen(
            [*words, self.root, small, peer, self.address, str(shutil.which("sshd"))],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        if self._wire:
            self._join(peer)
        self._await(lambda: b"Server listening" in (self.root / "log").read_bytes())
        self._namespace = Path(f"/proc/{self.process.pid}/ns/pid_for_children").readlink()

    def _join(self, peer: str) -> None:
        """Move one end of a link to the network namespace of the server, and keep the other end in this namespace."""
        mine = Path("/proc/self/ns/net").readlink()
        self._await(lambda: Path(f"/proc/{self.process.pid}/ns/net").readlink() != mine)
        pid = str(self.process.pid)
        for words in (
            ["link", "add", self._wire, "type", "veth", "peer", "name", peer, "netns", pid],
            ["address", "add", f"{self._net}{self._host + 1}/30", "dev", self._wire],
            ["link", "set", self._wire, "up"],
        ):
            subprocess.run(["ip", *words], check=True)

    def cut(self) -> None:
        """Cut the link: nothing arrives in either direction, and neither end gets a message."""
        subprocess.run(["ip", "link", "set", self._wire, "down"], check=True)

    def repair(self) -> None:
        """Restore the link."""
        subprocess.run(["ip", "link", "set", self._wire, "up"], check=True)

    def drop(self) -> None:
        """End every session, as when a builder is shut down; the server still listens."""
        listening = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for entry in Path("/proc").iterdir():
            try:
                if not entry.name.isdigit() or (entry / "ns" / "pid").readlink() != self._namespace:
                    continue
                if (entry / "exe").readlink().name.startswith("sshd") and entry.name not in listening:
                    os.kill(int(entry.name), signal.SIGKILL)
            except OSError:
                continue  # it has just ended

    def _await(self, done: Callable[[], bool]) -> None:
        until = time.monotonic() + 600
        while not done():
            assert self.process.poll() is None, (self.root / "log").read_text()
            assert time.monotonic() < until, (self.root / "log").read_text()
            time.sleep(0.01)

    def processes(self) -> dict[int, str]:
        """The processes of the server's users by id: all processes in the namespace of the server.

        The mount namespace does not show them: Nix makes another mount namespace for root and its builders.
        """
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                if not entry.name.isdigit() or (entry / "ns" / "pid").readlink() != self._namespace:
                    continue
                name = (entry / "exe").readlink().name
                command = (entry / "cmdline").read_bytes()
                inside = re.search(r"^NSpid:.*\t(\d+)$", (entry / "status").read_text(), re.MULTILINE)
            except OSError:
                continue  # it has just ended, or is a zombie
            if inside is not None and inside[1] == self._service():
                continue
            if not name.startswith("sshd"):
                found[int(entry.name)] = command.replace(b"\0", b" ").decode(errors="replace")
        return found

    def _service(self) -> str:
        """The id of the process that was started before the server and is part of no job."""
        file = self.root / "service"
        return file.read_text().strip() if file.exists() else ""

    def clients(self) -> list[int]:
        """The ids of all ssh processes on this machine that are connected to the server, or will be."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                stated = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
                if (
                    os.fsencode(self.root / "ssh_config") in stated
                    and (entry / "exe").readlink().name == "ssh"
                ):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def left(self) -> list[str]:
        """The remaining processes of a job on the server, and its remaining temporary files."""
        directories = (self.temporary, *self.beside)
        return [*self.processes().values(), *(str(path) for each in directories for path in each.iterdir())]

    def is_clean(self, seconds: float = 10) -> list[str]:
        """The remaining processes and files after some seconds; returns as soon as there are none."""
        until = time.monotonic() + seconds
        while (left := self.left()) and time.monotonic() < until:
            time.sleep(0.05)
        return left

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the server, and every process that a failed test left in its namespace."""
        self.process.kill()
        self.process.wait()
        self._log.close()
        if self._wire:
            subprocess.run(["ip", "link", "delete", self._wire], check=False, stderr=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port
