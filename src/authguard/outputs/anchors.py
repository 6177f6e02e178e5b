"""Find the places in a .nix file that may have a hash, in its bytes. Only the code around them is evaluated."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from authguard.digest import SHORTEST
from authguard.nix.lexical import chain
from authguard.nix.references import overrides
from authguard.outputs.hash_names import classify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source

# Each pattern begins with fixed bytes, since `re` finds those many times faster. The text before them is checked
# afterwards.
_QUOTED = re.compile(
    rb'"(?:(?:sha(?:1|256|512)|md5|blake3)[-:][^"\s]*|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}'
    rb'|[0-9abcdf-np-sv-z]{52}|[0-9abcdf-np-sv-z]{103}|[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)"'
)
LEAST_BYTES = len('"md5-"')
"""A text that looks like a digest has at least this many bytes."""
MAX_OVERRIDES = 4000
"""In a file with more overrides, none is followed."""
MAX_ALIASES = 8
"""In a file with more other names for fetchers, all these names are ignored."""
_FUNCTION = rb"(?:\s|#[^\n]*\n)*+(?:\{\s*+(?:[\w'-]++\s*+[,?}]|\.\.\.)|[A-Za-z_][\w'-]*+\s*+[:@])"
_ONLY_DATA = (
    rb"(?:\s+|#[^\n]*+|[A-Za-z_][\w'.-]*+\s*+=(?!=)"  # the name of an attribute
    rb'|"(?:[^"\\$]|\\[\s\S]|\$(?!\{))*+"(?:\s*+=(?!=))?'  # a text without code, or a name
    rb"|-?\d[\d.]*+|(?:true|false|null)(?![\w'-])|[{}\[\];])*+"
)
"""A Nix file without names that stand for values."""
_BARE = re.compile(rb"sha(?<![:/\w-]sha)(?:1|256|512)-[A-Za-z0-9+/]{26,88}={0,2}")
_NAMED = re.compile(
    rb"[\w.'\"-]{0,200}(?:[hH]ash(?:es)?|[sS]ha(?:1|256|512)|SHA256|md5)[\w]*[\"']?\s*(?:=(?!=)|;|\?)|\b[iI]nherit\b[^;]*;"
)
_TOKENS = (
    (b"ash", 1, re.compile(rb"ash(?<=[hH]ash)")),
    (b"ha", 1, re.compile(rb"ha(?<=[sS]ha)(?:1|256|512)")),
    (b"HA256", 1, re.compile(rb"HA256(?<=SHA256)")),
    (b"md5", 0, re.compile(rb"md5")),
)
"""The parts of a name for a hash: its fixed bytes, the number of bytes before them, and the pattern."""
_INHERIT = re.compile(rb"nherit(?<=\b[iI]nherit)\b")
_IN_NAMES = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz.'\"-")
_CALL = re.compile(
    rb"fetch(?<![\w'-]fetch)(?:(?:[A-Z]\w*|url|zip|git|patch2?|svn|hg|tarball)\s+(?=[(A-Za-z_])(?!rec\b)"
    rb"|[bB]ower\s+(?=[\"(A-Za-z_]))"
)
_ALIASED = re.compile(rb"fetch(?<![\w'-]fetch)(?:[A-Z]\w*|url|zip|git|patch2?|svn|hg|tarball)\s*;")
_ALIAS = rb"(?s).*?(?<![\w.'-])([A-Za-z_][\w'-]*)\s*=\s*(?:[\w-]+\.)*"
"""The bytes before the fetcher in `gh = pkgs.fetchFromGitHub;`."""
_BUILD = re.compile(rb"build[A-Z]\w*\s+(?:\(\s*(?=[A-Za-z_][\w.'-]*\s*//)|(?=[a-z_][\w.'-]*\s*;))")
_STATED = rb"(?s).*(?:[=:]|\bin)\s+\(?[\w.'-]*"
"""The bytes before the argument of a builder, if the argument is the name of a set (and not after `inherit`)."""
_UPDATED = rb"\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}\s*+//"
"""A set that another set updates."""
_HASHY = re.compile(rb"[hH]ash|[sS]ha(?:1|256|512)\b|mktplcRef|derivationArgs")
_HANDED = (
    *(
        (name, name + rb"\s*=\s*(?=[(A-Za-z_]|" + _UPDATED + rb")(?!rec\b)")
        for name in (b"mktplcRef", b"derivationArgs")
    ),
    *(
        (name, re.escape(name) + rb"\s+(?=[(A-Za-z_])(?!rec\b)")
        for name in (b"builtins.path", b"pullImage", b"requireFile", b"callHackageDirect", b"toolchainOf")
    ),
)
"""A set with a hash that is passed by its name: the ``block`` of a producer, or the argument of a fetcher."""


_MARKS = (
    *(name + size for name in (b"sha", b"Sha", b"SHA", b"sHA") for size in (b"256", b"512")),
    *(name + end for name in (b"hash", b"Hash", b"hashes", b"Hashes") for end in (b'"', b"]")),
    b'hecksum"', b'hecksums"', b'"sha1"', b"md5",
)  # fmt: skip
"""A data file with hashes has at least one of these texts. `in` finds them many times faster than a pattern."""


class Anchor:
    """A place of a hash, or of a name that passes a hash on. ``literal`` is the string node of the hash, or None.

    ``override``: the place is an override (`.override`, `.overrideAttrs`). The package that it changes has the hash.
    """

    __slots__ = ("literal", "nodes", "override")

    def __init__(self, nodes: list[Node], literal: Node | None, override: bool = False) -> None:
        """Store the chain of nodes from the root to the place."""
        self.nodes = nodes
        self.literal = literal
        self.override = override


def anchors(
    source: Source, skipped: list[tuple[int, int]] | None = None, texts: frozenset[bytes] = frozenset()
) -> list[Anchor]:
    """Return the anchors of a file in order, one for each literal, except those in ``skipped`` spans.

    With ``texts``, only the literals that contain such a text are returned.
    """
    found: dict[int, Anchor] = {}
    begins = [start for start, _ in skipped] if skipped else []
    for start, end in _spans(source.data):
        within = bisect_right(begins, start) - 1
        if skipped and within >= 0 and start < skipped[within][1]:
            continue
        if texts and end - start >= SHORTEST and not _has_any(source.data[start:end], texts):
            continue
        nodes = chain(source, start, end)
        while nodes and nodes[-1].type == "string_fragment":
            nodes.pop()
        if not nodes or any(node.type == "comment" for node in nodes[-2:]):
            continue
        literal = nodes[-1] if nodes[-1].type in ("string_expression", "indented_string_expression") else None
        if literal is not None and _is_attribute_name(nodes):
            continue
        if (
            texts
            and literal is not None
            and not _has_any(source.data[literal.start_byte : literal.end_byte], texts)
        ):
            continue
        found.setdefault(nodes[-1].start_byte, Anchor(nodes, literal))
    for anchor in _overrides(source, skipped or []):
        found.setdefault(anchor.nodes[-1].start_byte, anchor)
    return [found[start] for start in sorted(found)]


def _overrides(source: Source, skipped: list[tuple[int, int]]) -> list[Anchor]:
    """Return the anchors of overrides; none if there are too many, since a file without them is judged still."""
    begins = [start for start, _ in skipped]
    spans = []
    for start, end in overrides(source.data):
        within = bisect_right(begins, start) - 1
        if within < 0 or start >= skipped[within][1]:
            spans.append((start, end))
    if len(spans) > MAX_OVERRIDES or source.beyond:
        return []
    looked = source.looked
    found = [Anchor(chain(source, start + 1, end), None, override=True) for start, end in spans]
    if source.beyond:
        source.looked, source.beyond = looked, False
        return []
    return found


def _has_any(data: bytes, texts: frozenset[bytes]) -> bool:
    return any(text in data for text in texts)


def may_hold(data: bytes) -> bool:
    """Tell whether a file may have anchors; a file without anchors need not be parsed."""
    literals = (pattern.search(data) for pattern in (_QUOTED, _BARE))  # the first one is enough
    return (
        next(_of_calls(data), None) is not None
        or any(literals)
        or next(_of_names(data), None) is not None
        or next(overrides(data), None) is not None
    )


def is_function(content: bytes) -> bool:
    """Tell whether a file starts like a function in Nix: `{ fetchurl, … }:` or `pkgs:`."""
    return re.match(_FUNCTION, content) is not None


def has_only_data(content: bytes) -> bool:
    """Tell whether a Nix file is a set with only texts, numbers, lists and sets: nothing else decides its values."""
    return re.fullmatch(_ONLY_DATA, content) is not None


def has_hashes(content: bytes) -> bool:
    """Tell by its bytes whether a data file can pin anything. Few data files can.

    The process remembers the answers for large files, since a range meets such a file again at many commits.
    """
    if len(content) < _LARGE or _has_marks(content[:_LARGE]):
        return _has_marks(content)
    from hashlib import blake2b

    key = blake2b(content, digest_size=16).digest()
    if key not in _of_large:
        if len(_of_large) >= _MOST_LARGE:
            _of_large.clear()
        _of_large[key] = _has_marks(content)
    return _of_large[key]


_LARGE = 1 << 14
"""The answer for a smaller file, in bytes, is not remembered."""
_MOST_LARGE = 4096
"""At most so many answers are remembered."""
_of_large: dict[bytes, bool] = {}
"""Whether a large file may have hashes, by the digest of its content."""


def _has_marks(content: bytes) -> bool:
    return (
        any(mark in content for mark in _MARKS)
        or (b'"sha' in content and re.search(rb': *"sha', content) is not None)
        or (b"://" in content and re.search(rb'\+\w+://[^"\s]*": *"', content) is not None)
    )


def digests_in(data: bytes, skipped: list[tuple[int, int]]) -> int:
    """Return the number of texts outside ``skipped`` spans that look like a digest."""
    inside = sum(1 for start, end in skipped for _ in _literals(data[start:end]))
    return sum(1 for _ in _literals(data)) - inside


def has_only_hashes(source: Source, node: Node) -> bool:
    """Tell whether each binding of a set is a hash or a set: `{ linux = "sha256-…"; darwin = "sha256-…"; }`."""
    bindings = [
        each for inner in node.named_children for each in inner.named_children if each.type == "binding"
    ]
    values = [each.child_by_field_name("expression") for each in bindings]
    return bool(values) and all(
        value is not None
        and (
            value.type in ("attrset_expression", "rec_attrset_expression", "let_expression")
            or (
                value.type == "string_expression"
                and digests_in(source.data[value.start_byte : value.end_byte], []) == 1
            )
        )
        for value in values
    )


def _is_attribute_name(nodes: list[Node]) -> bool:
    return len(nodes) > 1 and nodes[-2].type == "attrpath"


def _literals(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the spans of texts that look like a digest. A span includes the quotes of a string."""
    end = 0
    found = [match.span() for pattern in (_QUOTED, _BARE) for match in pattern.finditer(data)]
    for span in sorted(found):
        if span[0] >= end:
            end = span[1]
            yield span


