"""Hashes of file trees as Nix computes them: over the NAR serialisation, which is never completely in memory.

The format is that of Nix's manual, "Nix Archive (NAR) format": strings are a length (64 bits, little endian) and the
bytes, padded to a multiple of eight. A NAR has only the bytes and one executable bit of a file, and only the entries
of a directory, sorted by the bytes of their names.
"""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO, Protocol

    class Hash(Protocol):
        """An object of hashlib."""

        def update(self, data: bytes, /) -> None:
            """Take more bytes."""

        def digest(self) -> bytes:
            """Return the digest of all bytes so far."""

    class TreeWriter(Protocol):
        """A target for the entries of a tree, one after another: a NAR, or a directory on a disk."""

        def directory(self, path: bytes, /) -> None:
            """Take a directory."""

        def content(self, path: bytes, executable: bool, data: Data, /) -> None:
            """Take a file with these bytes."""

        def stream(self, path: bytes, executable: bool, size: int, chunks: Iterable[bytes], /) -> None:
            """Take a file with its bytes in chunks."""

        def symlink(self, path: bytes, target: bytes, /) -> None:
            """Take a symlink."""

    Data = bytes | bytearray
    Content = bytes | Iterable[bytes]


REGULAR, EXECUTABLE, SYMLINK, DIRECTORY = "regular", "executable", "symlink", "directory"
"""The kinds of entries. A symlink's content is its target; a directory has none."""

ALGORITHMS = ("sha256", "sha512", "sha1", "md5")
CHUNK = 1 << 20
"""At most this many bytes of a file are in memory at once."""
LONGEST_TARGET = 4095
"""The longest target of a symlink in bytes: neither Linux nor macOS stores a longer target."""

_GATHERED = 1 << 17
_NOFOLLOW = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0)


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(8, "little") + data + bytes(-len(data) % 8)


def _strings(*words: bytes) -> bytes:
    return b"".join(map(_string, words))


_MAGIC = _string(b"nix-archive-1")
_CLOSE = _string(b")")
_CLOSE_ENTRY = _CLOSE * 2
_NAME = _strings(b"entry", b"(", b"name")
_NODE = _string(b"node")
_DIRECTORY = _strings(b"(", b"type", b"directory")
_SYMLINK = _strings(b"(", b"type", b"symlink", b"target")
_REGULAR = _strings(b"(", b"type", b"regular", b"contents")
_EXECUTABLE = _strings(b"(", b"type", b"regular", b"executable", b"", b"contents")
_PADDING = tuple(bytes(count) for count in range(8))
# The text around a file's name and its bytes, by the number of padding bytes before it.
_AFTER_NAME = tuple(padding + _NODE for padding in _PADDING)
_AFTER_FILE = tuple(padding + _CLOSE_ENTRY for padding in _PADDING)
_AFTER_ROOT = tuple(padding + _CLOSE for padding in _PADDING)


def new_hash(algorithm: str) -> Hash:
    """Return a new hash.

    Raises:
        Uncomputable: Python does not have the algorithm.
    """
    if algorithm not in ALGORITHMS:
        raise Uncomputable(f"{algorithm} hashes can only be computed by Nix")
    return hashlib.new(algorithm, usedforsecurity=False)


def of_chunks(chunks: Iterable[bytes], algorithm: str = "sha256") -> bytes:
    """Return the flat digest of a file's content.

    Raises:
        Uncomputable: the algorithm is unknown.
    """
    total = new_hash(algorithm)
    for chunk in chunks:
        total.update(chunk)
    return total.digest()


def of_file(path: str | bytes, algorithm: str = "sha256") -> bytes:
    """Return the flat digest of a file.

    Raises:
        Refused: the file cannot be read.
        Uncomputable: the algorithm is unknown.
    """
    try:
        with open(path, "rb", buffering=0) as file:
            return of_chunks(read_chunks(file), algorithm)
    except OSError as error:
        raise _unreadable(path, error) from error


def of_path(path: str | bytes, algorithm: str = "sha256") -> bytes:
    """Return the NAR digest of the file or directory at a path, as `nix hash path` does; symlinks are not followed.

    Raises:
        Refused: a part of it cannot be read, changes meanwhile, or is not a file, directory or symlink.
        Uncomputable: the algorithm is unknown.
    """
    writer = NarWriter(algorithm)
    root = os.fsencode(path)
    try:
        mode = os.lstat(root).st_mode
        waiting = [(b"", root, mode)]
        while waiting:
            inside, where, mode = waiting.pop()
            if stat.S_ISREG(mode):
                _write_file(writer, inside, where)
            elif stat.S_ISDIR(mode):
                writer.directory(inside)
                waiting += _entries(inside, where)
            elif stat.S_ISLNK(mode):
                writer.symlink(inside, os.readlink(where))
            else:
                raise Refused(f"{_shown(where)} is not a file, directory or symlink")
    except OSError as error:
        raise _unreadable(error.filename or path, error) from error
    return writer.digest()


