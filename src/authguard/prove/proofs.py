"""Proofs of pairs, stored under .git/authguard, so that no content must be fetched twice.

A proof says that a digest is correct for an identity, with the method and the day. For a source in git it
also has the commit of the revision on that day. If a proof is lost, the next run only takes longer.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.git import store
from authguard.system import seal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from sqlite3 import Connection

    from authguard.outputs.model import FixedOutput

_NAME = "proofs"
_SCHEMA = (
    "CREATE TABLE proofs (identity BLOB NOT NULL, digest BLOB NOT NULL, how TEXT NOT NULL, day INTEGER NOT NULL,"
    " seal TEXT, revisions TEXT NOT NULL, PRIMARY KEY (identity, digest)) WITHOUT ROWID;"
    "CREATE TABLE revisions (url TEXT NOT NULL, rev TEXT NOT NULL, commit_id TEXT NOT NULL, day INTEGER NOT NULL,"
    " seal TEXT, PRIMARY KEY (url, rev)) WITHOUT ROWID;"
    "CREATE TABLE tested (recipe BLOB NOT NULL, day INTEGER NOT NULL, seal TEXT, PRIMARY KEY (recipe)) WITHOUT ROWID"
)
_LARGEST = 50_000


@dataclass(slots=True, eq=False)
class Proof:
    """The method of a proof ("native", "nix", "builder") and its day (ISO)."""

    how: str
    day: str


class Proofs:
    """The proofs of a repository. Neither a full disk nor a missing permission raises an error."""

    def __init__(self, common_dir: str, renamed: Collection[str] = ()) -> None:
        """Open nothing yet. A question alone makes no file.

        ``renamed`` are the hosts that the config replaces by other hosts. An answer of another host is no proof for
        later runs, since their config may name the real host.
        """
        self._common_dir = common_dir
        self._renamed = renamed
        self._moved: set[str] = set()  # the revisions that this run saw moved
        self._db: Connection | None = None

    def of(self, each: FixedOutput) -> Proof | None:
        """Return the proof of this same pair; None for a pair without proof."""
        if each.digest is None or not each.resolved or _holds_directory(each.identity):
            return None
        row = self._try(
            "SELECT how, day, seal FROM proofs WHERE identity = ? AND digest = ?",
            (_key(each), each.digest.key()),
        )
        if row is None or row[2] is None or row[2] != _sealed(each, each.digest.key(), row[0], row[1]):
            return None
        return Proof(row[0], _date(row[1]))

    def keep(self, each: FixedOutput, digest_key: str, how: str) -> None:
        """Remember that the content of ``each`` has this digest, even if the file has another digest.

        Content from a directory of this repository is not stored, since its files are not part of the identity.
        """
        from authguard.prove import origins

        # Nix itself asks the real host.
        if _holds_directory(each.identity) or (how == "native" and origins.is_at(each, self._renamed)):
            return
        self._open()
        self._try(
            "INSERT OR REPLACE INTO proofs VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(_key(each), digest_key, how, _today(), _sealed(each, digest_key, how, _today())),
                origins.revisions(each),
            ),
        )
        self._try(
            "DELETE FROM proofs WHERE (SELECT count(*) FROM proofs) > ? AND day < ?",
            (_LARGEST, _today() - 30),
        )

    def commit_of(self, url: str, rev: str) -> tuple[str, str] | None:
        """Return (commit, day) of a revision at the last proof of a hash for that revision."""
        row = self._try("SELECT commit_id, day, seal FROM revisions WHERE url = ? AND rev = ?", (url, rev))
        if row is None or row[2] is None or row[2] != seal("revision", url, rev, row[0], row[1]):
            return None
        return row[0], _date(row[1])

    def keep_commit(self, url: str, rev: str, commit: str) -> None:
        """Remember the commit of a revision. If the revision moved, the proofs of its outputs are removed.

        A proof does not name its commit, and several outputs may come from one revision. The answer of a
        host that a config names in place of the real host is not stored.
        """
        from authguard.prove import origins

        if origins.host_of(url) in map(origins.host_of, self._renamed):
            return
        self._open()
        before = self._try("SELECT commit_id FROM revisions WHERE url = ? AND rev = ?", (url, rev))
        line = origins.revision_line(url, rev)
        if before is not None and before[0] != commit and line not in self._moved:
            self._moved.add(line)
            self._try("DELETE FROM proofs WHERE instr(revisions, ?)", (line,))
            files = origins.repository_line(url)
            if files:
                self._try("DELETE FROM proofs WHERE instr(revisions, ?)", (files,))
        sealed = seal("revision", url, rev, commit, _today())
        self._try(
            "INSERT OR REPLACE INTO revisions VALUES (?, ?, ?, ?, ?)", (url, rev, commit, _today(), sealed)
        )

    def tested(self, recipe: tuple[object, ...]) -> bool:
        """Tell whether a recipe gave the right hash of an earlier tree."""
        key = _recipe_key(recipe)
        row = self._try("SELECT day, seal FROM tested WHERE recipe = ?", (key,))
        return row is not None and row[1] is not None and row[1] == seal("tested", key.decode(), row[0])

    def keep_tested(self, recipe: tuple[object, ...], outputs: Iterable[FixedOutput]) -> None:
        """Remember that a recipe gave the right hash of an earlier tree.

        It is not stored if one of the ``outputs`` that were computed may come from a host in place of the real host.
        """
        from authguard.prove import origins

        if any(origins.is_at(each, self._renamed) for each in outputs):
            return
        self._open()
        key = _recipe_key(recipe)
        self._try(
            "INSERT OR REPLACE INTO tested VALUES (?, ?, ?)",
            (key, _today(), seal("tested", key.decode(), _today())),
        )

    def close(self) -> None:
        """Close the table."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _open(self) -> None:
        if self._db is None:
            self._db = store.connect(self._common_dir, _NAME, _SCHEMA)
            self._try("PRAGMA busy_timeout = 5000")

    def _try(self, statement: str, values: tuple[object, ...] = ()) -> tuple[str, ...] | None:
        """Run one statement and return its first row; None for no row, and without a database."""
        if self._db is None and os.path.exists(store.file_of(self._common_dir, _NAME)):
            self._db = store.connect(self._common_dir, _NAME, _SCHEMA)
        if self._db is None:
            return None
        try:
            found: tuple[str, ...] | None = self._db.execute(statement, values).fetchone()
            return found
        except sqlite3.Error as error:
            if store.is_damaged(error):
                self.close()
                store.remove(self._common_dir, _NAME)
            return None


