"""The packages of a directory that name a package or a pin that moved, by the text of their files.

A file that loads all packages of a directory (`packagesFromDirectoryRecursive`, `readDir`) refers to each of them. If
one package moved, the arguments of the others are as before, unless they name it: they take it as an argument, or read
an attribute of that name. So do packages that name such a package in turn.
"""

from __future__ import annotations

import re

from authguard.nix.scopes import package_name

OF_ENTRIES = frozenset(
    {b"", b"default", b"flake", b"nix", b"overlay", b"packages", b"pkgs", b"release", b"repo"}
)
"""The names of files that list the packages of a repository. No package is called so."""
LEAST = 4
"""A name with fewer letters is a part of many other words."""
_SEPARATORS = re.compile(rb"[-_']")


def plain(text: bytes) -> bytes:
    """Return a text in small letters, without the characters that programs use between the words of a name."""
    return _SEPARATORS.sub(b"", text).lower()


def name_in(directory: str, path: str) -> bytes:
    """Return the name of the package of a file: below the directory, the first part of the rest of its path."""
    prefix = f"{directory}/" if directory else ""
    below = path[len(prefix) :].partition("/")[0] if path.startswith(prefix) else package_name(path)
    return plain(below.removesuffix(".nix").encode("utf-8", "surrogateescape"))


def has_word(text: bytes, names: set[bytes]) -> bool:
    """Tell whether a text, as `plain` returns it, has one of the names; a short name at the beginning of a word."""
    forms = ((b"" if len(name) >= LEAST else rb"(?<![a-z0-9])") + re.escape(name) for name in sorted(names))
    return bool(names) and re.search(b"|".join(forms), text) is not None


def naming(directory: str, texts: dict[str, list[bytes]], names: set[bytes]) -> set[str]:
    """Return the packages that use one of the names, or the name of such a package.

    Args:
        directory: the directory of the packages.
        texts: the contents of the files of each package, by the path of the package.
        names: the names that moved, as `plain` returns them.
    """
    left = {path: b"\n".join(map(plain, contents)) for path, contents in texts.items()}
    found = set[str]()
    waiting = names - OF_ENTRIES
    while waiting and left:
        new = {path for path, text in left.items() if has_word(text, waiting)}
        found |= new
        left = {path: text for path, text in left.items() if path not in new}
        waiting = {name_in(directory, path) for path in new} - OF_ENTRIES
    return found
