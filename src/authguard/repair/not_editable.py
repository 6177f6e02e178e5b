"""A hash that is left unchanged, and the reason."""

from __future__ import annotations


class NotEditable(Exception):
    """A value that cannot be edited. ``reason`` is a clause, printed after "not written:"."""

    def __init__(self, reason: str) -> None:
        """Take the clause."""
        super().__init__(reason)
        self.reason = reason
