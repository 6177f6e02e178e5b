"""Files that make a scope of packages, the names that files bind, and functions that make packages, by their bytes."""

from __future__ import annotations

import re

from authguard.nix.package_names import packages_read

_SCOPES = (b"makeScope", b"newScope", b"callPackageWith", b"callPackagesWith", b"makeExtensible")
_OVERLAY = rb"\b(?:final|self)\s*+:\s*+(?:prev|super)\s*+:"
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
    return bool(read) and any(match[1].decode() in read for match in re.finditer(BINDING, data))


def binds(data: bytes, formals: set[str]) -> bool:
    """Tell whether a file may bind any of ``formals`` to anything except a package."""
    bound = (match[1].decode().split(".") for match in re.finditer(_BOUND, data))
    if any(not formals.isdisjoint(names) for names in bound):
        return True
    if any(match[1].decode() in formals for match in re.finditer(TABLE, data)):
        return True
    return any(
        word.decode() in formals for match in re.finditer(INHERITED, data) for word in match[1].split()
    )


def makes_scope(data: bytes) -> bool:
    """Tell whether a file makes a `callPackage` that passes more than the packages of nixpkgs."""
    if any(word in data for word in _SCOPES):
        return True
    return (b"prev" in data or b"super" in data) and re.search(_OVERLAY, data) is not None


def is_function_name(name: bytes) -> bool:
    """Tell whether a name is that of a function which makes packages: `mkApp`, `buildTool`, `fetchAsset`."""
    return re.fullmatch(HANDED_FUNCTION, name) is not None


def functions_called(data: bytes) -> set[bytes]:
    """Return the names of such functions that a file calls with a set."""
    return {name for name in re.findall(_CALLS_NAME, data) if is_function_name(name)}


def names_bound(data: bytes) -> set[bytes]:
    """Return the names that a file binds in its sets and in each `let`."""
    return {*re.findall(BINDING, data)}
