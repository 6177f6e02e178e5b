"""Correct hashes of content on an HTTP server: a file, or an unpacked archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.prove.hashes import archives, nar
from authguard.prove.hashes.download import SECONDS, Downloaded, download
from authguard.prove.hashes.limits import no_room

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    DownloadListener = Callable[[Downloaded], None]
    """Called with each finished download, which has the hosts of redirects."""


def of_file_at(
    url: str,
    algorithm: str,
    *,
    allowed: Callable[[str], list[str] | None],
    recursive: bool = False,
    executable: bool = False,
    listener: DownloadListener | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """Return the digest of a file on a server: the flat digest or, with ``recursive``, the digest of its NAR.

    Raises:
        Unanswered: it could not be fetched.
        Refused: the disk is full.
        Uncomputable: the algorithm is unknown.
    """
    with downloaded(url, allowed, listener, seconds) as file:
        if not recursive:
            return nar.of_chunks(nar.read_chunks(file), algorithm)
        size = file.seek(0, 2)
        file.seek(0)
        kind = nar.EXECUTABLE if executable else nar.REGULAR
        return nar.of_tree([nar.NarEntry(b"", kind, nar.read_chunks(file), size)], algorithm)


def of_archive_at(
    url: str,
    algorithm: str,
    *,
    allowed: Callable[[str], list[str] | None],
    strip_root: bool = True,
    is_named_zip: bool | None = None,
    listener: DownloadListener | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """Return the NAR digest of an archive on a server, unpacked as archives.of_archive does.

    Raises:
        Unanswered: it could not be fetched.
        Refused: the disk is full.
        Uncomputable: the archive has an unknown format, or must not be unpacked.
    """
    with downloaded(url, allowed, listener, seconds) as file:
        return archives.of_archive(file, algorithm, strip_root=strip_root, is_named_zip=is_named_zip)


def downloaded(
    url: str,
    allowed: Callable[[str], list[str] | None],
    listener: DownloadListener | None = None,
    seconds: float = SECONDS,
) -> BinaryIO:
    """Download to a temporary file, positioned at its start. The file is deleted when it is closed."""
    from tempfile import TemporaryFile

    try:
        file: BinaryIO = TemporaryFile(prefix="authguard-")  # noqa: SIM115 - the caller's to close
    except OSError as error:
        raise no_room(error) from error
    try:
        found = download(url, file, allowed=allowed, seconds=seconds)
        file.seek(0)
    except OSError as error:
        file.close()
        raise no_room(error) from error
    except BaseException:
        file.close()
        raise
    if listener is not None:
        listener(found)
    return file
