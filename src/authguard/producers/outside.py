"""Fixed outputs outside of nixpkgs' fetchers: the evaluator's own fetches, toolchains of Rust, and derivations by hand.

The evaluator has the fetch* builtins and builtins.path. Functions outside of nixpkgs fetch toolchains, with a hash of
the manifest of a channel. A derivation by hand has its own outputHash, and all of its attributes decide the content.
"""

from __future__ import annotations

from authguard.producers.record import OUTPUT, SHA256, Producer, Reason

_NAR: dict[str, str | None] = {"narHash": None}


_BUILTINS = (
    Producer(
        ("builtins.fetchurl",),
        "source",
        SHA256,
        what=("url",),
        mode="flat",
        name_rule="fetchurl-boot",
        location="{url}",
        recipe="file",
        evaluated=True,
        reference="nix src/libexpr/primops/fetchTree.cc (fetchurl)",
    ),
    Producer(
        ("builtins.fetchTarball", "fetchTarball"),
        "source",
        SHA256,
        what=("url",),
        name_rule="default:source",
        location="{url}",
        recipe="unpacked",
        evaluated=True,
        reference="nix src/libexpr/primops/fetchTree.cc (fetchTarball)",
    ),
    Producer(
        ("builtins.fetchGit", "fetchGit"),
        "source",
        _NAR,
        what=("url", "rev", "ref"),
        how=("submodules", "exportIgnore", "lfs"),
        where=("allRefs", "shallow"),  # these inputs decide what Nix downloads to find the commit
        defaults={
            "ref": "HEAD",
            "submodules": False,
            "exportIgnore": True,
            "lfs": False,
            "allRefs": False,
            "shallow": False,
        },
        name_rule="default:source",
        nix_checks=True,
        location="{url}",
        recipe="fetchGit",
        evaluated=True,
        reference="nix src/libexpr/primops/fetchTree.cc (fetchGit)",
    ),
    Producer(
        ("builtins.fetchMercurial", "fetchMercurial"),
        "source",
        _NAR,
        what=("url", "rev"),
        name_rule="default:source",
        nix_checks=True,
        location="{url}",
        recipe=Reason("it is not a git repository"),
        evaluated=True,
        reference="nix src/libexpr/primops/fetchMercurial.cc",
    ),
    Producer(
        ("builtins.fetchTree", "fetchTree"),
        "source",
        _NAR,
        what=("url", "rev", "ref", "repo", "path"),
        how=("type", "submodules", "exportIgnore", "lfs"),
        where=("owner", "host"),
        defaults={"submodules": False, "lfs": False},
        name_rule="fixed:source",
        nix_checks=True,
        location="{url}",
        recipe="fetchTree",
        evaluated=True,
        reference="nix src/libexpr/primops/fetchTree.cc (fetchTree)",
    ),
    Producer(
        ("builtins.path",),
        "source",
        SHA256,
        what=("path",),
        how=("recursive",),
        script=("filter",),
        defaults={"recursive": True},
        flips=(("recursive", False, "flat"),),
        name_rule="path",
        location=Reason("it is on this machine"),
        recipe=Reason("it is on this machine"),
        evaluated=True,
        reference="nix src/libexpr/primops.cc (prim_path)",
    ),
)


_MANIFEST = Reason("the function makes the url of the manifest")
_OTHERS = ("version", "url", "urls", "rev", "tag", "src")
"""Inputs of another function with the same name."""

_TOOLCHAINS = (
    Producer(
        ("toolchainOf", "rustChannelOf"),
        "source",
        SHA256,
        what=("channel", "date", "rustToolchain", *_OTHERS),
        how=("staging",),
        where=("root",),
        mode="flat",
        name_rule="unknown",
        location=_MANIFEST,
        recipe=_MANIFEST,
        channel_file=("rustToolchain",),
        reference="fenix default.nix, nixpkgs-mozilla rust-overlay.nix",
    ),
    Producer(
        ("fromToolchainFile",),
        "source",
        SHA256,
        what=("file", "dir", *_OTHERS),
        mode="flat",
        name_rule="unknown",
        location=_MANIFEST,
        recipe=_MANIFEST,
        channel_file=("file", "dir"),
        reference="fenix default.nix",
    ),
    Producer(
        ("fromToolchainName",),
        "source",
        SHA256,
        what=("name", *_OTHERS),
        mode="flat",
        name_rule="unknown",
        location=_MANIFEST,
        recipe=_MANIFEST,
        reference="fenix default.nix",
    ),
)


_FLIPS = (
    ("outputHashMode", "recursive", "recursive"),
    ("outputHashMode", "nar", "recursive"),
    ("outputHashMode", "git", "git"),
    ("outputHashMode", "text", "text"),
)
_WHAT = ("src", "srcs", "url", "urls", "rev", "tag", "patches")
_TOOL = ("nativeBuildInputs", "buildInputs", "propagatedBuildInputs", "stdenv", "builder", "depsBuildBuild")
_SCRIPT = (
    "buildCommand",
    "unpackPhase",
    "patchPhase",
    "configurePhase",
    "buildPhase",
    "checkPhase",
    "installPhase",
    "fixupPhase",
)

_MADE = Reason("a script makes it")

_BY_HAND = (
    Producer(
        ("mkDerivation", "derivation", "derivationStrict"),
        "handwritten",
        OUTPUT,
        what=_WHAT,
        script=_SCRIPT,
        tool=_TOOL,
        mode="flat",
        flips=_FLIPS,
        name_rule="name",
        everything=True,
        recipe=_MADE,
        reference="nixpkgs pkgs/stdenv/generic/make-derivation.nix",
    ),
    Producer(
        ("runCommand", "runCommandLocal", "runCommandCC", "runCommandNoCC"),
        "handwritten",
        OUTPUT,
        what=_WHAT,
        script=_SCRIPT,
        tool=_TOOL,
        mode="flat",
        flips=_FLIPS,
        name_rule="name",
        positional=("name", "*", "buildCommand"),
        everything=True,
        recipe=_MADE,
        reference="nixpkgs pkgs/build-support/trivial-builders/default.nix",
    ),
    Producer(
        ("runCommandWith",),
        "handwritten",
        OUTPUT,
        what=_WHAT,
        script=_SCRIPT,
        tool=_TOOL,
        mode="flat",
        flips=_FLIPS,
        name_rule="name",
        positional=("*", "buildCommand"),
        block="derivationArgs",
        everything=True,
        recipe=_MADE,
        reference="nixpkgs pkgs/build-support/trivial-builders/default.nix",
    ),
)

ROWS = (*_TOOLCHAINS, *_BUILTINS, *_BY_HAND)
