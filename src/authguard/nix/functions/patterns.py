"""builtins.match and builtins.split: simple POSIX patterns as patterns of Python.

The result for a pattern with alternatives, counts or repeated groups, or for a long text, is unknown: the time of such
a search grows with a power of the length of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.functions.known import literal, unknown
from authguard.nix.values import NULL, List, Thunk, text

if TYPE_CHECKING:
    from authguard.nix.evaluate import Evaluator
    from authguard.nix.values import Value

MAX_COST = 8_000_000
"""The most comparisons of a search, as an estimate."""
COST_OF_STEP = 512
"""This many comparisons are one step of the evaluation."""

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "digit": "0-9",
    "lower": "a-z",
    "space": r" \t\n\v\f\r",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_BRACKET = r"\[(\^?)(\]?(?:\[:[a-z]+:\]|[^\]\[])*)\]"
_ANY = r"[\s\S]"


class _Unknown(Exception):
    """The pattern has a part that Python may understand in another way."""


def match(ev: Evaluator, pattern: Thunk, subject: Thunk) -> Value:
    """builtins.match: the texts of the groups, or null if the pattern does not match the complete text."""
    found = _prepared(ev, pattern, subject)
    if found is None:
        return unknown("match", pattern, subject)
    compiled, known = found
    matched = compiled.fullmatch(known)
    return _groups(matched) if matched is not None else NULL


def split(ev: Evaluator, pattern: Thunk, subject: Thunk) -> Value:
    """builtins.split: the texts between the matches of a pattern, and the groups of each match."""
    found = _prepared(ev, pattern, subject, everywhere=True)
    if found is None or found[0].match("") is not None:
        return unknown("split", pattern, subject)
    compiled, known = found
    pieces: list[Thunk] = []
    end = 0
    for matched in compiled.finditer(known):
        pieces += [Thunk.of(_text(known[end : matched.start()])), Thunk.of(_groups(matched))]
        end = matched.end()
    return List([*pieces, Thunk.of(_text(known[end:]))])


def _groups(matched: re.Match[str]) -> List:
    return List([Thunk.of(NULL if group is None else _text(group)) for group in matched.groups()])


def _prepared(
    ev: Evaluator, pattern: Thunk, subject: Thunk, everywhere: bool = False
) -> tuple[re.Pattern[str], str] | None:
    """Return the pattern for Python, and the text; None if either is unknown, or a search may take too long.

    Both have one character for each byte, since Nix compares bytes. ``everywhere``: the search may begin at any
    character.
    """
    written, known = literal(pattern), literal(subject)
    if written is None or known is None or "\0" in known:
        return None
    try:
        translated, repeated = _translated(_bytes_of(written))
    except _Unknown:
        return None
    subject_bytes = _bytes_of(known)
    if not everywhere and translated.endswith(f"{_ANY}*"):
        repeated -= 1  # the rest of the text always matches
    cost = (len(subject_bytes) + 1) ** (max(repeated, 1) + everywhere)
    if cost > MAX_COST:
        return None
    ev.steps += cost // COST_OF_STEP
    try:
        return re.compile(translated), subject_bytes
    except re.error:
        return None  # Nix refuses such a pattern, too


def _bytes_of(known: str) -> str:
    return known.encode("utf-8", "surrogateescape").decode("latin-1")


def _text(part: str) -> Value:
    return text(part.encode("latin-1").decode("utf-8", "surrogateescape"))


def _translated(pattern: str) -> tuple[str, int]:
    """Return a pattern for Python, and the number of its repetitions that a search may have to try together."""
    pieces: list[str] = []
    depth = repeated = at = 0
    while at < len(pattern):
        char = pattern[at]
        piece, at = _atom(pattern, at)
        depth += (char == "(") - (char == ")")
        if depth < 0:
            raise _Unknown
        sign = pattern[at : at + 1]
        if sign and sign in "*+?" and char != "(":
            if char == ")" and sign != "?":
                raise _Unknown
            piece += sign
            at += 1
            repeated += 1
            if pattern[at : at + 1] in ("*", "+", "?"):
                raise _Unknown
        pieces.append(piece)
    if depth:
        raise _Unknown
    return "".join(pieces), repeated


def _atom(pattern: str, at: int) -> tuple[str, int]:
    """Return one part of a pattern without its repetition, for Python, and the place after it."""
    char = pattern[at]
    if char == "[":
        bracket = re.compile(_BRACKET).match(pattern, at)
        if bracket is None:
            raise _Unknown
        return f"[{bracket[1]}{_inside(bracket[2])}]", bracket.end()
    if char == "\\":
        escaped = pattern[at + 1 : at + 2]
        if not escaped or escaped not in ".[]()*+?{}|^$\\":
            raise _Unknown
        return re.escape(escaped), at + 2
    if char in "*+?{}|^$" or pattern[at : at + 2] in ("()", "(*", "(+", "(?"):
        raise _Unknown
    return (_ANY if char == "." else char if char in "()" else re.escape(char)), at + 1


def _inside(bracket: str) -> str:
    """Return the inside of a bracket for Python: a backslash has no meaning in POSIX."""
    found = []
    for part in re.split(r"(\[:[a-z]+:\])", bracket):
        if part.startswith("[:"):
            if part[2:-2] not in _CLASSES:
                raise _Unknown
            found.append(_CLASSES[part[2:-2]])
        elif "--" in part:
            raise _Unknown  # a range that ends in a hyphen
        else:
            found.append(re.sub(r"[\\\[\]&~|^]", r"\\\g<0>", part))
    return "".join(found)
