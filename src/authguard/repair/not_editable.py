"""The error for a hash that cannot be edited, with the reason."""

from __future__ import annotations


class NotEditable(Exception):
    """A value that cannot be edited. ``reason`` is a clause, printed after "not written:"."""

    def __init__(self, reason: str) -> None:
        """Store the clause."""
        super().__init__(reason)
        self.reason = reason
