"""The outputs of a tree are kept between runs, and this never changes an answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.repos import Repo

FETCH = """{{ fetchurl }}:
fetchurl {{
  url = "https://example.org/flint-${{{version}}}.tar.gz";
  hash = "sha256-qnT2/QO/aL5+D0vQbK5hpyq4AltQ0AiI8+EGjyIGdGM=";
}}
"""
USER = """{ buildGoModule, %s }:
buildGoModule {
  pname = "flint";
  version = "1";
  src = %s;
  vendorHash = "sha256-SEqZk76yPCiVr83fGKIfHalqLS0+8hhvYnHTZ2yqRRc=";
}
"""
GENERATED = """{ fetchgit }:
{
  flint = {
    src = fetchgit {
      url = "https://example.org/flint.git";
      rev = "v%s";
      hash = "sha256-qnT2/QO/aL5+D0vQbK5hpyq4AltQ0AiI8+EGjyIGdGM=";
    };
  };
}
"""
SCRIPTED = """{ runCommand }:
runCommand "flint" {
  scripts = ./scripts;
  outputHash = "sha256-qnT2/QO/aL5+D0vQbK5hpyq4AltQ0AiI8+EGjyIGdGM=";
} "%s"
"""
PACKAGE = FETCH.format(version='"%s"')

CASES = {
    "a version file without a dot in its name": (
        {"p.nix": FETCH.format(version="builtins.readFile ./VERSION"), "VERSION": "1.0"},
        {"VERSION": "2.0"},
    ),
    "pins that go by their name": (
        {
            "pkgs/flint.nix": USER % ("sources", "sources.flint.src"),
            "_sources/generated.nix": GENERATED % "1",
        },
        {"_sources/generated.nix": GENERATED % "2"},
    ),
    "a new file in a directory that code lists": (
        {
            "p.nix": FETCH.format(
                version='builtins.concatStringsSep "-" (builtins.attrNames (builtins.readDir ./versions))'
            ),
            "versions/1.0": "",
        },
        {"versions/2.0": ""},
    ),
    "a file with a computed name": (
        {
            "p.nix": FETCH.format(version='builtins.readFile (./versions + "/${"main"}")'),
            "versions/main": "1.0",
        },
        {"versions/main": "2.0"},
    ),
    "a file that a script names in a directory": (
        {"p.nix": SCRIPTED % "sh $scripts/get.sh", "scripts/get.sh": "echo 1"},
        {"scripts/get.sh": "echo 2"},
    ),
    "a directory in a script": (
        {"p.nix": SCRIPTED % "cp -r ${./data} $out", "data/below/one": "1"},
        {"data/below/one": "2"},
    ),
    "a package by name": (
        {
            "pkgs/by-name/sp/spark/package.nix": USER % ("flint", "flint"),
            "pkgs/by-name/fl/flint/package.nix": PACKAGE % "1.0",
        },
        {"pkgs/by-name/fl/flint/package.nix": PACKAGE % "2.0"},
    ),
    "a file behind a link": (
        {"p.nix": FETCH.format(version="import ./link.nix"), "link.nix": "-> v/one.nix", "v/one.nix": '"1"'},
        {"v/one.nix": '"2"'},
    ),
    "a file behind a link to a directory": (
        {"p.nix": FETCH.format(version="builtins.readFile ./link/one"), "link": "-> v", "v/one": "1"},
        {"v/one": "2"},
    ),
    "a file with a computed name behind a link to a directory": (
        {
            "p.nix": FETCH.format(version='builtins.readFile (./link + "/${"main"}")'),
            "link": "-> v",
            "v/main": "1",
        },
        {"v/main": "2"},
    ),
    "an import of a file behind a link": (
        {
            "p.nix": FETCH.format(version="import ./link.nix"),
            "link.nix": "-> v/one.nix",
            "v/one.nix": "import ./two.nix",
            "v/two.nix": '"1"',
        },
        {"v/two.nix": '"2"'},
    ),
    "a call through a link": (
        {
            "p.nix": FETCH.replace("fetchurl }}", "fetchurl, version }}").format(version="version"),
            "link.nix": "-> p.nix",
            "all.nix": '{ callPackage }: callPackage ./link.nix { version = "1"; }',
        },
        {"all.nix": '{ callPackage }: callPackage ./link.nix { version = "2"; }'},
    ),
    "a link to another package": (
        {
            "a.nix": FETCH.replace("fetchurl }}", "fetchurl, version }}").format(version="version"),
            "b.nix": FETCH.replace("fetchurl }}", "fetchurl, version }}").format(version='"b${version}"'),
            "link.nix": "-> a.nix",
            "all.nix": '{ callPackage }: callPackage ./link.nix { version = "1"; }',
        },
        {"link.nix": "-> b.nix"},
    ),
}


def write(repo: Repo, files: dict[str, str]) -> None:
    """Write files; the text "-> TARGET" is a link."""
    for path, text in files.items():
        if text.startswith("-> "):
            (repo.path / path).unlink(missing_ok=True)
            repo.link(path, text.removeprefix("-> "))
        else:
            repo.write(path, text)


def listed(repo: Repo) -> list[dict[str, Any]]:
    """The output of `list`."""
    done = subprocess.run(
        [sys.executable, "-m", "authguard", "list", "--format", "json"],
        cwd=repo.path,
        env=repo.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)["fixed_outputs"]
    return found


@pytest.mark.parametrize("name", CASES)
def test_kept_files_depend_on_their_imports(name: str, tmp_path: Path) -> None:
    """After a change of a file that another file needs, `list` prints the same as without a cache."""
    before, change = CASES[name]
    repo = Repo(tmp_path / "repository")
    write(repo, before)
    repo.commit()
    first = listed(repo)
    assert first
    write(repo, change)
    repo.stage()
    kept = listed(repo)
    for file in (repo.path / ".git" / "authguard").iterdir():
        file.unlink()
    assert kept == listed(repo)
