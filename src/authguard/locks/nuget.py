"""deps.json of buildDotnetModule, and packages.lock.json of NuGet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    command,
    json_of,
    resolved,
    table,
    word,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

FILES = ("deps.json", "packages.lock.json")


def packages_of(data: bytes) -> Packages:
    """Return the packages of either file: a list of records, or NuGet's table by framework. Raises Unreadable."""
    lock = json_of(data)
    found: Packages = {}
    if isinstance(lock, list):
        for raw in lock:
            package = table(raw)
            mark = word(package.get("hash")) or word(package.get("sha256"))
            add(found, word(package.get("pname")), word(package.get("version")) or "?", mark)
        return found
    if not isinstance(table(lock).get("dependencies"), dict):
        raise LockUnreadable("it is neither a list of packages nor a NuGet lock")
    for framework in table(table(lock).get("dependencies")).values():
        for name, raw in table(framework).items():
            package = table(raw)
            if package.get("type") != "Project":
                add(found, name, word(package.get("resolved")) or "?", word(package.get("contentHash")))
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """The records decide, each by its own hash. The option "package" limits the comparison to one package."""
    here = tuple(name for name in FILES if before.get(name) is not None or after.get(name) is not None)
    answers = [resolved((name,), before, after, packages_of, options=options) for name in here or FILES[:1]]
    return next((one for one in answers if one.decision != "same"), answers[0])


KIND = LockKind(
    name="nuget",
    files=FILES,
    compare=answer,
    commands=command("dotnet|nuget", "restore|publish|build"),
    words=("nuget",),
)
