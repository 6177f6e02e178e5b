"""Sources that a tool pinned: what npins and niv write, and the loaders that turn it into fetches."""

from __future__ import annotations

import json
from hashlib import sha1
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNCTIONS = frozenset({"npins.release", "npins.branch", "niv"})
"""The families that are no calls: each is an entry of its tool's file."""

_NPINS = """\
# As npins writes it: each pin becomes an attribute set with an outPath.
let
  data = builtins.fromJSON (builtins.readFile ./sources.json);
  make =
    _: pin:
    builtins.fetchTarball {
      inherit (pin) url;
      sha256 = pin.hash;
      tool = "npins";
    };
in
builtins.mapAttrs make data.pins
"""
_NIV = """\
# As niv writes it: each source becomes an attribute set with an outPath.
{
  sourcesFile ? ./sources.json,
}:
let
  mkSource =
    name: spec:
    builtins.fetchTarball {
      inherit (spec) url sha256;
      name = "${name}-src";
      tool = "niv";
    };
in
builtins.mapAttrs mkSource (builtins.fromJSON (builtins.readFile sourcesFile))
"""


def write(files: dict[str, str], function: str, name: str, stated: Mapping[str, str]) -> tuple[str, str]:
    """Add a pin to its tool's file. Returns the loader's path, and how it is imported where {0} is that path."""
    if function == "niv":
        _add(files, "nix/sources.json", name, _niv(stated), {})
        files["nix/sources.nix"] = _NIV
        return "nix/sources.nix", "(import {0} { })"
    entry = _release(stated) if function == "npins.release" else _branch(stated)
    _add(files, "npins/sources.json", name, entry, {"version": 5})
    files["npins/default.nix"] = _NPINS
    return "npins", "(import {0})"


def _add(
    files: dict[str, str], path: str, name: str, entry: dict[str, object], around: dict[str, object]
) -> None:
    whole = json.loads(files.get(path, "null")) or ({"pins": {}, **around} if around else {})
    (whole["pins"] if around else whole)[name] = entry
    files[path] = json.dumps(whole, indent=2) + "\n"


def _repository(stated: Mapping[str, str]) -> dict[str, object]:
    return {"type": "GitHub", "owner": stated["owner"], "repo": stated["repo"]}


def _release(stated: Mapping[str, str]) -> dict[str, object]:
    """A release: of a tag of a repository there is one commit, whoever has a copy of it."""
    at = f"https://api.github.com/repos/{stated['owner']}/{stated['repo']}/tarball/refs/tags/{stated['tag']}"
    return {
        "type": "GitRelease",
        "repository": _repository(stated),
        "pre_releases": False,
        "version": stated["tag"],
        "revision": sha1(f"{stated['repo']} {stated['tag']}".encode()).hexdigest(),  # noqa: S324 - a commit id
        "url": at,
        "hash": stated["hash"],
    }


def _branch(stated: Mapping[str, str]) -> dict[str, object]:
    return {
        "type": "Git",
        "repository": _repository(stated),
        "branch": "main",
        "submodules": False,
        "revision": stated["rev"],
        "url": f"https://github.com/{stated['owner']}/{stated['repo']}/archive/{stated['rev']}.tar.gz",
        "hash": stated["hash"],
    }


def _niv(stated: Mapping[str, str]) -> dict[str, object]:
    return {
        "branch": "main",
        "owner": stated["owner"],
        "repo": stated["repo"],
        "rev": stated["rev"],
        "sha256": stated["sha256"],
        "type": "tarball",
        "url": f"https://github.com/{stated['owner']}/{stated['repo']}/archive/{stated['rev']}.tar.gz",
        "url_template": "https://github.com/<owner>/<repo>/archive/<rev>.tar.gz",
    }
