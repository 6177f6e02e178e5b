"""Which ecosystem's lock decides a dependency hash, by its producer, its lock or its script."""

from __future__ import annotations

import re

from authguard.compare.scripts import texts
from authguard.locks import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput

_KIND_OF = {
    "fetchYarnBerryDeps": "yarn-berry",
    "buildGoModule": "go",
    "buildMavenPackage": "maven",
}


_COMMANDS = (
    ("uv", r"\buv (?:sync|pip sync|export)\b"),
    ("poetry", r"\bpoetry install\b"),
    ("npm", r"\bnpm (?:ci|install)\b"),
    ("pnpm", r"\bpnpm (?:install|i|fetch)\b"),
    ("yarn", r"\byarn (?:install|--frozen)"),
    ("bun", r"\bbun (?:install|i)\b"),
    ("deno", r"\bdeno (?:cache|install|vendor)\b"),
    ("cargo", r"\bcargo (?:vendor|fetch)\b"),
    ("go", r"\bgo mod (?:vendor|download)\b"),
    ("composer", r"\bcomposer (?:install|update)\b"),
    ("mix", r"\bmix deps\.get\b"),
    ("gem", r"\bbundle (?:install|package)\b"),
    ("zig", r"\bzig (?:build --fetch|fetch)\b"),
)
"""The commands by which hand-written fixed outputs fetch dependencies, and the ecosystem of their lock."""


def ecosystem(each: FixedOutput) -> str | None:
    """Return the ecosystem of a dependency hash, by its producer or by the lock that decides it."""
    if each.producer in _KIND_OF:
        return _KIND_OF[each.producer]
    if each.lock is None:
        return _kind_of_script(each) if each.kind == "handwritten" else None
    return next((kind for kind, names in KINDS.items() if each.lock in names), None)


def options_of(each: FixedOutput) -> dict[str, object]:
    """Return the options of a package as Python values, by name."""
    values: dict[str, object] = {"text_copied": each.row is not None and each.row.lock_copied}
    for one in each.inputs:
        if one.form == ("const", "True"):
            values[one.name] = True
        elif isinstance(one.form, str):
            values[one.name] = one.form
    if each.kind == "handwritten":
        scripts = (text for one in each.inputs if one.role == "script" for text in texts(one.form))
        values["hidden_lock"] = not any(".package-lock.json" in text for text in scripts)
    if each.version is not None and isinstance(each.version.form, str):
        values["version"] = each.version.form
    return values


def _kind_of_script(each: FixedOutput) -> str | None:
    """Return the ecosystem whose tool a hand-written script runs to fetch what a lock names."""
    scripts = "\n".join(text for one in each.inputs if one.role == "script" for text in texts(one.form))
    return next((kind for kind, pattern in _COMMANDS if re.compile(pattern).search(scripts)), None)
