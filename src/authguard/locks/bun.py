"""bun.lock, and bun.lockb, which is binary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    PackageChange,
    Packages,
    add,
    chosen,
    json_of,
    name_and_version,
    pick,
    resolved,
    rows,
    table,
    text_of,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from authguard.locks.comparing import Files, Options

LOCKS = ("bun.lock", "bun.lockb")
LOCAL = ("workspace:", "link:", "file:")

_JSONC = r'(?s)("(?:[^"\\]|\\.)*(?:"|\\?\Z))|//[^\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*[}\]])'


def _bun_lock(data: bytes) -> Mapping[str, object]:
    """Return the parts of a bun.lock, which is JSON with comments and trailing commas."""
    plain = re.sub(_JSONC, lambda match: match.group(1) or "", text_of(data))
    return table(json_of(plain.encode()))


def _records(lock: Mapping[str, object]) -> list[list[object]]:
    """Return the records of the packages of a bun.lock."""
    packages = lock.get("packages")
    if not isinstance(packages, dict):
        raise LockUnreadable("it lists no packages")
    return [rows(record) for record in packages.values()]


def packages_of(data: bytes) -> Packages:
    """Return the packages of a bun.lock without those of the repository. Raises Unreadable.

    The version of a package that `bun install` patches names its patch.
    """
    found: Packages = {}
    lock = _bun_lock(data)
    patches = table(lock.get("patchedDependencies"))
    for record in _records(lock):
        full = word(record[0]) if record else ""
        name, version = name_and_version(full)
        if not version.startswith(LOCAL):
            patched = f" patched by {word(patches[full])}" if full in patches else ""
            add(found, name, version + patched, word(record[-1]) if len(record) > 1 else "")
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """The resolved set decides. A package for only some platforms is not a proof. bun.lockb is binary."""
    if pick(LOCKS, after) == "bun.lockb":
        found = chosen(LOCKS, before, after)
        if isinstance(found, LockAnswer):
            return found
        name, old, new = found
        same = old == new
        return LockAnswer(
            "same" if same else "unknown", f"{name} {'is the same' if same else 'differs'}", name
        )
    doubt = "which not every platform installs"
    return resolved(
        LOCKS, before, after, packages_of, options=options, sure=lambda m: _everywhere(m, after), doubt=doubt
    )


def _everywhere(moved: list[PackageChange], after: Files) -> bool:
    """Tell whether a package without `os` or `cpu` changed. The lock is readable."""
    bound = set()
    for record in _records(_bun_lock(after.get("bun.lock") or b"")):
        if any("os" in table(part) or "cpu" in table(part) for part in record):
            bound.add(name_and_version(word(record[0]))[0])
    return any(change.name not in bound for change in moved)


KIND = LockKind(
    name="bun",
    files=LOCKS,
    compare=answer,
    commands=r"\bbun (?:install|i)\b",
    words=("bun",),
)
