"""One line of a source, made safe to show, with the span of a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.printable import printable

if TYPE_CHECKING:
    from authguard.rules.finding import Place

_TAB = 4
_ELLIPSIS = "…"


def snippet(data: bytes, place: Place, width: int) -> tuple[str, int, int] | None:
    """Return (text, indent, length): the line of a place, the first cell to underline, and the number of these cells.

    A line that is wider than `width` cells is cut around the span. `length` is 0 if the span is empty.
    None if the file has no such line, or the line is blank.
    """
    line = _kept.line(data, place.line)
    if line is None:
        return None
    start = min(place.column - 1, len(line))
    end = min(place.end_column - 1, len(line)) if place.end_line == place.line else len(line)
    # A minified file has lines of megabytes, but only text near the span is shown.
    near = 4 * width
    parts = (line[max(0, start - near) : start], line[start : min(end, start + near)], line[end : end + near])
    before, span, after = (_shown(part) for part in parts)
    if not (before + span + after).strip():
        return None
    before, span, after = _cut(before, span, after.rstrip(), width)
    return before + span + after, _cells(before), _cells(span)


class _Kept:
    """The file and line that were shown last, since findings come in the order of their places."""

    def __init__(self) -> None:
        self._data = b""
        self._lines = [b""]
        self._shown: tuple[int, str] = (1, "")

    def line(self, data: bytes, number: int) -> str | None:
        """The text of a line, by its number from 1; None if there is no such line."""
        if self._data is not data:
            self._data, self._lines, self._shown = data, data.split(b"\n"), (0, "")
        if not 1 <= number <= len(self._lines):
            return None
        if self._shown[0] != number:
            bare = self._lines[number - 1].rstrip(b"\r")
            self._shown = (number, bare.decode("utf-8", "surrogateescape"))
        return self._shown[1]


_kept = _Kept()


def _shown(text: str) -> str:
    return printable(text.replace("\t", " " * _TAB))


def _cut(before: str, span: str, after: str, width: int) -> tuple[str, str, str]:
    """Cut the line at both ends. The span is cut only if the span alone is too wide."""
    if _cells(before + span + after) <= width:
        return before, span, after
    span = _fit(span, width - 2)
    room = width - _cells(span)
    lead = min(_cells(before), max(room - min(_cells(after), room // 2), 0))
    if lead < _cells(before):
        while before and _cells(before) >= lead:
            before = before[1:]
        before = _ELLIPSIS + before
    return before, span, _fit(after, max(width - _cells(before) - _cells(span), 1))


def _fit(text: str, width: int) -> str:
    """Return the start of a text, with an ellipsis if the text was cut."""
    if _cells(text) <= width:
        return text
    while text and _cells(text) >= width:
        text = text[:-1]
    return text + _ELLIPSIS


def _cells(text: str) -> int:
    """Return the number of terminal cells of a text: two for wide characters, none for combining characters."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)
