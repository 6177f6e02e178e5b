"""Read a tar, compressed or not, from its start to its end: never backwards, and in small pieces."""

from __future__ import annotations

import lzma
import re
import tarfile
import zlib
from typing import TYPE_CHECKING

from authguard.prove.hashes import nar
from authguard.prove.hashes.limits import Rejected, Uncomputable, error_text, shown

if TYPE_CHECKING:
    from typing import IO, BinaryIO

    from authguard.prove.hashes.archives import ArchiveTree

BLOCK = tarfile.BLOCKSIZE
"""The size of a header in bytes."""
_LARGEST_READ = 16 << 20
"""The largest read of data that is not a file's content (names, pax headers)."""
_DAMAGED = (
    *(tarfile.TarError, EOFError, OSError, ValueError, LookupError, ArithmeticError, RecursionError),
    *(zlib.error, lzma.LZMAError),
)
"""The errors that a damaged archive can raise. tarfile also raises errors of other modules."""
_RECORDS = (b"x", b"g", b"X")
_EXTENDED = (*_RECORDS, b"L", b"K")
"""The types of headers with data of their own: records of pax, and long names of GNU tar."""
_UNKNOWN = {b"LZIP": "lzip", b"\x1f\x9d": "compress", b"7z\xbc\xaf": "7-Zip", b"Rar!": "RAR"}


def read(file: BinaryIO, tree: ArchiveTree) -> None:
    """Read all entries of a tar.

    Raises:
        Uncomputable: the file is not a tar, or is damaged.
        Rejected: an entry has a forbidden path or type, or too much content.
        Refused: the disk is full.
    """
    stream = _Forward(_decompressed(file), tree.limits.bytes)
    try:
        with tarfile.open(
            fileobj=stream,  # type: ignore[call-overload]
            mode="r:",
            encoding="utf-8",
            errors="surrogateescape",
        ) as tar:
            while (member := tar.next()) is not None:
                _take(tar, member, tree)
                tar.members.clear()
                stream.expect_header()
        stream.end()
    except _DAMAGED as error:
        raise Uncomputable(
            f"it is not an archive of a known format, or it is damaged ({error_text(error)})"
        ) from error


def is_header(block: bytes) -> bool:
    """Tell whether a block is the header of an entry, by its checksum."""
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    return True


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, tree: ArchiveTree) -> None:
    name = _bytes(member.name)
    _demand_plain(member, name)
    if member.size < 0:
        raise Rejected(f"the archive's entry {shown(name)} has a negative size")
    if member.isreg():
        content = tar.extractfile(member)
        assert content is not None  # noqa: S101 - for the type checker; the entry is a regular file
        tree.file(name, bool(member.mode & 0o100), nar.read_chunks(content, member.size))
    elif member.isdir():
        tree.directory(name)
    elif member.issym():
        tree.symlink(name, _bytes(member.linkname))
    elif member.islnk():
        tree.hard_link(name, _bytes(member.linkname))
    else:
        kind = "a device" if member.isdev() else "of an unknown type"
        raise Rejected(f"the archive's entry {shown(name)} is {kind}")


def _demand_plain(member: tarfile.TarInfo, name: bytes) -> None:
    """Refuse an entry that GNU tar, libarchive and tarfile read in different ways.

    Raises:
        Rejected: the entry is a file with the name of a directory, or states its size twice, or is a sparse file.
            A sparse file is accepted if its map ends with the file.
    """
    stated = member.pax_headers.get("path", "")
    if not member.isdir() and (name.endswith(b"/") or stated.endswith("/")):
        raise Rejected(f"the archive's entry {shown(name)} has the name of a directory")
    if "SCHILY.realsize" in member.pax_headers:
        raise Rejected(f"the archive's entry {shown(name)} has two sizes")
    parts: list[tuple[int, int]] | None = member.sparse  # type: ignore[assignment]
    if parts is None:
        return
    end = 0
    for offset, size in parts:
        if (offset, size) == (0, 0):  # an unused place in the header
            continue
        if offset < end or size < 0:
            raise Rejected(f"the archive's sparse file {shown(name)} has a damaged map")
        end = offset + size
    if end != member.size or "GNU.sparse.map" in member.pax_headers:
        raise Rejected(f"the archive's sparse file {shown(name)} has a damaged map, or one of an old form")


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _decompressed(file: BinaryIO) -> IO[bytes]:
    start = file.read(6)
    file.seek(0)
    if start.startswith(b"\x1f\x8b"):
        import gzip

        unzipped: IO[bytes] = gzip.GzipFile(fileobj=file)  # type: ignore[assignment]
        return unzipped
    if start.startswith(b"BZh"):
        import bz2

        return bz2.BZ2File(file)
    if start.startswith((b"\xfd7zXZ\0", b"\x5d\0\0")):
        import lzma

        return lzma.LZMAFile(file)
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        return _zstd(file)
    for magic, name in _UNKNOWN.items():
        if start.startswith(magic):
            raise Uncomputable(f"the archive is in the format of {name}")
    return file


