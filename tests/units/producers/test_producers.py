"""The catalogue is whole and consistent: every producer of nixpkgs, every role told apart."""

from __future__ import annotations

import subprocess
import sys

import pytest

from authguard.outputs.hash_names import classify
from authguard.producers import ROWS, by_attribute, by_name
from authguard.producers.record import ROLES, Row

PRODUCERS = [
    "fetchurl",
    "fetchzip",
    "fetchpatch",
    "fetchpatch2",
    "fetchgit",
    "fetchFromGitHub",
    "fetchFromGitLab",
    "fetchFromGitea",
    "fetchFromForgejo",
    "fetchFromCodeberg",
    "fetchFromSourcehut",
    "fetchFromBitbucket",
    "fetchFromGitiles",
    "fetchFromSavannah",
    "fetchFromRepoOrCz",
    "fetchFrom9Front",
    "fetchPypi",
    "fetchPypiLegacy",
    "fetchCrate",
    "fetchsvn",
    "fetchsvnssh",
    "fetchhg",
    "fetchcvs",
    "fetchbzr",
    "fetchdarcs",
    "fetchfossil",
    "fetchpijul",
    "fetchmtn",
    "fetchDebianPatch",
    "fetchMavenArtifact",
    "fetchNextcloudApp",
    "fetchFirefoxAddon",
    "fetchs3",
    "fetchtorrent",
    "fetchipfs",
    "fetchgx",
    "fetchbower",
    "fetchRepoProject",
    "dotnetPackages.fetchNuGet",
    "fetchNupkg",
    "fetchNuGet",
    "dockerTools.pullImage",
    "vscode-utils.fetchVsixFromVscodeMarketplace",
    "vscode-utils.buildVscodeMarketplaceExtension",
    "vscode-utils.extensionsFromVscodeMarketplace",
    "fetchHex",
    "requireFile",
    "haskellPackages.callHackageDirect",
    "buildGoModule",
    "buildGo124Module",
    "buildNpmPackage",
    "fetchNpmDeps",
    "fetchYarnDeps",
    "yarn-berry_4.fetchYarnBerryDeps",
    "fetchPnpmDeps",
    "pnpm.fetchDeps",
    "pnpm_10.fetchDeps",
    "importNpmLock",
    "rustPlatform.buildRustPackage",
    "rustPlatform.fetchCargoVendor",
    "rustPlatform.fetchCargoTarball",
    "rustPlatform.importCargoLock",
    "maven.buildMavenPackage",
    "gradle.fetchDeps",
    "buildDotnetModule",
    "php.buildComposerProject",
    "php.buildComposerProject2",
    "php.mkComposerVendor",
    "beamPackages.fetchMixDeps",
    "fetchRebar3Deps",
    "buildDartApplication",
    "flutter.buildFlutterApplication",
    "zig.fetchDeps",
    "zig_0_14.fetchDeps",
    "bundlerEnv",
    "buildRubyGem",
    "julia.withPackages",
    "stdenv.mkDerivation",
    "stdenvNoCC.mkDerivation",
    "derivation",
    "runCommand",
    "runCommandLocal",
    "runCommandCC",
    "runCommandWith",
    "builtin:fetchurl",
    "stdenv.fetchurlBoot",
    "builtins.fetchurl",
    "builtins.fetchTarball",
    "fetchTarball",
    "builtins.fetchGit",
    "builtins.fetchTree",
    "builtins.path",
    "fetchFromRadicle",
    "fetchRadiclePatch",
    "fetchFromTangled",
    "fetchFromHuggingFace",
    "buildNimPackage",
    "buildDubPackage",
    "buildCrystalPackage",
    "fetchBunDeps",
    "fetchDenoDeps",
    "fetchSwiftPMDeps",
    "buildBazelPackage",
]


@pytest.mark.parametrize("name", PRODUCERS)
def test_every_producer_is_known(name: str) -> None:
    """By the name that packages call it by, with and without `pkgs.` before it."""
    row = by_name(name)
    assert row is not None
    assert row is by_name(f"pkgs.{name}")


@pytest.mark.parametrize("name", ["", ".", "toString", "lib.types.path", "attrs.fetchDeps", "callPackage"])
def test_other_functions_are_not(name: str) -> None:
    """A function that makes no fixed output has no row."""
    assert by_name(name) is None


def test_nix_own_fetchurl_is_known() -> None:
    """As it is imported, in angle brackets."""
    assert by_name("<nix/fetchurl.nix>") is by_name("stdenv.fetchurlBoot") is not None


def test_builtins_are_told_from_nixpkgs() -> None:
    """`builtins.fetchurl` has no postFetch, `fetchurl` has."""
    builtin, nixpkgs = by_name("builtins.fetchurl"), by_name("prev.fetchurl")
    assert builtin is not None
    assert nixpkgs is not None
    assert (builtin.role("postFetch"), nixpkgs.role("postFetch")) == (None, "script")


