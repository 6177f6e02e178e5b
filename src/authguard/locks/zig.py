"""build.zig.zon: the packages that `zig build --fetch` stores by their own content hash."""

from __future__ import annotations

import re
from posixpath import join, normpath
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    chosen,
    resolved,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.locks.comparing import Files, Options

LOCK = ("build.zig.zon",)
DEEPEST = 64
MOST_MEMBERS = 256
"""At most so many dependencies by path are followed."""

_PART = (
    r"""\s+|//[^\n]*|\\\\[^\n]*|"((?:[^"\\\n]|\\.)*)"|(@"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*)"""
    r"""|(\.\{|[.={},])|-?[0-9]\w*|(?P<bad>.)"""
)


def _dependencies(data: bytes) -> dict[str, dict[str, str]]:
    """Return name → its texts (url, hash, path), by the nesting of `.name = .{ … }`. Raises Unreadable."""
    text = text_of(data)
    found: dict[str, dict[str, str]] = {}
    path: list[str] = []
    name = ""
    for match in re.finditer(_PART, text):
        if match["bad"] or len(path) > DEEPEST:
            raise LockUnreadable("it is not ZON", text.count("\n", 0, match.start()) + 1)
        string, word, mark, _ = match.groups()
        if word:
            name = word[2:-1] if word.startswith('@"') else word
        elif mark == ".{":
            path.append(name)
            if len(path) == 3 and path[1] == "dependencies":
                found[name] = {}
            name = ""
        elif mark == "}":
            if not path:
                raise LockUnreadable("a } has no {", text.count("\n", 0, match.start()) + 1)
            path.pop()
        elif string is not None and len(path) == 3 and path[1] == "dependencies":
            found[path[2]][name] = string
    if path:
        raise LockUnreadable("a { is not closed")
    return found


def packages_of(data: bytes) -> Packages:
    """Return the fetched dependencies.

    The hash is used as the version: Zig stores a package by its hash, whatever its url is.
    """
    found: Packages = {}
    for name, fields in _dependencies(data).items():
        if "path" not in fields:
            add(found, name, fields.get("hash", "?"))
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """The hashes decide.

    If a dependency by path moved, the answer is "unknown", since it may have its own dependencies.
    """
    verdict = resolved(LOCK, before, after, packages_of, options=options)
    found = chosen(LOCK, before, after)
    if verdict.decision != "same" or isinstance(found, LockAnswer):
        return verdict
    name, old, new = found
    if old != new and _paths(old) != _paths(new):
        return LockAnswer("unknown", f"{name} differs in its dependencies by path", name)
    return verdict


def _paths(data: bytes) -> dict[str, str]:
    return {name: fields["path"] for name, fields in _dependencies(data).items() if "path" in fields}


def members(read: Callable[[str], bytes | None], options: Options) -> list[str]:
    """Return the directories of the dependencies by path, including those of these dependencies."""
    found: dict[str, None] = {}
    waiting = [""]
    while waiting and len(found) <= MOST_MEMBERS:
        folder = waiting.pop()
        try:
            paths = _paths(read(join(folder, LOCK[0])) or b"")
        except LockUnreadable:
            continue  # its own dependencies are not known
        for path in paths.values():
            inner = normpath(join(folder, path))
            if inner not in found:
                found[inner] = None
                waiting.append(inner)
    return list(found)


KIND = LockKind(
    name="zig",
    files=LOCK,
    compare=answer,
    commands=r"\bzig (?:build --fetch|fetch)\b",
    members=members,
)
