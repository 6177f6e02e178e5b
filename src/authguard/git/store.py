"""Small databases under .git/authguard for computed results. If a database is lost, the next run only takes longer.

The databases are SQLite files in WAL mode, synchronous=NORMAL. A transaction is stored completely or not at all, even
if a process is killed or the power fails. A transaction does not wait for the disk, and a reader keeps its snapshot
while another process writes. If a database is locked, damaged, on a full disk or in a read-only directory, the caller
computes the answer again.

A text file remembers staged changes that were judged as clean, so that they are not judged again. A commit is often
tried again with the same content: another hook failed, its message was edited, or a merge runs two hooks. The result of
a check depends only on the commits that the index is compared with, and on the entries that differ (the config is one
of them). If a rule may use the network, the result also depends on the user's settings of the network. The file has a
line for each clean check: a fingerprint of these facts, and the counts that `check -v` prints.
A check gets a line only if it found nothing and could read all files.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from typing import TYPE_CHECKING

import authguard
from authguard.git.git import own_directory
from authguard.system import blake2b, seal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from sqlite3 import Connection
    from typing import Any

    from authguard.git.ranges import Range

    Counts = tuple[int, int, int]

EDITION = 300
"""Increased when the judgement of the same files changes, or the stored records of files change."""

_BUSY = 0.1  # seconds to wait for another writer
_STALE_DAYS = 30  # after this time, the file of another version of authguard is removed


_OFF: list[bool] = []


def use_none() -> None:
    """Open no database from now on: results of earlier runs are not used, and new results are not stored."""
    _OFF.append(True)


def edition() -> str:
    """The name of a set of records. Another version or edition may compute these records differently."""
    return f"{authguard.__version__}.{EDITION}"


def connect(common_dir: str, name: str, schema: str) -> Connection | None:
    """Open `<common dir>/authguard/NAME-<version>.sqlite`. A missing or damaged file is replaced.

    Args:
        common_dir: the git directory that all linked work trees share.
        name: a word for the purpose of the database.
        schema: the statements that make its tables. A file with another schema is replaced.

    Returns:
        A connection in autocommit mode, or None if the database cannot be opened.
    """
    if _OFF:
        return None
    path = file_of(common_dir, name)
    for _ in range(2):
        try:
            own_directory(common_dir)
            if os.path.islink(path):
                os.unlink(path)
            new = not os.path.exists(path)
            db: Connection = sqlite3.connect(path, timeout=_BUSY, isolation_level=None)
        except (OSError, sqlite3.Error):
            return None
        try:
            _prepare(db, schema)
        except sqlite3.OperationalError:
            db.close()
            return None
        except sqlite3.Error:
            db.close()
            remove(common_dir, name)
            continue
        if new:
            _sweep(path, name)
        return db
    return None


def file_of(common_dir: str, name: str) -> str:
    """Return the path of the database of that name, by authguard's version."""
    return os.path.join(common_dir, "authguard", f"{name}-{authguard.__version__}.sqlite")


def remove(common_dir: str, name: str) -> None:
    """Remove a damaged database, if that is allowed."""
    path = file_of(common_dir, name)
    for each in (path, f"{path}-wal", f"{path}-shm", f"{path}-journal"):
        try:
            os.unlink(each)
        except OSError:
            continue


def is_damaged(error: Exception) -> bool:
    """Whether an error of sqlite3 means that the file itself is damaged, not only in use."""
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)


def rows(db: Connection, query: str, values: Sequence[object], *types: type) -> list[tuple[Any, ...]]:
    """Return the rows of a query, with a value of the given type in each column.

    SQLite stores values of any type in a column, and anyone who can write to the file can store them.

    Raises:
        DatabaseError (of the sqlite3 module): a value has another type.
        Error (of the sqlite3 module): the query failed.
    """
    found: list[tuple[Any, ...]] = db.execute(query, values).fetchall()
    if any(tuple(map(type, row)) != types for row in found):
        raise sqlite3.DatabaseError("a value has another type")
    return found


def _statements(schema: str) -> list[str]:
    return [statement.strip() for statement in schema.split(";") if statement.strip()]


