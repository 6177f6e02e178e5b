"""The packages of a directory that a moved package affects."""

from __future__ import annotations

import pytest

from authguard.outputs import neighbours
from authguard.outputs.reach import Reach
from tests.support.snapshots import HeldSnapshots, between

LOADER = b"""{ pkgs, lib }:
let
  versions = import ./versions.nix;
  packages = lib.mapAttrs (name: _: pkgs.callPackage (./pkgs + "/${name}") { inherit packages versions; })
    (builtins.readDir ./pkgs);
in packages
"""
FILES = {
    "default.nix": LOADER,
    "versions.nix": b'{ heron = "1"; }',
    "pkgs/shared-parts/default.nix": b'{ version = "1"; }',
    "pkgs/shared-parts/pins.json": b"{ }",
    "pkgs/lark/default.nix": b'{ packages, fetchurl }: fetchurl { url = packages.sharedParts.v; hash = "x"; }',
    "pkgs/wren.nix": b'{ packages, fetchurl }: fetchurl { url = packages.lark.v; hash = "y"; }',
    "pkgs/heron/default.nix": b'{ versions, fetchurl }: fetchurl { url = versions.heron; hash = "z"; }',
    "pkgs/stork/default.nix": b'{ fetchurl }: fetchurl { url = "u"; hash = "s"; }',
}


def reached(changed: dict[str, bytes]) -> set[str]:
    """The packages of the directory that are judged after a change of these files."""
    target = {**FILES, **changed}
    found = Reach(between(FILES, target), HeldSnapshots(FILES).referring).files()
    return {path for path in found if path.startswith("pkgs/")}


def test_packages_that_name_a_moved_package_are_judged() -> None:
    """Also a package that names such a package. The same name may be spelled in several ways."""
    moved = reached({"pkgs/shared-parts/default.nix": b'{ version = "2"; }'})
    assert moved == {"pkgs/shared-parts/default.nix", "pkgs/lark/default.nix", "pkgs/wren.nix"}


def test_a_package_that_names_no_other_is_judged_alone() -> None:
    """The others have the arguments that they had."""
    moved = reached({"pkgs/stork/default.nix": FILES["pkgs/stork/default.nix"] + b" // { }"})
    assert moved == {"pkgs/stork/default.nix"}


@pytest.mark.parametrize(
    "changed",
    [
        {"versions.nix": b'{ heron = "2"; }'},
        {"default.nix": LOADER + b" // { }"},
        {"pkgs/versions/default.nix": b"{ }"},
    ],
)
def test_all_packages_are_judged_if_the_loader_reads_what_moved(changed: dict[str, bytes]) -> None:
    """By path, or by a name. Then any package may have other arguments."""
    assert {"pkgs/lark/default.nix", "pkgs/heron/default.nix", "pkgs/wren.nix"} <= reached(changed)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (b"packages.sharedParts.version", "pkgs/shared-parts/default.nix", True),
        (b"packages.my-shared_parts", "pkgs/shared-parts.nix", True),
        (b"a circle", "pkgs/ci/default.nix", True),
        (b"a specific text", "pkgs/ci/default.nix", False),
        (b"a default, a package", "pkgs/shared-parts/default.nix", False),
    ],
)
def test_words_are_compared_without_their_separators(text: bytes, name: str, expected: bool) -> None:
    """A short name counts only at the beginning of a word."""
    assert neighbours.has_word(neighbours.plain(text), {neighbours.name_in("pkgs", name)}) is expected
