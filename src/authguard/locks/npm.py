"""package-lock.json and npm-shrinkwrap.json (lockfileVersion 1 to 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    copied,
    json_of,
    resolved,
    table,
    word,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, InstalledPart, InstallSelection, LockTree, Options, ReadFiles

FILES = ("npm-shrinkwrap.json", "package-lock.json")
DEEPEST = 200


def packages_of(data: bytes) -> Packages:
    """Return the packages of an npm lock, except packages of the repository (workspaces, links). Raises Unreadable."""
    lock = json_of(data)
    if not isinstance(lock, dict):
        raise LockUnreadable("it is not a JSON object")
    found: Packages = {}
    if isinstance(lock.get("packages"), dict):
        for path, raw in table(lock.get("packages")).items():
            entry = table(raw)
            _, installed, name = path.rpartition("node_modules/")
            if not installed or entry.get("link"):
                continue
            _add(found, word(entry.get("name")) or name, entry)
    else:
        _nested(found, table(lock.get("dependencies")), 0)
    return found


def _nested(found: Packages, dependencies: dict[str, object], depth: int) -> None:
    """Walk the tree of lockfileVersion 1."""
    if depth > DEEPEST:
        raise LockUnreadable("its dependencies are nested too deep")
    for name, raw in dependencies.items():
        entry = table(raw)
        _add(found, name, entry)
        _nested(found, table(entry.get("dependencies")), depth + 1)


def _add(found: Packages, name: str, entry: dict[str, object]) -> None:
    mark = word(entry.get("integrity")) or word(entry.get("resolved"))
    add(found, name, word(entry.get("version")) or "?", mark)


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """Judge a package-lock.json: any byte is proof, except without the option "text_copied".

    A script that runs `npm ci` uses only the packages, except in node_modules/.package-lock.json, where npm repeats the
    version of the project. The option "hidden_lock" is true if the script does not remove that file.
    """
    if options.get("text_copied") is not False:
        return copied(FILES, before, after, packages_of)
    found = resolved(FILES, before, after, packages_of, options=options)
    if found.decision == "same" and options.get("hidden_lock") and found.says.endswith("resolves to"):
        return LockAnswer(
            "unknown", f"{found.says}; node_modules/.package-lock.json has more fields", found.lock
        )
    return found


def _further(
    root: str,
    before: LockTree,
    after: LockTree,
    options: Options,
    new: Files,
) -> LockAnswer | None:
    """Judge the locks in the directories below, which npm reads if a script also installs there."""
    if options.get("text_copied"):
        return None  # only the lock at the root is used
    old_blobs, new_blobs = before.paths(), after.paths()
    for path in sorted(old_blobs.keys() | new_blobs.keys()):
        inside, _, name = path.rpartition("/")
        if name not in FILES or not inside or inside == root:
            continue
        if (not root or path.startswith(f"{root}/")) and old_blobs.get(path) != new_blobs.get(path):
            return LockAnswer("unknown", f"the lock shows no change, but {path} differs", path)
    return None


def _part(files: Files, selection: InstallSelection, read: ReadFiles) -> InstalledPart:
    from authguard.locks.npm_part import part

    return part(files, selection, read)


KIND = LockKind(
    name="npm",
    files=FILES,
    compare=answer,
    further=_further,
    commands=r"\bnpm (?:ci|install)\b",
    words=("npm",),
    part=_part,
)
