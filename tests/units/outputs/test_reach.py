"""The files that a change may affect."""

from __future__ import annotations

import json

import pytest

from authguard.outputs.moved_pins import moved_inputs
from authguard.outputs.reach import Reach, is_nix, may_pin
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
    """The reach of a change of the code of these files."""
    target = {**FILES, **{path: b"(%s)" % FILES.get(path, b"") for path in changed}}
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
def test_files_that_depend_on_a_change_are_judged(changed: list[str], files: list[str]) -> None:
    """A change affects its files, files that refer to them, and files that they call with deciding arguments."""
    found = reach(*changed)
    assert found.relevant()
    assert found.files() == files


@pytest.mark.parametrize("comment", [b"# new\n", b"/* new */", b"\n  "])
def test_a_file_with_another_comment_calls_others_as_before(comment: bytes) -> None:
    """Nix evaluates the same code as before."""
    target = {**FILES, "call.nix": comment + FILES["call.nix"]}
    found = Reach(between(FILES, target), HeldSnapshots(FILES).referring)
    assert found.files() == ["call.nix"]


def test_a_file_with_another_comment_may_be_read_by_others() -> None:
    """An importer may read the file as text, or take the hash of its directory."""
    target = {**FILES, "versions.nix": b"# new\n" + FILES["versions.nix"]}
    found = Reach(between(FILES, target), HeldSnapshots(FILES).referring)
    assert found.files() == ["a.nix", "default.nix", "versions.nix"]


def test_a_comment_beside_other_code_is_no_exception() -> None:
    """The other file may change what the first one passes."""
    target = {**FILES, "call.nix": b"# new\n" + FILES["call.nix"], "lone.nix": b"{ a = 1; }"}
    found = Reach(between(FILES, target), HeldSnapshots(FILES).referring)
    assert found.files() == ["b.nix", "call.nix", "lone.nix"]


def test_a_module_is_not_a_package_of_its_name() -> None:
    """`agent.version` is the version of a package; the file of that name may be a NixOS module."""
    files = {
        "modules/agent.nix": b"{ config, lib, ... }: { options.a = 1; }",
        "app.nix": b'{ agent }: fetchurl { url = "u-${agent.version}"; hash = "x"; }',
    }
    for header, reached in ((b"", []), (b"{ lib, ... }: ", ["app.nix"])):
        before = {**files, "modules/agent.nix": header + files["modules/agent.nix"]}
        target = {**before, "modules/agent.nix": b"# new\n" + before["modules/agent.nix"].replace(b"1", b"2")}
        found = Reach(between(before, target), HeldSnapshots(before).referring)
        assert found.files() == sorted([*reached, "modules/agent.nix"])


def test_a_file_that_no_hash_depends_on_is_not_judged() -> None:
    """The change is not relevant."""
    assert not reach("README.md").relevant()


def test_the_callers_of_a_file_pass_deciding_arguments() -> None:
    """An import without arguments is no caller."""
    assert reach("lone.nix").callers("b.nix") == ["call.nix"]
    assert reach("lone.nix").callers("a.nix") == []


def test_files_are_recognised_by_their_names() -> None:
    """Nix files count, and data files that may have pins."""
    assert is_nix("a/b.nix")
    assert not is_nix("a/b.nix.orig")
    named = {
        "flake.lock": True, "a/pins.json": True, "x.toml": True, "deps.json": True, "package-lock.json": False,
        "Cargo.lock": False, "package.json": False, "pyproject.toml": False, "x.txt": False,
    }  # fmt: skip
    assert {name: may_pin(name) for name in named} == named


def test_a_moved_node_moves_the_inputs_that_follow_it() -> None:
    """Only the inputs of the root are named."""

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
