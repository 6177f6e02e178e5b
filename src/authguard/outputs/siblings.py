"""The packages of a directory that name a package or a pin that moved, by the text of their files.

A file that loads all packages of a directory (`packagesFromDirectoryRecursive`, `readDir`) refers to each of them. If
one package moved, the arguments of the others are as before, unless they name it: they take it as an argument, or read
an attribute of that name. So do packages that name such a package in turn. If a file that leads to the loader changed,
or refers to anything else that moved, the arguments of all packages may have moved.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.references import BELOW, CALL, EACH, INPUT, other_file
from authguard.nix.scopes import package_name
from authguard.outputs.moved_pins import moved_names

if TYPE_CHECKING:
    from authguard.outputs.reach import Reach

OF_ENTRIES = frozenset(
    {b"", b"default", b"flake", b"nix", b"overlay", b"packages", b"pkgs", b"release", b"repo"}
)
"""The names of files that list the packages of a repository. No package is called so."""
LEAST = 4
"""A name with fewer letters is a part of many other words."""
_SEPARATORS = re.compile(rb"[-_']")
_WORD = re.compile(rb"[a-z0-9]+")
_COMPUTED = re.compile(rb"\.\"?\$\{|\bgetattr\b")
"""The selection of an attribute by a computed name, in small letters."""
_CODE = ("default.nix", "sources.nix")
"""The names of the code beside a file of pins, which only reads the pins."""


def affected(reach: Reach, path: str, directory: str, packages: list[str]) -> list[str]:
    """Return the packages that a file loads from a directory and that the change may affect, by their arguments."""
    names = _moved_names(reach, path, directory)
    if names is None:
        return packages
    read = reach.range.target.read
    reach.range.target.prefetch(packages)
    texts: dict[str, bytes] = {}
    for package in packages:
        text = read(package) or b""
        others = (read(file) or b"" for file in other_file(package, text))
        texts[package] = plain(b"\n".join((text, *others)))
    return naming(directory, texts, names, of_pins=any(each.startswith(INPUT) for each in reach.targets))


def _moved_names(reach: Reach, path: str, directory: str) -> set[bytes] | None:
    """Return the names that a package of a directory has if the change affects its arguments.

    None if a file that leads to the directory changed, or refers by path or by name to a part of the change: then any
    package may have other arguments. A file of pins does not count if all pins that moved are known by their names.
    """
    leading = {path, *reach.leading_to(path)}
    if not leading.isdisjoint(reach.changed):
        return None
    moved = reach.targets | reach.importers_of(reach.targets)
    inputs = {each.removeprefix(INPUT) for each in moved if each.startswith(INPUT)}
    pins = {each for each in moved if moved_names(reach.range, each)}
    folders = {each.rpartition("/")[0] for each in pins if not each.endswith("flake.lock")}
    code = {f"{folder}/{name}".lstrip("/") for folder in folders for name in _CODE} - set(reach.changed)
    others = {each for each in moved - pins - code - leading if not each.startswith(INPUT)}
    stated = {name for file in leading for name in reach.refers_to(file) if not name.endswith(BELOW)}
    stated -= {directory, directory + EACH, CALL + directory + EACH}
    if not stated.isdisjoint({name for each in others for name in (each, *reach.also(each))}):
        return None
    names = {plain(each.encode("utf-8", "surrogateescape")) for each in inputs}
    names = names.union(name_in(directory, each) for each in others) - OF_ENTRIES
    files = {*leading, *(_file(each) for each in stated - pins if ":" not in each)}
    reach.range.target.prefetch(files)
    texts = (plain(reach.range.target.read(file) or b"") for file in files)
    return None if any(has_word(text, names) for text in texts) else names


def _file(name: str) -> str:
    return name if name.endswith(".nix") else f"{name}/default.nix".lstrip("/")


def plain(text: bytes) -> bytes:
    """Return a text in small letters, without the characters that programs use between the words of a name."""
    return _SEPARATORS.sub(b"", text).lower()


def name_in(directory: str, path: str) -> bytes:
    """Return the name of the package of a file: below the directory, the first part of the rest of its path."""
    prefix = f"{directory}/" if directory else ""
    below = path[len(prefix) :].partition("/")[0] if path.startswith(prefix) else package_name(path)
    return plain(below.partition(".")[0].encode("utf-8", "surrogateescape"))


def has_word(text: bytes, names: set[bytes]) -> bool:
    """Tell whether a text, as `plain` returns it, has one of the names; a short name at the beginning of a word."""
    forms = ((b"" if len(name) >= LEAST else rb"(?<![a-z0-9])") + re.escape(name) for name in sorted(names))
    return bool(names) and re.search(b"|".join(forms), text) is not None


def naming(directory: str, texts: dict[str, bytes], names: set[bytes], *, of_pins: bool = False) -> list[str]:
    """Return the packages that use one of the names, or the name of such a package, or are called so.

    Args:
        directory: the directory of the packages.
        texts: the contents of the files of each package, as `plain` returns them, by the path of the package.
        names: the names that moved, as `plain` returns them.
        of_pins: pins moved. A package that selects a pin by a computed name may use any of them.
    """
    own = {path: name_in(directory, path) for path in texts}
    users: dict[bytes, list[str]] = {}
    for path, text in texts.items():
        for word in set(_WORD.findall(text)):
            users.setdefault(word, []).append(path)
    found = {
        path
        for path, text in texts.items()
        if has_word(text, names)
        or any(own[path] in name or name in own[path] for name in names)
        or (of_pins and _COMPUTED.search(text))
    }
    waiting = list(found)
    while waiting:
        name = own[waiting.pop()]
        new = [path for path in users.get(name, ()) if path not in found] if name not in OF_ENTRIES else []
        found.update(new)
        waiting += new
    return sorted(found)
