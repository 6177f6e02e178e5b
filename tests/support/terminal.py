"""A terminal of a given width, and the text that a program writes to it."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import termios
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_ROWS = 40
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\].*?(?:\x07|\x1b\\)")
_REMOVED = re.compile(r"[^\n]*\r\x1b\[K")


class Shown(NamedTuple):
    """The exit code of a program, and its output on the terminal; `raw` has the escape sequences too.

    `text` is without the line about slow work, which a busy machine shows and then removes.
    """

    code: int
    text: str
    raw: str


def on_terminal(
    words: Sequence[str | Path],
    cwd: Path,
    env: Mapping[str, str],
    columns: int = 80,
    stdout: Path | None = None,
) -> Shown:
    """Run a program on a terminal of its own; with ``stdout`` its output goes to that file, as with `> FILE`."""
    leader, follower = os.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, columns, 0, 0))
    out = os.open(stdout, os.O_WRONLY | os.O_CREAT) if stdout is not None else os.dup(follower)
    full = {**env, "TERM": "xterm-256color"}
    with subprocess.Popen(
        words, cwd=cwd, env=full, stdin=follower, stdout=out, stderr=follower, start_new_session=True
    ) as process:
        os.close(out)
        os.close(follower)
        data = b""
        try:
            while read := os.read(leader, 65536):
                data += read
        except OSError:
            pass  # no process has the terminal open
    os.close(leader)
    raw = data.decode().replace("\r\n", "\n")
    return Shown(process.returncode, _ESCAPES.sub("", _REMOVED.sub("", raw)), raw)
