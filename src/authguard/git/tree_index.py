"""An index of a tree, stored between runs: the files that refer to a path or contain a digest.

The database describes one tree. For another tree, `git diff-tree` names the files that differ. Only those are read,
and kept in memory in front of the database. If many files differ, they are written to the database. The answers are the
same if the database is missing, old, locked or damaged, or if two linked work trees share it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.git import store
from authguard.git.ranges import RAW, first_changes
from authguard.git.snapshot import TreeSnapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from sqlite3 import Connection

    from authguard.git.git import Git, Process
    from authguard.git.objects import Blob
    from authguard.git.snapshot import Entry

    Facts = Callable[[str, bytes], tuple[Iterable[str], Iterable[bytes]]]

_NAME = "tree"
_SCHEMA = """
CREATE TABLE meta (tree TEXT NOT NULL, edition TEXT NOT NULL);
CREATE TABLE files (
  id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE,
  mode INTEGER NOT NULL, oid TEXT NOT NULL, state INTEGER NOT NULL
);
CREATE TABLE refs (target BLOB, file INTEGER, PRIMARY KEY (target, file)) WITHOUT ROWID;
CREATE TABLE digests (digest BLOB, file INTEGER, PRIMARY KEY (digest, file)) WITHOUT ROWID;
CREATE TABLE links (file INTEGER PRIMARY KEY, target BLOB NOT NULL);
CREATE INDEX refs_of ON refs (file);
CREATE INDEX digests_of ON digests (file);
CREATE INDEX unread ON files (state) WHERE state != 0
"""
_MOST_NAMED = 50_000
"""The other names of at most this many directories are stored: a large change asks for each of them many times."""

_READ, _LACKING, _TOO_LARGE = 0, 1, 2
_LINK = 0o120000
# If fewer files changed, they are read again each time, since that is faster than a write, which waits for the disk.
_WORTH = 20
_AT_ONCE = 400  # the targets in one query
_FEW = 200  # up to this number, blobs are read through the running process


class IndexedFile:
    """The facts about one file: its entry, whether the file could be read, its references and digests.

    A link has no references; `link` is its target inside the tree; None for a target outside of the tree.
    """

    __slots__ = ("digests", "link", "mode", "oid", "refs", "state")

    def __init__(self, mode: int, oid: str, state: int) -> None:
        """Store the entry. References and digests are added later."""
        self.mode = mode
        self.oid = oid
        self.state = state
        self.refs: set[str] = set()
        self.digests: Collection[bytes] = ()
        self.link: str | None = None


class Begun:
    """An early start: the open database, and a running git that compares its tree with another tree."""

    __slots__ = ("db", "differs", "state")

    def __init__(self, git: Git, tree: str, edition: str) -> None:
        """Open the database for the tree with this oid. If that fails, `TreeIndex.open` handles it."""
        self.state = ""
        self.differs: Process | None = None
        self.db = store.connect(git.facts().common_dir, _NAME, _SCHEMA)
        if self.db is None:
            return
        try:
            self.state = _state(self.db, edition, git)
        except sqlite3.Error:
            return
        if self.state not in ("", tree):
            self.differs = git.start("diff-tree", "-r", *RAW, self.state, tree)

    def take(self, state: str) -> Process | None:
        """Return the running git process, if it compares with this state. The caller must end the process."""
        running = self.differs if state == self.state else None
        if running is not None:
            self.differs = None
        return running

    def take_database(self) -> Connection | None:
        """Return the open database; the caller then owns it."""
        db, self.db = self.db, None
        return db

    def close(self) -> None:
        """End the processes with unread output."""
        if self.differs is not None:
            self.differs.discard()
            self.differs = None
        if self.db is not None:
            self.db.close()
            self.db = None


def _state(db: Connection, edition: str, git: Git) -> str:
    """Start to read one state of a database. Returns the tree of this state; "" if there is no tree of this edition.

    Raises:
        Error (of the sqlite3 module): the database cannot be read, or has another text than the id of a tree.
    """
    if not db.in_transaction:
        db.execute("BEGIN")
    found = store.rows(db, "SELECT tree FROM meta WHERE edition = ?", (edition,), str)
    if not found:
        return ""
    tree: str = found[0][0]
    if not git.facts().is_oid(tree):  # git could read it as an option
        raise sqlite3.DatabaseError("it has no tree")
    return tree


class TreeIndex:
    """References and digests of one tree; open() makes the index, and close() ends it."""

    __slots__ = (
        *("_all", "_begun", "_common_dir", "_db", "_digests", "_edition", "_facts", "_git", "_gone"),
        *("_holes", "_links", "_named", "_new", "_refs", "_relevant", "_tree"),
    )

    def __init__(
        self, git: Git, tree: str, facts: Facts, relevant: Callable[[str], bool], edition: str
    ) -> None:
        """Store the arguments of open(). Without a database, all facts are read from the tree."""
        self._git = git
        self._tree = tree
        self._facts = facts
        self._relevant = relevant
        self._edition = edition
        self._common_dir = git.facts().common_dir
        self._db: Connection | None = None
        self._begun: Begun | None = None
        self._forget()

    @classmethod
    def open(
        cls,
        git: Git,
        tree: str,
        facts: Facts,
        relevant: Callable[[str], bool],
        edition: str = "",
        write: bool = True,
        begun: Begun | None = None,
    ) -> TreeIndex:
        """Make the index of a tree.

        Args:
            git: the repository.
            tree: the tree's oid.
            facts: takes a path and its bytes; returns the targets that the file refers to and the digests in it. A
                target is a path or any other word, such as "input:NAME".
            relevant: tells whether a path is read at all.
            edition: the edition of `facts` and `relevant`. Data of another edition is not used.
            write: whether the database may change to this tree. Use False for a tree that is not that of HEAD.
            begun: the database and the git process that were opened early for this tree and edition. close() ends both.
        """
        index = cls(git, tree, facts, relevant, edition)
        index._begun = begun
        index._db = (
            begun.take_database() if begun is not None else store.connect(index._common_dir, _NAME, _SCHEMA)
        )
        followed: str | None = None
        while True:
            state = index._begin()
            if state == tree:
                index._forget()
                if not index._retry():
                    return index
            elif state != followed:
                index._follow(state)
                index._retry()
                followed = state
            if not write:
                return index
            write = False
            index._take_over()  # and look again, since another process may have written it

    def referring(self, targets: Iterable[str]) -> set[str]:
        """The files that refer to exactly one of these targets (not to a path below)."""
        requested = list(targets)
        found: set[str] = {path for target in requested for path in self._refs.get(target, ())}
        for at in range(0, len(requested), _AT_ONCE):
            some = [os.fsencode(target) for target in requested[at : at + _AT_ONCE]]
            marks = ",".join("?" * len(some))
            query = f"SELECT path FROM refs JOIN files ON id = file WHERE target IN ({marks})"  # noqa: S608 - marks
            found.update(path for path, *_ in self._kept(query, *some))
        if self._all:  # perhaps only because a query failed
            found.update(path for target in requested for path in self._refs.get(target, ()))
        return found

    def references(self, path: str) -> list[str] | None:
        """The targets that a file refers to, sorted; None for a link, a file that was not read, and any other path."""
        name = os.fsencode(path)
        query = "SELECT path FROM files WHERE path = ? AND state = ? AND mode != ?"
        known = self._kept(query, name, _READ, _LINK)
        query = "SELECT path, target FROM refs JOIN files ON id = file WHERE path = ?"
        rows = self._kept(query, name, columns=2) if known else []
        file = self._new.get(path)  # perhaps only because a query failed
        if file is not None:
            return sorted(file.refs) if file.state == _READ and file.mode != _LINK else None
        return sorted(target for _, target in rows) if known else None

    def below(self, folder: str) -> set[str]:
        """The files that refer to any path below a directory."""
        found = {
            path for target in self._refs if target.startswith(f"{folder}/") for path in self._refs[target]
        }
        query = "SELECT path FROM refs JOIN files ON id = file WHERE target > ? AND target < ?"
        start, end = os.fsencode(f"{folder}/"), os.fsencode(f"{folder}0")  # "0" is the character after "/"
        return found | {path for path, *_ in self._kept(query, start, end)}

    def names(self, path: str) -> set[str]:
        """The path and its other names in this tree, through links to the path or to a directory above it."""
        known = self._all_links()
        if not known:
            return {path}
        folder, _, name = path.rpartition("/")
        found = {f"{each}/{name}" if each else name for each in self._names_of(folder, known)}
        return self._names_of(path, known) if any(each in known for each in found) else found

    def _names_of(self, path: str, known: dict[str, list[str]]) -> set[str]:
        """The names of a directory, or of a path to which a link leads; those of other paths follow from these."""
        if path not in self._named:
            from authguard.git import links

            if len(self._named) >= _MOST_NAMED:
                self._named.clear()
            self._named[path] = links.names(known, path)
        return self._named[path]

    def holders(self, digest: bytes) -> set[str]:
        """The files that contain a digest."""
        rows = self._kept("SELECT path FROM digests JOIN files ON id = file WHERE digest = ?", digest)
        return {*(path for path, *_ in rows), *self._digests.get(digest, ())}

    def unknown(self) -> set[str]:
        """The relevant files that this clone does not have or that are too large, and directories without a listing."""
        rows = self._kept("SELECT path FROM files WHERE state != 0")
        unread = {path for path, file in self._new.items() if file.state != _READ}
        return {path for path, *_ in rows} | unread | self._holes

    def close(self) -> None:
        """Close the database."""
        if self._begun is not None:
            self._begun.close()
        if self._db is not None:
            self._db.close()
            self._db = None

    def _forget(self) -> None:
        """Drop the entries in memory."""
        self._all = False  # whether _new has all files of the tree, so that the database is not used
        self._gone: set[str] = set()
        self._new: dict[str, IndexedFile] = {}
        self._refs: dict[str, set[str]] = {}
        self._digests: dict[bytes, list[str]] = {}
        self._holes: set[str] = set()
        self._links: dict[str, list[str]] | None = None
        self._named: dict[str, set[str]] = {}

    def _begin(self) -> str:
        """Start to read one state of the database.

        Returns the tree of this state; "" if there is no tree of this edition.
        """
        if self._db is None:
            return ""
        try:
            return _state(self._db, self._edition, self._git)
        except sqlite3.Error as error:
            self._abandon(error)
            return ""

    def _abandon(self, error: Exception) -> None:
        """Stop using the database; a damaged database is removed."""
        self.close()
        if store.is_damaged(error):
            store.remove(self._common_dir, _NAME)

    def _kept(self, query: str, *arguments: bytes | int, columns: int = 1) -> list[tuple[str, ...]]:
        """The rows (path and target) of the database, without the rows of files that differ in this tree."""
        if self._db is None or self._all:
            return []
        try:
            rows = store.rows(self._db, query, arguments, *[bytes] * columns)
        except sqlite3.Error as error:
            self._abandon(error)
            self._follow("")
            return []  # and the caller finds all entries in memory
        names = (tuple(map(os.fsdecode, row)) for row in rows)
        return [row for row in names if row[0] not in self._gone]

    def _follow(self, state: str) -> None:
        """Read the files that differ between the database's tree and this one; without a database, all files."""
        self._forget()
        if state:
            try:
                running = self._begun.take(state) if self._begun is not None else None
                running = running or self._git.start("diff-tree", "-r", *RAW, state, self._tree)
                changes, is_cut = first_changes(running)
            except Refused:
                changes, is_cut = [], True  # that tree does not exist any more
            if is_cut:
                state = ""
            else:
                self._gone = {change.path for change in changes}
                self._read({change.path: (change.new_mode, change.new_oid) for change in changes})
        if not state:
            snapshot = TreeSnapshot(self._git, self._tree)
            self._all = True
            self._read(snapshot.entries())
            self._holes = set(snapshot.missing)

    def _retry(self) -> bool:
        """Look again for blobs that were missing before. Returns whether a missing blob is present now."""
        if self._db is None or self._all:
            return False
        try:
            query = "SELECT path, mode, oid FROM files WHERE state != 0 AND state = 1"
            found = store.rows(self._db, query, (), bytes, int, str)
            if not all(self._git.facts().is_oid(oid) for _, _, oid in found):
                raise sqlite3.DatabaseError("a file has no blob")
        except sqlite3.Error as error:
            self._abandon(error)
            self._follow("")
            return False
        rows = [(os.fsdecode(path), mode, oid) for path, mode, oid in found]
        rows = [row for row in rows if row[0] not in self._gone]
        here = {oid for oid, blob in self._blobs(list({oid for _, _, oid in rows})) if blob is not None}
        entries: dict[str, Entry] = {path: (mode, oid) for path, mode, oid in rows if oid in here}
        self._gone.update(entries)
        self._read(entries)
        return bool(entries)

    def _read(self, entries: dict[str, Entry]) -> None:
        """Read all links and all relevant files among these files, and store their entries in memory."""
        wanted: dict[str, list[tuple[str, int]]] = {}
        for path, (mode, oid) in entries.items():
            if oid is not None and (mode == _LINK or (stat.S_ISREG(mode) and self._relevant(path))):
                wanted.setdefault(oid, []).append((path, mode))
        for oid, blob in self._blobs(list(wanted)):
            for path, mode in wanted[oid]:
                self._lay(path, self._file(path, mode, oid, blob))

    def _blobs(self, oids: list[str]) -> Iterator[tuple[str, Blob | None]]:
        if len(oids) > _FEW:
            yield from self._git.objects.stream(oids)
            return
        self._git.objects.load(oids)
        for oid in oids:
            yield oid, self._git.objects.read(oid)

    def _file(self, path: str, mode: int, oid: str, blob: Blob | None) -> IndexedFile:
        if blob is None or blob.data is None:
            return IndexedFile(mode, oid, _LACKING if blob is None else _TOO_LARGE)
        file = IndexedFile(mode, oid, _READ)
        if mode == _LINK:
            from authguard.git import links

            file.link = links.target(path, os.fsdecode(blob.data))
        else:
            refs, digests = self._facts(path, blob.data)
            file.refs.update(refs)
            file.digests = tuple(digests)
        return file

    def _lay(self, path: str, file: IndexedFile) -> None:
        self._new[path] = file
        for target in file.refs:
            self._refs.setdefault(target, set()).add(path)
        for digest in file.digests:
            self._digests.setdefault(digest, []).append(path)

    def _take_over(self) -> None:
        """Write the entries in memory to the database, in one transaction.

        Nothing is written if few files differ, or if the database cannot be written now.
        """
        if self._db is None or self._holes or (not self._all and len(self._gone) < _WORTH):
            return
        from authguard.git import tree_writer as treewriter

        try:
            treewriter.write(
                self._db, self._tree, self._edition, self._new, None if self._all else self._gone
            )
        except sqlite3.Error as error:
            if store.is_damaged(error) or not treewriter.stepped_back(self._db):
                self._abandon(error)

    def _all_links(self) -> dict[str, list[str]]:
        """All links of the tree, by their targets."""
        if self._links is None:
            links: dict[str, list[str]] = {}
            query = "SELECT path, target FROM links JOIN files ON id = file"
            for path, target in self._kept(query, columns=2):
                links.setdefault(target, []).append(path)
            for path, file in self._new.items():
                if file.link is not None:
                    links.setdefault(file.link, []).append(path)
            self._links = links
        return self._links
