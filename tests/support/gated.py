"""A repository with a gate, and a builder behind a real sshd with real Nix and a store of its own."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.support.nix import Nix
from tests.support.repos import Repo
from tests.support.sshd import Sshd

if TYPE_CHECKING:
    from collections.abc import Mapping

REAL = Path(sys.executable).parent / "git-authguard"
NEVER = r"Traceback|Exception ignored|internal error"

# Attributes for a gate. A builder has only /bin/sh.
PACKAGE = """\
let
  make = name: script: more: derivation ({
    inherit name;
    system = builtins.currentSystem;
    builder = "/bin/sh";
    args = [ "-euc" script ];
  } // more);
  words = import ../lib/words.nix;
  data = builtins.readFile ./data.txt;
  dependency = make "dependency" "echo ${words.dependency} > $out" { };
in
{
  good = make "good" ''
    echo "building the good one"
    read -r word < ${dependency}
    printf '%s\\n' "$word" '${data}' > $out
  '' { };
  bad = make "bad" ''
    for line in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
      echo "line $line"
    done
    echo "it went wrong" >&2
    exit 3
  '' { inherit dependency; };
  slow = make "slow" "PATH=/usr/bin:/bin; echo waiting; sleep 1000" { };
  escapes = make "escapes" ''
    printf '\\033]0;title\\007\\033[31mred\\033[0m \\033[2J bell \\007 over\\rwritten\\n'
    exit 1
  '' { };
  fetched = make "fetched" "echo ${words.version} > $out" {
    outputHashMode = "recursive";
    outputHashAlgo = "sha256";
    outputHash = words.hash;
  };
  git = make "git" "echo ${builtins.fetchGit ./.} > $out" { };
  far = import (../lib + "/${words.far}");
  thrown = throw "this part is not ready";
}
"""
WORDS = """\
{
  dependency = "one";
  far = "../other/far.nix";
  version = "1";
  hash = "sha256-ZJfks9e+0Wl5o0On2076bVdyVSn1rDzsRcHwj6vL2vw=";
}
"""
GATE = """\
[[gate]]
name = "pkg"
paths = ["pkg/**"]
file = "pkg/test-build.nix"
attribute = "good"
builder = "{builder}"
"""


class Said(NamedTuple):
    """The output and the exit code of a run of git-authguard."""

    code: int
    out: str
    err: str


class Gated(Repo):
    """A repository with a package that an allowed builder builds."""

    def __init__(
        self, path: Path, server: Sshd | None, builder: str = "fish", config: str | None = None
    ) -> None:
        """Make the repository, with one commit."""
        self.more: dict[str, str] = {}
        super().__init__(path)
        self.server = server
        if server is not None:
            self.more["AUTHGUARD_SSH_COMMAND"] = server.command
            self.git("config", "authguard.builders", builder)
        self.write("pkg/test-build.nix", PACKAGE).write("pkg/data.txt", "data").write("lib/words.nix", WORDS)
        self.write("README", "nothing that is built\n").write("other/far.nix", '"far"\n')
        self.write("authguard.toml", GATE.format(builder=builder) if config is None else config)
        self.commit("first")

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of git, with the ssh command for the builder."""
        return super().environment(
            **{"PATH": f"{REAL.parent}{os.pathsep}{os.environ['PATH']}", **self.more, **more}
        )

    def started(self, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start `git-authguard ARGUMENTS`."""
        return subprocess.Popen(
            [REAL, *arguments],
            cwd=self.path,
            env=self.environment(**(env or {})),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def authguard(self, *arguments: str, env: Mapping[str, str] | None = None) -> Said:
        """Run `git-authguard ARGUMENTS` and wait for its end."""
        with self.started(*arguments, env=env) as process:
            try:
                out, err = process.communicate(timeout=600)
            finally:
                process.kill()
        said = Said(process.returncode, os.fsdecode(out), os.fsdecode(err))
        assert not re.search(NEVER, said.err + said.out), said
        return said

    def logs(self) -> list[Path]:
        """The log files, the oldest first."""
        return sorted((self.path / ".git" / "authguard" / "logs").glob("*.log"))


_PLACES = {"STORE": "store", "STATE": "var", "LOG": "log", "CONF": "etc"}
_ON_NIXOS = {
    **{f"NIX_{name}_DIR": f"/mnt/{directory}" for name, directory in _PLACES.items()},
    "HOME": "/mnt/home",
    "NIX_PATH": "",
    "PATH": os.environ["PATH"],
}


def _daemon() -> str:
    """Shell commands that start a nix-daemon, which owns the store and builds as other users."""
    variables = shlex.join(f"{name}={value}" for name, value in _ON_NIXOS.items())
    return f"""\
mount -t tmpfs -o mode=755 none /mnt
mkdir -p /mnt/etc /mnt/home /mnt/tmp
printf '%s\\n' 'sandbox = false' 'build-users-group = agbld' 'substituters =' 'flake-registry =' \\
  'experimental-features = nix-command flakes' 'trusted-users = root' >/mnt/etc/nix.conf
env {variables} TMPDIR=/mnt/tmp NIX_REMOTE= nix-daemon >"$root/daemon.log" 2>&1 &
echo $! >"$root/service"
until [ -S /mnt/var/daemon-socket/socket ]; do sleep 0.05; done
"""


def builder(root: Path, *, daemon: bool = False, link: bool = False) -> Sshd:
    """A builder with real Nix and its own store, used directly or through a daemon with build users."""
    if not daemon:
        nix = Nix(root / "nix")
        nix.run("nix-store", "--init")  # two processes that find no store at the same time disturb each other
        return Sshd(root / "s", nix.environment, link=link)
    made = Sshd(root / "s", {**_ON_NIXOS, "NIX_REMOTE": "daemon"}, inside=_daemon(), link=link)
    made.beside.append(Path(f"/proc/{made.process.pid}/root/mnt/tmp"))
    return made
