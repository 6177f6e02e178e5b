"""flake.lock: its nodes as pins, and the pin of each input of the flake."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from authguard.nix import data
from authguard.outputs.inputs import normalised
from authguard.outputs.model import Input

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def nodes(tree: object) -> dict[str, dict[str, object]]:
    """Return the valid nodes of a lock file's tree, by name."""
    found = tree.get("nodes") if isinstance(tree, dict) else None
    if not isinstance(found, dict):
        return {}
    return {str(name): node for name, node in found.items() if isinstance(node, dict)}


@lru_cache(maxsize=4)  # each of thousands of moved nodes asks for the requests of all nodes
def requests(
    content: bytes | None, path: str = "flake.lock"
) -> dict[str, tuple[dict[str, object], dict[str, object]]]:
    """Return (original, locked) of each node: the request in flake.nix, and what Nix fetched for it."""
    found = {}
    for name, node in nodes(data.parsed(path, content)).items():
        original, locked = node.get("original"), node.get("locked")
        if isinstance(original, dict) and isinstance(locked, dict):
            found[name] = (original, locked)
    return found


def direct_nodes(content: bytes | None, path: str = "flake.lock") -> set[str]:
    """Return the names of the nodes that are inputs of the root flake; all nodes if no root lists its inputs."""
    tree = data.parsed(path, content)
    known = nodes(tree)
    root = known.get(str(tree.get("root", "root")) if isinstance(tree, dict) else "root", {})
    inputs = root.get("inputs")
    return {str(name) for name in inputs.values()} if isinstance(inputs, dict) else set(known)


def root_inputs(read: Callable[[str], bytes | None], path: str = "flake.lock") -> dict[str, object]:
    """Return the form of each input of the root flake: the revision and hash of its node, also through `follows`."""
    tree = data.parsed(path, read(path))
    known = nodes(tree)
    root = known.get(str(tree.get("root", "root")) if isinstance(tree, dict) else "root", {})
    inputs = root.get("inputs")
    found: dict[str, object] = {}
    for name, target in inputs.items() if isinstance(inputs, dict) else ():
        node = known.get(_follow(known, root, target) or "")
        locked = node.get("locked") if node is not None else None
        if isinstance(locked, dict):
            stated = [
                Input(key, "what", str(locked[key]), str(locked[key]), True)
                for key in ("rev", "url")
                if key in locked
            ]
            deciding = (f"{each.name}={each.form}" for each in normalised(stated) if each.role == "what")
            options = (f"{key}={locked[key]}" for key in _OPTIONS if locked.get(key))
            found[str(name)] = ("pin", *deciding, f"narHash={locked.get('narHash')}", *options)
    return found


_OPTIONS = ("dir", "submodules", "lfs")
"""Parts of a lock beside its revision and hash: `${input}` of a flake is the directory `dir`."""

_GIVEN = rb"(?<![\w'-])([A-Za-z_][\w'-]*+)\s*+=\s*+(?:inputs\.)?([A-Za-z_][\w'-]*+)(?:\.outPath)?\s*+;"
_GENERAL = frozenset(
    {"src", "source", "url", "path", "root", "follows", "inputs", "self", "pkgs", "lib", "name"}
)


def aliases(
    read: Callable[[str], bytes | None], inputs: Iterable[str], path: str = "flake.nix"
) -> dict[str, str]:
    """Return the other names by which a flake.nix passes its inputs on: `_module.args.fooSrc = inputs.foo;`.

    A name of two inputs, and a very general name (`src`), are omitted.
    """
    known = set(inputs)
    found: dict[str, set[str]] = {}
    for match in re.finditer(_GIVEN, read(path) or b""):
        name, target = match[1].decode(), match[2].decode()
        if target in known and name not in known and name not in _GENERAL:
            found.setdefault(name, set()).add(target)
    return {name: next(iter(targets)) for name, targets in found.items() if len(targets) == 1}


def _follow(known: dict[str, dict[str, object]], root: dict[str, object], target: object) -> str | None:
    """Return the node of an input. The lock has the name of the node, or a path of `follows` from the root."""
    if isinstance(target, str):
        return target
    node: dict[str, object] | None = root
    name: str | None = None
    for part in target if isinstance(target, list) else ():
        inputs = node.get("inputs") if node is not None else None
        step = inputs.get(part) if isinstance(inputs, dict) else None
        name = step if isinstance(step, str) else None
        node = known.get(name) if name is not None else None
    return name


def is_nixpkgs(locked: dict[str, object]) -> bool:
    """Tell whether a pin is nixpkgs: a tool for packages, not the source of a package."""
    repo = str(locked.get("repo", "")).lower()
    url = str(locked.get("url", "")).lower()
    return repo.startswith("nixpkgs") or "nixpkgs" in url or "/nixos-" in url
