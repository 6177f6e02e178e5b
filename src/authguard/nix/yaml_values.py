"""YAML files as Nix values, if a command converts them: `importJSON (runCommand … "yj < ${./pins.yaml} > $out")`."""

from __future__ import annotations

import re
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
_SELECTS = r"\||\bjq\s|\byq\b[^\n]*?[\"'\s]\.\w|\bselect\b|\bkeys\b"
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
    if not re.search(_CONVERTERS, f"{text} {programs} {_tools(given)}") or re.search(_SELECTS, text):
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
    """Return the YAML file that a value is, or whose text it is."""
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
        node = yaml.compose(content.decode("utf-8-sig"), Loader=loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return None
    starts = [0, *(match.end() for match in re.finditer(rb"\n", content))]
    return _of_node(path, content, starts, node) if node is not None else NULL


def _of_node(path: str, content: bytes, starts: list[int], node: Any) -> Value:  # noqa: ANN401 - nodes of PyYAML
    import yaml

    def later(inner: Any) -> Thunk:  # noqa: ANN401 - nodes of PyYAML, imported late
        return Thunk(lambda: _of_node(path, content, starts, inner))

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
    return Str((text,) if text else (), _origin(path, content, starts, node), (path,))


def _origin(path: str, content: bytes, starts: list[int], node: Any) -> Origin | None:  # noqa: ANN401 - as above
    """Return the place of a text without its quotes; None if it is written in another way than its value."""
    text = node.value.encode()
    line = content[starts[node.start_mark.line] :]
    column = len(line.decode("utf-8", "replace")[: node.start_mark.column].encode())
    start = starts[node.start_mark.line] + column + (node.style in ("'", '"'))
    return Origin(path, content, start, start + len(text)) if content.startswith(text, start) else None
