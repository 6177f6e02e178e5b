"""Random trees, and trees made on the disk. Names and contents are bytes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from pathlib import Path

REGULAR, EXECUTABLE, SYMLINK = 0o100644, 0o100755, 0o120000


_names = st.binary(min_size=1, max_size=6).filter(
    lambda name: (
        b"/" not in name and b"\0" not in name and name.lower() not in (b".git", b".", b"..", b"git~1")
    )
)
_leaves = st.tuples(st.sampled_from([REGULAR, EXECUTABLE]), st.binary(max_size=20)) | st.tuples(
    st.just(SYMLINK), st.binary(min_size=1, max_size=9).filter(lambda target: b"\0" not in target)
)


def trees(empty: bool) -> st.SearchStrategy[object]:
    """Dictionaries of names and their content; with empty directories or without."""
    fewest = 0 if empty else 1
    return st.recursive(
        st.dictionaries(_names, _leaves, min_size=fewest, max_size=4),
        lambda below: st.dictionaries(_names, _leaves | below, min_size=1, max_size=5),
        max_leaves=12,
    )


def make(where: Path, tree: object) -> Path:
    """Make a directory of a tree. Returns it."""
    where.mkdir()
    assert isinstance(tree, dict)
    for name, below in tree.items():
        path = where / os.fsdecode(name)
        if isinstance(below, dict):
            make(path, below)
            continue
        mode, content = below
        if mode == SYMLINK:
            path.symlink_to(os.fsdecode(content))
        else:
            path.write_bytes(content)
            path.chmod(mode & 0o777)
    return where
