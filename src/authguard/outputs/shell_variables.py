"""Attributes of a derivation in the urls of its scripts: `$tag` and `${tag}` mean the text of the attribute.

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

URL = r"(?<!')\b(?:https?|ftp)://[^\s\"'<>|;()]+"
OF_PACKAGE = ("version", "pname", "name")
"""The variables that are inputs of a hand-written output only if a script reads them."""
_VARIABLE = r"(?<![\\$])\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))"
_SCRIPT = r"\w*(?:Phase|Command|Script|Hook)|(?:pre|post)[A-Z]\w*|script"
"""The name of an attribute with a script."""
_UNCLEAR = r"<<|(?m:^|[;&|])[ \t]*(?:source|\.|eval)[ \t]"
"""A document in a script, or code from elsewhere, which may set variables."""
_COMMENT = r"(?m)^[ \t]*#[^\n]*"
_PLAIN = r"[\w./+~@%-]{1,200}"
"""A name, a version, or a part of a path."""
_MOST, _LONGEST = 64, 1 << 16
"""So many variables of a script are looked up, in scripts with at most so many characters."""


def expanded(value: Value, attrs: Attrs) -> tuple[Value, set[str]]:
    """Return a script with the texts of attributes in place of their variables in urls, and the names of these.

    If a script also has the name of a variable without a dollar sign, the variable is not replaced: the script may set
    it.
    """
    if not isinstance(value, Str) or not any("://" in part for part in value.parts if isinstance(part, str)):
        return value, set()
    replaced: set[str] = set()
    known: dict[str, str | None] = {}
    scripts = re.sub(_COMMENT, "", "\n".join(_scripts(value, attrs)))
    if len(scripts) > _LONGEST or re.search(_UNCLEAR, scripts) is not None:
        return value, replaced

    def text_of(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name not in known:
            known[name] = _text(name, attrs, scripts) if len(known) < _MOST else None
        text = known[name]
        if text is None:
            return found[0]
        replaced.add(name)
        return text

    def address_of(found: re.Match[str]) -> str:
        line = found.string[found.string.rfind("\n", 0, found.start()) + 1 : found.start()]
        return found[0] if line.lstrip().startswith("#") else re.sub(_VARIABLE, text_of, found[0])

    parts = [re.sub(URL, address_of, part) if isinstance(part, str) else part for part in value.parts]
    if not replaced:
        return value, replaced
    made = string(parts)
    made.origin, made.blobs = value.origin, value.blobs
    return made, replaced


def used(names: Iterable[str], found: list[Input], replaced: set[str]) -> list[str]:
    """Return the variables that the scripts among inputs read, also if their texts replaced them."""
    scripts = repr([each.form for each in found if each.role == "script"])
    return [name for name in names if name in replaced or re.search(rf"\$\{{?{name}\b", scripts) is not None]


def _scripts(value: Str, attrs: Attrs) -> Iterable[str]:
    """Yield the known parts of a script, and of the other scripts of its derivation."""
    others = (item.force() for name, item in attrs.items.items() if re.fullmatch(_SCRIPT, name))
    for script in (value, *others):
        yield from (part for part in script.parts if isinstance(part, str)) if isinstance(script, Str) else ()


def _text(name: str, attrs: Attrs, scripts: str) -> str | None:
    """Return the text that an attribute passes to the scripts; None if there is none, or a script may set it."""
    env = attrs.items["env"].force() if "env" in attrs.items else None
    holder = env if isinstance(env, Attrs) and name in env.items else attrs
    value = holder.items[name].force() if name in holder.items else None
    text = value.literal if isinstance(value, Str) else None
    if text is None or re.fullmatch(_PLAIN, text) is None:
        return None
    return None if re.search(rf"(?<![\w$])(?<!\$\{{){name}\b", scripts) is not None else text