def _named(data: bytes) -> Iterator[re.Match[bytes]]:
    """Yield the matches of ``_NAMED.finditer``, but faster: the pattern is tried only at words that it needs."""
    tokens = sorted(
        match.start() - before
        for fixed, before, token in _TOKENS
        if fixed
        in data  # if a file has no match, a search for bytes takes a tenth of the time of the pattern
        for match in token.finditer(data)
    )
    starts = {match.start() - 1 for match in _INHERIT.finditer(data)}
    first = last = -1
    for token in tokens:
        start = token
        while start > 0 and start - 1 > last and data[start - 1] in _IN_NAMES:
            start -= 1
        if first >= 0 and start - 1 == last:
            start = first  # the same name as in the token before
        first, last = start, token
        starts.add(start)
    end = 0
    for start in sorted(starts):
        match = _NAMED.match(data, start) if start >= end else None
        if match is not None:
            end = match.end()
            yield match


def _aliases(data: bytes) -> set[bytes]:
    """Return the other names for fetchers in a file: `gh = fetchFromGitHub;`."""
    found = set()
    for match in _ALIASED.finditer(data):
        before = re.fullmatch(_ALIAS, data[max(0, match.start() - 100) : match.start()])
        if before is not None and not before[1].startswith(b"fetch"):
            found.add(before[1])
    return found if len(found) <= MAX_ALIASES else set()


