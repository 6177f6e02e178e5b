"""Store names follow the rules of the producers, and are unknown if an input is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.producers import ROWS, by_name
from authguard.producers.store_name import _RULES, _WITH_ARGUMENT, sanitise, store_name, url_name

COMMIT = "0123456789abcdef0123456789abcdef01234567"
MAGNET = "magnet:?xt=urn:btih:dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c&dn=bunny"


def name_of(producer: str, **inputs: str | None) -> str | None:
    """The store name of a call; a dot in an input's name is written __."""
    row = by_name(producer)
    assert row is not None
    return store_name(row, {name.replace("__", "."): value for name, value in inputs.items()})


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("hello-1.0", "hello-1.0"),
        ("a%20b.tar.gz", "a-20b.tar.gz"),
        ("x.tar.gz?sha=1", "x.tar.gz?sha=1"),
        ("../hello.bar # foo", "-hello.bar-foo"),
        ("...", "unknown"),
        ("", "unknown"),
        ("é~~!", "-"),
        ("a" * 300 + "b", "a" * 206 + "b"),
    ],
)
def test_names_are_sanitised_as_in_nixpkgs(name: str, wanted: str) -> None:
    """The documentation of lib.strings.sanitizeDerivationName has some of these names."""
    assert sanitise(name) == wanted


@given(st.text())
def test_sanitised_names_are_valid_and_stay(name: str) -> None:
    """The result is a valid store name, and a second run does not change it."""
    clean = sanitise(name)
    assert 0 < len(clean) <= 207
    assert set(clean) <= set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-._?=")
    if not clean.startswith("."):
        assert sanitise(clean) == clean


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://example.org/o/foo.git", "foo"),
        ("https://example.org/o/foo/", "foo"),
        ("git@example.org:foo.git", "foo"),
        ("https://example.org/foo.tar.gz", "foo"),
        ("https://example.org/foo.bar", "foo.bar"),
    ],
)
def test_urls_have_the_names_of_nixpkgs(url: str, wanted: str) -> None:
    """The function in nixpkgs is lib.sources.urlToName."""
    assert url_name(url) == wanted


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [
        ({"rev": COMMIT}, "foo-0123456"),
        ({"rev": "v1.2.3"}, "foo"),
        ({"tag": "v1.2.3"}, "foo"),
        ({"tag": "20240101"}, "foo-2024010"),
        ({"rev": "refs/tags/v1"}, "foo"),
        ({}, "foo"),
        ({"rev": "beef"}, "foo-beef"),
        ({"rev": COMMIT, "rootDir": "sub/dir"}, "foo-sub-dir"),
        ({"rev": COMMIT, "name": "own"}, "own"),
        ({"rev": None}, None),
        ({"rev": COMMIT, "name": None}, None),
    ],
)
def test_fetchgit_adds_hexadecimal_digits_to_the_name(
    inputs: dict[str, str | None], wanted: str | None
) -> None:
    """With rootDir, the digits are not part of the name."""
    assert name_of("fetchgit", url="https://example.org/o/foo.git", **inputs) == wanted


