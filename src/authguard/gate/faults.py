"""Gates that can never pass: their file is missing, or the file lacks their attribute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.messages import did_you_mean
from authguard.nix.parse import Source, call_parts
from authguard.nix.values import relative
from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
"""At most this many files are compared with a misspelt name."""
_SETS = frozenset({"attrset_expression", "rec_attrset_expression"})
_CALLS = {"import": frozenset[str](), "callPackage": frozenset({"override", "overrideDerivation"})}
"""The functions that read a file, with the names that they add to its set."""
_MOST_READ = 30
"""At most this many files are read for one gate."""


def faults(gates: list[Gate], target: Snapshot, renamed: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield a sentence for each gate that can never pass in a tree. ``renamed`` has the new names of files.

    An attribute is only reported as missing if the file is a set with plain names. Functions and `let` may be around
    the set. The set may come from other files, and may have several parts (`//`).
    """
    for gate in gates:
        data = target.read(gate.file)
        name = f"the gate {gate.name!r} can never pass: {printable(gate.file)}"
        if data is None:
            near = (renamed or {}).get(gate.file)
            hint = (
                f"; did you mean {printable(near)}?"
                if near
                else did_you_mean(gate.file, _beside(gate.file, target))
            )
            yield f"{name} is not in this tree{hint}"
            continue
        attribute = (gate.attribute or "").partition(".")[0]
        names = _Reader(target).of_file(gate.file)
        if not attribute or '"' in attribute or names is None or "__functor" in names:
            continue
        if attribute not in names:
            yield f"{name} has no attribute {attribute!r}{did_you_mean(attribute, sorted(names))}"


def _beside(file: str, target: Snapshot) -> list[str]:
    """Return the Nix files that have the directory or the name of a file."""
    directory, _, name = file.rpartition("/")
    pairs = ((path, path.rpartition("/")) for path in target.paths() if path.endswith(".nix"))
    return [path for path, (above, _, own) in pairs if above == directory or own == name][:_MOST]


class _Reader:
    """Reads the names of the set that a file is, through `import`, `callPackage` and `//`."""

    def __init__(self, target: Snapshot) -> None:
        """Read the files of a tree."""
        self._target = target
        self._left = _MOST_READ

    def of_file(self, path: str) -> set[str] | None:
        """Return the names; None if the file is no set, or if a name is computed."""
        data = self._target.read(path)
        self._left -= 1
        if data is None or self._left < 0:
            return None
        source = Source(path, data)
        return (
            None
            if source.expression is None or source.root.has_error
            else self._of(source, source.expression)
        )

    def _of(self, source: Source, node: Node | None) -> set[str] | None:
        while node is not None and node.type in _AROUND:
            node = node.child_by_field_name(_AROUND[node.type])
        if node is None:
            return None
        if node.type in _SETS:
            return _of_set(source, node)
        if node.type == "binary_expression":
            operator = node.child_by_field_name("operator")
            if operator is not None and source.text(operator) == "//":
                parts = [self._of(source, node.child_by_field_name(part)) for part in ("left", "right")]
                return None if None in parts else {name for part in parts for name in part or ()}
        return self._of_call(source, node)

    def _of_call(self, source: Source, node: Node) -> set[str] | None:
        """Return the names of a set from another file: `import ./x.nix ARGS`, or `callPackage ./x.nix { }`."""
        words = []
        while (parts := call_parts(source, node)) is not None:
            node, argument = parts
            words.append(argument)
        if not words or words[-1].type != "path_expression" or words[-1].named_child_count != 1:
            return None
        name = source.text(node).rpartition(".")[2]
        if name not in _CALLS or re.search(rf"\b{name}\s*=".encode(), source.data):
            return None
        found = self._of_path(source.path, source.text(words[-1]))
        return None if found is None else found | _CALLS[name]

    def _of_path(self, beside: str, text: str) -> set[str] | None:
        place = relative(beside.rpartition("/")[0], text)
        if not place.inside:
            return None
        is_directory = self._target.kind(place.path) == "directory"
        return self.of_file(f"{place.path}/default.nix" if is_directory else place.path)


def _of_set(source: Source, node: Node) -> set[str] | None:
    """Return the names of a set; None if a name is computed."""
    found = set()
    for child in node.named_children:
        for binding in child.named_children if child.type == "binding_set" else ():
            named = _first(binding) if binding.type == "binding" else _inherited(binding)
            for one in named:
                if one.type not in ("identifier", "string_expression") or b"${" in (one.text or b""):
                    return None
                found.add(source.text(one).strip('"'))
    return found


def _first(binding: Node) -> list[Node]:
    attrpath = binding.child_by_field_name("attrpath")
    names = [one for one in attrpath.named_children if one.type != "comment"] if attrpath is not None else []
    return names[:1]


def _inherited(binding: Node) -> list[Node]:
    attrs = next((one for one in binding.named_children if one.type == "inherited_attrs"), None)
    return [one for one in attrs.named_children if one.type != "comment"] if attrs is not None else []