def _spans(data: bytes) -> Iterator[tuple[int, int]]:
    yield from _of_calls(data)
    yield from _literals(data)
    yield from _of_names(data)


def _of_calls(data: bytes) -> Iterator[tuple[int, int]]:
    for match in _CALL.finditer(data):
        yield match.end(), match.end() + 1
    for alias in sorted(_aliases(data)):
        for match in re.finditer(rb"(?<![\w.'-])" + re.escape(alias) + rb"\s+(?=[(A-Za-z_])(?!rec\b)", data):
            yield match.end(), match.end() + 1
    for match in _BUILD.finditer(data):
        if re.compile(_STATED).fullmatch(data, max(0, match.start() - 100), match.start()) is not None:
            yield match.end(), match.end() + 1
    for fixed, pattern in _HANDED:
        for match in re.finditer(pattern, data) if fixed in data else ():
            yield match.end(), match.end() + 1


def _of_names(data: bytes) -> Iterator[tuple[int, int]]:
    for match in _named(data):
        text = match[0]
        if text[:1] in b"iI" and text[1:7] == b"nherit":
            if _HASHY.search(text):
                yield match.start(), match.start() + 7
            continue
        name = (
            text.rstrip(b" \t\r\n=;?")
            .strip(b"\"'")
            .rpartition(b".")[2]
            .strip(b"\"'")
            .decode("utf-8", "replace")
        )
        if text.endswith(b"=") and classify(name) is not None:
            after = match.end()
            while after < len(data) and data[after : after + 1].isspace():
                after += 1
            if data[after : after + 1] == b'"':
                closing = data.find(b'"', after + 1)
                yield after, closing + 1 if closing > 0 else after + 1
            elif data[after : after + 1] != b"{":
                yield after, after + 1
            else:
                yield after, after + 1
