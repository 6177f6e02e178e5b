"""The packages of a directory that a moved package affects."""

from __future__ import annotations

import pytest

from authguard.outputs import siblings
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
    assert siblings.has_word(siblings.plain(text), {siblings.name_in("pkgs", name)}) is expected


SCOPE = b"""{ pkgs, release }:
let callPackage = pkgs.newScope { inherit release; };
in pkgs.lib.packagesFromDirectoryRecursive { inherit callPackage; directory = ./pkgs; }
"""
USER = b'{ fetchurl, release }: fetchurl { url = "u/${release}"; hash = "x"; }'
LOADED = {
    "flake.nix": b'{ outputs = { nixpkgs, ... }: { x = import ./scope.nix { release = "2.4.0"; pkgs = nixpkgs; }; }; }',
    "scope.nix": SCOPE,
    "pkgs/alpha/package.nix": USER,
    "pkgs/beta/package.nix": USER,
}
BOTH = {"pkgs/alpha/package.nix", "pkgs/beta/package.nix"}


def judged(base: dict[str, bytes], changed: dict[str, bytes]) -> set[str]:
    """The packages that are judged after a change of these files."""
    found = Reach(between(base, {**base, **changed}), HeldSnapshots(base).referring).files()
    return {path for path in found if path.startswith("pkgs/")}


def test_all_packages_are_judged_if_a_caller_of_the_loader_passes_another_version() -> None:
    """The loader itself did not change."""
    moved = {"flake.nix": LOADED["flake.nix"].replace(b"2.4.0", b"2.5.0")}
    assert judged(LOADED, moved) == BOTH


def test_all_packages_are_judged_if_a_caller_of_the_loader_reads_what_moved() -> None:
    """The version is in a file that the caller imports."""
    flake = LOADED["flake.nix"].replace(b'"2.4.0"', b"import ./v.nix")
    base = {**LOADED, "flake.nix": flake, "v.nix": b'"2.4.0"'}
    assert judged(base, {"v.nix": b'"2.5.0"'}) == BOTH


def test_a_lock_of_a_flake_hides_no_other_change() -> None:
    """A file beside it changed too."""
    scope = SCOPE.replace(
        b"{ pkgs, release }:\nlet", b"{ pkgs }:\nlet release = (import ./versions.nix).release;"
    )
    lock = b'{"nodes":{"root":{"inputs":{"t":"t"}},"t":{"locked":{"rev":"%d"}}},"root":"root"}'
    base = {**LOADED, "scope.nix": scope, "versions.nix": b'{ release = "1"; }', "flake.lock": lock % 1}
    assert judged(base, {"versions.nix": b'{ release = "2"; }', "flake.lock": lock % 2}) == BOTH


def test_a_file_that_the_loader_reads_by_a_computed_name_may_be_of_any_package() -> None:
    """It is not in the directory of the packages."""
    loader = b"""{ pkgs, lib }:
lib.mapAttrs (name: _: pkgs.callPackage (./pkgs + "/${name}/package.nix") {
  release = lib.importJSON (./info + "/${name}.json");
}) (builtins.readDir ./pkgs)
"""
    base = {"default.nix": loader, "info/alpha.json": b'{"v":"1"}', **dict.fromkeys(BOTH, USER)}
    assert "pkgs/alpha/package.nix" in judged(base, {"info/alpha.json": b'{"v":"2"}'})


GENERATED = (
    b'{ fetchurl }:\n{\n  helper = {\n    version = "%d";\n  };\n  other = {\n    version = "1";\n  };\n}\n'
)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("read", [b"source.src", b'sources."${name}-src"', b"sources.helper.src"])
def test_a_package_that_may_read_a_moved_pin_is_judged(end: bytes, read: bytes) -> None:
    """By its own name, by a computed name, or by the name of the pin."""
    loader = b"""{ pkgs, lib }:
let sources = pkgs.callPackage ./_sources/generated.nix { };
in lib.mapAttrs (name: _: pkgs.callPackage (./pkgs + "/${name}/package.nix") {
  source = sources.${name};
  inherit sources;
}) (builtins.readDir ./pkgs)
"""
    user = b'{ buildGoModule, source, sources }: buildGoModule { src = %s; vendorHash = "x"; }' % read
    base = {
        "default.nix": loader,
        "_sources/generated.nix": (GENERATED % 1).replace(b"\n", end),
        "pkgs/helper/package.nix": user,
        "pkgs/stork/package.nix": b'{ fetchurl }: fetchurl { url = "u"; hash = "s"; }',
    }
    moved = {"_sources/generated.nix": (GENERATED % 2).replace(b"\n", end)}
    assert judged(base, moved) == {"pkgs/helper/package.nix"}
