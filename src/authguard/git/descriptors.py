"""Open files for a child process: its input, and the pipes of its output."""

from __future__ import annotations

import os

from authguard.system import nameless_file


def scratch(content: bytes = b"") -> int:
    """A file without a name that holds `content`, at its start. Returns a descriptor, the caller's to close.

    A file never fills up as a pipe does, so that one thread can feed and read any number of them.
    """
    nameless = nameless_file()
    if nameless is not None:
        handle = _high(nameless)
    else:
        import tempfile

        with tempfile.TemporaryFile() as file:
            handle = _high(os.dup(file.fileno()))
    if content:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.lseek(handle, 0, os.SEEK_SET)
    return handle


def pipe() -> tuple[int, int]:
    """A pipe that never uses the descriptors 0, 1 or 2, which a hook may be started without."""
    reader, writer = os.pipe()
    return _high(reader), _high(writer)


def _high(handle: int) -> int:
    """The same open file under a descriptor above 2: the child's own three are laid over the low ones."""
    if handle > 2:
        return handle
    import fcntl

    moved = fcntl.fcntl(handle, fcntl.F_DUPFD_CLOEXEC, 3)
    os.close(handle)
    return moved
