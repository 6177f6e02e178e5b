"""The texts of pnpm: the keys of pnpm-lock.yaml and pnpm-workspace.yaml, and the packages that they name.

The texts are read by lines: pnpm writes block mappings and short flow mappings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import LockUnreadable, text_of

if TYPE_CHECKING:
    from authguard.locks.comparing import Files

LOCK = ("pnpm-lock.yaml",)
WORKSPACE, NPMRC = "pnpm-workspace.yaml", ".npmrc"

WITHOUT_EFFECT = frozenset(
    {"packages", "catalog", "catalogs", "overrides", "onlyBuiltDependencies", "ignoredBuiltDependencies",
     "neverBuiltDependencies", "minimumReleaseAge", "minimumReleaseAgeExclude"}
)  # fmt: skip
"""Keys of pnpm-workspace.yaml that act through the lock or on scripts, which a fetch does not run."""
_INTEGRITY = r"integrity:\s*['\"]?([^\s,'\"}]+)"
_NEWER = r"/?((?:@[^/@]+/)?[^/@]+)@(.+)"
_OLDER = r"/((?:@[^/]+/)?[^/@]+)/([^/_]+)(?:_.*)?"


def sections(data: bytes) -> dict[str, list[str]]:
    """Return the lines under each top-level key, without blank lines and comments. Raises Unreadable."""
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for number, raw in enumerate(text_of(data).split("\n"), 1):
        line = raw.rstrip()
        if not line or line.lstrip().startswith("#") or line == "---":
            continue
        if line[0] in " -" and lines is not None:
            lines.append(line)
            continue
        key, colon, rest = line.partition(":")
        if not colon or line[0] in " \t-":
            raise LockUnreadable("a line is not a key", number)
        lines = found.setdefault(key.strip("'\""), [])
        if rest.strip():
            lines.append(rest.strip())
    return found


def identified(key: str, resolution: str) -> tuple[str, str, str] | None:
    """Return name, version and mark of a package, from its key and its `resolution:`; None for a directory."""
    name, version = _identity(key)
    if re.search(r"type:\s*directory|directory:", resolution):
        return None
    integrity = re.search(_INTEGRITY, resolution)
    if integrity:
        return name, version, integrity.group(1)
    return name, f"{version} {resolution}".strip() if "commit:" in resolution else version, resolution


def _identity(key: str) -> tuple[str, str]:
    """Return name and version of a key: `a@1.0.0(peer@2)` (9), `/a@1.0.0(peer@2)` (6) or `/a/1.0.0_peer@2` (5)."""
    bare = key.partition("(")[0]
    match = re.fullmatch(_NEWER, bare) or re.fullmatch(_OLDER, bare)
    if match is not None:
        return match.group(1), match.group(2)
    name, _, version = bare.rpartition("/")
    return (name, version) if name else (bare, "?")


def settings(files: Files) -> dict[str, list[str]]:
    """Return the keys of pnpm-workspace.yaml that decide the installed packages beside the lock. Raises Unreadable."""
    found = sections(files.get(WORKSPACE) or b"")
    return {key: value for key, value in found.items() if key not in WITHOUT_EFFECT}
