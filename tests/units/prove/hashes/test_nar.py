"""The NAR hash of each kind of file is that of `nix hash path`."""

from __future__ import annotations

import hashlib
import io
import os
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authguard.digest import parse
from authguard.errors import Refused
from authguard.prove.hashes import Uncomputable, nar, of_file, of_path
from authguard.prove.hashes.nar import NarEntry, NarWriter, of_tree
from tests.support.repos import Repo
from tests.units.prove.hashes.peak import MEGABYTES, measured
from tests.units.prove.hashes.trees import EXECUTABLE, SYMLINK, make, trees

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.nix import Nix


OF_PATH = """
import sys
from authguard.prove.hashes import of_path
found = of_path(sys.argv[1])
"""
OF_GIT = """
import sys
from authguard.prove.hashes import RAW, of_git
found = of_git(sys.argv[1], sys.argv[2], RAW)
"""


def by_nix(nix: Nix, paths: list[Path], algorithm: str = "sha256") -> list[bytes]:
    """The answers of one Nix process about many paths."""
    said = nix.run("nix", "hash", "path", "--type", algorithm, *map(str, paths))
    return [parse(line).raw for line in said.split()]


def in_parts(content: bytes) -> Iterator[bytes]:
    """The content as a stream."""
    yield from (content[at : at + 3] for at in range(0, len(content), 3))


def entries_of(tree: object, above: bytes = b"") -> list[NarEntry]:
    """Return the entries of the same tree, without a disk, in some order."""
    assert isinstance(tree, dict)
    found = []
    for name, below in tree.items():
        if isinstance(below, dict):
            found += [NarEntry(above + name, nar.DIRECTORY), *entries_of(below, above + name + b"/")]
            continue
        mode, content = below
        kind = {SYMLINK: nar.SYMLINK, EXECUTABLE: nar.EXECUTABLE}.get(mode, nar.REGULAR)
        streamed = mode != SYMLINK and len(content) % 2 == 1
        found.append(NarEntry(above + name, kind, in_parts(content) if streamed else content, len(content)))
    random.Random(len(found)).shuffle(found)  # noqa: S311 - for variety, not for secrecy
    return found


@pytest.mark.needs("nix")
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(trees(empty=True), min_size=10, max_size=40))
def test_any_tree_has_the_hash_of_nix(
    tmp_path_factory: pytest.TempPathFactory, nix: Nix, found: list[object]
) -> None:
    """The trees are random, on the disk and in memory. One Nix process computes all hashes."""
    root = tmp_path_factory.mktemp("any")
    made = [make(root / str(number), tree) for number, tree in enumerate(found)]
    wanted = by_nix(nix, made)
    assert [of_path(bytes(path)) for path in made] == wanted
    assert [of_tree(entries_of(tree)) for tree in found] == wanted


@pytest.mark.needs("nix")
@pytest.mark.parametrize("algorithm", ["sha256", "sha512", "sha1", "md5"])
def test_each_algorithm_gives_the_hash_of_nix(tmp_path: Path, nix: Nix, algorithm: str) -> None:
    """The root is a directory, a file, a program or a link; a file is also hashed by its content alone."""
    (tmp_path / "d/e").mkdir(parents=True)
    (tmp_path / "d/file").write_bytes(os.urandom(1000))
    (tmp_path / "run").write_text("#!/bin/sh\n")
    (tmp_path / "run").chmod(0o755)
    (tmp_path / "link").symlink_to("d/file")
    paths = [tmp_path / name for name in ("d", "d/file", "run", "link", "d/e")]
    assert [of_path(str(path), algorithm) for path in paths] == by_nix(nix, paths, algorithm)
    flat = nix.run("nix", "hash", "file", "--type", algorithm, str(paths[1])).strip()
    assert of_file(str(paths[1]), algorithm) == parse(flat).raw
    assert nar.of_chunks([b"a", b"", b"bc"], algorithm) == hashlib.new(algorithm, b"abc").digest()


@pytest.mark.needs("nix")
def test_a_file_of_any_size_has_the_hash_of_nix(tmp_path: Path, nix: Nix) -> None:
    """The sizes are around those of the padding, and of the parts in which a file is read."""
    sizes = [*range(18), 4095, 4096, nar.CHUNK - 1, nar.CHUNK, nar.CHUNK + 1, 3 * nar.CHUNK + 5]
    for size in sizes:
        (tmp_path / str(size)).write_bytes(os.urandom(size))
    assert of_path(str(tmp_path)) == by_nix(nix, [tmp_path])[0]


