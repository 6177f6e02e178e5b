"""Targets for test_fuzz_input.py: functions that do what no input may cause."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from benchmarks.fuzz_seeds import seeds

BAD = seeds("digests", [], 1 << 10)[2]
"""The third input of a run, which ends its process."""


def nothing(data: bytes) -> None:
    """Never fail."""


def odd(data: bytes) -> None:
    """Refuse two of three lengths."""
    if len(data) % 3:
        raise LookupError("odd")


def crash(data: bytes) -> None:
    """End the process for one input."""
    if data == BAD:
        os.kill(os.getpid(), signal.SIGTERM)


def hang(data: bytes) -> None:
    """Never return for one input."""
    if data == BAD:
        signal.pause()


def memory(data: bytes) -> None:
    """Take 250 MB for one input."""
    if data == BAD:
        (b"x" * (250 << 20)).count(b"y")


def memory_more(data: bytes) -> None:
    """Take 250 MB for one input, and 50 MB more at each further time."""
    if data == BAD:
        mark = Path(os.environ["FUZZ_MARK"])
        with mark.open("ab") as log:
            log.write(b".")
        (b"x" * ((200 + 50 * mark.stat().st_size) << 20)).count(b"y")


def slow_once(data: bytes) -> None:
    """The first input of all takes two tenths of a second."""
    mark = Path(os.environ["FUZZ_MARK"])
    end = 0.0 if mark.exists() else time.process_time() + 0.2
    mark.touch()
    while time.process_time() < end:
        pass
