"""The limits of these modules, and the texts of their errors."""

from __future__ import annotations

from authguard.errors import Refused


class Uncomputable(Exception):
    """authguard cannot compute the hash, so only Nix can. `reason` is a clause with the reason."""

    def __init__(self, reason: str) -> None:
        """Store the clause."""
        super().__init__(reason)
        self.reason = reason


class Rejected(Uncomputable):
    """An archive has a forbidden path, too much content, or a structure that its fetcher does not accept."""


class Incomplete(Refused):
    """A git directory does not have an object that the hash needs. `oid` is its id, so that it can be fetched."""

    def __init__(self, oid: str, text: str) -> None:
        """Store the object's id and the line for the user."""
        super().__init__(text)
        self.oid = oid


def shown(path: bytes) -> str:
    """Return a path of a tree or an archive for a message."""
    import os

    from authguard.printable import printable

    return printable(os.fsdecode(path))


def error_text(error: Exception) -> str:
    """Return the text of a library's error, for a message."""
    from authguard.printable import printable

    return printable(str(error) or type(error).__name__)[:160]


def no_room(error: OSError) -> Refused:
    """Return the error to raise if a temporary file cannot be made or written."""
    return Refused(f"a temporary file cannot be written: {error.strerror}")
