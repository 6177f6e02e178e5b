"""After a failure no process tries again for some time, since a forge may ban clients that try too often.

Each host or url has one small file in the cache directory. If the file is lost, one more attempt may fail.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.prove.mirrors import failures
from authguard.prove.mirrors.known import read_json, write_json

if TYPE_CHECKING:
    from authguard.prove.mirrors.address import Address
    from authguard.prove.mirrors.failures import Unanswered
    from authguard.prove.mirrors.limits import Limits


class Pauses:
    """The paused hosts and urls, and the end of each pause.

    With `insist`, only failures of this run cause a pause. With `retries`, the same is true for hosts that were never
    reached: a network that is up again should not have to wait, and no forge bans a client without a connection.
    """

    __slots__ = ("_begin", "_directory", "_insist", "_limits", "_retries")

    def __init__(self, directory: str, limits: Limits, insist: bool, retries: bool) -> None:
        """Store the directory of the files."""
        self._directory = directory
        import time

        self._limits = limits
        self._begin = time.time()
        self._insist = insist
        self._retries = retries

    def check(self, address: Address) -> None:
        """Raise if the host is paused.

        Raises:
            Unanswered: the last failure, with this url and, if a later run has to wait, the end of the pause.
        """
        import time

        now = time.time()
        for key in (address.site, address.shown):
            stated = read_json(self._file(key)) if key else {}
            kind = _KINDS.get(str(stated.get("kind")))
            until, text, at = stated.get("until"), stated.get("text"), stated.get("at")
            if kind is None or not isinstance(text, str):
                continue
            if not isinstance(until, float | int) or not isinstance(at, float | int):
                continue
            is_free = self._retries and kind is failures.CannotReach
            since = self._begin if is_free or self._insist else 0.0
            if at >= since and now < until <= now + self._limits.longest_pause:
                text = text.replace(str(stated.get("url") or address.shown), address.shown)
                raise kind(text if is_free else f"{text}; {self._end(kind, until)}", until - now)

    def _end(self, kind: type[Unanswered], until: float) -> str:
        """Return the end of a pause for a message and, for commands of the user, the way to end it now."""
        import time

        moment = time.strftime("%H:%M:%S", time.localtime(until))
        can_ask = self._retries and not self._insist and kind is not failures.RateLimited
        return f"will retry after {moment}{', or now with --online' if can_ask else ''}"

    def note(self, address: Address, failure: Unanswered) -> None:
        """Remember a failure for the time that the server named, or for the usual pause."""
        import time

        if not failure.scope:
            return
        key = (address.site if failure.scope == "host" else "") or address.shown
        wait = self._limits.pause if failure.wait is None else failure.wait
        now = time.time()
        until = now + min(wait, self._limits.longest_pause)
        stated = {
            "kind": type(failure).__name__,
            "text": str(failure),
            "url": address.shown,
            "at": now,
            "until": until,
        }
        try:
            os.makedirs(self._directory, mode=0o700, exist_ok=True)
            write_json(self._file(key), stated)
        except OSError:
            return

    def clear(self, address: Address) -> None:
        """Forget the failures of a host that answered."""
        for key in (address.site, address.shown):
            try:
                os.unlink(self._file(key))
            except OSError:
                continue

    def _file(self, key: str) -> str:
        from hashlib import sha256

        return os.path.join(self._directory, f"{sha256(key.encode()).hexdigest()[:32]}.json")


_KINDS: dict[str, type[Unanswered]] = {
    kind.__name__: kind
    for kind in vars(failures).values()
    if isinstance(kind, type) and issubclass(kind, failures.Unanswered) and kind.scope
}
