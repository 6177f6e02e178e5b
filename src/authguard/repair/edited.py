"""Two views of a snapshot: with some files as they will be, and with all files as they are on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.git.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from authguard.git.snapshot import Entry


class Edited(Snapshot):
    """A snapshot with other contents of some files: the result of an edit, before it is written."""

    __slots__ = ("_below", "_contents")

    def __init__(self, below: Snapshot, contents: Mapping[str, bytes]) -> None:
        """Take the snapshot below, and the new bytes of its files, by their true paths."""
        super().__init__(below.label, below._lost)
        self._below = below
        self._contents = contents

    def prefetch(self, paths: Iterable[str]) -> None:
        """As said at Snapshot."""
        self._below.prefetch([path for path in paths if path not in self._contents])

    def _entry(self, path: str) -> Entry | None:
        entry = self._below._entry(path)
        return (entry[0], None) if entry is not None and path in self._contents else entry

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
    """The work tree, every file of it as it is on disk.

    The work tree's own snapshot has the blob of a file that git calls unchanged, though git may have converted its line
    ends when it wrote it. What is edited is what is on disk.
    """

    __slots__ = ("_below", "_root", "_seen")

    def __init__(self, below: Snapshot, root: str) -> None:
        """Take the snapshot of the work tree, and the work tree's root."""
        super().__init__(below.label, below._lost)
        self._below = below
        self._root = root
        self._seen: dict[str, bytes | None] = {}

    def prefetch(self, paths: Iterable[str]) -> None:
        """Files on disk are read one by one."""

    def _entry(self, path: str) -> Entry | None:
        entry = self._below._entry(path)
        return None if entry is None else (entry[0], None)

    def _under(self, path: str) -> dict[str, Entry]:
        return {name: (mode, None) for name, (mode, _) in self._below._under(path).items()}

    def _content(self, path: str, entry: Entry) -> bytes | None:
        if path not in self._seen:
            from authguard.git.worktree import from_disk

            self._seen[path] = from_disk(f"{self._root}/{path}")
        return self._seen[path]