@pytest.mark.parametrize(
    ("producer", "inputs", "wanted"),
    [
        ("fetchurl", {"url": "https://e.org/v1/foo-1.2.tar.gz"}, "foo-1.2.tar.gz"),
        ("fetchurl", {"urls": "mirror://gnu/a/a-1.tar.xz https://e.org/b"}, "a-1.tar.xz"),
        ("fetchurl", {"url": "https://e.org/x", "pname": "p", "version": "1"}, "p-1"),
        ("fetchurl", {"url": "https://e.org/x", "pname": "p", "version": None}, None),
        ("fetchurl", {"url": "https://e.org/x", "version": "1"}, "x"),
        ("fetchurl", {"url": None, "name": "n"}, "n"),
        ("fetchurl", {"url": None}, None),
        ("fetchurl", {}, None),
        ("fetchzip", {"url": "https://e.org/x.zip"}, "source"),
        ("fetchpatch", {"url": f"https://e.org/o/r/commit/{COMMIT}.patch"}, f"{COMMIT}.patch"),
        ("fetchFromGitHub", {"owner": "o", "repo": "r", "rev": COMMIT}, "source"),
        ("fetchFromGitHub", {"name": "r-1"}, "r-1"),
        ("fetchFromGitHub", {"name": None}, None),
        ("fetchFromSourcehut", {"vc": "hg"}, "hg-archive-source"),
        ("fetchFromSourcehut", {}, "source"),
        ("fetchFromRadicle", {"repo": "zabc", "rev": COMMIT}, "zabc-0123456"),
        ("fetchFromRadicle", {"repo": "zabc", "rev": COMMIT, "node": "n"}, "zabc"),
        ("fetchFromRadicle", {"repo": "zabc", "tag": "beef"}, "zabc"),
        ("fetchFromRadicle", {"repo": "zabc", "tag": "beef", "rootDir": "d"}, "zabc-d"),
        ("fetchRadiclePatch", {"repo": "zabc", "revision": COMMIT}, "zabc-0123456"),
        ("fetchPypi", {"pname": "a", "version": "1"}, "a-1.tar.gz"),
        ("fetchPypi", {"pname": "a", "version": "1", "format": "wheel"}, "a-1-py2.py3-none-any.whl"),
        ("fetchPypiLegacy", {"file": "a-1.zip"}, "a-1.zip"),
        ("fetchCrate", {"pname": "serde", "version": "1.0"}, "serde-1.0.tar.gz"),
        ("fetchCratesIo", {"name": "serde", "version": "1.0"}, "serde-1.0.tar.gz"),
        ("fetchCrate", {"crateName": "serde", "pname": "x", "version": "1.0"}, "serde-1.0.tar.gz"),
        ("fetchsvn", {"url": "https://e.org/svn/foo/trunk/", "rev": "7"}, "foo-r7"),
        ("fetchsvn", {"url": "https://e.org/svn/foo/branches/b"}, "foo-b-rHEAD"),
        ("fetchsvn", {"url": "https://e.org/svn/foo/tags/1", "rev": "7"}, "foo-1-r7"),
        ("fetchsvn", {"url": "https://e.org/foo", "rev": "7"}, "foo-r7"),
        ("fetchsvnssh", {"url": "x", "rev": "7"}, "svn-export-ssh"),
        ("fetchhg", {"url": "x"}, "hg-archive"),
        ("fetchhg", {"name": "n"}, "hg-archive-n"),
        ("fetchfossil", {}, "fossil-archive"),
        ("fetchcvs", {}, "cvs-export"),
        ("fetchbzr", {}, "bzr-export"),
        ("fetchdarcs", {}, "fetchdarcs"),
        ("fetchpijul", {}, "fetchpijul"),
        ("fetchmtn", {}, "mtn-checkout"),
        ("fetchDebianPatch", {"patch": "fix.patch", "version": "1"}, "fix.patch"),
        (
            "fetchMavenArtifact",
            {"groupId": "org.a", "artifactId": "b.c", "version": "1", "classifier": "x"},
            "org_a_b_c-1.jar",
        ),
        ("fetchNextcloudApp", {"name": "n"}, "source"),
        ("fetchFirefoxAddon", {"url": "https://e.org/a.xpi", "name": "n"}, "a.xpi"),
        ("fetchs3", {"s3url": "s3://b/k.tar"}, "k.tar"),
        ("fetchtorrent", {"url": MAGNET}, "bittorrent-dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c"),
        ("fetchtorrent", {"url": "https://e.org/a.torrent"}, "bittorrent"),
        ("fetchtorrent", {"url": "https://e.org/a.torrent", "name": "n"}, "n"),
        ("fetchipfs", {"ipfs": "QmX"}, "QmX"),
        ("fetchgx", {"name": "ipfs"}, "ipfs-gxdeps"),
        ("fetchbower", {"name": "o/jquery", "version": "2.2.4"}, "o-jquery-2.2.4"),
        ("fetchbower", {"name": "jquery", "version": "o/jquery#1.2"}, "jquery-1.2"),
        ("dotnetPackages.fetchNuGet", {"pname": "A", "version": "1"}, "A.1.zip"),
        ("fetchNuGet", {"pname": "A", "version": "1"}, "A.1.nupkg"),
        ("buildDotnetGlobalTool", {"pname": "a", "nugetName": "A", "version": "1"}, "A.1.nupkg"),
        ("fetchHex", {"pkg": "a", "version": "1"}, "a-1.tar"),
        ("requireFile", {"url": "https://e.org/a.zip"}, "a.zip"),
        ("callHackageDirect", {"pkg": "a", "ver": "1"}, "source"),
        (
            "dockerTools.pullImage",
            {"imageName": "a/b:c", "imageDigest": "sha256:0"},
            "docker-image-a-b-c-latest.tar",
        ),
        (
            "pullImage",
            {"imageName": "a", "finalImageName": "f", "finalImageTag": "1"},
            "docker-image-f-1.tar",
        ),
        ("nix2container.pullImage", {"imageName": "a/b"}, "docker-image-a-b"),
        (
            "vscode-utils.fetchVsixFromVscodeMarketplace",
            {"publisher": "p", "name": "n", "version": "1"},
            "p-n.zip",
        ),
        ("buildGoModule", {"pname": "a", "version": "1"}, "a-1-go-modules"),
        ("buildGoModule", {"pname": "a", "version": "1", "goSum": "./go.sum"}, None),
        ("buildNpmPackage", {"name": "a", "pname": "p", "version": "1"}, "a-npm-deps"),
        ("fetchNpmDeps", {}, "npm-deps"),
        ("fetchNpmDeps", {"name": "anubis-npm-deps"}, "anubis-npm-deps"),
        ("fetchYarnDeps", {}, "offline"),
        ("fetchYarnBerryDeps", {"name": "n"}, "offline"),
        ("pnpm_9.fetchDeps", {"pname": "a", "version": "1"}, "a-pnpm-deps"),
        ("buildRustPackage", {"pname": "a", "version": "1"}, "a-1-vendor-staging"),
        ("buildRustPackage", {"pname": "a", "version": "1", "cargoDepsName": "a"}, "a-vendor-staging"),
        ("fetchCargoVendor", {}, "cargo-deps-vendor-staging"),
        ("fetchCargoVendor", {"pname": "a", "version": "1"}, "a-1-vendor-staging"),
        ("fetchCargoTarball", {"name": "a"}, "a-vendor.tar.gz"),
        ("buildMavenPackage", {"pname": "a", "version": "1"}, "a-1-maven-deps"),
        ("buildComposerProject2", {"pname": "a", "version": "1"}, "a-1-composer-repository"),
        ("fetchMixDeps", {"pname": "mix-deps-a", "version": "1"}, "mix-deps-a-1"),
        ("fetchRebar3Deps", {"name": "a", "version": "1"}, "rebar-deps-a-1"),
        ("zig.fetchDeps", {"pname": "a", "version": "1"}, "a-1-zig-deps"),
        ("buildRubyGem", {"gemName": "rake", "version": "13"}, "rake-13.gem"),
        ("importCargoLock", {}, None),
        ("stdenv.mkDerivation", {"pname": "a", "version": "1"}, "a-1"),
        ("mkDerivation", {"name": "a"}, "a"),
        ("mkDerivation", {"pname": "a"}, None),
        ("runCommand", {"name": "a b"}, "a-b"),
        ("fetchRepoProject", {"name": "aosp"}, "aosp"),
        ("builtins.fetchurl", {"url": "https://e.org/a"}, "a"),
        ("builtins.fetchTarball", {"url": "https://e.org/a.tar.gz"}, "source"),
        ("builtins.fetchTarball", {"name": "nixpkgs"}, "nixpkgs"),
        ("builtins.fetchTree", {}, "source"),
        ("builtins.path", {"path": "/a/b/"}, "b"),
        ("builtins.path", {"path": "./b", "name": "n"}, "n"),
        ("<nix/fetchurl.nix>", {"url": "https://e.org/y"}, "y"),
        ("flake.lock", {}, "source"),
        ("npins", {"type": "PyPi", "url": "https://e.org/a-1.tar.gz"}, "a-1.tar.gz"),
        ("npins", {"type": "Git"}, "source"),
        ("niv", {"key": "nix pkgs"}, "nix-pkgs-src"),
    ],
)
def test_each_producer_has_its_rule_for_names(
    producer: str, inputs: dict[str, str | None], wanted: str | None
) -> None:
    """An unknown input that the rule needs makes the name unknown."""
    assert name_of(producer, **inputs) == wanted


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [
        ({"src__type": "git", "src__url": "https://e.org/foo.git", "src__rev": COMMIT}, "foo-0123456"),
        ({"src__type": "github", "src__rev": COMMIT}, "source"),
        ({"src__type": "url", "src__url": "https://e.org/a.zip"}, "a.zip"),
        ({"src__type": "url", "src__name": "b.zip", "src__url": None}, "b.zip"),
        ({"src__type": "docker", "src__imageName": "a"}, "docker-image-a-latest.tar"),
        (
            {"src__type": "docker", "src__finalImageName": "f", "src__finalImageTag": "1"},
            "docker-image-f-1.tar",
        ),
        ({"src__type": None}, None),
    ],
)
def test_the_name_of_nvfetcher_depends_on_the_kind_of_source(
    inputs: dict[str, str | None], wanted: str | None
) -> None:
    """The rule of the matching fetcher is used."""
    assert name_of("nvfetcher", **inputs) == wanted


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [
        ({"key": "rake", "version": "13", "source.type": "gem"}, "rake-13.gem"),
        ({"key": "rake", "version": None}, None),
        (
            {
                "key": "rake",
                "version": "13",
                "source.type": "git",
                "source.url": "https://e.org/rake.git",
                "source.rev": COMMIT,
            },
            "rake-0123456",
        ),
    ],
)
def test_a_gem_has_the_name_of_its_key(inputs: dict[str, str | None], wanted: str | None) -> None:
    """A gem from git has the name of its repository."""
    row = by_name("gemset.nix")
    assert row is not None
    assert store_name(row, inputs) == wanted


def test_every_rule_is_there_and_used() -> None:
    """Each row names an existing rule, and each rule is used."""
    used = {row.name_rule for row in ROWS}
    plain_rules = {rule for rule in used if ":" not in rule}
    assert plain_rules == set(_RULES)
    assert {rule.partition(":")[0] for rule in used - plain_rules} == set(_WITH_ARGUMENT)


def test_unknown_inputs_give_no_name() -> None:
    """If every input is unknown there is no name, unless the name is always the same."""
    for row in ROWS:
        unknown = dict.fromkeys((*row.inputs(), "name", "pname", "version", "key", "file", "repo"))
        always = row.name_rule.startswith("fixed:")
        assert (store_name(row, unknown) is not None) == always, row


@pytest.mark.parametrize("name", ["a b", "a\udcff", "é", "a/b", "a" * 212])
def test_a_name_that_nix_refuses_is_no_store_name(name: str) -> None:
    """No store has an output with this name."""
    assert name_of("fetchurlBoot", url="https://example.org/r", name="a" * 211) == "a" * 211
    assert name_of("fetchurlBoot", url="https://example.org/r", name=name) is None
