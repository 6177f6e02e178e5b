"""builtins.match and builtins.split: simple POSIX patterns as patterns of Python.

The result is unknown for a pattern with alternatives or repeated groups, and where a search may take too long.
Each repetition may end at any letter of the text, so the time can grow with a power of its length. A text that must
follow a repetition bounds it: the search goes on only where this text stands.
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

LONG = 200
"""Whether two places of a longer text can overlap is not tried out."""

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
_REPETITION = r"[*+?]|\{\d{1,2}(?:,\d{0,2})?\}"


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
        parts = _parts(_bytes_of(written) if everywhere else _without_anchors(_bytes_of(written)))
    except _Unknown:
        return None
    subject_bytes = _bytes_of(known)
    cost = _cost(parts, subject_bytes, everywhere)
    if cost > MAX_COST:
        return None
    ev.steps += cost // COST_OF_STEP
    try:
        return re.compile("".join(piece + sign for piece, sign, _ in parts)), subject_bytes
    except re.error:
        return None  # Nix refuses such a pattern, too


def _bytes_of(known: str) -> str:
    return known.encode("utf-8", "surrogateescape").decode("latin-1")


def _text(part: str) -> Value:
    return text(part.encode("latin-1").decode("utf-8", "surrogateescape"))


def _parts(pattern: str) -> list[tuple[str, str, str]]:
    """Return the parts of a pattern: each for Python, its repetition, and the letter that it stands for (or "")."""
    parts: list[tuple[str, str, str]] = []
    depth = at = 0
    while at < len(pattern):
        char = pattern[at]
        piece, at = _atom(pattern, at)
        depth += (char == "(") - (char == ")")
        if depth < 0:
            raise _Unknown
        letter = "" if char in "[.()" else pattern[at - 1]
        repeats = re.compile(_REPETITION).match(pattern, at) if char != "(" else None
        sign = repeats[0] if repeats is not None else ""
        at += len(sign)
        if sign and ((char == ")" and sign != "?") or pattern[at : at + 1] in ("*", "+", "?", "{")):
            raise _Unknown
        parts.append((piece, sign, letter))
    if depth:
        raise _Unknown
    return parts


def _without_anchors(pattern: str) -> str:
    """Return a pattern of the complete text without `^` at its start and `$` at its end, which add nothing."""
    pattern = pattern.removeprefix("^")
    return pattern[:-1] if pattern[-1:] == "$" and pattern[-2:-1] != "\\" else pattern


def _cost(parts: list[tuple[str, str, str]], subject: str, everywhere: bool) -> int:
    """Return how many letters a search compares at most. ``everywhere``: it may begin at any letter.

    The number of ways to come to a part grows with each repetition: by the number of letters that it can take or, if a
    text must follow, by the number of places of this text. Nothing is tried again before a last part that always
    matches.
    """
    optional = _optional_groups(parts)
    ways, cost, ends = 1, len(subject) + 1, len(subject) + 1 if everywhere else 0
    for at, (piece, sign, _) in enumerate(parts):
        if ends:
            needed = _text_at(parts, at, optional)
            begun = min(ends, subject.count(needed[0])) if needed else 0
            cost += len(subject) + ways * (ends + begun * len(needed))
            ways *= max(1, min(ends, _places(subject, needed))) if needed else ends
        if sign == "?" or at in optional:
            ways *= 2
        if sign == "*" and piece == _ANY and at == len(parts) - 1 and not everywhere:
            break
        ends = _longest(piece, subject) + 1 if sign not in ("", "?") else 0
        if cost > MAX_COST:
            break
    return cost + ways * (ends or 1)


def _places(subject: str, needed: str) -> int:
    """Return the most places where a text can stand in another."""
    may_overlap = len(needed) > LONG or any(needed.startswith(needed[at:]) for at in range(1, len(needed)))
    return subject.count(needed) * (len(needed) if may_overlap else 1)


def _longest(piece: str, subject: str) -> int:
    """Return the most letters in a row that a repetition of a part can take."""
    if piece == _ANY:
        return len(subject)
    try:
        return max(map(len, re.findall(f"{piece}+", subject)), default=0)
    except re.error:
        return 0  # Nix refuses such a pattern, too


def _optional_groups(parts: list[tuple[str, str, str]]) -> set[int]:
    """Return the places of the groups that end with `)?`."""
    found: set[int] = set()
    opened: list[int] = []
    for at, (piece, sign, _) in enumerate(parts):
        if piece == "(":
            opened.append(at)
        elif piece == ")":
            begin = opened.pop()
            found |= {begin, at} if sign else set()
    return found


def _text_at(parts: list[tuple[str, str, str]], at: int, optional: set[int]) -> str:
    """Return the text that each way through a pattern must have at a place; groups may begin and end in it."""
    found = ""
    for place, (piece, sign, letter) in enumerate(parts[at:], at):
        if sign or place in optional or not (letter or piece in ("(", ")")):
            break
        found += letter
    return found


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
