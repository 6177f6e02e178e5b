"""The places that have an old version and that a bump does not edit: comments, tags of images, docs and so on."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot
    from authguard.repair.places import VersionPlace

_NEAR = 6
"""In a file of another directory, the name of the package is searched in this many lines around a version."""

_LARGEST = 1 << 20
_GENERATED = (".lock", ".sum", "-lock.json", ".lockb", "-lock.yaml", ".svg")


@dataclass(frozen=True)
class StatedPlace:
    """A line with the old version: path, line number from 1, and its text without white space around it."""

    path: str
    line: int
    text: str


def candidates(git: Git, versions: Iterable[str]) -> list[str]:
    """Return the tracked text files of the work tree that contain one of the versions."""
    wanted = [version for version in versions if _is_distinct(version)]
    if not wanted:
        return []
    patterns = [word for version in wanted for word in ("-e", version)]
    output = git.run(
        *("grep", "-l", "-z", "-I", "-F", "--no-textconv", "--full-name", *patterns, "--", ":/"), ok=(0, 1)
    )
    return [os.fsdecode(path) for path in output.split(b"\0")[:-1]]


def _is_distinct(version: str) -> bool:
    """Tell whether a version has more than one number, since a single 5 is everywhere."""
    return len(re.findall(r"\d+", version)) > 1


def of_place(snapshot: Snapshot, place: VersionPlace) -> StatedPlace:
    """Return the line of a version."""
    data = snapshot.read(place.path) or b""
    number = data.count(b"\n", 0, place.start)
    return StatedPlace(place.path, number + 1, data.split(b"\n")[number].decode("utf-8", "replace").strip())


def left_places(
    snapshot: Snapshot, paths: Iterable[str], versions: Sequence[str], new: str, directory: str, name: str
) -> Iterator[StatedPlace]:
    """Yield the lines with one of the versions: all lines in the package's directory, otherwise those near its name.

    Args:
        snapshot: the tree after the edits.
        paths: the files to read.
        versions: the old versions.
        new: the new version, which may begin with an old version (1.0 and 1.0+1).
        directory: the directory of the package, relative to the root; "" is the root itself.
        name: the name of the package; "" for a package without a name.
    """
    wanted = [re.escape(version) for version in versions if _is_distinct(version)]
    token = re.compile(
        rf"(?<![0-9.])(?!{re.escape(new)}(?![0-9A-Za-z]))(?:{'|'.join(wanted)})(?![0-9A-Za-z]|\.[0-9])"
    )
    named = re.compile(rf"(?<![0-9A-Za-z]){re.escape(name)}(?![0-9A-Za-z])") if name else None
    for path in sorted(paths) if wanted else ():
        data = snapshot.read(path)
        if data is None or len(data) > _LARGEST or path.endswith(_GENERATED):
            continue
        lines = data.decode("utf-8", "replace").split("\n")
        everywhere = not directory or f"{path}/".startswith(f"{directory}/")
        everywhere = everywhere or (named is not None and named.search(path) is not None)
        for number, line in enumerate(lines):
            if not token.search(line):
                continue
            around = lines[max(0, number - _NEAR) : number + _NEAR + 1]
            if everywhere or (named is not None and any(map(named.search, around))):
                yield StatedPlace(path, number + 1, line.strip())
