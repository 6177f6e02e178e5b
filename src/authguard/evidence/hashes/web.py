"""True hashes of what stands on an HTTP server: a file, or an archive unpacked."""

from __future__ import annotations

from authguard.evidence.hashes import archives, nar
from authguard.evidence.hashes.download import download

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def of_file_at(
    url: str,
    algorithm: str,
    *,
    allowed: Callable[[str], None],
    recursive: bool = False,
    executable: bool = False,
) -> bytes:
    """Return the digest of a file on a server: flat, or with ``recursive`` that of its NAR.

    Raises:
        Unanswered: it could not be had.
        Uncomputable: the algorithm is unknown.
    """
    from tempfile import TemporaryFile

    with TemporaryFile() as file:
        download(url, file, allowed=allowed)
        size = file.tell()
        file.seek(0)
        if not recursive:
            return nar.of_chunks(nar.read_chunks(file), algorithm)
        writer = nar.Writer(algorithm)
        writer.stream(b"", executable, size, nar.read_chunks(file, size))
        return writer.digest()


def of_archive_at(
    url: str, algorithm: str, *, allowed: Callable[[str], None], strip_root: bool = True
) -> bytes:
    """Return the NAR digest of an archive on a server, unpacked.

    Raises:
        Unanswered: it could not be had.
        Uncomputable: a form of archive that is not read here, or one that must not be unpacked.
    """
    from tempfile import TemporaryFile

    with TemporaryFile() as file:
        download(url, file, allowed=allowed)
        file.seek(0)
        return archives.of_archive(file, algorithm, strip_root=strip_root)
