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


def test_right_changes_are_not_reported(tmp_path: Path) -> None:
    """The version and the hash of some entries moved."""
    moved = {number: (f"2.{number}", hash_of(f"new {number}")) for number in range(100, 140)}
    assert codes(tmp_path / "r", generated({}), generated(moved)) == []


def test_a_kept_hash_is_reported_at_its_line_in_the_complete_file(tmp_path: Path) -> None:
    """The version of one entry moved."""
    after = generated({3000: ("2.0", hash_of(3000))})
    line = 1 + after[: after.index(hash_of(3000))].count("\n")
    assert codes(tmp_path / "r", generated({}), after) == [f"AG201:{line}"]


def test_added_and_removed_entries_are_judged(tmp_path: Path) -> None:
    """One entry is gone, one is new, and one that stays has a kept hash."""
    before, after = generated({}), generated({3000: ("2.0", hash_of(3000))})
    gone, new = entry(7, "1.7", hash_of(7)), entry(COUNT, "1.0", hash_of("new"))
    after = after.replace(gone, "").removesuffix("}\n") + new + "}\n"
    line = 1 + after[: after.index(hash_of(3000))].count("\n")
    assert codes(tmp_path / "r", before, after) == [f"AG201:{line}"]


def test_a_hash_of_another_entry_is_reported(tmp_path: Path) -> None:
    """The other entry did not change."""
    found = codes(tmp_path / "r", generated({}), generated({3000: ("2.0", hash_of(7))}))
    assert [each[:5] for each in found] in (["AG201"], ["AG205"])


def test_an_entry_that_takes_a_changed_version_is_judged(tmp_path: Path) -> None:
    """The entry did not change; its version comes from another one, which did."""
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
def test_a_large_file_is_not_judged_if_the_text_around_moved(version: str, tmp_path: Path) -> None:
    """A version above the entries may decide any entry, so a finding names the file."""
    head = f'{{ fetchurl }}:\nlet\n release = "{version}";\nin\n{{\n'
    found = codes(tmp_path / "r", generated({}), generated({}, head))
    assert [each[:5] for each in found] == ["AG904"]


def test_a_large_file_that_another_file_reads_is_judged_or_named(tmp_path: Path) -> None:
    """The other file takes the url of its hash from an unchanged entry."""
    repo = Repo(tmp_path / "r")
    for name, changed in (("pin0001", {}), ("pin0002", {3000: ("2.0", hash_of("new"))})):
        repo.write("pins.nix", generated(changed))
        repo.write(
            "other.nix",
            "{ fetchurl }:\nlet\n  pins = import ./pins.nix { inherit fetchurl; };\nin\nfetchurl {\n"
            f'  inherit (pins."@scope/{name}".src) url;\n  hash = "{hash_of("other")}";\n}}\n',
        ).stage()
        if not changed:
            repo.record("base")
    done = repo.run("authguard", "check", "--format", "json")
    assert "AG904" in [each["code"] for each in json.loads(done.stdout)["findings"]]


LINE = b'  a = { hash = "x"; };\n'


def divided(
    opens: bytes, moved: bytes = b'  b = { version = "1"; };\n', head: bytes = b"{\n"
) -> tuple[bytes, bytes] | None:
    """Return the remaining bytes of a small file in which one entry changed, after ``opens``."""
    others = b"".join(b'  e%d = { hash = "%d"; };\n' % (number, number) for number in range(40))
    before = head + opens + moved + others + b"}\n"
    later = moved.replace(b"v1", b"v2").replace(b" 1", b" 2").replace(b"=1", b"=2").replace(b'"1"', b'"2"')
    return changed_entries(before, before.replace(moved, later), set(), lambda _: False)


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
def test_an_entry_that_is_not_complete_is_kept(opens: bytes) -> None:
    """The next entries may be inside the unfinished entry. The others are left out."""
    left = divided(opens)
    assert left is not None
    assert opens.rstrip() in left[1]
    assert b"e7 =" not in left[1]


@pytest.mark.parametrize(
    ("moved", "user"),
    [
        (b"  b = rec { version = 1; };\n", b"  e = b.version;\n"),
        (b"  inherit (v1) version;\n", b"  e = all.version;\n"),
        (b"  c = 0;\n  version=1;\n", b"  e = version;\n"),
        (b'  "@x/y" = 1;\n', b'  e = all."@x/y";\n'),
    ],
)
def test_an_entry_that_names_a_changed_one_is_kept(moved: bytes, user: bytes) -> None:
    """The changed entry defines or inherits the name."""
    left = divided(user, moved)
    assert left is not None
    assert user.strip() in left[1]
    assert b"e7 =" not in left[1]


def test_entries_inside_a_with_are_not_divided() -> None:
    """`with` adds names to all entries, and no entry shows the `with`."""
    assert divided(b"", head=b"with common; {\n") is None


def test_an_entry_that_two_blocks_exchanged_is_kept_in_both() -> None:
    """The entry is changed in both blocks."""
    many = b"".join(b"  e%d = %d;\n" % (number, number) for number in range(40))
    before = b"{\n one = rec {\n  version = 1;\n%s };\n two = rec {\n  version = 2;\n%s };\n}\n" % (
        many,
        many,
    )
    after = before.replace(b"= 1;\n  e0", b"= X;\n  e0").replace(b"= 2;\n  e0", b"= 1;\n  e0")
    left = changed_entries(before, after.replace(b"X", b"2"), set(), lambda _: False)
    assert left is not None
    assert left[1].count(b"version") == 2


def test_a_long_chain_of_names_takes_linear_time() -> None:
    """Each entry names the entry before."""
    chain = {b"a%d = a%d;" % (number, number - 1) for number in range(1, 30_000)}
    assert independent(chain, {b"a0 = 1;"}) == set()


def test_other_entries_become_blanks() -> None:
    """The changed entry remains at its old place."""
    left = divided(LINE)
    assert left is not None
    before, after = left
    assert before.split() == [b"{", b"b", b"=", b"{", b"version", b"=", b'"1";', b"};", b"}"]
    assert after.index(b"b =") == len(b"{\n" + LINE) + 2


def test_an_entry_depends_on_the_names_of_the_names_that_it_has() -> None:
    """The entry names a second one, which names the changed entry."""
    stayed = {b"one = all.two;", b"two = all.three.version;", b'four = all."x/y";', b"five = 1;"}
    assert independent(stayed, {b"three.version = 1;", b'"x/y" = 2;'}) == {b"five = 1;"}
