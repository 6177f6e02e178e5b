"""A job: a POSIX shell script, and the files in its directory.

A job is packed into a tar with two entries at its top: `script`, and the directory `files`. So a file of a repository
can never replace the script.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.errors import AuthguardError, Refused
from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from tarfile import TarInfo
    from typing import BinaryIO, Literal

    File = tuple[bytes, int, bytes]
    """A path from the root (with '/'), the mode as git writes it, and the data or the target of a link."""
    Output = Callable[[Literal["out", "err"], bytes], None]
    """Called with each piece of the script's standard output or standard error, as it comes."""

FILE, PROGRAM, LINK, DIRECTORY, SUBMODULE = 0o100644, 0o100755, 0o120000, 0o040000, 0o160000


class TimedOut(AuthguardError):
    """The script did not end in time, and was stopped. The build is a failed build, as after a timeout of Nix."""

    exit_code = 1


@dataclass(slots=True, eq=False)
class Job:
    """The script to run.

    Attributes:
        script: the text that /bin/sh runs. It starts in the directory of the files, and its standard input is empty.
            When the script ends, all of its processes are ended. Text that is not UTF-8 is escaped as os.fsdecode does.
        files: each file once, in any order. The directories of files need no entry. A submodule is an empty directory,
            as in a clone without submodules.
    """

    script: str
    files: Iterable[File] = ()

    def pack(self) -> BinaryIO:
        """Return the job as a tar: a temporary file without a name, at its first byte.

        Raises:
            Refused: a path leaves the directory, or is listed twice.
            OSError: the disk is full.
        """
        import tarfile
        from io import BytesIO
        from tempfile import TemporaryFile

        spool = TemporaryFile()  # noqa: SIM115 - the caller's to close
        try:
            # The GNU format allows paths of any length with any bytes, and all tar programs read it.
            with tarfile.open(
                fileobj=spool, mode="w", format=tarfile.GNU_FORMAT, encoding="utf-8", errors="surrogateescape"
            ) as archive:
                script = self.script.encode("utf-8", "surrogateescape")
                for entry, data in (
                    (_entry("script", FILE, script), script),
                    (_entry("files", DIRECTORY, b""), b""),
                ):
                    archive.addfile(entry, BytesIO(data))
                seen = _Seen()
                for path, mode, data in self.files:
                    seen.add(path, mode)
                    entry = _entry(f"files/{path.decode('utf-8', 'surrogateescape')}", mode, data)
                    archive.addfile(entry, BytesIO(data) if entry.size else None)
            spool.seek(0)
        except BaseException:
            spool.close()
            raise
        return spool


class _Seen:
    """The paths so far, since the unpacker must never write outside of the directory."""

    def __init__(self) -> None:
        self._leaves: set[bytes] = set()
        self._above: set[bytes] = {b""}

    def add(self, path: bytes, mode: int) -> None:
        parts = path.split(b"/")
        above = [b"/".join(parts[:count]) for count in range(1, len(parts))]
        if (
            not {b"", b".", b".."}.isdisjoint(parts)
            or b"\0" in path
            or path in self._leaves
            or path in self._above
            or not self._leaves.isdisjoint(above)
        ):
            shown = printable(path.decode("utf-8", "surrogateescape"))
            raise Refused(
                f"{shown!r} cannot be sent to a builder: its path leaves the tree, or the tree has it twice"
            )
        self._leaves.add(path)
        self._above.update(above)


def _entry(name: str, mode: int, data: bytes) -> TarInfo:
    """An entry without an owner and a time."""
    import tarfile

    entry = tarfile.TarInfo(name)
    entry.mtime = 1
    if mode == LINK:
        entry.type, entry.linkname = tarfile.SYMTYPE, data.decode("utf-8", "surrogateescape")
        entry.mode = 0o777
    elif mode in (DIRECTORY, SUBMODULE):
        entry.type, entry.mode = tarfile.DIRTYPE, 0o755
    else:
        entry.size, entry.mode = len(data), 0o755 if mode & 0o100 else 0o644
    return entry
