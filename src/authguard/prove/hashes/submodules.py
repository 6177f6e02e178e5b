"""Submodules of a tree: the contents of .gitmodules."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.prove.hashes import gitrun
from authguard.prove.hashes.entries import REGULAR, SUBMODULE, SYMLINK
from authguard.prove.hashes.limits import Uncomputable, shown
from authguard.prove.hashes.objects import read_all

if TYPE_CHECKING:
    from authguard.prove.hashes.entries import Item
    from authguard.prove.hashes.gitrun import Environment


@dataclass(slots=True, eq=False)
class Submodule:
    """A submodule with the literal url in .gitmodules."""

    url: str


def read(env: Environment, items: list[Item], strict: bool) -> dict[bytes, Submodule]:
    """Return the submodules of a tree that are fetched, by path.

    Args:
        env: the environment for git in the repository.
        items: the complete tree.
        strict: use the rules of `git submodule update --init`: each submodule needs a url, and `update = none` omits
            it. Otherwise use the rules of Nix, which fetches the submodules that .gitmodules names.

    Raises:
        Uncomputable: git would refuse.
        Incomplete: .gitmodules is missing in the mirror.
    """
    paths = [path for path, kind, _ in items if kind == SUBMODULE]
    if not paths:
        return {}
    kind, oid = next(((kind, oid) for path, kind, oid in items if path == b".gitmodules"), (REGULAR, b""))
    if kind == SYMLINK:
        raise Uncomputable("its .gitmodules is a symlink")
    named = _sections(env, oid) if oid else {}
    by_path = {section.get(b"path"): section for section in named.values()}
    found = {}
    for path in paths:
        section = by_path.get(path, {})
        if strict and section.get(b"update") == b"none":
            continue
        url = section.get(b"url")
        if url:
            found[path] = Submodule(os.fsdecode(url))
        elif strict:
            raise Uncomputable(f".gitmodules has no url for the submodule {shown(path)}")
    return found


def resolve(parent: str, url: str) -> str:
    """Return the url of a submodule, which may be relative to the url of its superproject (`../other.git`).

    The rules come from git's remote.c, relative_url(). Without the url of a superproject, the url is unchanged.

    Raises:
        Uncomputable: the url has more `../` than the parent has components.
    """
    if not parent or not url.startswith(("./", "../")):
        return url
    base, separator = parent.removesuffix("/"), "/"
    rest = url
    while rest.startswith(("./", "../")):
        if rest.startswith("./"):
            rest = rest[2:]
            continue
        rest = rest[3:]
        if "/" in base:
            base = base.rpartition("/")[0]
        elif ":" in base:
            base, separator = base.rpartition(":")[0], ":"
        else:
            raise Uncomputable("a submodule's url leads above that of its repository")
    return f"{base}{separator}{rest.removesuffix('/')}"


def _sections(env: Environment, oid: bytes) -> dict[bytes, dict[bytes, bytes]]:
    """The settings in .gitmodules, by the names of submodules.

    If a setting has several values, the last value is used.
    """
    read_all(env, [oid], 0)  # this reports a missing object
    try:
        listing = gitrun.run(env, "config", "-z", "--list", "--blob", oid.decode())
    except gitrun.GitFailed as failure:
        raise Uncomputable(f"its .gitmodules cannot be read ({failure})") from failure
    found: dict[bytes, dict[bytes, bytes]] = {}
    for setting in listing.split(b"\0"):
        key, _, value = setting.partition(b"\n")
        section, _, rest = key.partition(b".")
        name, _, variable = rest.rpartition(b".")
        if section == b"submodule" and name:
            found.setdefault(name, {})[variable] = value
    return found
