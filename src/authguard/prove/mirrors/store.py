"""All mirrors: one directory for each url in the user's cache, with a lock, a limit and a memory of failures."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.prove.mirrors.limits import Limits
from authguard.prove.mirrors.mirror import Mirror
from authguard.prove.mirrors.pauses import Pauses
from authguard.prove.mirrors.prune import prune
from authguard.prove.mirrors.run import MirrorGit
from authguard.system import own_cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.prove.mirrors.address import Address
    from authguard.prove.mirrors.policy import Policy

_EDITION = "1"
"""Increased when the format of the cache changes. Each edition has its own directory."""


def cache_directory() -> str:
    """Return the directory of mirrors in the user's cache directory.

    Raises:
        Refused: see own_cache.
    """
    return os.path.join(own_cache(), "mirrors")


class Mirrors:
    """The mirrors in one cache directory, under one policy.

    `at(url)` returns the mirror of a url. Before the first question, nothing is requested or written.
    """

    def __init__(
        self,
        cache: str,
        policy: Policy,
        limits: Limits | None = None,
        *,
        insist: bool = False,
        retries: bool = False,
        watch: Callable[[str, str], None] | None = None,
    ) -> None:
        """Store the settings that all mirrors share.

        Args:
            cache: the directory, see cache_directory().
            policy: the hosts that may be asked.
            limits: the limits of time and size.
            insist: ask even hosts that are paused after a failure of an earlier run.
            retries: ask even hosts that an earlier run could not reach.
            watch: called during a long fetch, with the url and the progress.
        """
        self._cache = os.path.join(os.path.abspath(cache), _EDITION)
        self._policy = policy
        self._limits = limits or Limits()
        self._pauses = Pauses(
            os.path.join(os.path.dirname(self._cache), "pauses"), self._limits, insist, retries
        )
        self._watch = watch
        self._mirrors: dict[str, Mirror] = {}

    def at(self, url: str) -> Mirror:
        """The mirror of a repository.

        Raises:
            NotAllowed: a url of a forbidden form.
        """
        address = self._policy.address(url)
        if address.url not in self._mirrors:
            self._mirrors[address.url] = self._mirror(url, address)
        return self._mirrors[address.url]

    def left(self) -> float:
        """Return the seconds that a new request may take."""
        return self._limits.left()

    def stop(self, patience: float) -> None:
        """End the requests of other threads within moments, wait for their git, and start no new ones."""
        self._limits.stop(patience)

    def _mirror(self, url: str, address: Address) -> Mirror:
        watch = self._watch
        stated = None if watch is None else lambda line: watch(address.shown, line)
        return Mirror(
            url,
            address,
            os.path.join(self._cache, _name(address)),
            policy=self._policy,
            limits=self._limits,
            pauses=self._pauses,
            git=MirrorGit(self._limits, stated),
            grown=lambda: prune(self._cache, self._limits),
        )


def _name(address: Address) -> str:
    """The name of a directory: a readable part, and a part that differs for each url."""
    import re
    from hashlib import sha256

    readable = re.sub(r"[^A-Za-z0-9.]+", "-", f"{address.site}{address.path}").strip("-.")
    return f"{readable[-80:].lstrip('-.')}-{sha256(address.url.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"
