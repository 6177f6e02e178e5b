"""package-lock.json and npm-shrinkwrap.json (lockfileVersion 1 to 3).

For lockfileVersion 2 and 3, the part that `npm ci --workspace` installs is read too.
"""

from __future__ import annotations

from posixpath import normpath
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockedPackage,
    LockKind,
    LockUnreadable,
    Packages,
    Undecidable,
    add,
    command,
    copied,
    json_of,
    pick,
    resolved,
    table,
    word,
)
from authguard.locks.installed import part_of

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, InstalledPart, InstallSelection, LockTree, Options, ReadFiles

_GROUPS = ("dependencies", "optionalDependencies", "peerDependencies", "devDependencies")
_INSIDE = "node_modules/"

_LIMITS = frozenset({"os", "cpu", "libc", "inBundle"})
"""Fields of a package that only some platforms install, or that another package has inside."""


class _Graph:
    """The packages of a lock. A key is the path of a package, "" for the root."""

    def __init__(self, packages: dict[str, object], omitted: frozenset[str]) -> None:
        self.entries = {path: table(entry) for path, entry in packages.items()}
        self.omitted = omitted

    def package(self, key: str) -> LockedPackage:
        """Return the package of a key."""
        import json

        entry = self.entries[key]
        identity = f"{key} {json.dumps(entry, sort_keys=True)}"
        _, installed, name = key.rpartition(_INSIDE)
        if not installed or entry.get("link"):
            return LockedPackage(identity)
        mark = word(entry.get("integrity")) or word(entry.get("resolved"))
        return LockedPackage(
            identity, word(entry.get("name")) or name, word(entry.get("version")) or "?", mark
        )

    def follow(self, key: str) -> list[tuple[str, bool]]:
        """Return the dependencies of a package, or the target of a link; True for those certainly installed."""
        entry = self.entries[key]
        if entry.get("link"):
            return [(self.local(word(entry.get("resolved"))), True)]
        is_local = _INSIDE not in f"/{key}"
        found = []
        for group in _GROUPS if is_local else _GROUPS[:-1]:
            for name in table(entry.get(group)):
                path = self.path_of(key, name)
                if path is not None:
                    found.append((path, group != "peerDependencies" and self.is_sure(path)))
        return found

    def local(self, path: str) -> str:
        """Return the key of the directory that a link leads to."""
        found = normpath(path) if path else ""
        if found not in self.entries:
            raise Undecidable
        return found

    def path_of(self, key: str, name: str) -> str | None:
        """Return the path at which Node.js finds a dependency of a package; None if the dependency is not installed."""
        folder = key
        while True:
            path = f"{folder}/{_INSIDE}{name}" if folder else f"{_INSIDE}{name}"
            if path in self.entries:
                return path
            if not folder:
                return None
            folder = folder.rpartition("/")[0]

    def is_sure(self, key: str) -> bool:
        """Tell whether every platform installs a package, and no option leaves it out."""
        entry = self.entries[key]
        if not _LIMITS.isdisjoint(entry):
            return False
        kinds = {kind for kind in ("dev", "optional", "peer") if entry.get(kind)}
        if entry.get("devOptional"):
            kinds |= {"dev", "optional"}
        return kinds.isdisjoint(self.omitted)


def part(files: Files, selection: InstallSelection, read: ReadFiles) -> InstalledPart:
    """Return the packages that `npm ci` with workspaces installs. Raises LockUnreadable, Undecidable.

    Without --legacy-peer-deps, which a .npmrc may set too, npm installs peers. So a peer is only possibly installed.
    """
    lock = table(json_of(files.get(pick(tuple(files), files) or "") or b""))
    if lock.get("lockfileVersion") not in (2, 3) or "peer" in selection.omitted:
        raise Undecidable
    graph = _Graph(table(lock.get("packages")), selection.omitted)
    if "" not in graph.entries:
        raise Undecidable
    root = graph.entries[""]  # its name and version are in node_modules/.package-lock.json
    settings = tuple(
        repr(one) for one in (lock.get("lockfileVersion"), root.get("name"), root.get("version"))
    )
    starts = _starts(graph, selection.filters)
    return part_of(starts, graph.follow, graph.package, settings, by_directory=True)


def _starts(graph: _Graph, filters: tuple[str, ...]) -> list[tuple[str, bool]]:
    """Return the links to the chosen workspaces; without filters, those to all workspaces, and the root."""
    links = {path: word(entry.get("resolved")) for path, entry in graph.entries.items() if entry.get("link")}
    workspaces = {path: folder for path, folder in links.items() if _INSIDE not in f"/{folder}"}
    if not filters:
        return [("", True), *((path, True) for path in workspaces)]
    starts = []
    for text in filters:
        chosen = [path for path, folder in workspaces.items() if _is_named(text, path, folder)]
        if not chosen:
            raise Undecidable
        starts += [(path, True) for path in chosen]
    return starts


def _is_named(text: str, path: str, folder: str) -> bool:
    """Tell whether a filter is the name of a workspace, its directory, or the directory above it."""
    wanted = normpath(text)
    return path == f"{_INSIDE}{text}" or wanted == folder or wanted == folder.rpartition("/")[0]


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


def layout(data: bytes) -> dict[str, str] | None:
    """Return the directory and the version of each package; None for a lock without directories."""
    packages = table(table(json_of(data)).get("packages"))
    return {
        path: word(table(entry).get("version")) for path, entry in packages.items() if _INSIDE in path
    } or None


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
    found = resolved(FILES, before, after, packages_of, options=options, layout=layout)
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


KIND = LockKind(
    name="npm",
    files=FILES,
    compare=answer,
    further=_further,
    commands=command("npm", "ci|install|i|clean-install|install-clean"),
    words=("npm",),
    part=part,
)
