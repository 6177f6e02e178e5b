"""The files to send to a builder: the directory of a Nix file, and the files that it imports from other directories.

Files of a commit are raw blobs with their modes. `git archive` would omit files with export-ignore, fill in
export-subst and convert line ends. Then Nix would build a tree that was never committed.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from authguard.builder.job import File
    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot

_SUBMODULE = 0o160000
_LINKS = 40  # the most links in a chain of symbolic links


class BuildSource:
    """The files that are sent.

    Attributes:
        file: the Nix file that is built.
        entries: the mode and oid of each file, by path from the repository's root. The oid is None for a submodule,
            and for a file that only the work tree has.
    """

    __slots__ = ("_git", "_snapshot", "entries", "file")

    def __init__(self, git: Git, snapshot: Snapshot, file: str) -> None:
        """Gather the files.

        Args:
            git: the repository.
            snapshot: the tree.
            file: the Nix file; its complete directory is sent.

        Raises:
            Refused: the file is not in that tree, or content is not in this clone.
        """
        self._git = git
        self._snapshot = snapshot
        self.file = file
        self.entries = _Gathering(snapshot, file).found

    def fingerprint(self) -> str:
        """A text that is equal for equal files at equal paths."""
        from hashlib import blake2b

        made = blake2b(digest_size=20)
        for path, (mode, oid) in sorted(self.entries.items()):
            made.update(f"{mode:o} {oid or ''} ".encode() + os.fsencode(path) + b"\0")
        return made.hexdigest()

    def files(self) -> Iterator[File]:
        """The files with their content, which is read on demand.

        Raises:
            Refused: content is not in this clone.
        """
        wanted: dict[str, list[tuple[str, int]]] = {}
        for path, (mode, oid) in self.entries.items():
            if mode == _SUBMODULE:
                yield os.fsencode(path), mode, b""
            elif oid is None:
                content = self._snapshot.raw(path)
                if content is None:
                    raise _lacking(path)
                yield os.fsencode(path), mode, content
            else:
                wanted.setdefault(oid, []).append((path, mode))
        for oid, blob in self._git.objects.stream(wanted):
            if blob is None:
                raise _lacking(wanted[oid][0][0])
            # Large blobs are read one by one, not together with the other blobs.
            data = self._git.run("cat-file", "blob", oid) if blob.data is None else blob.data
            for path, mode in wanted[oid]:
                yield os.fsencode(path), mode, data


class _Gathering:
    """All files that a file refers to: by path literals of Nix, and by symbolic links of the tree."""

    def __init__(self, snapshot: Snapshot, file: str) -> None:
        self.found: dict[str, tuple[int, str | None]] = {}
        self._snapshot = snapshot
        self._complete: set[str] = set()
        self._requested: set[str] = set()
        self._read: set[str] = set()
        self._waiting = [os.path.dirname(file), file]
        while self._waiting:
            path = self._waiting.pop()
            if path not in self._requested:
                self._requested.add(path)
                self._reach(path)
        if snapshot.resolve(file) not in self.found:
            if snapshot.missing:
                raise _lacking(min(snapshot.missing))
            raise Refused(f"{printable(file)} is not in {_label(snapshot)}")

    def _reach(self, path: str) -> None:
        """Add the entry at a path, and every link on the way to it."""
        for _ in range(_LINKS):
            link = self._first_link(path)
            if link is None:
                break
            self._add(link, self._entries(link)[link])
            target = self._snapshot.resolve(link)
            if target is None:
                return
            path = target + path[len(link) :]
        kind = self._snapshot.kind(path)
        if kind == "directory":
            self._add_below(path)
        elif kind is not None and path not in self.found:
            self._add(path, self._entries(path)[path])

    def _first_link(self, path: str) -> str | None:
        """Return the first part of a path that is a symbolic link; None if no part is."""
        if self._snapshot.resolve(path) == path:
            return None
        parts = path.split("/")
        heads = ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
        return next((head for head in heads if self._snapshot.kind(head) == "symlink"), None)

    def _entries(self, path: str) -> dict[str, tuple[int, str | None]]:
        return self._snapshot.entries(os.path.dirname(path))

    def _add_below(self, directory: str) -> None:
        if any(
            directory == above or not above or directory.startswith(f"{above}/") for above in self._complete
        ):
            return
        self._complete.add(directory)
        entries = self._snapshot.entries(directory)
        if self._snapshot.missing:
            raise _lacking(min(self._snapshot.missing))
        self._snapshot.prefetch(
            path for path, (mode, _) in entries.items() if path.endswith(".nix") or stat.S_ISLNK(mode)
        )
        for path, entry in entries.items():
            self._add(path, entry)

    def _add(self, path: str, entry: tuple[int, str | None]) -> None:
        mode, oid = entry
        if path in self.found:
            return
        self.found[path] = (mode, None if mode == _SUBMODULE else oid)
        if stat.S_ISLNK(mode):
            target = self._snapshot.resolve(path)
            if target is not None:
                self._waiting.append(target)
        elif path.endswith(".nix") and mode != _SUBMODULE:
            self._follow(path)

    def _follow(self, path: str) -> None:
        """Add the files that the path literals of a Nix file name, if they exist."""
        data = self._snapshot.read(path)
        if data is None:
            raise _lacking(path)
        directory = os.path.dirname(path)
        for literal in literals(data):
            target = os.path.normpath(os.path.join(directory, literal))
            if target == ".." or target.startswith("../"):
                continue
            self._waiting.append("" if target == "." else target)


def literals(data: bytes) -> Iterable[str]:
    """The relative paths that a Nix file names: its path literals, each up to the first interpolation.

    Strings that begin with `/..` are included, since code may append them to such a path: `./. + "/../x"`. An
    interpolation may name any file of a directory, so the complete directory is sent.
    """
    from authguard.nix.parse import Source

    if b"/" not in data:
        return []
    source = Source("", data)
    found = []
    waiting: list[Node] = [source.root]
    while waiting:
        node = waiting.pop()
        if node.type == "path_expression":
            text, dollar, _ = source.text(node).partition("${")
            found.append(text.rpartition("/")[0] if dollar else text)
        elif node.type == "string_fragment" and (text := source.text(node)).startswith("/.."):
            found.append(f".{text}")
        else:
            waiting.extend(node.children)
    return [text for text in found if not text.startswith("/")]


def _label(snapshot: Snapshot) -> str:
    return snapshot.label[:12]


def _lacking(path: str) -> Refused:
    return Refused(f"{printable(path)} is not in this clone, so the files to build cannot be sent")
