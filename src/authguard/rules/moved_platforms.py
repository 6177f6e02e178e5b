"""Finds the platforms of a set that have new hashes in a change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare.judgement import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from authguard.compare.judgement import Judgement
    from authguard.git.ranges import Range
    from authguard.outputs.model import FixedOutput

_VERSION = r"v?\d"
"""A set of hashes with such a name is a table of versions, so a new entry does not affect the other entries."""


def moved_platforms(
    judgements: Iterable[Judgement], kept: Iterable[FixedOutput], scope: Range
) -> Mapping[object, list[str]]:
    """Return the platforms with moved hashes, by the group of their platform set. ``kept`` has kept hashes.

    If a file was added, such as the table of another version, its hashes did not move beside those of other files.
    """
    files: dict[object, set[str]] = {}
    for each in kept:
        files.setdefault(each.group, set()).add(each.origin.path)
    found: dict[object, list[str]] = {}
    for one in judgements:
        each = one.output
        if each.group is None or not each.platform or re.match(_VERSION, each.platform):
            continue
        path = each.origin.path
        is_beside = path in files.get(each.group, (path,)) or not scope.adds(path)
        if one.kind in (Kind.NEW, Kind.ALONE) and is_beside:
            found.setdefault(each.group, []).append(each.platform)
    return found
