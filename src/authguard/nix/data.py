"""JSON, TOML and Haskell project files as Nix values. Each string has its place in the file.

The fast parsers return no positions. So each string has the keys that lead to it. Its span is searched only when a
message needs the span.

Haskell projects have hashes of git repositories in comments, for haskell.nix. In `cabal.project` and its relatives, a
`source-repository-package` has `--sha256: …` beside `location` and `tag`. In `stack.yaml`, an item of `extra-deps` has
`# nix-sha256: …` beside `git` and `commit`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from authguard.nix.values import NULL, Attrs, Const, List, Origin, Str, Thunk, Value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_POSITIONS: dict[tuple[str, int], dict[tuple[str | int, ...], tuple[int, int]]] = {}

MAX_POSITIONS = 4
"""The places in this many data files are cached, since a run alternates between the files of a base and of a target."""

_WORDS: list[tuple[bytes, dict[bytes, list[int]]]] = []

_LARGE = 1 << 16
_PARSED: dict[tuple[bool, bytes], object] = {}
_MOST_PARSED = 3
"""This many parsed texts of more than _LARGE bytes are cached, since a run needs each text several times."""

PREFETCHED = frozenset({"url", "rev", "date", "path"})
"""The keys of an object that nix-prefetch-git printed. The object also has one digest, in one or two spellings."""

PLANNED = frozenset({"id", "pkg-name", "pkg-version", "type"})
"""The keys of a package in a plan that cabal wrote (`plan.json`). The package's name and version decide its hashes."""

_THUNK = frozenset({"private", "rev", "sha256"})
_THUNK_FILES = {"github.json": frozenset({"owner", "repo"}), "git.json": frozenset({"url"})}
_THUNK_OPTIONS = frozenset({"branch", "fetchSubmodules", "tag"})

MAX_BYTES = 8 << 20
"""Data of more than this many bytes is not read."""


def is_thunk(path: str, names: Collection[str]) -> bool:
    """Tell whether a file is a pin of nix-thunk, by its name and the keys of its only object."""
    place = _THUNK_FILES.get(path.rpartition("/")[2])
    return place is not None and _THUNK | place <= set(names) <= _THUNK | place | _THUNK_OPTIONS


class Unreadable(Exception):
    """The text is not valid JSON or TOML, or it is beyond a limit (``is_limit``). ``line`` is 1-based, or None."""

    def __init__(self, reason: str, line: int | None = None, is_limit: bool = False) -> None:
        """Store the reason and the line."""
        super().__init__(reason)
        self.is_limit = is_limit
        self.reason = reason
        self.line = line


class DataOrigin(Origin):
    """The place of a string in a data file, by the keys that lead to the string.

    ``beside`` has the keys of its object.
    """

    __slots__ = ("beside", "pointer")

    def __init__(
        self, path: str, data: bytes, pointer: tuple[str | int, ...], beside: Collection[str] = ()
    ) -> None:
        """Store the keys."""
        super().__init__(path, data, -1, -1)
        self.pointer: tuple[str | int, ...] = pointer
        self.beside = beside

    def span(self) -> tuple[int, int]:
        """Return the byte span of the string with its quotes; (0, 0) if it cannot be found."""
        key = (self.path, hash(self.data))
        if key not in _POSITIONS:
            while len(_POSITIONS) >= MAX_POSITIONS:
                del _POSITIONS[next(iter(_POSITIONS))]
            _POSITIONS[key] = _places(self.path, self.data)
        found = _POSITIONS[key].get(self.pointer)
        return found if found is not None else _by_text(self.data, self.pointer)

    @property
    def key(self) -> tuple[object, ...]:
        """Identify the string within one snapshot."""
        return (self.path, self.pointer)

    def holder(self) -> dict[str, object]:
        """Return the object that has the string as a value.

        For a string in a list, or in a broken file, it is empty.
        """
        node: Any = parsed(self.path, self.data)
        for key in self.pointer[:-1]:
            try:
                node = node[key]
            except (KeyError, IndexError, TypeError):
                return {}
        return node if isinstance(node, dict) else {}


