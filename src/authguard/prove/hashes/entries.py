"""The entries of a git tree, the four contents that a commit can have, and the selected part of a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Item = tuple[bytes, int, bytes]
    """An entry of a tree: its path, its kind (REGULAR … SUBMODULE), and the name of its object."""

CHECKOUT, ARCHIVE, RAW, RAW_EXPORT = "checkout", "archive", "raw", "raw-export"

REGULAR, EXECUTABLE, SYMLINK, DIRECTORY, SUBMODULE = range(5)


class Selection:
    """The part of a commit that is checked out.

    Attributes:
        sparse: the lines for `git sparse-checkout set --stdin`; no lines: all files.
        cone: whether the lines are directories (git's default), not patterns.
        root_dir: the directory that becomes the root; "" for none. (nixpkgs also makes this directory the only pattern
            of `sparse`.)
    """

    __slots__ = ("cone", "root_dir", "sparse")

    def __init__(self, sparse: Sequence[str] = (), cone: bool = True, root_dir: str = "") -> None:
        """Store the arguments."""
        self.sparse = tuple(sparse)
        self.cone = cone
        self.root_dir = root_dir
