"""True hashes without Nix: of what a fetcher would make of a commit, of a file or an archive on a server.

Everything here is a plain function of bytes. Content that cannot be computed that way raises `Uncomputable`.
"""

from __future__ import annotations

from authguard.prove.hashes.entries import ARCHIVE, CHECKOUT, RAW, RAW_EXPORT, Selection
from authguard.prove.hashes.gittree import of_git
from authguard.prove.hashes.limits import Incomplete, Uncomputable
from authguard.prove.hashes.nar import of_file, of_path

__all__ = [
    "ARCHIVE",
    "CHECKOUT",
    "RAW",
    "RAW_EXPORT",
    "Incomplete",
    "Selection",
    "Uncomputable",
    "of_file",
    "of_git",
    "of_path",
]