class NarEntry:
    """One file, symlink or directory of a tree, which may be only in memory."""

    __slots__ = ("content", "kind", "path", "size")

    def __init__(self, path: bytes, kind: str, content: Content = b"", size: int | None = None) -> None:
        """Store a path (b"" for the root), a kind and, for a file, its bytes, or a stream and the number of bytes."""
        self.path = path
        self.kind = kind
        self.content = content
        self.size = len(content) if isinstance(content, bytes) else size


def of_tree(entries: Iterable[NarEntry], algorithm: str = "sha256") -> bytes:
    """Return the NAR digest of the tree with these entries, in any order. Their directories are implied.

    Raises:
        ValueError: two entries have one name, an entry is below a file, or a stream does not have its size.
        Uncomputable: the algorithm is unknown.
    """
    writer = NarWriter(algorithm)
    for entry in sorted(entries, key=lambda each: order(each.path)):
        if entry.kind == DIRECTORY:
            writer.directory(entry.path)
        elif entry.kind == SYMLINK:
            writer.symlink(entry.path, _complete(entry.content))
        elif isinstance(entry.content, bytes):
            writer.content(entry.path, entry.kind == EXECUTABLE, entry.content)
        elif entry.size is None:
            raise ValueError("a stream without a size")
        else:
            writer.stream(entry.path, entry.kind == EXECUTABLE, entry.size, entry.content)
    return writer.digest()


def order(path: bytes) -> bytes:
    """Return a key to sort paths by: NAR sorts within each directory, and no name contains a NUL."""
    return path.replace(b"/", b"\0")


class NarWriter:
    """Writes one NAR into a hash; entries come in the order of `order(path)`, each once.

    Directories are opened automatically; directory() is needed only for directories that may be empty. A tree is one
    entry with the path b"", or any number with other paths.
    """

    __slots__ = ("_gathered", "_hash", "_held", "_last", "_leaf", "_names", "_parent")

    def __init__(self, algorithm: str = "sha256") -> None:
        """Begin empty.

        Raises:
            Uncomputable: the algorithm is unknown.
        """
        self._hash = new_hash(algorithm)
        self._gathered: list[Data] = [_MAGIC]
        self._held = 0
        self._names: list[bytes] = []
        self._parent: bytes | None = (
            None  # the path of the innermost open directory; None: the root is not begun
        )
        self._last = b""
        self._leaf: bytes | None = None

    def directory(self, path: bytes) -> None:
        """Write a directory. The entries of the directory may follow.

        Raises:
            ValueError: the directory is out of order.
        """
        if not path:
            if self._parent is not None or self._leaf is not None:
                raise ValueError("the root comes first")
            self._open_root()
            return
        self._check(path)
        self._enter(path)

    def content(self, path: bytes, executable: bool, data: Data) -> None:
        """Write a regular file with these bytes.

        Raises:
            ValueError: it is out of order.
        """
        gathered = self._gathered
        self._begin(path)
        size = len(data)
        gathered += (
            _EXECUTABLE if executable else _REGULAR,
            size.to_bytes(8, "little"),
            data,
            (_AFTER_FILE if path else _AFTER_ROOT)[-size % 8],
        )
        self._held += size

    def stream(self, path: bytes, executable: bool, size: int, chunks: Iterable[bytes]) -> None:
        """Write a regular file with its bytes in chunks.

        Raises:
            ValueError: the file is out of order, or the chunks are not `size` bytes.
        """
        self._begin(path)
        self._gathered += (_EXECUTABLE if executable else _REGULAR, size.to_bytes(8, "little"))
        self._flush()
        left = size
        for chunk in chunks:
            left -= len(chunk)
            self._hash.update(chunk)
        if left:
            raise ValueError(f"{-left} bytes too many" if left < 0 else f"{left} bytes are missing")
        self._gathered.append((_AFTER_FILE if path else _AFTER_ROOT)[-size % 8])

    def symlink(self, path: bytes, target: bytes) -> None:
        """Write a symlink.

        Raises:
            ValueError: it is out of order.
        """
        self._begin(path)
        self._gathered += (_SYMLINK, _string(target), _CLOSE_ENTRY if path else _CLOSE)

    def digest(self) -> bytes:
        """Close all directories and return the digest; for no entries, the digest of an empty directory.

        Call this last.
        """
        if self._parent is None and self._leaf is None:
            self._open_root()
        if self._parent is not None:
            self._leave(0)
            self._gathered.append(_CLOSE)
            self._parent = None
            self._leaf = b""
        self._flush()
        return self._hash.digest()

    def _begin(self, path: bytes) -> None:
        """Write the text before a file's or symlink's own description."""
        if not path:
            if self._parent is not None or self._leaf is not None:
                raise ValueError("the root has entries already")
            self._leaf = b""
            return
        self._check(path)
        parent, _, name = path.rpartition(b"/")
        if parent != self._parent:
            self._enter(parent)
        if self._held > _GATHERED:
            self._flush()
        self._held += 256
        size = len(name)
        self._gathered += (_NAME, size.to_bytes(8, "little"), name, _AFTER_NAME[-size % 8])
        self._leaf = path

    def _check(self, path: bytes) -> None:
        place = path.replace(b"/", b"\0")
        if place <= self._last:
            raise ValueError("two entries have one name" if place == self._last else "out of order")
        self._last = place

    def _enter(self, wanted: bytes) -> None:
        """Close and open directories until `wanted` is the innermost open one."""
        leaf = self._leaf
        if leaf is not None and (wanted == leaf or wanted.startswith(leaf + b"/") or not leaf):
            raise ValueError("an entry is below a file")
        if self._parent is None:
            self._open_root()
        names = wanted.split(b"/") if wanted else []
        mine = self._names
        common = 0
        while common < len(mine) and common < len(names) and mine[common] == names[common]:
            common += 1
        self._leave(common)
        for name in names[common:]:
            self._gathered += (_NAME, _string(name), _NODE, _DIRECTORY)
        self._held += 128 * len(names)
        self._names = names
        self._parent = wanted

    def _open_root(self) -> None:
        self._gathered.append(_DIRECTORY)
        self._parent = b""

    def _leave(self, depth: int) -> None:
        self._gathered += [_CLOSE_ENTRY] * (len(self._names) - depth)
        del self._names[depth:]

    def _flush(self) -> None:
        self._hash.update(b"".join(self._gathered))
        self._gathered.clear()
        self._held = 0


