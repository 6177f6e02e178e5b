"""Calls of the functions of other files by their names, found in the bytes of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.scopes import is_function_name, makes_scope, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

SET = rb"\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}"
"""A set with sets in it, but none in those."""
BETWEEN = rb"(?:(?:\s++|#[^\n]{0,120}+(?=\n)|/\*(?:[^*]|\*(?!/)){0,120}+\*/){1,8}+(?=[{(\"])|\s*+)"
"""Spaces and line ends between two words, or a few short comments before an argument with an opening sign.

The limits keep the search linear.
"""
_NAME_CALL = (
    rb"(?<![\w'-])([A-Za-z_][\w'-]*+)(?=[\s/])"
    + BETWEEN
    + rb"(?:\(?\s*+(?:rec\s*+)?(?=[{\"])|(?=[A-Za-z_(]|\.{1,2}/))"
)
"""The start of the call of a name with a set, a text, a path, another name or an expression in parentheses."""
_OPENING = (b"{", b'"', b"(")
"""The start of an argument of a selected name. `[ x.name other ]` is mostly a list."""
_LAMBDA = rb"\(\s*+(?:\{|[\w'-]++\s*+:)"
"""A function in parentheses, which is an item of a list rather than an argument: `[ x.overlay (final: prev: …) ]`."""
_EACH_ITEM = rb"ap(?<=[mM]ap)[\w']{0,40}+\s++(?:\(\s*+)?(?:[\w']++\s*+:\s*+)*+([A-Za-z_][\w'-]*+)(?!\s*+[:.])"
"""The name of a function that is used for each item: `map mkTool list`, `mapAttrs (_: mkTool) set`."""
_READER = rb"(?:[\w'-]++\.)*(?:import|callPackage)\s++\Z"
_PARAMETER = rb"(?:[\w']++\s*+:\s*+)"
_MAP = rb"(?:[mM]ap[\w']*+|genAttrs\s++(?:\[[^][]{0,60}+\]|[\w'.-]{1,60}+))\s++\(\s*+"
_PASSED_ON = (
    rb"\(\s*+(?:[\w'-]++\.)*callPackage\s++\Z|(?:" + _MAP + rb"|\(\s*+" + _PARAMETER + rb"++)" + _READER
)
"""The start of the function of a file as an argument: `(callPackage ./tool.nix)`, `(_: import ./tool.nix)`."""
_MAPPED = _MAP + _PARAMETER + rb"*+" + _READER
"""The start of the function of a file that is used for each item, perhaps inside of a lambda: `map (import ./a.nix`."""
_FIRST_ARGUMENTS = rb"(?:\s++(?:[\w'.-]++|\{[^{}]{0,400}+\})){1,4}+\s*+\)"
"""Names and small sets after the path of a file, up to the end of the parentheses."""
_SET_OR_TEXT = SET + rb"|\"[^\"\n]*+\""
_USED = rb"(?<![\w.'/-])([A-Za-z_][\w'-]*+)(?!\s*+=(?!=))"
"""A name that an argument reads: `{ info = table.${name}; }` reads table and name."""
_TELLING = (
    rb"(?i)version|pname|rev|hash|sha|url|src|tag|ref|source|owner|repo|pin|commit|root"
    rb"|channel|edition|variant|flavou?r|branch|release|series|(?:from|import)(?:json|toml)|[\s=(]\.{1,2}/"
    rb"|\"[^\"\n]*\d|\bv(?:ers?|sn)?\b"
    rb"|=\s*+(?:inputs\.)?self\b|\binherit\s*+\(\s*+(?:inputs\.)?self\b"
)
"""Names in an argument that may decide a fetch, and texts with a digit, which may be a version under any name.

Paths and data files too, since a path may be the source itself, and a file may have the version. A flake or a fixed
point (`self`) may have a version in any attribute.
"""


def called_by_name(data: bytes, named: dict[bytes, set[str]], values: set[bytes]) -> Iterator[str]:
    """Yield the files that are called by a name with arguments which may decide a fetch.

    ``named`` has the files of each name: several sets may have the name. ``values`` are the names in this file that may
    mean a version.
    """
    functions = {name for name in named if is_function_name(name)}
    handed = functions if makes_scope(data) else functions & names_in(data) if functions else ()
    mapped = named.keys() & {*re.findall(_EACH_ITEM, data)} if named and b"ap" in data else ()
    called = {*handed, *mapped}
    for match in re.finditer(_NAME_CALL, data) if named else ():
        name = match[1]
        if name in named and name not in called and _is_called(data, match.start(), match.end()):
            argument = re.compile(_SET_OR_TEXT).match(data, match.end())
            if argument is None or may_decide(argument[0], values):
                called.add(name)
    for name in called:
        yield from named[name]


def is_passed_on(data: bytes, start: int, end: int, near: int) -> bool:
    """Tell whether the function of the file from ``start`` to ``end`` is an argument. ``near``: bytes to search.

    It may have its first arguments already: `lib.mapAttrs (import ./make.nix pkgs) table`.
    """
    before = data[max(start - near, 0) : start]
    if data[end : end + 1] == b")":
        return re.search(_PASSED_ON, before) is not None
    has_first = re.compile(_FIRST_ARGUMENTS).match(data, end) is not None
    return has_first and re.search(_MAPPED, before) is not None


def _is_called(data: bytes, start: int, end: int) -> bool:
    """Tell whether the name at ``start``, with its argument at ``end``, is called: selected names are often items."""
    if data[start - 1 : start] != b".":
        return True
    is_opened = data.startswith(_OPENING, end) and not data.startswith(b"default", start)
    return is_opened and not re.compile(_LAMBDA).match(data, end)


def may_decide(argument: bytes, values: set[bytes]) -> bool:
    """Tell whether an argument has a telling name or a text with a version, or reads one of ``values``."""
    return re.search(_TELLING, argument) is not None or not values.isdisjoint(re.findall(_USED, argument))
