"""The part of a lock that a tool installs: the chosen packages and those that they need, in two versions of a lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.locks.comparing import InstalledPart, LockAnswer, add, changes, describe_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.locks.comparing import LockedPackage, PackageChange, Packages


def part_of(
    starts: Iterable[tuple[str, bool]],
    follow: Callable[[str], Iterable[tuple[str, bool]]],
    package: Callable[[str], LockedPackage],
    settings: tuple[str, ...] = (),
    *,
    by_directory: bool = False,
) -> InstalledPart:
    """Return the part of a lock that the starting packages need.

    Args:
        starts: the key of each chosen package, and whether it is certainly installed.
        follow: returns the keys of the dependencies of a package, each with whether it is certainly installed.
        package: returns the package of a key.
        settings: see `InstalledPart`.
        by_directory: whether a key is the directory of its package.
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
    places = ((key, found[key].identity) for key in certain if by_directory and found[key].name)
    return InstalledPart(
        _packages(found[key] for key in certain),
        _packages(found.values()),
        frozenset(edges),
        settings,
        places=frozenset(places),
    )


def _packages(found: Iterable[LockedPackage]) -> Packages:
    packages: Packages = {}
    for each in found:
        if each.name:
            add(packages, each.name, each.version, each.mark)
    return packages


def decide(
    name: str,
    before: InstalledPart,
    after: InstalledPart,
    *,
    has_links: bool = True,
    has_places: bool = False,
) -> LockAnswer | None:
    """Compare the installed parts of two versions of a lock with this name; None if the parts do not decide.

    Without ``has_links`` the output is a store of the packages, and nothing in it names the package that needs another.
    With ``has_places`` it has the directories of the packages.
    """
    if not has_links:
        before, after = before._replace(edges=frozenset()), after._replace(edges=frozenset())
    moved = changes(before.possible, after.possible)
    if not moved:
        if before.edges != after.edges and (before.linked or after.linked):
            return LockAnswer("unknown", f"{name} differs in the links of its installed part", name)
        if has_places and before.places != after.places:
            return LockAnswer("unknown", f"{name} differs in the directories of its installed part", name)
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
