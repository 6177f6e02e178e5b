"""The reasons why a mirror did not answer: a class for each, with one line for the user and no credentials.

All except NoSuchRevision are Unanswered: the question has no answer, and a suspect remains a suspect. NoSuchRevision
is an answer.
"""

from __future__ import annotations

from authguard.errors import AuthguardError, Unreachable


class NoSuchRevision(AuthguardError):
    """The repository answered that it does not have the revision (AG401).

    Attributes:
        rev: the requested revision.
        nearest: existing names, the most similar first, written like `rev`.
    """

    def __init__(self, rev: str, nearest: list[str], where: str) -> None:
        """Store the revision, the most similar names, and the repository for messages."""
        from authguard.printable import printable

        self.rev = rev
        self.nearest = nearest
        instead = f"; the nearest is {printable(nearest[0])}" if nearest else ""
        super().__init__(f"{where} has no revision {printable(rev)}{instead}")


class Unanswered(Unreachable):
    """A mirror could not answer. The base class of the other failures in this file.

    Attributes:
        scope: the part that is paused after this failure: "host", "url" or "" (nothing).
        wait: the seconds of the pause if the server named them, otherwise None.
    """

    scope = ""

    def __init__(self, text: str, wait: float | None = None) -> None:
        """Take the line."""
        super().__init__(text)
        self.wait = wait


class NotAllowed(Unanswered):
    """The network is off, the host is not among the mirrors, or the url or revision has a forbidden form."""


class CannotReach(Unanswered):
    """No such host, a refused connection, no handshake (TLS, the host's key of ssh), or no answer in time."""

    scope = "host"


class ConnectionBroken(Unanswered):
    """The connection broke off, or the server failed."""

    scope = "url"


class Denied(Unanswered):
    """The server denies access: 401, 403, or ssh without an accepted key.

    Attributes:
        status: the status of HTTP, None for another protocol.
    """

    scope = "host"

    def __init__(self, text: str, status: int | None = None) -> None:
        """Store the line and the status."""
        super().__init__(text)
        self.status = status


class RateLimited(Unanswered):
    """The server reports too many requests. `wait` is the pause that it requests."""

    scope = "host"


class Redirected(Unanswered):
    """The server redirects to another host, which the text names."""

    scope = "url"


class NoRepository(Unanswered):
    """There is no repository at that url, or the access is denied."""

    scope = "url"


class Withheld(Unanswered):
    """The repository may have the commit, but does not send it, since no tag or branch points at it."""


class NotACommit(Unanswered):
    """The revision names a tree or a file."""


class TooLarge(Unanswered):
    """More data than the limit would have to be fetched or read."""

    scope = "url"


class OutOfTime(Unanswered):
    """The time of the run is over; the server may be fine."""


class Damaged(Unanswered):
    """The fetched content cannot be read, even after a second fetch."""

    scope = "url"


class NoCache(Unanswered):
    """The cache directory cannot be used: full, read-only, or busy for too long."""
