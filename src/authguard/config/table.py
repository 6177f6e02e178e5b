"""TOML tables that are read key by key, so that each error message has the file and the dotted key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.globs import Glob
from authguard.messages import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_CONTROL = r"[\x00-\x1f\x7f]"
MAX_ENTRIES = 1000
"""The most entries of a list, since each file of a change is compared with each entry."""


class Table:
    """A TOML table that is read key by key. A key that is never read is an error."""

    def __init__(self, source: TomlSource, name: str, data: object) -> None:
        """Take the table's dotted name ("" for the top) and its value, which must be a table."""
        self.source = source
        self.name = name
        if not isinstance(data, dict):
            raise source.refuse(name, f"must be a table, not {_kind(data)}")
        self.data: dict[str, Any] = data

    def key(self, key: str) -> str:
        """Return the dotted name of one of its keys."""
        return f"{self.name}.{key}" if self.name else key

    def refuse(self, key: str, says: str) -> Refused:
        """Return the error to raise for a key."""
        return self.source.refuse(self.key(key), says)

    def known(self, *keys: str) -> None:
        """Refuse all keys that were not read."""
        for key in self.data:
            if key not in keys:
                raise self.refuse(bare(key), f"is not a key{did_you_mean(key, keys)}")

    def string(self, key: str, default: str | None = None) -> str:
        """Return the text of a key. If there is no default, the key is required."""
        value = self.optional(key)
        if value is None:
            if default is None:
                raise self.refuse(key, "is missing")
            return default
        return value

    def optional(self, key: str) -> str | None:
        """Return the text of a key, or None if the key is missing."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.refuse(key, f"must be a string, not {_kind(value)}")
        if not value.strip():
            raise self.refuse(key, "must not be empty")
        if re.search(_CONTROL, value):
            raise self.refuse(key, "must not contain control characters")
        return value

    def strings(self, key: str) -> list[str]:
        """Return the texts of a key, or no texts if the key is missing."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            raise self.refuse(key, f"must be a list of strings, not {_kind(value)}")
        self._demand_few(key, value)
        for at, one in enumerate(value):
            if not isinstance(one, str):
                raise self.refuse(f"{key}[{at}]", f"must be a string, not {_kind(one)}")
            if not one.strip() or re.search(_CONTROL, one):
                raise self.refuse(f"{key}[{at}]", "must not be empty or contain control characters")
        return value

    def _demand_few(self, key: str, value: list[object]) -> None:
        if len(value) > MAX_ENTRIES:
            raise self.refuse(key, f"has {len(value)} entries, more than the limit of {MAX_ENTRIES}")

    def word(self, key: str, words: tuple[str, ...], default: str) -> str:
        """Return the text of a key, which must be one of some words."""
        value = self.string(key, default)
        if value not in words:
            raise self.refuse(key, f"is {value!r}; it can be {choice(words)}{did_you_mean(value, words)}")
        return value

    def table(self, key: str) -> Table:
        """Return the table of a key; an empty table without the key."""
        return Table(self.source, self.key(key), self.data.get(key, {}))

    def tables(self, key: str) -> list[Table]:
        """Return the tables of a key, or no tables if the key is missing."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            raise self.refuse(key, f"must be an array of tables ([[{self.key(key)}]]), not {_kind(value)}")
        self._demand_few(key, value)
        return [Table(self.source, f"{self.key(key)}[{at}]", one) for at, one in enumerate(value)]

    def path(self, key: str) -> str:
        """Return the path of a key, which must be inside the tree."""
        return self.source.path(self.key(key), self.string(key))

    def globs(self, key: str) -> list[Glob]:
        """Return the path patterns of a key, which must be inside the tree."""
        values = self.strings(key)
        return [Glob(self.source.pattern(f"{self.key(key)}[{at}]", one)) for at, one in enumerate(values)]


class TomlSource:
    """The file that is read: its name in messages, and the lines of its [[allow]] tables."""

    def __init__(self, file: str, prefix: str, text: str, leaves_tree: Callable[[str], bool] | None) -> None:
        """`prefix` is "tool.authguard" in pyproject.toml, else empty."""
        self.file = file
        self.prefix = prefix
        self.leaves_tree = leaves_tree
        header = re.compile(
            r"\s*\[\[\s*" + "".join(rf"{one}\s*\.\s*" for one in prefix.split(".") if one) + r"allow\s*\]\]"
        )
        self.allow_lines = [at for at, line in enumerate(text.split("\n"), 1) if header.match(line)]

    def refuse(self, key: str, says: str) -> Refused:
        """Return the error of a key."""
        dotted = ".".join(part for part in (self.prefix, key) if part)
        return Refused(f"{self.file}: {dotted} {says}" if dotted else f"{self.file}: the config {says}")

    def pattern(self, key: str, value: str) -> str:
        """Return a path pattern, which must be inside the tree."""
        if value.startswith("/") or value[1:2] == ":" or "\\" in value:
            raise self.refuse(key, f"is {value!r}; paths are relative to the root, with / between the parts")
        if ".." in value.split("/"):
            raise self.refuse(key, f"is {value!r}; a path must not contain ..")
        return value

    def path(self, key: str, value: str) -> str:
        """A path of one file in the tree, without `.` and doubled slashes."""
        self.pattern(key, value)
        parts = [part for part in value.split("/") if part not in ("", ".")]
        if not parts or value.endswith("/"):
            raise self.refuse(key, f"is {value!r}; it must name a file")
        path = "/".join(parts)
        if self.leaves_tree is not None and self.leaves_tree(path):
            raise self.refuse(key, f"is {value!r}, which leaves the tree through a symlink")
        return path


def bare(key: str) -> str:
    """A key in the syntax of TOML: quoted unless it is a bare key."""
    if re.fullmatch(r"[A-Za-z0-9_-]+", key):
        return key
    import json

    return json.dumps(key)


def choice(words: tuple[str, ...]) -> str:
    """Return words as an enumeration."""
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _kind(value: object) -> str:
    """Return TOML's word for the type of this value."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, list):
        return "an array"
    return "a table" if isinstance(value, dict) else "a date"
