"""The packages that a lock resolves to, how two such sets differ, and how the difference is told."""

from __future__ import annotations

import re

from authguard.locks.answer import Unreadable, clean

Packages = dict[str, dict[str, str]]
"""Name → version → mark. A mark tells content apart (a checksum, a commit id), "" where the lock has none.
A version is what a person would call it; for a package of a repository it holds the commit id."""

MOST_NAMED = 3
LONGEST_MARK = 4000
"""Characters of a mark from where on a package is listed more often than in any real lock."""

_MARK = re.compile(r"([a-z0-9]+)[-:/]", re.IGNORECASE)


class Change:
    """One package that differs between two sets.

    gone and new: the versions that only the one or the other has, sorted. proved is False where the same
    versions carry marks that cannot be compared (none on one side, or two algorithms).
    """

    __slots__ = ("gone", "name", "new", "proved")

    def __init__(self, name: str, gone: list[str], new: list[str], proved: bool = True) -> None:
        """Take the four values as they are."""
        self.name = name
        self.gone = gone
        self.new = new
        self.proved = proved

    def text(self) -> str:
        """What happened to the package, as a person says it."""
        name, gone, new = clean(self.name), clean(", ".join(self.gone)), clean(", ".join(self.new))
        if self.gone and self.new:
            return f"{name} {gone} → {new}" if gone != new else f"{name} {gone} with another checksum"
        return f"{name} {new} added" if self.new else f"{name} {gone} removed"


def add(packages: Packages, name: str, version: str, mark: str = "") -> None:
    """Put a package into a set; a package listed twice keeps every mark, so that either moving is seen.

    Raises Unreadable where it is listed without end.
    """
    versions = packages.setdefault(name, {})
    known = versions.get(version, "")
    if not known:
        versions[version] = mark
    elif mark and len(known) > LONGEST_MARK:
        raise Unreadable(f"it lists {clean(name)} too often")
    elif mark and mark not in known.split(" "):
        versions[version] = " ".join(sorted([*known.split(" "), mark]))


def _comparable(before: str, after: str) -> bool:
    """Whether two different marks say that the content differs: both there, both of one algorithm."""
    if not before or not after:
        return False
    mine, other = _MARK.match(before), _MARK.match(after)
    return (mine and mine.group(1).lower()) == (other and other.group(1).lower())


def changes(before: Packages, after: Packages) -> list[Change]:
    """What differs from one set to the other, sorted by name."""
    found: list[Change] = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, {}), after.get(name, {})
        if old == new:
            continue
        gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
        if gone or come:
            found.append(Change(name, gone, come))
            continue
        moved = sorted(version for version in old if old[version] != new[version])
        proved = any(_comparable(old[version], new[version]) for version in moved)
        found.append(Change(name, moved, moved, proved))
    return found


def told(moved: list[Change], noun: str = "package") -> str:
    """The changes as a clause, e.g. "14 packages moved (django 5.2.11 → 5.2.12, …)"."""
    named = [change.text() for change in moved[:MOST_NAMED]]
    if len(moved) > MOST_NAMED:
        named.append("…")
    plural = noun if len(moved) == 1 else f"{noun}s"
    return f"{len(moved)} {plural} moved ({', '.join(named)})"
