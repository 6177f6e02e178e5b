"""The part of a lock that an install with filters fetches: `bun install --filter ./packages/x`.

A kind of lock returns the graph of its packages. The part has two bounds: the packages that the tool certainly
installs, and the packages that the tool possibly installs. Between them are packages for only some platforms and
optional peers.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from authguard.locks.comparing import LockAnswer, PackageChange, Packages, add, changes, describe_changes

SELECTION = "selection"
"""The option with the `InstallSelection` of a package that installs only a part of its lock."""

MANIFESTS = "manifests"
"""The option with two functions of the type `ReadFiles`, for the tree before and the tree after."""

ReadFiles = Callable[[Iterable[str]], Mapping[str, bytes]]
"""Returns the existing files among some paths, which are relative to the directory of the lock."""


class Undecidable(Exception):
    """It is not known exactly which packages a filter installs."""


class InstallSelection(NamedTuple):
    """The options with which a tool installs only some packages of a lock.

    filters  the patterns of workspaces, as the command has them; () for all workspaces.
    omitted  the kinds of dependencies that are left out: "dev", "optional", "peer".
    """

    filters: tuple[str, ...] = ()
    omitted: frozenset[str] = frozenset()


class LockedPackage(NamedTuple):
    """One package of a lock.

    name and version are empty for a package of the repository. ``identity`` names the package in both cases.
    """

    identity: str
    name: str = ""
    version: str = ""
    mark: str = ""


class InstalledPart(NamedTuple):
    """The installed part of a lock.

    sure      the packages that are certainly installed.
    possible  these packages, and the packages that depend on the platform or on another package.
    edges     the identities of each package in ``possible`` and of its dependency.
    settings  the other values of the lock that decide the layout of the installed packages.
    linked    whether each package has links to its dependencies, so that ``edges`` are installed as well.
    """

    sure: Packages
    possible: Packages
    edges: frozenset[tuple[str, str]]
    settings: tuple[str, ...] = ()
    linked: bool = False


def part_of(
    starts: Iterable[tuple[str, bool]],
    follow: Callable[[str], Iterable[tuple[str, bool]]],
    package: Callable[[str], LockedPackage],
    settings: tuple[str, ...] = (),
) -> InstalledPart:
    """Return the part of a lock that the starting packages need.

    Args:
        starts: the key of each chosen package, and whether it is certainly installed.
        follow: returns the keys of the dependencies of a package, each with whether it is certainly installed.
        package: returns the package of a key.
        settings: see `InstalledPart`.
    """
    first: dict[str, bool] = {}
    for key, is_sure in starts:
        first[key] = first.get(key, False) or is_sure
    targets: dict[str, list[tuple[str, bool]]] = {}
    pending = list(first)
    while pending:
        parent = pending.pop()
        if parent not in targets:
            targets[parent] = list(follow(parent))
            pending.extend(key for key, _ in targets[parent])
    certain: set[str] = set()
    pending = [key for key, is_sure in first.items() if is_sure]
    while pending:
        parent = pending.pop()
        if parent not in certain:
            certain.add(parent)
            pending.extend(key for key, is_sure in targets[parent] if is_sure)
    found = {key: package(key) for key in targets}
    edges = {("", found[key].identity) for key in first}
    for parent, below in targets.items():
        identity = found[parent].identity
        edges.update([(identity, found[key].identity) for key, _ in below])
    return InstalledPart(
        _packages(found[key] for key in certain), _packages(found.values()), frozenset(edges), settings
    )


def _packages(found: Iterable[LockedPackage]) -> Packages:
    packages: Packages = {}
    for each in found:
        if each.name:
            add(packages, each.name, each.version, each.mark)
    return packages


def decide(name: str, before: InstalledPart, after: InstalledPart) -> LockAnswer | None:
    """Compare the installed parts of two versions of a lock with this name; None if the parts do not decide."""
    moved = changes(before.possible, after.possible)
    if not moved:
        if before.edges != after.edges and (before.linked or after.linked):
            return LockAnswer("unknown", f"{name} differs in the links of its installed part", name)
        if (before.edges, before.settings) != (after.edges, after.settings):
            return None
        return LockAnswer("same", f"{name} differs, but not in its installed part", name, is_part=True)
    sure = [change for change in moved if _is_sure(change, before.sure, after.sure)]
    if not sure:
        return None
    return LockAnswer("moved", f"{name} differs in its installed part: {describe_changes(sure)}", name)


def _is_sure(change: PackageChange, before: Packages, after: Packages) -> bool:
    """Tell whether a version was certainly installed in one lock, and is certainly missing in the other."""
    old, new = before.get(change.name, {}), after.get(change.name, {})
    if change.gone == change.new:  # another checksum
        return change.proved and any(version in old and version in new for version in change.gone)
    return any(version in old for version in change.gone) or any(version in new for version in change.new)
