"""The files that a change may affect."""

from __future__ import annotations

import json

import pytest

from authguard.outputs.reach import Reach, is_nix, may_pin, moved_inputs
from tests.support.snapshots import HeldSnapshots, between

FILES = {
    "default.nix": b"{ a = import ./a.nix; v = import ./versions.nix; }",
    "a.nix": b'let v = import ./versions.nix; in fetchurl { url = v.url; hash = "x"; }',
    "versions.nix": b'{ url = "u"; }',
    "b.nix": b'{ rev }: fetchgit { inherit rev; hash = "x"; }',
    "call.nix": b'import ./b.nix { rev = "1"; }',
    "go/default.nix": b'buildGoModule { src = ../src; vendorHash = "x"; }',
    "src/go.mod": b"module x",
    "src/main.go": b"package main",
    "lone.nix": b"{ }",
    "data.json": b"{ }",
    "README.md": b"x",
}


def reach(*changed: str) -> Reach:
    """The reach of a change of these files."""
    target = {**FILES, **{path: FILES.get(path, b"") + b"\n " for path in changed}}
    return Reach(between(FILES, target), HeldSnapshots(FILES).referring)


@pytest.mark.parametrize(
    ("changed", "files"),
    [
        (["lone.nix"], ["lone.nix"]),
        (["versions.nix"], ["a.nix", "default.nix", "versions.nix"]),
        (["a.nix"], ["a.nix", "default.nix"]),
        (["call.nix"], ["b.nix", "call.nix"]),
        (["b.nix"], ["b.nix", "call.nix"]),
        (["data.json"], ["data.json"]),
        (["src/go.mod"], ["go/default.nix"]),
        (["src/main.go"], ["go/default.nix"]),
    ],
)
def test_files_to_be_judged(changed: list[str], files: list[str]) -> None:
    """Changed files, files that refer to them, and files that they call with deciding arguments are judged."""
    found = reach(*changed)
    assert found.relevant()
    assert found.files() == files


def test_files_that_no_hash_depends_on() -> None:
    """The change is not judged further."""
    assert not reach("README.md").relevant()


def test_callers() -> None:
    """The callers that pass deciding arguments."""
    assert reach("lone.nix").callers("b.nix") == ["call.nix"]
    assert reach("lone.nix").callers("a.nix") == []


def test_names_of_files() -> None:
    """Nix files, and data files that may have pins."""
    assert is_nix("a/b.nix")
    assert not is_nix("a/b.nix.orig")
    named = {
        "flake.lock": True, "a/pins.json": True, "x.toml": True, "deps.json": True, "package-lock.json": False,
        "Cargo.lock": False, "package.json": False, "pyproject.toml": False, "x.txt": False,
    }  # fmt: skip
    assert {name: may_pin(name) for name in named} == named


def test_moved_inputs_of_a_flake() -> None:
    """The inputs with a moved node, with `follows`."""

    def lock(rev: str) -> bytes:
        nodes = {
            "root": {"inputs": {"a": "a", "b": ["a", "c"], "d": "d"}},
            "a": {"locked": {"rev": "1"}, "inputs": {"c": "c"}},
            "c": {"locked": {"rev": rev}},
            "d": {"locked": {"rev": "3"}},
        }
        return json.dumps({"nodes": nodes, "root": "root"}).encode()

    scope = between({"flake.lock": lock("1")}, {"flake.lock": lock("2")})
    assert moved_inputs(scope, "flake.lock") == {"input:b"}
