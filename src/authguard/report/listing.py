"""The fixed outputs of a snapshot as a table, as lines for other programs, as Markdown and as a flowchart."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from authguard.messages import count
from authguard.printable import printable
from authguard.report.markdown import code, escape
from authguard.report.mermaid import Drawing
from authguard.rules.words import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from authguard.report.context import StreamFacts

_MISSING = "-"
_HEAD = ("line", "attribute", "producer", "source", "digest", "lock", "Nix")
_ATTRIBUTE, _SOURCE = 1, 3
_NARROWER = ((24, 40), (12, 28))
"""The attribute narrows to the first width for a source with less than the second. A longer one has its own line."""
_OPTIONAL = ((4, 40), (5, 40), (2, 30))
"""Digest, lock and producer, each with the width of the source below which the column is omitted."""


@dataclass(kw_only=True)
class ListRow:
    """One fixed output. `noticed` is silent, loud or -; `sources` are the rows from which its content is computed."""

    path: str
    line: int
    attribute: str
    producer: str
    source: str | None
    digest: str
    lock: str | None
    noticed: str
    sources: list[tuple[str, int, str]] = field(default_factory=list)

    def key(self) -> tuple[str, int, str]:
        """Return the place."""
        return self.path, self.line, self.attribute


def table(rows: Sequence[ListRow], stream: StreamFacts) -> str:
    """Return a table for a terminal: a heading for each file, and columns that fit the width."""
    if not rows:
        return "no fixed output to list\n"
    cells = [_cells(row) for row in rows]
    widths = {column: max(len(each[column]) for each in [_HEAD, *cells]) for column in range(len(_HEAD))}
    _fit(widths, stream)
    lines = [_painted(_line(_HEAD, widths, stream), "1", stream)]
    for path, group in groupby(zip(rows, cells, strict=True), key=lambda each: each[0].path):
        lines.append(_painted(printable(path), "36", stream))
        for row, each in group:
            lines.append(
                _painted(_line(each, widths, stream), "33" if row.noticed == "silent" else "", stream)
            )
    silent = sum(row.noticed == "silent" for row in rows)
    lines.append(f"{count(len(rows), 'fixed output')}, {silent} silent")
    return "".join(f"{line}\n" for line in lines)


def _fit(widths: dict[int, int], stream: StreamFacts) -> None:
    """Make the columns as narrow as the terminal, or omit them. The source, `owner/repo@rev`, is cut last."""
    longest = widths[_SOURCE]
    for column, enough in _OPTIONAL:
        if _room(widths, stream) < min(enough, longest):
            del widths[column]
    for least, enough in _NARROWER:
        lacking = max(0, min(enough, longest) - _room(widths, stream))
        widths[_ATTRIBUTE] = max(min(least, widths[_ATTRIBUTE]), widths[_ATTRIBUTE] - lacking)
    if _room(widths, stream) < min(enough, longest):
        widths[_ATTRIBUTE] = 0  # every attribute has its own line
    widths[_SOURCE] = min(longest, _room(widths, stream))


def _cells(row: ListRow) -> tuple[str, ...]:
    cells = (
        str(row.line),
        row.attribute,
        row.producer,
        row.source,
        _digest(row),
        row.lock,
        row.noticed,
    )
    return tuple(printable(cell) if cell else _MISSING for cell in cells)


def _digest(row: ListRow) -> str:
    """Return the first characters of a digest, without the usual algorithm."""
    return shorten(row.digest).removeprefix("sha256-")


def _room(widths: Mapping[int, int], stream: StreamFacts) -> int:
    """Return the remaining width for the source."""
    return stream.width - sum(width + 2 for column, width in widths.items() if column != _SOURCE) - 2


def _line(cells: Sequence[str], widths: Mapping[int, int], stream: StreamFacts) -> str:
    """Return a row; two lines if its attribute is wider than the column, since a selector must not be cut."""
    cells, lines = list(cells), []
    if len(cells[_ATTRIBUTE]) > widths[_ATTRIBUTE]:
        lines.append(f"  {cells[0].rjust(widths[0])}  {cells[_ATTRIBUTE]}")
        cells[:2] = ["", ""]
    shown = []
    for column, width in widths.items():
        cell = cells[column]
        if len(cell) > width:
            cell = f"{cell[: width // 3]}…{cell[width // 3 + 1 - width :]}"  # the repository and the revision are last
        shown.append(cell.rjust(width) if column == 0 else cell.ljust(width))
    text = "\n".join([*lines, f"  {'  '.join(shown)}".rstrip()])
    return text if stream.unicode else text.replace("…", "~")


def _painted(text: str, color: str, stream: StreamFacts) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if stream.color and color else text


def lines(rows: Sequence[ListRow]) -> str:
    """Return a line for each fixed output, for other programs: selector, then the columns, separated by tabs."""
    shown = []
    for row in rows:
        cells = [f"{row.path}:{row.line}#{row.attribute}", row.producer, row.source]
        cells += [row.digest, row.lock, row.noticed]
        shown.append("\t".join(printable(cell) if cell else _MISSING for cell in cells) + "\n")
    return "".join(shown)


def markdown(rows: Sequence[ListRow]) -> str:
    """Return a table in Markdown."""
    shown = ["| Where | Producer | Source | Digest | Lock | Nix |", "|---|---|---|---|---|---|"]
    for row in rows:
        where = code(f"{row.path}:{row.line}#{row.attribute}").replace("|", "\\|")
        cells = (row.producer, row.source, shorten(row.digest), row.lock, row.noticed)
        shown.append(f"| {where} | {' | '.join(escape(cell) if cell else _MISSING for cell in cells)} |")
    return "\n".join(shown) + "\n"


def mermaid(rows: Sequence[ListRow]) -> str:
    """Return a flowchart: sources, lock files, hashes, and the folders that they belong to."""
    drawing = Drawing()
    names = {row.key(): drawing.node("hash", row.attribute, f"{row.path}:{row.line}") for row in rows}
    used = {source for row in rows for source in row.sources}
    for row in rows:
        name = names[row.key()]
        if row.source is not None and not row.sources:
            drawing.arrow(drawing.node("input", row.source), name)
        for source in row.sources:
            if source in names:
                drawing.arrow(names[source], name)
        if row.lock is not None:
            drawing.arrow(drawing.node("lock", row.lock), name)
        folder = row.path.rpartition("/")[0]
        if folder and row.key() not in used:
            drawing.arrow(name, drawing.node("component", folder))
    return drawing.text() or "flowchart LR\n"
