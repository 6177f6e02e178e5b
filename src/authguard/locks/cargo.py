"""Cargo.lock (version 1 to 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    Packages,
    add,
    command,
    copied,
    rows,
    table,
    toml_of,
    word,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

LOCK = ("Cargo.lock",)


def packages_of(data: bytes) -> Packages:
    """Return all crates of the lock, even the crates of the workspace, since the copied text has their versions."""
    lock = toml_of(data)
    checksums = table(lock.get("metadata"))
    found: Packages = {}
    for raw in rows(lock.get("package")):
        crate = table(raw)
        name, version, source = word(crate.get("name")), word(crate.get("version")), word(crate.get("source"))
        mark = word(crate.get("checksum")) or word(checksums.get(f"checksum {name} {version} ({source})"))
        shown = f"{version} ({source})" if source.startswith("git+") else version
        add(found, name, shown or "?", mark)
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """Any byte is proof: fetchCargoVendor copies the lock into its output."""
    return copied(LOCK, before, after, packages_of)


KIND = LockKind(
    name="cargo",
    files=LOCK,
    compare=answer,
    commands=command("cargo", "vendor|fetch|build|metadata"),
    words=("cargo", "crates"),
)
