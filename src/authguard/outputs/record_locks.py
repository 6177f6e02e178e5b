"""The lock file that decides a hash in a record: one beside it, or one that the code names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.values import Attrs, Path, Str, Value
from authguard.outputs.place import binding_names
from authguard.producers import by_attribute

if TYPE_CHECKING:
    from tree_sitter import Node

    from authguard.nix.parse import Source
    from authguard.outputs.collect import Collector
    from authguard.outputs.model import FixedOutput

_LOCKS = ("lockFile", "pubspecLock", "workspaceStateFile")
_DEEPEST = 8


def find_lock(collector: Collector, made: FixedOutput, name: str) -> None:
    """Let the lock file beside a dependency hash decide the hash, if there is such a file."""
    row = by_attribute(name)
    folder = made.path.rpartition("/")[0]
    for lock in row.lock_files if row is not None else ():
        if collector.evaluator.kind(f"{folder}/{lock}" if folder else lock) == "file":
            made.local, made.lock = folder, lock
            return


def name_lock(collector: Collector, made: FixedOutput, source: Source, nodes: list[Node]) -> None:
    """Let the lock beside a set of hashes (`lockFile = ../Cargo.lock`) decide the hashes: it defines their keys."""
    sets = [at for at in range(len(nodes) - 1) if nodes[at].type.endswith("attrset_expression")]
    names = binding_names(source, nodes[sets[-1] :])[:-1] if sets else []
    key: tuple[str | int, ...] = (source.path, nodes[sets[-1]].start_byte if sets else -1, *names)
    if key not in collector.named:
        found = (_lock_in(collector, source, nodes, at) for at in reversed(sets))
        collector.named[key] = next((path for path in found if path is not None), None)
    path = collector.named[key]
    if path is not None:
        made.local, _, made.lock = path.rpartition("/")


def _lock_in(collector: Collector, source: Source, nodes: list[Node], at: int) -> str | None:
    """Return the lock in a binding of the set ``nodes[at]``, if the binding is beside the binding of the hashes.

    `cargoLock.lockFile = ./Cargo.lock` has the hashes of `cargoLock.outputHashes`, and not those of another package.
    """
    names = binding_names(source, nodes[at : at + 3])
    key = (source.path, nodes[at].start_byte)
    if key not in collector.naming:
        collector.naming[key] = _naming(source, nodes[at])
    for length in range(len(names), -1, -1):
        found = collector.naming[key].get(tuple(names[:length]))
        if found is not None:
            scope = collector.lexical.scope(source, [*nodes[: at + 1], *found])
            return _read_from(collector.evaluator.thunk(source, found[-1], scope).force())
    return None


def _naming(source: Source, holder: Node) -> dict[tuple[str, ...], list[Node]]:
    """Return the nodes from a set to the values that name a lock, by the names before the last name."""
    found: dict[tuple[str, ...], list[Node]] = {}
    for child in holder.named_children:
        for binding in child.named_children if child.type == "binding_set" else ():
            *before, last = binding_names(source, [binding]) or [""]
            value = binding.child_by_field_name("expression")
            if value is not None and last in _LOCKS:
                found.setdefault(tuple(before), [child, binding, value])
    return found


def _read_from(value: Value) -> str | None:
    """Return the file of a value, or the file from which the first text in the value was read."""
    for _ in range(_DEEPEST):
        if isinstance(value, Path):
            return value.path
        if isinstance(value, Str):
            return (
                value.origin.path if value.origin is not None and value.origin.pointer is not None else None
            )
        if not isinstance(value, Attrs) or not value.items:
            return None
        value = next(iter(value.items.values())).force()
    return None
