"""The catalogue is complete and consistent: every producer of nixpkgs, every role."""

from __future__ import annotations

import re

import pytest

from authguard.locks import KINDS
from authguard.outputs.hash_names import classify
from authguard.producers import ROWS, by_attribute, by_name
from authguard.producers.record import RECIPES, ROLES, SRI, Producer, Reason
from authguard.producers.store_name import RULES
from authguard.prove.recipes import MAKERS

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
    "fetchCratesIo",
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
    """A producer is known by the name that packages call it by, with and without `pkgs.` before the name."""
    row = by_name(name)
    assert row is not None
    assert row is by_name(f"pkgs.{name}")


@pytest.mark.parametrize("name", ["", ".", "toString", "lib.types.path", "attrs.fetchDeps", "callPackage"])
def test_other_functions_are_no_producers(name: str) -> None:
    """A function that makes no fixed output has no row."""
    assert by_name(name) is None


def test_nix_own_fetchurl_is_known() -> None:
    """Nix's own fetchurl is known under its path in angle brackets."""
    assert by_name("<nix/fetchurl.nix>") is by_name("stdenv.fetchurlBoot") is not None


def test_the_builtin_fetchurl_differs_from_that_of_nixpkgs() -> None:
    """`builtins.fetchurl` has no postFetch, `fetchurl` has."""
    builtin, nixpkgs = by_name("builtins.fetchurl"), by_name("prev.fetchurl")
    assert builtin is not None
    assert nixpkgs is not None
    assert (builtin.role("postFetch"), nixpkgs.role("postFetch")) == (None, "script")


def lacking(row: Producer) -> list[str]:
    """Return the parts that a record lacks, one in each line: a complete record has none."""
    name, inputs = row.names[0], row.inputs()
    lines = []
    if row.kind not in ("dependency", "handwritten") and not row.location:
        lines.append(f"{name}: location, a url with its inputs in braces, or the Reason why there is none")
    placed = re.findall(r"\{(\w+)\??\}", "" if isinstance(row.location, Reason) else row.location)
    known = {*inputs, *row.defaults, "name"}
    lines += [f"{name}: location has {{{each}}}, which is no input" for each in placed if each not in known]
    if not isinstance(row.recipe, Reason) and row.recipe not in RECIPES:
        lines.append(f"{name}: recipe, one of {', '.join(sorted(RECIPES))}, or the Reason why there is none")
    if row.name_rule.partition(":")[0] not in RULES:
        lines.append(f"{name}: name_rule, one of {', '.join(sorted(RULES))}")
    if row.kind == "dependency" and not isinstance(row.lock, Reason) and row.lock not in KINDS:
        lines.append(f"{name}: lock, one of {', '.join(KINDS)}, or the Reason why none decides")
    if not row.what and not (row.kind == "dependency" and row.how):
        lines.append(f"{name}: what, the inputs that decide the content")
    if len(row.reference.split()) < 2:
        lines.append(f"{name}: reference, a project and a file of it")
    return lines


def test_no_record_lacks_anything() -> None:
    """Each record has its location, recipe, store name and inputs, or the reason for a missing part."""
    lines = [line for row in ROWS for line in lacking(row)]
    assert not lines, "\n".join(lines)


def test_all_missing_parts_of_a_record_are_named_at_once() -> None:
    """The bare record lacks most parts."""
    bare = Producer(
        ("fetchFromNowhere",), "source", SRI, what=(), location="https://{host}", reference="here"
    )
    assert [line.partition(",")[0] for line in lacking(bare)] == [
        "fetchFromNowhere: location has {host}",
        "fetchFromNowhere: recipe",
        "fetchFromNowhere: what",
        "fetchFromNowhere: reference",
    ]


def test_every_recipe_is_known() -> None:
    """The package authguard.prove knows each name that records use."""
    assert frozenset(MAKERS) == RECIPES


@pytest.mark.parametrize("row", ROWS, ids=repr)
class TestRow:
    """The rules for each row."""

    def test_roles_do_not_overlap(self, row: Producer) -> None:
        """Every input has one role, is listed once, and is no hash."""
        inputs = row.inputs()
        assert len(inputs) == len(set(inputs))
        assert set(inputs).isdisjoint(row.hashes)
        assert all(row.role(name) is not None for name in inputs)

    def test_hashes_are_named_like_hashes(self, row: Producer) -> None:
        """The name of each hash attribute looks like the name of a hash."""
        assert all(classify(name) is not None for name in row.hashes)

    def test_kind_and_mode_have_only_known_values(self, row: Producer) -> None:
        """The class describes these values."""
        assert row.kind in ("source", "dependency", "image", "patch", "handwritten", "pin")
        assert {row.mode, *(mode for _, _, mode in row.flips)} <= {"flat", "recursive", "git", "text"}

    def test_defaults_and_lock_inputs_are_inputs(self, row: Producer) -> None:
        """A default, an option for the lock or its place is an input too."""
        inputs = row.inputs()
        assert set(row.defaults) <= set(inputs)
        assert set(row.lock_root) <= set(inputs)
        assert row.lock_input is None or row.lock_input in inputs
        assert row.lock or not (row.lock_root or row.lock_copied)

    def test_aliases_are_inputs_of_one_role(self, row: Producer) -> None:
        """Both names of an alias are read as inputs."""
        for alias, canonical, _ in row.aliases:
            assert row.role(alias) == row.role(canonical) is not None

    def test_positional_arguments_have_a_meaning(self, row: Producer) -> None:
        """Each argument is an input, a hash, part of the name, or the set of the other arguments."""
        for name in row.positional:
            assert name in ("*", "name") or name in row.hashes or row.role(name) is not None


def test_names_are_unique() -> None:
    """No two rows have a name in common."""
    names = [name for row in ROWS for name in row.names]
    assert len(names) == len(set(names))


def test_roles_are_the_fields_of_a_row() -> None:
    """The list of roles by weight names all roles."""
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
def test_some_hash_attributes_belong_to_one_builder(attribute: str, name: str | None) -> None:
    """An attribute such as hash has no builder."""
    row = by_attribute(attribute)
    assert (row.names[0] if row else None) == name


def test_similar_inputs_have_different_roles() -> None:
    """The roles of these inputs are easy to confuse."""
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


def test_defaults_of_submodules_differ_as_in_nixpkgs() -> None:
    """By default fetchgit fetches submodules, and fetchFromGitHub does not."""
    fetchgit, github = by_name("fetchgit"), by_name("fetchFromGitHub")
    assert fetchgit is not None
    assert github is not None
    assert (fetchgit.defaults["fetchSubmodules"], github.defaults["fetchSubmodules"]) == (True, False)
