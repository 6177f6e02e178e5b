"""Gates that can never pass: their file is not there, or it has no such attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nearest import did_you_mean
from authguard.nix.parse import Source
from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.config.model import Gate
    from authguard.git.snapshot import Snapshot

_AROUND = {
    "function_expression": "body",
    "let_expression": "body",
    "with_expression": "body",
    "assert_expression": "body",
    "parenthesized_expression": "expression",
}
"""The expressions around the value of a file, with the field that has the value."""
_MOST = 500
"""At most this many files are compared with a misspelt one."""
_SETS = frozenset({"attrset_expression", "rec_attrset_expression"})


def faults(gates: list[Gate], target: Snapshot) -> Iterator[str]:
    """Yield a sentence for each gate that can never pass in a tree.

    An attribute is only missed if the file is a set with plain names, whatever functions and `let` are around it.
    """
    for gate in gates:
        data = target.read(gate.file)
        name = f"the gate {gate.name!r} can never pass: {printable(gate.file)}"
        if data is None:
            yield f"{name} is not in this tree{did_you_mean(gate.file, _beside(gate.file, target))}"
            continue
        attribute = (gate.attribute or "").partition(".")[0]
        names = _names(Source(gate.file, data))
        if not attribute or '"' in attribute or names is None or "__functor" in names:
            continue
        if attribute not in names:
            yield f"{name} has no attribute {attribute!r}{did_you_mean(attribute, names)}"


def _beside(file: str, target: Snapshot) -> list[str]:
    """Return the Nix files that have the directory or the name of a file."""
    directory, _, name = file.rpartition("/")
    pairs = ((path, path.rpartition("/")) for path in target.paths() if path.endswith(".nix"))
    return [path for path, (above, _, own) in pairs if above == directory or own == name][:_MOST]


def _names(source: Source) -> list[str] | None:
    """Return the names of the set that a file is; None if it is no set, or if a name is computed."""
    node = source.expression
    while node is not None and node.type in _AROUND:
        node = node.child_by_field_name(_AROUND[node.type])
    if node is None or node.type not in _SETS or source.root.has_error:
        return None
    found: list[str] = []
    for child in node.named_children:
        for binding in child.named_children if child.type == "binding_set" else ():
            named = _first(binding) if binding.type == "binding" else _inherited(binding)
            for one in named:
                if one.type not in ("identifier", "string_expression") or b"${" in (one.text or b""):
                    return None
                found.append(source.text(one).strip('"'))
    return found


def _first(binding: Node) -> list[Node]:
    attrpath = binding.child_by_field_name("attrpath")
    names = [one for one in attrpath.named_children if one.type != "comment"] if attrpath is not None else []
    return names[:1]


def _inherited(binding: Node) -> list[Node]:
    attrs = next((one for one in binding.named_children if one.type == "inherited_attrs"), None)
    return [one for one in attrs.named_children if one.type != "comment"] if attrs is not None else []
