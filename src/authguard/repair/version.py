"""Another version at all places that have the version of a package, as byte-exact edits (`bump`)."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from authguard.config.version_sites import comparable, read_sites
from authguard.errors import Refused
from authguard.git.worktree import Edited
from authguard.outputs.tree import OutputTree
from authguard.printable import printable
from authguard.repair.edits import apply
from authguard.repair.found import VersionGroup, groups, import_each_other, in_order
from authguard.repair.places import VersionPlace
from authguard.repair.sites import Unwritten, attribute_of, differs_in, locate

if TYPE_CHECKING:
    from authguard.config.model import Config, VersionPackage
    from authguard.outputs.model import FixedOutput
    from authguard.repair.edits import Edit

_LETTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.+-_~^")
_KINDS = {"json": "json", "toml": "toml", "yaml": "yaml", "yml": "yaml"}


class Package:
    """A package with a version.

    Attributes:
        name: the name in the config; None for a package that was found without the config.
        places: the places of its version, ordered by file and offset.
        left: the sites of the config that cannot be edited, with the reasons.
        outputs: the fixed outputs that are fetched at the version.
        table: the [[version]] table of the package, or None.
    """

    __slots__ = ("left", "name", "outputs", "places", "table")

    def __init__(
        self,
        places: list[VersionPlace],
        left: list[Unwritten],
        outputs: list[FixedOutput],
        table: VersionPackage | None = None,
    ) -> None:
        """Store the arguments."""
        self.name = table.package if table is not None else None
        self.places = in_order(places)
        self.left = left
        self.outputs = outputs
        self.table = table

    @property
    def versions(self) -> list[str]:
        """The versions of the places; more than one if they disagree."""
        return list(dict.fromkeys(place.value for place in self.places))

    def words(self) -> str:
        """The package as a message names it: its version, and the files or the attribute that have it."""
        where = self.selector if "#" in self.selector else ", ".join(self.paths)
        name = f"{self.name} " if self.name else ""
        return printable(f"{name}{' and '.join(self.versions) or 'no version'} in {where}")

    @property
    def paths(self) -> list[str]:
        """The files that have the version."""
        return list(dict.fromkeys(place.path for place in self.places))

    @property
    def selector(self) -> str:
        """The file of a package, with the attribute path that its fixed outputs share."""
        names = [each.attribute.split(".")[:-1] for each in self.outputs]
        first, last = (min(names), max(names)) if names else ([], [])
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
        shared = ".".join(name for name, _ in alike)
        return f"{self.paths[0] if self.places else ''}{'#' if shared else ''}{shared}"

    def __repr__(self) -> str:
        return f"Package({self.name}, {self.places}, {self.left})"


def packages(output_tree: OutputTree, directory: str, config: Config) -> list[Package]:
    """Return the packages with a version below a directory, the packages of the config first.

    A package of the config has all sites of its [[version]] table, and the places that were found beside them. If any
    other package fetches sources by its version, the packages without sources are omitted: their version may belong to
    a module or to a file format.

    Args:
        output_tree: the tree; its collected outputs are not collected again.
        directory: the directory (or a file), relative to the root; "" for all.
        config: the config of the same tree.
    """
    found = groups(output_tree, directory, config)
    made = [
        _configured(table, output_tree, found)
        for table in config.versions
        if not directory or any(f"{site.path}/".startswith(f"{directory}/") for site in table.sites)
    ]
    fetched = [group for group in found if group.outputs]
    return made + [
        Package(list(group.places.values()), [], group.outputs)
        for group in (fetched or ([] if made else found))
    ]


def _configured(table: VersionPackage, output_tree: OutputTree, found: list[VersionGroup]) -> Package:
    """Return a package of the config.

    A group in ``found`` with a place of the package becomes a part of the package.
    """
    places, left = locate(table, output_tree)
    keyed = {place.key: place for place in places}
    outputs: list[FixedOutput] = []
    for group in [group for group in found if not keyed.keys().isdisjoint(group.places)]:
        found.remove(group)
        outputs += group.outputs
        for key, place in group.places.items():
            keyed.setdefault(key, place)
    return Package(list(keyed.values()), left, outputs, table)


def one_of(made: list[Package], directory: str, attribute: str = "") -> Package:
    """Return the only package; if the config has packages, only these are considered.

    ``attribute`` is the attribute path of the package in its file, "" for any.

    Raises:
        Refused: there is no package, or there are several, which the message names.
    """
    chosen = [package for package in made if package.table is not None] or made
    where = printable(directory) or "this repository"
    if attribute:
        where = printable(f"{directory}#{attribute}")
        chosen = [package for package in made if any(is_below(each, attribute) for each in package.outputs)]
    if not chosen:
        raise Refused(f"{where} states no version that can be set")
    if len(chosen) > 1:
        named = "; ".join(package.words() for package in chosen[:5]) + ("; …" if len(chosen) > 5 else "")
        raise Refused(
            f"{where} states the versions of {len(chosen)} packages: {named}; name the directory, file or "
            "PATH#ATTRIBUTE of one"
        )
    return chosen[0]


def is_below(each: FixedOutput, attribute: str) -> bool:
    """Tell whether a fixed output is at an attribute path, or below it."""
    return f"{each.attribute}.".startswith(f"{attribute}.")


def with_left_behind(
    package: Package, output_tree: OutputTree, before: OutputTree, directory: str, config: Config
) -> Package:
    """Return a package, and the places that had its version in an earlier tree and did not change since.

    These are places that the user forgot when they set the new version by hand in one place.
    """
    present = {
        place.key: place
        for group in groups(output_tree, directory, config)
        for place in group.places.values()
    }
    own = {place.words for place in package.places}
    keys = {place.key for place in package.places}  # a site of the config has other words for the same place
    stayed: list[VersionPlace] = []
    for group in groups(before, directory, config):
        if own.isdisjoint(place.words for place in group.places.values()):
            continue
        for place in group.places.values():
            now = present.get(place.key)
            if now is not None and now.value == place.value and now.words not in own and now.key not in keys:
                stayed.append(now)
    if not stayed:
        return package
    return Package([*package.places, *stayed], package.left, package.outputs, package.table)


def disagreeing(
    package: Package, output_tree: OutputTree, directory: str, config: Config
) -> list[VersionPlace]:
    """Return the places with another version in files that import a file of a package, or are imported by it.

    Versions by which something is fetched are excluded, since they belong to another package.
    """
    return [
        place
        for group in groups(output_tree, directory, config)
        if not group.outputs and group.value not in package.versions
        for place in group.places.values()
        if place.path not in package.paths
        and any(import_each_other(output_tree, place.path, path) for path in package.paths)
    ]


def wanted(text: str) -> str:
    """Return a version as it is written to files, without the leading v of a tag.

    Raises:
        Refused: the version has a character that no version has and that may be syntax in a file.
    """
    version = comparable(text)
    if not version or not set(version) <= _LETTERS or not any(letter.isdigit() for letter in version):
        raise Refused(
            f"{printable(text)!r} is not a version: use letters, digits and . + - _ ~ ^, and at least one digit"
        )
    return version


def edits(
    package: Package, version: str, output_tree: OutputTree
) -> tuple[dict[str, list[Edit]], list[Unwritten]]:
    """Return the edits that set a package's version everywhere, by file, and the places that cannot be set.

    Each file is read again with its edits: a data file must be the same except for the version, and each site of the
    config must have the new version.

    Args:
        package: a package that `packages` returned.
        version: a version that `wanted` returned.
        output_tree: the tree that the package was found in.
    """
    left = list(package.left)
    by_file: dict[str, list[VersionPlace]] = {}
    for place in package.places:
        if place.value != version:
            by_file.setdefault(place.path, []).append(place)
    made: dict[str, list[Edit]] = {}
    contents: dict[str, bytes] = {}
    for path, places in by_file.items():
        data = output_tree.snapshot.read(path) or b""
        kind = _KINDS.get(path.rpartition(".")[2])
        if kind is not None and not differs_in(kind, data, dict.fromkeys(places, version)):
            reason = "the file would change in more than the version"
            left.extend(Unwritten(place.words, reason) for place in places)
            continue
        made[path] = [place.edit(version) for place in places]
        contents[path] = apply(data, made[path])
    left.extend(_unset(package, version, output_tree, contents))
    return made, left


def _unset(
    package: Package, version: str, output_tree: OutputTree, contents: dict[str, bytes]
) -> list[Unwritten]:
    """Return the sites of the config that would not have the new version after the edits."""
    if package.table is None:
        return []
    after = OutputTree(Edited(output_tree.snapshot, contents), lambda _: ())
    statements, _ = read_sites(package.table, after.snapshot.read, attribute_of(after.evaluator))
    known = {unwritten.words for unwritten in package.left}
    return [
        Unwritten(one.site.words(), f"it would still state {printable(one.version())}")
        for one in statements
        if one.version() != version and one.site.words() not in known
    ]
