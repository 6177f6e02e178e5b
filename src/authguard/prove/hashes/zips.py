"""Read a zip as unzip does on a Unix."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from authguard.prove.hashes import nar
from authguard.prove.hashes.limits import Rejected, Uncomputable, error_text, shown

if TYPE_CHECKING:
    from typing import BinaryIO

    from authguard.prove.hashes.archives import ArchiveTree

_UNIX = 3
_DOS = (0, 10, 11, 14, 19)
"""Systems with modes that unzip ignores: FAT, NTFS (with two numbers), VFAT, and the number for macOS."""
_DAMAGED = (
    *(zipfile.BadZipFile, EOFError, OSError, ValueError, LookupError, ArithmeticError, struct.error),
    *(zlib.error, lzma.LZMAError),
)
_ENCRYPTED, _UTF8 = 0x1, 0x800


def read(file: BinaryIO, tree: ArchiveTree) -> None:
    """Read all entries of a zip.

    Raises:
        Uncomputable: the zip is damaged, or its compression is unknown.
        Rejected: an entry has a forbidden path or type, or too much content.
        Refused: the disk is full.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            offsets = [entry.header_offset for entry in archive.infolist()]
            if offsets and min(offsets) > 0:
                raise Rejected("other data precedes the entries of the zip")
            for entry in archive.infolist():
                _take(archive, entry, tree)
    except (NotImplementedError, RuntimeError) as error:  # a password, a method, a version
        raise Uncomputable(f"the zip uses an unknown compression ({error_text(error)})") from error
    except _DAMAGED as error:
        raise Uncomputable(f"the zip is damaged ({error_text(error)})") from error


def _take(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, tree: ArchiveTree) -> None:
    name = _name(entry)
    mode = entry.external_attr >> 16 if entry.create_system == _UNIX else 0
    kind = stat.S_IFMT(mode)
    if entry.flag_bits & _ENCRYPTED:
        raise Uncomputable("the zip is encrypted")
    if name.endswith(b"/"):
        tree.directory(name)
        return
    if kind == stat.S_IFDIR:
        raise Rejected(f"the zip's entry {shown(name)} is a directory with the name of a file")
    if tree.has(name):
        raise Rejected(f"the zip has two entries that are named {shown(name)}")
    with archive.open(entry) as content:
        if kind == stat.S_IFLNK:
            tree.symlink(name, content.read(nar.LONGEST_TARGET + 1))
        elif kind in (0, stat.S_IFREG):
            tree.file(name, bool(mode & stat.S_IXUSR), nar.read_chunks(content))
        else:
            raise Rejected(f"the zip's entry {shown(name)} is a device")


def _name(entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a name, if all versions of unzip agree about these bytes."""
    name = entry.orig_filename
    if entry.create_system not in (_UNIX, *_DOS):
        raise Uncomputable(f"the zip was made on an unknown system: {entry.create_system}")
    if not name.isascii() and not entry.flag_bits & _UTF8:
        raise Uncomputable("the zip has names in an unknown encoding")
    if "\\" in name:
        raise Uncomputable("the zip has names with backslashes")
    if any(letter < " " or letter == "\x7f" for letter in name):
        raise Uncomputable("the zip has names with control characters, which unzip omits")
    return name.encode("utf-8", "surrogateescape")
