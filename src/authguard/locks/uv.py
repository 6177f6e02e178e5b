"""uv.lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    PackageChange,
    Packages,
    add,
    any_of,
    command,
    join,
    resolved,
    rows,
    table,
    toml_of,
    word,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, LockTree, Options

LOCK = ("uv.lock",)
LOCAL = ("editable", "virtual", "directory", "path")


def _is_local(package: dict[str, object]) -> bool:
    return any(kind in table(package.get("source")) for kind in LOCAL)


def packages_of(data: bytes) -> Packages:
    """Return the packages of a uv lock, except the repository's own; the mark is the hash of the source archive."""
    found: Packages = {}
    for raw in rows(toml_of(data).get("package")):
        package = table(raw)
        if _is_local(package):
            continue
        source = table(package.get("source"))
        version = word(package.get("version")) or "?"
        foreign = word(source.get("git")) or word(source.get("url"))
        mark = word(table(package.get("sdist")).get("hash"))
        if not mark:
            hashes = sorted(word(table(wheel).get("hash")) for wheel in rows(package.get("wheels")))
            mark = hashes[0] if len(hashes) == 1 else ""
        add(found, word(package.get("name")), f"{version} ({foreign})" if foreign else version, mark)
    return found


def _installed(data: bytes) -> set[str]:
    """Return the packages that the repository's own packages need on every platform, without groups and extras."""
    packages = [table(raw) for raw in rows(toml_of(data).get("package"))]
    edges: dict[str, set[str]] = {}
    for package in packages:
        wanted = [table(raw) for raw in rows(package.get("dependencies"))]
        edges.setdefault(word(package.get("name")), set()).update(
            word(one.get("name")) for one in wanted if not one.get("marker")
        )
    waiting = [word(package.get("name")) for package in packages if _is_local(package)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(edges.get(name, ()))
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """A moved package is proof if every install has it, without a group, extra or marker on the way."""
    return resolved(
        LOCK, before, after, packages_of, options=options, sure=lambda moved: _sure(moved, before, after)
    )


def _sure(moved: list[PackageChange], before: Files, after: Files) -> bool:
    """Tell whether a changed package is certainly installed. The locks are readable."""
    return any_of(moved, _installed(before.get(LOCK[0]) or b""), _installed(after.get(LOCK[0]) or b""))


def members(data: bytes) -> list[str]:
    """Return the directories of the workspace members below its root; none if the lock cannot be read."""
    try:
        packages = [table(raw) for raw in rows(toml_of(data).get("package"))]
    except LockUnreadable:
        return []
    found = [word(table(one.get("source")).get(kind)) for one in packages for kind in LOCAL]
    return sorted({path for path in found if path and path != "." and not path.startswith(("/", ".."))})


def commits(data: bytes) -> list[tuple[str, str, str]]:
    """Return (name, url, commit) of each package from a git repository; none if the lock cannot be read.

    uv writes `git = "https://host/owner/name?rev=…#COMMIT"`.
    """
    try:
        packages = [table(raw) for raw in rows(toml_of(data).get("package"))]
    except LockUnreadable:
        return []
    found = []
    for one in packages:
        url, mark, commit = word(table(one.get("source")).get("git")).partition("#")
        if mark:
            found.append((word(one.get("name")), url.partition("?")[0], commit))
    return found


def _further(
    root: str,
    before: LockTree,
    after: LockTree,
    options: Options,
    new: Files,
) -> LockAnswer | None:
    """Judge the other files that uv reads: `[tool.uv]`, and the build settings of the workspace members."""
    folders = ("", *members(new.get("uv.lock") or b""))
    paths = [join(join(root, one), "pyproject.toml") for one in folders]
    old_blobs, new_blobs = before.paths(), after.paths()
    moved = [path for path in paths if old_blobs.get(path) != new_blobs.get(path)]
    mine, other = before.read(moved), after.read(moved)
    for path in moved:
        try:
            old_one, new_one = toml_of(mine.get(path, b"")), toml_of(other.get(path, b""))
        except LockUnreadable as error:
            return LockAnswer("unknown", f"{path} cannot be read", path, error.text(path))
        for keys in (("tool", "uv"), ("build-system",)):
            one, two = old_one, new_one
            for key in keys:
                one, two = table(one.get(key)), table(two.get(key))
            if one != two:
                return LockAnswer(
                    "unknown", f"uv.lock is the same, but [{'.'.join(keys)}] of {path} differs", path
                )
    return None


KIND = LockKind(
    name="uv",
    files=LOCK,
    compare=answer,
    further=_further,
    commands=command("uv", "sync|pip sync|export|run"),
)
