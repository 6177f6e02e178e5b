"""The limits of mirrors: time, size and number of requests."""

from __future__ import annotations

import time


class Limits:
    """The bounds of one run; every one is seconds or bytes.

    Attributes:
        seconds: one git at most; a verify of a large repository over a slow line takes minutes.
        silence: how long a git may say nothing.
        until: the moment of time.monotonic() after which nothing may take longer, or None.
        cache: what all mirrors may take on the disk together.
        growth: what one fetch may bring.
        remember: how long the list of tags and branches counts as known.
        pause: how long nothing is tried after a failure for which the server named no time.
        longest_pause: what a server that names a time may have at most.
        spare: a mirror that was used so recently is not pruned; another process may be reading it.
        stopped: the user wants no more of it: what runs is ended, and nothing begins.
    """

    __slots__ = (
        *(
            "cache",
            "growth",
            "longest_pause",
            "pause",
            "remember",
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
        remember: float = 60,
        pause: float = 300,
        longest_pause: float = 3600,
        spare: float = 900,
    ) -> None:
        """Take the bounds; `growth` is all of `cache` where it is not given."""
        self.seconds = seconds
        self.silence = silence
        self.until = until
        self.cache = cache
        self.growth = cache if growth is None else growth
        self.remember = remember
        self.pause = pause
        self.longest_pause = longest_pause
        self.spare = spare
        self.stopped = False

    def left(self) -> float:
        """Return the seconds that a new request may take; 0 after the time limit."""
        if self.stopped:
            return 0.0
        if self.until is None:
            return self.seconds
        return max(0.0, min(self.seconds, self.until - time.monotonic()))
