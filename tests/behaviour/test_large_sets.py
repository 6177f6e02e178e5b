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
