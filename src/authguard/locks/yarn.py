"""yarn.lock, of yarn 1 (its own format) and of yarn berry (a YAML subset)."""

from __future__ import annotations

import re

from authguard.locks.answer import LockAnswer, Unreadable, json_of, table, text_of, word
from authguard.locks.engine import chosen, copied, resolved
from authguard.locks.packages import Packages, add

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Files = Mapping[str, bytes | None]

LOCK = ("yarn.lock",)
MISSING = "missing-hashes.json"
LOCAL = ("workspace:", "link:", "portal:", "file:")

_FIELD = re.compile(r' {2}"?([A-Za-z]+)"?:? +(.*)')


def _entries(data: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """The entries of either format: their header without its colon, and their plain fields."""
    header: str | None = None
    fields: dict[str, str] = {}
    for number, raw in enumerate(text_of(data).split("\n"), 1):
        line = raw.rstrip()
        if not line or line.lstrip().startswith("#"):
            continue
        if line[0] not in " \t":
            if not line.endswith(":"):
                raise Unreadable("a line is no entry", number)
            if header is not None:
                yield header, fields
            header, fields = line[:-1], {}
        elif header is None:
            raise Unreadable("a line stands before the first entry", number)
        else:
            match = _FIELD.fullmatch(line)
            if match:
                fields[match.group(1)] = match.group(2).strip('"')
    if header is not None:
        yield header, fields


def _name(specifier: str) -> str:
    """The package that `@scope/name@range` names."""
    at = specifier.find("@", 1)
    return specifier if at < 0 else specifier[:at]


def classic_packages(data: bytes) -> Packages:
    """The packages of a yarn 1 lock. Raises Unreadable."""
    found: Packages = {}
    for header, fields in _entries(data):
        mark = fields.get("integrity") or fields.get("resolved", "")
        add(found, _name(header.split(",")[0].strip(' "')), fields.get("version", "?"), mark)
    return found


def berry_packages(data: bytes) -> Packages:
    """The packages of a yarn berry lock, those of the repository left out. Raises Unreadable."""
    found: Packages = {}
    for header, fields in _entries(data):
        resolution = fields.get("resolution", "")
        if header.strip('"') == "__metadata" or not resolution:
            continue
        name = _name(resolution)
        source = resolution[len(name) + 1 :]
        if source.startswith(LOCAL):
            continue
        version = fields.get("version", "?")
        foreign = source if source.startswith("patch:") or "#" in source or "://" in source else ""
        add(found, name, f"{version} ({foreign})" if foreign else version, fields.get("checksum", ""))
    return found


def classic_answer(before: Files, after: Files, options: Mapping[str, object]) -> LockAnswer:
    """Any byte is proof: fetchYarnDeps copies the lock into its output."""
    return copied(LOCK, before, after, classic_packages)


def berry_answer(before: Files, after: Files, options: Mapping[str, object]) -> LockAnswer:
    """The resolved set and missing-hashes.json decide; the lock's bare text may be in the output."""
    found = chosen(LOCK, before, after)
    verdict = resolved(LOCK, before, after, berry_packages, options=options)
    if verdict.decision != "same" or isinstance(found, LockAnswer):
        return verdict
    if before.get(MISSING) != after.get(MISSING):
        return _missing(before.get(MISSING), after.get(MISSING))
    name, old, new = found
    if old != new:
        return LockAnswer("unknown", f"{name} differs in its text alone", name)
    return verdict


def _missing(before: bytes | None, after: bytes | None) -> LockAnswer:
    """What missing-hashes.json says: a checksum for each package of which yarn.lock has none."""
    try:
        old = json_of(before) if before is not None else {}
        new = json_of(after) if after is not None else {}
    except Unreadable as error:
        return LockAnswer("unknown", f"{MISSING} cannot be read", MISSING, error.text(MISSING))
    mine, other = table(old), table(new)
    if any(word(mine[key]) != word(other[key]) for key in mine.keys() & other.keys()):
        return LockAnswer("moved", f"{MISSING} differs: a checksum moved", MISSING)
    if mine == other:
        return LockAnswer("same", f"{MISSING} differs in its text alone", MISSING)
    return LockAnswer("unknown", f"{MISSING} lists other packages", MISSING)
