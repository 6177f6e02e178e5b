"""Generated .nix files beyond the limit of the parser: only their changed entries are read.

Such a file has thousands of entries, one after another, at one depth. Here it is divided by the indentation of its
lines, without a parser. The bytes of unchanged entries are replaced by blanks, so that all other bytes keep their
places, and the result is parsed. That is correct only if no blank entry depends on another entry, and no other entry
depends on a blank one. So the text around the entries must be the same, and each blank entry must be complete by
itself and must not contain the name of a changed entry.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from authguard import digest as digests
from authguard.nix.parse import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 16 << 20
"""A larger file (in bytes) is not divided."""
MANY = 32
"""With this many entries at one depth, a file counts as generated."""

WORD = rb"[\w'-]+"
"""A name in Nix, or a part of a text that can be one."""

_ENTRY = rb"(?:\"[^\"\n]+\"|[\w.'-]+) ="
_STARTS = rb"(?m)^( +)" + _ENTRY
_NAME = rb"\s*(?:\"([^\"\n]+)\"|(" + WORD + rb"))[^=\n]*="
_MOST_ODD = 200
"""Up to this many names of changed entries that are not words are searched one by one."""
_STRING = rb'"(?:[^"\\]|\\.)*"'
_OPEN = rb"''|#|/\*|\.\$\{|\$\{[^}\"]*\""
"""Syntax that the division by lines cannot follow: long strings, comments, computed names, strings in strings."""
_BRACKETS = rb"[][(){}]"
_PAIRS = {b"]": b"[", b")": b"(", b"}": b"{"}
_BLANKED = bytes(byte if byte == 10 else 32 for byte in range(256))

Span = tuple[int, int]


class _Divided(NamedTuple):
    """A file in parts: the text around its entries, and the span of each entry."""

    around: bytes
    entries: list[Span]


def changed_entries(
    before: bytes, after: bytes, wanted: set[str], may_move: Callable[[bytes], bool]
) -> tuple[bytes, bytes] | None:
    """Return both versions of a file with blanks in place of unchanged entries; None if that could hide a change.

    Args:
        before: the bytes in the base.
        after: the bytes in the target.
        wanted: keys of digests; an entry with one of them is not blank, since it may be copied.
        may_move: tells whether a text refers to a file that the change can reach.
    """
    if max(len(before), len(after)) > LARGEST:
        return None
    depth = _depth(after)
    if depth is None:
        return None
    old, new = _divided(before, depth), _divided(after, depth)
    if old.around != new.around or not new.entries or may_move(new.around):
        return None
    then, now = (
        {version[slice(*span)] for span in of.entries} for version, of in ((before, old), (after, new))
    )
    changed = then ^ now
    kept = wanted | {digest.key() for text in changed for _, _, digest in digests.find(text)}
    held = _holding(before, old, kept) | _holding(after, new, kept)
    stayed = {text for text in independent(then & now, changed) if text not in held and _is_complete(text)}
    if may_move(b"\n".join(sorted(stayed))):
        return None
    reduced = _without(before, old, stayed), _without(after, new, stayed)
    return None if any(_size(each) > MAX_BYTES for each in reduced) else reduced


def independent(stayed: set[bytes], changed: set[bytes]) -> set[bytes]:
    """Return the entries of ``stayed`` that do not name an entry of ``changed``, directly or through other entries."""
    left = {text: set(re.findall(WORD, text)) for text in stayed}
    names = _names(changed)
    while names:
        odd = [name for name in names if re.fullmatch(WORD, name) is None]
        if len(odd) > _MOST_ODD:
            return set()
        dependent = {
            text
            for text, words in left.items()
            if not names.isdisjoint(words) or any(name in text for name in odd)
        }
        for text in dependent:
            del left[text]
        names = _names(dependent)
    return set(left)


def _names(entries: set[bytes]) -> set[bytes]:
    """Return the first name of each entry that is a binding."""
    return {match[1] or match[2] for text in entries if (match := re.match(_NAME, text)) is not None}


def _depth(data: bytes) -> int | None:
    """Return the smallest indentation that many entries have."""
    found = Counter(len(match[1]) for match in re.finditer(_STARTS, data))
    return min((depth for depth, count in found.items() if count >= MANY), default=None)


def _divided(data: bytes, depth: int) -> _Divided:
    """Divide a file: an entry ends before the next one, and before a line with a smaller indentation."""
    line = re.compile(rb"(?m)^(?:( {%d})%s| {0,%d}[^ \n])" % (depth, _ENTRY, depth - 1))
    entries: list[Span] = []
    around: list[bytes] = []
    begun: int | None = None
    end = 0
    for match in line.finditer(data):
        at = match.start()
        if begun is not None:
            entries.append((begun, at))
            end = at
            begun = None
        if match[1]:
            around.append(data[end:at])
            begun = end = at
    around.append(data[end:])
    return _Divided(b"\n".join(around).strip(), entries)


def _holding(data: bytes, divided: _Divided, keys: set[str]) -> set[bytes]:
    """Return the entries with a digest that has one of these keys."""
    starts = [start for start, _ in divided.entries]
    numbers = {bisect_right(starts, at) - 1 for at, _ in digests.find_known(data, keys)}
    return {data[slice(*divided.entries[number])] for number in numbers if number >= 0}


def _is_complete(text: bytes) -> bool:
    """Tell whether an entry consists of whole bindings, with no bracket or string that a later entry closes."""
    plain = re.sub(_STRING, b"", text, flags=re.DOTALL)
    if re.search(_OPEN, text) or b'"' in plain or not plain.rstrip().endswith(b";"):
        return False
    if len(re.findall(rb"\blet\b", plain)) != len(re.findall(rb"\bin\b", plain)):
        return False
    open_ones: list[bytes] = []
    for bracket in re.findall(_BRACKETS, plain):
        if bracket not in _PAIRS:
            open_ones.append(bracket)
        elif not open_ones or open_ones.pop() != _PAIRS[bracket]:
            return False
    return not open_ones


def _without(data: bytes, divided: _Divided, stayed: set[bytes]) -> bytes:
    parts: list[bytes] = []
    end = 0
    for start, stop in divided.entries:
        text = data[start:stop]
        parts += [data[end:start], text.translate(_BLANKED) if text in stayed else text]
        end = stop
    return b"".join([*parts, data[end:]])


def _size(data: bytes) -> int:
    return len(data.translate(None, b" \n"))
