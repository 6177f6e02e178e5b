"""Changed files that decide a kept hash, and that the repository does not have as Nix reads them.

Git LFS leaves a pointer in the repository, and git-crypt leaves encrypted bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix import data
from authguard.nix.parse import is_encrypted
from authguard.outputs.reach import is_nix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.outputs.tree import OutputTree

IN_LFS = "its content is in Git LFS, so its hashes are not read"
_LFS = b"version https://git-lfs.github.com/spec/"
_UNREAD = ("unreadable", "import")
"""The symbols of a value that could not be read from a data file, or from a file of Nix."""


def is_pointer(content: bytes) -> bool:
    """Tell whether a file is a pointer of Git LFS."""
    return content.startswith(_LFS)


def is_stored_elsewhere(content: bytes) -> bool:
    """Tell whether a file is a pointer of Git LFS, or encrypted."""
    return is_pointer(content) or is_encrypted(content)


def is_out_of_sight(content: bytes, before: list[bytes]) -> bool:
    """Tell whether pins are stored elsewhere. Pins that were encrypted before are written by the owner of the key."""
    return is_stored_elsewhere(content) and not (
        is_encrypted(content) and before and all(map(is_encrypted, before))
    )


def unread_inputs(target: OutputTree, bases: list[OutputTree], changed: list[str]) -> dict[str, str]:
    """Return the changed files that decide a kept hash and cannot be read, each with the reason."""
    kept = {each.digest for base in bases for each in base.found if each.digest is not None}
    moved = set(changed)
    found: dict[str, str] = {}
    for each in target.found:
        if each.digest not in kept:
            continue
        for stated in each.inputs:
            for path in _unread(stated.form) if stated.role == "what" else ():
                reason = _reason(target, path) if path in moved and path not in found else None
                if reason is not None:
                    found[path] = f"{reason}, and {each.attribute} depends on it"
    return found


def _unread(form: object) -> Iterator[str]:
    """Yield the paths of the unread files in the form of a value."""
    waiting = [form]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, tuple):
            continue
        if len(one) == 3 and one[0] == "sym" and one[1] in _UNREAD and isinstance(one[2], str):
            yield one[2]
        else:
            waiting.extend(one)


def _reason(target: OutputTree, path: str) -> str | None:
    """Return why a file cannot be read; None if it can."""
    content = target.snapshot.read(path)
    if content is None:
        return None
    if is_stored_elsewhere(content):
        return f"it cannot be read: {how_stored(content)}"
    if is_nix(path):
        return None
    try:
        data.parse(path, content)
    except data.Unreadable as error:
        return f"it cannot be read: it {error.reason}"
    return None


def how_stored(content: bytes) -> str:
    """Return why the content of a file is not in the repository."""
    return "its content is in Git LFS" if is_pointer(content) else "it is encrypted"
