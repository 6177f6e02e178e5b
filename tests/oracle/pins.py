"""Sources that a tool pinned: the files of the tools, and the loaders that make fetches of them."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha1
from typing import TYPE_CHECKING, Any

from tests.oracle.families import (
    OWNERS,
    REPOS,
    Family,
    commit,
    file_url,
    git_url,
    one_of,
    plain_tag,
    revision,
)
from tests.oracle.model import Hash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.oracle.model import Draw, Value

    Stated = Mapping[str, str | bool | int | Hash]

_OWNED: dict[str, Callable[[Draw], Value]] = {"owner": one_of(*OWNERS), "repo": one_of(*REPOS)}

PINNED = (
    Family("npins.release", {**_OWNED, "tag": plain_tag}, hashes=("hash",)),
    Family("npins.branch", {**_OWNED, "rev": commit}, hashes=("hash",)),
    Family("niv", {**_OWNED, "rev": revision}, hashes=("sha256",)),
    Family("nvfetcher.github", {**_OWNED, "rev": revision}, hashes=("sha256",)),
    Family("nvfetcher.git", {"url": git_url, "rev": revision}, hashes=("sha256",)),
    Family("nvfetcher.url", {"url": file_url}, hashes=("sha256",)),
    Family("nix-prefetch-git", {"url": git_url, "rev": commit}, hashes=("sha256",)),
    Family("flake.github", {**_OWNED, "rev": commit}, hashes=("narHash",)),
    Family("flake.tarball", {"url": file_url}, hashes=("narHash",)),
)
"""The families that are no calls: each is an entry in the file of its tool."""
TOOLS = {
    "npins.release": "npins",
    "npins.branch": "npins",
    "niv": "niv",
    "nvfetcher.github": "nvfetcher",
    "nvfetcher.git": "nvfetcher",
    "nvfetcher.url": "nvfetcher",
    "nix-prefetch-git": "nix-prefetch-git",
    "flake.github": "flake.lock",
    "flake.tarball": "flake.lock",
}
"""The file of each tool."""
FUNCTIONS = frozenset(TOOLS)

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
_COMPAT = """\
# The inputs of a flake, for a Nix that knows none.
{ src }:
let
  lock = builtins.fromJSON (builtins.readFile (src + "/flake.lock"));
  urlOf =
    locked:
    if locked.type == "github" then
      "https://api.github.com/repos/${locked.owner}/${locked.repo}/tarball/${locked.rev}"
    else
      locked.url;
  fetchTree =
    locked:
    fetchTarball {
      url = urlOf locked;
      sha256 = locked.narHash;
      tool = "flake";
    };
