"""moved_literals finds literals beside hashes in the text, moves them, and says what check reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evaluation.moved_literals import answers, sites
from tests.support.guarded import package
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

_HASH = b"sha256-" + b"A" * 42 + b"8="
_ID = b"1" * 40


def test_a_commit_id_beside_a_hash_is_moved_alone_and_with_the_hash() -> None:
    """Only the second change moves the hash."""
    text = b'{ src = f { rev = "' + _ID + b'"; hash = "' + _HASH + b'"; }; }'
    (site,) = sites({"a.nix": text})
    assert (site.kind, site.path, site.line) == ("rev", "a.nix", 1)
    assert _HASH in site.stale["a.nix"]
    assert _HASH not in site.right["a.nix"]
    assert all(_ID not in files["a.nix"] for files in (site.stale, site.right))


def test_a_literal_with_a_brace_between_it_and_the_hash_is_not_moved() -> None:
    """The hash may belong to something else."""
    text = b'{ a = { rev = "' + _ID + b'"; }; b = { hash = "' + _HASH + b'"; }; }'
    assert not list(sites({"a.nix": text}))


def test_the_last_version_of_a_url_is_raised() -> None:
    """The extension of the file stays."""
    text = b'{ url = "https://example.org/1.0/tool-1.2.9.tar.gz"; hash = "' + _HASH + b'"; }'
    (site,) = sites({"a.nix": text})
    assert b"/1.0/tool-1.2.10.tar.gz" in site.stale["a.nix"]


def test_a_package_of_a_lock_is_moved() -> None:
    """The lock moves in both changes, the hash of the dependencies in one."""
    nix = b'{ src = ./.; cargoHash = "' + _HASH + b'"; }'
    lock = b'[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "r"\nchecksum = "' + b"0" * 64 + b'"\n'
    (site,) = sites({"a.nix": nix, "Cargo.lock": lock})
    assert b'version = "1.0.1"' in site.stale["Cargo.lock"]
    assert "a.nix" not in site.stale
    assert _HASH not in site.right["a.nix"]


def test_a_version_that_moves_alone_gets_an_error(tmp_path: Path) -> None:
    """The answer is "none" if the hash moves with the version."""
    Repo(tmp_path / "made").write("tool.nix", package(1)).commit("first")
    rows = list(answers("made", tmp_path / "made" / ".git", 5, 1))
    assert rows
    assert all(row["stale"] == "error" and row["right"] == "none" for row in rows)
