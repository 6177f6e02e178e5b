"""Formals that choose texts: a file only compares them with one text, to choose between two written texts."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.nix.parse import Source

_NAME = rb"([A-Za-z_][\w'-]*+)"
_WORD = rb"(?<![\w'-])" + _NAME
_PLAIN = rb"\"([^\"$\\]*+)\""
_COMPARISON = rb"(?:%s\s*+[!=]=\s*+%s|%s\s*+[!=]=\s*+%s)" % (_NAME, _PLAIN, _PLAIN, _NAME)
_TEXT = rb"\"(?:[^\"$\\]|\$\{[\w.'-]++\})*+\""
_END = rb"\s*+(?=[;)}\]])"
_CHOICES = (
    (
        b"if",
        rb"if\b(?<![\w.'-]if)\s++" + _COMPARISON + rb"\s++then\s*+" + _TEXT + rb"\s*+else\s*+" + _TEXT + _END,
    ),
    (b"optionalString", rb"optionalString\s*+\(\s*+" + _COMPARISON + rb"\s*+\)\s*+" + _TEXT + _END),
)
"""`if channel == "stable" then "1.2" else "2.0"`, `optionalString (channel == "beta") "-beta"`: first a fixed word."""
_BOUND_TO = (
    rb"(?<![\w'-])([\w'-]*(?i:version|rev|tag|ref|urls?|hash|sha(?:1|256|512)))"
    rb"\s*+=\s*+(?:\"[^\";]*\$\{\s*+)?(?:lib\.(?:strings\.)?)?\Z"
)
"""The name of a binding, before its value: a chosen text. The text of another name may be a key that chooses
further."""
_FAR = 200
_KEYS = rb"[.?]\s*+\"[^\"$]*+\$\{|[gs]etAttr|hasAttr|attrByPath"
"""Code that selects an attribute by a computed name."""
_USES = (
    _WORD + rb"\s*+=(?!=)",
    rb"(?<!\.)\$\{\s*+(?:lib\.(?:strings\.)?(?:replaceStrings|remove(?:Pre|Suf)fix|versions\.\w++)\s[^{}]{0,100}?)?"
    rb"(?:[A-Za-z_][\w'-]*+\.)*+" + _NAME + rb"\s*+\}",
)
"""A binding of a name, and a text that contains its value."""
_INHERITED = rb"\binherit\s*+(?:\([^()]{0,200}\))?([\w\s'-]{0,2000}+);"


def choosing(source: Source) -> frozenset[str]:
    """Return the formals that only choose between two texts in a file, always by a comparison with the same text.

    Each word of the file with such a name is a use, in comments too. If a formal also chooses a set, a list or a file,
    or if a chosen text may itself choose a value, the choices may be independent, so the formal is not returned.
    """
    if source.choosing is None:
        source.choosing = _choosing(source.data)
    return source.choosing


def _choosing(data: bytes) -> frozenset[str]:
    places: Counter[bytes] = Counter()
    texts: dict[bytes, set[bytes]] = {}
    bound: dict[bytes, set[bytes]] = {}
    for formal, text, name in _choices(data):
        places[formal] += 1
        texts.setdefault(formal, set()).add(text)
        bound.setdefault(formal, set()).add(name)
    if not places or re.search(_KEYS, data):
        return frozenset()
    words = Counter(re.findall(_WORD, data))
    uses = Counter(match[1] for pattern in _USES for match in re.finditer(pattern, data))
    uses.update(word for match in re.finditer(_INHERITED, data) for word in match[1].split())
    return frozenset(
        formal.decode()
        for formal, count in places.items()
        if words[formal] == count + 1
        and len(texts[formal]) == 1
        and all(words[name] == uses[name] for name in bound[formal])
    )


def _choices(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield (formal, compared text, name that the chosen text is bound to) for each choice between two texts."""
    before = re.compile(_BOUND_TO)
    for word, pattern in _CHOICES:
        for match in re.finditer(pattern, data) if word in data else ():
            name = before.search(data, max(match.start() - _FAR, 0), match.start())
            if name is not None:
                formal, text = (match[1], match[2]) if match[1] is not None else (match[4], match[3])
                yield formal, text, name[1]
