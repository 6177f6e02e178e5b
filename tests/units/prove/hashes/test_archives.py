"""Content of archives is hashed as tar, unzip and Nix unpack it; dangerous archives are refused."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING, BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authguard.digest import parse
from authguard.prove.hashes import Uncomputable
from authguard.prove.hashes.archives import ArchiveLimits, of_archive
from authguard.prove.hashes.limits import Rejected
from authguard.prove.hashes.nar import DIRECTORY, REGULAR, NarEntry, of_tree
from tests.units.prove.hashes.oracle import hashed
from tests.units.prove.hashes.peak import MEGABYTES, measured
from tests.units.prove.hashes.trees import make, trees

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nix import Nix


OF_ARCHIVE = """
import sys
from authguard.prove.hashes.archives import of_archive
found = of_archive(open(sys.argv[1], "rb"))
"""


def source(where: Path) -> Path:
    """A directory with the files of the archives."""
    (where / "top/deep/er").mkdir(parents=True)
    (where / "top/empty").mkdir()
    (where / "top/plain").write_text("text")
    (where / "top/run").write_text("#!/bin/sh\n")
    (where / "top/run").chmod(0o755)
    (where / "top/group").write_text("x")
    (where / "top/group").chmod(0o654)
    (where / "top/deep/er/file").write_bytes(os.urandom(70_000))
    (where / "top/deep.d").write_text("sorts before deep/er in tar, not in NAR")
    (where / "top" / ("long" * 50)).mkdir()
    (where / "top" / ("long" * 50) / ("name" * 40)).write_text("long")
    (where / "top/odd\udcff\nname").write_text("odd")
    (where / "top/grüße").write_text("umlauts")
    (where / "top/link").symlink_to("plain")
    (where / "top/dangling").symlink_to("../../no/where" + "x" * 120)
    (where / "top/absolute").symlink_to("/etc/passwd")
    os.link(where / "top/run", where / "top/hard")
    os.link(where / "top/link", where / "top/hard-to-link", follow_symlinks=False)
    return where / "top"


def unpacked(tar: Path, where: Path) -> Path:
    """Unpack as fetchzip does, and keep the top directory."""
    where.mkdir()
    subprocess.run(["tar", "xf", str(tar), "--mode=+w", "--warning=no-timestamp"], cwd=where, check=True)
    subprocess.run(["chmod", "-R", "+w", "."], cwd=where, check=True)
    return where


def of(path: Path, *, strip_root: bool = True, by_nix: bool = False) -> bytes:
    """The digest of an archive on the disk."""
    with path.open("rb") as file:
        return of_archive(file, strip_root=strip_root, by_nix=by_nix)


BY_GNU = pytest.mark.skipif(
    b"GNU tar" not in subprocess.run(["tar", "--version"], capture_output=True, check=True).stdout,
    reason="only GNU tar has these options",
)


@BY_GNU
@pytest.mark.parametrize("form", ["gnu", "pax", "posix", "oldgnu"])
@pytest.mark.parametrize("prefix", ["top", "./top"])
def test_a_tar_of_each_form_has_the_hash_of_its_tree(tmp_path: Path, form: str, prefix: str) -> None:
    """GNU tar makes each form, with every kind of entry of a directory."""
    top = source(tmp_path)
    made = tmp_path / "a.tar"
    subprocess.run(["tar", "cf", str(made), f"--format={form}", "-C", str(tmp_path), prefix], check=True)
    assert of(made) == hashed(top) == hashed(unpacked(made, tmp_path / "u") / "top")
    assert of(made, strip_root=False) == hashed(tmp_path / "u")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_tar_has_the_hash_of_its_tree(tmp_path: Path, pack: object) -> None:
    """The tar is compressed in one piece or in several. A cut tar is refused."""
    assert callable(pack)
    top = source(tmp_path)
    subprocess.run(["tar", "cf", "a.tar", "top"], cwd=tmp_path, check=True)
    data = (tmp_path / "a.tar").read_bytes()
    for packed in (pack(data), pack(data[:9999]) + pack(data[9999:])):
        assert of_archive(io.BytesIO(packed)) == hashed(top)
        for cut in (1, 10, len(packed) // 2, len(packed) - 5):
            with pytest.raises(Uncomputable):
                of_archive(io.BytesIO(packed[: len(packed) - cut]))


def test_a_tar_in_a_format_that_python_lacks_is_refused(tmp_path: Path) -> None:
    """Python reads zstd from 3.14 on. For other formats, only Nix can compute the hash."""
    if sys.version_info >= (3, 14):
        pack = __import__("compression.zstd").zstd.compress
        top = source(tmp_path)
        subprocess.run(["tar", "cf", "a.tar", "top"], cwd=tmp_path, check=True)
        assert of_archive(io.BytesIO(pack((tmp_path / "a.tar").read_bytes()))) == hashed(top)
    else:
        with pytest.raises(Uncomputable, match=r"zstd, which needs Python 3\.14"):
            of_archive(io.BytesIO(b"\x28\xb5\x2f\xfd" + bytes(100)))
    for start, name in ((b"LZIP\1", "lzip"), (b"\x1f\x9d\x90", "compress"), (b"7z\xbc\xaf\x27\x1c", "7-Zip")):
        with pytest.raises(Uncomputable, match=f"in the format of {name}"):
            of_archive(io.BytesIO(start + bytes(600)))


@BY_GNU
@pytest.mark.parametrize("form", ["gnu", "posix"])
def test_the_holes_of_a_sparse_file_are_zeros(tmp_path: Path, form: str) -> None:
    """GNU tar does not store the holes."""
    top = tmp_path / "top"
    top.mkdir()
    with (top / "sparse").open("wb") as file:
        file.write(b"begin")
        file.seek(1 << 20)
        file.write(b"middle")
        file.truncate(3 << 20)
    (top / "then").write_text("x")
    subprocess.run(["tar", "cSf", "a.tar", f"--format={form}", "top"], cwd=tmp_path, check=True)
    assert (tmp_path / "a.tar").stat().st_size < 200_000
    assert of(tmp_path / "a.tar") == hashed(top)


@BY_GNU
def test_the_later_of_two_entries_of_one_name_is_used(tmp_path: Path) -> None:
    """The kind of the later entry may differ."""
    top = tmp_path / "top"
    top.mkdir()
    (top / "a").write_text("old")
    (top / "b").write_text("old")
    (top / "c").symlink_to("a")
    subprocess.run(["tar", "cf", "a.tar", "top"], cwd=tmp_path, check=True)
    (top / "a").write_text("new")
    (top / "b").unlink()
    (top / "b").symlink_to("a")
    (top / "c").unlink()
    (top / "c").write_text("a file now")
    subprocess.run(["tar", "rf", "a.tar", "top"], cwd=tmp_path, check=True)
    assert (
        of(tmp_path / "a.tar") == hashed(top) == hashed(unpacked(tmp_path / "a.tar", tmp_path / "u") / "top")
    )


@pytest.mark.needs("nix-instantiate")
def test_an_archive_that_nix_unpacks_itself_has_the_hash_of_nix(tmp_path: Path, nix: Nix) -> None:
    """Nix's fetchTarball takes a single directory as the root; everything else is unchanged."""
    source(tmp_path)
    shutil.rmtree(tmp_path / "top" / ("long" * 50))  # libarchive writes its name in another encoding
    (tmp_path / "top/odd\udcff\nname").unlink()
    (tmp_path / "top/grüße").unlink()
    (tmp_path / "one").write_text("1")
    (tmp_path / "link").symlink_to("one")
    made = {
        "directory.tar": ["top"],
        "dotted.tar.gz": ["./top"],
        "inside.tar": ["-C", "top", "."],
        "two.tar": ["top", "one"],
        "file.tar": ["one"],
        "link.tar": ["link"],
    }
    for name, what in made.items():
        subprocess.run(["tar", "caf", name, *what], cwd=tmp_path, check=True)
    for name, packed in (("directory.zip", "top"), ("file.zip", "one")):
        pack(tmp_path / name, tmp_path, packed)
    names = [*made, "directory.zip", "file.zip"]
    calls = " ".join(f'(builtins.fetchTarball "{(tmp_path / name).as_uri()}")' for name in names)
    paths = nix.evaluate(f"map toString [ {calls} ]")
    assert isinstance(paths, list)
    said = nix.run("nix", "hash", "path", "--type", "sha256", *paths).split()
    assert [of(tmp_path / name, by_nix=True) for name in names] == [parse(line).raw for line in said]


