"""Hashes of the content of an archive, by the rules of nixpkgs' fetchzip and of Nix's own fetchTarball.

Nothing is unpacked to paths: the entries form a tree in memory, their bytes are appended to one temporary file, and
the NAR is hashed from that file. So no other file is written, and no name is lost on a file system that ignores case.
An archive is refused if its fetcher would refuse it, or if the result would depend on the machine.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.prove.hashes import nar
from authguard.prove.hashes.limits import Rejected, Uncomputable, no_room, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO, Self

MOST_BYTES = 8 << 30
MOST_ENTRIES = 1_000_000
"""The most entries, including all directories, even if no entry names a directory."""
MOST_PATH_BYTES = 64 << 20
"""The most bytes in the paths of all entries and directories together. The sources of Chromium have half of this."""

_ZIP = (b"PK\3\4", b"PK\5\6")
_LONGEST_PATH = 4095


class ArchiveLimits:
    """The limits of an archive: bytes of content, entries and directories, bytes of their paths."""

    __slots__ = ("bytes", "entries", "path_bytes")

    def __init__(
        self,
        most_bytes: int = MOST_BYTES,
        most_entries: int = MOST_ENTRIES,
        most_path_bytes: int = MOST_PATH_BYTES,
    ) -> None:
        """Store the limits."""
        self.bytes = most_bytes
        self.entries = most_entries
        self.path_bytes = most_path_bytes


def of_archive(
    file: BinaryIO,
    algorithm: str = "sha256",
    *,
    strip_root: bool = True,
    by_nix: bool = False,
    is_named_zip: bool | None = None,
    limits: ArchiveLimits | None = None,
) -> bytes:
    """Return the NAR digest of the unpacked content of an archive.

    Args:
        file: the archive, from its start and seekable: a zip, or a tar that may be compressed.
        algorithm: the algorithm of the digest.
        strip_root: fetchzip's option: the archive must have one top entry. A directory becomes the root; a file stays
            below the root.
        by_nix: whether Nix's own fetchTarball, or a tarball input, unpacks it: a single top directory becomes the root,
            anything else is unchanged, and `strip_root` is ignored.
        is_named_zip: whether the name of the archive is that of a zip: then fetchzip calls unzip, and only then Nix
            reads the modes in a zip. None: the name is not known.
        limits: the limits of the unpacked content.

    Raises:
        Uncomputable: the file is not an archive of this kind or of its name, or is damaged.
        Rejected: the archive has an entry that cannot or must not be unpacked.
        Refused: the disk is full.
    """
    with ArchiveTree(limits or ArchiveLimits()) as tree:
        top = unpack(file, tree, strip_root=strip_root, by_nix=by_nix, is_named_zip=is_named_zip)
        return tree.digest(top, algorithm)


def unpack(
    file: BinaryIO,
    tree: ArchiveTree,
    *,
    strip_root: bool = True,
    by_nix: bool = False,
    is_named_zip: bool | None = None,
) -> bytes:
    """Read an archive into a tree. Returns the directory in it that becomes the root; see `of_archive`."""
    from authguard.prove.hashes import tars, zips

    start = file.read(tars.BLOCK)
    file.seek(0)
    is_zip = start.startswith(_ZIP)
    if is_zip and tars.is_header(start):
        raise Uncomputable("it is a zip and a tar")
    if is_named_zip is not None and is_named_zip != is_zip:
        raise Uncomputable(f"it is {'a' if is_zip else 'no'} zip, and its name is that of another archive")
    read = zips.read if is_zip else tars.read
    read(file, tree)
    return tree.lone_directory() if by_nix else tree.root() if strip_root else b""


class ArchiveTree:
    """The content of an archive. A context manager: the bytes are in a file that is deleted at the end."""

    def __init__(self, limits: ArchiveLimits) -> None:
        """Begin empty.

        Raises:
            Refused: a temporary file cannot be made.
        """
        import tempfile

        self.limits = limits
        try:
            self._file = tempfile.TemporaryFile(prefix="authguard-")  # noqa: SIM115 - closed by __exit__
        except OSError as error:
            raise no_room(error) from error
        self._size = 0
        self._count = 0
        self._path_bytes = 0
        self._directories = {b""}
        self._leaves: dict[
            bytes, tuple[str, int, int] | bytes
        ] = {}  # kind, offset and size, or the target of a symlink

    def __enter__(self) -> Self:
        """Return the object itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Delete the bytes."""
        self._file.close()

    def directory(self, name: bytes) -> None:
        """Add a directory.

        Raises:
            Rejected: the directory cannot or must not be at its path.
        """
        path = self._place(name)
        if path in self._leaves:
            raise Rejected(f"the archive has two entries that are named {shown(path)}")
        self._make(path)

    def file(self, name: bytes, executable: bool, chunks: Iterable[bytes]) -> None:
        """Add a regular file, which replaces an earlier file.

        Raises:
            Rejected: the file cannot or must not be at its path, or is too large.
            Refused: the disk is full.
        """
        path = self._leaf(name)
        begin = self._size
        for chunk in chunks:
            self._size += len(chunk)
            if self._size > self.limits.bytes:
                raise Rejected(f"the archive has more than {self.limits.bytes} bytes")
            try:
                self._file.write(chunk)
            except OSError as error:
                raise no_room(error) from error
        self._leaves[path] = (nar.EXECUTABLE if executable else nar.REGULAR, begin, self._size - begin)

    def symlink(self, name: bytes, target: bytes) -> None:
        """Add a symlink with any target.

        Raises:
            Rejected: the symlink cannot or must not be at its path.
        """
        path = self._leaf(name)
        if not 0 < len(target) <= nar.LONGEST_TARGET or b"\0" in target:
            raise Rejected(f"the archive's symlink {shown(path)} has a target that is not a path")
        self._leaves[path] = target

    def hard_link(self, name: bytes, other: bytes) -> None:
        """Add another name of an existing file or symlink.

        Raises:
            Rejected: that file does not exist, or is outside of the archive.
        """
        path = self._leaf(name)
        wanted = _inside(other)
        found = self._leaves.get(wanted)
        if found is None:
            raise Rejected(
                f"the archive's entry {shown(path)} is a hard link to {shown(other)},"
                " which is not a file before it in the archive"
            )
        self._leaves[path] = found

    def has(self, name: bytes) -> bool:
        """Whether there is a file or symlink with that name.

        Raises:
            Rejected: the name is not a path.
        """
        return _inside(name) in self._leaves

    def lone_directory(self) -> bytes:
        """Return the single directory at the top; b"" if the top has other entries."""
        tops = self._tops()
        return tops.pop() if len(tops) == 1 and tops <= self._directories else b""

    def root(self) -> bytes:
        """Return the single directory at the top, or b"" if there is a single file.

        Raises:
            Rejected: the archive has several entries at its top, or only a symlink.
        """
        tops = self._tops()
        if len(tops) != 1:
            raise Rejected(f"the archive has {len(tops)} entries at its top, and stripRoot needs exactly one")
        (top,) = tops
        if isinstance(self._leaves.get(top), bytes):
            raise Rejected("the archive contains only a symlink")
        return top if top in self._directories else b""

    def digest(self, top: bytes, algorithm: str) -> bytes:
        """Return the NAR digest of the content of a directory.

        Raises:
            Uncomputable: the algorithm is unknown.
            Refused: the disk was full.
        """
        writer = nar.NarWriter(algorithm)
        self.write(top, writer)
        return writer.digest()

    def read(self, path: bytes) -> bytes | None:
        """Return the bytes of a file, None for no file; links are not followed."""
        leaf = self._leaves.get(path)
        if leaf is None or isinstance(leaf, bytes):
            return None
        self._flush()
        _, offset, size = leaf
        return b"".join(self._stored(offset, size))

    def is_executable(self, path: bytes) -> bool:
        """Tell whether a file has its executable bit."""
        leaf = self._leaves.get(path)
        return isinstance(leaf, tuple) and leaf[0] == nar.EXECUTABLE

    def write(self, top: bytes, writer: nar.TreeWriter) -> None:
        """Write the content of a directory, in the order of a NAR.

        Raises:
            Refused: the disk had no space for the content.
        """
        cut = len(top) + 1 if top else 0
        below = top + b"/" if top else b""
        self._flush()
        for path in sorted([*self._directories, *self._leaves], key=nar.order):
            if path == top or not path.startswith(below):
                continue
            leaf = self._leaves.get(path)
            if leaf is None:
                writer.directory(path[cut:])
            elif isinstance(leaf, bytes):
                writer.symlink(path[cut:], leaf)
            else:
                kind, offset, size = leaf
                writer.stream(path[cut:], kind == nar.EXECUTABLE, size, self._stored(offset, size))

    def _flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            raise no_room(error) from error

    def _stored(self, offset: int, size: int) -> Iterator[bytes]:
        handle = self._file.fileno()
        end = offset + size
        while offset < end:
            chunk = os.pread(handle, min(nar.CHUNK, end - offset), offset)
            offset += len(chunk)
            yield chunk

    def _tops(self) -> set[bytes]:
        return {path.partition(b"/")[0] for path in (*self._directories, *self._leaves) if path}

    def _leaf(self, name: bytes) -> bytes:
        path = self._place(name)
        if path in self._directories:
            raise Rejected(f"the archive has two entries that are named {shown(path) or '.'}")
        self._make(path.rpartition(b"/")[0])
        return path

    def _place(self, name: bytes) -> bytes:
        self._add(len(name))
        return _inside(name)

    def _add(self, path_bytes: int) -> None:
        """Count an entry or a directory."""
        self._count += 1
        self._path_bytes += path_bytes
        if self._count > self.limits.entries:
            raise Rejected(f"the archive has more than {self.limits.entries} entries")
        if self._path_bytes > self.limits.path_bytes:
            raise Rejected(f"the paths of the archive have more than {self.limits.path_bytes} bytes")

    def _make(self, path: bytes) -> None:
        """Make a directory and the directories above it."""
        made = []
        while path not in self._directories:
            leaf = self._leaves.get(path)
            if leaf is not None:
                what = "the symlink" if isinstance(leaf, bytes) else "the file"
                raise Rejected(f"an entry of the archive is below {what} {shown(path)}")
            self._add(len(path))
            made.append(path)
            path = path.rpartition(b"/")[0]
        self._directories.update(made)


def _inside(name: bytes) -> bytes:
    """Return the path of an entry without empty parts and `.`.

    Raises:
        Rejected: the path leads out of the archive, or is not a path.
    """
    parts = [part for part in name.split(b"/") if part not in (b"", b".")]
    if name.startswith(b"/") or b".." in parts:
        raise Rejected(f"an entry of the archive has a path outside it: {shown(name[:200])}")
    if b"\0" in name or len(name) > _LONGEST_PATH:
        raise Rejected("an entry of the archive has a name that is not a path")
    return b"/".join(parts)
