"""Complete trees, read only: of a revision, of the index, of the work tree.

A path is relative to the root, '/'-separated, "" for the root itself; os.fsdecode escapes bytes that are not UTF-8.
Symbolic links are followed inside the tree, but never out of it. So no repository can make authguard read a file
outside of the tree.

If no name in a directory is equal to a requested name, a name counts that a Mac takes for the same, as Nix on a Mac
would read it. On Linux, Nix finds no file then.
"""

from __future__ import annotations

import os
import stat
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from authguard.system import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from authguard.git.git import Git

    Entry = tuple[int, str | None]

_LINKS = 40  # the limits of Linux for a chain of symbolic links,
_LONGEST = 4096  # and for the path in one link
_DIRECTORY = 0o040000
_MODE_BITS = 0o177777
_SUBMODULE = 0o160000


class Snapshot(ABC):
    """A complete tree, read only. After content was read once, it does not change.

    Attributes:
        label: "<oid>" of a commit or tree, ":index" or ":worktree".
        missing: paths of the tree that were read, but have no content: a partial clone does not have it, or it is
            above objects.LARGEST. If the listing of a directory is missing, this set has the directory (after a request
            to list it) and all requested paths below it.
    """

    __slots__ = ("_lost", "_spellings", "label", "missing")

    def __init__(self, label: str, lost: set[str] | None = None) -> None:
        """Store the name for reports. `lost` is shared with the snapshot below."""
        self.label = label
        self.missing: set[str] = set()
        self._lost: set[str] = set() if lost is None else lost
        self._spellings: dict[str, dict[str, list[str]]] = {}

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; links are followed.

        Returns:
            None if there is no such file, if a link leads out of the tree or in a circle, or if the content is
            unknown (then the path is in `missing`).
        """
        found = self._walk(path, follow_last=True)
        if found is None:
            if self._lost and any(not lost or f"{path}/".startswith(f"{lost}/") for lost in self._lost):
                self.missing.add(path)  # it is unknown whether the file exists
            return None
        where, entry = found
        if not stat.S_ISREG(entry[0]):
            return None
        data = self._content(where, entry)
        if data is None:
            self.missing.add(path)
        return data

    def read_exact(self, path: str) -> bytes | None:
        """The content of a file as by read(), if its entry is spelled exactly so, also where a Mac takes another one.

        It is for the config: a second spelling of its name would be a second config.
        """
        return self.read(path) if self._lost or self._entry(path) is not None else None

    def raw(self, path: str) -> bytes | None:
        """The content at exactly this path: the bytes of a file or the target of a link; None if unknown."""
        entry = self._entry(path)
        return None if entry is None else self._content(path, entry)

    def kind(self, path: str) -> str | None:
        """The kind of the entry at the path: "file", "symlink", "directory", "submodule", or None for no entry."""
        found = self._walk(path, follow_last=False)
        return None if found is None else _kind(found[1][0])

    def resolve(self, path: str) -> str | None:
        """The path after all links are followed; None if there is no such path inside the tree."""
        found = self._walk(path, follow_last=True)
        return None if found is None else found[0]

    def entry(self, path: str) -> Entry | None:
        """Return mode and oid of the entry at exactly this path; None if there is no entry."""
        return self._entry(path)

    def oid(self, path: str) -> str | None:
        """The oid of the entry at exactly this path; None for no entry, or if only the work tree has the content."""
        entry = self._entry(path)
        return None if entry is None else entry[1]

    def entries(self, under: str = "") -> dict[str, Entry]:
        """All files, links and submodules below a directory, with mode and oid. Links are not followed.

        The oid is None if only the work tree has the content. A directory that a partial clone cannot list is
        omitted, and is in `missing`.
        """
        found = self._walk(under, follow_last=True)
        if found is None or found[1][0] != _DIRECTORY:
            return {}
        where = found[0]
        listed = self._under(where)
        self.missing |= self._lost
        if where == under:
            return listed
        cut = len(where) + 1 if where else 0
        return {f"{under}/{path[cut:]}": entry for path, entry in listed.items()}

    def paths(self, under: str = "") -> list[str]:
        """The paths of all files and links below a directory, in no particular order."""
        return [path for path, (mode, _) in self.entries(under).items() if mode != _SUBMODULE]

    @abstractmethod
    def prefetch(self, paths: Iterable[str]) -> None:
        """Read the files at these paths in one round trip, so that read() answers at once."""

    @abstractmethod
    def _entry(self, path: str) -> Entry | None:
        """Mode and oid of exactly this path. No link on the way is followed."""

    @abstractmethod
    def _under(self, path: str) -> dict[str, Entry]:
        """The result of entries() for exactly this directory, in a new dict. Links are not followed."""

    @abstractmethod
    def _content(self, path: str, entry: Entry) -> bytes | None:
        """The bytes of a file or the target of a link; None if unknown."""

    def _names(self, path: str) -> Iterable[str]:
        """The names in exactly this directory, perhaps with names of removed entries."""
        cut = len(path) + bool(path)
        return {each[cut:].partition("/")[0] for each in self._under(path)}

    def _spelled(self, folder: str, name: str) -> str:
        """The path of the entry of a directory that a Mac takes for the one with this name; "" for no entry."""
        known = self._spellings.get(folder)
        if known is None:
            known = self._spellings[folder] = {}
            for each in sorted(self._names(folder)):
                known.setdefault(folded(each), []).append(f"{folder}/{each}" if folder else each)
        paths = known.get(folded(name), ())
        return next((path for path in paths if self._entry(path) is not None), "")

    def _walk(self, path: str, follow_last: bool) -> tuple[str, Entry] | None:
        """The path and its entry, after links on the way (and, on request, the last link) are followed in the tree."""
        if path.startswith("/"):
            return None
        if (entry := self._entry(path)) is not None and not (follow_last and stat.S_ISLNK(entry[0])):
            return path, entry
        done: list[str] = []
        ahead = path.split("/")[::-1]
        links = 0
        while ahead:
            name = ahead.pop()
            if name == "..":
                if not done:
                    return None
                done.pop()
            if name in ("", ".", ".."):
                continue
            here = "/".join([*done, name])
            entry = self._entry(here)
            if entry is None:
                here = self._spelled("/".join(done), name)
                entry = self._entry(here) if here else None
                name = here.rpartition("/")[2]
            if entry is None:
                return None
            if stat.S_ISLNK(entry[0]) and (ahead or follow_last):
                links += 1
                target = self._content(here, entry) if links <= _LINKS else None
                if target is None or target.startswith(b"/") or len(target) > _LONGEST:
                    return None
                ahead.extend(os.fsdecode(target).split("/")[::-1])
                continue
            done.append(name)
        where = "/".join(done)
        entry = self._entry(where)
        return None if entry is None else (where, entry)


class TreeSnapshot(Snapshot):
    """The tree of a commit (or just a tree), read from the object store when needed."""

    __slots__ = ("_flat", "_folders", "_git", "_known", "_listed", "_names_in", "_trees", "tree")

    def __init__(self, git: Git, tree: str, label: str | None = None) -> None:
        """Store the oid of a tree, and the label (for example the commit's oid; by default the oid of the tree)."""
        super().__init__(label or tree)
        self._git = git
        self.tree = tree
        self._trees: dict[str, dict[str, tuple[int, str]]] = {}
        self._flat: dict[str, tuple[int, str]] | None = None
        self._folders: set[str] = set()
        self._names_in: dict[str, list[str]] | None = None
        self._known: dict[str, Entry] = {}
        self._listed: dict[str, dict[str, tuple[int, str]]] = {}

    def learn(self, entries: dict[str, Entry]) -> None:
        """Store entries of this tree that git printed, so that their directories need not be read."""
        self._known.update(entries)

    def prefetch(self, paths: Iterable[str]) -> None:
        """See Snapshot."""
        requested = list(paths)
        self._list_above([path for path in requested if path not in self._known])
        found = (self._entry(path) for path in requested)
        self._git.objects.load(
            [
                oid
                for mode, oid in filter(None, found)
                if oid and not stat.S_ISDIR(mode) and mode != _SUBMODULE
            ]
        )

    def _entry(self, path: str) -> Entry | None:
        if not path:
            return _DIRECTORY, self.tree
        if path in self._known:
            return self._known[path]
        if self._flat is not None and not self._lost:
            entry = self._flat.get(path)
            if entry is not None or path not in self._folders:
                return entry
        parent, _, name = path.rpartition("/")
        return self._listing(parent).get(name)

    def _listing(self, path: str) -> dict[str, tuple[int, str]]:
        """The entries of one directory; empty if the path is no directory, or is not in this clone."""
        known = self._trees.get(path)
        if known is not None:
            return known
        known = self._trees.get("")
        if known is None:
            known = self._trees[""] = self._parse("", self.tree)
        here = ""
        for name in (
            path.split("/") if path else ()
        ):  # from the root down, since a path may be deeper than Python's stack
            here = f"{here}/{name}" if here else name
            entry = known.get(name)
            known = self._trees.get(here)
            if known is None:
                known = self._parse(here, entry[1]) if entry and entry[0] == _DIRECTORY else {}
                self._trees[here] = known
        return known

    def _names(self, path: str) -> Iterable[str]:
        if self._flat is None or self._lost:
            return self._listing(path)
        if self._names_in is None:  # git listed all files before, so no directory is read on its own
            self._names_in = {}
            for each in (*self._flat, *self._folders):
                folder, _, name = each.rpartition("/")
                self._names_in.setdefault(folder, []).append(name)
        return self._names_in.get(path, ())

    def _list_above(self, paths: list[str]) -> None:
        """Read the directories above these paths, with one round trip for each depth."""
        if self._flat is not None or len(paths) < 2:
            return
        waiting = {"": {tuple(path.split("/")[:-1]) for path in paths}}
        while waiting:
            found: dict[str, set[tuple[str, ...]]] = {}
            oids = []
            for here, below in waiting.items():
                entries = self._listing(here)
                for name, *rest in filter(None, below):
                    mode, oid = entries.get(name, (0, ""))
                    if mode == _DIRECTORY:
                        oids.append(oid)
                        found.setdefault(f"{here}/{name}" if here else name, set()).add(tuple(rest))
            self._git.objects.load(oids)
            waiting = found

    def _parse(self, path: str, oid: str) -> dict[str, tuple[int, str]]:
        blob = self._git.objects.read(oid)
        if blob is None or blob.data is None or blob.kind != "tree":
            self._lost.add(path)
            return {}
        try:
            return parse_tree(blob.data, len(oid) // 2)
        except ValueError:  # a damaged object, which git cannot read
            self._lost.add(path)
            return {}

    def _content(self, path: str, entry: Entry) -> bytes | None:
        blob = self._git.objects.read(entry[1]) if entry[1] is not None else None
        return None if blob is None else blob.data

    def _under(self, path: str) -> dict[str, Entry]:
        from authguard.errors import Refused

        known = self._listed.get(path) if path else self._flat
        if known is not None:
            return dict(known)
        mode, oid = self._entry(path) or (0, None)
        if mode != _DIRECTORY or oid is None:
            return {}
        prefix = f"{path}/" if path else ""
        listed: dict[str, tuple[int, str]] = {}
        known_entries: dict[bytes, tuple[int, str]] = {}  # a million paths may name only a few objects
        try:
            for line in self._git.start("ls-tree", "-r", "-z", "--full-tree", oid).fields():
                words, _, name = line.partition(b"\t")
                entry = known_entries.get(words)
                if entry is None:
                    octal, _, child = words.split(b" ")
                    entry = known_entries[words] = int(octal, 8), child.decode()
                listed[prefix + os.fsdecode(name)] = entry
        except Refused:
            listed = dict(
                self._descend(path)
            )  # this clone does not have a tree below; then git lists nothing at all
        if path:
            self._listed[path] = listed
        else:
            self._flat = listed
            self._folders = _folders(listed)
        return dict(listed)

    def _descend(self, path: str) -> Iterator[tuple[str, tuple[int, str]]]:
        waiting = [path]
        while waiting:
            here = waiting.pop()
            for name, entry in self._listing(here).items():
                where = f"{here}/{name}" if here else name
                if entry[0] == _DIRECTORY:
                    waiting.append(where)
                else:
                    yield where, entry


class Overlay(Snapshot):
    """A snapshot that differs from another snapshot in some paths: the index over HEAD."""

    __slots__ = ("_above", "_added", "_base", "_changes", "_emptied", "_git")

    def __init__(self, git: Git, base: Snapshot, changes: dict[str, Entry | None], label: str) -> None:
        """Store the snapshot below, and the entry of each path that differs; None for a removed path."""
        super().__init__(label, base._lost)
        self._git = git
        self._base = base
        self._changes = changes
        self._emptied: dict[str, bool] = {}
        self._added: dict[str, set[str]] | None = None
        # Each directory above a change, and whether a changed file still exists below the directory.
        self._above: dict[str, bool] = {}
        for path, entry in changes.items():
            while path:
                path = path.rpartition("/")[0]
                if self._above.get(path, False) or (path in self._above and entry is None):
                    break
                self._above[path] = entry is not None

    def prefetch(self, paths: Iterable[str]) -> None:
        """See Snapshot."""
        requested = list(paths)
        changed = [self._changes[path] for path in requested if path in self._changes]
        self._git.objects.load(
            [entry[1] for entry in changed if entry and entry[1] and entry[0] != _SUBMODULE]
        )
        self._base.prefetch([path for path in requested if path not in self._changes])

    def _entry(self, path: str) -> Entry | None:
        if path in self._changes:
            entry = self._changes[path]
            # A file that became a directory is removed as a file, and the directory has entries.
            return entry if entry is not None or not self._above.get(path) else (_DIRECTORY, None)
        if path not in self._above:
            return self._base._entry(path)
        return (_DIRECTORY, None) if not path or self._above[path] or not self._is_emptied(path) else None

    def _names(self, path: str) -> Iterable[str]:
        if self._added is None:
            self._added = {}
            for each in (*self._changes, *self._above):
                folder, _, name = each.rpartition("/")
                self._added.setdefault(folder, set()).add(name)
        return {*self._base._names(path), *self._added.get(path, ())} - {""}

    def _is_emptied(self, path: str) -> bool:
        """Whether a directory is empty after paths below it were removed."""
        if path not in self._emptied:
            self._emptied[path] = all(kept in self._changes for kept in self._base._under(path))
        return self._emptied[path]

    def _under(self, path: str) -> dict[str, Entry]:
        merged = self._base._under(path)
        below = f"{path}/" if path else ""
        for changed, entry in self._changes.items():
            if changed.startswith(below):
                merged.pop(changed, None)
                if entry is not None:
                    merged[changed] = entry
        return merged

    def _content(self, path: str, entry: Entry) -> bytes | None:
        blob = self._git.objects.read(entry[1]) if entry[1] is not None else None
        return None if blob is None else blob.data


class OneAtATime(Snapshot):
    """A snapshot for several threads, which take turns in reading."""

    __slots__ = ("_reading", "_snapshot")

    def __init__(self, snapshot: Snapshot, reading: AbstractContextManager[object]) -> None:
        """Take the snapshot and the lock."""
        super().__init__(snapshot.label, snapshot._lost)
        self.missing = snapshot.missing
        self._snapshot = snapshot
        self._reading = reading

    def prefetch(self, paths: Iterable[str]) -> None:
        """See Snapshot."""
        with self._reading:
            self._snapshot.prefetch(paths)

    def _entry(self, path: str) -> Entry | None:
        with self._reading:
            return self._snapshot.entry(path)

    def _under(self, path: str) -> dict[str, Entry]:
        with self._reading:
            return self._snapshot.entries(path)

    def _content(self, path: str, entry: Entry) -> bytes | None:
        with self._reading:
            return self._snapshot.raw(path)


def parse_tree(data: bytes, width: int) -> dict[str, tuple[int, str]]:
    """The entries of a tree object by name: mode, oid. `width` is the number of bytes of an oid (20 or 32).

    Only `git fsck` refuses other modes than the usual five. Everything else of git replaces them by one of the five.

    Raises ValueError if the data is not a tree.
    """
    found: dict[str, tuple[int, str]] = {}
    modes: dict[bytes, int] = {}  # there are five at most
    at = 0
    while at < len(data):
        end = data.index(b"\0", at)
        word, _, name = data[at:end].partition(b" ")
        at = end + 1 + width
        mode = modes.get(word)
        if mode is None:
            mode = modes[word] = _usual_mode(word)
        if at > len(data) or not name:
            raise ValueError("this is not an entry of a tree")
        found[os.fsdecode(name)] = mode, data[end + 1 : at].hex()
    return found


def _usual_mode(word: bytes) -> int:
    """Return the mode that git uses for a mode of a tree; see canon_mode of git."""
    if word.strip(b"01234567") or not word:
        raise ValueError("this is not a mode")
    mode = int(word, 8) & _MODE_BITS
    if stat.S_ISREG(mode):
        return stat.S_IFREG | (0o755 if mode & stat.S_IXUSR else 0o644)
    return stat.S_IFMT(mode) if stat.S_ISLNK(mode) or stat.S_ISDIR(mode) else _SUBMODULE


def _folders(paths: Iterable[str]) -> set[str]:
    """All directories that contain these paths."""
    found: set[str] = set()
    for path in paths:
        above = path.rpartition("/")[0]
        while above and above not in found:
            found.add(above)
            above = above.rpartition("/")[0]
    return found


def _kind(mode: int) -> str:
    if mode == _DIRECTORY:
        return "directory"
    if mode == _SUBMODULE:
        return "submodule"
    return "symlink" if stat.S_ISLNK(mode) else "file"
