"""Problems of new users in their first hour, one test for each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.packaging import Packaging

pytestmark = pytest.mark.needs("git")


def test_the_lock_of_a_script_is_listed(packaging: Packaging) -> None:
    """By its path in the source, under npm's usual name."""
    said = packaging.authguard("list", "--format", "json")
    locks = {each["attribute"]: each["lock"] for each in json.loads(said.out)["fixed_outputs"]}
    assert locks["outputHash"] == "uv.lock"
    assert locks["outputHash.x86_64-linux"] == "web/package-lock.json"
    assert locks["vendorHash"] == "go.mod"
    assert "\tuv.lock\t" in packaging.authguard("list").out
    packaging.write("n.nix", '{ buildNpmPackage }: buildNpmPackage { npmDepsHash = ""; src = ./.; }').stage()
    said = packaging.authguard("list", "--format", "json", "n.nix")
    assert json.loads(said.out)["fixed_outputs"][0]["lock"] == "package-lock.json"


def test_a_revision_that_is_head(packaging: Packaging) -> None:
    """It is printed as it is written."""
    text = '{{ fetchgit }}: fetchgit {{ url = "https://e.org/a"; {rev} hash = "sha256-{digest}="; }}\n'
    packaging.write("a.nix", text.format(rev='rev = "HEAD";', digest="A" * 21 + "B" * 22)).stage()
    assert "a fixed hash over HEAD, which moves" in packaging.authguard("check", "--format", "short").out


def test_a_hook_that_the_repository_tracks(packaging: Packaging) -> None:
    """With core.hooksPath in the tree, install says that a commit would give the hook to others."""
    packaging.write(".hooks/pre-commit", "#!/bin/sh\n").commit("hooks")
    packaging.git("config", "core.hooksPath", ".hooks")
    said = packaging.authguard("install", "--dry-run")
    assert said.err.count("is a file of this repository (core.hooksPath)") == 1
    assert ".hooks/pre-commit is a file" in said.err
