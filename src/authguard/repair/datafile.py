"""Edits of strings in JSON and TOML files, and the proof that nothing else in such a file changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix import data
from authguard.nix.data import is_project
from authguard.repair.edits import Edit, NotEditable
from authguard.repair.spelling import demand_algorithm, spell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from authguard.digest import Digest
    from authguard.outputs.model import FixedOutput

    Pointer = tuple[str | int, ...]

MAX_TRIES = 100
"""At most this many places in a TOML file are tried to find the place of a value."""

_LATEST: list[tuple[bytes, dict[object, list[Pointer]]]] = []

_UNSURE = "its place in the file is not certain"
_CHARACTER = re.compile(rb"\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL)


def edit(each: FixedOutput, digest: Digest) -> tuple[Edit, str]:
    """Return the edit of a hash in a data file, and its spelling. Raises NotEditable."""
    pointer = pointer_of(each)
    names = [str(part) for part in pointer if isinstance(part, str)]
    demand_algorithm(names, digest)
    text = spell(each, digest, names)
    return edit_string(each.path, each.origin.data, pointer, each.literal, text), text


def pointer_of(each: FixedOutput) -> Pointer:
    """Return the keys that lead to a hash. If they were not stored, they are found by text and span.

    Raises NotEditable if text and span fit several hashes.
    """
    origin = each.origin
    if origin.pointer is not None:
        return origin.pointer
    if not _LATEST or _LATEST[0][0] is not origin.data:
        by_text: dict[object, list[Pointer]] = {}
        for keys, text in _leaves(_tree(origin.data, is_toml(each.path, origin.data))):
            by_text.setdefault(text, []).append(keys)
        _LATEST[:] = [(origin.data, by_text)]
    places = _LATEST[0][1].get(each.literal, [])
    found = [keys for keys in places if data.DataOrigin(each.path, origin.data, keys).span() == origin.span()]
    if len(found) != 1:
        raise NotEditable(_UNSURE)
    return found[0]


def edit_string(path: str, content: bytes, pointer: Pointer, text: str, new: str) -> Edit:
    """Return the edit that sets the string at the keys ``pointer`` of a data file to ``new``.

    ``text`` is the present value, and ``new`` needs no escapes. Raises NotEditable if the place of the string is not
    certain.
    """
    start, end = data.DataOrigin(path, content, pointer).span()
    if is_project(path):
        if content[start:end] != text.encode("utf-8", "surrogateescape"):
            raise NotEditable(_UNSURE)
        return Edit(path, start, end, content[start:end], new.encode())
    if is_toml(path, content):
        return _in_toml(path, content, pointer, text, new)
    token = content[start:end]
    if token[:1] != b'"' or _stated(token) != text:
        raise NotEditable(_UNSURE)
    escapes = _escapes(token[1:-1])
    body = b"".join(escapes.get(character, character.encode()) for character in new)
    return Edit(path, start + 1, end - 1, token[1:-1], body)


def is_toml(path: str, content: bytes) -> bool:
    """Tell whether a data file is TOML: by its name, or because it is not JSON (some lock files that a call reads)."""
    if path.endswith((".toml", ".json")):
        return path.endswith(".toml")
    return _tree(content, toml=False) is None


def says_only(path: str, before: bytes, after: bytes, changed: Mapping[Pointer, str]) -> bool:
    """Tell whether an edit changes only the strings at these keys, to the given values."""
    if is_project(path):
        old: Any = data.parse(path, before)
        new: Any = data.parse(path, after)
    else:
        toml = is_toml(path, before)
        old, new = _tree(before, toml), _tree(after, toml)
    if old is None or new is None:
        return False
    for pointer, text in changed.items():
        holder: Any = old
        try:
            for key in pointer[:-1]:
                holder = holder[key]
            if not isinstance(holder[pointer[-1]], str):
                return False
            holder[pointer[-1]] = text
        except (LookupError, TypeError):
            return False
    try:
        return repr(old) == repr(new)  # NaN is not equal to itself
    except RecursionError:
        return False


def texts(content: bytes, kind: str) -> list[tuple[object, str]] | None:
    """Return the keys and the text of all values in a "json" or "toml" file, in order; None if it cannot be read."""
    tree = _tree(content, toml=kind == "toml")
    return None if tree is None else [(keys, f"{value}") for keys, value in _leaves(tree)]


def _tree(content: bytes, toml: bool) -> object | None:
    try:
        return data.parse("x.toml" if toml else "x.json", content)
    except data.Unreadable:
        return None


def _leaves(tree: object) -> Iterator[tuple[Pointer, object]]:
    """Yield each value that is neither a table nor a list, after the keys that lead to it."""
    waiting: list[tuple[Pointer, object]] = [((), tree)]
    while waiting:
        keys, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(((*keys, name), inner) for name, inner in value.items())
        elif isinstance(value, list):
            waiting.extend(((*keys, number), inner) for number, inner in enumerate(value))
        else:
            yield keys, value


def _stated(token: bytes) -> object:
    import json

    try:
        return json.loads(token)
    except ValueError:
        return None


def _escapes(body: bytes) -> dict[str, bytes]:
    r"""Return the spelling of each escaped character in a JSON string: some writers use `\/`, others `\u002b`."""
    found = {}
    for match in _CHARACTER.finditer(body):
        if match[0][:1] == b"\\":
            stated = _stated(b'"' + match[0] + b'"')
            if isinstance(stated, str):
                found[stated] = match[0]
    return found


def _in_toml(path: str, content: bytes, pointer: Pointer, text: str, new: str) -> Edit:
    """Return the edit of a TOML string, at the place where an edit changes only this value.

    TOML parsers give no positions, and the text of a value may also be in a comment. If the text occurs once, that is
    the place. In the end `says_only` checks that nothing else in the file changed.
    """
    current = text.encode()
    places = [at for _, at in zip(range(MAX_TRIES), _places(content, current), strict=False)]
    for at in places:
        after = content[:at] + new.encode() + content[at + len(current) :]
        if len(places) == 1 or says_only("x.toml", content, after, {pointer: new}):
            return Edit(path, at, at + len(current), current, new.encode())
    raise NotEditable(_UNSURE)


def _places(content: bytes, current: bytes) -> Iterator[int]:
    """Yield the places of a text; for the empty text, those between two adjacent quotes."""
    pattern = re.escape(current) if current else rb"(?<=\")(?=\")|(?<=')(?=')"
    for match in re.finditer(pattern, content):
        yield match.start()
