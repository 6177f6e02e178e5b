"""What fetchzip and fetchTarball make of an archive: unpacked into a private directory, its one directory lifted.

An archive is somebody else's: nothing of it may land outside of the directory, neither by its name nor through a link
that it brought, and neither its size nor the number of its entries is without bound.
"""

from __future__ import annotations

import os
import stat

from authguard.evidence.hashes.limits import Uncomputable
from authguard.evidence.hashes.nar import of_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import tarfile
    import zipfile
    from typing import BinaryIO

LARGEST = 16 << 30
MOST = 1_000_000
_UNIX = (3, 19)
"""The systems of a zip whose entries have Unix modes."""
_PROGRAMS = (".com", ".exe", ".btm", ".cmd", ".bat")
"""The names that unzip makes executable where an archive of DOS does not say."""


class Rejected(Uncomputable):
    """The archive would write where it must not, or is none."""


def of_archive(file: BinaryIO, algorithm: str = "sha256", *, strip_root: bool = True) -> bytes:
    """Return the NAR digest of what an archive holds.

    Args:
        file: the archive, a tar (plain, gzip, bzip2, xz) or a zip.
        algorithm: of the digest.
        strip_root: lift the one entry at its top; a file stays in a directory of its own.

    Raises:
        Uncomputable: a form that is not read here, or (Rejected) an archive that must not be unpacked.
        OSError: there is no space for it.
    """
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="authguard-", ignore_cleanup_errors=True) as place:
        root = os.path.join(place, "unpacked")
        os.mkdir(root, 0o700)
        _unpack(file, root)
        return of_path(_lifted(root) if strip_root else root, algorithm)


def _lifted(root: str) -> str:
    """The one directory of what was unpacked, or a directory with the one file in it, as fetchzip has it."""
    names = os.listdir(os.fsencode(root))
    if len(names) != 1:
        raise Rejected(f"the archive has {len(names)} entries at its top, not one directory")
    top = os.path.join(root, os.fsdecode(names[0]))
    return top if os.path.isdir(top) and not os.path.islink(top) else root


def _unpack(file: BinaryIO, root: str) -> None:
    import lzma
    import tarfile
    import zipfile
    import zlib

    start = file.read(4)
    file.seek(0)
    try:
        if start[:2] == b"PK" and zipfile.is_zipfile(file):
            file.seek(0)
            with zipfile.ZipFile(file) as archive:
                _unzip(archive, root)
            return
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:*", encoding="utf-8", errors="surrogateescape") as tar:
            _untar(tar, root)
    except tarfile.ReadError as error:
        raise Uncomputable(f"it is no tar or zip that is read here ({_words(error)})") from None
    except (
        tarfile.TarError,
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        UnicodeError,
    ) as error:
        raise Rejected(f"the archive is damaged or must not be unpacked: {_words(error)}") from None


def _untar(archive: tarfile.TarFile, root: str) -> None:
    import tarfile

    total, count = 0, 0

    def accepted(member: tarfile.TarInfo, path: str) -> tarfile.TarInfo | None:
        nonlocal total, count
        total, count = total + member.size, count + 1
        _demand_bounds(total, count)
        if member.ischr() or member.isblk() or member.isfifo():
            raise Rejected(f"the archive holds a device: {_shown(member.name)}")
        if member.islnk():
            _demand_inside(root, member.linkname, member.name)
        return tarfile.tar_filter(member, path)

    archive.extraction_filter = staticmethod(accepted)
    archive.extractall(root)  # noqa: S202 - each entry passes the filter


def _unzip(archive: zipfile.ZipFile, root: str) -> None:
    total = 0
    for count, info in enumerate(archive.infolist()):
        total += info.file_size
        _demand_bounds(total, count)
        if not info.flag_bits & 0x800 and not info.orig_filename.isascii():
            raise Uncomputable("a name in the zip is in an encoding that it does not tell")
        if info.flag_bits & 1:
            raise Uncomputable("the zip is encrypted")
        _demand_inside(root, info.filename, info.filename)
        _unzip_one(archive, info, os.path.join(root, *info.filename.split("/")))


def _unzip_one(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str) -> None:
    mode = info.external_attr >> 16 if info.create_system in _UNIX else 0
    if info.is_dir():
        os.makedirs(place, exist_ok=True)
        return
    os.makedirs(os.path.dirname(place), exist_ok=True)
    if stat.S_ISLNK(mode):
        os.symlink(archive.read(info), os.fsencode(place))
        return
    if info.create_system not in _UNIX and info.filename.lower().endswith(_PROGRAMS):
        raise Uncomputable("whether a program in a zip of DOS is executable is for unzip to say")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with archive.open(info) as source, open(os.open(place, flags, 0o600), "wb") as target:
        while chunk := source.read(1 << 18):
            target.write(chunk)
    os.chmod(place, 0o700 if mode & stat.S_IXUSR else 0o600)


def _demand_inside(root: str, name: str, entry: str) -> None:
    """Raise Rejected for a name that leads out of the directory, by itself or through a link that was unpacked."""
    parts = name.split("/")
    where = os.path.realpath(os.path.join(root, name))
    if name.startswith("/") or ".." in parts or "\0" in name:
        raise Rejected(f"the archive would write outside of its directory: {_shown(entry)}")
    if where != os.path.realpath(root) and not where.startswith(f"{os.path.realpath(root)}/"):
        raise Rejected(f"the archive would write through a link: {_shown(entry)}")


def _demand_bounds(total: int, count: int) -> None:
    if total > LARGEST:
        raise Rejected(f"the archive unpacks to more than {LARGEST >> 30} GiB")
    if count > MOST:
        raise Rejected(f"the archive has more than {MOST} entries")


def _shown(name: str) -> str:
    from authguard.report.harmless import harmless

    return harmless(name[:120])


def _words(error: Exception) -> str:
    return _shown(str(error) or type(error).__name__)
