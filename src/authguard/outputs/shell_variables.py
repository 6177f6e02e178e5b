"""Attributes of a derivation in its scripts: `$tag` and `${tag}` mean the same as the text of the attribute.

Nix passes each attribute to the builder as a variable of its environment.
https://nix.dev/manual/nix/latest/language/derivations
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.values import Attrs, Str, string

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.nix.values import Value
    from authguard.outputs.model import Input

_VARIABLE = r"(?<!\\)\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))"
_SETS = r"(?:\b%s\+?=|\b(?:read|for|local|declare|unset|mapfile|readarray|getline)\b[^\n;]*\b%s\b)"
_LONGEST = 200
"""A longer text, or one of several lines, is no name, version or url."""
_MOST = 64
"""So many variables of a script are looked up."""
_SET_BY_BUILD = frozenset(
    {"out", "outputs", "src", "srcs", "system", "stdenv", "builder", "PATH", "HOME", "name"}
)


def expanded(value: Value, attrs: Attrs) -> tuple[Value, set[str]]:
    """Return a script with the texts of attributes in place of their variables, and the names of these attributes.

    A variable that a script of the derivation sets, or that has no known text of one line, is not replaced.
    """
    if not isinstance(value, Str):
        return value, set()
    replaced: set[str] = set()
    known: dict[str, str | None] = {}

    def text_of(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name not in known:
            known[name] = _text(name, attrs) if len(known) < _MOST else None
        text = known[name]
        if text is None or _is_quoted(found):
            return found[0]
        replaced.add(name)
        return text

    parts = [re.sub(_VARIABLE, text_of, part) if isinstance(part, str) else part for part in value.parts]
    if not replaced:
        return value, replaced
    made = string(parts)
    made.origin, made.blobs = value.origin, value.blobs
    return made, replaced


def used(names: Iterable[str], found: list[Input], replaced: set[str]) -> list[str]:
    """Return the variables that the scripts among inputs read, also if their texts replaced them."""
    scripts = repr([each.form for each in found if each.role == "script"])
    return [name for name in names if name in replaced or re.search(rf"\$\{{?{name}\b", scripts) is not None]


def without_texts(found: list[Input], replaced: set[str]) -> list[Input]:
    """Return the inputs without the variables that the scripts have as texts: then the scripts show if they move."""
    only_texts = replaced.difference(used(replaced, found, set()))
    return [each for each in found if each.role != "script" or each.name not in only_texts]


def _is_quoted(found: re.Match[str]) -> bool:
    """Tell whether a variable is in single quotes, as far as its line shows."""
    before = found.string[found.string.rfind("\n", 0, found.start()) + 1 : found.start()]
    return before.count("'") % 2 == 1 and before.count('"') % 2 == 0


def _text(name: str, attrs: Attrs) -> str | None:
    """Return the text that an attribute passes to the scripts; None if the scripts may set the variable."""
    if name in _SET_BY_BUILD:
        return None
    env = attrs.items["env"].force() if "env" in attrs.items else None
    holder = env if isinstance(env, Attrs) and name in env.items else attrs
    value = holder.items[name].force() if name in holder.items else None
    text = value.literal if isinstance(value, Str) else None
    if text is None or len(text) > _LONGEST or re.search(r"[\n$`\\\"']", text) is not None:
        return None
    sets = re.compile(_SETS % (name, name))
    scripts = (each.force() for key, each in attrs.items.items() if key != name)
    pieces = (
        part for each in scripts if isinstance(each, Str) for part in each.parts if isinstance(part, str)
    )
    return None if any(sets.search(piece) is not None for piece in pieces) else text
