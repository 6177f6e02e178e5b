"""A table of texts by key that is kept between runs: for example the result for a blob, by its id.

Each text is sealed with a key of the user. A text from another user or a damaged disk is ignored.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from authguard.git import store
from authguard.system import sealer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from sqlite3 import Connection

_NAME = "summaries"
_SCHEMA = (
    "CREATE TABLE summaries (key BLOB PRIMARY KEY, value BLOB NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID"
)
# If there are more rows, those that were unused for the longest time are deleted. A tree of 18,000 files has 18,000
# rows.
LARGEST = 200_000
_REFRESH_DAYS = 7
_AT_ONCE = 500
_SEALED = 40
"""The length of a seal, which is before each text."""


class Summaries:
    """Texts by key. This is a cache: an entry may disappear at any time, and no method raises an error."""

    __slots__ = ("_common_dir", "_db", "_seal")

    def __init__(self, common_dir: str) -> None:
        """Open the table under the common git directory. If that fails, nothing is stored."""
        self._common_dir = common_dir
        self._seal = sealer()
        self._db: Connection | None = None
        if self._seal is not None:
            self._db = store.connect(common_dir, _NAME, _SCHEMA)

    def get_many(self, keys: Iterable[str]) -> dict[str, str]:
        """The stored texts, by key."""
        found: dict[str, str] = {}
        stale: list[bytes] = []
        today = _today()
        wanted = [_encoded(key) for key in keys]
        try:
            for at in range(0, len(wanted) if self._db else 0, _AT_ONCE):
                some = wanted[at : at + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, value, day FROM summaries WHERE key IN ({marks})"  # noqa: S608 - marks only
                for key, value, day in store.rows(self._connection(), query, some, bytes, bytes, int):
                    name = _decoded(key)
                    sealed, text = _decoded(value[:_SEALED]), _decoded(value[_SEALED:])
                    if self._seal is None or sealed != self._seal("summary", name, text):
                        continue
                    found[name] = text
                    if day + _REFRESH_DAYS <= today:
                        stale.append(key)
        except sqlite3.Error as error:
            self._give_up(error)
        self._write("UPDATE summaries SET day = ? WHERE key = ?", [(today, key) for key in stale])
        return found

    def put_many(self, values: Mapping[str, str]) -> None:
        """Store these texts, if possible."""
        if self._seal is None:
            return
        today = _today()
        rows = [
            (_encoded(key), _encoded(self._seal("summary", key, value) + value), today)
            for key, value in values.items()
        ]
        self._write("INSERT OR REPLACE INTO summaries VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Close the table."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _connection(self) -> Connection:
        assert self._db is not None  # noqa: S101 - for the type checker; the callers looked
        return self._db

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if self._db is None or not rows:
            return
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(statement, rows)
            (count,) = self._db.execute("SELECT count(*) FROM summaries").fetchone()
            if count > LARGEST:
                oldest = "SELECT key FROM summaries ORDER BY day LIMIT ?"
                self._db.execute(f"DELETE FROM summaries WHERE key IN ({oldest})", [count - LARGEST * 3 // 4])  # noqa: S608
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self.close()  # this rolls an open transaction back
        if store.is_damaged(error):
            store.remove(self._common_dir, _NAME)


def _today() -> int:
    import time

    return int(time.time()) // 86400


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
