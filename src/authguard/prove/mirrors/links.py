"""Symbolic links in a listing. If a lock file is a link, its target decides."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from authguard.prove.mirrors.reading import MirrorEntry

_MOST = 40  # links on the way to a file, as on Linux


def followed(
    listing: Mapping[bytes, MirrorEntry], path: bytes, targets: Mapping[str, bytes]
) -> MirrorEntry | None:
    """The file at a path after links in the tree are followed; None if the tree has no such file.

    `targets` has the text of links by their oids. A link that is not in `targets` is returned itself, so that the
    caller can read the link.
    """
    for _ in range(_MOST):
        at, entry = _first_file(listing, path)
        if entry is None or entry.kind != "blob":
            return None
        if not is_link(entry):
            return entry if at == path else None
        if entry.oid not in targets:
            return entry
        joined = _join(at, targets[entry.oid], path[len(at) :])
        if joined is None:
            return None
        path = joined
    return None


def is_link(entry: MirrorEntry) -> bool:
    """Whether an entry is a symbolic link."""
    return stat.S_ISLNK(entry.mode)


def _first_file(listing: Mapping[bytes, MirrorEntry], path: bytes) -> tuple[bytes, MirrorEntry | None]:
    """The entry at a path, or the file, link or submodule above it."""
    parts = path.split(b"/")
    for count in range(len(parts), 0, -1):
        at = b"/".join(parts[:count])
        if at in listing:
            return at, listing[at]
    return path, None


def _join(link: bytes, target: bytes, rest: bytes) -> bytes | None:
    """The path of the target of `link` with `rest` after it; None for a path outside of the tree."""
    if target.startswith(b"/"):
        return None
    parts = link.split(b"/")[:-1]
    for part in (target + rest).split(b"/"):
        if part == b"..":
            if not parts:
                return None
            parts.pop()
        elif part not in (b"", b"."):
            parts.append(part)
    return b"/".join(parts)
