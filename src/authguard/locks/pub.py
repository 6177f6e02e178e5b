"""pubspec.lock (Dart and Flutter), as YAML or in the JSON form of nixpkgs (pubspec.lock.json)."""

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
    json_of,
    resolved,
    table,
    text_of,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

LOCK = ("pubspec.lock.json", "pubspec.lock")


def _entries(data: bytes) -> dict[str, dict[str, str]]:
    """Return the fields of each package, including the fields of its description. Raises Unreadable."""
    if data.lstrip()[:1] == b"{":
        packages = table(table(json_of(data)).get("packages"))
        return {name: _flat(table(entry)) for name, entry in packages.items()}
    found: dict[str, dict[str, str]] = {}
    inside, fields = False, dict[str, str]()
    for number, raw in enumerate(text_of(data).split("\n"), 1):
        line = raw.rstrip()
        if not line or line.lstrip().startswith("#"):
            continue
        key, colon, value = line.strip().partition(":")
        if not colon:
            raise LockUnreadable("a line is not a key", number)
        indent = len(line) - len(line.lstrip())
        if indent == 0:
            inside = key == "packages"
        elif inside and indent == 2:
            fields = found.setdefault(key.strip("\"'"), {})
        elif inside:
            fields[key] = value.strip().strip("\"'")
    return found


def _flat(entry: dict[str, object]) -> dict[str, str]:
    merged = {**entry, **table(entry.get("description"))}
    return {key: value for key, value in merged.items() if isinstance(value, str)}


def packages_of(data: bytes) -> Packages:
    """Return the packages that pub fetches. The version of a git package includes its commit and its path.

    Raises Unreadable, also if a package has no source, since pub writes one for each package.
    """
    found: Packages = {}
    entries = _entries(data)
    if not entries and re.search(rb"(?m)^packages:[ \t]*[^\s{#~]|^[ \t]+version:", data) is not None:
        raise LockUnreadable("its packages are not laid out as pub writes them")
    for name, fields in entries.items():
        if "source" not in fields:
            raise LockUnreadable(f"the package {name} has no source as pub writes it")
        version = fields.get("version", "?")
        if fields.get("source") == "git":
            add(found, name, f"{version} ({fields.get('resolved-ref', '?')})", fields.get("url", ""))
        elif fields.get("source") not in ("path", "sdk"):
            add(found, name, version, fields.get("sha256", ""))
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """The entries decide. The option "package" limits the comparison to one package (gitHashes.<package>)."""
    return resolved(LOCK, before, after, packages_of, options=options)


KIND = LockKind(
    name="pub",
    files=LOCK,
    compare=answer,
    commands=command("dart|flutter", r"pub[ \t]get") + r"|\bpub get\b",
)