def _zstd(file: BinaryIO) -> IO[bytes]:
    from importlib import import_module

    try:
        made: IO[bytes] = import_module("compression.zstd").ZstdFile(file)
    except ImportError as error:
        raise Uncomputable("the archive is compressed with zstd, which needs Python 3.14 or newer") from error
    return made


def _demand_records(data: bytes) -> None:
    """Raise tarfile.ReadError if the data of a pax header is not a list of records, `LENGTH KEY=VALUE` and a line end.

    tarfile ignores the rest of such a list; other programs refuse it.
    """
    end = len(data.rstrip(b"\0"))
    at = 0
    while at < end:
        match = re.match(rb"(\d{1,9}) [^=\n]+=", data[at : at + BLOCK])
        after = at + int(match[1]) if match is not None else at
        if match is None or not at + match.end() < after <= end or data[after - 1 : after] != b"\n":
            raise tarfile.ReadError("a record of its extended header is malformed")
        at = after


class _Forward:
    """A stream for tarfile: it skips forward by reading, and refuses large reads."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._most = most
        self._position = 0
        self._header = b""
        self._expects_header = True
        self._kind = b""  # the type of the header to which the next read belongs
        self._extended = b""  # the types of the headers that extend the next entry

    def expect_header(self) -> None:
        """Take the next block for a header: the content of an entry is read, which may look like a header."""
        self._expects_header = True

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes, or fewer at the end."""
        if size > _LARGEST_READ:
            raise tarfile.ReadError("a header is too large")
        data = self._read(size)
        kind, self._kind = self._kind, b""
        if kind in _RECORDS:
            _demand_records(data)
        elif not kind and size == BLOCK and self._expects_header:
            self._header = data
            self._kind = data[156:157] if data[156:157] in _EXTENDED else b""
            self._expects_header = bool(self._kind)
            self._demand_one_extension()
        return data

    def _demand_one_extension(self) -> None:
        """Refuse an entry with two names in headers before it, since programs use different ones.

        Raises:
            tarfile.ReadError: the entry has two headers of one type, or headers of GNU tar and of pax.
        """
        kind = self._kind
        if kind == b"g":
            return
        if not kind:
            self._extended = b""
            return
        is_pax = kind in _RECORDS
        if kind in self._extended or any((one in b"xX") != is_pax for one in self._extended):
            raise tarfile.ReadError("an entry has several extended headers")
        self._extended += kind

    def tell(self) -> int:
        """The position for the next read."""
        return self._position

    def seek(self, position: int, whence: int = 0) -> int:
        """Skip all bytes before `position`."""
        if whence or position < self._position:
            raise tarfile.ReadError("it would have to be read twice")
        while self._position < position and self._read(min(nar.CHUNK, position - self._position)):
            pass
        return self._position

    def end(self) -> None:
        """Read the data after the last entry, so that a damaged end of the stream is noticed.

        Raises:
            tarfile.ReadError: there was anything but the end after the last entry.
        """
        if self._header.strip(b"\0") or len(self._header) not in (0, BLOCK):
            raise tarfile.ReadError("it is cut off, or other data follows it")
        while self._read(nar.CHUNK):
            pass

    def _read(self, size: int) -> bytes:
        parts = []
        left = size
        while left and (part := self._stream.read(left)):
            parts.append(part)
            left -= len(part)
        self._position += size - left
        if self._position > self._most + _LARGEST_READ:
            raise Rejected(f"the archive unpacks to more than {self._most} bytes")
        return parts[0] if len(parts) == 1 else b"".join(parts)
