"""Paths that code makes of a path and a text, or of a path and a value that only Nix knows."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from authguard.nix.values import relative

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT = rb"(?:[^\"\\$\n']|'(?!'))+"
"""The letters of a text up to its end, or to a computed part."""
NAME = rb"/" + _TEXT
_JOINED = re.compile(
    rb"\.(?<![\w.~/-]\.)(\.?(?:/[\w./+-]*)?)\s*+(?:\)\s*+)?"
    rb"(?:\+\s*+(?:\(\s*+)?(?:\"|'')(" + _TEXT + rb")|\}(" + NAME + rb"))"
)
"""A path and a text after it: `./. + "/name"`, `./name + ".nix"`, `"${./.}/name"`."""
_STRING = rb"(?:\"" + _TEXT + rb"\"|''" + _TEXT + rb"'')(?!\s*+\)*+\s*+\+)"
_BEGUN = rb"[\"'][^\"'$]*+\$\{"
_SUM = re.compile(
    rb"\.(?<![\w.~/-]\.)(\.?(?:/[\w./+-]*)?)\s*+(?:\)\s*+)?"
    rb"(?:\+(?!\+)\s*+(?:\(\s*+)*+(?!" + _STRING + rb"|" + _BEGUN + rb")|\}/[^\"$\n]{0,255}+\\)"
)
"""A path and a value after it that is more than a text: `./. + name`, `./. + "/a" + "b"`, `./. + "/\\a"`."""


def joined_paths(directory: str, data: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield the files that a path with a text after it means, with its place: `./. + "/name"`, `"${./.}/name"`."""
    for match in _JOINED.finditer(data):
        target = relative(directory, os.fsdecode(b"." + match[1] + (match[2] or match[3])))
        if target.inside:
            yield target.path, match.start(), match.end() + data.startswith(b'"', match.end())


def summed_paths(directory: str, data: bytes) -> Iterator[str]:
    """Yield the directories below which a computed path may lead: `./. + name`."""
    for match in _SUM.finditer(data):
        target = relative(directory, (b"." + match[1]).decode("ascii", "replace"))
        if target.inside:
            yield target.path
