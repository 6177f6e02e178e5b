"""What a file refers to, from its bytes alone: fast enough to be asked of every file of a tree."""

from __future__ import annotations

import re

from authguard.nix.values import relative

_PATH = re.compile(
    rb"(callPackages?\s+(?:\(\s*)?)?(?<![\w.~/-])(\.{1,2}/[\w./+-]*|\.\.?(?=/\$\{|[\s;)}\]]))"
    rb"(?:\s*\)?\s*(?:(\{\s*\})|(\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})|\(?\s*(?:[a-z]\w*\s*(?=[;)}\]=])|(\w))))?"
)
_INPUT = re.compile(rb"(?<![\w-])(?:inputs|sources|pins)\.([A-Za-z_][\w'-]*)")
_SELF = re.compile(rb"(?:src|root|path)\s*=\s*(?:inputs\.)?self\b")
_TELLING = re.compile(rb"version|rev|hash|sha|url|src|tag|ref|source|owner|repo|pin|commit", re.IGNORECASE)
_HASHY = re.compile(rb"[hH]ash|[sS]ha(?:256|512)|fetch")
INPUT = "input:"
CALL = "call:"
HUB = 100
"""A file that refers to more files than this is a list of packages."""


def references(path: str, data: bytes) -> list[str]:
    """Return what the .nix file at ``path`` may refer to.

    A path inside the repository (relative to its root; a directory stands for its default.nix and, as a source,
    for all below it), ``input:NAME`` for a pinned input, and ``call:PATH`` for a file that is called with arguments
    that may say what it fetches. A plain ``callPackage ./x { }`` in a list of packages is no reference: nothing of
    the list depends on what the package is.
    """
    if not path.endswith(".nix"):
        return []
    directory = path.rpartition("/")[0]
    found: set[str] = set()
    listed: set[str] = set()
    for match in _PATH.finditer(data):
        target = relative(directory, match[2].decode("ascii", "replace"))
        if not target.inside:
            continue
        (listed if match[1] else found).add(target.path)
        if (match[4] and _TELLING.search(match[4])) or match[5]:
            found.add(CALL + target.path)
    if len(listed) <= HUB and _HASHY.search(data):
        found |= listed
    found.update(INPUT + match[1].decode() for match in _INPUT.finditer(data))
    if _SELF.search(data):
        found.add("")
    return sorted(found)
