"""Write the index of a tree to its database. A write is rarely needed, so most checks do not load this module."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

    from authguard.git.tree_index import IndexedFile


def write(
    db: Connection, tree: str, edition: str, new: dict[str, IndexedFile], gone: Iterable[str] | None
) -> None:
    """Update the database to a tree, and end the open transaction.

    Args:
        db: the database, in a transaction that has read its state.
        tree: the oid of the tree.
        edition: the edition of the facts about a file.
        new: the files to be written, by path.
        gone: the paths that differ from the database; None: all paths.

    Raises:
        Error (of the sqlite3 module): the database cannot be written, or another process wrote first; see
        stepped_back().
    """
    if gone is None:
        for table in ("files", "refs", "digests", "links"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    else:
        _remove(db, gone)
    _insert(db, new)
    db.execute("DELETE FROM meta")
    db.execute("INSERT INTO meta VALUES (?, ?)", (tree, edition))
    db.execute("COMMIT")


def stepped_back(db: Connection) -> bool:
    """Undo an incomplete write. Returns whether the transaction could be rolled back."""
    try:
        if db.in_transaction:
            db.execute("ROLLBACK")
    except sqlite3.Error:
        return False
    return True


def _remove(db: Connection, paths: Iterable[str]) -> None:
    for path in paths:
        row = db.execute("SELECT id FROM files WHERE path = ?", (os.fsencode(path),)).fetchone()
        if row:
            for statement in (
                "DELETE FROM files WHERE id = ?",
                "DELETE FROM refs WHERE file = ?",
                "DELETE FROM digests WHERE file = ?",
                "DELETE FROM links WHERE file = ?",
            ):
                db.execute(statement, row)


def _insert(db: Connection, files: dict[str, IndexedFile]) -> None:
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM files").fetchone()
    rows = list(enumerate(files.items(), last + 1))
    db.executemany(
        "INSERT INTO files VALUES (?, ?, ?, ?, ?)",
        ((at, os.fsencode(path), file.mode, file.oid, file.state) for at, (path, file) in rows),
    )
    refs = sorted((os.fsencode(target), at) for at, (_, file) in rows for target in file.refs)
    db.executemany("INSERT INTO refs VALUES (?, ?)", refs)
    digests = sorted((digest, at) for at, (_, file) in rows for digest in file.digests)
    db.executemany("INSERT INTO digests VALUES (?, ?)", digests)
    links = [(at, os.fsencode(file.link)) for at, (_, file) in rows if file.link is not None]
    db.executemany("INSERT INTO links VALUES (?, ?)", links)
