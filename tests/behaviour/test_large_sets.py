"""Many overlays in one file, and many files that a loader reads: a hash that depends on one of them is judged."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def hash_of(number: int) -> str:
    """Return a digest that belongs to a number."""
    return "sha256-" + base64.b64encode(hashlib.sha256(str(number).encode()).digest()).decode()


FETCH = 'fetchurl { url = "https://example.org/t-${VERSION}.tgz"; hash = "HASH"; }'
OTHERS = "".join(f"  o{number}.x = final: prev: {{ a{number} = 1; }};\n" for number in range(1200))


def fetch(version: str, number: int = 1) -> str:
    """Return a fetch with the expression of a version in its url; ``number`` decides the hash."""
    return FETCH.replace("VERSION", version).replace("HASH", hash_of(number))


def flake(version: str) -> dict[str, str]:
    """Return a flake with many overlays, and a file that reads a text from its outputs."""
    return {
        "flake.nix": f'{{\n  outputs = {{ self }}: {{\n{OTHERS}  toolVersion = "{version}";\n  }};\n}}\n',
        "p.nix": "{ self, fetchurl }: " + fetch("self.toolVersion"),
    }


def overlays(version: str) -> dict[str, str]:
    """Return one file with many overlays: one defines a version, and another one of the same set reads it."""
    tool = "prev." + fetch("final.toolVersion")
    pair = f'default = final: prev: {{ tool = {tool}; }}; versions = final: prev: {{ toolVersion = "{version}"; }};'
    return {"o.nix": f"{{\n{OTHERS}  set = {{ {pair} }};\n}}\n"}


def loaded(version: str) -> dict[str, str]:
    """Return a directory of many files that haumea loads."""
    files = {
        f"birds/p{number}.nix": "{ fetchurl, root }: " + fetch(f"root.versions.v{number}", number)
        for number in range(300)
    }
    names = "".join(f'v{number} = "1.0"; ' for number in range(2, 300))
    return {
        **files,
        "birds/versions.nix": f'{{ }}: {{ v0 = "1.0"; v1 = "{version}"; {names}}}\n',
        "flake.nix": "{ outputs = { self, nixpkgs, haumea }: { lib = haumea.lib.load { src = ./birds; inputs = { "
        "fetchurl = nixpkgs.fetchurl; }; }; }; }\n",
    }


@pytest.mark.parametrize(("files", "path"), [(flake, "p.nix"), (overlays, "o.nix"), (loaded, "birds/p1.nix")])
def test_a_kept_hash_in_a_large_set_is_reported(
    tmp_path: Path, files: Callable[[str], dict[str, str]], path: str
) -> None:
    """No other hash is reported."""
    repo = Repo(tmp_path / "r")
    for version in ("1.0", "1.1"):
        for name, text in files(version).items():
            repo.write(name, text)
        if version == "1.0":
            repo.commit("base")
    repo.stage()
    done = repo.run("authguard", "check", "--format", "json")
    found = [(each["code"], each["path"]) for each in json.loads(done.stdout)["findings"]]
    assert found == [("AG201", path)]


FLAKE = """{
  outputs = { nixpkgs, ... }: {
    sources = map (
      file:
      let
        source = import (./manifests + "/${file}");
      in
      nixpkgs.legacyPackages.x86_64-linux.fetchgit { inherit (source) url rev sha256; }
    ) (builtins.attrNames (builtins.readDir ./manifests));
  };
}
"""


def manifest(number: int, revision: str = "", digest: int = -1) -> str:
    """Return a file with the data of one source."""
    return (
        f'{{\n  url = "https://example.org/{number}";\n  rev = "v1.{number}{revision}";\n'
        f'  sha256 = "{hash_of(number if digest < 0 else digest)}";\n}}\n'
    )


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("new.nix", manifest(5000), []),
        ("m0001.nix", manifest(1, ".1", 6000), []),
        ("m0001.nix", manifest(1, ".1"), ["AG201 manifests/m0001.nix:4"]),
        ("new.nix", manifest(5000, digest=7), ["AG205 manifests/new.nix:4"]),
    ],
    ids=["new", "moved", "stale", "copied"],
)
def test_of_many_files_with_only_data_those_that_matter_are_read(
    tmp_path: Path, name: str, content: str, expected: list[str]
) -> None:
    """A file of data that did not change has the same hashes as before. Another file may have a copy of one."""
    repo = Repo(tmp_path / "r").write("flake.nix", FLAKE)
    for number in range(1100):
        repo.write(f"manifests/m{number:04}.nix", manifest(number))
    repo.stage().record("base")
    repo.write(f"manifests/{name}", content).stage()
    done = repo.run("authguard", "check", "--format", "json", "--verbose")
    found = json.loads(done.stdout)["findings"]
    assert [f"{each['code']} {each['path']}:{each['line']}" for each in found] == expected
    assert int(done.stderr.split()[1]) < 10  # "authguard: 2 files, …"
