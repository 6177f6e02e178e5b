"""composer.lock and composer.json."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    SCRIPT,
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    command,
    copied,
    json_of,
    resolved,
    rows,
    table,
    takes_only,
    word,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

_INSTALL = r"\bcomposer(?:\.phar)?[^\n;&|]*[ \t](?:install|i)\b[^\n;&|]*"
_UPDATE = r"\bcomposer(?:\.phar)?[^\n;&|]*[ \t](?:update|upgrade|u|require)\b"
LOCK, MANIFEST = ("composer.lock",), "composer.json"


def packages_of(data: bytes) -> Packages:
    """Return the packages of a composer lock, even those for development. Raises Unreadable."""
    return _packages(data, ("packages", "packages-dev"))


def without_dev(data: bytes) -> Packages:
    """Return the packages that `composer install --no-dev` installs. Raises Unreadable."""
    return _with_autoloader(data, _packages(data, ("packages",)))


def with_dev(data: bytes) -> Packages:
    """Return the packages that `composer install` installs, those for development marked as such. Raises Unreadable."""
    found = _packages(data, ("packages",))
    for name, versions in _packages(data, ("packages-dev",)).items():
        for version, mark in versions.items():
            add(found, name, f"{version} for development", mark)
    return _with_autoloader(data, found)


def _with_autoloader(data: bytes, found: Packages) -> Packages:
    """Add the autoloader. Composer names it after the content-hash of the lock (AutoloadGenerator.php)."""
    known = word(table(json_of(data)).get("content-hash"))
    add(found, "autoloader", known or "?", known)
    return found


def _packages(data: bytes, groups: tuple[str, ...]) -> Packages:
    lock = json_of(data)
    if not isinstance(lock, dict):
        raise LockUnreadable("it is not a JSON object")
    found: Packages = {}
    for group in groups:
        for raw in rows(lock.get(group)):
            package = table(raw)
            dist, source = table(package.get("dist")), table(package.get("source"))
            mark = word(dist.get("reference")) or word(source.get("reference"))
            add(found, word(package.get("name")), word(package.get("version")) or "?", mark)
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """Any changed byte of the lock or of composer.json is proof, since mkComposerVendor copies both into its output.

    Option "composer_v1" (truth): the older builder, which is only known to copy the lock. A hand-written script that
    does not name the lock only installs its packages, or those that `composer update` finds by composer.json.
    """
    script = str(options.get(SCRIPT))
    if takes_only(options, "vendor", r"(?!)") and LOCK[0] not in script:
        if re.search(_UPDATE, script) is not None:
            return _of_manifest(before, after, is_proof=True) or LockAnswer(
                "same", f"{MANIFEST} is the same, and composer update does not read {LOCK[0]}", LOCK[0]
            )
        installs = re.findall(_INSTALL, script)
        is_without_dev = bool(installs) and all("--no-dev" in each for each in installs)
        read = without_dev if is_without_dev else with_dev
        verdict, is_proof = resolved(LOCK, before, after, read, options=options), False
    else:
        verdict, is_proof = copied(LOCK, before, after, packages_of), not options.get("composer_v1")
    other = _of_manifest(before, after, is_proof=is_proof) if verdict.decision == "same" else None
    return other or verdict


def _of_manifest(before: Files, after: Files, *, is_proof: bool) -> LockAnswer | None:
    """Return the answer about a composer.json that differs. ``is_proof``: it decides the output if both have one."""
    if before.get(MANIFEST) == after.get(MANIFEST):
        return None
    proof = is_proof and bool(before.get(MANIFEST)) and bool(after.get(MANIFEST))
    says = f"{MANIFEST} differs" + (", and it decides the output" if proof else "")
    return LockAnswer("moved" if proof else "unknown", says, MANIFEST)


KIND = LockKind(
    name="composer",
    files=LOCK,
    beside=(MANIFEST,),
    compare=answer,
    commands=command(r"composer(?:\.phar)?", "install|i|update|upgrade|require"),
    words=("composer",),
)
