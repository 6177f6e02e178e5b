"""Fixed outputs written by hand: a derivation with its own outputHash.

All attributes of the derivation decide the content.
"""

from __future__ import annotations

from authguard.producers.record import OUTPUT, Producer, Reason

_FLIPS = (
    ("outputHashMode", "recursive", "recursive"),
    ("outputHashMode", "nar", "recursive"),
    ("outputHashMode", "git", "git"),
    ("outputHashMode", "text", "text"),
)
_WHAT = ("src", "srcs", "url", "urls", "rev", "patches")
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

ROWS = (
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
