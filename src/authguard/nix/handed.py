"""Functions that one file hands to another: `import ./app.nix { inherit mkApp; }`, where app.nix calls mkApp."""

from __future__ import annotations

import re
from itertools import chain as chain_of
from itertools import islice
from typing import TYPE_CHECKING

from authguard.nix.bound_names import formals_of
from authguard.nix.call_sites import MAX_CONTEXTS, Call, calls_of_formal, outward
from authguard.nix.lexical import AROUND, chain
from authguard.nix.parse import call_parts
from authguard.nix.scopes import is_function_name, makes_scope
from authguard.nix.values import relative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source

_PATH = r"(?:[\w.'-]*\bcallPackages?|(?:builtins\.)?import)\s+\(?\s*(\.{1,2}/[\w./+-]*)\s*\)?"
_IN_BINDING = frozenset(
    {"binding_set", "inherit", "inherited_attrs", "identifier", "variable_expression", "binding"}
)
_MOST_FILES = 200
"""The calls of a function are searched in at most this many files that get it."""


def calls_elsewhere(
    source: Source, definition: list[Node], read: Callable[[str, bytes], Source | None]
) -> Iterator[Call]:
    """Yield the calls of a function in the files that get it by name.

    ``definition`` are the nodes to the binding of the function. ``read`` returns the parsed file of a path, if it
    contains a word.
    """
    attrpath = definition[-1].child_by_field_name("attrpath")
    name = source.text(attrpath) if attrpath is not None else ""
    if not is_function_name(name.encode("utf-8", "surrogateescape")):
        return
    given = _files_given(source, name)
    if makes_scope(source.data):
        given = chain_of(given, _files_called(source))
    for path in islice(dict.fromkeys(given), _MOST_FILES):
        other = read(path, name.encode("utf-8", "surrogateescape"))
        node = other.expression if other is not None else None
        while node is not None and node.type in AROUND:
            node = node.child_by_field_name("body") or node.child_by_field_name("expression")
        if other is None or node is None or node.type != "function_expression":
            continue
        if name in formals_of(other, node):
            yield from islice(calls_of_formal(other, node, name), MAX_CONTEXTS)


def _files_called(source: Source) -> Iterator[str]:
    """Yield the paths of the files that the `callPackage` of a scope calls."""
    for match in re.finditer(rb"\bcallPackages?\s+(\.{1,2}/[\w./+-]*)", source.data):
        target = relative(source.path.rpartition("/")[0], match[1].decode())
        if target.inside:
            yield target.path


def _files_given(source: Source, name: str) -> Iterator[str]:
    """Yield the paths of the files that get a name as an argument: `import ./x.nix { inherit name; }`."""
    word = re.escape(name.encode("utf-8", "surrogateescape"))
    for match in re.finditer(rb"(?<![\w.'-])" + word + rb"(?=[\s;])", source.data):
        nodes = chain(source, *match.span())
        at = outward(nodes, len(nodes) - 1, _IN_BINDING)
        if at < 1 or nodes[at].type not in ("attrset_expression", "rec_attrset_expression"):
            continue
        parts = call_parts(source, nodes[at - 1])
        if parts is None or parts[1] != nodes[at]:
            continue
        called = re.fullmatch(_PATH, source.text(parts[0]))
        target = relative(source.path.rpartition("/")[0], called[1]) if called is not None else None
        if target is not None and target.inside:
            yield target.path
