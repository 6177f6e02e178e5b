"""The fixed outputs of the stand-in package set have the names and hashes of those in nixpkgs."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.nix import STANDIN, FixedOutput, Nix, NixError

pytestmark = pytest.mark.needs("nix-instantiate")

HASH = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
COMMIT = "ceb4fcc090851717a3069d78e85ceb1e86c2740c"
FAKE = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


def derivations(nix: Nix, expression: str) -> list[str]:
    """The .drv paths of an expression over `pkgs`, the stand-in, and `hash`."""
    return nix.instantiate_expression(f'let pkgs = import {STANDIN} {{ }}; hash = "{HASH}"; in {expression}')


def fixed_output(nix: Nix, expression: str) -> FixedOutput:
    """The only fixed output behind an expression over `pkgs` and `hash`."""
    (found,) = nix.fixed_outputs(derivations(nix, expression))
    return found


@pytest.mark.parametrize(
    ("arguments", "name", "revision"),
    [
        ('rev = "v1.2.3";', "foo", "v1.2.3"),
        ('rev = "version/1";', "foo", "version/1"),
        (f'rev = "{COMMIT}";', "foo-ceb4fcc", COMMIT),
        ('tag = "20240101";', "foo-2024010", "refs/tags/20240101"),
        ('rev = "beef";', "foo-beef", "beef"),
        ("", "foo", "HEAD"),
        (f'rev = "{COMMIT}"; rootDir = "a/b";', "foo-a-b", COMMIT),
        ('rev = "v1"; name = "bar";', "bar", "v1"),
    ],
)
def test_fetchgit_is_named_by_rule(nix: Nix, arguments: str, name: str, revision: str) -> None:
    """Only a revision that looks like a commit id is part of the name."""
    url = "https://example.org/mirrors/foo.git"
    found = fixed_output(nix, f'pkgs.fetchgit {{ url = "{url}"; inherit hash; {arguments} }}')
    assert (found.name, found.revision, found.url) == (name, revision, url)
    assert (found.digest, found.mode) == (HASH, "recursive")


@pytest.mark.parametrize(
    "url", ["https://example.org/foo/", "git@example.org:foo.git", "https://example.org/x/foo.tar.gz.git"]
)
def test_fetchgit_is_named_by_the_end_of_its_url(nix: Nix, url: str) -> None:
    """A slash at the end, the text before a colon and all suffixes are removed."""
    assert fixed_output(nix, f'pkgs.fetchgit {{ url = "{url}"; inherit hash; }}').name == "foo"


@pytest.mark.parametrize(
    ("arguments", "url"),
    [
        ('rev = "v1";', "https://github.com/o/r/archive/v1.tar.gz"),
        ('tag = "v1";', "https://github.com/o/r/archive/refs/tags/v1.tar.gz"),
        ('rev = "v1"; fetchSubmodules = true;', "https://github.com/o/r.git"),
        ('tag = "v1"; sparseCheckout = [ "docs" ];', "https://github.com/o/r.git"),
    ],
)
def test_fetch_from_github_is_called_source(nix: Nix, arguments: str, url: str) -> None:
    """An archive and a clone have the same name."""
    call = f'pkgs.fetchFromGitHub {{ owner = "o"; repo = "r"; inherit hash; {arguments} }}'
    found = fixed_output(nix, call)
    assert (found.name, found.url, found.mode) == ("source", url, "recursive")


@pytest.mark.parametrize(
    ("call", "name", "mode"),
    [
        ('fetchurl { url = "https://e.org/v1/foo.zip?x=1"; inherit hash; }', "foo.zip?x=1", "flat"),
        ('fetchurl { urls = [ "https://e.org/a%20b.gz" ]; inherit hash; }', "a-20b.gz", "flat"),
        ('fetchurl { url = "https://e.org/x"; pname = "p"; version = "1"; inherit hash; }', "p-1", "flat"),
        ('fetchurl { url = "https://e.org/x"; executable = true; inherit hash; }', "x", "recursive"),
        ('fetchzip { url = "https://e.org/foo-1.tar.gz"; inherit hash; }', "source", "recursive"),
    ],
)
def test_downloads_are_named_by_rule(nix: Nix, call: str, name: str, mode: str) -> None:
    """The function fetchurl names its output by the url, fetchzip does not."""
    found = fixed_output(nix, f"pkgs.{call}")
    assert (found.name, found.mode, found.digest) == (name, mode, HASH)


@pytest.mark.parametrize(
    ("hashes", "digest"),
    [
        ('sha256 = "0000000000000000000000000000000000000000000000000000"', FAKE),
        ('hash = ""', FAKE),
        ('sha256 = ""', FAKE),
        ("hash = pkgs.lib.fakeHash", FAKE),
        ("sha256 = pkgs.lib.fakeSha256", FAKE),
        ("sha512 = pkgs.lib.fakeSha512", f"sha512-{'A' * 86}=="),
        ("sha256 = hash", HASH),
    ],
)
def test_a_fetcher_takes_a_hash_in_any_form(nix: Nix, hashes: str, digest: str) -> None:
    """An empty hash means the fake hash."""
    assert fixed_output(nix, f'pkgs.fetchurl {{ url = "https://e.org/x"; {hashes}; }}').digest == digest


def test_a_fetcher_takes_one_hash(nix: Nix) -> None:
    """Two hashes, or no hash, are an error of evaluation."""
    with pytest.raises(NixError, match="exactly one hash, not 2"):
        derivations(nix, 'pkgs.fetchurl { url = "https://e.org/x"; inherit hash; sha256 = hash; }')
    with pytest.raises(NixError, match="exactly one hash, not 0"):
        derivations(nix, 'pkgs.fetchurl { url = "https://e.org/x"; }')


def test_final_attributes_follow_an_override(nix: Nix) -> None:
    """`finalAttrs:` has the changes of each overrideAttrs."""
    package = """
        (pkgs.stdenv.mkDerivation (finalAttrs: {
          pname = "p";
          version = "1";
          src = pkgs.fetchgit { url = "https://e.org/p"; rev = "v${finalAttrs.version}"; inherit hash; };
          env.FLAVOUR = "plain";
          passthru.kept = finalAttrs.version;
        }))
    """
    twice = f'({package}).overrideAttrs {{ version = "2"; }}'
    thrice = f'({twice}).overrideAttrs (_: old: {{ pname = old.pname + "q"; }})'
    (path,) = derivations(nix, thrice)
    closure = nix.closure([path])
    assert closure[path].name == "pq-2"
    assert closure[path].env["FLAVOUR"] == "plain"
    assert fixed_output(nix, thrice).revision == "v2"
    kept = nix.evaluate(f'let pkgs = import {STANDIN} {{ }}; hash = "{HASH}"; in ({thrice}).kept')
    assert kept == "2"


@pytest.mark.parametrize("form", ["{body}", "finalAttrs: {body}"])
def test_go_modules_are_a_separate_fixed_output(nix: Nix, form: str) -> None:
    """The modules have the name of the package, for a set and for a function of the final attributes."""
    body = '{ pname = "p"; version = "1"; vendorHash = hash; postPatch = "x"; doCheck = false; }'
    call = f"pkgs.buildGoModule ({form.format(body=body)})"
    found = fixed_output(nix, call)
    assert (found.name, found.digest, found.mode) == ("p-1-go-modules", HASH, "recursive")
    env = nix.closure([found.derivation])[found.derivation].env
    assert env["postPatch"] == "x"
    assert "doCheck" not in env
    overridden = f'(({call}).overrideAttrs {{ version = "2"; }}).goModules'
    assert fixed_output(nix, overridden).name == "p-2-go-modules"


def test_go_without_a_vendor_hash_has_no_fixed_output(nix: Nix) -> None:
    """The source has its own vendor/. An empty hash is the fake hash."""
    call = 'pkgs.buildGoModule {{ pname = "p"; version = "1"; vendorHash = {}; }}'
    assert nix.fixed_outputs(derivations(nix, call.format("null"))) == []
    assert fixed_output(nix, call.format('""')).digest == FAKE


@pytest.mark.parametrize(
    "call",
    [
        'runCommand "deps-1" { outputHash = hash; outputHashMode = "recursive"; } "true"',
        'stdenvNoCC.mkDerivation { name = "deps-1"; outputHash = hash; outputHashMode = "recursive"; }',
    ],
)
def test_hand_written_fixed_outputs_keep_their_hash_attributes(nix: Nix, call: str) -> None:
    """The attributes are passed on unchanged."""
    found = fixed_output(nix, f"pkgs.{call}")
    assert (found.name, found.digest, found.mode) == ("deps-1", HASH, "recursive")


@pytest.mark.parametrize("function", ["buildImage", "buildLayeredImage"])
def test_images_are_named_by_their_last_part(nix: Nix, function: str) -> None:
    """The names of images contain their arguments."""
    contents = "copyToRoot" if function == "buildImage" else "contents"
    call = f'pkgs.dockerTools.{function} {{ name = "a/b"; tag = "1"; {contents} = [ pkgs.uv ]; }}'
    (path,) = derivations(nix, call)
    closure = nix.closure([path])
    assert closure[path].name == "b.tar.gz"
    assert "uv-1.0" in {closure[each].name for each in closure[path].inputs}


@pytest.mark.needs("bash")
def test_scripts_and_texts_can_be_built(nix: Nix) -> None:
    """A script has its text, and runs."""
    application = 'pkgs.writeShellApplication { name = "hello"; text = "echo \\"hello $1\\""; }'
    (path,) = derivations(nix, application)
    program = nix.realise(path) / "bin" / "hello"
    done = subprocess.run([program, "there"], stdout=subprocess.PIPE, encoding="utf-8", check=True)
    assert done.stdout == "hello there\n"
    (path,) = derivations(nix, 'pkgs.writeText "note" "a\\nb"')
    assert nix.realise(path).read_text() == "a\nb"


def test_a_fetcher_cannot_be_built(nix: Nix) -> None:
    """The message is about the stand-in."""
    (path,) = derivations(nix, 'pkgs.fetchgit { url = "https://e.org/foo"; inherit hash; }')
    with pytest.raises(NixError, match="only evaluates: it cannot build foo"):
        nix.realise(path)


@pytest.mark.parametrize(
    ("expression", "name", "mode"),
    [
        (
            (
                'bundlerEnv { name = "x"; gemset.finch = { version = "1.4"; source = { type = "gem"; sha256 = hash; '
                'remotes = [ "https://rubygems.org" ]; }; }; }'
            ),
            "finch-1.4.gem",
            "flat",
        ),
        (
            (
                f'bundlerEnv {{ name = "x"; gemset.finch = {{ version = "1.4"; source = {{ type = "git"; '
                f'url = "https://example.org/birds.git"; rev = "{COMMIT}"; sha256 = hash; }}; }}; }}'
            ),
            "birds-ceb4fcc",
            "recursive",
        ),
        (
            'buildDotnetModule { name = "x"; nugetDeps = [ { pname = "A.B"; version = "1.0"; inherit hash; } ]; }',
            "A.B.1.0.nupkg",
            "flat",
        ),
        (
            (
                'buildDartApplication { name = "x"; gitHashes.finch = hash; pubspecLock.packages.finch = '
                '{ source = "git"; version = "2.0"; description = { url = "https://example.org/birds.git"; '
                f'resolved-ref = "{COMMIT}"; }}; }}; }}'
            ),
            "pub-finch-2.0",
            "recursive",
        ),
        (
            (
                f'crystal.buildCrystalPackage {{ name = "x"; shardsFile = {{ finch = {{ rev = "{COMMIT}"; '
                f'url = "https://example.org/birds.git"; sha256 = hash; }}; }}; }}'
            ),
            "birds-ceb4fcc",
            "recursive",
        ),
    ],
)
def test_outputs_of_a_lock_have_the_names_of_its_entries(
    nix: Nix, expression: str, name: str, mode: str
) -> None:
    """Each entry of a lock is its own fixed output."""
    found = fixed_output(nix, f"pkgs.{expression}")
    assert (found.name, found.digest, found.mode) == (name, HASH, mode)
