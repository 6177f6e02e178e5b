"""Generated .nix files beyond the limit of the parser: only their changed entries are read.

Such a file has thousands of entries, one after another, at one depth. This module divides the file by the indentation
of its lines, without a parser. The bytes of unchanged entries are replaced by blanks, so that all other bytes keep
their places, and the result is parsed. That is correct only if no blank entry depends on another entry, and no other
entry depends on a blank entry. So the text around the entries must be the same and without `with`, each blank entry
must be complete by itself, in the same block, and without a name that a changed entry defines. A blank entry must
contain a set. Its block must not be the argument of a function, since the function may combine the entries. If a caller
may pass other values than before, a blank entry must not contain a name from the text around the entries, except the
names of nixpkgs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from authguard import digest as digests
from authguard.nix.parse import MAX_BYTES
from authguard.nix.references import TELLING_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 16 << 20
"""A larger file (in bytes) is not divided."""
LEAST_GENERATED = 1 << 16
"""A smaller file (in bytes) is read in any case."""
MANY = 32
"""A file with this many entries at one depth is read as a generated file."""

WORD = rb"[\w'-]+"
"""A name in Nix, or a part of a text that can be one."""

OF_NIXPKGS = frozenset(
    {b"copyPathToStore", b"fetchurl", b"fetchzip", b"fetchgit", b"fetchFromGitHub", b"fetchFromGitLab"}
)
"""Names of arguments that mean values of nixpkgs, unless a file passes another value under the name."""
_POSITIONAL = rb"(" + WORD + rb")\s*[:@]"
"""An argument that is no set, or the name for the whole set: a caller does not name it."""
_SYNTAX = frozenset({b"let", b"in", b"rec", b"inherit"})
COMMENT = rb"(?m)^[ \t]*#[^\n]*"
_ENTRY = rb"(?:\"[^\"\n]+\"|[\w.'-]+) ="
STARTS = rb"(?m)^( +)" + _ENTRY
_TOKEN = rb'"(?:[^"\\]|\\.)*"|' + WORD + rb"|[][(){};=.]"
_OPENING, _CLOSING = (b"[", b"(", b"{"), (b"]", b")", b"}")
HEAD = 4000
"""So many bytes before the entries tell whether their set is an argument."""
_MOST_ODD = 200
"""Up to this many names of changed entries that are not words are searched one by one."""
_STRING = rb'"(?:[^"\\]|\\.)*"'
_WITH = rb"\bwith\b"
_OPEN = rb"''|#|/\*|\.\$\{|\$\{[^}\"]*\""
"""Syntax that the division by lines cannot follow: long strings, comments, computed names, strings in strings."""
_BRACKETS = rb"[][(){}]"
_PAIRS = {b"]": b"[", b")": b"(", b"}": b"{"}
_CALLED = rb"[\w'\")\]]\s*$"
"""The end of a text before a set that is an argument. The words that may come before any set are excluded."""
_NO_CALLS = rb"\b(?:rec|in|then|else)\s*$"
OWN = rb"(?<!\$)\{"
"""An entry that contains a set has its own inputs."""
_BLANKED = bytes(byte if byte == 10 else 32 for byte in range(256))

_GENERATED = rb"#[^\n]*[Gg]enerated (?:by|using|with)\W{1,3}[\w./:-]*2nix\b"
_HEADER = 400
"""So many bytes at the start of a file may say which tool generated it."""
_FUNCTION = rb"(?:\s|#[^\n]*\n)*+\{"
_NO_FUNCTION = rb"(?:\s|#[^\n]*\n)*+(?:\{(?!\s*\}\s*@)|rec\b|\[)"
_FORMAL = rb"[{,]\s*(" + WORD + rb")(?=\s*[?,}])"
_OPTIONS = OF_NIXPKGS | frozenset(
    b"""nixpkgs pkgs lib callPackage stdenv python compiler overrides nodeEnv globalBuildInputs nix-gitignore
    composerEnv noDev phpPackage buildRustCrate buildRustCrateForPkgs defaultCrateOverrides rootFeatures
    targetFeatures release crateConfig strictDeprecation rootSrc extraTargetFlags""".split()
)
"""The arguments of files that crate2nix, node2nix, stack2nix and similar tools write: no input of a fetch."""
_NO_CODE = rb'"(?:[^"\\]|\\.)*+"|#[^\n]*+|/\*[\s\S]*?\*/|\'\'[\s\S]*?\'\'(?![$\'\\])'
"""Texts and comments."""
_LIBRARY = rb"(?<![\w'-])(?:pkgs\.)?(?:stdenv\.)?lib\b(?!\s*=)"
"""The functions of nixpkgs, which contain no input of a fetch."""
_OWN_CRATES = rb"\bcrateConfig\s*=\s*crateConfigs?\."
"""A crate in the file itself, and not the argument with the same name."""
_INTERPOLATED = rb"(?<!\$)\$\{[^}]*+\}"
_READING = (
    rb"(?i)import|read|file|exists|callpackage|postfetch|\w(?:hash|sha\d)|\bdecode\b"
    rb"|fetch(?!(?:url|zip|git|fromgit(?:hub|lab))?\b)"
)
"""Parts of the names of functions that read a file, and of hashes of dependencies, which another file may decide."""
_QUOTED_HASH = rb"\w(?:[hH]ash|[sS]ha\d+)\"\s*="
INPUT_NAME = rb"(?:urls?|rev|ref|tag|version|name|pname|owner|repo|hash|sha\d+|outputHash|narHash)"
MAX_ALIASES = 8
"""A name for the value of another name is followed through at most this many bindings."""

Span = tuple[int, int]


class Divided(NamedTuple):
    """A file in parts: the text around its entries, the span and block of each entry, the text before each block."""

    around: bytes
    entries: list[Span]
    blocks: list[int]
    heads: list[bytes]


def changed_entries(
    before: bytes,
    after: bytes,
    wanted: set[str],
    may_move: Callable[[bytes], bool],
    *,
    passed: Callable[[bytes], set[bytes]] = lambda _: set(),
) -> tuple[bytes, bytes] | None:
    """Return both versions of a file with blanks in place of unchanged entries; None if the blanks could hide a change.

    Args:
        before: the bytes in the base.
        after: the bytes in the target.
        wanted: keys of digests; no blank replaces an entry with such a digest, since the digest may be copied.
        may_move: tells whether a text refers to a file that the change can affect.
        passed: returns the names in the text around the entries that may have another value than before.
    """
    if max(len(before), len(after)) > LARGEST:
        return None
    depth = _depth(after)
    if depth is None:
        return None
    old, new = divided(before, depth), divided(after, depth)
    if old.around != new.around or not new.entries or may_move(new.around) or re.search(_WITH, new.around):
        return None
    then, now = _counted(before, old), _counted(after, new)
    changed = {text for (_, text), count in (then - now | now - then).items() if count}
    kept = wanted | {digest.key() for text in changed for _, _, digest in digests.find(text)}
    held = holding(before, old, kept) | holding(after, new, kept)
    if any(is_called(head) for head in new.heads):
        return None
    stayed = {text for _, text in then} & {text for _, text in now} - changed
    stayed = {text for text in stayed if re.search(OWN, text) is not None}
    names = passed(new.around)
    if is_used_around(new.around, names):
        return None
    users = naming(stayed, names)
    left = independent(stayed - users, changed | users)
    stayed = {text for text in left if text not in held and is_complete(text)}
    if may_move(b"\n".join(sorted(stayed))):
        return None
    reduced = without(before, old, stayed), without(after, new, stayed)
    return None if any(size(each) > MAX_BYTES for each in reduced) else reduced


def has_own_inputs(data: bytes) -> bool:
    """Tell whether crate2nix, node2nix or a similar tool generated a large file, and no argument is in its fetches.

    The start of the file names the tool, and all arguments are fetchers and options that such tools know.
    """
    if len(data) <= LEAST_GENERATED or re.search(_GENERATED, data[:_HEADER]) is None:
        return False
    from hashlib import sha256  # no check without such a file needs it

    key = sha256(data).digest()
    if key not in _KNOWN:
        _KNOWN[key] = takes_inputs(data)
    return not _KNOWN[key]


def may_read(data: bytes) -> bool:
    """Tell whether code may read another file, or has a hash that the content of another file may decide."""
    return re.search(_READING, _without_texts(data)) is not None or re.search(_QUOTED_HASH, data) is not None


def takes_inputs(data: bytes) -> bool:
    """Tell whether a fetch in a file may have an input from the arguments of the file.

    It has none if all arguments are fetchers and options, and no url, version or hash contains one of them.
    """
    found = re.match(_FUNCTION, data)
    end = _end_of_set(data, found.end() - 1) if found is not None else -1
    if found is None or re.match(rb"\s*:", data[end:]) is None:
        return re.match(_NO_FUNCTION, data) is None
    names = set(re.findall(_FORMAL, re.sub(_NO_CODE, b'""', data[found.end() - 1 : end])))
    return not names <= _OPTIONS or _takes(data[end:], names - OF_NIXPKGS)


_KNOWN: dict[bytes, bool] = {}
"""The answers of takes_inputs() for the files of tools, by the SHA-256 of their content: parts of a check ask again."""


def _takes(body: bytes, names: set[bytes]) -> bool:
    """Tell whether code takes an input of a fetch, or a version, from one of ``names``."""
    if not names:
        return False
    code = _without_texts(body)
    if re.search(_OWN_CRATES, code) is not None:
        names = names - {b"crateConfig"}
    names = names | _aliases(code, names)
    any_of = rb"(?<![\w.'-])(?:" + b"|".join(map(re.escape, sorted(names))) + rb")"
    opened = re.findall(rb"\bwith\s+\(*" + any_of + rb"(?:\.[\w'-]+)*\s*;", code)
    if any(re.search(_LIBRARY, each) is None for each in opened):
        return True
    of_packages = rb"(?<![\w.'-])pkgs\.[\w'-]+(?![\w.'-])"  # a package itself is no input: `pkgs.tzdata`
    parts = re.sub(of_packages, b"", code)
    if re.search(any_of + rb"\.(?:[\w'-]+\.)*" + TELLING_NAME + rb"(?![\w'-])", parts) is not None:
        return True
    inherited = re.findall(rb"\binherit\s*\(\s*" + any_of + rb"[^()\w'-][^()]*\)([^;]*);", code)
    if any(re.fullmatch(INPUT_NAME, word) is not None for each in inherited for word in each.split()):
        return True
    for value in re.findall(rb"(?<![\w.'-])" + INPUT_NAME + rb"\s*=([^;]*);", body):
        computed = b" ".join([re.sub(_STRING, b"", value), *re.findall(_INTERPOLATED, value)])
        if not names.isdisjoint(re.findall(WORD, re.sub(_LIBRARY, b"", computed))):
            return True
    return False


def _without_texts(code: bytes) -> bytes:
    """Return code without texts and comments, followed by the code inside of texts."""
    return b" ".join([re.sub(_NO_CODE, b'""', code), *re.findall(_INTERPOLATED, code)])


def _end_of_set(code: bytes, start: int) -> int:
    """Return the end of the set that begins at ``start``; -1 if it has no end."""
    depth = 0
    for match in re.finditer(_NO_CODE + rb"|[{}]", code[start:]):
        depth += (match[0] == b"{") - (match[0] == b"}")
        if depth == 0:
            return start + match.end()
    return -1


def _aliases(code: bytes, names: set[bytes]) -> set[bytes]:
    """Return further names that code gives to the values of ``names``, or to parts of them."""
    found: set[bytes] = set()
    bound = re.findall(rb"(" + WORD + rb")\s*=\s*\(*(" + WORD + rb")[\w.'-]*[\s)]*;", code)
    inherited = re.findall(rb"\binherit\s*\(\s*(" + WORD + rb")[^()]*\)([^;]*);", code)
    for _ in range(MAX_ALIASES):
        own = names | found
        found.update(name for name, value in bound if value in own)
        found.update(name for value, all_names in inherited if value in own for name in all_names.split())
        found -= OF_NIXPKGS
        if found <= own:
            break
    return found


def passed_names(around: bytes, rebound: set[bytes]) -> set[bytes]:
    """Return the names in the text around the entries that may depend on the arguments of a caller.

    ``rebound`` has the names of nixpkgs to which some file assigns another value.
    """
    plain = _code(around)
    positional = set(re.findall(_POSITIONAL, plain))
    return set(re.findall(WORD, plain)) - _SYNTAX - (OF_NIXPKGS - rebound - positional)


def is_used_around(around: bytes, names: set[bytes]) -> bool:
    """Tell whether the text around entries does more with one of these names than to declare it."""
    return any(count > 1 for word, count in Counter(re.findall(WORD, _code(around))).items() if word in names)


def _code(around: bytes) -> bytes:
    return around if b"/*" in around else re.sub(COMMENT, b"", around)


def naming(entries: set[bytes], names: set[bytes]) -> set[bytes]:
    """Return the entries that contain one of these names."""
    return {text for text in entries if not names.isdisjoint(re.findall(WORD, text))} if names else set()


def independent(stayed: set[bytes], changed: set[bytes]) -> set[bytes]:
    """Return the entries of ``stayed`` that do not name an entry of ``changed``, directly or through other entries."""
    users: dict[bytes, list[bytes]] = {}
    for text in stayed:
        for word in set(re.findall(WORD, text)):
            users.setdefault(word, []).append(text)
    left, seen = set(stayed), set[bytes]()
    waiting = list(changed)
    odd = 0
    while waiting:
        for name in names_of(waiting.pop()) - seen:
            seen.add(name)
            if re.fullmatch(WORD, name) is not None:
                dependent = left.intersection(users.get(name, ()))
            else:
                odd += 1
                dependent = {text for text in left if name in text}
            if odd > _MOST_ODD:
                return set()
            left -= dependent
            waiting.extend(dependent)
    return left


def names_of(entry: bytes) -> set[bytes]:
    """Return the names that the bindings of an entry define; the first name of a path such as `a.b = 1`."""
    found: set[bytes] = set()
    depth = 0
    path: list[bytes] | None = []  # the tokens since the start of a binding; None after its `=`
    for token in re.findall(_TOKEN, entry):
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth -= 1
        elif depth == 0 and token == b";":
            if path and path[0] == b"inherit":
                found.update(path[1:])
            path = []
        elif depth == 0 and path is not None:
            if token == b"=":
                found.update(each.strip(b'"') for each in path[:1])
                path = None
            else:
                path.append(token)
    return found


def _counted(data: bytes, parts: Divided) -> Counter[tuple[int, bytes]]:
    """Return how often each block has each entry."""
    return Counter(
        (block, data[slice(*span)]) for block, span in zip(parts.blocks, parts.entries, strict=True)
    )


def _depth(data: bytes) -> int | None:
    """Return the smallest indentation that many entries have."""
    found = Counter(len(match[1]) for match in re.finditer(STARTS, data))
    return min((depth for depth, count in found.items() if count >= MANY), default=None)


def divided(data: bytes, depth: int) -> Divided:
    """Divide a file: an entry ends before the next entry, and before a line with a smaller indentation."""
    line = re.compile(rb"(?m)^(?:( {%d})%s| {0,%d}[^ \n])" % (depth, _ENTRY, depth - 1))
    entries: list[Span] = []
    around: list[bytes] = []
    heads: list[bytes] = []
    blocks: list[int] = []
    begun: int | None = None
    end = block = 0
    begun_block = -1
    for match in line.finditer(data):
        at = match.start()
        if begun is not None:
            entries.append((begun, at))
            blocks.append(block)
            end = at
            begun = None
        block += not match[1]
        if match[1]:
            if block != begun_block:
                heads.append(data[max(end, at - HEAD) : at])
                begun_block = block
            around.append(data[end:at])
            begun = end = at
    around.append(data[end:])
    return Divided(b"\n".join(each for each in around if each.strip()).strip(), entries, blocks, heads)


def is_called(head: bytes) -> bool:
    """Tell whether a text ends inside a set that may be the argument of a function."""
    plain = re.sub(_STRING, b"", re.sub(rb"#[^\n]*", b"", head), flags=re.DOTALL)
    depth = 0
    for at in range(len(plain) - 1, -1, -1):
        bracket = plain[at : at + 1]
        depth += (bracket in _CLOSING) - (bracket in _OPENING)
        if depth < 0:
            return bracket != b"{" or re.search(_CALLED, re.sub(_NO_CALLS, b"", plain[:at])) is not None
    return True


def holding(data: bytes, parts: Divided, keys: set[str]) -> set[bytes]:
    """Return the entries with a digest that has one of these keys."""
    starts = [start for start, _ in parts.entries]
    numbers = {bisect_right(starts, at) - 1 for at, _ in digests.find_known(data, keys)}
    return {data[slice(*parts.entries[number])] for number in numbers if number >= 0}


def is_complete(text: bytes) -> bool:
    """Tell whether an entry consists of whole bindings, with no bracket or string that a later entry closes."""
    plain = re.sub(_STRING, b"", text, flags=re.DOTALL)
    if re.search(_OPEN, text) or b'"' in plain or not plain.rstrip().endswith(b";"):
        return False
    if len(re.findall(rb"\blet\b", plain)) != len(re.findall(rb"\bin\b", plain)):
        return False
    open_ones: list[bytes] = []
    for bracket in re.findall(_BRACKETS, plain):
        if bracket not in _PAIRS:
            open_ones.append(bracket)
        elif not open_ones or open_ones.pop() != _PAIRS[bracket]:
            return False
    return not open_ones


def without(data: bytes, parts: Divided, stayed: set[bytes]) -> bytes:
    """Return a divided file with blanks in place of the entries ``stayed``."""
    pieces: list[bytes] = []
    end = 0
    for start, stop in parts.entries:
        text = data[start:stop]
        pieces += [data[end:start], text.translate(_BLANKED) if text in stayed else text]
        end = stop
    return b"".join([*pieces, data[end:]])


def size(data: bytes) -> int:
    """Return the number of bytes that are no blanks."""
    return len(data.translate(None, b" \n"))