@pytest.mark.parametrize("row", ROWS, ids=repr)
class TestRow:
    """What holds for each row."""

    def test_reference(self, row: Row) -> None:
        """It says where its rule is to be read: a project and a file or function."""
        assert len(row.reference.split()) >= 2

    def test_roles_do_not_overlap(self, row: Row) -> None:
        """Every input has one role, stands once, and is no hash."""
        inputs = row.inputs()
        assert len(inputs) == len(set(inputs))
        assert set(inputs).isdisjoint(row.hashes)
        assert all(row.role(name) is not None for name in inputs)

    def test_it_has_content(self, row: Row) -> None:
        """Something decides what it holds, and its hashes or entries are named where it has any."""
        assert row.what
        assert all(classify(name) is not None for name in row.hashes)

    def test_kind_and_mode(self, row: Row) -> None:
        """Only the values that the class describes."""
        assert row.kind in ("source", "dependency", "image", "patch", "handwritten", "pin")
        assert {row.mode, *(mode for _, _, mode in row.flips)} <= {"flat", "recursive", "git", "text"}

    def test_defaults_and_lock_inputs_are_inputs(self, row: Row) -> None:
        """A default, an option for the lock or its place is an input too."""
        inputs = row.inputs()
        assert set(row.defaults) <= set(inputs)
        assert set(row.lock_root) <= set(inputs)
        assert row.lock_input is None or row.lock_input in inputs
        assert row.lock or not (row.lock_root or row.lock_copied or row.lock_all)

    def test_aliases_are_inputs_of_one_role(self, row: Row) -> None:
        """Both names of an alias are read."""
        for alias, canonical, _ in row.aliases:
            assert row.role(alias) == row.role(canonical) is not None

    def test_positional_arguments_have_a_meaning(self, row: Row) -> None:
        """Each is an input, a hash, part of the name, or the set of the others."""
        for name in row.positional:
            assert name in ("*", "name") or name in row.hashes or row.role(name) is not None


def test_names_are_unique() -> None:
    """No two rows claim one name."""
    names = [name for row in ROWS for name in row.names]
    assert len(names) == len(set(names))


def test_roles_are_the_fields_of_a_row() -> None:
    """The order of weight names them all."""
    assert ROLES == ("what", "how", "script", "where", "tool")


@pytest.mark.parametrize(
    ("attribute", "name"),
    [
        ("vendorHash", "buildGoModule"),
        ("vendorSha256", "buildGoModule"),
        ("cargoHash", "buildRustPackage"),
        ("cargoSha256", "buildRustPackage"),
        ("npmDepsHash", "buildNpmPackage"),
        ("mvnHash", "buildMavenPackage"),
        ("nugetSha256", "buildDotnetGlobalTool"),
        ("hash", None),
        ("sha256", None),
        ("yarnHash", None),
    ],
)
def test_builders_by_attribute(attribute: str, name: str | None) -> None:
    """A hash attribute with a name of its own tells its builder."""
    row = by_attribute(attribute)
    assert (row.names[0] if row else None) == name


def test_what_reaches_a_fixed_output() -> None:
    """Some lines that are easy to get wrong."""
    cases = [
        ("buildRustPackage", "cargoPatches", "what"),
        ("buildRustPackage", "patches", None),
        ("buildRustPackage", "postPatch", None),
        ("buildGoModule", "subPackages", None),
        ("buildGoModule", "proxyVendor", "how"),
        ("buildGoModule", "postPatch", "script"),
        ("buildNpmPackage", "npmFlags", None),
        ("buildComposerProject2", "patches", None),
        ("fetchgit", "sparseCheckout", "how"),
        ("fetchFromGitHub", "private", None),
        ("fetchFromGitHub", "owner", "where"),
        ("fetchPnpmDeps", "pnpm", "tool"),
        ("fetchPnpmDeps", "MY_VARIABLE", "how"),
        ("fetchPnpmDeps", "version", None),
        ("dockerTools.pullImage", "arch", "how"),
    ]
    for name, attribute, role in cases:
        row = by_name(name)
        assert row is not None
        assert row.role(attribute) == role, (name, attribute)


def test_defaults_differ_where_nixpkgs_has_them_differ() -> None:
    """Fetchgit fetches submodules unless told not to, fetchFromGitHub the other way round."""
    fetchgit, github = by_name("fetchgit"), by_name("fetchFromGitHub")
    assert fetchgit is not None
    assert github is not None
    assert (fetchgit.defaults["fetchSubmodules"], github.defaults["fetchSubmodules"]) == (True, False)


def test_the_catalogue_imports_nothing_but_itself() -> None:
    """Every check reads it: no module beyond our own is loaded, but for what `re` needs."""
    code = (
        "import re, sys; before = set(sys.modules); import authguard.producers, authguard.digest, "
        "authguard.producers.store_name, authguard.producers.store_path, authguard.outputs.hash_names; "
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    foreign = [name for name in done.stdout.split() if name.split(".")[0] not in ("authguard", "__future__")]
    assert foreign == []
