"""Shows builds while they run: their logs, line by line, and on a terminal a status line."""

from __future__ import annotations

import os
import sys
import threading
from time import monotonic
from typing import TYPE_CHECKING

from authguard.printable import inert, safe

if TYPE_CHECKING:
    from collections.abc import Callable

_OFTEN = 0.1  # seconds between two changes of the last line


class Display:
    """The lines on stderr, even if builds run in several threads.

    `quiet` shows nothing, `logs` shows the logs of builders, `several` names the build in each line.
    """

    def __init__(self, quiet: bool, logs: bool, several: bool) -> None:
        """Store the options. The status line needs a terminal as stderr."""
        self._lock = threading.Lock()
        self._quiet = quiet
        self._logs = logs and not quiet
        self._several = several
        self._progress = not quiet and sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self._shown = False
        self._at = 0.0
        self.running: dict[str, Callable[[], str]] = {}

    def line(self, name: str, text: str) -> None:
        """Show a line of the log of the gate `name`, which has no control characters."""
        if self._logs:
            self._put(inert(f"[{name}] {text}" if self._several else f"| {text}"))

    def say(self, text: str) -> None:
        """Print a line of authguard."""
        if not self._quiet:
            self._put(safe(f"authguard: {text}"))

    def _put(self, text: str) -> None:
        with self._lock:
            self._write(f"{self._wiped()}{text}\n")

    def tick(self) -> None:
        """Show the present status line: the running builds and their times."""
        now = monotonic()
        if not self._progress or now - self._at < _OFTEN:
            return
        self._at = now
        says = " · ".join(each() for each in list(self.running.values()))
        with self._lock:
            width = _columns() - 1
            cut = says if len(says) <= width else f"{says[: width - 1]}…"
            self._write(f"{self._wiped()}{cut}")
            self._shown = bool(cut)

    def close(self) -> None:
        """Remove the status line."""
        with self._lock:
            self._write(self._wiped())
        self._progress = False

    def _wiped(self) -> str:
        """The characters that clear the status line, if there is one."""
        shown, self._shown = self._shown, False
        return "\r\x1b[K" if shown else ""

    def _write(self, text: str) -> None:
        """Write, but ignore errors: a build must not end because its log cannot be shown."""
        if not text:
            return
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            self._quiet = True
            self._logs = self._progress = False


def span(seconds: float) -> str:
    """Return a time as a person says it: 0.4s, 12s, 3m12s, 1h02m."""
    total = int(seconds)
    if seconds < 10:
        return f"{seconds:.1f}s"
    if total < 60:
        return f"{total}s"
    if total < 3600:
        return f"{total // 60}m{total % 60:02}s"
    return f"{total // 3600}h{total // 60 % 60:02}m"


def _columns() -> int:
    try:
        return os.get_terminal_size(2).columns or 80
    except OSError:
        return 80
