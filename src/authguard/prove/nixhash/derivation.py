"""The data of a .drv file about a fixed output: its outputs, its inputs, and the urls to fetch from.

The format (ATerm) is `Derive([outputs],[inputs],[sources],"system","builder",[arguments],[environment])`; newer Nix
also writes `DrvWithVersion("…",…)`, with more in each input. The text comes over a connection, so any malformed text
raises BadDerivation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.digest import SIZES, Digest

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 8
"""The most levels of lists and tuples. A derivation has three levels, and some more with dynamic inputs."""


class BadDerivation(ValueError):
    """A text that is not a derivation. The reason is a phrase."""


@dataclass(slots=True, eq=False)
class Output:
    """One output. `path` may be "" (content-addressed); `digest` is None unless the output is fixed.

    mode: "flat", "recursive" (a NAR hash), "text" or "git".
    """

    name: str
    path: str
    mode: str
    digest: Digest | None


@dataclass(slots=True, eq=False)
class Derivation:
    """A .drv file. `inputs` are (.drv path, names of outputs); `env` the environment of its builder, by name."""

    outputs: list[Output] = field(default_factory=list)
    inputs: list[tuple[str, list[str]]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    system: str = ""
    builder: str = ""
    arguments: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)

    @property
    def fixed(self) -> Output | None:
        """The fixed output; None for a derivation without one."""
        return next((output for output in self.outputs if output.digest is not None), None)

    @property
    def name(self) -> str:
        """The store name: the end of an output path."""
        stated = self.env.get("name", "")
        if not stated and self.fixed is not None:
            stated = self.fixed.path.rpartition("/")[2].partition("-")[2]
        return stated or str(self._structured().get("name") or "")

    @property
    def urls(self) -> list[str]:
        """The urls in the environment (`url`, `urls`) and in the structured attributes."""
        words = [*self.env.get("urls", "").split(), *self.env.get("url", "").split()]
        structured = self._structured()
        for name in ("urls", "url"):
            value = structured.get(name)
            listed = value if isinstance(value, list) else [value]
            words.extend(word for word in listed if isinstance(word, str))
        return list(dict.fromkeys(words))

    def _structured(self) -> dict[str, object]:
        import json

        try:
            value = json.loads(self.env.get("__json", "{}"))
        except (ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}


def read(text: str) -> Derivation:
    """Read a derivation. Raises BadDerivation."""
    tokens = _tokens(text)
    head = next(tokens, "")
    if head not in ("Derive", "DrvWithVersion") or next(tokens, "") != "(":
        raise BadDerivation("it does not begin as a derivation does")
    parts = _items(tokens, ")", 0)
    if head == "DrvWithVersion":
        parts = parts[1:]
    if len(parts) < 7:
        raise BadDerivation(f"it has {len(parts)} parts, and a derivation has 7")
    made = Derivation()
    made.outputs = [_output(entry) for entry in _rows(parts[0], 4)]
    made.inputs = [_input(entry) for entry in _rows(parts[1], 2)]
    made.sources = _words(parts[2])
    made.system, made.builder = _word(parts[3]), _word(parts[4])
    made.arguments = _words(parts[5])
    made.env = {_word(entry[0]): _word(entry[1]) for entry in _rows(parts[6], 2)}
    return made


_TOKEN = re.compile(r'"([^"\\]*(?:\\[\s\S][^"\\]*)*)"|([A-Za-z]+)|([\[\](),])|([\s\S])')
_ESCAPE = re.compile(r"\\([\s\S])")
_ENDS = {"[": "]", "(": ")"}
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


def _tokens(text: str) -> Iterator[str]:
    """The tokens: a string with a quote before it, a word, or a mark. Raises BadDerivation."""
    for match in _TOKEN.finditer(text):
        string, word, mark, stray = match.groups()
        if string is not None:
            yield '"' + _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), string)
        elif stray is None:
            yield word or mark
        elif not stray.isspace():
            raise BadDerivation(f"it has {stray!r} where none is expected")


def _items(tokens: Iterator[str], end: str, depth: int) -> list[object]:
    """The items of a list or tuple, up to its end: strings with their quote, and lists. Raises BadDerivation."""
    if depth > _DEEPEST:
        raise BadDerivation("it is nested too deep")
    items: list[object] = []
    for each in tokens:
        if each == end:
            return items
        if each[:1] == '"':
            items.append(each[1:])
        elif each in _ENDS:
            items.append(_items(tokens, _ENDS[each], depth + 1))
        elif each != ",":
            raise BadDerivation(f"it has {each!r} where none is expected")
    raise BadDerivation("it ends too early")


def _rows(part: object, width: int) -> list[list[object]]:
    """The tuples of a list, each with at least this width. Raises BadDerivation."""
    rows = part if isinstance(part, list) else None
    if rows is None or not all(isinstance(row, list) and len(row) >= width for row in rows):
        raise BadDerivation(f"it has no list of tuples of {width} where one is expected")
    return rows


def _words(part: object) -> list[str]:
    if not isinstance(part, list) or not all(isinstance(word, str) for word in part):
        raise BadDerivation("it has no list of strings where one is expected")
    return part


def _word(part: object) -> str:
    if not isinstance(part, str):
        raise BadDerivation("it has a list where a string is expected")
    return part


def _input(entry: list[object]) -> tuple[str, list[str]]:
    """An input: `("…drv",["out"])`, or with dynamic derivations `("…drv",(["out"],[…]))`."""
    outputs = entry[1]
    if isinstance(outputs, list) and outputs and isinstance(outputs[0], list):
        outputs = outputs[0]
    return _word(entry[0]), _words(outputs)


_MODES = {"": "flat", "r": "recursive", "text": "text", "git": "git"}


def _output(entry: list[object]) -> Output:
    """An output: `("out","PATH","r:sha256","HEX")`; the last two are empty unless the output is fixed.

    Raises BadDerivation.
    """
    name, path, method, text = (_word(part) for part in entry[:4])
    mode, _, algorithm = method.rpartition(":")
    if not text or text == "impure":
        return Output(name, path, _MODES.get(mode, mode), None)
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        raw = b""
    if algorithm not in SIZES or len(raw) != SIZES[algorithm]:
        raise BadDerivation(f"its output {name} has a malformed hash")
    return Output(name, path, _MODES.get(mode, mode), Digest(algorithm, raw))
