"""yarn.lock of yarn 2 and later (berry), with its missing-hashes.json."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    chosen,
    json_of,
    resolved,
    table,
    word,
)
from authguard.locks.yarn import LOCK, entries, package_name

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

MISSING = "missing-hashes.json"
LOCAL = ("workspace:", "link:", "portal:", "file:")


def packages_of(data: bytes) -> Packages:
    """Return the packages of a yarn berry lock, except the packages of the repository. Raises Unreadable."""
    found: Packages = {}
    for header, fields in entries(data):
        resolution = fields.get("resolution", "")
        if header.strip('"') == "__metadata" or not resolution:
            continue
        name = package_name(resolution)
        source = resolution[len(name) + 1 :]
        if source.startswith(LOCAL):
            continue
        version = fields.get("version", "?")
        foreign = source if source.startswith("patch:") or "#" in source or "://" in source else ""
        add(found, name, f"{version} ({foreign})" if foreign else version, fields.get("checksum", ""))
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """The resolved packages and missing-hashes.json decide. The text of the lock may be in the output."""
    found = chosen(LOCK, before, after)
    if isinstance(found, LockAnswer) and before.get(MISSING) != after.get(MISSING):
        return _missing(before.get(MISSING), after.get(MISSING))  # the lock is upstream, in the source
    verdict = resolved(LOCK, before, after, packages_of, options=options)
    if verdict.decision != "same" or isinstance(found, LockAnswer):
        return verdict
    if before.get(MISSING) != after.get(MISSING):
        return _missing(before.get(MISSING), after.get(MISSING))
    name, old, new = found
    if old != new:
        return LockAnswer("unknown", f"{name} differs in its text alone", name)
    return verdict


def _missing(before: bytes | None, after: bytes | None) -> LockAnswer:
    """Return the answer of missing-hashes.json, which has the checksums that yarn.lock does not have."""
    try:
        old = json_of(before) if before is not None else {}
        new = json_of(after) if after is not None else {}
    except LockUnreadable as error:
        return LockAnswer("unknown", f"{MISSING} cannot be read", MISSING, error.text(MISSING))
    mine, other = table(old), table(new)
    if any(word(mine[key]) != word(other[key]) for key in mine.keys() & other.keys()):
        return LockAnswer("moved", f"{MISSING} differs: a checksum moved", MISSING)
    if mine == other:
        return LockAnswer("same", f"{MISSING} differs in its text alone", MISSING)
    return LockAnswer("unknown", f"{MISSING} lists other packages", MISSING)


KIND = LockKind(
    name="yarn-berry",
    files=LOCK,
    beside=(MISSING,),
    compare=answer,
)
