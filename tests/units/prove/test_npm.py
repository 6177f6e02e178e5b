"""The cache of npm packages that nixpkgs' fetcher makes: locks of each version, urls, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.prove.dependencies import npm
from authguard.prove.dependencies.ecosystem import Tools
from authguard.prove.dependencies.programs import Programs
from authguard.prove.hashes import of_path
from authguard.prove.hashes.limits import Uncomputable
from tests.support.npm import HOST, sri

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from authguard.prove.dependencies.fetching import WantedFile

ONE = sri(b"one")
TWO = sri(b"two")
OLD = sri(b"one", "sha1")
URL = f"{HOST}/a/-/a-1.0.0.tgz"


def lock(packages: dict[str, Any], version: int = 3) -> bytes:
    """Return a lock of version 2 or 3."""
    return json.dumps({"lockfileVersion": version, "packages": packages}).encode()


def old(dependencies: dict[str, Any]) -> bytes:
    """Return a lock of version 1."""
    return json.dumps({"lockfileVersion": 1, "dependencies": dependencies}).encode()


def only(fetch: Callable[[Sequence[WantedFile]], Mapping[WantedFile, str]]) -> Tools:
    """Return tools that only fetch from registries."""

    def nothing(*_: object) -> None:
        raise AssertionError

    return Tools(fetch, nothing, nothing, Programs(), is_open=True)


def package(url: str = URL, integrity: str = ONE) -> dict[str, str]:
    """Return one entry."""
    return {"version": "1.0.0", "resolved": url, "integrity": integrity}


@pytest.mark.parametrize("version", [2, 3])
def test_entries_without_a_url_are_omitted(version: int) -> None:
    """The root, links and workspaces have no url; for bundled packages, the entry itself is omitted."""
    packages = {
        "": {"name": "x", "resolved": URL},
        "node_modules/link": {"resolved": "packages/a", "link": True},
        "packages/a": {"version": "1.0.0"},
        "node_modules/a": {**package(), "inBundle": True},
        "node_modules/b/node_modules/a": package(),
    }
    assert npm.packages_of(lock(packages, version)) == [npm.NpmPackage(URL, ONE)]


def test_the_better_digest_counts() -> None:
    """The better digest is used within one entry, and between two entries of one url."""
    both = package(integrity=f"{OLD} {ONE}")
    assert npm.packages_of(lock({"node_modules/a": both})) == [npm.NpmPackage(URL, ONE)]
    apart = {"a": package(integrity=OLD), "b": package(integrity=ONE)}
    assert npm.packages_of(lock(apart)) == [npm.NpmPackage(URL, ONE)]


def test_a_lock_of_version_1_is_read() -> None:
    """Nested dependencies are read, bundled ones and their dependencies are not. An alias has its url in `resolved`."""
    below = package(f"{HOST}/b/-/b-1.0.0.tgz")
    found = npm.packages_of(
        old(
            {
                "a": {**package(), "version": "npm:c@1.0.0", "dependencies": {"b": below}},
                "d": {"version": "1.0.0", "bundled": True, "dependencies": {"e": package(f"{HOST}/e.tgz")}},
                "f": {"version": f"{HOST}/f.tgz", "integrity": TWO},
            }
        )
    )
    assert [each.url.removeprefix(HOST) for each in found] == [
        "/a/-/a-1.0.0.tgz",
        "/b/-/b-1.0.0.tgz",
        "/f.tgz",
    ]


def _with(data: bytes, **more: object) -> bytes:
    """Return a lock with further fields."""
    return json.dumps({**json.loads(data), **more}).encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "not JSON"),
        (b"[]", "no.* object"),
        (json.dumps({"lockfileVersion": 4, "packages": {}}).encode(), "lockfileVersion 4"),
        (json.dumps({"lockfileVersion": 3}).encode(), "no packages"),
        (lock({"a": []}), "not an object"),
        (lock({"a": {"resolved": URL}}), "no integrity"),
        (lock({"a": {"resolved": True}}), "unknown `resolved`"),
        (lock({"a": package("file:a.tgz")}), "is a file"),
        (
            lock({"a": package(integrity="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")}),
            "does not take",
        ),
        (lock({"a": package(integrity="sha512-AAAA")}), "no digest"),
        (lock({"a": package(integrity=f"{ONE} {TWO}")}), "two digests of one"),
        (lock({"a": package(), "b": package(integrity=TWO)}), "two digests for one"),
        (lock({"a": package(HOST.replace("https", "HTTPS") + "/a.tgz")}), "another way"),
        (lock({"a": package(f"{HOST}:443/a.tgz")}), "another way"),
        (lock({"a": package(f"{HOST}/a/../b.tgz")}), "another way"),
        (lock({"a": package(f"{HOST}/a/.%2E/b.tgz")}), "another way"),
        (lock({"a": package(HOST.replace("//", "//user:word@") + "/b.tgz")}), "another way"),
        (lock({"a": package(f"{URL} ")}), "another way"),
        (lock({"a": package(f"{URL}#x")}), "another way"),
        (lock({"a": package("https://127.1/a.tgz")}), "another way"),
        (lock({"a": package("https://example.org:65536/a.tgz")}), "another way"),
        (lock({"a": package(integrity=f"{ONE}\u00a0{ONE}")}), "no digest"),
        (lock({"a": {**package(), "name": 1}}), "unknown `name`"),
        (lock({"a": package()}).replace(b": 3", b": 3.0"), "lockfileVersion 3.0"),
        (lock({"a": package()}).replace(b": 3", b": true"), "lockfileVersion True"),
        (lock({"a": {**package(), "x": float("nan")}}), "not JSON"),
        (lock({"a\ud800": package()}), "not JSON"),
        (lock({"a": package()}).replace(b'"resolved"', b'"resolved": "", "resolved"'), "two values"),
        (_with(lock({"a": package()}), dependencies={"a": 1}), "not an object"),
        (_with(lock({"a": package()}), dependencies={"a": {}}), "no version"),
        (_with(lock({"a": package()}), dependencies={"a": {"version": "1", "bundled": 1}}), "`bundled`"),
        (_with(old({"a": {"version": "1", **package()}}), packages={"a": []}), "not an object"),
        (old({"a": {"version": "1", "bundled": True, "dependencies": {"b": {}}}}), "no version"),
        (old({"a": {"version": "1.0.0"}}), "no url"),
        (old({"a": {"version": "file:a"}}), "is a file"),
    ],
)
def test_an_unusual_lock_is_refused(data: bytes, words: str) -> None:
    """Nixpkgs would refuse the lock, or may write its packages in another way."""
    with pytest.raises(Uncomputable, match=words):
        npm.packages_of(data)


def test_an_encoded_dot_in_a_name_is_plain() -> None:
    """Only a part of a path that has nothing but dots is removed."""
    url = f"{HOST}/@a%2fb/-/b-1..0.tgz"
    assert [each.url for each in npm.packages_of(lock({"a": package(url)}))] == [url]


def test_an_empty_cache_needs_an_option() -> None:
    """Without forceEmptyCache, nixpkgs refuses an empty cache; with this option, both folders exist."""

    def fetch(_: Sequence[WantedFile]) -> Mapping[WantedFile, str]:
        return {}

    with pytest.raises(Uncomputable, match="forceEmptyCache"):
        npm.digest(lock({}), only(fetch))
    assert npm.digest(lock({}), only(fetch), may_be_empty=True)


_NAMES = st.from_regex(r"[a-z][a-z0-9._-]{0,8}", fullmatch=True)
_CONTENT = st.binary(max_size=20)


@given(
    st.dictionaries(
        st.tuples(_NAMES, st.booleans()), st.tuples(_CONTENT, st.booleans()), min_size=1, max_size=6
    )
)
def test_the_cache_has_the_layout_of_cacache(
    tmp_path_factory: pytest.TempPathFactory, packages: dict[tuple[str, bool], tuple[bytes, bool]]
) -> None:
    """Any packages, with scopes and old digests, are compared with a tree that is written file by file."""
    root = tmp_path_factory.mktemp("npm")
    urls = {
        f"{HOST}/{'@s/' if scoped else ''}{name}/-/{name}-1.0.0.tgz": content
        for (name, scoped), (content, _) in packages.items()
    }
    entries = {
        url: package(url, sri(data, "sha1" if is_old else "sha512"))
        for (url, data), (_, is_old) in zip(urls.items(), packages.values(), strict=True)
    }
    text = lock(entries)
    made = root / "made"
    for folder in ("content-v2", "index-v5"):
        (made / "_cacache" / folder).mkdir(parents=True)
    (made / "package-lock.json").write_bytes(text)
    for url, data in urls.items():
        write_package(made / "_cacache", url, data, entries[url]["integrity"])
    files = root / "files"
    files.mkdir()

    def fetch(wanted: Sequence[WantedFile]) -> Mapping[WantedFile, str]:
        found = {}
        for number, one in enumerate(wanted):
            (files / str(number)).write_bytes(urls[one.url])
            assert hashlib.new(one.algorithm, urls[one.url]).digest() == one.digest
            found[one] = str(files / str(number))
        return found

    assert npm.digest(text, only(fetch)) == of_path(str(made))


def write_package(cache: Path, url: str, data: bytes, integrity: str) -> None:
    """Write one package into a cache, by the description of cacache."""
    algorithm, _, text = integrity.partition("-")
    name = base64.b64decode(text).hex()
    content = cache / "content-v2" / algorithm / name[:2] / name[2:4] / name[4:]
    content.parent.mkdir(parents=True, exist_ok=True)
    content.write_bytes(data)
    key = f"make-fetch-happen:request-cache:{url}"
    line = (
        f'{{"key":"{key}","integrity":"{integrity}","time":0,"size":{len(data)},'
        f'"metadata":{{"url":"{url}","options":{{"compress":true}}}}}}'
    )
    place = hashlib.sha256(key.encode()).hexdigest()
    index = cache / "index-v5" / place[:2] / place[2:4] / place[4:]
    index.parent.mkdir(parents=True, exist_ok=True)
    index.write_text(f"{hashlib.sha1(line.encode()).hexdigest()}\t{line}")  # noqa: S324 - npm's checksum


_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)


def _deeper(one: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=8), one, max_size=3)


@given(st.recursive(_LEAVES, _deeper, max_leaves=12))
def test_any_json_is_read_or_refused(value: object) -> None:
    """No other exception is raised."""
    for data in (
        json.dumps(value),
        json.dumps({"lockfileVersion": 3, "packages": value}),
        json.dumps({"lockfileVersion": 1, "dependencies": value}),
    ):
        try:
            npm.packages_of(data.encode())
        except Uncomputable:
            continue
