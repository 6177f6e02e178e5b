"""The tarballs of registries on this disk, by digest, so that nothing is fetched twice.

A file gets its name when it is complete and its digest is right, so a killed process leaves no wrong file. Each use
hashes the file again; a damaged file is removed and fetched again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
import time
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.system import own_cache

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

LARGEST_CACHE = 4 << 30
"""The most bytes of all files together. The files that were unused for the longest time are removed first."""
SPARE = 3600.0
"""A file is not removed until this many seconds after its last use, since another process may read it."""
CHUNK = 1 << 18
LARGEST_FILE = 1 << 30
"""The most bytes of one file."""

_EDITION = "1"


def default_directory() -> str:
    """Return the directory of the cache, in the user's own cache.

    Raises:
        Refused: see own_cache.
    """
    return os.path.join(own_cache(), "dependencies")


class ContentCache:
    """Files by algorithm and digest, and the directories of other tools with such files."""

    def __init__(self, directory: str, others: Sequence[str] = (), largest: int = LARGEST_CACHE) -> None:
        """Store the directory, and the `content-v2` directories of npm, which are only read."""
        self._root = os.path.join(directory, _EDITION)
        self._others = list(others)
        self._largest = largest

    def get(self, algorithm: str, digest: bytes, near: Sequence[str] = ()) -> str | None:
        """Return the path of a file with this digest, after its bytes were hashed again; None if no file has it.

        ``near`` has further paths where the file may be.
        """
        name = digest.hex()
        mine = self._path(algorithm, name)
        for path in (
            mine,
            *(os.path.join(one, algorithm, name[:2], name[2:4], name[4:]) for one in self._others),
            *near,
        ):
            try:
                right = _digest(path, algorithm) == digest
            except OSError:
                continue
            if right:
                if path == mine:
                    _touch(path)
                return path
            if path == mine:
                _remove(path)
        return None

    def incoming(self) -> IO[bytes]:
        """Open a new file for incoming content. `keep` will rename it.

        Raises:
            Refused: the cache cannot be written.
        """
        folder = os.path.join(self._root, "incoming")
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            return tempfile.NamedTemporaryFile(dir=folder, delete=False)
        except OSError as error:
            raise _unwritable(error) from error

    def keep(self, path: str, algorithm: str, digest: bytes) -> str:
        """Give a written and checked file its final name. Returns the path.

        Raises:
            Refused: the cache cannot be written.
        """
        final = self._path(algorithm, digest.hex())
        try:
            os.makedirs(os.path.dirname(final), mode=0o700, exist_ok=True)
            os.replace(path, final)
        except OSError as error:
            raise _unwritable(error) from error
        return final

    def prune(self) -> None:
        """Remove the files that were unused for the longest time, and files that killed processes left."""
        now = time.time()
        found = sorted(self._files())
        total = sum(size for _, size, _ in found)
        for used, size, path in found:
            left_over = os.path.basename(os.path.dirname(path)) == "incoming"
            if now - used < SPARE or (total <= self._largest and not left_over):
                continue
            _remove(path)
            total -= size

    def _path(self, algorithm: str, name: str) -> str:
        return os.path.join(self._root, algorithm, name[:2], name[2:])

    def _files(self) -> Iterator[tuple[float, int, str]]:
        for folder, _, names in os.walk(self._root):
            for name in names:
                path = os.path.join(folder, name)
                try:
                    status = os.stat(path)
                except OSError:
                    continue
                yield status.st_mtime, status.st_size, path


def chunks_of(path: str, algorithm: str, digest: bytes) -> Iterator[bytes]:
    """Yield the bytes of a file of the cache, which is opened at the first chunk.

    The bytes are hashed once more, since other users may write to the cache of another tool.

    Raises:
        Refused: it is gone, or changed.
    """
    total = hashlib.new(algorithm, usedforsecurity=False)
    try:
        with _opened(path) as file:
            while chunk := file.read(CHUNK):
                total.update(chunk)
                yield chunk
    except OSError as error:
        raise Refused(f"a file of the cache cannot be read: {error.strerror}") from error
    if total.digest() != digest:
        raise Refused("a file of the cache changed while it was read")


def size_of(path: str) -> int:
    """Return the number of bytes of a file of the cache.

    Raises:
        Refused: it is gone.
    """
    try:
        return os.stat(path).st_size
    except OSError as error:
        raise Refused(f"a file of the cache cannot be read: {error.strerror}") from error


def _digest(path: str, algorithm: str) -> bytes:
    total = hashlib.new(algorithm, usedforsecurity=False)
    with _opened(path) as file:
        while chunk := file.read(CHUNK):
            total.update(chunk)
    return total.digest()


def _opened(path: str) -> IO[bytes]:
    """Open a file. Raises OSError for a pipe, a device or a file that no registry can have sent."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_FILE:
        os.close(handle)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return open(handle, "rb", buffering=0)


def _touch(path: str) -> None:
    try:
        os.utime(path)
    except OSError:
        return


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return


def _unwritable(error: OSError) -> Refused:
    return Refused(f"the cache of dependencies cannot be written: {error.strerror}")
