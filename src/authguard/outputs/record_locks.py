"""Locks and the hashes in records: the lock that decides a hash, and the entries of the locks that tools write.

The lock is beside the record, or the code names it. An entry has the package of a hash, and its store name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.values import Attrs, Path, Str, Value
from authguard.outputs import urls
from authguard.outputs.model import Input
from authguard.outputs.place import binding_names
from authguard.producers import by_attribute, by_name
from authguard.producers import store_name as storename

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tree_sitter import Node

    from authguard.nix.parse import Source
    from authguard.outputs.collect import Collector
    from authguard.outputs.model import FixedOutput
    from authguard.producers.record import Producer

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


_KEYS = {"gemset.nix": 3, "shards.nix": 2, "dub-lock.json": 2, "gomod2nix.toml": 2}
"""For each file: the position of the package's name among the keys of a hash, counted from the end."""
_NUGET = frozenset(("pname", "version", "hash", "sha256", "url"))


def complete(made: FixedOutput, names: list[str], holder: Mapping[str, object] | None = None) -> None:
    """Add the package's name to a hash in a lock, as an input, with its store name and its mode.

    ``names`` are the keys that lead to the hash, ``holder`` is the object around it in a data file. A hash outside of
    the entries of a lock gets no such inputs.
    """
    row, package = _package(made, names, holder)
    if package is None:
        return
    for name in row.what if row is not None else ():
        value = holder.get(name) if holder is not None else None
        if isinstance(value, str) and all(each.name != name for each in made.inputs):
            made.inputs.append(Input(name, "what", value, value, True))
    stated = {each.name: each.shown for each in made.inputs}
    if not {"rev", "url"} & stated.keys() and not urls.is_full_id(stated.get("version")):
        made.inputs.append(
            Input("pname", "what", package, package, True)
        )  # many packages come from one commit
    if row is not None:
        source = {f"source.{name}": stated[name] for name in ("rev", "url") if name in stated}
        if source:
            source["source.type"] = "git"
        known: dict[str, str | None] = {**stated, **source, "key": package, "pname": package}
        made.store_name = storename.store_name(row, known)
        made.mode = row.mode_of({name: value for name, value in known.items() if value is not None})


def _package(
    made: FixedOutput, names: list[str], holder: Mapping[str, object] | None
) -> tuple[Producer | None, str | None]:
    """Return the row and the package of an entry; no package if the entry has none."""
    file = made.path.rpartition("/")[2]
    place = _KEYS.get(file)
    if place is not None:
        return (by_name(file), names[-place]) if len(names) >= place else (None, None)
    if holder is not None and len(names) == 1 and "version" in holder and _NUGET.issuperset(holder):
        return by_name("nuget deps.json"), str(holder["pname"]) if "pname" in holder else None
    if holder is not None and len(names) == 3 and "#" in names[1] and "://" in names[0]:
        return None, _artifact(names[1], names[2])
    return None, None


def _artifact(name: str, extension: str) -> str:
    """Return the name of an artifact of a Maven repository: `org/acme/a#b/1.0` and `jar` become `a#b/1.0#jar`.

    A lock may write the start of a group as a part of the repository's address, and with dots or with slashes.
    """
    group, _, rest = name.partition("#")
    return "#".join((re.split("[/.]", group)[-1], rest, extension))