def parse(path: str, data: bytes) -> object:
    """Return the content of a .json or .toml file as Python values, which must not be modified. Raises `Unreadable`."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES >> 20} MiB", is_limit=True)
    if len(data) < _LARGE:
        return _parse(path, data)
    key = path.endswith(".toml"), data
    tree = _PARSED.pop(key) if key in _PARSED else _parse(path, data)
    _PARSED[key] = tree
    while len(_PARSED) > _MOST_PARSED:
        del _PARSED[next(iter(_PARSED))]
    return tree


def _parse(path: str, data: bytes) -> object:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("is not UTF-8", data.count(b"\n", 0, error.start) + 1) from None
    if is_project(path):
        return parse_project(path, data)
    try:
        if path.endswith(".toml"):
            import tomli

            return tomli.loads(text)
        import json

        return json.loads(text)
    except RecursionError:
        raise Unreadable("is nested too deeply", is_limit=True) from None
    except ValueError as error:
        line = getattr(error, "lineno", None)
        reason = str(getattr(error, "msg", error)).splitlines()[0] if str(error) else "cannot be parsed"
        kind = "TOML" if path.endswith(".toml") else "JSON"
        if "integer string conversion" in reason:
            raise Unreadable("has a number of too many digits", is_limit=True) from None
        raise Unreadable(f"is not {kind}: {reason[:1].lower()}{reason[1:]}", line) from None


def parsed(path: str, data: bytes | None) -> object | None:
    """Return the result of `parse`; None for a file that is absent or cannot be parsed."""
    try:
        return None if data is None else parse(path, data)
    except Unreadable:
        return None


def value(
    path: str,
    data: bytes,
    tree: object,
    pointer: tuple[str | int, ...] = (),
    beside: Collection[str] = (),
) -> Value:
    """Return ``tree`` (of `parse`) as a Nix value with its strings at ``path``."""
    if isinstance(tree, str):
        return Str((tree,) if tree else (), DataOrigin(path, data, pointer, beside), (path,))
    if isinstance(tree, dict):
        return Attrs(
            {
                str(name): _thunk(path, data, inner, (*pointer, str(name)), tree.keys())
                for name, inner in tree.items()
            }
        )
    if isinstance(tree, list):
        return List([_thunk(path, data, inner, (*pointer, number)) for number, inner in enumerate(tree)])
    if tree is None:
        return NULL
    if isinstance(tree, (bool, int, float)):
        return Const(tree)
    return Str((str(tree),), None, (path,))


_LONG = 32
"""A text of so many bytes can be a digest. A shorter text, such as a version, may be in a literal by chance."""


def value_in_literal(literal: Origin, tree: object) -> Value:
    """Return ``tree`` (of `parse`) as a Nix value. Its texts are in a literal of Nix code: `fromJSON ''{ … }''`."""
    if isinstance(tree, str):
        return Str(
            (tree,) if tree else (), _place_in_literal(literal, tree.encode("utf-8", "surrogateescape"))
        )
    if isinstance(tree, dict):
        return Attrs({str(name): _thunk_in_literal(literal, inner) for name, inner in tree.items()})
    if isinstance(tree, list):
        return List([_thunk_in_literal(literal, inner) for inner in tree])
    return value(literal.path, literal.data, tree)


def _place_in_literal(literal: Origin, text: bytes) -> Origin | None:
    """Return the place of a text in quotes in a literal; None if it is not there, or short and there several times."""
    start, end = literal.span()
    for form in (b'"%s"', b'\\"%s\\"', b"'%s'"):
        quoted = form % text
        at = literal.data.find(quoted, start, end)
        if at >= 0 and (len(text) >= _LONG or literal.data.find(quoted, at + 1, end) < 0):
            return Origin(literal.path, literal.data, at, at + len(quoted))
    return None


def _thunk_in_literal(literal: Origin, tree: object) -> Thunk:
    return Thunk(lambda: value_in_literal(literal, tree))


def _thunk(
    path: str, data: bytes, tree: object, pointer: tuple[str | int, ...], beside: Collection[str] = ()
) -> Thunk:
    return Thunk(lambda: value(path, data, tree, pointer, beside))


_WORD = rb"[\w-]+"
_TEXT = rb"\"[^\"\n]*\"|'[^'\n]*'"
_TOKEN = rb'"(?:[^"\\]|\\.)*+"|[\[\]{},:]|[^\s\[\]{},:"]+'


def _places(path: str, data: bytes) -> dict[tuple[str | int, ...], tuple[int, int]]:
    """Return the span of each string by its keys; nothing for a text that is neither JSON nor TOML."""
    if is_project(path):
        return places_in_project(path, data)
    if not path.endswith(".toml"):
        try:
            return dict(_positions(data))
        except (ValueError, LookupError):
            pass  # a lock file that is TOML, read as such by a call
    from authguard.nix import toml_places

    try:
        return toml_places.places(data)
    except (ValueError, LookupError, RecursionError):
        return {}


def _positions(data: bytes) -> Iterator[tuple[tuple[str | int, ...], tuple[int, int]]]:
    """Yield (keys, span) of every string of a JSON text that is known to be valid."""
    import json

    stack: list[str | int] = []
    kinds: list[str] = []
    expecting_key = False
    for match in re.finditer(_TOKEN, data):
        token = match[0]
        head = token[:1]
        if head == b'"':
            if expecting_key and kinds and kinds[-1] == "{":
                plain = b"\\" not in token
                stack[-1] = token[1:-1].decode("utf-8", "surrogatepass") if plain else json.loads(token)
                expecting_key = False
            else:
                yield tuple(stack), match.span()
        elif head in b"{[":
            kinds.append(head.decode())
            stack.append("" if head == b"{" else 0)
            expecting_key = head == b"{"
        elif head in b"}]":
            kinds.pop()
            stack.pop()
            expecting_key = False
        elif head == b"," and kinds:
            last = stack[-1]
            if isinstance(last, int):
                stack[-1] = last + 1
            expecting_key = kinds[-1] == "{"


def _by_text(data: bytes, pointer: tuple[str | int, ...]) -> tuple[int, int]:
    """Find the span of a TOML string: after each key of ``pointer`` in turn, the next quoted text."""
    at = 0
    for key in pointer:
        if isinstance(key, str):
            found = _behind(data, key.encode("utf-8", "surrogatepass"), at)
            if found is not None:
                at = found
    quoted = re.compile(_TEXT).search(data, at)
    return quoted.span() if quoted else (0, 0)


def _behind(data: bytes, key: bytes, at: int) -> int | None:
    """Return the offset after the first ``key``, quoted or not, as a complete word from ``at`` on, or None."""
    word = re.compile(_WORD)
    if word.fullmatch(key):
        from bisect import bisect_left

        places = _words(data).get(key, [])
        number = bisect_left(places, at)
        start = places[number] if number < len(places) else -1
    else:
        start = data.find(key, at)
        while start >= 0 and (word.match(data, start - 1, start) or word.match(data, start + len(key))):
            start = data.find(key, start + 1)
    if start < 0:
        return None
    end = start + len(key)
    is_closed = data[end : end + 1] in (b'"', b"'") and not word.match(data, end + 1)
    return end + 1 if is_closed else end


def _words(data: bytes) -> dict[bytes, list[int]]:
    """Return the places of each word of a text, so that thousands of searches for pins read the text only once."""
    if not _WORDS or _WORDS[0][0] is not data:
        found: dict[bytes, list[int]] = {}
        for match in re.finditer(_WORD, data):
            found.setdefault(match[0], []).append(match.start())
        _WORDS[:] = [(data, found)]
    return _WORDS[0][1]


def is_generated(origin: Origin) -> bool:
    """Tell whether a tool wrote the file and fetched its pins: nvfetcher, nix-prefetch-git, nix-thunk."""
    if isinstance(origin, DataOrigin) and (
        PREFETCHED.issubset(origin.beside)
        or (len(origin.pointer) == 1 and is_thunk(origin.path, origin.beside))
    ):
        return True
    return origin.path.endswith("_sources/generated.nix") or b"generated by nvfetcher" in origin.data[:200]


Pointer = tuple["str | int", ...]
Places = dict[Pointer, tuple[int, int]]

# These patterns are compiled at their first use, since few repositories have such files.
_CABAL = rb"(?m)^source-repository-package[ \t]*\r?$"
_CABAL_FIELD = rb"(?m)^[ \t]+(location|tag|--[ \t]*sha256)[ \t]*:[ \t]*([^\s]+)[ \t]*\r?$"
_NOT_INDENTED = rb"(?m)^[^\s]"
_STACK_START = rb"(?m)^([ \t]*)-[ \t]|^[^\s#-]"
"""The start of an item of a list, or of the next key of the file."""
_STACK_FIELD = (
    rb"(?m)^[ \t]*(?:-[ \t]+)?(git|commit|#[ \t]*nix-sha256)[ \t]*:[ \t]*[\"']?([^\s\"']+)[\"']?[ \t]*\r?$"
)
_NAMES = {"location": "url", "git": "url", "tag": "rev", "commit": "rev"}
_LIST = "source-repository-package"


def is_project(path: str) -> bool:
    """Tell by its name whether a file is one of cabal or stack: `cabal.project`, `cabal-ghc910.project`."""
    name = path.rpartition("/")[2]
    if name == "stack.yaml":
        return True
    return name.startswith("cabal") and name.endswith((".project", ".project.local"))


def parse_project(path: str, data: bytes) -> dict[str, object]:
    """Return the repositories with a hash: `{"source-repository-package": [{"url", "rev", "sha256"}, …]}`."""
    return {
        _LIST: [
            {name: match[2].decode("utf-8", "replace") for name, match in fields.items()}
            for fields in _repositories(path, data)
        ]
    }


def places_in_project(path: str, data: bytes) -> Places:
    """Return the span of each value by the keys that lead to it."""
    return {
        (_LIST, number, name): match.span(2)
        for number, fields in enumerate(_repositories(path, data))
        for name, match in fields.items()
    }


def _repositories(path: str, data: bytes) -> list[dict[str, re.Match[bytes]]]:
    """Return the fields of each repository with a hash, by name."""
    is_stack = path.endswith(".yaml")
    field = re.compile(_STACK_FIELD if is_stack else _CABAL_FIELD)
    found = []
    for start, end in _stack_items(data) if is_stack else _cabal_blocks(data):
        fields: dict[str, re.Match[bytes]] = {}
        for match in field.finditer(data, start, end):
            name = match[1].decode()
            fields.setdefault("sha256" if name.endswith("sha256") else _NAMES[name], match)
        if "sha256" in fields:
            found.append(fields)
    return found


def _cabal_blocks(data: bytes) -> list[tuple[int, int]]:
    """Return the span of each block. A block ends at the next line that is not indented."""
    found = []
    unindented = re.compile(_NOT_INDENTED)
    for match in re.finditer(_CABAL, data):
        after = unindented.search(data, match.end())
        found.append((match.end(), after.start() if after is not None else len(data)))
    return found


def _stack_items(data: bytes) -> list[tuple[int, int]]:
    """Return the span of each item of a list; the lists in an item (`subdirs`) are parts of it."""
    found = []
    start, indentation = None, None
    for match in re.finditer(_STACK_START, data):
        here: bytes | None = match[1]
        if here is not None and indentation is not None and len(here) > len(indentation):
            continue
        if start is not None:
            found.append((start, match.start()))
        start, indentation = (match.start() if here is not None else None), here
    return found if start is None else [*found, (start, len(data))]
