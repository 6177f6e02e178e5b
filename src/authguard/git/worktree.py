"""Trees without a commit: the work tree, and a snapshot with edits. A check of a commit never reads them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from authguard.git import objects
from authguard.git.snapshot import Overlay, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from authguard.git.git import Git
    from authguard.git.snapshot import Entry


class WorktreeSnapshot(Overlay):
    """The tracked files on disk. Files that git reports as changed are read from disk, the others from HEAD."""

    __slots__ = ("_root", "_seen")

    def __init__(self, git: Git, base: Snapshot, changes: dict[str, Entry | None], root: str) -> None:
        """Take the arguments of Overlay (an oid is None if the content is on disk) and the work tree's root."""
        super().__init__(git, base, changes, ":worktree")
        self._root = root
        self._seen: dict[str, bytes | None] = {}

    def _content(self, path: str, entry: Entry) -> bytes | None:
        if entry[1] is not None:
            return super()._content(path, entry)
        if path not in self._seen:
            self._seen[path] = from_disk(f"{self._root}/{path}")
        return self._seen[path]


class Edited(Snapshot):
    """A snapshot with other contents for some files: the result of an edit before it is written."""

    __slots__ = ("_below", "_contents")

    def __init__(self, below: Snapshot, contents: Mapping[str, bytes]) -> None:
        """Store the original snapshot, and the new bytes of its files by their true paths."""
        super().__init__(below.label, below._lost)
        self._below = below
        self._contents = contents

    def prefetch(self, paths: Iterable[str]) -> None:
        """See Snapshot."""
        self._below.prefetch([path for path in paths if path not in self._contents])

    def _entry(self, path: str) -> Entry | None:
        entry = self._below._entry(path)
        return (entry[0], None) if entry is not None and path in self._contents else entry

    def _names(self, path: str) -> Iterable[str]:
        return self._below._names(path)

    def _under(self, path: str) -> dict[str, Entry]:
        listed = self._below._under(path)
        for changed in self._contents:
            if changed in listed:
                listed[changed] = (listed[changed][0], None)
        return listed

    def _content(self, path: str, entry: Entry) -> bytes | None:
        if path in self._contents:
            return self._contents[path]
        return self._below._content(path, entry)


class OnDisk(Snapshot):
    """The work tree. Each file has its content on disk.

    If git reports a file as unchanged, the snapshot of the work tree has the blob, but git may have converted the
    line ends on disk. Edits are made to the files on disk.
    """

    __slots__ = ("_below", "_root", "_seen")

    def __init__(self, below: Snapshot, root: str) -> None:
        """Take the snapshot of the work tree, and the work tree's root."""
        super().__init__(below.label, below._lost)
        self._below = below
        self._root = root
        self._seen: dict[str, bytes | None] = {}

    def prefetch(self, paths: Iterable[str]) -> None:
        """Load nothing, since files on disk are read one by one."""

    def _entry(self, path: str) -> Entry | None:
        entry = self._below._entry(path)
        return None if entry is None else (entry[0], None)

    def _names(self, path: str) -> Iterable[str]:
        return self._below._names(path)

    def _under(self, path: str) -> dict[str, Entry]:
        return {name: (mode, None) for name, (mode, _) in self._below._under(path).items()}

    def _content(self, path: str, entry: Entry) -> bytes | None:
        if path not in self._seen:
            self._seen[path] = from_disk(f"{self._root}/{path}")
        return self._seen[path]


def blob_oid(data: bytes, object_format: str) -> str:
    """The object id of a blob of these bytes; the format is "sha1" or "sha256"."""
    import hashlib

    return hashlib.new(object_format, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def from_disk(path: str) -> bytes | None:
    """The bytes of a regular file or the target of a link; None for anything else, or if too large or unreadable."""
    try:
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            return os.fsencode(os.readlink(path))
        if not stat.S_ISREG(found.st_mode) or found.st_size > objects.LARGEST:
            return None
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            data = file.read(objects.LARGEST + 1)
    except OSError:
        return None
    return data if len(data) <= objects.LARGEST else None
