"""The memory of the gate: builds that passed, so that they are not repeated, and pushes without a build.

The key of a pass is computed from the sent files, the attribute, the builder and the options. A pass is valid for seven
days: later, `getFlake "nixpkgs"` may be another commit, and a fetched file may be gone. If a pass is lost, the build is
repeated.
"""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import authguard
from authguard.git.store import connect, rows
from authguard.system import seal

if TYPE_CHECKING:
    from collections.abc import Callable
    from sqlite3 import Connection
    from typing import TypeVar

    from authguard.builder.source import BuildSource
    from authguard.builder.trust import Builder

    T = TypeVar("T")

DAYS = 7
"""A pass is valid for this many days."""
_SKIPPED_DAYS = 30
_MOST_SKIPPED = 20
_TRIES = 20  # a writer locks the database only for a moment

_SCHEMA = """
CREATE TABLE pass (key TEXT PRIMARY KEY, builder TEXT, system TEXT, drv TEXT, out TEXT, at REAL, seconds REAL,
                   seal TEXT);
CREATE TABLE skipped (gate TEXT, oid TEXT, why TEXT, at REAL, PRIMARY KEY (gate, oid))
"""


@dataclass(slots=True, eq=False)
class Pass:
    """A build that succeeded: its derivations and outputs, its system, its date and its time."""

    drvs: list[str]
    outs: list[str]
    system: str
    at: float
    seconds: float


@dataclass(slots=True, eq=False)
class Skipped:
    """A push without a build: the gate, the commit, the reason and the time."""

    gate: str
    oid: str
    why: str
    at: float


def key_of(source: BuildSource, attribute: str | None, builder: Builder, options: list[str]) -> str:
    """Return the key of a pass."""
    from hashlib import blake2b

    names = (source.fingerprint(), source.file, attribute or "", builder.kind, builder.name)
    parts = [authguard.__version__, *names, *options]
    text = "\0".join(parts).encode("utf-8", "surrogateescape")
    return blake2b(text, digest_size=20).hexdigest()


class Memory:
    """The two tables below the common git directory. The methods of this class never raise an error."""

    def __init__(self, common_dir: str) -> None:
        """Store the directory. Nothing is opened before the first question."""
        self._common_dir = common_dir

    def passed(self, key: str) -> Pass | None:
        """Return the pass with this key, if it is still valid."""

        def ask(db: Connection) -> Pass | None:
            requested = "SELECT drv, out, system, at, seconds, seal FROM pass WHERE key = ?"
            row = db.execute(requested, (key,)).fetchone()
            if row is None or not time.time() - DAYS * 86400 < row[3] <= time.time() + 86400:
                return None
            if row[5] is None or row[5] != seal("pass", key, *row[:4]):
                return None
            return Pass(row[0].split(), row[1].split(), row[2], row[3], row[4])

        return self._with(ask, None)

    def keep(self, key: str, builder: Builder, made: Pass) -> None:
        """Store a pass. If the builder has another system now, its earlier passes are deleted."""

        def write(db: Connection) -> None:
            db.execute("BEGIN IMMEDIATE")
            where = f"{builder.kind} {builder.name}"
            db.execute("DELETE FROM pass WHERE builder = ? AND system <> ?", (where, made.system))
            db.execute("DELETE FROM pass WHERE at < ?", (made.at - DAYS * 86400,))
            drvs, outs = " ".join(made.drvs), " ".join(made.outs)
            sealed = seal("pass", key, drvs, outs, made.system, made.at)
            row = (key, where, made.system, drvs, outs, made.at, made.seconds, sealed)
            db.execute("INSERT OR REPLACE INTO pass VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            db.execute("COMMIT")

        self._with(write, None)

    def skip(self, gate: str, oid: str, why: str) -> None:
        """Store a commit that was pushed without its build."""

        def write(db: Connection) -> None:
            row = (gate, oid, why, time.time())
            db.execute("INSERT OR REPLACE INTO skipped VALUES (?, ?, ?, ?)", row)

        self._with(write, None)

    def skipped(self) -> list[Skipped]:
        """Return the commits that were pushed without a build and not built since, the newest first."""

        def ask(db: Connection) -> list[Skipped]:
            requested = (
                "SELECT gate, oid, why, at FROM skipped WHERE at BETWEEN ? AND ? ORDER BY at DESC LIMIT ?"
            )
            now = time.time()
            values = (now - _SKIPPED_DAYS * 86400, now + 86400, _MOST_SKIPPED)
            return [Skipped(*row) for row in rows(db, requested, values, str, str, str, float)]

        return self._with(ask, [])

    def made_good(self, gate: str, oid: str) -> None:
        """Forget that this commit was pushed without its build."""

        def write(db: Connection) -> None:
            db.execute("DELETE FROM skipped WHERE gate = ? AND oid = ?", (gate, oid))

        self._with(write, None)

    def _with(self, act: Callable[[Connection], T], otherwise: T) -> T:
        for _ in range(_TRIES):
            db = connect(self._common_dir, "gate", _SCHEMA)
            if db is None:
                time.sleep(0.01)
                continue
            try:
                return act(db)
            except sqlite3.OperationalError:
                continue  # another process writes
            except (sqlite3.Error, ValueError, TypeError, AttributeError):
                return otherwise
            finally:
                db.close()
        return otherwise
