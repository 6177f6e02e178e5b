"""The offline cache of yarn 1: names, digests, and what is refused."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.prove.dependencies import yarn
from authguard.prove.hashes import of_path
from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from authguard.prove.dependencies.fetching import WantedFile

REGISTRY = "https://registry.yarnpkg.com"
SHA1 = "a" * 40


def integrity(data: bytes, algorithm: str = "sha512") -> str:
    """Return the integrity of some bytes."""
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


def entry(key: str, resolved: str, stated: str = "") -> str:
    """Return one entry of a lock."""
    more = f"  integrity {stated}\n" if stated else ""
    return f'{key}:\n  version "1.0.0"\n  resolved "{resolved}"\n{more}  dependencies:\n    left "^1.0.0"\n\n'


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"{REGISTRY}/left/-/left-1.0.0.tgz", "left___left_1.0.0.tgz"),
        (f"{REGISTRY}/@a/left/-/left-1.0.0.tgz", "_a_left___left_1.0.0.tgz"),
        (
            "https://packages.example.org/left/-/left-1.0.0.tgz",
            "https___packages.example.org_left___left_1.0.0.tgz",
        ),
        ("https://a.com/telecom/left.tgz", "left.tgz"),
    ],
)
def test_the_name_of_a_file_comes_from_its_url(url: str, name: str) -> None:
    """The host is removed if it ends in com, by the greedy expression of nixpkgs."""
    assert yarn.YarnPackage(url, "sha1", b"").name == name


def test_the_tree_is_a_flat_directory(tmp_path: Path) -> None:
    """The directory has the tarballs and the lock."""
    packages = {f"{REGISTRY}/left/-/left-1.0.0.tgz": b"left", f"{REGISTRY}/@a/b/-/b-2.0.0.tgz": b"b"}
    lock = "# yarn lockfile v1\n\n\n" + "".join(
        entry(f'"p{number}@^1.0.0", p{number}@1', url, integrity(data))
        for number, (url, data) in enumerate(packages.items())
    )
    made = tmp_path / "made"
    made.mkdir()
    (made / "yarn.lock").write_text(lock)
    (made / "left___left_1.0.0.tgz").write_bytes(b"left")
    (made / "_a_b___b_2.0.0.tgz").write_bytes(b"b")

    def fetch(wanted: Sequence[WantedFile]) -> Mapping[WantedFile, str]:
        found = {}
        for number, one in enumerate(wanted):
            path = tmp_path / str(number)
            path.write_bytes(packages[one.url])
            assert hashlib.new(one.algorithm, packages[one.url]).digest() == one.digest
            found[one] = str(path)
        return found

    assert yarn.digest(lock.encode(), fetch) == of_path(str(made))


def test_a_digest_in_the_fragment_is_used() -> None:
    """The entry has no integrity."""
    (found,) = yarn.packages_of(entry("left@1", f"{REGISTRY}/left.tgz#{SHA1}").encode())
    assert (found.algorithm, found.digest.hex()) == ("sha1", SHA1)


def test_files_are_left_out() -> None:
    """An entry of a directory has no url, and an entry of a file is not fetched."""
    lock = '"a@file:./a":\n  version "1.0.0"\n\n' + entry("b@1", "file:./b.tgz")
    assert yarn.packages_of(lock.encode()) == []


@pytest.mark.parametrize(
    ("lock", "words"),
    [
        (entry("a@1", "https://codeload.github.com/o/r/tar.gz/abc"), "from git"),
        (entry("a@1", f"git+https://github.com/o/r.git#{SHA1}"), "from git"),
        (entry("a@1", f"https://github.com/o/r#{SHA1}"), "from git"),
        (entry("a@1", "https://github.com/o/r/archive/v1.tar.gz"), "from git"),
        (entry("a@1", f"https://x.org/o/r.git#{SHA1}"), "from git"),
        (entry("a@1", f"{REGISTRY}/a.tgz"), "no digest"),
        (entry("a@1", f"http://x.org/a.tgz#{SHA1}"), "no https"),
        (entry("a@1", f"{REGISTRY}/a.tgz", f'"{integrity(b"")} {integrity(b"", "sha1")}"'), "single digest"),
        (entry("a@1", f"{REGISTRY}/a.tgz", "md5-abc="), "single digest"),
        (
            entry("a@1", f"{REGISTRY}/a.tgz", integrity(b"1"))
            + entry("b@1", f"{REGISTRY}/a.tgz", integrity(b"2")),
            "two digests",
        ),
        (
            entry("a@1", f"{REGISTRY}/a-b.tgz", integrity(b"1"))
            + entry("b@1", f"{REGISTRY}/a_b.tgz", integrity(b"1")),
            "one file name",
        ),
        ('a@1:\n  version "1.0.0"\n', "no url"),
        ("a@1\n", "not written"),
        ('  version "1"\n', "not written"),
        ("a@1:\n  version: 1\n", "not written"),
        ("__metadata:\n  version: 8\n", "not written"),
        ("# yarn lockfile v2\n" + entry("a@1", f"{REGISTRY}/a.tgz#{SHA1}"), "newer yarn"),
        (f"a@1:\n  resolved {REGISTRY}/a.tgz#{SHA1}\n", "not written"),
        ("#yarn lockfile v3 \n" + entry("a@1", f"{REGISTRY}/a.tgz#{SHA1}"), "newer yarn"),
        (f'a@1:\n# note\n  resolved "{REGISTRY}/a.tgz#{SHA1}"\n', "not written"),
        (f'a@1:\n  resolved "{REGISTRY}/a.tgz#{SHA1}"\n  true "x"\n', "not written"),
        (entry('""', f"{REGISTRY}/a.tgz#{SHA1}"), "not written"),
        (f'true@1:\n  resolved "{REGISTRY}/a.tgz#{SHA1}"\n', "not written"),
        (f'a@1:\r  resolved "{REGISTRY}/a.tgz#{SHA1}"\n', "not written"),
        (f'a@1:\n   resolved "{REGISTRY}/a.tgz#{SHA1}"\n', "not written"),
        (f'a@1:\n  resolved "{REGISTRY}/a.tgz#{SHA1}"\n    left "1"\n', "not written"),
        (entry("<<<<<<< ours\na@1", f"{REGISTRY}/a.tgz#{SHA1}"), "not written"),
        (entry('"a@file:a.tgz"', f"{REGISTRY}/a.tgz#{SHA1}"), "url of a package"),
        (entry('"a@file:@file:a"', "file:a.tgz"), "twice"),
        (entry("a@1", f"https://GitHub.com/o/r#{SHA1}"), "from git"),
        (entry("a@1", f"https://github.com/o?r/s#{SHA1}"), "from git"),
        (entry("a@1", f"https://github.com/o\\\\r#{SHA1}"), "no https"),
        (entry("a@1", f"https://a.com/..#{SHA1}"), "no valid file name"),
        (entry("a@1", f"https://a.com/#{SHA1}"), "no valid file name"),
        (entry("a@1", f"https://a.com/{'a' * 252}.tgz#{SHA1}"), "no valid file name"),
    ],
)
def test_an_unusual_lock_is_refused(lock: str, words: str) -> None:
    """Nixpkgs fetches the packages in another way, or would refuse the lock."""
    with pytest.raises(Uncomputable, match=words):
        yarn.packages_of(lock.encode())


def test_a_second_entry_replaces_the_first() -> None:
    """Yarn's parser keeps the last entry of a key. The first entry stays only under its other keys."""
    first, last = f"{REGISTRY}/a-1.tgz", f"{REGISTRY}/a-2.tgz"
    again = entry("a@1", last, integrity(b"2"))
    for key, urls in (("a@1", [last]), ("a@1, a@^1.0", [first, last])):
        lock = entry(key, first, integrity(b"1")) + again
        assert [one.url for one in yarn.packages_of(lock.encode())] == urls


def test_a_lock_may_have_the_line_ends_of_windows() -> None:
    """The packages are the same."""
    lock = entry("a@1", f"{REGISTRY}/a.tgz#{SHA1}")
    assert yarn.packages_of(lock.replace("\n", "\r\n").encode()) == yarn.packages_of(lock.encode())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other exception is raised."""
    try:
        yarn.packages_of(data)
    except Uncomputable:
        return
