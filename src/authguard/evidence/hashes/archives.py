"""Hashes of what is in an archive, by the rules of nixpkgs' fetchzip and of Nix's own fetchTarball.

Nothing is unpacked to paths: the entries make a tree in memory, their bytes go one after the other into a temporary
file, and the NAR is hashed from there. So no entry can be written anywhere else, no name is lost on a file system that
folds letters, and a set of modes or owners means nothing. What the tools would refuse, or do in a way that depends on
the machine, is refused.
"""

from __future__ import annotations

import os

from authguard.evidence.hashes import nar
from authguard.evidence.hashes.limits import Uncomputable, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO, BinaryIO, Self

STRIP, KEEP, LIFT = "strip", "keep", "lift"
"""Of the entries at the top: exactly one is wanted and becomes the root (fetchzip); all are kept (fetchzip with
stripRoot = false); one that is alone and a directory becomes the root (Nix's fetchTarball, tarball inputs)."""

MOST_BYTES = 8 << 30
MOST_ENTRIES = 1_000_000
_LONGEST_PATH = 4095


class Limits:
    """How much may come out of an archive: bytes in all, entries in all."""

    __slots__ = ("bytes", "entries")

    def __init__(self, most_bytes: int = MOST_BYTES, most_entries: int = MOST_ENTRIES) -> None:
        """Hold both."""
        self.bytes = most_bytes
        self.entries = most_entries


def of_archive(
    file: BinaryIO, *, root: str = STRIP, algorithm: str = "sha256", limits: Limits | None = None
) -> bytes:
    """Return the NAR digest of what an archive unpacks to; its form is told by its content.

    Args:
        file: the archive, seekable: a zip, or a tar that may be compressed.
        root: STRIP, KEEP or LIFT.
        algorithm: of the digest.
        limits: of what may come out of it.

    Raises:
        Uncomputable: it is no such archive, it is damaged, or it holds what cannot or must not be unpacked.
    """
    with Tree(limits or Limits()) as tree:
        start = file.read(nar_start)
        file.seek(0)
        if start.startswith(_ZIP):
            from authguard.evidence.hashes.zips import read
        else:
            from authguard.evidence.hashes.tars import read
        read(file, tree)
        return tree.digest(root, algorithm)
