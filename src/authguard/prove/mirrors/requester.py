"""Send a request to a server, if that is allowed and the server is not paused, and decide about each redirect.

If the mirror itself fails (another object format, a damaged repository), the mirror is repaired, and the request is
sent again. A failure that a mirror can handle becomes a GitRefusal; any other failure becomes an Unanswered, and is
remembered.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from authguard.prove.mirrors.failures import NoCache, NotAllowed, OutOfTime
from authguard.prove.mirrors.git_refusal import GitRefusal, failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from authguard.prove.mirrors.address import Address
    from authguard.prove.mirrors.known import Known
    from authguard.prove.mirrors.limits import Limits
    from authguard.prove.mirrors.pauses import Pauses
    from authguard.prove.mirrors.policy import Policy
    from authguard.prove.mirrors.repository import MirrorRepository

    T = TypeVar("T")

ANSWERS = frozenset(("no-ref", "not-ours", "withheld", "no-shallow"))
"""The answers of a server that are not final."""

_REDIRECTS = 3


class Requester:
    """Asks the server of one mirror. The caller holds the lock of the mirror."""

    __slots__ = ("_known", "_limits", "_pauses", "_policy", "_url")

    def __init__(self, url: str, policy: Policy, limits: Limits, pauses: Pauses, known: Known) -> None:
        """Store the url as it was written, and the rules for requests to the url."""
        self._url = url
        self._policy = policy
        self._limits = limits
        self._pauses = pauses
        self._known = known

    def request(self, repository: MirrorRepository, action: Callable[[Address], T]) -> T:
        """The result of `action` with the address of the repository, after redirects.

        Raises:
            GitRefusal: the kind is in ANSWERS.
            Unanswered: the repository must not be asked, or does not answer.
        """
        written = address = self._policy.demand(self._url)
        self._pauses.check(address)
        if self._limits.left() <= 0:
            raise OutOfTime(f"{address.shown} is not asked: there is no time left")
        hops, mended = 0, set[str]()
        while True:
            self._prepare(repository, address)
            was_used = repository.holds_anything
            try:
                answer = action(address)
            except GitRefusal as refusal:
                if refusal.kind in ANSWERS:
                    raise
                moved = self._moved(refusal, address) if hops < _REDIRECTS else None
                if moved is not None:
                    address, hops = moved, hops + 1
                elif refusal.kind not in mended and self._repair(refusal.kind, repository, was_used):
                    mended.add(refusal.kind)
                else:
                    failed = failure(refusal, address)
                    self._pauses.note(written, failed)
                    raise failed from None
            else:
                self._pauses.clear(written)
                return answer

    def _prepare(self, repository: MirrorRepository, address: Address) -> None:
        """Make the repository in the known format if necessary.

        Raises:
            NoCache: the directory cannot be written.
        """
        try:
            os.makedirs(os.path.dirname(repository.path), mode=0o700, exist_ok=True)
            repository.prepare(self._known.object_format)
        except OSError as error:
            raise NoCache(f"the mirror of {address.shown} cannot be written: {error.strerror}") from error

    def _repair(self, kind: str, repository: MirrorRepository, was_used: bool) -> bool:
        """Repair the mirror after a failure of the mirror itself. Returns whether there was such a failure."""
        if kind == "format":
            self._known.object_format = "sha1" if self._known.object_format == "sha256" else "sha256"
            return True
        if kind == "damaged" and was_used:
            repository.drop()
            return True
        return False

    def _moved(self, refusal: GitRefusal, address: Address) -> Address | None:
        """The target of a redirect, if it is on the same host (perhaps by https) and is allowed."""
        if refusal.kind != "status" or not 300 <= refusal.status < 400 or refusal.moved is None:
            return None
        requested = refusal.requested or address.url
        target = urljoin(requested.rstrip("/") + "/", refusal.moved)
        try:
            old, new = urlsplit(requested), urlsplit(target)
            upgraded = (old.scheme, new.scheme) == ("http", "https") and (old.port, new.port) == (None, None)
            if old.hostname != new.hostname or not (
                upgraded or (old.scheme, old.port) == (new.scheme, new.port)
            ):
                return None
            return self._policy.demand(target)
        except (ValueError, NotAllowed):
            return None
