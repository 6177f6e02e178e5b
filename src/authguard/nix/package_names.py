"""The names of packages; other code of the repository reads their version or source. Only bytes are read."""

from __future__ import annotations

import re

HASHES = (b"hash", b"Hash", b"sha256", b"Sha256", b"sha512", b"Sha512", b"fetch")
"""Words of a file with hashes. (`re` would search for such a choice of words ten times longer.)"""
_OWN_PACKAGES = rb"\bself(?:'\.packages|\.packages\.(?:\$\{[^{}]*+\}|\"[\w-]++\"|[\w-]++))"
_OWN_PACKAGE = re.compile(_OWN_PACKAGES + rb"(?:\.([\w'-]++)|\s*+\)([\w\s'-]*+);)")
"""A package of the flake, or several of them that a set inherits."""
_OF_PACKAGE = (
    rb"(?<![\w'-])([A-Za-z_][\w'-]++)\.(?:version|src|rev|tag)\b"
    rb"|\binherit\s*+\((?:[\w.'-]*\.)?([A-Za-z_][\w'-]*+)\)[\w\s'-]*?\s(?:version|src|rev|tag)\b"
)
"""The version or the source of a package: `tool.version`, `inherit (pkgs.tool) version;`."""
_NO_PACKAGES = frozenset(
    {
        b"lib", b"final", b"prev", b"self", b"super", b"inputs", b"nixpkgs", b"stdenv", b"config", b"pkgs", b"cfg",
        b"finalAttrs", b"old", b"oldAttrs", b"attrs", b"previousAttrs", b"drv", b"source", b"sources", b"src", b"pin",
        b"pins", b"info", b"data", b"meta", b"args", b"package", b"pkg", b"release", b"version", b"versions", b"lock",
    }
)  # fmt: skip
"""Names with a version that are mostly no packages."""


PER_SYSTEM = "perSystem"
"""The option of flake-parts in which modules define the packages of a flake."""


def reads_own_packages(data: bytes) -> bool:
    """Tell whether a file reads packages of its own flake: `self.packages.${system}.tool`."""
    return bool(_own_packages(data))


def package_name(path: str) -> str:
    """Return the name that the package of a file mostly has: that of the file, or of the directory of a default.nix."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".nix")
    return folder.rpartition("/")[2] if stem in ("default", "package") else stem


def _own_packages(data: bytes) -> set[bytes]:
    """Return the names of the packages of its own flake that code reads."""
    if b"packages" not in data or b"self" not in data:
        return set()
    read = (match[1] or match[2] for match in _OWN_PACKAGE.finditer(data))
    return {word for words in read for word in words.split()}


def packages_read(data: bytes) -> set[bytes]:
    """Return the names of packages; a file reads their version or source."""
    found = _own_packages(data)
    if any(word in data for word in HASHES):
        found.update(match[1] or match[2] for match in re.finditer(_OF_PACKAGE, data))
    return found - _NO_PACKAGES


def passed_names(arguments: bytes, bound: set[bytes]) -> set[bytes]:
    """Return the names in the arguments of a package that may be other packages: bound in the file, or of the flake."""
    return bound.intersection(names_in(arguments)) | _own_packages(arguments)


def names_in(arguments: bytes) -> set[bytes]:
    """Return the names that code passes on: `{ inherit a b; c = d; }`."""
    given = re.findall(rb"\binherit\b([\w\s'-]*+);|=\s*+([A-Za-z_][\w'-]*+)\s*+;", arguments)
    return {word for names, name in given for word in (*names.split(), name)}