def pack(path: Path, root: Path, what: str) -> None:
    """Make a zip of a file or a directory with zip of Info-ZIP on Unix."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in [root / what, *sorted((root / what).rglob("*"))]:
            status = each.lstat()
            slash = "/" if stat.S_ISDIR(status.st_mode) else ""
            info = zipfile.ZipInfo(f"{each.relative_to(root)}{slash}")
            info.create_system, info.external_attr = 3, status.st_mode << 16
            if stat.S_ISLNK(status.st_mode):
                archive.writestr(info, str(each.readlink()))
            else:
                archive.writestr(info, b"" if slash else each.read_bytes())


@pytest.mark.needs("unzip")
def test_a_zip_has_the_modes_that_unzip_gives_it(tmp_path: Path) -> None:
    """The system that made the archive decides whether the modes in it are used."""
    for system in (0, 3, 10, 11, 14, 19):
        path = tmp_path / f"{system}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, mode in (
                *(("t/plain", 0o100644), ("t/run", 0o100755), ("t/a.exe", 0o100644), ("t/none", 0)),
                *(("t/link", 0o120777), ("t/d/", 0o040755), ("./t/e//f", 0o100644), ("t/only-mode", 0o755)),
            ):
                info = zipfile.ZipInfo(name)
                info.create_system, info.external_attr = (
                    system,
                    mode << 16 | (0x10 if name.endswith("/") else 0),
                )
                archive.writestr(info, b"" if name.endswith("/") else b"plain")
        where = tmp_path / str(system)
        where.mkdir()
        subprocess.run(["unzip", "-qq", str(path)], cwd=where, check=True)
        subprocess.run(["chmod", "-R", "u+rw", "."], cwd=where, check=True)
        assert of(path) == hashed(where / "t"), system
        assert of(path, strip_root=False) == hashed(where), system


@pytest.mark.needs("unzip")
def test_a_zip_with_umlauts_is_read_as_by_unzip(tmp_path: Path) -> None:
    """A flag says that the names are UTF-8, and the unzip of fetchzip reads the flag."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("t/grüße", "x")
    where = tmp_path / "u"
    where.mkdir()
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(["unzip", "-qq", str(path)], cwd=where, check=True, env=environment)
    (where / "t/grüße").chmod(0o644)
    assert of(path) == hashed(where / "t")


