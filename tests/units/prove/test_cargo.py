"""The staging directory of fetchCargoVendor: crates, git trees, registries, and what is refused."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.prove.dependencies import cargo
from authguard.prove.dependencies.cache import ContentCache
from authguard.prove.dependencies.ecosystem import Tools
from authguard.prove.dependencies.fetching import Fetcher
from authguard.prove.dependencies.programs import Programs
from authguard.prove.hashes import of_path
from authguard.prove.hashes.gittree import write_git
from authguard.prove.hashes.limits import Uncomputable
from authguard.prove.mirrors.failures import Damaged
from tests.support.repos import Repo
from tests.support.servers import Files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from authguard.prove.hashes.nar import TreeWriter

INDEX = cargo.CRATES_IO[0]
REV = "a" * 40


def crate(name: str, data: bytes = b"", source: str = INDEX, version: str = "1.0.0") -> str:
    """Return one package of a lock."""
    checksum = hashlib.sha256(data).hexdigest()
    return f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = "{source}"\nchecksum = "{checksum}"\n\n'


def lock(*packages: str) -> bytes:
    """Return a lock."""
    own = '[[package]]\nname = "own"\nversion = "0.1.0"\n\n'
    return ("version = 4\n\n" + own + "".join(packages)).encode()


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Files]:
    """Serve a sparse registry, which the user's cargo configuration names instead of crates.io."""
    root = tmp_path / "registry"
    root.mkdir()
    home = tmp_path / "cargo"
    home.mkdir()
    monkeypatch.setenv("CARGO_HOME", str(home))
    with Files(root) as server:
        (root / "config.json").write_text(json.dumps({"dl": f"{server.url}/dl"}))
        (home / "config.toml").write_text(
            f'[source.crates-io]\nreplace-with = "near"\n\n[source.near]\nregistry = "sparse+{server.url}/"\n'
        )
        yield server


def publish(registry: Files, name: str, data: bytes, version: str = "1.0.0") -> None:
    """Write a crate into a registry."""
    path = registry.root / "dl" / name / version / "download"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)


def tools(tmp_path: Path, git_dir: Path | None = None) -> Tools:
    """Return the tools that fetch; git trees come from one repository."""
    fetcher = Fetcher(ContentCache(str(tmp_path / "cache")), lambda _: None)

    def checkout(writer: TreeWriter, prefix: bytes, url: str, rev: str, rules: str) -> None:
        assert git_dir is not None
        assert url == "https://example.org/o/r"
        write_git(writer, str(git_dir), rev, rules, prefix=prefix)

    return Tools(fetcher.fetch, fetcher.read_all, checkout, Programs(), is_open=True)


def test_the_tree_has_the_lock_the_crates_and_the_git_trees(registry: Files, tmp_path: Path) -> None:
    """The crates are tarballs, and the name of each git tree is its revision."""
    for name in ("left", "right-pad"):
        publish(registry, name, name.encode())
    repo = Repo(tmp_path / "upstream")
    repo.write("src/lib.rs", "//\n").write("Cargo.toml", "x").commit("first")
    rev = repo.git("rev-parse", "HEAD")
    git = f'[[package]]\nname = "g"\nversion = "1.0.0"\nsource = "git+https://example.org/o/r?branch=a%2Fb#{rev}"\n\n'
    text = lock(crate("left", b"left"), git, crate("right-pad", b"right-pad"), git.replace('"g"', '"h"'))
    made = tmp_path / "made"
    for folder in ("tarballs", f"git/{rev}/src"):
        (made / folder).mkdir(parents=True)
    (made / "Cargo.lock").write_bytes(text)
    (made / "tarballs/left-1.0.0.tar.gz").write_bytes(b"left")
    (made / "tarballs/right-pad-1.0.0.tar.gz").write_bytes(b"right-pad")
    (made / f"git/{rev}/src/lib.rs").write_text("//\n")
    (made / f"git/{rev}/Cargo.toml").write_text("x")
    used = tools(tmp_path, tmp_path / "upstream/.git")
    assert cargo.digest(text, used) == of_path(str(made))
    (made / "Cargo.lock").chmod(0o755)
    assert cargo.digest(text, used, executable=True) == of_path(str(made))


def test_a_lock_without_dependencies_is_alone_in_the_tree(tmp_path: Path) -> None:
    """The two folders are missing."""
    made = tmp_path / "made"
    made.mkdir()
    (made / "Cargo.lock").write_bytes(lock())
    assert cargo.digest(lock(), tools(tmp_path)) == of_path(str(made))


