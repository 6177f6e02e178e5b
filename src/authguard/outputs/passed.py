"""Calls that make no fixed output: a function gets a text by a name, or an unknown function writes a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.bound_names import formals_of
from authguard.nix.parse import call_parts
from authguard.nix.values import Str, Sym
from authguard.producers import by_name

if TYPE_CHECKING:
    from tree_sitter import Node

    from authguard.nix.callers import Callers
    from authguard.nix.parse import Source
    from authguard.nix.values import Thunk

_ID = r"\.(?:\w*[a-z]Id|id|\w*[a-z]Name|name|key)\Z"
"""The end of an expression that is a text by its name: `dependency.packageId`."""
_NAME = "variable_expression"
_FEW = 16
"""So many contexts of a call show what it passes."""


def passes_no_set(callers: Callers, source: Source, nodes: list[Node]) -> bool:
    """Tell whether a place is a text, as far as it is known, for an unknown function that a lambda gets by name.

    `{ buildById }: map (each: buildById each.id)` is such a call. The function makes its fixed outputs in calls of
    its own, which are read where they are written.
    """
    call = next((at for at in range(len(nodes) - 2, -1, -1) if nodes[at].type == "apply_expression"), 0)
    parts = call_parts(source, nodes[call])
    if parts is None or parts[0].type != _NAME:
        return False
    name = source.text(parts[0])
    inside = next((at for at, node in enumerate(nodes) if node.type == "binding"), len(nodes))
    binders = [node for node in nodes[inside:call] if node.type == "function_expression"]
    if by_name(name) is not None or not any(name in formals_of(source, node) for node in binders):
        return False
    if re.search(_ID, source.text(parts[1])) is not None:
        return True
    contexts = callers.contexts(source, nodes[: call + 1])
    some = contexts[:: len(contexts) // _FEW + 1]
    passed = [callers.lexical.value(source, [*nodes[: call + 1], parts[1]], each) for each in some]
    return bool(passed) and all(isinstance(value, (Str, Sym)) for value in passed)


def is_script(name: str, item: Thunk) -> bool:
    """Tell whether an attribute is a script that an unknown function writes: `runScript = write args;`.

    The argument may be a set of inherited names: `runScript = write { inherit args; };`.
    No producer has the name of this function. The scripts of node2nix take longer to evaluate than the rest.
    """
    if item.source is None or item.node is None or not name.endswith("Script"):
        return False
    parts = call_parts(item.source, item.node)
    if parts is None or parts[0].type != _NAME or not (parts[1].type == _NAME or _only_inherits(parts[1])):
        return False
    return by_name(item.source.text(parts[0])) is None


def _only_inherits(node: Node) -> bool:
    """Tell whether an expression is a set with nothing but names from the scope around it."""
    inner = node.named_children if node.type == "attrset_expression" else []
    return bool(inner) and all(
        each.type == "inherit" for holder in inner for each in (holder.named_children or [holder])
    )