def _sealed(each: FixedOutput, digest_key: str, how: object, day: object) -> str | None:
    """Return the seal of a proof.

    An entry without the right seal is ignored, since another user may have written it into the database.
    """
    return seal("proof", _key(each).decode(), digest_key, how, day)


def _key(each: FixedOutput) -> bytes:
    """Return a fingerprint of all inputs that decide the content, and of the edition of the canonical form.

    The producer is part of the fingerprint, since two producers may make different content from one commit.
    """
    from authguard.nix.canonical import fingerprint

    return fingerprint((store.EDITION, each.mode, each.producer, each.identity)).encode()


def _holds_directory(form: object) -> bool:
    """Tell whether a directory of this repository is a part of a form, which has its path but not its content."""
    if not isinstance(form, tuple):
        return False
    if form[:1] == ("path",) and len(form) == 2:
        return True
    return any(_holds_directory(part) for part in form)


def _recipe_key(recipe: tuple[object, ...]) -> bytes:
    from authguard.nix.canonical import fingerprint

    return fingerprint((store.EDITION, *recipe)).encode()


def today() -> str:
    """Return the present day (ISO, UTC) for a new proof."""
    return _date(_today())


def _today() -> int:
    import time

    return int(time.time() // 86400)


def _date(day: object) -> str:
    import time

    return time.strftime("%Y-%m-%d", time.gmtime(int(str(day)) * 86400))
