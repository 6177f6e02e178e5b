"""Read the sites of a [[version]] table: the version at each site, and the place (AG101)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.config.keypath import Found
    from authguard.config.model import VersionPackage, VersionSite

_ARG = r"(?i)\s*ARG\s+(.*)"
_ARG_PAIR = r"""([A-Za-z_]\w*)(=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S*)))?\s*"""


class Statement:
    """The version at a site: `value` as written, at `line` and `column` (from 1, in characters)."""

    __slots__ = ("column", "line", "site", "value")

    def __init__(self, site: VersionSite, value: str, line: int, column: int) -> None:
        """A site that was read."""
        self.site = site
        self.value = value
        self.line = line
        self.column = column

    def version(self) -> str:
        """The value for comparisons: without white space around it and without a leading v."""
        return comparable(self.value)


class Problem:
    """A site that could not be read, and the reason ("there is no such key")."""

    __slots__ = ("reason", "site")

    def __init__(self, site: VersionSite, reason: str) -> None:
        """A site without a version."""
        self.site = site
        self.reason = reason


def comparable(version: str) -> str:
    """A version without white space around it and without the leading v of a tag."""
    version = version.strip()
    return version[1:] if version[:1] in ("v", "V") and version[1:2].isdigit() else version


def read_sites(
    package: VersionPackage,
    read: Callable[[str], bytes | None],
    nix_attribute: Callable[[str, str], tuple[str, int, int] | None],
) -> tuple[list[Statement], list[Problem]]:
    """Read every site of a package, in the config's order.

    `read` returns a file of the snapshot by its path, or None. `nix_attribute` returns the value, line and column of
    an attribute (path of the file, attribute path), or None for a missing attribute or one without a known string.
    """
    statements: list[Statement] = []
    problems: list[Problem] = []
    for site in package.sites:
        by_nix = site.kind == "attribute"
        found = _read_attribute(site, read, nix_attribute) if by_nix else _read_text(site, read)
        if isinstance(found, str):
            problems.append(Problem(site, found))
        else:
            statements.append(Statement(site, *found))
    return statements, problems


def _read_attribute(
    site: VersionSite,
    read: Callable[[str], bytes | None],
    nix_attribute: Callable[[str, str], tuple[str, int, int] | None],
) -> tuple[str, int, int] | str:
    found = nix_attribute(site.path, site.key)
    if found is not None:
        return found
    if read(site.path) is None:
        return "there is no such file"
    return "there is no such attribute, or its value is not known"


def _read_text(site: VersionSite, read: Callable[[str], bytes | None]) -> tuple[str, int, int] | str:
    """Read a site that is not Nix. If the result is a text, it is the reason why there is no version."""
    from authguard.config.keypath import KeyUnreadable

    data = read(site.path)
    if data is None:
        return "there is no such file"
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    readers = {"regex": _by_regex, "arg": _by_arg, "yaml": _by_key, "toml": _by_key, "json": _by_key}
    try:
        return readers[site.kind](site, text)
    except KeyUnreadable as error:
        return f"the file is {error}"


def _by_regex(site: VersionSite, text: str) -> tuple[str, int, int] | str:
    """Return the first line that the expression matches. Very long lines are skipped."""
    from authguard.config.bounded_regex import compile_pattern

    found = compile_pattern(site.key).first(line.removesuffix("\r") for line in text.split("\n"))
    return found if found is not None else "no line matches"


def _by_arg(site: VersionSite, text: str) -> tuple[str, int, int] | str:
    """Return the first ARG of that name with a default, in a Dockerfile."""
    seen = False
    for number, line in enumerate(text.split("\n"), 1):
        instruction = re.match(_ARG, line)
        if instruction is None:
            continue
        for pair in re.finditer(_ARG_PAIR, instruction[1].rstrip("\r")):
            if pair[1] != site.key:
                continue
            seen = True
            if pair[2]:
                group = next(at for at in (3, 4, 5) if pair[at] is not None)
                return pair[group], number, instruction.start(1) + pair.start(group) + 1
    return "that ARG has no default" if seen else "there is no such ARG"


def _by_key(site: VersionSite, text: str) -> tuple[str, int, int] | str:
    from authguard.config import keypath

    find = {"yaml": keypath.find_in_yaml, "toml": keypath.find_in_toml, "json": keypath.find_in_json}[
        site.kind
    ]
    found: Found | None = find(text, keypath.parse_keypath(site.key))
    return "there is no such key" if found is None else (found.value, found.line, found.column)