def test_a_crate_with_a_wrong_checksum_is_refused(registry: Files, tmp_path: Path) -> None:
    """The checksum of the crate is compared with the lock."""
    publish(registry, "left", b"other")
    with pytest.raises(Damaged, match="serves another file"):
        cargo.digest(lock(crate("left", b"left")), tools(tmp_path))


def test_cargo_s_own_cache_is_read(registry: Files, tmp_path: Path) -> None:
    """A crate in the cache of cargo is not fetched again, if its checksum is right."""
    kept = tmp_path / "cargo/registry/cache/near-1/left-1.0.0.crate"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"left")
    cargo.digest(lock(crate("left", b"left")), tools(tmp_path))
    assert [one.path for one in registry.asked] == ["/config.json"]


def test_the_crates_of_a_local_registry_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The registry is a local directory."""
    (tmp_path / "near").mkdir()
    (tmp_path / "near/left-1.0.0.crate").write_bytes(b"left")
    config = '[source.crates-io]\nreplace-with = "near"\n\n[source.near]\nlocal-registry = "near"\n'
    (tmp_path / "config.toml").write_text(config)
    monkeypatch.setenv("CARGO_HOME", str(tmp_path))
    assert cargo.digest(lock(crate("left", b"left")), tools(tmp_path))


def test_marks_in_the_address_of_a_registry_are_replaced(tmp_path: Path, registry: Files) -> None:
    """`dl` of config.json may have marks for parts of the name."""
    config = {"dl": f"{registry.url}/x/{{prefix}}/{{lowerprefix}}/{{crate}}-{{version}}"}
    (registry.root / "config.json").write_text(json.dumps(config))
    path = registry.root / "x/Le/ft/le/ft/Left-1.0.0"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"left")
    assert cargo.digest(lock(crate("Left", b"left")), tools(tmp_path))


def test_a_registry_that_asks_for_credentials_is_refused(registry: Files, tmp_path: Path) -> None:
    """The refusal names the registry."""
    (registry.root / "config.json").write_text(json.dumps({"dl": "https://x.org", "auth-required": True}))
    with pytest.raises(Uncomputable, match="credentials"):
        cargo.digest(lock(crate("left")), tools(tmp_path))


@pytest.mark.parametrize(
    "config", [b"[" * 60_000, b'{"a":' * 10_000, b'{"dl": ' + b"9" * 60_000 + b"}", b"[]"]
)
def test_a_registry_with_a_config_that_cannot_be_read_is_refused(
    registry: Files, tmp_path: Path, config: bytes
) -> None:
    """The config is nested too deep for Python, has a number of too many digits, or has another type."""
    (registry.root / "config.json").write_bytes(config)
    with pytest.raises(Uncomputable, match="no dl"):
        cargo.digest(lock(crate("left")), tools(tmp_path))


GIT = '[[package]]\nname = "g"\nversion = "1.0.0"\nsource = "git+{}"\n\n'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"[", "not TOML"),
        (b"version = 5\npackage = []\n", "version 5"),
        (b"version = 4\n", "no packages"),
        (lock(crate("left").replace("checksum", "other")), "no checksum"),
        (lock(crate("../left")), "name, version or checksum"),
        (lock(crate("left", version="1/2")), "name, version or checksum"),
        (lock(crate("left"), crate("left", source=cargo.CRATES_IO[1])), "two crates"),
        (lock(crate("left", source="path+file:///x")), "does not know"),
        (lock(GIT.format(f"ssh://git@x.org/r#{REV}")), "not fetched by https"),
        (lock(GIT.format("https://x.org/r#main")), "not fetched by https"),
        (lock(GIT.format(f"https://x.org/r#{REV}"), GIT.format(f"https://y.org/r#{REV}")), "in two ways"),
        (
            lock(GIT.format(f"https://x.org/r?tag=a#{REV}"), GIT.format(f"https://x.org/r#{REV}")),
            "in two ways",
        ),
    ],
)
def test_an_unusual_lock_is_refused(data: bytes, words: str) -> None:
    """Nixpkgs would refuse the lock, or may fetch its packages in another way."""
    with pytest.raises(Uncomputable, match=words):
        cargo.packages_of(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other exception is raised."""
    for text in (data, b"version = 4\n[[package]]\n" + data):
        try:
            cargo.packages_of(text)
        except Uncomputable:
            continue