def read_chunks(file: IO[bytes], size: int | None = None) -> Iterator[bytes]:
    """Yield the rest of a file, or its next `size` bytes (fewer at its end)."""
    if size is None:
        while chunk := file.read(CHUNK):
            yield chunk
        return
    while size and (chunk := file.read(min(size, CHUNK))):
        size -= len(chunk)
        yield chunk


def _write_file(writer: NarWriter, inside: bytes, where: bytes) -> None:
    handle = os.open(where, _NOFOLLOW)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(f"{_shown(where)} changed while it was read")
        executable = bool(status.st_mode & stat.S_IXUSR)
        if status.st_size < CHUNK:
            data = os.read(handle, status.st_size + 1)
            if len(data) != status.st_size:
                raise Refused(f"{_shown(where)} changed while it was read")
            writer.content(inside, executable, data)
            return
        with open(handle, "rb", buffering=0, closefd=False) as file:
            writer.stream(inside, executable, status.st_size, read_chunks(file, status.st_size + 1))
    except ValueError as error:
        raise Refused(f"{_shown(where)} changed while it was read") from error
    finally:
        os.close(handle)


def _entries(inside: bytes, where: bytes) -> list[tuple[bytes, bytes, int]]:
    """The entries of a directory, in reverse order for a stack."""
    below = inside + b"/" if inside else b""
    with os.scandir(where) as found:
        named = sorted(((each.name, each) for each in found), key=lambda pair: pair[0], reverse=True)
    return [(below + name, each.path, _type(each)) for name, each in named]


def _type(each: os.DirEntry[bytes]) -> int:
    """The type of an entry as a mode. Usually the directory already has it."""
    if each.is_symlink():
        return stat.S_IFLNK
    if each.is_dir(follow_symlinks=False):
        return stat.S_IFDIR
    return stat.S_IFREG if each.is_file(follow_symlinks=False) else 0


def _complete(content: Content) -> bytes:
    return content if isinstance(content, bytes) else b"".join(content)


def _shown(path: str | bytes) -> str:
    from authguard.printable import printable

    return printable(os.fsdecode(path))


def _unreadable(path: str | bytes, error: OSError) -> Refused:
    return Refused(f"{_shown(path)} cannot be read: {error.strerror}")
