"""String literals of Nix: escapes, and the indentation that an indented string loses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from authguard.nix.parse import Source
    from authguard.nix.values import Value

_LINE_END = re.compile(r"\r\n?")
_FIRST_LINE = re.compile(r"\A *\n")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


_LONGEST_PLAIN = 4096


def plain(source: Source, node: Node) -> str | None:
    """Return the text of a string in `"` without escapes, interpolations and line breaks; None for others."""
    start, end = node.start_byte, node.end_byte
    if end - start > _LONGEST_PLAIN or source.data[start] != 0x22:
        return None
    text = source.data[start + 1 : end - 1]
    if b"\\" in text or b"$" in text or b"\n" in text or b'"' in text or node.has_error:
        return None
    return text.decode("utf-8", "surrogateescape")


def parts(source: Source, node: Node, value: Callable[[Node], Value]) -> list[str | Value]:
    """Return the pieces of a string node: text as Nix reads it, and ``value`` of each interpolation."""
    indented = node.type == "indented_string_expression"
    pieces: list[str | Value] = []
    plain: list[bool] = []
    for child in node.named_children:
        kind = child.type
        if kind == "interpolation":
            inner = child.child_by_field_name("expression")
            if inner is not None:
                pieces.append(value(inner))
                plain.append(False)
        elif kind == "string_fragment":
            text = source.text(child)
            pieces.append(text if indented else _LINE_END.sub("\n", text))
            plain.append(True)
        elif kind == "escape_sequence":
            pieces.append(_escape(source.text(child), indented))
            plain.append(False)
    if indented:
        return _unindent(pieces, plain)
    return pieces


def _escape(text: str, indented: bool) -> str:
    r"""Return the text of one escape sequence."""
    if not indented:
        return _ESCAPES.get(text[1:], text[1:])
    if text == "'''":
        return "''"
    return _ESCAPES.get(text[3:], text[3:])


def _unindent(pieces: list[str | Value], plain: list[bool]) -> list[str | Value]:
    """Remove the common indentation like Nix's lexer and parser (src/libexpr/parser-state.hh, stripIndentation).

    Only spaces indent. A line with only spaces has no indentation to compare; if no other lines exist, all spaces are
    removed. The first line is removed if it is blank, and so is the text after the last line break.
    """
    if pieces and plain[0] and isinstance(pieces[0], str):
        pieces[0] = _FIRST_LINE.sub("", pieces[0], count=1)
    out = _cut(pieces, _width(pieces, plain))
    if out and isinstance(out[-1], str):
        head, line_break, tail = out[-1].rpartition("\n")
        out[-1] = head + line_break + (tail if not line_break else tail.lstrip(" ") and tail)
    return out


def _width(pieces: list[str | Value], plain: list[bool]) -> int | None:
    """Return the common indentation of all lines, or None if all lines are blank."""
    width: int | None = None
    at_start, current = True, 0
    for piece, is_text in zip(pieces, plain, strict=True):
        lines = piece.split("\n") if is_text and isinstance(piece, str) else ["!"]
        for number, line in enumerate(lines):
            if number:
                at_start, current = True, 0
            if at_start:
                bare = line.lstrip(" ")
                current += len(line) - len(bare)
                if bare:
                    at_start = False
                    width = current if width is None else min(width, current)
    return width


def _cut(pieces: list[str | Value], width: int | None) -> list[str | Value]:
    """Drop ``width`` spaces (None: all) from the start of each line. An escaped line break begins a line, too."""
    out: list[str | Value] = []
    at_start, seen = True, 0
    for piece in pieces:
        if not isinstance(piece, str):
            at_start, seen = False, 0
            out.append(piece)
            continue
        lines = piece.split("\n")
        for number, line in enumerate(lines):
            if number:
                at_start, seen = True, 0
            if at_start:
                bare = line.lstrip(" ")
                spaces = len(line) - len(bare)
                lines[number] = line[spaces if width is None else min(spaces, max(width - seen, 0)) :]
                seen += spaces
                at_start = not bare
        out.append("\n".join(lines))
    return out
