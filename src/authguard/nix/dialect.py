"""Replaces code that only Nix accepts by code of the same length that tree-sitter-nix accepts too.

- A trailing comma in formals without an ellipsis (``{ a, b, }:``), which nixfmt writes, becomes a space.
- An `inherit` of nothing (``inherit (x);``) becomes spaces.
- A carriage return without a line feed, which ends a comment, becomes a line feed.
- The pipe operators become other operators of low precedence that group alike: ``|>`` becomes ``||``, and ``<|``
  becomes ``->``. (A name may end in ``-``, so ``f<|x`` becomes ``f||x``.)
- A single quote before an interpolation in an indented string (``''x'${a}''''``) becomes a letter.
- NUL bytes at the end become spaces: Nix stops reading at them, and a file system that was not unmounted leaves such
  bytes.
"""

from __future__ import annotations

import re

_COMMENT = rb"(?:\s|#[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)*+"
_COMMA = re.compile(rb",(?=\s*+(?:\}|#|/\*))")
_SPACE = re.compile(rb"\s*+")
_NAME = rb"[A-Za-z_][\w'-]*+"
_EMPTY_INHERIT = rb"\binherit(?:" + _COMMENT + rb"\([^()]*\))?" + _COMMENT + rb";"
_PIPE = rb"\|>|<\|"
_AT_END = b"\0 \t\r\n"
_ENDS_A_NAME = rb"[\w'-]"

_IN_CODE = rb"#[^\n]*|/\*(?:[^*]|\*(?!/))*\*/|[A-Za-z_][\w'-]*+|[{}\"]|''"
_IN_STRING = rb"(?s)\\.|\$[^{\"\\]|\$\{|\""
_IN_INDENTED = rb"(?s)''(?:\$|'|\\.)|''|\$[^{']|\$\{|'(?=\$\{)"
_MODES = {b"{": _IN_CODE, b"${": _IN_CODE, b'"': _IN_STRING, b"''": _IN_INDENTED}


def with_known_syntax(data: bytes) -> bytes:
    """Return Nix source without empty inherits, pipes, single quotes before interpolations and NUL bytes at the end."""
    code = data.rstrip(_AT_END)
    replaced = re.sub(_EMPTY_INHERIT, lambda match: b" " * len(match[0]), code).ljust(len(data))
    if b"|>" in replaced or b"<|" in replaced:
        replaced = re.sub(_PIPE, _operator, replaced)
    if b"'${" in replaced:
        changed = bytearray(replaced)
        for at in _single_quotes(replaced):
            changed[at] = 0x78
        replaced = bytes(changed)
    return replaced


def _operator(match: re.Match[bytes]) -> bytes:
    """Return the operator for a pipe. In a string or a comment, any text of the same length would do."""
    glued = match.start() > 0 and re.compile(_ENDS_A_NAME).match(match.string, match.start() - 1) is not None
    return b"->" if match[0] == b"<|" and not glued else b"||"


def _single_quotes(data: bytes) -> list[int]:
    """Return the offsets of the single quotes of indented strings that are just before an interpolation."""
    found: list[int] = []
    modes = [b"{"]
    at = 0
    while (match := re.compile(_MODES[modes[-1]]).search(data, at)) is not None:
        token, at = match[0], match.end()
        if token == b"'":
            found.append(match.start())
        elif token in (b"${", b"{") or (token in (b'"', b"''") and _MODES[modes[-1]] is _IN_CODE):
            modes.append(token)
        elif token in (b'"', b"''", b"}") and len(modes) > 1:
            modes.pop()
    return found


def with_line_feeds(data: bytes) -> bytes:
    """Return Nix source with a line feed in place of each carriage return that has no line feed after it."""
    return re.sub(rb"\r(?!\n)", b"\n", data) if b"\r" in data else data


def without_trailing_commas(data: bytes) -> bytes:
    """Return Nix source without trailing commas in formals.

    Each comma becomes a space, so all offsets stay the same.
    """
    cuts = []
    blanks = _Blanks(data)
    for match in _COMMA.finditer(data):
        at = blanks.end(match.end())
        if data[at : at + 1] != b"}":
            continue
        at = blanks.end(at + 1)
        if data[at : at + 1] == b"@":
            name = re.compile(_NAME).match(data, blanks.end(at + 1))
            at = blanks.end(name.end()) if name is not None else len(data)
        if data[at : at + 1] == b":" and _follows_a_formal(data, match.start()):
            cuts.append(match.start())
    if not cuts:
        return data
    blanked = bytearray(data)
    for at in cuts:
        blanked[at] = 0x20
    return bytes(blanked)


def _follows_a_formal(data: bytes, comma: int) -> bool:
    """Tell whether there is an element before a comma: ``{ , }:`` is not Nix."""
    at = comma - 1
    while at >= 0 and data[at : at + 1].isspace():
        at -= 1
    return at >= 0 and data[at : at + 1] not in (b"{", b",")


class _Blanks:
    """Finds where whitespace and comments end. No part of a text is searched twice."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._ends: dict[int, int] = {}
        self._next: dict[bytes, tuple[int, int]] = {}

    def end(self, at: int) -> int:
        """Return the offset of the first byte from ``at`` on that is neither whitespace nor in a comment."""
        passed = []
        while at not in self._ends:
            passed.append(at)
            match = _SPACE.match(self.data, at)
            here = match.end() if match is not None else at
            if self.data[here : here + 1] == b"#":
                at = self._after(b"\n", here)
            elif self.data[here : here + 2] == b"/*":
                at = self._after(b"*/", here + 2)
            else:
                self._ends[at] = here
        found = self._ends[at]
        for each in passed:
            self._ends[each] = found
        return found

    def _after(self, token: bytes, at: int) -> int:
        """Return the offset behind the next ``token``, or the end of the text."""
        start, found = self._next.get(token, (0, -1))
        if not start <= at <= found:
            found = self.data.find(token, at)
            found = len(self.data) if found < 0 else found
            self._next[token] = (at, found)
        return min(found + len(token), len(self.data))