def zipped(*entries: tuple[str, bytes], system: int = 3, mode: int = 0o100644, flags: int = 0) -> BinaryIO:
    """A zip of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = system, mode << 16
            archive.writestr(info, data)
    complete = bytearray(out.getvalue())
    if flags:
        complete[6] |= flags
        complete[complete.index(b"PK\1\2") + 8] |= flags
    return io.BytesIO(bytes(complete))


@pytest.mark.parametrize(
    ("archive", "words"),
    [
        (zipped(("a", b"1"), system=1), "an unknown system: 1"),
        (zipped(("t\\a", b"1"), system=0), "backslashes"),
        (zipped(("a", b"1"), flags=1), "encrypted"),
        (zipped(("a", b"1"), mode=0o020644), "a device"),
        (zipped(("link", b""), mode=0o120777), "not a path"),
    ],
    ids=["system", "backslash", "password", "device", "empty-link"],
)
def test_an_unusual_zip_is_refused(archive: BinaryIO, words: str) -> None:
    """Each refusal has its own reason."""
    with pytest.raises(Uncomputable, match=words):
        of_archive(archive)


def test_a_zip_with_names_of_an_unknown_encoding_is_refused() -> None:
    """Without the flag for UTF-8, each system wrote its own encoding."""
    data = bytearray(zipped(("gr\u00e4", b"1")).read())
    for at, offset in ((data.index(b"PK\3\4"), 6), (data.index(b"PK\1\2"), 8)):
        data[at + offset + 1] &= ~0x08 & 0xFF
    with pytest.raises(Uncomputable, match="in an unknown encoding"):
        of_archive(io.BytesIO(bytes(data)))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_one_name_twice_is_refused() -> None:
    """The program unzip would ask the user."""
    with pytest.raises(Rejected, match="two entries that are named a"):
        of_archive(zipped(("a", b"1"), ("a", b"2")))


def tar(*members: tuple[str, bytes, bytes | str]) -> BinaryIO:
    """A tar of entries: name, type, content or target."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind, what in members:
            info = tarfile.TarInfo(name)
            info.type = kind
            if isinstance(what, bytes):
                info.size = len(what)
            else:
                info.linkname = what
            archive.addfile(info, io.BytesIO(what) if isinstance(what, bytes) else None)
    out.seek(0)
    return out


def of_negative_size() -> BinaryIO:
    """A tar with one file, and -1 as its size."""
    info = tarfile.TarInfo("t/a")
    info.size = -1
    return io.BytesIO(info.tobuf(tarfile.GNU_FORMAT) + bytes(1024))


F, D, L, H = tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE

REFUSED = {
    "above": (tar(("../out", F, b"x")), "has a path outside it"),
    "above-inside": (tar(("t/../../out", F, b"x")), "has a path outside it"),
    "absolute": (tar(("/etc/out", F, b"x")), "has a path outside it"),
    "directory-above": (tar(("..", D, b"")), "has a path outside it"),
    "link-above": (tar(("../l", L, "x")), "has a path outside it"),
    "through-a-link-out": (tar(("l", L, "/etc"), ("l/out", F, b"x")), "below the symlink l"),
    "through-a-link-within": (tar(("d/a", F, b""), ("l", L, "d"), ("l/b", F, b"x")), "below the symlink l"),
    "directory-over-a-link": (tar(("l", L, "d"), ("l", D, b"")), "two entries that are named l"),
    "below-a-file": (tar(("a", F, b"x"), ("a/b", F, b"x")), "below the file a"),
    "file-over-a-directory": (tar(("a/b", F, b"x"), ("a", F, b"x")), "two entries that are named a"),
    "hard-link-out": (tar(("h", H, "/etc/passwd")), "has a path outside it"),
    "hard-link-above": (tar(("h", H, "../../etc/passwd")), "has a path outside it"),
    "hard-link-to-nothing": (tar(("h", H, "nothing")), "not a file before it"),
    "hard-link-to-a-directory": (tar(("d", D, b""), ("h", H, "d")), "not a file before it"),
    "hard-link-through-a-link": (tar(("l", L, "/etc"), ("h", H, "l/passwd")), "not a file before it"),
    "device": (tar(("null", tarfile.CHRTYPE, b"")), "null is a device"),
    "block": (tar(("disk", tarfile.BLKTYPE, b"")), "disk is a device"),
    "pipe": (tar(("pipe", tarfile.FIFOTYPE, b"")), "pipe is a device"),
    "unknown": (tar(("x", b"Q", b"")), "of an unknown type"),
    "root-as-a-file": (tar((".", F, b"x")), "two entries that are named"),
    "empty-target": (tar(("l", L, "")), "not a path"),
    "escapes": (tar(("../\x1b[31mred", F, b"")), r"\.\./\\x1b\[31mred"),
    "nothing": (tar(), "0 entries at its top"),
    "only-a-link": (tar(("l", L, "x")), "contains only a symlink"),
    "two": (tar(("a", F, b""), ("b", F, b"")), "2 entries at its top"),
}


@pytest.mark.parametrize(("archive", "words"), REFUSED.values(), ids=REFUSED)
def test_an_entry_that_must_not_be_unpacked_is_refused(archive: BinaryIO, words: str) -> None:
    """The archive is refused in one line, and nothing was written."""
    archive.seek(0)
    with pytest.raises(Rejected, match=words):
        of_archive(archive)


def test_an_entry_of_negative_size_is_refused() -> None:
    """From Python 3.12 on, tarfile itself refuses the entry."""
    with pytest.raises(Uncomputable, match=r"t/a has a negative size|invalid offset"):
        of_archive(of_negative_size())


