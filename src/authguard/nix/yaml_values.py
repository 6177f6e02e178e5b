"""YAML files as Nix values, if a command converts them: `importJSON (runCommand … "yj < ${./pins.yaml} > $out")`."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from authguard.nix.canonical import function_name
from authguard.nix.values import NULL, Apply, Attrs, Const, List, Origin, Path, Str, Sym, Thunk, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.nix.evaluate import Evaluator

MAX_BYTES = 1 << 20
"""A longer YAML file is unknown."""
_SUFFIXES = (".yaml", ".yml")
_CONVERTERS = r"\b(?:yj|yaml2json|remarshal|yq|gojq --yaml-input)\b"
_SELECTS = r"[|;&]|\n\s*\S|\bjq\s|\byq\b[^\n]*?[\"'\s]\.\w|\bselect\b|\bkeys\b"
"""A part of a script with which it does more than convert the file."""
_COMMANDS = ("runCommand", "runCommandLocal", "runCommandNoCC", "runCommandCC", "runCommandNoCCLocal")
_FRACTION = r"[-+]?\d+\.\d+"


def converted(ev: Evaluator, value: Value) -> Value | None:
    """Return the content of the YAML file that a command converts to JSON; None for any other value."""
    if isinstance(value, Apply) and function_name(value) in ("readFile", "fileContents") and value.arguments:
        value = value.arguments[-1].force()
    if not isinstance(value, Apply) or function_name(value) not in _COMMANDS or len(value.arguments) < 3:
        return None
    script, given = value.arguments[-1].force(), value.arguments[-2].force()
    parts = script.parts if isinstance(script, Str) else ()
    text = "".join(part if isinstance(part, str) else " " for part in parts)
    programs = " ".join(str(each.key) for part in parts for each in _symbols(part))
    if not re.search(_CONVERTERS, f"{text} {programs} {_tools(given)}") or re.search(_SELECTS, text.strip()):
        return None
    values = [*parts, *(item.force() for item in given.items.values())] if isinstance(given, Attrs) else parts
    files = {path for each in values if (path := _file(each)) is not None}
    if len(files) != 1:
        return None
    (path,) = files
    content = ev.read(path)
    ev.used.add(path)
    return _value_of(path, content) if content is not None and len(content) <= MAX_BYTES else None


def _tools(given: Value) -> str:
    """Return the names of the programs that a command gets."""
    listed = (
        given.items["nativeBuildInputs"].force()
        if isinstance(given, Attrs) and "nativeBuildInputs" in given.items
        else None
    )
    items = (item.force() for item in listed.items) if isinstance(listed, List) else ()
    return " ".join(str(each.key) for item in items for each in _symbols(item))


def _symbols(value: object) -> Iterator[Sym]:
    if isinstance(value, Sym):
        yield value


def _file(value: object) -> str | None:
    """Return the YAML file that a value names, or that has the value as its text."""
    if isinstance(value, Path) and value.inside:
        path = value.path
    elif isinstance(value, Str) and len(value.blobs) == 1 and value.literal is not None:
        path = value.blobs[0]
    else:
        return None
    return path if path.endswith(_SUFFIXES) else None


def _value_of(path: str, content: bytes) -> Value | None:
    """Return the value of a YAML text; None for a text that is not YAML."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        file = _File(path, content)
        node = yaml.compose(file.text, Loader=loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return None
    return _of_node(file, node) if node is not None else NULL


class _File:
    """A YAML file, and the places of its characters in bytes. Raises UnicodeDecodeError if it is not UTF-8."""

    def __init__(self, path: str, content: bytes) -> None:
        """Decode the file."""
        self.path = path
        self.content = content
        self.text = content.decode("utf-8-sig")
        self._mark = len(content) - len(self.text.encode())
        self._characters = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self._bytes = [self._mark, *(match.end() for match in re.finditer(rb"\n", content))]

    def origin(self, node: Any) -> Origin | None:  # noqa: ANN401 - a node of PyYAML, imported late
        """Return the place of a text without its quotes; None if it is written in another way than its value."""
        at = node.start_mark.index
        line = bisect_right(self._characters, at) - 1
        start = self._bytes[line] + len(self.text[self._characters[line] : at].encode())
        start += node.style in ("'", '"')
        written = node.value.encode()
        if not self.content.startswith(written, start):
            return None
        return Origin(self.path, self.content, start, start + len(written))


def _of_node(file: _File, node: Any) -> Value:  # noqa: ANN401 - nodes of PyYAML
    import yaml

    def later(inner: Any) -> Thunk:  # noqa: ANN401 - nodes of PyYAML, imported late
        return Thunk(lambda: _of_node(file, inner))

    if isinstance(node, yaml.MappingNode):
        return Attrs({str(name.value): later(inner) for name, inner in node.value})
    if isinstance(node, yaml.SequenceNode):
        return List([later(inner) for inner in node.value])
    kind, text = node.tag.rpartition(":")[2], node.value
    if kind == "null":
        return NULL
    if kind == "bool":
        return Const(text.lower() in ("true", "yes", "on"))
    if kind == "int" and re.fullmatch(r"[-+]?(?:0|[1-9]\d{0,17})", text):
        return Const(int(text))
    if kind == "float" and re.fullmatch(_FRACTION, text):
        return Const(float(text))
    return Str((text,) if text else (), file.origin(node), (file.path,))
