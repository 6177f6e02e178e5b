"""Find the places that have a package's version, without a list of places in the config.

AG101 without a config compares the same places: a literal `version = "…"`, and equal literals in files that import
one another. This module also finds tags and urls that contain the version as text, since an edit of the literal would
not change them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.config.version_sites import comparable
from authguard.nix.data import DataOrigin
from authguard.nix.lexical import chain
from authguard.nix.values import Origin, relative
from authguard.outputs.model import FixedOutput
from authguard.outputs.reach import is_nix, may_pin
from authguard.outputs.record_names import role
from authguard.outputs.version_literals import version_literals
from authguard.repair.edits import NotEditable
from authguard.repair.places import VersionPlace, within
from authguard.repair.sites import of_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from authguard.config.model import Config
    from authguard.outputs.model import Input
    from authguard.outputs.tree import OutputTree

_IMPORT = re.compile(rb"import(?<![\w-]import)\s+(\.{1,2}/[\w./+-]*)")


@dataclass(slots=True, eq=False)
class VersionGroup:
    """The places that have the version of one package, and the fixed outputs that are fetched at that version."""

    places: dict[tuple[str, int], VersionPlace] = field(default_factory=dict)
    outputs: list[FixedOutput] = field(default_factory=list)

    @property
    def value(self) -> str:
        """The version."""
        return next(iter(self.places.values())).value

    def take(self, other: VersionGroup) -> None:
        """Add the places and outputs of another group to this one."""
        self.places.update(other.places)
        self.outputs += [each for each in other.outputs if each not in self.outputs]


def groups(output_tree: OutputTree, directory: str, config: Config) -> list[VersionGroup]:
    """Return the versions below a directory (or in a file), each with all its places."""
    listed = [directory] if output_tree.kind(directory) == "file" else output_tree.snapshot.paths(directory)
    paths = sorted(path for path in listed if (is_nix(path) or may_pin(path)) and not config.excluded(path))
    output_tree.collect(paths)
    within_reach = frozenset(paths)
    found: dict[tuple[str, int], VersionGroup] = {}
    for each in output_tree.found:
        place = _of_output(each, output_tree) if each.path in within_reach else None
        if place is not None and place.path in within_reach:
            group = found.setdefault(place.key, VersionGroup())
            group.places[place.key] = place
            group.outputs.append(each)
    for path in filter(is_nix, paths):
        for one in version_literals(output_tree, path):
            if comparable(one.value):
                place = within(path, one.offset + 1, one.value, f"{one.key} in {path}")
                found.setdefault(place.key, VersionGroup()).places[place.key] = place
    joined = _joined(list(found.values()), output_tree)
    for group in joined:
        _add_spelled(group, output_tree)
    return joined


def _of_output(each: FixedOutput, output_tree: OutputTree) -> VersionPlace | None:
    """Return the literal of the version at which an output is fetched, if the version is one literal."""
    version = each.version
    if each.tool or version is None or not version.known or not isinstance(version.form, str):
        return None
    origin = _origin(version, each, output_tree)
    if origin is None or not comparable(version.form):
        return None
    try:
        return of_literal(origin, version.form, f"version in {origin.path}")
    except NotEditable:
        return None


def _origin(one: Input, each: FixedOutput, output_tree: OutputTree) -> Origin | None:
    """Return the literal of an input, in Nix or in the data file of its hash."""
    if one.offset < 0:
        return _in_data(one, each)
    data = output_tree.evaluator.read(one.path)
    if data is None:
        return None
    if not one.path.endswith(".nix"):
        return _at(one.path, data, one.offset)
    source = output_tree.evaluator.source(one.path)
    for node in reversed(chain(source, one.offset, one.offset + 1)) if source is not None else ():
        if node.start_byte == one.offset and node.type == "string_expression":
            entire = not any(child.type == "interpolation" for child in node.named_children)
            return Origin(one.path, data, node.start_byte, node.end_byte) if entire else None
    return None


def _at(path: str, data: bytes, offset: int) -> Origin | None:
    """Return the quoted text at an offset of a data file."""
    quote = data[offset : offset + 1]
    end = data.find(quote, offset + 1) if quote in (b'"', b"'") else -1
    return Origin(path, data, offset, end + 1) if end > 0 else None


def _in_data(one: Input, each: FixedOutput) -> Origin | None:
    """Return the nearest value with this name around a hash in a data file."""
    pointer: tuple[Any, ...] | None = each.origin.pointer
    if pointer is None or one.path != each.path:
        return None
    from authguard.nix import data

    try:
        holders: list[Any] = [data.parse(each.path, each.origin.data)]
    except data.Unreadable:
        return None
    for key in pointer[:-1]:
        holder = holders[-1]
        if (isinstance(holder, dict) and key in holder) or (
            isinstance(holder, list) and isinstance(key, int)
        ):
            holders.append(holder[key])
    for depth in range(len(holders) - 1, -1, -1):
        holder = holders[depth]
        if isinstance(holder, dict) and holder.get(one.name) == one.shown:
            return DataOrigin(each.path, each.origin.data, (*pointer[:depth], one.name))
    return None


# -- places that belong together -----------------------------------------------------------------------------


def _joined(found: list[VersionGroup], output_tree: OutputTree) -> list[VersionGroup]:
    """Join two groups with the same version if their files import one another, or a set of one contains the other."""
    found.sort(key=lambda group: next(iter(group.places)))
    imports = {path: _imports(output_tree, path) for group in found for path, _ in group.places}
    done: list[VersionGroup] = []
    for group in found:
        alike = [
            other
            for other in done
            if other.value == group.value and _are_near(other, group, imports, output_tree)
        ]
        for other in alike[1:]:
            alike[0].take(other)
            done.remove(other)
        if alike:
            alike[0].take(group)
        else:
            done.append(group)
    return done


def _are_near(
    one: VersionGroup, other: VersionGroup, imports: dict[str, set[str]], output_tree: OutputTree
) -> bool:
    for path, start in one.places:
        for other_path, other_start in other.places:
            if path == other_path:
                outer, inner = _holder(output_tree, path, start), _holder(output_tree, path, other_start)
                if outer[0] <= other_start < outer[1] or inner[0] <= start < inner[1]:
                    return True
            elif path in imports[other_path] or other_path in imports[path]:
                return True
    return False


def import_each_other(output_tree: OutputTree, one: str, other: str) -> bool:
    """Tell whether one of two files imports the other file."""
    return one in _imports(output_tree, other) or other in _imports(output_tree, one)


def _holder(output_tree: OutputTree, path: str, offset: int) -> tuple[int, int]:
    """Return the span of the set or `let` around a literal."""
    source = output_tree.evaluator.source(path) if path.endswith(".nix") else None
    for node in reversed(chain(source, offset, offset)) if source is not None else ():
        if node.type.endswith("attrset_expression") or node.type == "let_expression":
            return node.start_byte, node.end_byte
    return offset, offset


def _imports(output_tree: OutputTree, path: str) -> set[str]:
    """Return the files that a .nix file imports."""
    data = output_tree.evaluator.read(path) if path.endswith(".nix") else None
    folder = path.rpartition("/")[0]
    found = set()
    for match in _IMPORT.finditer(data or b""):
        target = relative(folder, match[1].decode("ascii", "replace"))
        if target.inside:
            is_folder = output_tree.kind(target.path) == "directory"
            found.add(f"{target.path}/default.nix".lstrip("/") if is_folder else target.path)
    return found


# -- texts that spell the version out -----------------------------------------------------------------------


def _add_spelled(group: VersionGroup, output_tree: OutputTree) -> None:
    """Add the tags and urls of a group's outputs that contain the version as text, not as ${version}."""
    for each in group.outputs:
        for one in each.inputs:
            if one.role != "what" or one.name == "version":
                continue
            origin = _origin(one, each, output_tree) if one.offset >= 0 or role(one.name) == "what" else None
            for place in _spelled(origin, group.value, one.name) if origin is not None else ():
                taken = any(
                    kept.path == place.path and kept.start == place.start for kept in group.places.values()
                )
                if not taken:
                    group.places[place.key] = place


def _spelled(origin: Origin, version: str, name: str) -> Iterator[VersionPlace]:
    start, end = origin.span()
    token = re.compile(rb"(?<![0-9.])" + re.escape(version.encode()) + rb"(?![0-9A-Za-z]|\.[0-9])")
    for match in token.finditer(origin.data, start, end):
        yield VersionPlace(origin.path, match.start(), match.end(), version, f"{name} in {origin.path}")


def in_order(found: Iterable[VersionPlace]) -> list[VersionPlace]:
    """Return places by file and offset."""
    return sorted(found, key=lambda place: place.key)
