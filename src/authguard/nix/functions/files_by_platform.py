"""Files with the name of a platform in their path: `import ./hashes/${system}.nix`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.functions.known import distribute
from authguard.nix.values import Choice, Path, Str, Sym, Thunk, Value, choice, relative

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.nix.evaluate import Evaluator

_PLATFORM = r"[a-z]\w*-(?:linux|darwin|freebsd|windows)"
_MOST_PARTS = 3
"""The path has at most a text, an unknown value and another text."""


def of_each_file(
    function: Callable[[Evaluator, Thunk], Value],
) -> Callable[[Evaluator, Thunk], Value]:
    """Let a function that reads a file read each file that an unknown platform may choose."""
    over = distribute(function)

    def call(ev: Evaluator, path: Thunk) -> Value:
        found = _files(ev, path.force())
        return over(ev, Thunk.of(found)) if found is not None else function(ev, path)

    return call


def _files(ev: Evaluator, value: Value) -> Value | None:
    """Return the choice among the files of all platforms; None if the path names none, or is known."""
    if isinstance(value, Choice):
        return value
    written = _written(value)
    if written is None:
        return None
    folder, before, unknown, after = written
    above, _, start = before.rpartition("/")
    end, slash, below = after.partition("/")
    place = relative(folder, f"./{above}")
    found: dict[str, Value] = {}
    for name in sorted(ev.listing(place.path) or {}) if place.inside else ():
        key = name.removeprefix(start).removesuffix(end)
        if name == start + key + end and re.fullmatch(_PLATFORM, key):
            path = f"{place.path}/{name}{slash}{below}".lstrip("/")
            if ev.kind(path) == "file":
                found[key] = Path(path)
    from authguard.nix.canonical import selector

    return choice(selector(unknown), found) if found else None


def _written(value: Value) -> tuple[str, str, Value, str] | None:
    """Return (directory, text, unknown value, text) of a path with one unknown value; None for any other value."""
    if not isinstance(value, Sym) or value.key[0] != "path" or len(value.key) != _MOST_PARTS:
        return None
    folder, rest = value.key[1:]
    parts = rest.parts if isinstance(rest, Str) else (rest,)
    texts = [part if isinstance(part, str) else None for part in parts]
    if len(parts) > _MOST_PARTS or texts.count(None) != 1 or not isinstance(folder, str):
        return None
    at = texts.index(None)
    unknown = parts[at]
    before, after = "".join(map(str, parts[:at])), "".join(map(str, parts[at + 1 :]))
    return (folder, before, unknown, after) if isinstance(unknown, Value) else None
