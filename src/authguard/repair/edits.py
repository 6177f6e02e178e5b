"""Edits of files by byte span: all other bytes stay unchanged."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable


class NotEditable(Exception):
    """A value that cannot be edited. ``reason`` is a clause, printed after "not written:"."""

    def __init__(self, reason: str) -> None:
        """Store the clause."""
        super().__init__(reason)
        self.reason = reason


class Edit:
    """The bytes ``old`` at [start, end) of the file at ``path`` become ``new``. An empty span is an insertion."""

    __slots__ = ("end", "new", "old", "path", "start")

    def __init__(self, path: str, start: int, end: int, old: bytes, new: bytes) -> None:
        """Store the span, and its present bytes.

        Raises ValueError if the span does not have the length of ``old``.
        """
        if start < 0 or end - start != len(old):
            raise ValueError(f"[{start}, {end}) is no span of {len(old)} bytes")
        self.path = path
        self.start = start
        self.end = end
        self.old = old
        self.new = new

    def __eq__(self, other: object) -> bool:
        """Whether both make the same change in the same file."""
        return isinstance(other, Edit) and self._parts() == other._parts()

    def __hash__(self) -> int:
        """By all parts."""
        return hash(self._parts())

    def __repr__(self) -> str:
        return f"Edit({self.path}:{self.start}: {self.old!r} -> {self.new!r})"

    def _parts(self) -> tuple[str, int, bytes, bytes]:
        return self.path, self.start, self.old, self.new


class Clash(ValueError):
    """Two edits change the same bytes or begin at the same place, so that their order is not known."""


def ordered(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits of one file, ordered by place.

    Raises Clash if two edits overlap, ValueError for edits of several files.
    """
    found = sorted(edits, key=lambda edit: (edit.start, edit.end))
    for one, other in pairwise(found):
        if one.path != other.path:
            raise ValueError(f"edits of {one.path} and of {other.path} at once")
        if other.start < one.end or other.start == one.start:
            raise Clash(f"{one} and {other} overlap")
    return found


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return ``data`` with all edits of one file. The spans of the edits refer to the original ``data``.

    Raises Refused if a span does not have the old bytes of its edit, Clash if two edits overlap.
    """
    pieces: list[bytes] = []
    at = 0
    for edit in ordered(edits):
        if data[edit.start : edit.end] != edit.old:
            raise Refused(f"{printable(edit.path)} changed after the edit was computed")
        pieces += (data[at : edit.start], edit.new)
        at = edit.end
    return b"".join([*pieces, data[at:]])


def landing(edits: Iterable[Edit], offset: int) -> int:
    """Return the offset of a byte after the edits; a byte within an edit moves to the start of that edit."""
    found = ordered(edits)
    before = found[: bisect_right([edit.start for edit in found], offset)]
    if before and offset < before[-1].end:
        offset = before.pop().start
    return offset + sum(len(edit.new) - len(edit.old) for edit in before)
