"""Places that may pass a set with a hash to a function by its name, but pass a text or a package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.call_sites import formals_of
from authguard.nix.parse import call_parts
from authguard.nix.selected import RECURSIVE, bindings_of
from authguard.nix.values import Apply, Str, Sym
from authguard.producers import by_name

if TYPE_CHECKING:
    from tree_sitter import Node

    from authguard.nix.callers import Callers
    from authguard.nix.parse import Source

_ID = r"\.(?:\w*[a-z]Id|id|\w*[a-z]Name|name|key)\Z"
"""The end of an expression that is a text by its name: `dependency.packageId`."""
_FEW = 16
"""So many contexts of a call show what it passes."""


def passes_no_set(callers: Callers, source: Source, nodes: list[Node]) -> bool:
    """Tell whether the call around a place passes no set, as far as it is known, to a function with hashes of its own.

    That is a function that a lambda gets by name, as `{ buildById }: map (each: buildById each.id)`, or a function of
    the same file, as `buildCheck = pkg: …`. It makes its fixed outputs in calls of its own, which are read where they
    are written.
    """
    call = next((at for at in range(len(nodes) - 2, -1, -1) if nodes[at].type == "apply_expression"), 0)
    parts = call_parts(source, nodes[call])
    if parts is None or parts[0].type != "variable_expression":
        return False
    name = source.text(parts[0])
    if by_name(name) is not None:
        return False
    if _is_of_lambda(source, nodes[:call], name):
        kinds: tuple[type, ...] = (Str, Sym)
        if re.search(_ID, source.text(parts[1])) is not None:
            return True
    elif _is_of_file(source, nodes[:call], name):
        kinds = (Str, Apply)
    else:
        return False
    contexts = callers.contexts(source, nodes[: call + 1])
    some = contexts[:: len(contexts) // _FEW + 1]
    passed = [callers.lexical.value(source, [*nodes[: call + 1], parts[1]], each) for each in some]
    return bool(passed) and all(isinstance(value, kinds) for value in passed)


def _is_of_lambda(source: Source, nodes: list[Node], name: str) -> bool:
    """Tell whether a lambda inside of a binding gets the function."""
    inside = next((at for at, node in enumerate(nodes) if node.type == "binding"), len(nodes))
    binders = [node for node in nodes[inside:] if node.type == "function_expression"]
    return any(name in formals_of(source, node) for node in binders)


def _is_of_file(source: Source, nodes: list[Node], name: str) -> bool:
    """Tell whether a name means a function that is written in the file."""
    for node in reversed(nodes):
        if node.type == "function_expression" and name in formals_of(source, node):
            return False
        for binding in bindings_of(source, node, name) if node.type in RECURSIVE else ():
            value = binding.child_by_field_name("expression")
            return value is not None and value.type == "function_expression"
    return False
