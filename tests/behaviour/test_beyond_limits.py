"""Generated .nix files beyond the parser's limit: their changed entries are judged, or the file is named."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from authguard.nix.parse import MAX_BYTES
from authguard.outputs.large_files import changed_entries, independent
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 6000


def hash_of(number: int | str) -> str:
    """Return the digest of an entry's content."""
    return "sha256-" + base64.b64encode(hashlib.sha256(str(number).encode()).digest()).decode()


def entry(number: int, version: str, digest: str) -> str:
    """Return one entry, of about 400 bytes."""
    return (
        f'  "@scope/pin{number:04}" = {{\n    name = "pin{number}";\n    version = "{version}";\n'
        f'    src = fetchurl {{\n      url = "https://example.org/pin{number}/-/pin{number}-{version}.tgz";\n'
        f'      hash = "{digest}";\n    }};\n    meta.description = "{"words " * 20}";\n  }};\n'
    )


def generated(changed: dict[int, tuple[str, str]], head: str = "{ fetchurl }:\n{\n", last: str = "") -> str:
    """Return a file of many entries; ``changed`` has the version and the hash of some."""
    entries = (
        entry(number, *changed.get(number, (f"1.{number}", hash_of(number)))) for number in range(COUNT)
    )
    return f"# generated\n{head}{''.join(entries)}{last}}}\n"


def codes(directory: Path, before: str, after: str) -> list[str]:
    """Return the codes of the findings of `check`, each with its line."""
    repo = Repo(directory)
    assert len(after) > MAX_BYTES
    repo.write("pins.nix", before).stage().record("base")
    repo.write("pins.nix", after).stage()
    done = repo.run("authguard", "check", "--format", "json")
    return [f"{each['code']}:{each['line']}" for each in json.loads(done.stdout)["findings"]]


def test_a_right_change(tmp_path: Path) -> None:
    """Version and hash of some entries moved."""
    moved = {number: (f"2.{number}", hash_of(f"new {number}")) for number in range(100, 140)}
    assert codes(tmp_path / "r", generated({}), generated(moved)) == []


def test_a_kept_hash(tmp_path: Path) -> None:
    """The version of one entry moved, but its hash did not: the line is that of the whole file."""
    after = generated({3000: ("2.0", hash_of(3000))})
    line = 1 + after[: after.index(hash_of(3000))].count("\n")
    assert codes(tmp_path / "r", generated({}), after) == [f"AG201:{line}"]


def test_a_hash_of_another_entry(tmp_path: Path) -> None:
    """The hash is that of an entry that stayed."""
    found = codes(tmp_path / "r", generated({}), generated({3000: ("2.0", hash_of(7))}))
    assert [each[:5] for each in found] in (["AG201"], ["AG205"])


def test_an_entry_that_others_name(tmp_path: Path) -> None:
    """An entry that did not change has the version of one that did."""
    of_other = (
        '  other = fetchurl {\n    url = "https://example.org/${all.release.version}/o.tgz";\n'
        f'    hash = "{hash_of("other")}";\n  }};\n'
    )
    before, after = (
        generated(
            {}, "{ fetchurl, lib }:\nlib.fix (all: {\n", f'{of_other}  release.version = "{version}";\n'
        )
        + ")\n"
        for version in ("1.0", "1.1")
    )
    assert [each[:5] for each in codes(tmp_path / "r", before, after)] == ["AG201"]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_the_text_around_moved(version: str, tmp_path: Path) -> None:
    """A version above the entries may decide any of them: the file is named as one that was not judged."""
    head = f'{{ fetchurl }}:\nlet\n release = "{version}";\nin\n{{\n'
    found = codes(tmp_path / "r", generated({}), generated({}, head))
    assert [each[:5] for each in found] == ["AG904"]


LINE = b'  a = { hash = "x"; };\n'


def divided(opens: bytes, moved: bytes = b'  b = { version = "1"; };\n') -> tuple[bytes, bytes] | None:
    """Return what is left of a small file in which one entry changed, after ``opens``."""
    others = b"".join(b'  e%d = { hash = "%d"; };\n' % (number, number) for number in range(40))
    before = b"{\n" + opens + moved + others + b"}\n"
    return changed_entries(before, before.replace(moved, moved.replace(b"1", b"2")), set(), lambda _: False)


@pytest.mark.parametrize(
    "opens",
    [
        b"  a = rec {\n",
        b"  a = let\n",
        b"  a = ''\n",
        b'  a = "\n',
        b"  a = /*\n",
        b"  a = f (\n",
        b"  a = [ };\n",
        b'  a = "${f "};" }"; c = rec {\n',
        b"  a = { # };\n",
        b"  a = x.${n};\n",
    ],
)
def test_an_entry_that_is_not_complete(opens: bytes) -> None:
    """What an unfinished entry opens may have the next ones inside: such an entry is not left out."""
    left = divided(opens)
    assert left is None or opens.rstrip() in left[1]


def test_other_entries_become_blanks() -> None:
    """Only the changed entry is left, at its old place."""
    left = divided(LINE)
    assert left is not None
    before, after = left
    assert before.split() == [b"{", b"b", b"=", b"{", b"version", b"=", b'"1";', b"};", b"}"]
    assert after.index(b"b =") == len(b"{\n" + LINE) + 2


def test_names_of_names() -> None:
    """An entry that names another one, which names a changed one, depends on it."""
    stayed = {b"one = all.two;", b"two = all.three.version;", b'four = all."x/y";', b"five = 1;"}
    assert independent(stayed, {b"three.version = 1;", b'"x/y" = 2;'}) == {b"five = 1;"}
