"""The limits of mirrors: time, size and number of requests, and the git processes that a stop has to end."""

from __future__ import annotations

import os
import time
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

_TICK = 0.02


class Limits:
    """The limits of one run; all of them are seconds or bytes.

    Attributes:
        seconds: the time of one git process. To verify a large repository over a slow line takes minutes.
        silence: the time of one pause in the output of a git process.
        until: the end of the run as a value of time.monotonic(), or None.
        cache: the bytes of all mirrors together on the disk.
        growth: the bytes of one fetch.
        memory: the memory of each process of a git that asks a server, since a server can list refs without end.
        answer: the size of the output of such a git: a list of refs.
        remember: the time for which the list of tags and branches is used again.
        pause: the time of the pause after a failure for which the server named no time.
        longest_pause: the longest time of a pause that a server requests.
        spare: a mirror is not pruned until this time after its last use, since another process may be reading it.
        stopped: whether the user stopped the run. Then running requests are ended, and no new ones start.
        guard: is held while a git process starts, so that no process starts after a stop.
        running: the git processes of this run, each with its own process group.
    """

    __slots__ = (
        *(
            "answer",
            "cache",
            "growth",
            "guard",
            "longest_pause",
            "memory",
            "pause",
            "remember",
            "running",
            "seconds",
            "silence",
            "spare",
            "stopped",
            "until",
        ),
    )

    def __init__(
        self,
        *,
        seconds: float = 1800,
        silence: float = 60,
        until: float | None = None,
        cache: int = 2 << 30,
        growth: int | None = None,
        memory: int = 2 << 30,
        answer: int = 32 << 20,
        remember: float = 60,
        pause: float = 300,
        longest_pause: float = 3600,
        spare: float = 900,
    ) -> None:
        """Store the limits. The default of `growth` is `cache`."""
        self.seconds = seconds
        self.silence = silence
        self.until = until
        self.cache = cache
        self.growth = cache if growth is None else growth
        self.memory = memory
        self.answer = answer
        self.remember = remember
        self.pause = pause
        self.longest_pause = longest_pause
        self.spare = spare
        self.stopped = False
        self.guard = Lock()
        self.running: set[Popen[bytes]] = set()

    def stop(self, patience: float) -> None:
        """Start no new request, end those that run, and wait at most ``patience`` seconds for the end of their git."""
        import signal

        with self.guard:
            self.stopped = True
            for process in list(self.running):
                if process.returncode is None:
                    try:
                        os.killpg(process.pid, signal.SIGTERM)
                    except OSError:
                        pass  # it ended by itself
        until = time.monotonic() + patience
        while self.running and time.monotonic() < until:
            time.sleep(_TICK)

    def left(self) -> float:
        """Return the seconds that a new request may take; 0 after the time limit."""
        if self.stopped:
            return 0.0
        if self.until is None:
            return self.seconds
        return max(0.0, min(self.seconds, self.until - time.monotonic()))
