"""poetry.lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    PackageChange,
    Packages,
    add,
    any_of,
    command,
    resolved,
    rows,
    table,
    toml_of,
    word,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

LOCK = ("poetry.lock",)


def packages_of(data: bytes) -> Packages:
    """Return the packages of a poetry lock. The mark of a package is the hash of its source archive."""
    lock = toml_of(data)
    older = table(table(lock.get("metadata")).get("files"))
    found: Packages = {}
    for raw in rows(lock.get("package")):
        package = table(raw)
        source = table(package.get("source"))
        if source.get("type") == "directory":
            continue
        name, version = word(package.get("name")), word(package.get("version")) or "?"
        commit = word(source.get("resolved_reference"))
        files = [table(raw) for raw in rows(package.get("files")) or rows(older.get(name))]
        archives = sorted(
            word(one.get("hash")) for one in files if word(one.get("file")).endswith((".tar.gz", ".zip"))
        )
        add(
            found,
            name,
            f"{version} ({commit})" if commit else version,
            archives[0] if len(archives) == 1 else "",
        )
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """A moved package is proof if every install has it: in the group "main", not optional, no marker."""
    return resolved(
        LOCK,
        before,
        after,
        packages_of,
        options=options,
        sure=lambda moved: _sure(moved, before, after),
    )


def _sure(moved: list[PackageChange], before: Files, after: Files) -> bool:
    """Tell whether a changed package is certainly installed. The locks are readable."""
    return any_of(moved, _main(before.get(LOCK[0]) or b""), _main(after.get(LOCK[0]) or b""))


def _main(data: bytes) -> set[str]:
    """Return the packages of the group "main" without extra or marker; none in a lock of poetry 1.5 to 1.8."""
    names = set()
    for raw in rows(toml_of(data).get("package")):
        package = table(raw)
        main = "main" in rows(package.get("groups")) or package.get("category") == "main"
        if main and not package.get("optional") and not package.get("markers"):
            names.add(word(package.get("name")))
    return names


KIND = LockKind(
    name="poetry",
    files=LOCK,
    compare=answer,
    commands=command("poetry", "install|sync|export|bundle"),
)
