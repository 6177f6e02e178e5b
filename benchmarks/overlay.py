"""A commit with the text of one file put otherwise, as a range to be judged. Nothing is written anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.git.ranges import Base, Change, Range
from authguard.git.snapshot import Overlay
from authguard.git.worktree import blob_oid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.git.git import Git
    from authguard.git.snapshot import Entry, Snapshot


class Edited(Overlay):
    """A snapshot in which one regular file has another text."""

    __slots__ = ("_path", "_text")

    def __init__(self, git: Git, below: Snapshot, path: str, text: bytes) -> None:
        """Lay ``text`` over the file at ``path``, which must stand in ``below`` and be no link.

        Raises:
            KeyError: there is no such file.
        """
        found = below._entry(path)
        if found is None or found[0] & 0o170000 != 0o100000:
            raise KeyError(path)
        super().__init__(git, below, {path: (found[0], None)}, below.label)
        self._path = path
        self._text = text

    def prefetch(self, paths: Iterable[str]) -> None:
        """Have the other files read in one round trip."""
        self._base.prefetch([path for path in paths if path != self._path])

    def _content(self, path: str, entry: Entry) -> bytes | None:
        return self._text if path == self._path else super()._content(path, entry)


def edited(git: Git, scope: Range, path: str, text: bytes) -> Range:
    """Return ``scope`` with ``text`` as the content of ``path`` in its target.

    A file that is thereby as it was in a base is no change against that base any more.

    Raises:
        KeyError: there is no such file in the target.
    """
    target = Edited(git, scope.target, path, text)
    oid = blob_oid(text, git.facts().object_format)
    bases = [Base(base.oid, base.snapshot, _changes(base, path, oid)) for base in scope.bases]
    return Range(target, bases, git, scope.elder_oids)


def _changes(base: Base, path: str, oid: str) -> list[Change]:
    others = [change for change in base.changes if change.path != path]
    mode, old = base.snapshot._entry(path) or (0, None)
    if old == oid:
        return others
    return [*others, Change(path, "M" if old is not None else "A", mode, mode or 0o100644, old, None)]


def put_back(data: bytes, line: int, new: str, old: str, whole: str | None = None) -> bytes:
    """Return ``data`` with the hash ``old`` in place of ``new`` on a line, or ``whole`` in place of all of it.

    Args:
        data: a file.
        line: counted from 1.
        new: the text that stands on the line.
        old: the text that is to stand there.
        whole: the line that is to stand there, where the attribute had another name.

    Raises:
        ValueError: the line does not hold ``new``.
    """
    lines = data.split(b"\n")
    if not 0 < line <= len(lines) or new.encode() not in lines[line - 1]:
        raise ValueError(f"line {line} does not hold {new!r}")
    here = lines[line - 1]
    lines[line - 1] = here.replace(new.encode(), old.encode()) if whole is None else whole.encode()
    return b"\n".join(lines)
