"""The deps.json and gradle.lockfile of Gradle and, without a lock, its build files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    join,
    json_of,
    resolved,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.locks.comparing import Files, LockTree, Options

    Read = Callable[[str], "bytes | None"]

LOCKS = ("deps.json", "gradle.lockfile")

BUILD = ("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")
"""The files that start a build without a lock."""
_INCLUDED = (
    r"(?:[^/]+/)*(?:[^/]+\.gradle(?:\.kts)?|[^/]+\.versions\.toml|gradle\.properties)|buildSrc/.+"
    r"|(?:build-logic|buildLogic)/.+\.kt"
)
_COMMENT = (
    r"(?s)(\"{3}.*?\"{3}|'{3}.*?'{3}|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+')"
    r"|/\*.*?(?:\*/|\Z)|(?<![:\w\"'])//[^\n]*"
)
"""A text, which is kept, or a comment: `exclude("META-INF/*.SF")` begins no comment."""
_LABELS = (
    r"(?m)^[ \t]*(?:project\.)?(?:version|group|description|archivesBaseName|versionCode|versionName)\b"
    r"[ \t]*=?[ \t]*(?:[\"'][^\"'$\n]*[\"']|\d+)[ \t]*;?[ \t]*$"
)
_OF_PROPERTIES = r"(?m)^[ \t]*(?:(?:version|group|description|org\.gradle\.\S+)[ \t]*[=:].*|#.*)$"
_READS_LABELS = (
    r"\$\{?(?:project\.|rootProject\.)?(?:version|group)\b|\bproject\.(?:version|group)\b"
    r"|:[\"']\s*\+\s*(?:(?:project|rootProject)\.)?(?:version|group|getVersion|getGroup|property)\b"
)
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


def _said(name: str, data: bytes | None) -> object:
    """Return the lines of a build file that may decide packages, without comments and labels of the project."""
    try:
        text = text_of(data) if data is not None else None
    except LockUnreadable:
        text = None
    if text is None:
        return data
    if name.endswith(".properties"):
        kept = re.sub(_OF_PROPERTIES, "", text)
    elif name.endswith((".gradle", ".kts", ".kt", ".groovy", ".java")):
        kept = re.sub(_COMMENT, lambda match: match[1] or "", text)
        kept = kept if re.search(_READS_LABELS, kept) else re.sub(_LABELS, "", kept)
    else:
        kept = re.sub(r"(?m)^[ \t]*#.*$", "", text)
    return [line.strip() for line in kept.split("\n") if line.strip()]


def _has_lock(files: Files) -> bool:
    return any(files.get(name) is not None for name in LOCKS)


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """Compare two versions of a lock: the artifacts decide, each by its own hash.

    Without a lock, the build files decide. They are programs, so an edit is a doubt.
    """
    if _has_lock(before) or _has_lock(after):
        return resolved(LOCKS, before, after, packages_of, options=options)
    moved = [name for name in BUILD if _said(name, before.get(name)) != _said(name, after.get(name))]
    first = next((name for name in BUILD if after.get(name) is not None), None)
    if moved:
        text_of(after.get(moved[0]) or b"")
        return LockAnswer("unknown", f"{moved[0]} changed", moved[0])
    if first is None:
        return LockAnswer("unknown", f"there is no {LOCKS[0]}", LOCKS[0])
    return LockAnswer("same", f"{first} is the same", first)


def includes(before: Read, after: Read, paths: Iterable[str]) -> LockAnswer | None:
    """Compare the other build files, which only decide without a lock; return the answer of the first that differs."""
    if any(after(name) is not None for name in LOCKS):
        return None
    for path in sorted(path for path in paths if re.fullmatch(_INCLUDED, path)):
        if _said(path, before(path)) != _said(path, after(path)):
            return LockAnswer("unknown", f"{path} changed", path)
    return None


def further(root: str, before: LockTree, after: LockTree, options: Options, new: Files) -> LockAnswer | None:
    """Without a lock, equal build files in two commits of a source are no proof: versions may be open."""
    if _has_lock(new):
        return None
    first = next((name for name in BUILD if new.get(name) is not None), BUILD[0])
    return LockAnswer("unknown", f"there is no {LOCKS[1]}", join(root, first))


KIND = LockKind(
    name="gradle",
    files=LOCKS,
    beside=BUILD,
    telling=BUILD,
    compare=answer,
    commands=r"(?:\bgradle|\bgradlew) ",
    words=("gradle",),
    includes=includes,
    further=further,
)
