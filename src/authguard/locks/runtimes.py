"""bun.lock and deno.lock."""

from __future__ import annotations

import re

from authguard.locks.answer import LockAnswer, Unreadable, json_of, rows, table, text_of, word
from authguard.locks.engine import chosen, pick, resolved
from authguard.locks.packages import Change, Packages, add

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Files = Mapping[str, bytes | None]

BUN = ("bun.lock", "bun.lockb")
DENO = ("deno.lock",)
LOCAL = ("workspace:", "link:", "file:")

_JSONC = re.compile(r'("(?:[^"\\]|\\.)*(?:"|\\?\Z))|//[^\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*[}\]])', re.DOTALL)


def _bun_lock(data: bytes) -> dict[str, list[object]]:
    """Key → record of the packages of a bun.lock, which is JSON with comments and trailing commas."""
    plain = _JSONC.sub(lambda match: match.group(1) or "", text_of(data))
    packages = table(json_of(plain.encode())).get("packages")
    if not isinstance(packages, dict):
        raise Unreadable("it lists no packages")
    return {key: rows(record) for key, record in packages.items()}


def bun_packages(data: bytes) -> Packages:
    """The packages of a bun.lock, the repository's own left out. Raises Unreadable."""
    found: Packages = {}
    for record in _bun_lock(data).values():
        name, version = _split(word(record[0]) if record else "")
        if not version.startswith(LOCAL):
            add(found, name, version, word(record[-1]) if len(record) > 1 else "")
    return found


def _split(specifier: str) -> tuple[str, str]:
    at = specifier.find("@", 1)
    return (specifier, "?") if at < 0 else (specifier[:at], specifier[at + 1 :])


def bun_answer(before: Files, after: Files, options: Mapping[str, object]) -> LockAnswer:
    """The resolved set decides; packages of some platforms only are no proof. bun.lockb is binary."""
    if pick(BUN, after) == "bun.lockb":
        found = chosen(BUN, before, after)
        if isinstance(found, LockAnswer):
            return found
        name, old, new = found
        same = old == new
        return LockAnswer(
            "same" if same else "unknown", f"{name} {'is the same' if same else 'differs'}", name
        )
    doubt = "which not every platform installs"
    return resolved(
        BUN, before, after, bun_packages, options=options, sure=lambda m: _everywhere(m, after), doubt=doubt
    )


def _everywhere(moved: list[Change], after: Files) -> bool:
    """Whether one of the changes is of a package without `os` or `cpu`; asked of a readable lock."""
    bound = set()
    for record in _bun_lock(after.get("bun.lock") or b"").values():
        if any("os" in table(part) or "cpu" in table(part) for part in record):
            bound.add(_split(word(record[0]))[0])
    return any(change.name not in bound for change in moved)


def deno_packages(data: bytes) -> Packages:
    """The packages and remote modules of a deno.lock (version 2 to 5). Raises Unreadable."""
    lock = json_of(data)
    if not isinstance(lock, dict):
        raise Unreadable("it is not a JSON object")
    inner = table(lock.get("packages"))
    found: Packages = {}
    for kind in ("jsr", "npm"):
        listed = table(lock.get(kind)) or table(inner.get(kind))
        for key, raw in (table(listed.get("packages")) or listed).items():
            name, version = _split(key)
            add(found, f"{kind}:{name}", version.partition("_")[0], word(table(raw).get("integrity")))
    for url, checksum in table(lock.get("remote")).items():
        add(found, url, "", word(checksum))
    return found


def deno_answer(before: Files, after: Files, options: Mapping[str, object]) -> LockAnswer:
    """The resolved set decides."""
    return resolved(DENO, before, after, deno_packages, options=options)
