"""Apply the edits of a file to another version of the file: the staged version, or the version of HEAD.

This works like `git apply` with a patch without context: the edited lines must be the same, byte for byte, in both
versions. Only their line ends may differ, since git converts CRLF.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.printable import printable
from authguard.repair.edits import Edit, NotEditable, apply, landing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Contents = dict[str, tuple[bytes, bytes]]


class Steps:
    """Edits in steps. The spans of a step refer to the result of the step before."""

    def __init__(self, read: Callable[[str], bytes | None], name: str = "in the work tree") -> None:
        """Begin with the contents of a tree: the work tree, unless ``name`` names another tree."""
        self._read = read
        self.name = name
        self._steps: list[Mapping[str, Sequence[Edit]]] = []

    def add(self, edits: Mapping[str, Sequence[Edit]]) -> None:
        """Add a step, by file."""
        self._steps.append(edits)

    def paths(self) -> list[str]:
        """Return the edited files."""
        return sorted({path for step in self._steps for path in step})

    def own(self) -> Contents:
        """Return the bytes of the files before and after, in the tree that the edits are made for."""
        return self.carry_over(self._read, self.name)

    def carry_over(self, read: Callable[[str], bytes | None], where: str) -> Contents:
        """Return the contents of another tree with these edits. The edited lines must be the same in that tree.

        Raises Refused if an edited line differs. The message names the tree by ``where`` ("staged").
        """
        return {path: self._of_file(path, read(path), where) for path in self.paths()}

    def _of_file(self, path: str, there: bytes | None, where: str) -> tuple[bytes, bytes]:
        here = self._read(path) or b""
        if there is None:
            raise Refused(f"{printable(path)} is not {where}; nothing was changed")
        first = there
        for step in self._steps:
            edits = list(step.get(path, ()))
            try:
                there = apply(there, carry_over(edits, here, there))
            except NotEditable as error:
                reason = f"{error.reason} there and {self.name}"
                raise Refused(
                    f"{printable(path)} cannot be edited as it is {where}: {reason} (commit or undo that "
                    "change first); nothing was changed"
                ) from None
            here = apply(here, edits)
        return first, there


def carry_over(edits: Sequence[Edit], before: bytes, other: bytes) -> list[Edit]:
    """Return the edits of ``before`` as edits of ``other``, without those that ``other`` already has.

    Raises NotEditable if the lines of an edit are not the same in ``other``.
    """
    if before == other:
        return list(edits)
    lines = _Lines(before, other)
    after: _Lines | None = None
    made = []
    for edit in edits:
        found = lines.moved(edit)
        if found is None:
            after = after or _Lines(apply(before, edits), other)
            start = landing(edits, edit.start)
            if after.moved(Edit(edit.path, start, start + len(edit.new), edit.new, edit.new)) is None:
                line = before.count(b"\n", 0, edit.start) + 1
                raise NotEditable(f"line {line}, which must change, is not the same")
        else:
            made.append(found)
    return made


class _Lines:
    """The lines that two texts have in common, and the line numbers in both texts."""

    def __init__(self, one: bytes, other: bytes) -> None:
        import pygit2
        from pygit2.enums import DiffOption

        self._other = other
        self._starts, self._places = _starts(one), _starts(other)
        patch = pygit2.Patch.create_from(
            _ended(one),
            _ended(other),
            flag=DiffOption.FORCE_TEXT,
            context_lines=0,
            interhunk_lines=0,
        )
        # The changed lines of each hunk, from 0. A hunk that only adds lines comes after a line.
        self._hunks = [
            (hunk.old_start - bool(hunk.old_lines), hunk.old_lines, hunk.new_lines) for hunk in patch.hunks
        ]

    def moved(self, edit: Edit) -> Edit | None:
        """Return an edit of one text as an edit of the other text; None if the other text does not have the lines."""
        first, last = (bisect_right(self._starts, at) - 1 for at in (edit.start, edit.end))
        moved = 0
        for start, gone, new in self._hunks:
            if start + gone <= first:
                moved += new - gone
            elif start <= last:
                return None
        start = self._places[first + moved] + edit.start - self._starts[first]
        end = self._places[last + moved] + edit.end - self._starts[last]
        present = self._other[start:end]
        if present == edit.old:
            return Edit(edit.path, start, end, present, edit.new)
        if present.replace(b"\r\n", b"\n") != edit.old.replace(b"\r\n", b"\n"):
            return None
        ending = b"\r\n" if b"\r\n" in present else b"\n"
        return Edit(edit.path, start, end, present, edit.new.replace(b"\r\n", b"\n").replace(b"\n", ending))


def _ended(text: bytes) -> bytes:
    """Return a text with the same line end on every line, including the last."""
    text = text.replace(b"\r\n", b"\n")
    return text if text.endswith(b"\n") else text + b"\n"


def _starts(text: bytes) -> list[int]:
    found, at = [0], 0
    while (at := text.find(b"\n", at) + 1) > 0:
        found.append(at)
    return found
