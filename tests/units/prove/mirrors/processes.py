"""Mirrors in a process of their own, as in a hook or another run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from tests.support.repos import ROOT

_PROGRAM = """\
import sys
sys.path[:0] = [{source!r}]
from authguard.errors import AuthguardError
from authguard.prove.mirrors import Mirrors, Policy
try:
    mirror = Mirrors({cache!r}, Policy("all")).at({url!r})
    print({question})
except AuthguardError as error:
    print(type(error).__name__, error)
"""


def program(cache: Path, url: str, question: str) -> list[str]:
    """The command of a process that prints the answer to an expression over `mirror`, or the failure."""
    source = _PROGRAM.format(source=str(ROOT / "src"), cache=str(cache), url=url, question=question)
    return [sys.executable, "-P", "-c", source]


def start(command: list[str], stdin: int | IO[bytes] | None = subprocess.DEVNULL) -> subprocess.Popen[str]:
    """Start the process; its output is a pipe."""
    return subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def said(process: subprocess.Popen[str]) -> str:
    """The complete output of the process."""
    output, _ = process.communicate(timeout=600)
    return output.strip()


def runs(process: int) -> bool:
    """Tell whether a process runs; a process that ended and was not waited for does not run."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state != "Z"
