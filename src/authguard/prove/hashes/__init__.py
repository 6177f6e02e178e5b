"""Correct hashes without Nix, for the content that a fetcher makes from a commit, a file or an archive.

The results depend only on bytes. If the bytes do not determine the content, `Uncomputable` is raised.
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
