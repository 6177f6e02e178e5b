"""What the fuzzer feeds to the readers of foreign machines: archives of upstream, frames and logs of a builder."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

from authguard.errors import AuthguardError
from authguard.gate.log import Log
from authguard.gate.script import BuildReport
from authguard.prove.hashes.archives import ArchiveLimits, of_archive
from authguard.prove.hashes.limits import Uncomputable
from authguard.prove.nixhash.frames import Frames
from authguard.prove.nixhash.rounds import Round
from benchmarks.fuzz_samples import PART

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = "mark"
_LIMITS = ArchiveLimits(1 << 20, 2000, 1 << 18)


def archives(data: bytes) -> None:
    """Hash an archive by the rules that its first byte selects; the rest is the file."""
    if not data:
        return
    with suppress(Uncomputable):
        of_archive(io.BytesIO(data[1:]), strip_root=data[0] & 1 == 0, by_nix=data[0] & 2 != 0, limits=_LIMITS)


def answers(data: bytes) -> None:
    """Read pieces as they may arrive from a builder: as frames of a round, as the lines of a script, as a log."""
    pieces = data.split(PART)
    frames, said = Frames(_MARK), Round([])
    with suppress(AuthguardError):
        for piece in pieces:
            for frame in frames.feed(piece):
                said.take(frame)
    report = BuildReport()
    log = Log(lambda _line, _is_error: None, lambda: 0.0)
    for piece in pieces:
        report.feed(piece)
        log.feed(piece + b"\n")
    report.all(report.system)


def archive_seeds() -> list[bytes]:
    """Return archives of each form, with files, directories, links, long names and the rules as first byte."""
    tars = [_tar(form) for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT)]
    packed = [pack(tars[0]) for pack in (gzip.compress, bz2.compress, lzma.compress)]
    zips = [_zip(zipfile.ZIP_STORED), _zip(zipfile.ZIP_DEFLATED)]
    return [bytes((rules,)) + one for one in (*tars, *packed, *zips) for rules in (0, 1, 2)]


def answer_seeds() -> list[bytes]:
    """Return answers of a builder in one piece and in several."""
    frames = [
        _frame("here", "", b"x86_64-linux"),
        _frame(
            "derivation", "/nix/store/a-x.drv", b'Derive([("out","/nix/store/a","","")],[],[],"","",[],[])'
        ),
        _frame("refused", "0", b"error: hash mismatch in fixed-output derivation"),
        _frame("built", "0", b"sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        _frame("end", "", b""),
    ]
    lines = b"system x86_64-Linux\ndrv /nix/store/a-x.drv\nout /nix/store/a-x\nexit 0\n"
    events = b"\n".join(
        (
            b'@nix {"action":"start","id":1,"type":105,"text":"building","fields":["/nix/store/a.drv","",1,1]}',
            b'@nix {"action":"result","id":1,"type":101,"fields":["line"]}',
            b'@nix {"action":"msg","level":0,"msg":"error: \\u001b[31mx"}',
            b'@nix {"action":"stop","id":1}',
        )
    )
    complete = b"".join(frames)
    return [
        complete,
        PART.join(frames),
        b"noise\n" + complete,
        lines,
        events,
        PART.join((lines, events)),
        complete[:-3],
    ]


def _frame(kind: str, key: str, content: bytes) -> bytes:
    return f"{_MARK} {kind} {key} {len(content)}\n".encode() + content


def _entries() -> Iterator[tuple[str, bytes, str, str]]:
    """Yield (name, type, link target, content) of the entries of an archive."""
    yield "t/", tarfile.DIRTYPE, "", ""
    yield "t/a", tarfile.REGTYPE, "", "content\n"
    yield "t/d/b", tarfile.REGTYPE, "", ""
    yield f"t/{'long/' * 25}name", tarfile.REGTYPE, "", "x"
    yield "t/link", tarfile.SYMTYPE, "a", ""
    yield "t/hard", tarfile.LNKTYPE, "t/a", ""


def _tar(form: int) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=form) as tar:
        for name, kind, target, content in _entries():
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname, entry.size = kind, target, len(content)
            tar.addfile(entry, io.BytesIO(content.encode()))
    return raw.getvalue()


def _zip(method: int) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as packed:
        for name, kind, target, content in _entries():
            entry = zipfile.ZipInfo(name)
            if kind == tarfile.SYMTYPE:
                entry.external_attr = 0o120777 << 16
            packed.writestr(entry, content or target)
    return raw.getvalue()
