"""The entries of a tree that a sparse checkout keeps, and the directory that becomes the root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.prove.hashes import gitrun
from authguard.prove.hashes.entries import SUBMODULE
from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Container

    from authguard.prove.hashes.entries import Item, Selection
    from authguard.prove.hashes.gitrun import Environment


def select(env: Environment, items: list[Item], selection: Selection, always: Container[bytes]) -> list[Item]:
    """Return the entries that a checkout writes.

    Git itself applies the patterns. The paths in `always` are kept too, since `git submodule update` makes submodules
    even if the checkout omits them.

    Raises:
        Uncomputable: git is too old for sparse checkouts, or does not understand a line.
    """
    import os
    import tempfile

    lines = "\n".join(selection.sparse)
    if not lines:
        return items
    with tempfile.NamedTemporaryFile(prefix="authguard-") as rules:
        rules.write(os.fsencode(f"{lines}\n"))
        rules.flush()
        mode = "--cone" if selection.cone else "--no-cone"
        question = ("sparse-checkout", "check-rules", "-z", mode, "--rules-file", rules.name)
        try:
            answer = gitrun.run(env, *question, stdin=b"".join([item[0] + b"\0" for item in items]))
        except gitrun.GitFailed as failure:
            raise Uncomputable(f"sparseCheckout needs git 2.41 or newer ({failure})") from failure
    kept = set(answer.split(b"\0"))
    return [item for item in items if item[0] in kept or item[0] in always]


def rooted(items: list[Item], root_dir: str) -> tuple[list[Item], int]:
    """Return the entries of the directory that becomes the root, and the length of their paths' prefix to remove.

    Raises:
        Uncomputable: there is no such directory.
    """
    import os

    root = os.fsencode(root_dir.strip("/"))
    if not root:
        return items, 0
    found = [item for item in items if item[0] == root]
    if found:
        return found, len(root)
    found = [item for item in items if item[0].startswith(root + b"/")]
    if not found:
        inside = any(kind == SUBMODULE and root.startswith(path + b"/") for path, kind, _ in items)
        raise Uncomputable(
            "its rootDir is inside a submodule" if inside else "its rootDir is not in the tree"
        )
    return found, len(root) + 1
