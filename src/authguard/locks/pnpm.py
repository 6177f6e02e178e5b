"""pnpm-lock.yaml (lockfileVersion 5 to 9). It is read by lines: pnpm writes block mappings and short flow mappings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    chosen,
    resolved,
    text_of,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options
    from authguard.locks.parts import Part, ReadFiles, Selection

LOCK = ("pnpm-lock.yaml",)
WORKSPACE, NPMRC = "pnpm-workspace.yaml", ".npmrc"

WITHOUT_EFFECT = frozenset(
    {"packages", "catalog", "catalogs", "overrides", "onlyBuiltDependencies", "ignoredBuiltDependencies",
     "neverBuiltDependencies", "minimumReleaseAge", "minimumReleaseAgeExclude"}
)  # fmt: skip
"""Keys of pnpm-workspace.yaml that act through the lock or on scripts, which a fetch does not run."""

_INTEGRITY = r"integrity:\s*['\"]?([^\s,'\"}]+)"
_NEWER = r"/?((?:@[^/@]+/)?[^/@]+)@(.+)"
_OLDER = r"/((?:@[^/]+/)?[^/@]+)/([^/_]+)(?:_.*)?"


def sections(data: bytes) -> dict[str, list[str]]:
    """Return the lines under each top-level key, without blank lines and comments. Raises Unreadable."""
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for number, raw in enumerate(text_of(data).split("\n"), 1):
        line = raw.rstrip()
        if not line or line.lstrip().startswith("#") or line == "---":
            continue
        if line[0] in " -" and lines is not None:
            lines.append(line)
            continue
        key, colon, rest = line.partition(":")
        if not colon or line[0] in " \t-":
            raise LockUnreadable("a line is not a key", number)
        lines = found.setdefault(key.strip("'\""), [])
        if rest.strip():
            lines.append(rest.strip())
    return found


def packages_of(data: bytes) -> Packages:
    """Return the packages that a pnpm lock resolves to: the keys under `packages:` without their peers.

    The mark is the integrity, or the complete resolution of a package without one. Raises Unreadable.
    """
    parts = sections(data)
    if "lockfileVersion" not in parts:
        raise LockUnreadable("it has no lockfileVersion")
    found: Packages = {}
    key, body = "", list[str]()
    for line in [*parts.get("packages", []), "  :"]:
        if line[:2] == "  " and line[2:3] not in (" ", "-", ""):
            if key:
                _add(found, key, body)
            key, body = line.strip(), []
        else:
            body.append(line)
    return found


def _add(found: Packages, key: str, body: list[str]) -> None:
    one = identified(key.removesuffix(":").strip().strip("'\""), _resolution(body))
    if one is not None:
        add(found, *one)


def identified(key: str, resolution: str) -> tuple[str, str, str] | None:
    """Return name, version and mark of a package, from its key and its `resolution:`; None if it is a directory."""
    name, version = _identity(key)
    if re.search(r"type:\s*directory|directory:", resolution):
        return None
    integrity = re.search(_INTEGRITY, resolution)
    if integrity:
        return name, version, integrity.group(1)
    return name, f"{version} {resolution}".strip() if "commit:" in resolution else version, resolution


def _resolution(body: list[str]) -> str:
    """Return the text of the `resolution:` of one package, on one line."""
    taken: list[str] = []
    for line in body:
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        if taken and indent <= 4:
            break
        if taken or (indent == 4 and stripped.startswith("resolution:")):
            taken.append(stripped)
    return " ".join(" ".join(taken).removeprefix("resolution:").split())


def _identity(key: str) -> tuple[str, str]:
    """Return name and version of a key: `a@1.0.0(peer@2)` (9), `/a@1.0.0(peer@2)` (6) or `/a/1.0.0_peer@2` (5)."""
    bare = key.partition("(")[0]
    match = re.fullmatch(_NEWER, bare) or re.fullmatch(_OLDER, bare)
    if match is not None:
        return match.group(1), match.group(2)
    name, _, version = bare.rpartition("/")
    return (name, version) if name else (bare, "?")


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """The resolved set decides (the lock is not in the output); importers, settings and catalogs do not.

    Option "pnpmWorkspaces" (truth): only some importers are fetched, so a moved package or importer is not a proof.
    """
    filtered = bool(options.get("pnpmWorkspaces"))
    doubt = "which the chosen workspaces perhaps do not need"
    verdict = resolved(
        LOCK, before, after, packages_of, options=options, sure=lambda _: not filtered, doubt=doubt
    )
    found = chosen(LOCK, before, after)
    if verdict.decision != "same" or isinstance(found, LockAnswer):
        return verdict
    name, old, new = found
    if old != new:
        mine, other = sections(old), sections(new)
        watched = ("lockfileVersion", "patchedDependencies", *(("importers",) if filtered else ()))
        for key in watched:
            if mine.get(key) != other.get(key):
                return LockAnswer("unknown", f"{name} differs in its {key}", name)
    return _companions(before, after) or verdict


def settings(files: Files) -> dict[str, list[str]]:
    """Return the keys of pnpm-workspace.yaml that decide the installed packages beside the lock. Raises Unreadable."""
    found = sections(files.get(WORKSPACE) or b"")
    return {key: value for key, value in found.items() if key not in WITHOUT_EFFECT}


def _companions(before: Files, after: Files) -> LockAnswer | None:
    """Return the answer of pnpm-workspace.yaml and .npmrc if the lock has none."""
    try:
        old, new = settings(before), settings(after)
    except LockUnreadable as error:
        return LockAnswer("unknown", f"{WORKSPACE} cannot be read", WORKSPACE, error.text(WORKSPACE))
    moved = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    if moved:
        return LockAnswer("unknown", f"{WORKSPACE} differs in its {moved[0]}", WORKSPACE)
    if before.get(NPMRC) != after.get(NPMRC):
        return LockAnswer("unknown", f"{NPMRC} differs", NPMRC)
    return None


def _part(files: Files, selection: Selection, read: ReadFiles) -> Part:
    from authguard.locks.pnpm_part import part

    return part(files, selection, read)


KIND = LockKind(
    name="pnpm",
    files=LOCK,
    beside=(WORKSPACE, NPMRC),
    compare=answer,
    commands=r"\bpnpm (?:(?:-F|--filter) \S+ |(?!-C |--dir|-F |--filter )-\S+ )*(?:install|i|fetch)\b",
    words=("pnpm",),
    part=_part,
)
