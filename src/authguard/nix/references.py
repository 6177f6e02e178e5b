"""What a file refers to, from its bytes alone: fast enough to be asked of every file of a tree."""

from __future__ import annotations

import re

from authguard.nix.evaluate import relative

_PATH = re.compile(
    rb"(?<![\w.~/-])(\.{1,2}/[\w./+-]*|\.\.?(?=/\$\{))(?:\s*\)?\s*(?:(\{\s*\})|(\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})|\(?\s*(\w)))?"
)
_INPUT = re.compile(rb"(?<![\w-])(?:inputs|sources|pins)\.([A-Za-z_][\w'-]*)")
_SELF = re.compile(rb"(?:src|root|path)\s*=\s*(?:inputs\.)?self\b")
_TELLING = re.compile(rb"version|rev|hash|sha|url|src|tag|ref|source|owner|repo|pin|commit", re.I)
INPUT = "input:"
CALL = "call:"


def references(path: str, data: bytes) -> list[str]:
    """Return what the .nix file at ``path`` may refer to.

    A path inside the repository (relative to its root; a directory stands for its default.nix and, as a source,
    for all below it), ``input:NAME`` for a pinned input, and ``call:PATH`` for a file that is called with arguments
    that may say what it fetches.
    """
    if not path.endswith(".nix"):
        return []
    directory = path.rpartition("/")[0]
    found: set[str] = set()
    for match in _PATH.finditer(data):
        target = relative(directory, match[1].decode("ascii", "replace"))
        if target.inside:
            found.add(target.path)
            if (match[3] and _TELLING.search(match[3])) or match[4]:
                found.add(CALL + target.path)
    found.update(INPUT + match[1].decode() for match in _INPUT.finditer(data))
    if _SELF.search(data):
        found.add("")
    return sorted(found)
