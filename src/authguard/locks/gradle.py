"""The deps.json and gradle.lockfile of Gradle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    json_of,
    resolved,
    text_of,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

LOCKS = ("deps.json", "gradle.lockfile")

_ARTIFACT = r"#([^/#]+)/([^/#]+)/[^/#]+$"


def packages_of(data: bytes) -> Packages:
    """Return the artifacts of a deps.json as mitm-cache reads it: repository and path → file → hash."""
    if data.lstrip()[:1] != b"{":
        return lockfile_packages(data)
    found: Packages = {}
    waiting: list[tuple[str, object]] = [("", json_of(data))]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(
                (f"{path}/{key}" if path else key, one) for key, one in value.items() if key[:1] != "!"
            )
        elif isinstance(value, str):
            match = re.search(_ARTIFACT, path)
            name, version = match.groups() if match else (path, "")
            add(found, name, version, value)
    return found


def lockfile_packages(data: bytes) -> Packages:
    """Return the modules of a gradle.lockfile: `group:name:version=configurations`. Raises Unreadable."""
    found: Packages = {}
    for number, line in enumerate(text_of(data).split("\n"), 1):
        entry = line.strip()
        if not entry or entry.startswith(("#", "empty=")):
            continue
        parts = entry.partition("=")[0].split(":")
        if len(parts) != 3:
            raise LockUnreadable("a line is not group:name:version", number)
        add(found, f"{parts[0]}:{parts[1]}", parts[2])
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """Compare two versions of a lock: the artifacts decide, each by its own hash."""
    return resolved(LOCKS, before, after, packages_of, options=options)


KIND = LockKind(
    name="gradle",
    files=LOCKS,
    compare=answer,
    commands=r"(?:\bgradle|\bgradlew) ",
    words=("gradle",),
)