in
{
  defaultNix.inputs = builtins.mapAttrs (
    _: node: fetchTree lock.nodes.${node}.locked
  ) lock.nodes.${lock.root}.inputs;
}
"""


def write(files: dict[str, str], function: str, name: str, stated: Stated) -> tuple[str, str]:
    """Add a pin to the file of its tool.

    Returns a path, and the expression for the source, with <.> for that path and <name> for a member of the set.
    """
    tool = TOOLS[function]
    if tool == "niv":
        _add(files, "nix/sources.json", name, _niv(stated), {})
        files["nix/sources.nix"] = _NIV
        return "nix/sources.nix", f"(import <.> {{ }}).{name}"
    if tool == "nvfetcher":
        _nvfetcher(files, name, function.partition(".")[2], stated)
        fetchers = " ".join(f"{each} = <{each}>;" for each in _FETCHERS)
        return "_sources/generated.nix", f"(import <.> {{ {fetchers} }}).{name}.src"
    if tool == "nix-prefetch-git":
        path = f"pins/{name}.json"
        files[path] = json.dumps(_prefetched(stated), indent=2) + "\n"
        kept = "url rev sha256 fetchSubmodules leaveDotGit"
        return path, f"<fetchgit> {{ inherit (<lib>.importJSON <.>) {kept}; }}"
    if tool == "flake.lock":
        _flake(files, name, function.partition(".")[2], stated)
        files["flake-compat/default.nix"] = _COMPAT
        return "flake-compat", f"(import <.> {{ src = <.>/..; }}).defaultNix.inputs.{name}"
    entry = _release(stated) if function == "npins.release" else _branch(stated)
    _add(files, "npins/sources.json", name, entry, {"version": 5})
    files["npins/default.nix"] = _NPINS
    return "npins", f"(import <.>).{name}"


def _add(
    files: dict[str, str], path: str, name: str, entry: dict[str, object], around: dict[str, object]
) -> None:
    complete = json.loads(files.get(path, "null")) or ({"pins": {}, **around} if around else {})
    (complete["pins"] if around else complete)[name] = entry
    files[path] = json.dumps(complete, indent=2) + "\n"


def _text(value: object) -> str:
    return value.text() if isinstance(value, Hash) else str(value)


def _repository(stated: Stated) -> dict[str, object]:
    return {"type": "GitHub", "owner": stated["owner"], "repo": stated["repo"]}


def _release(stated: Stated) -> dict[str, object]:
    """A release: a tag of a repository has one commit, in every copy of it."""
    at = f"https://api.github.com/repos/{stated['owner']}/{stated['repo']}/tarball/refs/tags/{stated['tag']}"
    return {
        "type": "GitRelease",
        "repository": _repository(stated),
        "pre_releases": False,
        "version": stated["tag"],
        "revision": sha1(f"{stated['repo']} {stated['tag']}".encode()).hexdigest(),  # noqa: S324 - a commit id
        "url": at,
        "hash": _text(stated["hash"]),
    }


def _branch(stated: Stated) -> dict[str, object]:
    return {
        "type": "Git",
        "repository": _repository(stated),
        "branch": "main",
        "submodules": False,
        "revision": stated["rev"],
        "url": f"https://github.com/{stated['owner']}/{stated['repo']}/archive/{stated['rev']}.tar.gz",
        "hash": _text(stated["hash"]),
    }


def _niv(stated: Stated) -> dict[str, object]:
    return {
        "branch": "main",
        "owner": stated["owner"],
        "repo": stated["repo"],
        "rev": stated["rev"],
        "sha256": _text(stated["sha256"]),
        "type": "tarball",
        "url": f"https://github.com/{stated['owner']}/{stated['repo']}/archive/{stated['rev']}.tar.gz",
        "url_template": "https://github.com/<owner>/<repo>/archive/<rev>.tar.gz",
    }


_FETCHERS = ("dockerTools", "fetchFromGitHub", "fetchgit", "fetchurl")


def _nvfetcher(files: dict[str, str], name: str, kind: str, stated: Stated) -> None:
    """Write an entry into both files of nvfetcher, which state the same."""
    where = {key: stated[key] for key in ("owner", "repo", "url", "rev") if key in stated}
    entry: dict[str, object] = {"name": None, **where, "sha256": _text(stated["sha256"]), "type": kind}
    if kind != "url":
        entry |= {key: stated.get(key, False) for key in ("deepClone", "fetchSubmodules", "leaveDotGit")}
        entry["sparseCheckout"] = []
    complete: dict[str, object] = {"name": name, "src": entry, "version": str(stated.get("rev", "1.0"))}
    path = "_sources/generated.json"
    _add(files, path, name, complete, {})
    entries = "".join(_generated(*each) for each in json.loads(files[path]).items())
    files["_sources/generated.nix"] = f"{_GENERATED}{{\n{entries}}}\n"


_GENERATED = """\
# This file was generated by nvfetcher, please do not modify it manually.
{ fetchgit, fetchurl, fetchFromGitHub, dockerTools }:
"""


def _generated(name: str, entry: Mapping[str, Any]) -> str:
    """Return the text in generated.nix for an entry of generated.json."""
    source = {key: value for key, value in entry["src"].items() if value is not None}
    kind = source.pop("type")
    if kind == "github" and not (source["deepClone"] or source["leaveDotGit"]):
        for option in ("deepClone", "leaveDotGit", "sparseCheckout"):
            del source[option]
    function = {"url": "fetchurl", "git": "fetchgit", "github": "fetchFromGitHub"}[kind]
    lines = "".join(f"      {key} = {json.dumps(value)};\n" for key, value in source.items())
    return (
        f'  {name} = {{\n    pname = "{name}";\n    version = "{entry["version"]}";\n'
        f"    src = {function} {{\n{lines}    }};\n  }};\n"
    )


def _prefetched(stated: Stated) -> dict[str, object]:
    """The output of nix-prefetch-git: the digest twice, in the old and in the new spelling."""
    digest = stated["sha256"]
    assert isinstance(digest, Hash), digest
    return {
        "url": stated["url"],
        "rev": stated["rev"],
        "date": "2025-06-01T12:00:00+02:00",
        "path": "/nix/store/00000000000000000000000000000000-tree",
        "sha256": replace(digest, spelling="base32").text(),
        "hash": replace(digest, spelling="sri").text(),
        "fetchLFS": False,
        "fetchSubmodules": stated.get("fetchSubmodules", False),
        "deepClone": False,
        "leaveDotGit": stated.get("leaveDotGit", False),
    }


def _flake(files: dict[str, str], name: str, kind: str, stated: Stated) -> None:
    """Write a node into flake.lock, and its input into flake.nix."""
    lock = json.loads(
        files.get("flake.lock", '{"nodes": {"root": {"inputs": {}}}, "root": "root", "version": 7}')
    )
    where = {key: value for key, value in stated.items() if not isinstance(value, Hash)}
    said = {**where, "type": kind}
    digest = stated["narHash"]
    assert isinstance(digest, Hash), digest
    known = replace(digest, spelling="sri", unfinished="")  # Nix writes whole locks only
    locked = {"lastModified": 1750000000, "narHash": known.text(), **said}
    original = {key: value for key, value in said.items() if key != "rev"}
    lock["nodes"][name] = {"flake": False, "locked": locked, "original": original}
    lock["nodes"]["root"]["inputs"][name] = name
    files["flake.lock"] = json.dumps(lock, indent=2, sort_keys=True) + "\n"
    inputs = "".join(
        f'  inputs.{each} = {{\n    url = "{_reference(lock["nodes"][each]["original"])}";\n    flake = false;\n  }};\n'
        for each in lock["nodes"]["root"]["inputs"]
    )
    files["flake.nix"] = f"{{\n{inputs}  outputs = _: {{ }};\n}}\n"


def _reference(original: Mapping[str, str]) -> str:
    if original["type"] == "github":
        return f"github:{original['owner']}/{original['repo']}"
    return original["url"]
