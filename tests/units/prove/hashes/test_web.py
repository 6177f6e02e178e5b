"""Files and archives from a real HTTP server: their hashes are those of Nix, and a failure is reported in one line."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from authguard.digest import Digest, parse
from authguard.errors import AuthguardError
from authguard.prove.hashes.archives import of_archive
from authguard.prove.hashes.download import Gone, download
from authguard.prove.hashes.limits import Rejected, Uncomputable
from authguard.prove.hashes.nar import of_path
from authguard.prove.hashes.web import of_archive_at, of_file_at
from authguard.prove.mirrors.failures import (
    CannotReach,
    ConnectionBroken,
    Denied,
    NotAllowed,
    RateLimited,
    TooLarge,
)
from tests.support.repos import Repo
from tests.support.servers import Files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from tests.support.nix import Nix


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Files]:
    """A server of the files below tmp_path/files."""
    (tmp_path / "files").mkdir()
    with Files(tmp_path / "files") as server:
        yield server


def anybody(url: str) -> None:
    """Allow everything."""


def source(tmp_path: Path, name: str = "é") -> Repo:
    """A repository with the files of the archives."""
    repo = Repo(tmp_path / "source")
    repo.write("run", "#!/bin/sh\n").write("deep/er/file", "x" * 100_000).write("empty", "").write(name, "é")
    (repo.path / "run").chmod(0o755)
    repo.link("link", "run").link("dangling", "../nowhere")
    repo.commit("all")
    return repo


@pytest.mark.needs("nix-prefetch-url")
@pytest.mark.parametrize("ending", ["tar", "tar.gz", "tar.bz2", "tar.xz", "zip"])
def test_an_archive_hashes_as_nix_unpacks_it(tmp_path: Path, served: Files, nix: Nix, ending: str) -> None:
    """The single top directory of the archive becomes the root; links and executable bits stay."""
    repo = source(
        tmp_path, "e" if ending == "zip" else "é"
    )  # in Nix the result for such a zip depends on the locale
    path = served.root / f"source-1.{ending}"
    if ending == "zip":
        repo.git("archive", "--prefix=source-1/", f"--output={path}", "HEAD")
    else:
        plain = tmp_path / "plain.tar"
        repo.git("archive", "--prefix=source-1/", f"--output={plain}", "HEAD")
        mode: Any = {"tar": "w", "tar.gz": "w:gz", "tar.bz2": "w:bz2", "tar.xz": "w:xz"}[ending]
        with tarfile.open(plain) as old, tarfile.open(path, mode) as new:
            for member in old.getmembers():
                new.addfile(member, old.extractfile(member) if member.isfile() else None)
    url = f"{served.url}/source-1.{ending}"
    said = nix.run("nix-prefetch-url", "--unpack", "--type", "sha256", url).strip()
    assert Digest("sha256", of_archive_at(url, "sha256", allowed=anybody)) == parse(said, "sha256")


@pytest.mark.needs("nix-prefetch-url")
@pytest.mark.parametrize("algorithm", ["sha256", "sha512", "sha1"])
@pytest.mark.parametrize("length", [True, False], ids=["sized", "chunked"])
def test_a_file_has_the_hash_of_nix(served: Files, nix: Nix, algorithm: str, length: bool) -> None:
    """The server may state the size or not."""
    (served.root / "file").write_bytes(os.urandom(300_000))
    served.length = length
    url = f"{served.url}/file"
    said = nix.run("nix-prefetch-url", "--type", algorithm, url).strip()
    assert Digest(algorithm, of_file_at(url, algorithm, allowed=anybody)) == parse(said, algorithm)


def test_an_executable_file_is_hashed_as_a_nar(served: Files, tmp_path: Path) -> None:
    """With the option `executable`, the file is a NAR with the executable bit."""
    (served.root / "file").write_bytes(b"#!/bin/sh\n")
    copy = tmp_path / "copy"
    copy.write_bytes(b"#!/bin/sh\n")
    copy.chmod(0o755)
    found = of_file_at(f"{served.url}/file", "sha256", allowed=anybody, recursive=True, executable=True)
    assert found == of_path(str(copy))


def test_only_an_archive_with_one_top_entry_loses_its_root(tmp_path: Path) -> None:
    """An archive with several top entries needs stripRoot = false; a single file gets a directory."""
    two = packed({"a": b"1", "b/c": b"2"})
    with pytest.raises(Rejected, match="2 entries"):
        of_archive(two)
    (tmp_path / "t/b").mkdir(parents=True)
    (tmp_path / "t/a").write_bytes(b"1")
    (tmp_path / "t/b/c").write_bytes(b"2")
    two.seek(0)
    assert of_archive(two, strip_root=False) == of_path(str(tmp_path / "t"))
    (tmp_path / "one").mkdir()
    (tmp_path / "one/a").write_bytes(b"1")
    assert of_archive(packed({"a": b"1"})) == of_path(str(tmp_path / "one"))


def packed(files: dict[str, bytes], *more: tarfile.TarInfo) -> io.BytesIO:
    """Return a tar of these files, and of more entries."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info, io.BytesIO(b"x" * info.size))
    out.seek(0)
    return out


def entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    """Return one entry of a tar."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, size
    return info


HOSTILE = [
    (entry("../out", size=1),),
    (entry("r/../../out", size=1),),
    (entry("r/link", tarfile.SYMTYPE, "../.."), entry("r/link/out", size=1)),
    (entry("r/hard", tarfile.LNKTYPE, "/etc/hostname"),),
    (entry("r/hard", tarfile.LNKTYPE, "../../etc/hostname"),),
    (entry("r/device", tarfile.CHRTYPE),),
    (entry("r/pipe", tarfile.FIFOTYPE),),
]


@pytest.mark.parametrize("entries", HOSTILE, ids=lambda value: value[-1].name)
def test_an_archive_that_escapes_is_refused(entries: tuple[tarfile.TarInfo, ...], tmp_path: Path) -> None:
    """Nothing is written outside, under any name."""
    before = sorted(tmp_path.parent.iterdir())
    with pytest.raises(Rejected):
        of_archive(packed({"r/file": b"1"}, *entries))
    assert sorted(tmp_path.parent.iterdir()) == before


@pytest.mark.parametrize("name", ["../out", "/out", "r/../../out", "link/out"])
def test_a_zip_that_escapes_is_refused(name: str) -> None:
    """Nothing is written outside, under any name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "../..")
        archive.writestr(name, "x")
    out.seek(0)
    with pytest.raises(Rejected):
        of_archive(out)


@pytest.mark.parametrize("data", [b"", b"no archive at all", b"PK\x03\x04 broken", b"\x1f\x8b\x08 broken"])
def test_a_file_that_is_no_archive_is_refused(data: bytes) -> None:
    """Only Nix can compute the hash of the file."""
    with pytest.raises(Uncomputable):
        of_archive(io.BytesIO(data))


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    """Half an archive is not read as a complete archive."""
    data = packed({"r/file": os.urandom(20_000)}).getvalue()
    with pytest.raises(Uncomputable):
        of_archive(io.BytesIO(data[:9_000]))


ANSWERS: list[tuple[dict[str, Any], type[AuthguardError], str]] = [
    ({"refuse": 404}, Gone, "not there"),
    ({"refuse": 403}, Denied, "403"),
    ({"refuse": 401}, Denied, "401"),
    ({"refuse": 429, "retry_after": "90"}, RateLimited, "limits requests"),
    ({"refuse": 503}, ConnectionBroken, "503"),
    ({"cut": 1000}, ConnectionBroken, "broke off"),
]


@pytest.mark.parametrize(("switches", "kind", "words"), ANSWERS)
def test_a_server_that_does_not_answer_is_asked_once(
    served: Files, switches: dict[str, Any], kind: type[AuthguardError], words: str
) -> None:
    """The result is one line."""
    (served.root / "file").write_bytes(b"x" * 100_000)
    for name, value in switches.items():
        setattr(served, name, value)
    with pytest.raises(kind, match=words) as caught:
        of_file_at(f"{served.url}/file", "sha256", allowed=anybody)
    assert len(served.asked) == 1
    assert getattr(caught.value, "wait", None) == (90 if "retry_after" in switches else None)


def test_a_port_without_a_server_cannot_be_reached(served: Files) -> None:
    """No server uses this port."""
    with Files(served.root) as gone:
        url = f"{gone.url}/file"
    with pytest.raises(CannotReach):
        of_file_at(url, "sha256", allowed=anybody)


def test_credentials_are_sent_and_never_shown(served: Files) -> None:
    """The credentials are the user and password in a url."""
    (served.root / "file").write_bytes(b"x")
    served.credentials = ("me", "secret")
    assert of_file_at(f"http://me:secret@{served.host}/file", "sha256", allowed=anybody)
    with pytest.raises(Denied) as caught:
        of_file_at(f"http://me:wrong@{served.host}/file", "sha256", allowed=anybody)
    assert "wrong" not in str(caught.value)


def test_the_target_of_a_redirect_is_checked_first(served: Files, tmp_path: Path) -> None:
    """The target may be a forbidden host; a file of this disk is always forbidden."""
    (served.root / "file").write_bytes(b"x")
    asked: list[str] = []

    def only_here(url: str) -> None:
        asked.append(url)
        if served.host not in url:
            raise NotAllowed("not that one")

    with Files(served.root) as first:
        first.redirect = served.url
        assert of_file_at(f"{first.url}/file", "sha256", allowed=anybody)
        with pytest.raises(NotAllowed):
            of_file_at(f"{first.url}/file", "sha256", allowed=only_here)
        first.redirect = "file:///etc"
        with pytest.raises(AuthguardError):
            of_file_at(f"{first.url}/hostname", "sha256", allowed=anybody)
    assert len(served.asked) == 1


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://h/x", "http://", "data:,x", "-x", "http://a b/"]
)
def test_a_text_that_is_no_address_is_refused(url: str) -> None:
    """Only http and https are accepted, whatever is allowed."""
    with pytest.raises(AuthguardError):
        of_file_at(url, "sha256", allowed=anybody)


def test_a_file_that_is_too_large_is_refused(served: Files) -> None:
    """The stated size decides, or the number of received bytes."""
    (served.root / "file").write_bytes(b"x" * 5000)
    for length in (True, False):
        served.length = length
        with pytest.raises(TooLarge):
            download(f"{served.url}/file", io.BytesIO(), allowed=anybody, largest=4000)
