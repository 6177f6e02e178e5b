"""Large .nix files that crate2nix, node2nix, bun2nix or a similar tool generated: only their changed entries are read.

Such a file has one entry for each fetch, in one large block, with all inputs of the fetch in texts. Such an entry is
*closed*: its value depends on nothing but itself and the functions of nixpkgs. Blanks replace the closed entries that
are the same in both versions, so all other bytes keep their places. An entry stays if another entry may take a value
of it, or if it has a digest that the change wrote anywhere. The whole file is read in two cases: the text around the
entries changed in more than entries that nothing uses, since this text may build the address of each fetch; or another
file with hashes may take a value from the file.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard.nix.parse import MAX_BYTES
from authguard.outputs.large_files import (
    COMMENT,
    HEAD,
    INPUT_NAME,
    LARGEST,
    MANY,
    OF_NIXPKGS,
    STARTS,
    WORD,
    Divided,
    divided,
    holding,
    is_called,
    is_complete,
    names_of,
    size,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST = 1 << 20
"""A smaller file (in bytes) is read in full."""
MOST_DEPTHS = 16
"""At most this many indentations are tried."""

_LITERAL = rb"""(\.?)("(?:[^"\\]|\\.)*+")|#[^\n]*+|/\*[\s\S]*?\*/|''[\s\S]*?''(?![$'\\])"""
"""A text, perhaps as a name behind a dot, or a comment."""
_COMPUTED = rb"\$\{([^}]*)\}"
_NAME = rb"(?<![\w.'-])[A-Za-z_][\w'-]*+"
"""A name that is no attribute behind a dot."""
_VALUE_NAME = _NAME + rb"(?!\s*+(?:\.\"?[\w.'-]++\"?)*+\s*=(?!=))"
"""A name that is not that of a binding."""
_QUOTED = rb'\."([^"]*)"'
_FORMALS = rb"\{([^{}]*)\}\s*:|(" + WORD + rb")\s*:"
_PATH = rb"(?<![\w.])\.{1,2}/"
_INPUT = rb"(?<![\w.'-])" + rb"(" + INPUT_NAME + rb")\s*=([^;]*);"
_NO_ADDRESS = rb"hash|sha\d+|outputHash|narHash|p?name|owner|repo"
_REC = rb"=\s*rec\s*\{"
_KNOWN = OF_NIXPKGS | frozenset(b"rec true false null or if then else pkgs lib stdenv builtins".split())
"""The names that a closed entry may have: those of Nix and of nixpkgs."""
_REBOUND = (
    rb"(?<![\w.'-])(" + b"|".join(sorted(_KNOWN)) + rb")\s*(?:=(?!=)|\?(?!\s*(?:(?:nix)?pkgs\.\1|import\b)))"
)
"""A name of nixpkgs that a file gives another value, other than as the default of an argument."""


def changed_entries_of_tool(
    before: bytes,
    after: bytes,
    wanted: set[str],
    *,
    is_moved: Callable[[bytes], bool],
) -> tuple[bytes, bytes] | None:
    """Return both versions of a file with blanks in place of closed entries; None if that could hide a change.

    Args:
        before: the bytes in the base. `has_own_inputs` accepts both versions.
        after: the bytes in the target.
        wanted: keys of digests; no blank replaces an entry with such a digest, since the digest may be copied.
        is_moved: tells whether code has the path of a file that the change can affect.
    """
    depth = _depth_of_largest(after)
    if depth is None or max(len(before), len(after)) > LARGEST:
        return None
    old, new = (_only_largest(data, divided(data, depth)) for data in (before, after))
    if not old.entries or is_called(new.heads[0]):
        return None
    then, now = (
        {data[slice(*span)] for span in each.entries} for data, each in ((before, old), (after, new))
    )
    if not all(map(_is_balanced, then | now)):
        return None  # the inner lines of entries have the same indentation
    changed = then ^ now
    if not _is_same_around(old.around, new.around, changed, is_moved):
        return None
    kept = wanted | {digest.key() for text in changed for _, _, digest in digests.find(text)}
    held = holding(before, old, kept) | holding(after, new, kept)
    closed = {text for text in then & now - held if is_closed(text)}
    taken = b"\n".join(code_of(text) for text in then | now if text not in closed)
    words, quoted = set(re.findall(WORD, taken)), set(re.findall(_QUOTED, taken))
    left = [text for text in (after[slice(*span)] for span in new.entries) if text in closed]
    # Code reads a small table in another way than a large one, so it stays a large one.
    stayed = {text for text in left[MANY:] if (words | quoted).isdisjoint(names_of(text))}
    reduced = without(before, old, stayed), without(after, new, stayed)
    return None if any(size(each) > MAX_BYTES for each in reduced) else reduced


def code_of(text: bytes) -> bytes:
    """Return Nix code without comments and texts. The computed parts of texts stay, and the names behind dots."""

    def reduced(match: re.Match[bytes]) -> bytes:
        if match[1] or match[0][:1] in (b"#", b"/"):
            return match[0] if match[1] else b" "
        return b'"%s"' % b" ".join(b"${%s}" % each for each in re.findall(_COMPUTED, match[0]))

    return re.sub(_LITERAL, reduced, text)


