"""uv.lock and poetry.lock."""

from __future__ import annotations

from authguard.locks.answer import LockAnswer, Unreadable, rows, table, toml_of, word
from authguard.locks.engine import resolved
from authguard.locks.packages import Change, Packages, add

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Files = Mapping[str, bytes | None]

UV, POETRY = ("uv.lock",), ("poetry.lock",)
LOCAL = ("editable", "virtual", "directory", "path")


def _is_local(package: dict[str, object]) -> bool:
    return any(kind in table(package.get("source")) for kind in LOCAL)


def uv_packages(data: bytes) -> Packages:
    """The packages of a uv lock that come from elsewhere; the mark is the source archive's hash."""
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


def _uv_installed(data: bytes) -> set[str]:
    """The packages that the repository's own ones need on every platform, without groups and extras."""
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


def uv_answer(before: Files, after: Files, options: Mapping[str, object]) -> LockAnswer:
    """A moved package is proof where every install has it, without group, extra or marker between."""
    return resolved(
        UV, before, after, uv_packages, options=options, sure=lambda moved: _sure_uv(moved, before, after)
    )


def _sure_uv(moved: list[Change], before: Files, after: Files) -> bool:
    """Whether one of the changes is certainly installed; asked of readable locks."""
    return _any_of(moved, _uv_installed(before.get(UV[0]) or b""), _uv_installed(after.get(UV[0]) or b""))


def _any_of(moved: list[Change], before: set[str], after: set[str]) -> bool:
    """Whether one of the changes is of a package in the set of the side that still has it."""
    return any(change.name in (after if change.new else before) for change in moved)


def poetry_packages(data: bytes) -> Packages:
    """The packages of a poetry lock; the mark is its source archive's hash."""
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


def poetry_answer(before: Files, after: Files, options: Mapping[str, object]) -> LockAnswer:
    """A moved package is proof where every install has it: in the group "main", not optional, no marker."""
    return resolved(
        POETRY,
        before,
        after,
        poetry_packages,
        options=options,
        sure=lambda moved: _sure_poetry(moved, before, after),
    )


def _sure_poetry(moved: list[Change], before: Files, after: Files) -> bool:
    """Whether one of the changes is certainly installed; asked of readable locks."""
    return _any_of(
        moved, _poetry_main(before.get(POETRY[0]) or b""), _poetry_main(after.get(POETRY[0]) or b"")
    )


def _poetry_main(data: bytes) -> set[str]:
    """The packages of the group "main" without extra or marker; none in a lock of poetry 1.5 to 1.8."""
    names = set()
    for raw in rows(toml_of(data).get("package")):
        package = table(raw)
        main = "main" in rows(package.get("groups")) or package.get("category") == "main"
        if main and not package.get("optional") and not package.get("markers"):
            names.add(word(package.get("name")))
    return names


def uv_members(data: bytes) -> list[str]:
    """The directories of the workspace's members below its root, by a uv lock; none where it cannot be read."""
    try:
        packages = [table(raw) for raw in rows(toml_of(data).get("package"))]
    except Unreadable:
        return []
    found = [word(table(one.get("source")).get(kind)) for one in packages for kind in LOCAL]
    return sorted({path for path in found if path and path != "." and not path.startswith(("/", ".."))})


def uv_commits(data: bytes) -> list[tuple[str, str, str]]:
    """(name, url, commit) of each package that a uv lock takes from a git repository; none where it cannot be read.

    uv writes `git = "https://host/owner/name?rev=…#COMMIT"`.
    """
    try:
        packages = [table(raw) for raw in rows(toml_of(data).get("package"))]
    except Unreadable:
        return []
    found = []
    for one in packages:
        url, mark, commit = word(table(one.get("source")).get("git")).partition("#")
        if mark:
            found.append((word(one.get("name")), url.partition("?")[0], commit))
    return found
