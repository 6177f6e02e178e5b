"""The sentence and the mend of each rule, as a user reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.rules import load
from authguard.rules.finding import Because, Evidence, FixedOutputRef, Place

if TYPE_CHECKING:
    from typing import Any

DIGEST = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
OTHER = "sha256-DwXw/0QcSDYQKVhPA8tStrSoZooriQex/9FxSJtR/QY="
HERE = Place("pkg/default.nix", 7, 12, 7, 65)
THERE = Place("pkg/sources.nix", 4, 13, 4, 23)
SRC = FixedOutputRef("src", "fetchgit", DIGEST, "authentik")
VENDOR = FixedOutputRef("vendorHash", "buildGoModule", DIGEST)
REV = [Because("rev", "what", "v1", "v2", "pkg/default.nix", 5)]
HASH = {"place": HERE, "fixed_output": SRC}

CASES: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "AG101",
        {
            "place": HERE,
            "value": "1.0",
            "other": THERE,
            "other_value": "1.1",
            "before": "1.0",
            "package": "ntfy",
            "directory": "pkg",
        },
        "ntfy: the version is still 1.0 here; in pkg/sources.nix:4 it moved from 1.0 to 1.1",
        "git authguard bump 1.1 pkg",
    ),
    (
        "AG101",
        {"place": HERE, "value": "1.0", "other": THERE, "other_value": "1.1"},
        "the version is 1.0 here and 1.1 in pkg/sources.nix:4",
        "state one version in both places",
    ),
    (
        "AG102",
        {"place": HERE, "before": "1.0", "after": "1.1", "sources": ["src"]},
        "version moved from 1.0 to 1.1, and no input of src moved with it",
        "move the source's rev or tag and then its hash, or let the rev follow ${version}",
    ),
    (
        "AG201",
        {**HASH, "because": REV, "nix_notices": True, "owner": "authentik v1"},
        "src: rev moved from v1 to v2, the hash is still that of authentik v1",
        "git authguard fix pkg/default.nix#src",
    ),
    (
        "AG202",
        {
            "place": HERE,
            "fixed_output": VENDOR,
            "because": [Because("go.sum", "what")],
            "evidence": [Evidence("lock", "go.sum differs")],
            "nix_notices": False,
        },
        "vendorHash: go.sum changed, the hash did not; Nix will not notice",
        "git authguard fix pkg/default.nix#vendorHash",
    ),
    (
        "AG203",
        {"place": HERE, "fixed_output": VENDOR, "because": [Because("src", "what", "v1", "v2")]},
        (
            "vendorHash stayed: src moved from v1 to v2, "
            "and nothing here tells whether the dependencies moved too"
        ),
        "git authguard fix pkg/default.nix#vendorHash",
    ),
    (
        "AG203",
        {
            "place": HERE,
            "fixed_output": VENDOR,
            "because": [Because("src", "what", "v1", "v2")],
            "others": [(THERE, FixedOutputRef("npmDepsHash", "buildNpmPackage", DIGEST))],
        },
        (
            "vendorHash and npmDepsHash stayed: src moved from v1 to v2, "
            "and nothing here tells whether the dependencies of these moved too"
        ),
        "git authguard fix pkg/default.nix#vendorHash pkg/sources.nix#npmDepsHash",
    ),
    (
        "AG204",
        {**HASH, "because": REV, "platform": "aarch64-darwin", "moved": ["x86_64-linux", "aarch64-linux"]},
        (
            "src: rev moved from v1 to v2, the hashes of x86_64-linux and aarch64-linux moved too, "
            "that of aarch64-darwin did not"
        ),
        "git authguard fix pkg/default.nix#src",
    ),
    (
        "AG205",
        {**HASH, "other": THERE, "here": "a/b 2", "there": "c/d 1", "nix_notices": False},
        "src: the hash of a/b 2 is also that of c/d 1 (pkg/sources.nix:4); Nix will not notice",
        "git authguard fix pkg/default.nix#src",
    ),
    (
        "AG206",
        {**HASH, "before": OTHER},
        "src: the hash moved from sha256-DwXw/0Qc… to sha256-pVQ34cZY…, and nothing that decides it moved",
        "git authguard verify pkg/default.nix#src",
    ),
    (
        "AG207",
        {**HASH, "fault": "malformed", "reason": "has 43 characters, the last = is missing"},
        "src: the hash has 43 characters, the last = is missing",
        "git authguard fix pkg/default.nix#src",
    ),
    (
        "AG207",
        {**HASH, "fault": "placeholder"},
        "src: the hash is a placeholder",
        "git authguard fix pkg/default.nix#src",
    ),
    (
        "AG208",
        {**HASH, "because": REV, "pin": "nixpkgs", "tool": "flake", "nix_notices": False},
        "pin nixpkgs: rev moved from v1 to v2, its hash did not; Nix will not notice",
        "nix flake update nixpkgs",
    ),
    (
        "AG208",
        {**HASH, "because": REV, "pin": "--option", "tool": "npins"},
        "pin --option: rev moved from v1 to v2, its hash did not",
        "git authguard fix pkg/default.nix#src",
    ),
    (
        "AG209",
        {"place": HERE, "because": [Because("nixpkgs", "with what", "a", "b")], "dependents": 1},
        "nixpkgs moved from a to b; 1 dependency hash computed with it stayed",
        "git authguard verify --all",
    ),
    (
        "AG209",
        {
            "place": HERE,
            "because": [Because("uv", "with what"), Because("nodejs", "with what")],
            "dependents": 3,
        },
        "uv and nodejs moved; 3 dependency hashes computed with them stayed",
        "git authguard verify --all",
    ),
    (
        "AG301",
        {**HASH, "location": "github.com/vsoch/oci-python", "allowed": ["forge.eblu.me/mirrors"]},
        "src is fetched from github.com/vsoch/oci-python, outside of forge.eblu.me/mirrors",
        "fetch it from forge.eblu.me/mirrors",
    ),
    (
        "AG302",
        {**HASH, "host": "forge.ops.eblu.me", "renamed": "forge.eblu.me"},
        "src is fetched from forge.ops.eblu.me, which is forge.eblu.me now",
        "write forge.eblu.me for forge.ops.eblu.me; the hash stays",
    ),
    (
        "AG303",
        {**HASH, "revision": "main"},
        "src: a fixed hash over main, which moves",
        "name the commit id or a tag instead",
    ),
    (
        "AG303",
        {**HASH, "revision": ""},
        "src: a fixed hash over HEAD, since no rev is given",
        "name the commit id or a tag instead",
    ),
    (
        "AG304",
        {**HASH, "because": [Because("url", "where", "https://a/x", "https://b/x")]},
        "src: url moved from https://a/x to https://b/x, its rev and hash stayed",
        "git authguard verify pkg/default.nix#src",
    ),
    (
        "AG401",
        {
            **HASH,
            "revision": "refs/tags/v3.2026.2.2",
            "nearest": ["v3.2026020.2", "v3.2026.2.1"],
            "evidence": [Evidence("mirror", "asked")],
        },
        "src: its repository has no refs/tags/v3.2026.2.2; nearest: v3.2026020.2 and v3.2026.2.1",
        "name a revision that the repository has",
    ),
    (
        "AG402",
        {
            **HASH,
            "revision": "v1",
            "before": "a" * 40,
            "after": "b" * 40,
            "day": "2026-11-01",
            "evidence": [Evidence("mirror", "asked")],
        },
        "src: v1 is bbbbbbbbbbbb now, and was aaaaaaaaaaaa when its hash was proved on 2026-11-01",
        "git authguard fix pkg/default.nix#src",
    ),
    (
        "AG901",
        {"place": HERE, "reason": "no semicolon"},
        "Nix would not parse this file: no semicolon",
        "correct the syntax at line 7",
    ),
    (
        "AG902",
        {"place": HERE, "reason": "not JSON", "wanted_by": ["npmDepsHash"]},
        "cannot be read: not JSON; npmDepsHash cannot be judged by it",
        "write the file again with the tool that it belongs to",
    ),
    (
        "AG903",
        {"place": HERE, "codes": ["AG201", "AG203"]},
        "this waiver of AG201 and AG203 waives nothing",
        "remove the waiver",
    ),
    (
        "AG903",
        {"place": HERE, "codes": ["AG201"], "fault": "reason"},
        "this waiver of AG201 gives no reason, so it waives nothing",
        "say after the codes why it is right",
    ),
]


@pytest.mark.parametrize(("code", "facts", "message", "mend"), CASES)
def test_message_and_mend(code: str, facts: dict[str, Any], message: str, mend: str) -> None:
    """One sentence, without a full stop, and what mends it."""
    found = load(code).finding(**facts)
    assert found.message == message
    assert found.mend == mend
    assert found.code == code
    assert found.rule == load(code).RULE.name
    assert found.place == HERE
    assert found.severity in load(code).RULE.severities


def test_every_rule_has_a_case() -> None:
    """No rule speaks untested."""
    from authguard.rules import CODES

    assert {case[0] for case in CASES} == set(CODES)


def test_severity_can_be_softened_by_the_judge() -> None:
    """The softer cases of AG201 and AG205 are warnings of a suspect."""
    soft = load("AG201").finding(**HASH, because=REV, severity="warning", verdict="suspect")
    assert (soft.severity, soft.verdict) == ("warning", "suspect")
    copied = load("AG205").finding(**HASH, other=THERE, here="a", there="b", severity="note")
    assert (copied.severity, copied.verdict) == ("note", "suspect")


def test_a_waiver_at_fault_is_a_warning_and_an_idle_one_a_note() -> None:
    """As the contract says of AG903."""
    assert load("AG903").finding(place=HERE, codes=["AG201"]).severity == "note"
    for fault in ("reason", "unknown", "empty"):
        assert load("AG903").finding(place=HERE, codes=["AG201"], fault=fault).severity == "warning"


def test_a_missing_version_site_is_told() -> None:
    """The config's word for the site is in the sentence."""
    found = load("AG101").missing(
        place=HERE, package="ntfy", site="ARG VERSION in Dockerfile", reason="there is no such ARG"
    )
    assert found.message == (
        "ntfy: the config says that ARG VERSION in Dockerfile states the version, but there is no such ARG"
    )
