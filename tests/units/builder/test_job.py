"""The format of a packed job."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from authguard.builder.job import Job
from authguard.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path


def unpacked(job: Job, directory: Path) -> Path:
    """The directory into which tar unpacked the files of the job."""
    directory.mkdir()
    with job.pack() as tar:
        subprocess.run(["tar", "xf", "-"], cwd=directory, stdin=tar, check=True)
    return directory / "files"


def test_files_are_unpacked_as_they_are(tmp_path: Path) -> None:
    """Files keep their content, git's mode and names of any bytes; a submodule is an empty directory."""
    long = b"/".join([b"d" * 200] * 3) + b"/f"
    odd = "ä\udcff\n 'x'".encode("utf-8", "surrogateescape")
    files = [
        (b"a/run", 0o100755, b"#!/bin/sh\n"),
        (b"a/text", 0o100664, b"\r\n\0"),
        (b"link", 0o120000, b"a/text"),
        (b"far", 0o120000, b"/nowhere/" + b"x" * 300),
        (b"module", 0o160000, b""),
        (long, 0o100644, b"long"),
        (odd, 0o100644, b"odd"),
        (b"script", 0o100644, b"of the repository"),
    ]
    there = unpacked(Job("the script", files), tmp_path / "there")
    assert (there / "a" / "run").stat().st_mode & 0o777 == 0o755
    assert (there / "a" / "text").stat().st_mode & 0o111 == 0
    assert (there / "a" / "text").read_bytes() == b"\r\n\0"
    assert str((there / "link").readlink()) == "a/text"
    assert str((there / "far").readlink()) == "/nowhere/" + "x" * 300
    assert list((there / "module").iterdir()) == []
    assert (there / long.decode()).read_bytes() == b"long"
    assert (there / odd.decode("utf-8", "surrogateescape")).read_bytes() == b"odd"
    assert (there / "script").read_bytes() == b"of the repository"
    assert (there.parent / "script").read_bytes() == b"the script"


def test_equal_files_are_packed_into_equal_bytes() -> None:
    """A packed job has no times and no users."""
    packs = []
    for _ in range(2):
        with Job("s", [(b"a", 0o100644, b"1")]).pack() as tar:
            packs.append(tar.read())
    assert packs[0] == packs[1]


@pytest.mark.parametrize(
    "paths",
    [
        [b"/etc/x"],
        [b"../x"],
        [b"a/../../x"],
        [b"a/./b"],
        [b"a//b"],
        [b""],
        [b"a\0b"],
        [b"a", b"a"],
        [b"a", b"a/b"],
        [b"a/b", b"a"],
    ],
)
def test_files_outside_of_the_directory_are_refused(paths: list[bytes]) -> None:
    """A tree that somebody made may have a link and a file below it, or `..`."""
    with pytest.raises(Refused, match="cannot be sent"):
        Job("", [(path, 0o120000, b"/") for path in paths]).pack()
