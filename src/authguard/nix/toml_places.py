"""The places of the strings in a TOML text, by the keys that lead to each, since the parser gives no positions."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    rb'#[^\n]*|"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    rb"|\n|[\[\]{}=,.]|[^\s\[\]{}=,.\"'#]+",
    re.DOTALL,
)

Pointer = tuple["str | int", ...]


class _Tokens:
    """The tokens of a TOML text that is known to be valid, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.found = [match for match in _TOKEN.finditer(data) if match[0][:1] != b"#"]
        self.at = 0

    def peek(self) -> bytes:
        """Return the next token; empty at the end."""
        return self.found[self.at][0] if self.at < len(self.found) else b""

    def take(self) -> re.Match[bytes]:
        """Return the next token and move past it. Raises IndexError at the end."""
        self.at += 1
        return self.found[self.at - 1]

    def skip_lines(self) -> None:
        """Move past line ends."""
        while self.peek() == b"\n":
            self.at += 1


def places(data: bytes) -> dict[Pointer, tuple[int, int]]:
    """Return the span of every string of a TOML text, with its quotes, by the keys that lead to it.

    An entry of an array of tables (`[[name]]`) is found by its number, like an entry of any other array. Raises
    LookupError or ValueError for a text that is not TOML.
    """
    tokens = _Tokens(data)
    found: dict[Pointer, tuple[int, int]] = {}
    counts: dict[Pointer, int] = {}
    table: Pointer = ()
    while True:
        tokens.skip_lines()
        if not tokens.peek():
            return found
        if tokens.peek() == b"[":
            table = _header(tokens, counts)
        else:
            _binding(tokens, table, found)


def _header(tokens: _Tokens, counts: dict[Pointer, int]) -> Pointer:
    """Return the keys of the table that `[a.b]` or `[[a.b]]` begins; ``counts`` has the number of entries so far."""
    first = tokens.take()
    is_entry = tokens.peek() == b"[" and tokens.found[tokens.at].start() == first.end()
    if is_entry:
        tokens.take()
    names = _keys(tokens, b"]")
    tokens.take()
    if is_entry:
        tokens.take()
    keys: Pointer = ()
    for number, name in enumerate(names):
        keys = (*keys, name)
        if is_entry and number == len(names) - 1:
            counts[keys] = counts.get(keys, 0) + 1
        if keys in counts:
            keys = (*keys, counts[keys] - 1)
    return keys


def _keys(tokens: _Tokens, end: bytes) -> list[str]:
    """Return the parts of a dotted key before the token ``end``."""
    names = []
    while tokens.peek() != end:
        token = tokens.take()[0]
        if token == b"\n":
            raise LookupError
        if token != b".":
            names.append(_name(token))
    return names


def _name(token: bytes) -> str:
    if token[:1] == b'"':
        import json

        return str(json.loads(token))
    return token.strip(b"'").decode("utf-8", "surrogateescape")


def _binding(tokens: _Tokens, table: Pointer, found: dict[Pointer, tuple[int, int]]) -> None:
    keys = (*table, *_keys(tokens, b"="))
    tokens.take()
    _value(tokens, keys, found)


def _value(tokens: _Tokens, keys: Pointer, found: dict[Pointer, tuple[int, int]]) -> None:
    token = tokens.peek()
    if token[:1] in (b'"', b"'"):
        found[keys] = tokens.take().span()
    elif token == b"[":
        tokens.take()
        _items(tokens, keys, found)
    elif token == b"{":
        tokens.take()
        while _is_before(tokens, b"}"):
            _binding(tokens, keys, found)
    else:
        while tokens.peek() not in (b"", b"\n", b",", b"]", b"}"):
            tokens.take()  # a number, a date, or a truth value


def _items(tokens: _Tokens, keys: Pointer, found: dict[Pointer, tuple[int, int]]) -> None:
    number = 0
    while _is_before(tokens, b"]"):
        _value(tokens, (*keys, number), found)
        number += 1


def _is_before(tokens: _Tokens, end: bytes) -> bool:
    """Move to the next item of an array or an inline table. If there is none, move past its end and return False."""
    while tokens.peek() in (b"\n", b","):
        tokens.take()
    if tokens.peek() == end:
        tokens.take()
        return False
    if not tokens.peek():
        raise LookupError
    return True
