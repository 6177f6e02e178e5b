"""Why a mirror did not answer: a class each, with one line for the user, credentials never in it.

All but NoSuchRevision are Unanswered: the question stays open, and a suspect stays a suspect. NoSuchRevision is
an answer.
"""

from __future__ import annotations

from authguard.errors import AuthguardError, Unreachable


class NoSuchRevision(AuthguardError):
    """The repository was asked and does not have the revision (AG401).

    Attributes:
        rev: as it was asked for.
        nearest: names that are there, the nearest first, written as `rev` is written.
    """

    def __init__(self, rev: str, nearest: list[str], where: str) -> None:
        """Take the revision, the nearest ones, and the repository as a message names it."""
        from authguard.printable import printable

        self.rev = rev
        self.nearest = nearest
        instead = f"; the nearest is {printable(nearest[0])}" if nearest else ""
        super().__init__(f"{where} has no revision {printable(rev)}{instead}")


class Unanswered(Unreachable):
    """A mirror could not say. Base of all that follows.

    Attributes:
        scope: the part that is paused after it: "host", "url" or "" (nothing).
        wait: seconds of that while if the server named them, else None.
    """

    scope = ""

    def __init__(self, text: str, wait: float | None = None) -> None:
        """Take the line."""
        super().__init__(text)
        self.wait = wait


class NotAllowed(Unanswered):
    """The network is off, the host is none of the mirrors, or the url or revision is of no form that is asked for."""


class CannotReach(Unanswered):
    """No such host, a refused connection, no handshake (TLS, the host's key of ssh), or no answer in time."""

    scope = "host"


class ConnectionBroken(Unanswered):
    """The connection broke off, or the server failed."""

    scope = "url"


class Denied(Unanswered):
    """The server knows us too little: 401, 403, or ssh without a key that counts."""

    scope = "host"


class RateLimited(Unanswered):
    """The server says: too much. `wait` is the pause that it asks for."""

    scope = "host"


class Redirected(Unanswered):
    """The server sends us to another host; where it pointed is in the text."""

    scope = "url"


class NoRepository(Unanswered):
    """There is no repository at that url, or none that may be read."""

    scope = "url"


class Withheld(Unanswered):
    """The repository may have the commit, and does not hand it out without a tag or branch that points at it."""


class NotACommit(Unanswered):
    """The revision names a tree or a file."""


class TooLarge(Unanswered):
    """More than the limit would have to be fetched, or read."""

    scope = "url"


class OutOfTime(Unanswered):
    """The time of the run is over; the server may be fine."""


class Damaged(Unanswered):
    """The fetched content cannot be read, even after a second fetch."""

    scope = "url"


class NoCache(Unanswered):
    """The cache directory cannot be used: full, read-only, or busy for too long."""
