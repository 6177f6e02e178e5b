"""Reading lock files that strangers wrote: text, JSON and TOML, with the reason why one cannot be read."""

from __future__ import annotations

LARGEST = 8 << 20
"""Bytes; a larger lock is not read."""

LONGEST_NAME = 80
"""Characters of a package's name or version that a sentence repeats."""


class LockUnreadable(Exception):
    """A lock that cannot be read: ``reason`` is a clause, ``line`` is 1-based, 0 if it is not known."""

    def __init__(self, reason: str, line: int = 0) -> None:
        """Keep the reason and the line."""
        super().__init__(reason)
        self.reason = reason
        self.line = line

    def text(self, name: str) -> str:
        """Return the problem as one clause, for the file called ``name``."""
        where = f"{name}:{self.line}" if self.line else name
        return f"{where} cannot be read: {self.reason}"


def text_of(data: bytes) -> str:
    """Return the text of a lock, with its line ends.

    Raises:
        Unreadable: it is too large, no UTF-8, or holds the markers of an unresolved merge. Most readers of locks
            go line by line and would otherwise take both sides.
    """
    if len(data) > LARGEST:
        raise LockUnreadable(f"it is larger than {LARGEST >> 20} MiB")
    if data.startswith(b"<<<<<<< ") or b"\n<<<<<<< " in data:
        offset = 0 if data.startswith(b"<<<<<<< ") else data.index(b"\n<<<<<<< ") + 1
        raise LockUnreadable("a merge conflict is left in it", data.count(b"\n", 0, offset) + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LockUnreadable("it is not UTF-8", data.count(b"\n", 0, error.start) + 1) from error


def json_of(data: bytes) -> object:
    """Return the value of a JSON lock. Raises Unreadable, with the line where the text stops being JSON."""
    import json

    text = text_of(data)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise LockUnreadable(f"it is not JSON ({error.msg})", error.lineno) from error
    except RecursionError as error:
        raise LockUnreadable("it is nested too deep") from error
    except ValueError as error:
        raise LockUnreadable("it holds a number that is too long") from error


def toml_of(data: bytes) -> dict[str, object]:
    """Return the table of a TOML lock. Raises Unreadable, with the line where the text stops being TOML."""
    import tomli

    text = text_of(data)
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise LockUnreadable("it is not TOML", getattr(error, "lineno", 0)) from error
    except (RecursionError, ValueError) as error:
        raise LockUnreadable("it is not TOML that can be read") from error


def table(value: object) -> dict[str, object]:
    """Return the value if it is a table, else an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[object]:
    """Return the value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def word(value: object) -> str:
    """Return the value if it is a text, else an empty one."""
    return value if isinstance(value, str) else ""


def clean(text: str) -> str:
    """Return a name of the lock without control characters, at most LONGEST_NAME long, for a message."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text[: LONGEST_NAME + 1])
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 1] + "…"
