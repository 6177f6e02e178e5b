"""The work tree: the tracked files as they are on disk, which a check of a commit never reads."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from authguard.git import objects
from authguard.git.snapshot import Overlay

if TYPE_CHECKING:
    from authguard.git.git import Git
    from authguard.git.snapshot import Entry, Snapshot


class WorktreeSnapshot(Overlay):
    """The tracked files as they are on disk: what git calls changed is read there, the rest from HEAD."""

    __slots__ = ("_root", "_seen")

    def __init__(self, git: Git, base: Snapshot, changes: dict[str, Entry | None], root: str) -> None:
        """Take what Overlay takes (an oid is None where the content is on disk) and the work tree's root."""
        super().__init__(git, base, changes, ":worktree")
        self._root = root
        self._seen: dict[str, bytes | None] = {}

    def _content(self, path: str, entry: Entry) -> bytes | None:
        if entry[1] is not None:
            return super()._content(path, entry)
        if path not in self._seen:
            self._seen[path] = from_disk(f"{self._root}/{path}")
        return self._seen[path]


def blob_oid(data: bytes, object_format: str) -> str:
    """The name that git gives a blob of these bytes; the format is "sha1" or "sha256"."""
    import hashlib

    return hashlib.new(object_format, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def from_disk(path: str) -> bytes | None:
    """A regular file's bytes or a link's target; None for anything else, above objects.LARGEST, or unreadable."""
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
