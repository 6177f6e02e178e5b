"""The script that builds an attribute of the sent files, and the report that it writes.

The script writes the report to its standard output. Each line is a word and a value: `lacks` a missing program,
`tree` the directory of the files, `system` the output of uname, `drv` a derivation, `out` an output. The standard error
of the script is Nix's log as JSON. The exit code of the script is that of Nix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.builder import nix
from authguard.builder.trust import STORE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.builder.trust import Builder

_LOG = ("--log-format", "internal-json")

# The root protects the derivation from garbage collection until it is built; it is removed with its directory. The ssh
# that Nix itself runs must not ask for a password either. If a client ends right after its request, a nix-daemon may
# build for ever (Nix 2.26 does so once in a hundred times). So nix-build is not stopped in the first moment, see
# supervisor.py.
_SCRIPT = """\
for program in nix-instantiate nix-build; do
  command -v "$program" >/dev/null || {{ echo "lacks $program"; exit 127; }}
done
echo "tree $(pwd -P)"
echo "system $(uname -m)-$(uname -s)"
NIX_SSHOPTS="${{NIX_SSHOPTS-}} -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5"
export NIX_SSHOPTS
roots=$(nix-instantiate {evaluation} --add-root ../drv --indirect) || exit
for root in $roots; do
  link=${{root%%!*}}
  drv=$(readlink "$link") && echo "drv $drv" && set -- "$@" "$drv${{root#"$link"}}" || exit
done
: >../hold
outs=$(nix-build --no-out-link {building} "$@")
status=$?
rm -f ../hold
[ $status = 0 ] || exit $status
for out in $outs; do echo "out $out"; done
"""


_LATER = 60
"""This many seconds after the time limit of a gate, Nix itself stops the build, if its daemon still runs it."""


def text(
    file: str, attribute: str | None, builder: Builder, options: Sequence[str], timeout: int | None = None
) -> str:
    """The script for an attribute of a file (None: the file itself), with a time limit in seconds.

    Raises:
        Refused: the file or the attribute is not valid.
    """
    elsewhere = ["--store", builder.name, "--eval-store", "auto"] if builder.kind == STORE else []
    limit = [] if timeout is None else ["--timeout", str(timeout + _LATER)]
    return _SCRIPT.format(
        evaluation=nix.shell([*_LOG, *nix.instantiation(file, attribute, None, options)]),
        building=nix.shell([*_LOG, *elsewhere, *limit, *nix.for_store(options)]),
    )


MAX_LINES, MAX_LINE = 10_000, 4096
"""More lines, or bytes of a line, are not kept. No real build has that many results."""


class BuildReport:
    """The report of the script; `feed` takes its standard output in pieces."""

    def __init__(self) -> None:
        """Begin empty."""
        self._rest = b""
        self._count = 0
        self._values: dict[str, list[str]] = {}

    def feed(self, data: bytes) -> None:
        """Add more of its output."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest[:MAX_LINE]
        for line in lines:
            word, _, value = line[:MAX_LINE].decode("utf-8", "replace").partition(" ")
            if self._count < MAX_LINES:
                self._count += 1
                self._values.setdefault(word, []).append(value)

    def all(self, word: str) -> list[str]:
        """Every value of a word."""
        return self._values.get(word, [])

    def one(self, word: str) -> str:
        """The first value of a word, or ""."""
        return self.all(word)[0] if self.all(word) else ""

    @property
    def system(self) -> str:
        """The builder's system as Nix names it: x86_64-linux, aarch64-darwin."""
        machine, _, kernel = self.one("system").rpartition("-")
        return f"{ {'arm64': 'aarch64', 'amd64': 'x86_64'}.get(machine, machine) }-{kernel.lower()}"
