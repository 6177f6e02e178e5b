"""The table at the end of `fix` and `bump`: each fixed output, its hash before and after, and the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from authguard.outputs.model import FixedOutput
    from authguard.prove.proving import Answer
    from authguard.report.context import StreamFacts

_HEAD = ("fixed output", "old", "new", "proved", "took")
_HOWS = {"native": "fetched", "nix": "by Nix", "builder": "builder", "before": "before"}
_GREEN, _RED, _YELLOW, _BOLD = "32", "31", "33", "1"
_DIGITS = 8
_LEAST = 12
"""The smallest width of the names, on each terminal."""


def table(
    answers: Sequence[Answer],
    wrote: Callable[[FixedOutput], bool],
    name: Callable[[FixedOutput], str],
    stream: StreamFacts,
) -> list[str]:
    """Return the lines of the table. No line is wider than the stream, unless a name alone is wider.

    A name is never cut, so that it can be copied. A name that is too wide is on its own line, above its cells.

    Args:
        answers: the results, in any order.
        wrote: whether the true hash of a fixed output was written (or would be).
        name: returns the place of a fixed output for people.
        stream: the facts about the output stream.
    """
    rows, colors = [_HEAD], [_BOLD]
    for answer in sorted(answers, key=lambda each: (each.each.path, each.each.origin.span())):
        cells, color = _row(answer, wrote(answer.each), stream)
        rows.append((printable(name(answer.each)), *cells))
        colors.append(color)
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    room = stream.width - sum(widths[1:]) - 2 * (len(_HEAD) - 1)
    widths[0] = min(widths[0], max(_LEAST, room))
    lines: list[str] = []
    for row, color in zip(rows, colors, strict=True):
        shown, *middle, took = row
        above = [shown] if len(shown) > widths[0] else []
        parts = [("" if above else shown).ljust(widths[0])]
        parts += [cell.ljust(width) for cell, width in zip(middle, widths[1:-1], strict=True)]
        plain = [*above, "  ".join([*parts, took.rjust(widths[-1])]).rstrip()]
        painted = stream.color and color
        lines.extend(f"\x1b[{color}m{line}\x1b[0m" if painted else line for line in plain)
    return lines


def _row(answer: Answer, wrote: bool, stream: StreamFacts) -> tuple[tuple[str, str, str, str], str]:
    """Return the old hash, the new hash, the method and the duration, and the colour of the row ("" for none)."""
    old = _short(answer.each.literal, stream)
    how = _HOWS.get(answer.how, "")
    took = f"{answer.seconds:.1f} s" if how and answer.how != "before" else ""
    if answer.verdict == "right":
        return (old, "the same", how, took), ""
    if answer.verdict == "wrong" and answer.true is not None:
        if wrote:
            return (old, _short(answer.true.sri(), stream), how, took), _GREEN
        return (old, "left", how, took), _RED
    return (old, "unknown", "no", took), _YELLOW


def _short(text: str, stream: StreamFacts) -> str:
    """Return the first digits of a digest, without the algorithm's name, or the name of a placeholder."""
    body = text.partition("-")[2] or text.partition(":")[2] or text
    if not body:
        return '""'
    return printable(body[:_DIGITS]) + (_dots(stream) if len(body) > _DIGITS else "")


def _dots(stream: StreamFacts) -> str:
    return "…" if stream.unicode else ".."
