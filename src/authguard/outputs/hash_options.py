"""The possible values of a hash: one for each option of the conditions and tables that choose it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard.nix.canonical import SYSTEM
from authguard.nix.values import AfterPrefix, Choice, Str, Sym, Value, choice, string

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = r"(?:md5|sha1|sha256|sha512)[-:]"
_BARE_DIGEST = r"[0-9A-Za-z+/]{26,128}={0,2}"


def options(
    value: Value, assume: dict[object, str], label: str | None
) -> Iterator[tuple[dict[object, str], str | None, Str | Sym]]:
    """Yield (assumptions, platform, literal) for each possible value of a hash.

    Some versions of Nix ignore the text after a hash. So that text may be unknown.
    """
    if isinstance(value, Str) and value.literal is None:
        match = re.match(digests.SRI, value.parts[0]) if isinstance(value.parts[0], str) else None
        value = Str((match[0],), value.origin, value.blobs) if match is not None else value
    if (isinstance(value, Str) and value.literal is not None) or (
        isinstance(value, Sym) and value.key[0] == "fake"
    ):
        yield assume, label, value
    elif isinstance(value, Str):
        chosen = [part for part in value.parts if isinstance(part, Choice)]
        if len(chosen) == 1:
            joined = choice(
                chosen[0].selector,
                {key: _with_option(value, chosen[0], option) for key, option in chosen[0].options.items()},
            )
            yield from options(joined, assume, label)
    elif isinstance(value, Choice):
        by_key = not (isinstance(value.selector, tuple) and value.selector[:1] == ("if",))
        for key, option in value.options.items():
            if assume.get(value.selector, key) != key:
                continue  # a condition around the call excludes it
            yield from options(option, {**assume, value.selector: key}, key if by_key else label)


def selectors_of(value: Value) -> frozenset[int]:
    """Return the hashes of the selectors of the choices in the value of a hash."""
    parts = value.parts if isinstance(value, Str) else (value,)
    return frozenset().union(*(part.selectors for part in parts if isinstance(part, Choice)))


def decided(assume: dict[object, str], asked: set[int]) -> frozenset[tuple[object, str]]:
    """Return the conditions with selectors in ``asked``, and the conditions that `_decides_more` finds."""
    return frozenset(each for each in assume.items() if hash(each[0]) in asked or _decides_more(each[0]))


def _decides_more(selector: object) -> bool:
    """Tell whether a condition sets a name or a platform: then it also decides choices with other selectors."""
    if not isinstance(selector, tuple) or len(selector) != 2 or selector[0] != "if":
        return True
    return isinstance(selector[1], tuple) and SYSTEM in selector[1]


def _with_option(value: Str, chosen: Choice, option: Value) -> Str:
    """Return a text with one option in place of a choice. If it only adds a digest to a prefix, it has its place."""
    before = value.parts[0] if len(value.parts) == 2 and value.parts[1] is chosen else None
    is_digest = isinstance(option, Str) and re.fullmatch(_BARE_DIGEST, option.literal or "") is not None
    if isinstance(before, str) and re.fullmatch(_PREFIX, before) and isinstance(option, Str) and is_digest:
        return AfterPrefix(before, option)
    return string([option if part is chosen else part for part in value.parts])