def _prepare(db: Connection, schema: str) -> None:
    """Configure the connection, and make the tables again if they have other columns.

    Raises:
        DatabaseError (of the sqlite3 module): a table has another definition, or is a view.
        Error (of the sqlite3 module): the file cannot be used.
    """
    wanted = int.from_bytes(blake2b(schema.encode(), digest_size=4).digest(), "big") & 0x7FFFFFFF
    db.execute("PRAGMA synchronous=NORMAL")
    if db.execute("PRAGMA user_version").fetchone()[0] == wanted:
        found = [sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
        if set(map(str, found)) != set(_statements(schema)):
            raise sqlite3.DatabaseError("a table has another definition")
        return
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("BEGIN IMMEDIATE")
    if db.execute("PRAGMA user_version").fetchone()[0] != wanted:  # no other process replaced the file before
        named = db.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
        for (table,) in named.fetchall():
            db.execute(f'DROP TABLE "{table}"')
        for statement in _statements(schema):
            db.execute(statement)
        db.execute(f"PRAGMA user_version={wanted}")
    db.execute("COMMIT")


def _sweep(path: str, name: str) -> None:
    """Remove files of other versions of authguard that were unused for a long time."""
    import time

    directory = os.path.dirname(path)
    try:
        for entry in os.scandir(directory):
            mine = entry.name.startswith(os.path.basename(path))
            if mine or not entry.name.startswith(f"{name}-") or ".sqlite" not in entry.name:
                continue
            if time.time() - entry.stat().st_mtime > _STALE_DAYS * 86400:
                os.unlink(entry.path)
    except OSError:
        return


MOST = 200
"""At most this many answers are kept. The oldest is deleted first."""


class Clean:
    """The remembered answers, below the common git directory. A file that cannot be read or written is ignored."""

    __slots__ = ("_common_dir", "_key", "_path", "_reach", "_seal", "_seal_of_reach")

    def __init__(self, common_dir: str, scope: Range, edition: str, reach: Callable[[], str] = str) -> None:
        """Store the question. A new ``edition`` makes earlier answers invalid.

        ``reach`` returns the user's settings of the network. It is called only for an answer that depends on them.
        """
        self._common_dir = common_dir
        self._path = os.path.join(common_dir, "authguard", f"clean-{authguard.__version__}")
        self._key = _fingerprint(scope, edition)
        self._reach = reach
        self._seal = seal("clean", self._key)
        self._seal_of_reach = seal("clean by network", self._key)

    def known(self) -> Counts | None:
        """Return the counts of files, fixed outputs and unresolved outputs, if this check was clean before."""
        if self._seal is None:
            return None
        for line in self._lines():
            first, *words = line.split(" ")
            if first == self._seal_of_reach:  # then the seal of the settings comes next
                first = words.pop(0) if words[:1] == [self._sealed_reach()] else ""
            elif first != self._seal:
                continue
            try:
                return (int(words[0]), int(words[1]), int(words[2])) if first else None
            except (ValueError, IndexError):
                return None
        return None

    def _sealed_reach(self) -> str:
        return seal("clean", self._key, self._reach()) or ""

    def keep(self, counts: Counts, by_network: bool = False) -> None:
        """Remember that the check was clean, if possible. If the process is killed, the file does not change.

        ``by_network`` tells whether the answer depends on the user's settings of the network.
        """
        if self._seal is None or self._seal_of_reach is None:
            return
        own = (self._seal, self._seal_of_reach)
        kept = [line for line in self._lines() if not line.startswith(own)][1 - MOST :]
        seals = [self._seal_of_reach, self._sealed_reach()] if by_network else [self._seal]
        text = "\n".join([*kept, " ".join([*seals, *map(str, counts)]), ""])
        made = f"{self._path}.{os.getpid()}"
        try:
            own_directory(self._common_dir)
            handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with open(handle, "wb") as file:
                file.write(text.encode())
            os.replace(made, self._path)
        except (OSError, ValueError):
            try:
                os.unlink(made)
            except OSError:
                return

    def _lines(self) -> list[str]:
        """Return the complete lines. A last line without a newline was cut off, and is omitted."""
        try:
            if os.path.islink(os.path.dirname(self._path)):
                return []
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # a named pipe would wait for a writer
            with open(os.open(self._path, flags), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    return []
                return file.read(MOST << 8).decode("utf-8", "replace").split("\n")[:-1]
        except OSError:
            return []


def _fingerprint(scope: Range, edition: str) -> str:
    """Return a text that is equal for equal questions: the trees of the bases, HEAD's parents, the changed entries."""
    parts = [authguard.__version__, edition, scope.target.label]
    for base in scope.bases:
        parts += ["base", base.oid or "", base.snapshot.tree]
        for change in base.changes:
            parts += [change.path, f"{change.new_mode:o}", change.new_oid or ""]
    parts += ["head_parents", *scope.head_parent_oids]
    if scope.walk is not None:  # in a merge, the commits against which the other parents are judged
        parts += ["walk", *scope.walk.tips, "known", *scope.walk.known]
    text = "\0".join(parts).encode("utf-8", "surrogateescape")
    return blake2b(text, digest_size=20).hexdigest()
