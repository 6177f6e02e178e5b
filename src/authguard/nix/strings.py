"""String literals of Nix: escapes, and the indentation that an indented string loses."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from authguard.nix.parse import Source
    from authguard.nix.values import Value

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def parts(source: Source, node: Node, value: Callable[[Node], Value]) -> list[str | Value]:
    """Return the pieces of a string node: text as Nix reads it, and ``value`` of each interpolation."""
    indented = node.type == "indented_string_expression"
    pieces: list[str | Value] = []
    fresh: list[bool] = []
    for child in node.named_children:
        kind = child.type
        if kind == "interpolation":
            inner = child.child_by_field_name("expression")
            if inner is not None:
                pieces.append(value(inner))
                fresh.append(False)
        elif kind == "string_fragment":
            pieces.append(source.text(child))
            fresh.append(True)
        elif kind == "escape_sequence":
            pieces.append(_escape(source.text(child), indented))
            fresh.append(False)
    if indented:
        return _unindent(pieces, fresh)
    return [piece.replace("\r\n", "\n") if isinstance(piece, str) else piece for piece in pieces]


def _escape(text: str, indented: bool) -> str:
    r"""Return what one escape sequence stands for. ``''\n`` is one, ``'''`` another, ``\n`` a third."""
    if not indented:
        return _ESCAPES.get(text[1:], text[1:])
    if text == "'''":
        return "''"
    return _ESCAPES.get(text[3:], text[3:])


def _unindent(pieces: list[str | Value], fresh: list[bool]) -> list[str | Value]:
    """Take the common indentation away, as Nix's parser does (stripIndentation): spaces only, at line starts."""
    width: int | None = None
    at_start = True
    current = 0
    for piece, plain in zip(pieces, fresh, strict=True):
        if not plain or not isinstance(piece, str):
            if at_start:
                at_start = False
                width = current if width is None else min(width, current)
            continue
        for character in piece:
            if at_start and character == " ":
                current += 1
            elif character == "\n":
                at_start, current = True, 0
            elif at_start:
                at_start = False
                width = current if width is None else min(width, current)
    return _cut(pieces, fresh, width or 0)


def _cut(pieces: list[str | Value], fresh: list[bool], width: int) -> list[str | Value]:
    """Drop ``width`` spaces from every line start, the empty first line, and the blank last one."""
    out: list[str | Value] = []
    at_start = True
    for piece, plain in zip(pieces, fresh, strict=True):
        if not plain or not isinstance(piece, str):
            out.append(piece)
            at_start = False
            continue
        lines = piece.split("\n")
        for number, line in enumerate(lines):
            if number or at_start:
                spaces = len(line) - len(line.lstrip(" "))
                lines[number] = line[min(width, spaces) :]
        out.append("\n".join(lines))
        at_start = len(lines) > 1 and lines[-1].strip(" ") == "" if piece else at_start
    if out and isinstance(out[0], str) and fresh[0]:
        out[0] = re.sub(r"\A *\n", "", out[0], count=1)
    if out and isinstance(out[-1], str) and fresh[-1]:
        out[-1] = re.sub(r"\n *\Z", "\n", out[-1], count=1)
    return out
