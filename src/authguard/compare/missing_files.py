"""Paths of files that are in no tree: where the code that reads them moved, nothing that authguard knows moved."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from authguard.nix.canonical import MISSING

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput

MAX_DEPTH = 64
"""Forms that are nested more deeply are not compared."""


def are_one_missing_file(one: object, other: object, old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether two forms only differ in paths that lead from both files to the same place, which has no file.

    `./.nvmrc` in a file that was renamed with its directory is such a path. A file that one of the trees has is known
    by its content; a directory is not, so it counts as the same whether it is there or not.
    """
    return _are_alike(one, other, (old.path.rpartition("/")[0], new.path.rpartition("/")[0]))


def _are_alike(one: object, other: object, folders: tuple[str, str], depth: int = 0) -> bool:
    """Tell whether two forms are equal, except for missing files at the same place below each one's directory."""
    if one is other or not isinstance(one, tuple) or not isinstance(other, tuple):
        return one == other
    if one[:1] == other[:1] == ("path",) and one[1:2] == other[1:2]:
        return True
    if len(one) != len(other) or depth > MAX_DEPTH:
        return False
    if one[:1] == other[:1] == ("path",) and one[2:] == other[2:] == (MISSING,):
        paths = (
            posixpath.relpath(f"/{form[1]}", f"/{at}") for form, at in zip((one, other), folders, strict=True)
        )
        return len(set(paths)) == 1
    return all(_are_alike(*pair, folders, depth + 1) for pair in zip(one, other, strict=True))
