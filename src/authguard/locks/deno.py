"""deno.lock (version 2 to 5)."""

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
    name_and_version,
    resolved,
    table,
    word,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

LOCK = ("deno.lock",)


def packages_of(data: bytes) -> Packages:
    """Return the packages and remote modules of a deno.lock (version 2 to 5). Raises Unreadable."""
    lock = json_of(data)
    if not isinstance(lock, dict):
        raise LockUnreadable("it is not a JSON object")
    inner = table(lock.get("packages"))
    found: Packages = {}
    for kind in ("jsr", "npm"):
        listed = table(lock.get(kind)) or table(inner.get(kind))
        for key, raw in (table(listed.get("packages")) or listed).items():
            name, version = name_and_version(key)
            add(found, f"{kind}:{name}", version.partition("_")[0], word(table(raw).get("integrity")))
    for url, checksum in table(lock.get("remote")).items():
        add(found, url, "", word(checksum))
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """Compare two versions of deno.lock: the resolved packages decide."""
    return resolved(LOCK, before, after, packages_of, options=options)


KIND = LockKind(
    name="deno",
    files=LOCK,
    compare=answer,
    commands=command("deno", "cache|install|i|vendor|add|compile"),
    words=("deno",),
)
