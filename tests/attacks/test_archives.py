"""Archives that programs read in different ways: a hash is computed only if every program agrees."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from authguard.prove.hashes.archives import of_archive
from authguard.prove.hashes.limits import Uncomputable
from authguard.prove.recipes import UNPACKED, Recipe

if TYPE_CHECKING:
    from collections.abc import Mapping


def tar(
    *names: str, data: bytes = b"x", kind: bytes = tarfile.REGTYPE, headers: Mapping[str, str] | None = None
) -> bytes:
    """Return a tar of files of one type, each with these pax headers."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.type, entry.size, entry.pax_headers = kind, len(data), dict(headers or {})
            archive.addfile(entry, io.BytesIO(data))
    return made.getvalue()


def zipped(*names: str, mode: int = 0o100644) -> bytes:
    """Return a zip of files with one mode."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, mode << 16
            archive.writestr(entry, b"x")
    return made.getvalue()


def long_name(name: bytes) -> bytes:
    """Return a header of GNU tar with a long name, and the name."""
    entry = tarfile.TarInfo("././@LongLink")
    entry.type, entry.size = b"L", len(name)
    return entry.tobuf(tarfile.GNU_FORMAT) + name.ljust(tarfile.BLOCKSIZE, b"\0")


SPARSE = {
    "GNU.sparse.major": "1",
    "GNU.sparse.minor": "0",
    "GNU.sparse.name": "t/a",
    "GNU.sparse.realsize": "9",
}
MAP = b"1\n0\n1\n".ljust(tarfile.BLOCKSIZE, b"\0") + b"x"
LIKE_A_HEADER = tar("t/0", data=b"L" * tarfile.BLOCKSIZE)[: 2 * tarfile.BLOCKSIZE]
"""A file whose only block has the type of a long name at the place of a type."""
TWO_NAMES = long_name(b"t/one\0") + long_name(b"t/two\0") + tar("t/three")
AMBIGUOUS = {
    "a tar that begins as a zip, with a zip at its end": (tar("PK\3\4/a") + zipped("t/b"), False),
    "a zip after other data": (b"data" * 100 + zipped("t/a"), True),
    "a zip after a zip": (zipped("t/a") + zipped("t/b"), True),
    "a zip without the name of a zip": (zipped("t/a", mode=0o100755), False),
    "a tar with the name of a zip": (tar("t/a"), True),
    "a name in a zip with a line break": (zipped("t/a\nb"), True),
    "a name in a zip with a control character": (zipped("t/a\x01b"), True),
    "a name in a zip with a backslash": (zipped("t\\a"), True),
    "a directory in a zip with the name of a file": (zipped("t", mode=0o040755), True),
    "a file with the name of a directory": (tar("t/a/", data=b""), False),
    "a file with the name of a directory in its extended header": (
        tar("t/a", data=b"", headers={"path": "t/a/"}),
        False,
    ),
    "a second size": (tar("t/a", headers={"SCHILY.realsize": "9"}), False),
    "a sparse file that ends after its map": (tar("t/a", data=MAP, headers=SPARSE), False),
    "two long names": (TWO_NAMES, False),
    "a long name, and a name in an extended header": (
        long_name(b"t/one\0") + tar("t/a", headers={"path": "t/b"}),
        False,
    ),
    "two names after a file with the look of a header": (
        LIKE_A_HEADER + long_name(b"t/one\0") + tar("t/a", headers={"path": "t/b"}),
        False,
    ),
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_an_archive_with_two_readings_is_refused(name: str) -> None:
    """GNU tar, unzip, libarchive and Python make different trees of these archives."""
    data, is_named_zip = AMBIGUOUS[name]
    with pytest.raises(Uncomputable):
        of_archive(io.BytesIO(data), is_named_zip=is_named_zip)


@pytest.mark.parametrize("kind", [b"x", b"g", b"X", b"L"])
@pytest.mark.parametrize("size", [tarfile.BLOCKSIZE, (16 << 10) + tarfile.BLOCKSIZE])
def test_content_that_looks_like_a_header_is_content(kind: bytes, size: int) -> None:
    """The content of a file is no header, whatever it has at the place of a type."""
    long = f"t/{'a' * 160}"
    assert of_archive(io.BytesIO(tar("t/a", long, "t/c", data=kind * size)))


@pytest.mark.parametrize(
    ("url", "extension", "is_zip"),
    [
        ("https://host.example/a.zip", "", True),
        ("https://host.example/a.ZIP?raw=1#b", "", True),
        ("https://host.example/zip/v1", "", False),
        ("https://host.example/download", "zip", True),
        ("https://host.example/a.zip", "tar.gz", False),
        ("https://host.example/a.tar.gz?name=b.zip", "", False),
    ],
)
def test_the_name_of_an_archive_says_if_it_is_a_zip(url: str, extension: str, is_zip: bool) -> None:
    """The path of the url, or the option extension, decides which program unpacks."""
    assert Recipe(UNPACKED, [url], extension=extension).is_named_zip is is_zip