def _is_balanced(entry: bytes) -> bool:
    """Tell whether an entry closes all brackets that it opens."""
    code = code_of(entry)
    return all(
        code.count(first) == code.count(last) for first, last in ((b"{", b"}"), (b"[", b"]"), (b"(", b")"))
    )


def is_closed(entry: bytes) -> bool:
    """Tell whether the value of an entry depends on nothing but the entry and nixpkgs.

    All inputs of fetches are texts, perhaps with names of its recursive set: `version = "1"; url = "…${version}";`.
    """
    if not is_complete(entry):
        return False
    code = code_of(entry)
    if re.search(_PATH, code) is not None:
        return False
    own = _names_inside(code) if re.search(_REC, code.split(b"{", 1)[0] + b"{") is not None else set[bytes]()
    formals = {
        word for both in re.findall(_FORMALS, code) for each in both for word in re.findall(WORD, each)
    }
    inputs = re.findall(_INPUT, code)
    if any(not own.issuperset(re.findall(WORD, value)) for _, value in inputs):
        return False
    if all(re.fullmatch(_NO_ADDRESS, name) for name, _ in inputs):
        return False  # another place has the address of its digest
    plain = re.sub(_INPUT, b"", code)
    return _KNOWN.union(formals).issuperset(re.findall(_VALUE_NAME, plain))


def _names_inside(code: bytes) -> set[bytes]:
    """Return the names that the set of an entry binds, without those of inner sets."""
    found: set[bytes] = set()
    depth = 0
    for token in re.finditer(rb"[\[({]|[\])}]|(" + _NAME + rb")\s*=(?!=)", code):
        if token[1] is None:
            depth += 1 if token[0] in b"[({" else -1
        elif depth == 1:
            found.add(token[1])
    return found


def _is_same_around(old: bytes, new: bytes, changed: set[bytes], is_moved: Callable[[bytes], bool]) -> bool:
    """Tell whether the texts around the entries mean the same in both versions.

    They may differ in entries that nothing around uses: the members of a workspace.
    """
    differing = changed_around(old, new)
    if differing is None:
        return False
    rest = new
    for text in differing:
        rest = rest.replace(text, b"")
    code = code_of(rest)
    if is_moved(code) or re.search(_REBOUND, code) is not None:
        return False
    words, quoted = set(re.findall(WORD, code)), set(re.findall(_QUOTED, code))
    names = {name for text in changed | differing for name in names_of(text)}
    return (words | quoted).isdisjoint(names)


def changed_around(old: bytes, new: bytes) -> set[bytes] | None:
    """Return the entries in which two texts differ; None if they differ in anything else but comments."""
    if old == new:
        return set()
    old, new = (re.sub(COMMENT, b"", text) for text in (old, new))
    depths = {len(match[1]) for text in (old, new) for match in re.finditer(STARTS, text)}
    for depth in sorted(depths)[MOST_DEPTHS - 1 :: -1]:
        then, now = divided(old, depth), divided(new, depth)
        if then.around != now.around:
            continue
        before, after = (
            list(zip(each.blocks, (text[slice(*span)] for span in each.entries), strict=True))
            for text, each in ((old, then), (new, now))
        )
        common = Counter(before) & Counter(after)
        if [each for each in before if each in common] != [each for each in after if each in common]:
            return None  # the same entries in another order
        found = {text for _, text in (Counter(before) - common) + (Counter(after) - common)}
        return found if all(map(is_complete, found)) else None
    return None


def _depth_of_largest(data: bytes) -> int | None:
    """Return the indentation of the entries of the largest block of many entries."""
    found = Counter(len(match[1]) for match in re.finditer(STARTS, data))
    largest: tuple[int, int] | None = None
    for depth in sorted(depth for depth, count in found.items() if count >= MANY)[:MOST_DEPTHS]:
        sizes = _sizes(divided(data, depth))
        if sizes:
            largest = max(largest or (0, 0), (max(sizes.values()), depth))
    return largest[1] if largest is not None else None


def _sizes(parts: Divided) -> Counter[int]:
    """Return the bytes of each block with many entries."""
    counts = Counter(parts.blocks)
    sizes = Counter[int]()
    for block, (start, end) in zip(parts.blocks, parts.entries, strict=True):
        if counts[block] >= MANY:
            sizes[block] += end - start
    return sizes


def _only_largest(data: bytes, parts: Divided) -> Divided:
    """Return a divided file with only the entries of its largest block; all others count as text around them."""
    sizes = _sizes(parts)
    block = max(sizes, key=sizes.__getitem__, default=-1)
    entries = [span for span, each in zip(parts.entries, parts.blocks, strict=True) if each == block]
    ends = [0, *(end for _, end in entries)]
    starts = [*(start for start, _ in entries), len(data)]
    around = [data[end:start] for end, start in zip(ends, starts, strict=True) if end < start]
    head = data[max(0, starts[0] - HEAD) : starts[0]]
    return Divided(b"\n".join(around).strip(), entries, [0] * len(entries), [head])