@pytest.mark.needs("nix")
def test_only_the_permission_of_the_owner_to_execute_matters(tmp_path: Path, nix: Nix) -> None:
    """The hash is that of Nix for each mode."""
    for mode in (0o400, 0o500, 0o611, 0o644, 0o655, 0o744, 0o755, 0o4755, 0o444, 0o777):
        (tmp_path / f"{mode:o}").write_text("x")
        (tmp_path / f"{mode:o}").chmod(mode)
    assert of_path(str(tmp_path)) == by_nix(nix, [tmp_path])[0]


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    """A pipe has no NAR, and a missing file is reported; neither makes authguard wait."""
    (tmp_path / "d").mkdir()
    os.mkfifo(tmp_path / "d/pipe")
    with pytest.raises(Refused, match="pipe is not a file, directory or symlink"):
        of_path(str(tmp_path / "d"))
    for of in (of_path, of_file):
        with pytest.raises(Refused, match="gone cannot be read: No such file or directory"):
            of(str(tmp_path / "gone"))


def test_an_unknown_algorithm_is_refused(tmp_path: Path) -> None:
    """Only Nix can compute the hash."""
    for of in (of_path, of_file):
        (tmp_path / "a").write_text("x")
        with pytest.raises(Uncomputable, match="blake3"):
            of(str(tmp_path / "a"), "blake3")


def test_a_directory_of_many_levels_is_hashed(tmp_path: Path) -> None:
    """The directory is deeper than the stack of Python."""
    path = tmp_path / "top"
    path.mkdir()
    here = os.open(path, os.O_RDONLY)
    for _ in range(700):
        os.mkdir("d", dir_fd=here)
        here, above = os.open("d", os.O_RDONLY, dir_fd=here), here
        os.close(above)
    os.close(here)
    assert of_path(str(path)) == of_tree([NarEntry(b"/".join([b"d"] * 700), nar.DIRECTORY)])


@pytest.mark.parametrize(
    "paths",
    [
        [b"b", b"a"],
        [b"a", b"a"],
        [b"a", b"a/b"],
        [b"a/b", b"a"],
        [b"a/b", b"a/b/c"],
        [b"", b"a"],
        [b"a", b""],
        [b"", b""],
    ],
)
def test_a_writer_takes_nothing_out_of_order(paths: list[bytes]) -> None:
    """The writer refuses entries in a wrong order, two entries of one name, and an entry below a file."""
    writer = NarWriter()
    writer.content(paths[0], False, b"x")
    with pytest.raises(ValueError, match=r"order|one name|below a file|the root"):
        writer.content(paths[1], False, b"x")


@pytest.mark.parametrize("size", [2, 4])
def test_a_stream_of_another_size_is_refused(size: int) -> None:
    """The stream must have the announced size."""
    with pytest.raises(ValueError, match=r"missing|too many"):
        of_tree([NarEntry(b"a", nar.REGULAR, [b"ab", b"c"], size)])


def test_names_sort_within_their_directory() -> None:
    """Names do not sort like paths: `a.b` comes after everything in `a/`."""
    paths = [b"a.b", b"a/x", b"a-b", b"a/x.d", b"a/x/y", b"A", b"a0"]
    ordered = sorted(set(paths) - {b"a/x"}, key=nar.order)
    assert ordered == [b"A", b"a/x/y", b"a/x.d", b"a-b", b"a.b", b"a0"]


def test_a_large_file_takes_little_memory(tmp_path: Path) -> None:
    """The file has 2 GiB and three bytes of zeros."""
    with (tmp_path / "large").open("wb") as file:
        file.truncate((2 << 30) + 3)
    digest, peak = measured(OF_PATH, str(tmp_path / "large"))
    assert peak < MEGABYTES
    assert digest == "b8ca410a95f750818ca88cbf343f2f6cc4ec37a3bbed82b783e095a94c22af88"  # by `nix hash path`


def test_a_large_blob_takes_little_memory(tmp_path: Path) -> None:
    """A git tree has the blob of 150 MB, which git stores in 150 kB."""
    repo = Repo(tmp_path / "r")
    (tmp_path / "d").mkdir()
    with (tmp_path / "d/large").open("wb") as file:
        file.truncate(150_000_001)
    blob = repo.git("-c", "core.bigFileThreshold=1m", "hash-object", "-w", str(tmp_path / "d/large"))
    tree = repo.git("mktree", stdin=f"100644 blob {blob}\tlarge\n")
    digest, peak = measured(OF_GIT, str(repo.path / ".git"), tree)
    assert peak < MEGABYTES
    assert digest == of_path(str(tmp_path / "d")).hex()


def test_a_file_that_grows_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The length of the file is written before its bytes, so later bytes cannot be part of it."""
    (tmp_path / "a").write_bytes(bytes(2 * nar.CHUNK))
    chunks = nar.read_chunks

    def growing(file: io.RawIOBase, size: int | None = None) -> object:
        with (tmp_path / "a").open("ab") as more:
            more.write(b"more")
        return chunks(file, size)  # type: ignore[arg-type]

    monkeypatch.setattr(nar, "read_chunks", growing)
    with pytest.raises(Refused, match="changed while it was read"):
        of_path(str(tmp_path / "a"))
