"""pnpm-lock.yaml (lockfileVersion 5 to 9): the packages that it resolves to, and the settings beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    chosen,
    resolved,
)
from authguard.locks.pnpm_text import LOCK, NPMRC, WORKSPACE, identified, sections, settings

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, InstalledPart, InstallSelection, Options, ReadFiles


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


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """The resolved packages decide (the lock is not in the output); importers, settings and catalogs do not.

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


def _part(files: Files, selection: InstallSelection, read: ReadFiles) -> InstalledPart:
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
