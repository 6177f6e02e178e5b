"""The limits of these libraries, and the words of their errors."""

from __future__ import annotations

from authguard.errors import Refused


class Uncomputable(Exception):
    """The hash cannot be computed here, and is a question for Nix. `reason` is one clause that says why."""

    def __init__(self, reason: str) -> None:
        """Take the clause."""
        super().__init__(reason)
        self.reason = reason


class Rejected(Uncomputable):
    """An archive would write where it must not, holds too much, or is not what its fetcher takes."""


class Incomplete(Refused):
    """A git directory lacks an object that the hash needs; `oid` is its name, to be fetched."""

    def __init__(self, oid: str, text: str) -> None:
        """Take the object's name and the line for the user."""
        super().__init__(text)
        self.oid = oid


def shown(path: bytes) -> str:
    """Return a path of a tree or an archive for a message."""
    import os

    from authguard.printable import printable

    return printable(os.fsdecode(path))


def error_text(error: Exception) -> str:
    """Return what an error of a library says, for a message."""
    from authguard.printable import printable

    return printable(str(error) or type(error).__name__)[:160]


def no_room(error: OSError) -> Refused:
    """Return what to raise where a temporary file cannot be made or written."""
    return Refused(f"a temporary file cannot be written: {error.strerror}")
