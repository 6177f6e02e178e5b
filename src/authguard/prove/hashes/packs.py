"""Read blobs directly from the packs of a git directory: the same as `git cat-file`, in less time.

git's zlib and the pipe took two thirds of the time to hash a tree. libdeflate, which inflates an object at once,
needs a third of zlib's time. This module reads most of a fetched pack, by git's manual gitformat-pack(5): complete
blobs, found by an index of version 2. For all other objects (deltas, loose and borrowed objects, large and damaged
blobs) the result is None, and git reads them and reports errors.
"""

from __future__ import annotations

import mmap
import os
from binascii import unhexlify
from typing import TYPE_CHECKING

from deflate import DeflateError, zlib_decompress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

LARGEST = 4 << 20
"""A larger blob is read by git, in pieces."""

_MAGIC = b"\xfftOc\0\0\0\2"
_FAN = len(_MAGIC)
_NAMES = _FAN + 4 * 256
_LARGEST_INDEX = 64 << 20
_FAR = 1 << 31
"""A number from this one on is not an offset, but an index into a table of offsets beyond 2 GiB."""
_BLOB = 3


class Packs:
    """The packs of one git directory, open for reading."""

    def __init__(self, git_dir: str) -> None:
        """Open the packs that have the usual form."""
        self._packs: list[Pack] = []
        folder = os.path.join(git_dir, "objects", "pack")
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            return
        for name in names:
            if name.endswith(".idx"):
                try:
                    self._packs.append(Pack(os.path.join(folder, name.removesuffix(".idx"))))
                except (OSError, ValueError):
                    continue

    def find(self, oids: list[bytes]) -> list[tuple[Pack, int] | None]:
        """Return, for each id (hex), the pack with the complete blob and its start there; None: git must read it."""
        found: dict[bytes, tuple[Pack, int]] = {}
        left: Iterable[bytes] = oids
        for pack in self._packs:
            found.update(pack.found(left))
            left = [oid for oid in oids if oid not in found] if len(self._packs) > 1 else ()
        return [found.get(oid) for oid in oids]

    def __enter__(self) -> Self:
        """Return the object itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close them."""
        for pack in self._packs:
            pack.close()


class Pack:
    """One pack: its index in memory, and the pack itself mapped into memory."""

    __slots__ = ("_data", "_fan", "_index", "_name_size", "_numbers", "_size", "_view")

    def __init__(self, path: str) -> None:
        """Open the pack with this path (without the extension).

        Raises:
            ValueError: the pack has another format.
            OSError: the pack cannot be read.
        """
        with open(f"{path}.idx", "rb", buffering=0) as file:
            if os.fstat(file.fileno()).st_size > _LARGEST_INDEX:
                raise ValueError("too long")
            self._index = index = file.read()
        if index[:_FAN] != _MAGIC or len(index) < _NAMES:
            raise ValueError("of another version")
        self._fan = [0, *(_number(index, _FAN + 4 * first) for first in range(256))]
        count = self._fan[-1]
        # an index ends with the digests of the pack and of the index, which are as long as a name
        self._name_size = size = 20 if len(index) < _NAMES + count * 40 + 64 else 32
        self._numbers = _NAMES + count * (size + 4)
        if self._fan != sorted(self._fan) or len(index) < self._numbers + 4 * count + 2 * size:
            raise ValueError("shorter than it says")
        with open(f"{path}.pack", "rb", buffering=0) as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._size = min(len(self._data), _FAR)
        self._view = memoryview(self._data)

    def found(self, oids: Iterable[bytes]) -> Iterator[tuple[bytes, tuple[Pack, int]]]:
        """Yield (id in hex, start) of the objects in this pack that are not deltas."""
        size, fan, index, data, numbers = self._name_size, self._fan, self._index, self._data, self._numbers
        for oid in oids:
            name = unhexlify(oid)
            first = name[0]
            at, end = _NAMES + size * fan[first], _NAMES + size * fan[first + 1]
            while (at := index.find(name, at, end)) >= 0 and (at - _NAMES) % size:
                at += 1
            if at < 0:
                continue
            number = numbers + 4 * ((at - _NAMES) // size)
            offset = int.from_bytes(index[number : number + 4], "big")
            if offset < self._size and data[offset] >> 4 & 7 == _BLOB:
                yield oid, (self, offset)

    def read(self, offset: int) -> bytearray | None:
        """Return the bytes of the blob that begins at ``start``, or None if git must read it."""
        data = self._data
        try:
            byte = data[offset]
            size, shift, at = byte & 15, 4, offset + 1
            while byte & 128:
                byte = data[at]
                size |= (byte & 127) << shift
                shift += 7
                at += 1
            if size > LARGEST:
                return None
            # the most bytes that deflate can need; the stream marks its own end
            blob = zlib_decompress(self._view[at : at + size + size // 4 + 64], size)
        except (IndexError, DeflateError):
            return None
        return blob if len(blob) == size else None

    def close(self) -> None:
        """Close it."""
        self._view.release()
        self._data.close()


def _number(index: bytes, at: int) -> int:
    return int.from_bytes(index[at : at + 4], "big")
