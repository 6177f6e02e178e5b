"""The places that use a hash by the name of its variable: `let h = "sha256-…"; in { version = "1"; hash = h; }`."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from authguard.nix.lexical import LOOKED_PER_BYTE, MAX_LOOKED, chain
from authguard.nix.parse import call_parts
from authguard.nix.values import Str
from authguard.outputs.place import binding_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source
    from authguard.nix.values import Value
    from authguard.outputs.collect import Collector

MAX_BYTES = 1 << 17
"""A larger file is not searched: each of its hashes would take a search."""
MAX_USES = 16
"""At most this many places of a name are read."""

_ALGORITHM = r"(?:md5|sha\d+)[-:]"
_NAME = r"[A-Za-z_][\w'-]*"
_VALUES = frozenset({"variable_expression", "select_expression", "string_expression"})
_PARTS = _VALUES | {"identifier", "attrpath", "interpolation"}


def uses(collector: Collector, source: Source, nodes: list[Node]) -> Iterator[tuple[list[Node], list[str]]]:
    """Yield (the nodes around a use of a hash literal, the names of the bindings there) for each use by a name.

    The last of ``nodes`` is the literal. A use is the value of an attribute, an argument of a call, or an `inherit`.
    """
    if len(nodes) < 2 or nodes[-2].type != "binding" or len(source.data) > MAX_BYTES:
        return
    name = binding_names(source, nodes[-2:-1])[-1]
    if re.fullmatch(_NAME, name) is None:
        return
    pattern = rb"(?<![\w'-])" + re.escape(name.encode()) + rb"(?=\s*+[;})]|\s++[\w\s'-]*+;)"
    most = MAX_LOOKED + LOOKED_PER_BYTE * len(source.data)
    for match in islice(re.finditer(pattern, source.data), MAX_USES):
        if 2 * source.looked > most:
            return  # the rest of the searches are for the calls of the file
        inner = chain(source, *match.span())
        if any(node.type == "inherit" for node in inner[-3:]):
            thunk = collector.lexical.scope(source, inner).lexical(name)
            if thunk is not None and _is_of(thunk.force(), source, nodes[-1]):
                yield inner, [*binding_names(source, inner), name]
            continue
        while inner and inner[-1].type in _PARTS:
            last = inner.pop()
            if last.type in _VALUES and (inner[-1].type == "binding" or call_parts(source, inner[-1])):
                found = [*inner, last]
                if _is_of(collector.lexical.value(source, found), source, nodes[-1]):
                    yield found, binding_names(source, found)


def _is_of(value: Value, source: Source, literal: Node) -> bool:
    """Tell whether a value is the text of a literal, or that text after the name of an algorithm."""
    if not isinstance(value, Str):
        return False
    if value.origin is not None:
        return value.origin.path == source.path and value.origin.span() == (
            literal.start_byte,
            literal.end_byte,
        )
    written = source.text(literal).strip('"')
    return (
        value.literal is not None and re.fullmatch(_ALGORITHM + re.escape(written), value.literal) is not None
    )
