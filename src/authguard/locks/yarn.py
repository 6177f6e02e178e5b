"""yarn.lock of yarn 1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    command,
    command_alone,
    copied,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.locks.comparing import Files, Options

LOCK = ("yarn.lock",)

_FIELD = r' {2}"?([A-Za-z]+)"?:? +(.*)'


def entries(data: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the entries of either format: the header without its colon, and the plain fields."""
    header: str | None = None
    fields: dict[str, str] = {}
    for number, raw in enumerate(text_of(data).split("\n"), 1):
        line = raw.rstrip()
        if not line or line.lstrip().startswith("#"):
            continue
        if line[0] not in " \t":
            if not line.endswith(":"):
                raise LockUnreadable("a line is not an entry", number)
            if header is not None:
                yield header, fields
            header, fields = line[:-1], {}
        elif header is None:
            raise LockUnreadable("a line comes before the first entry", number)
        else:
            match = re.fullmatch(_FIELD, line)
            if match:
                fields[match.group(1)] = match.group(2).strip('"')
    if header is not None:
        yield header, fields


def package_name(specifier: str) -> str:
    """Return the package that `@scope/name@range` names."""
    at = specifier.find("@", 1)
    return specifier if at < 0 else specifier[:at]


def packages_of(data: bytes) -> Packages:
    """Return the packages of a yarn 1 lock. Raises Unreadable."""
    found: Packages = {}
    for header, fields in entries(data):
        mark = fields.get("integrity") or fields.get("resolved", "")
        add(found, package_name(header.split(",")[0].strip(' "')), fields.get("version", "?"), mark)
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """Any byte is proof: fetchYarnDeps copies the lock into its output."""
    return copied(LOCK, before, after, packages_of)


KIND = LockKind(
    name="yarn",
    files=LOCK,
    compare=answer,
    commands="|".join(
        (
            command("yarn(?:pkg)?", "install|fetch|workspaces focus"),
            r"\byarn --frozen",
            command_alone("yarn(?:pkg)?"),
        )
    ),
    words=("yarn",),
)
