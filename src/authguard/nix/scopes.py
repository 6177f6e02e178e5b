"""Names in Nix code, by bytes only: files that make a scope of packages, bound names, and names of packages.

Functions that make packages are found too. Other code of the repository reads the version or source of a named package.
"""

from __future__ import annotations

import re
from functools import lru_cache

HASHES = (b"hash", b"Hash", b"sha256", b"Sha256", b"sha512", b"Sha512", b"fetch")
"""Words of a file with hashes. (`re` would search for such a choice of words ten times longer.)"""
_OWN_PACKAGES = rb"self(?<![\w]self)(?:'\.packages|\.packages\.(?:\$\{[^{}]*+\}|\"[\w-]++\"|[\w-]++))"
_OWN_PACKAGE = _OWN_PACKAGES + rb"(?:\.([\w'-]++)|\s*+\)([\w\s'-]*+);)"
"""A package of the flake, or several of them that a set inherits."""
_OF_PACKAGE = rb"\.(?:version|src|rev|tag)\b(?!\s*+=(?!=))"
_PACKAGE = rb"(?<![\w'-])[A-Za-z_][\w'-]+\Z"
_FROM_PACKAGE = (
    rb"inherit(?<!\winherit)\s*+\((?:[\w.'-]*\.)?([A-Za-z_][\w'-]*+)\)[\w\s'-]*?\s(?:version|src|rev|tag)\b"
)
"""The version or the source of a package: `tool.version`, `inherit (pkgs.tool) version;`."""
_LONGEST = 100
"""The name of a package has at most this many bytes."""
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
    read = (match[1] or match[2] for match in re.finditer(_OWN_PACKAGE, data))
    return {word for words in read for word in words.split()}


def packages_read(data: bytes) -> set[bytes]:
    """Return the names of packages; a file reads their version or source."""
    found = _own_packages(data)
    if any(word in data for word in HASHES):
        found.update(re.findall(_FROM_PACKAGE, data))
        for match in re.finditer(_OF_PACKAGE, data):
            name = re.search(_PACKAGE, data[max(match.start() - _LONGEST, 0) : match.start()])
            found.update((name[0],) if name is not None else ())
    return found - _NO_PACKAGES


def passed_names(arguments: bytes, bound: set[bytes]) -> set[bytes]:
    """Return the names in the arguments of a package that may be other packages: bound in the file, or of the flake."""
    return bound.intersection(names_in(arguments)) | _own_packages(arguments)


def names_in(arguments: bytes) -> set[bytes]:
    """Return the names that code passes on: `{ inherit a b; c = d; }`."""
    given = re.findall(rb"\binherit\b([\w\s'-]*+);|=\s*+([A-Za-z_][\w'-]*+)\s*+;", arguments)
    return {word for names, name in given for word in (*names.split(), name)}


_SCOPES = (b"makeScope", b"newScope", b"callPackageWith", b"callPackagesWith", b"makeExtensible")
_OVERLAYS = tuple(
    name + rb"(?<!\w" + name + rb")\s*+:\s*+(?:prev|super)\s*+:" for name in (b"final", b"self")
)
_OWN = rb"callPackage(?<![\w.'-]callPackage)s?\s*+=\s*+(?:\(\s*+)?[A-Za-z_][\w'-]*+\s*+:"
"""A function of a file's own with the name of nixpkgs' function: `callPackage = path: args: …`."""
_BOUND = rb"(?<![\w.'-])([A-Za-z_][\w.'-]*+)\s*+=(?!=)\s*+(?!\(?\s*[\w.'-]*callPackage)"
"""A binding, with a name of one or more parts: `release.version = "1.4";`."""
TABLE = (
    rb"(?<![\w.'-])((?:[\w'-]*[a-z\d_-])?(?:(?i:sources?|srcs?|versions?|releases?|pins?|hashes)|common|shared|data|info|meta))"
    rb"\s*+=(?!=)\s*+\(?\s*[\w.'-]*callPackages?\s+(\.{1,2}/[\w./+-]*)?"
)
"""A table of versions or sources in its own file: `sources = callPackage ./sources.nix { }`."""
INHERITED = rb"\binherit\s*+(?:\([^()]*\))?([\w\s'-]*+);"
BINDING = rb"(?<![\w.'-])([A-Za-z_][\w'-]*+)(?:\.[\w.'-]++)?\s*+=(?![=>])"
HANDED_FUNCTION = rb"(?:mk|make|build|fetch|gen|wrap|create|define|with|call|new|package)[A-Z_][\w'-]*"
"""The name of a function that a file may hand to other files."""
_CALLS_NAME = rb"(?<![\w.'-])([A-Za-z_][\w'-]*+)\s++(?:rec\s*+)?(?=[{(])"
"""The call of a name with a set: `mkPlugin { … }`."""


def gives(data: bytes, formals: set[str]) -> bool:
    """Tell whether a file that makes a scope may bind any of ``formals`` to anything except a package."""
    return bool(formals) and makes_scope(data) and binds(data, formals)


def gives_package(data: bytes, formals: set[str], package: bytes) -> bool:
    """Tell whether a package reads the version or source of a formal that a file with a scope binds, or calls it."""
    if not makes_scope(data):
        return False
    read = formals & {name.decode() for name in (*packages_read(package), *re.findall(_CALLS_NAME, package))}
    return not read.isdisjoint(_bindings(data))


@lru_cache(maxsize=16)
def _bindings(data: bytes) -> set[str]:
    return {match[1].decode() for match in re.finditer(BINDING, data)}


def binds(data: bytes, formals: set[str]) -> bool:
    """Tell whether a file may bind any of ``formals`` to anything except a package."""
    return not formals.isdisjoint(_bound(data))


@lru_cache(maxsize=16)  # a list of packages is read again for each of its packages
def _bound(data: bytes) -> set[str]:
    """Return the names that a file may bind to anything except a package."""
    names = {name for match in re.finditer(_BOUND, data) for name in match[1].decode().split(".")}
    names |= {match[1].decode() for match in re.finditer(TABLE, data)}
    return names | {word.decode() for match in re.finditer(INHERITED, data) for word in match[1].split()}


@lru_cache(maxsize=16)  # a list of packages is read again for each of its packages
def makes_scope(data: bytes) -> bool:
    """Tell whether a file makes a `callPackage` that passes more than the packages of nixpkgs."""
    if any(word in data for word in _SCOPES) or (b"callPackage" in data and re.search(_OWN, data)):
        return True
    return (b"prev" in data or b"super" in data) and any(re.search(each, data) for each in _OVERLAYS)


def is_function_name(name: bytes) -> bool:
    """Tell whether a name is that of a function which makes packages: `mkApp`, `buildTool`, `fetchAsset`."""
    return re.fullmatch(HANDED_FUNCTION, name) is not None


def functions_called(data: bytes) -> set[bytes]:
    """Return the names of such functions that a file calls with a set."""
    return {name for name in re.findall(_CALLS_NAME, data) if is_function_name(name)}


def names_bound(data: bytes) -> set[bytes]:
    """Return the names that a file binds in its sets and in each `let`."""
    return {*re.findall(BINDING, data)}