def with_records(records: bytes) -> BinaryIO:
    """A tar with one file, and a pax header with these bytes before it."""
    header = tarfile.TarInfo("header")
    header.type, header.size = tarfile.XHDTYPE, len(records)
    file = tarfile.TarInfo("t/a").tobuf(tarfile.USTAR_FORMAT)
    padded = records.ljust(-(-len(records) // 512) * 512, b"\0")
    return io.BytesIO(header.tobuf(tarfile.USTAR_FORMAT) + padded + file + bytes(1024))


@pytest.mark.parametrize(
    "records",
    [b"12 path=t/b\ngarbage\n", b"11 path=t/b\n", b"12 path=t/bZ", b"0 path=t\n", b"999999999 path=t\n"],
)
def test_a_pax_header_with_a_broken_record_is_refused(records: bytes) -> None:
    """Python ignores such a record; another program may take the name of the file from it."""
    with pytest.raises(Uncomputable, match=r"malformed|invalid header"):
        of_archive(with_records(records))


def test_a_record_of_a_pax_header_names_the_file() -> None:
    """Other records may have any value."""
    named = of_archive(with_records(b"12 path=t/b\n18 SCHILY.x=\0\n\n=1\n"))
    assert named == of_archive(tar(("t/b", F, b"")))


def test_needless_dots_and_slashes_of_a_name_are_ignored() -> None:
    """The hash is that of the same tree with plain names."""
    plain = of_tree([NarEntry(b"d/f", REGULAR, b"x"), NarEntry(b"e", DIRECTORY)])
    found = of_archive(tar(("./t//./d/f", F, b"x"), ("t/e/", D, b""), ("t", D, b"")))
    assert found == plain


def test_an_archive_beyond_the_limits_is_refused(tmp_path: Path) -> None:
    """The archive has too many entries, or too many bytes, also as a bomb of zeros."""
    limits = ArchiveLimits(most_bytes=1 << 20, most_entries=20)
    with pytest.raises(Rejected, match="more than 20 entries"):
        of_archive(tar(*((f"t/{n}", F, b"") for n in range(30))), limits=limits)
    with pytest.raises(Rejected, match="more than 1048576 bytes"):
        of_archive(tar(("t/a", F, bytes(1 << 20)), ("t/b", F, b"1")), limits=limits)
    with pytest.raises(Rejected, match="more than 1048576 bytes"):
        of_archive(io.BytesIO(gzip.compress(bytes(40 << 20))), limits=limits)
    with pytest.raises(Rejected, match="more than 1048576 bytes"):
        of_archive(zipped(("t/a", bytes(1 << 21))), limits=limits)
    top = tmp_path / "top"
    top.mkdir()
    with (top / "sparse").open("wb") as file:
        file.truncate(1 << 30)
    subprocess.run(["tar", "cSf", "a.tar", "top"], cwd=tmp_path, check=True)
    with (tmp_path / "a.tar").open("rb") as file, pytest.raises(Rejected, match="more than 1048576 bytes"):
        of_archive(file, limits=limits)


def test_a_header_that_is_too_large_is_refused() -> None:
    """A name of a hundred million characters is not read into memory."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 100_000_000
    data = gzip.compress(info.tobuf() + b"a" * 100_000_000 + bytes(1024))
    with pytest.raises(Uncomputable, match="a header is too large"):
        of_archive(io.BytesIO(data))


def test_a_tar_with_other_data_after_it_is_refused(tmp_path: Path) -> None:
    """Programs read such a tar in different ways, so the tar is damaged for authguard."""
    complete = tar(("t/a", F, b"x" * 600), ("t/b", F, b"y" * 600)).read()
    assert of_archive(io.BytesIO(complete[: 2 * 1536])) == of_archive(io.BytesIO(complete))  # without its end
    for data in (complete[:1536] + b"garbage" * 200, complete[:1600], complete[:1000], complete[:100]):
        with pytest.raises(Uncomputable, match="damaged"):
            of_archive(io.BytesIO(data))


def test_a_large_archive_takes_little_memory(tmp_path: Path) -> None:
    """The compressed tar has a file of 150 MB."""
    (tmp_path / "top").mkdir()
    with (tmp_path / "top/large").open("wb") as file:
        file.truncate(150 << 20)
    subprocess.run(["tar", "czf", "a.tgz", "top"], cwd=tmp_path, check=True)
    digest, peak = measured(OF_ARCHIVE, str(tmp_path / "a.tgz"))
    assert digest == hashed(tmp_path / "top").hex()
    assert peak < MEGABYTES


@settings(max_examples=25)
@given(trees(empty=True))
def test_any_packed_tree_has_the_hash_of_the_tree(
    tmp_path_factory: pytest.TempPathFactory, tree: object
) -> None:
    """Python's tar packs the tree, in each of its formats."""
    top = make(tmp_path_factory.mktemp("any") / "top", tree)
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w:gz", format=form, errors="surrogateescape") as archive:
            archive.add(top, "top")
        out.seek(0)
        assert of_archive(out) == hashed(top)


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_archive_gives_a_hash_or_a_clear_error(data: st.DataObject) -> None:
    """Some bytes of the archive are changed."""
    base = data.draw(st.sampled_from(DAMAGED))
    broken = bytearray(base)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(base) - 1))] = data.draw(st.integers(0, 255))
    said = "x"
    try:
        assert len(of_archive(io.BytesIO(bytes(broken)), limits=ArchiveLimits(1 << 20, 1000))) == 32
    except Uncomputable as refusal:
        said = refusal.reason
    assert said.isprintable()


_TAR = tar(
    ("t/a", F, b"x" * 600), ("t/" + "long" * 60, F, b"y"), ("t/l", L, "a"), ("t/h", H, "t/a"), ("t/d", D, b"")
).read()
_ZIP = zipped(("t/a", b"x" * 600), ("t/b", b"y"), ("t/d/", b"")).read()
DAMAGED = [_TAR, _ZIP, gzip.compress(_TAR), lzma.compress(_TAR), bz2.compress(_TAR)]
