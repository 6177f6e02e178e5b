"""Cargo.lock (version 1 to 4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    SCRIPT,
    LockAnswer,
    LockKind,
    Packages,
    add,
    command,
    copied,
    resolved,
    rows,
    table,
    takes_only,
    toml_of,
    word,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

LOCK = ("Cargo.lock",)
_SUBCOMMAND = r"\bcargo[ \t]+(?:(?:\+|-)\S+[ \t]+)*(\w+)"


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


_SETTINGS = r"\bcargo\s+vendor\b[^\n;&|>]*>\s*\"?((?:\.?cargo/)?config(?:\.toml)?)(?![\w./])"
"""The file of a script into which `cargo vendor` prints its settings."""


def _origins(files: Files) -> set[str]:
    """Return the registries and repositories that the crates of a lock come from. Raises Unreadable."""
    crates = map(table, rows(toml_of(files.get(LOCK[0]) or b"").get("package")))
    return {word(crate.get("source")).partition("#")[0] for crate in crates}


def published(data: bytes) -> Packages:
    """Return the crates of the lock that `cargo vendor` copies: not those of the workspace. Raises Unreadable."""
    lock = toml_of(data)
    own = {
        word(crate.get("name")) for crate in map(table, rows(lock.get("package"))) if "source" not in crate
    }
    taken = {word(crate.get("name")) for crate in map(table, rows(lock.get("package"))) if "source" in crate}
    return {name: versions for name, versions in packages_of(data).items() if name not in own - taken}


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """Any byte is proof: fetchCargoVendor copies the lock into its output. A script that only vendors does not."""
    script = str(options.get(SCRIPT))
    settings = re.findall(_SETTINGS, script)
    copied_names = "|".join(("vendor", *map(re.escape, settings)))
    is_alone = takes_only(options, copied_names, r"cargo\s+vendor\b.*") and LOCK[0] not in script
    if is_alone and set(re.findall(_SUBCOMMAND, script)) == {"vendor"}:
        found = resolved(LOCK, before, after, published, options=options)
        if found.decision != "same" or not settings or _origins(before) == _origins(after):
            return found
    return copied(LOCK, before, after, packages_of)


KIND = LockKind(
    name="cargo",
    files=LOCK,
    compare=answer,
    commands=command("cargo", "vendor|fetch|build|metadata"),
    words=("cargo", "crates"),
)
