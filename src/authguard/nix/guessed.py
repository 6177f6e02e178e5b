"""The sets with a hash in the arguments of a function that is not known: it may hand each of them on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.call_sites import MAX_CONTEXTS
from authguard.nix.values import Apply, Attrs, Const, List, Str, Value, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from authguard.nix.values import Thunk

MAX_DEPTH = 8
"""Sets are examined at most so deep."""
MAX_GUESSED = 4096
"""At most this many values in the arguments of an unknown function are examined."""

_DIGEST = r"sha(?:1|256|512)-[A-Za-z0-9+/]{26,88}={0,2}|[0-9a-f]{64}|[0-9abcdf-np-sv-z]{52}"


def with_hashes(arguments: Iterable[Thunk]) -> Iterator[tuple[Value, Thunk]]:
    """Yield (name or number, set) for each set with a text like a digest in the arguments of unknown functions."""
    waiting: list[tuple[Value, Thunk, int]] = [(Const(None), argument, 0) for argument in arguments]
    looked = 0
    while waiting and looked < MAX_GUESSED:
        name, thunk, depth = waiting.pop()
        value = thunk.force()
        looked += 1
        inner: list[tuple[Value, Thunk]]
        if isinstance(value, Attrs) and value.name is None:
            if any(_is_digest(item.force()) for item in list(value.items.values())[:MAX_CONTEXTS]):
                yield name, thunk
            inner = [(string([key]), item) for key, item in value.items.items()]
        elif isinstance(value, List):
            inner = [(Const(number), item) for number, item in enumerate(value.items[:MAX_CONTEXTS])]
        elif isinstance(value, Apply):
            inner = [(name, argument) for argument in value.arguments]
        else:
            continue
        if depth < MAX_DEPTH:
            waiting.extend((key, item, depth + 1) for key, item in inner[:MAX_CONTEXTS])


def _is_digest(value: Value) -> bool:
    text = value.literal if isinstance(value, Str) else None
    return text is not None and re.fullmatch(_DIGEST, text) is not None
