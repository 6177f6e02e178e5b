"""What decides a dependency hash upstream: its lock files, compared between the old and the new commit of its source.

The rules are those of authguard.locks, as for a lock of this repository; here the files come out of a mirror. Besides
the lock itself count: for uv `[tool.uv]` and the members of the workspace, for npm the locks of the folders below, and
for Go the packages that its sources import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.locks import FILES, KINDS, compare, deciding_files, uv
from authguard.locks.comparing import LockAnswer, LockUnreadable, table, toml_of
from authguard.locks.goimports import compare_go_imports, imports_of, read_by_vendor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class UpstreamTree:
    """The files of one commit: what a mirror can say of it."""

    commit: str

    def paths(self) -> Mapping[str, str]:
        """Return the blob of every path."""
        raise NotImplementedError

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the content of those of ``paths`` that are there, all asked for at once."""
        raise NotImplementedError


MOST_SOURCES = 20_000
"""Of how many Go files that differ the imports are read."""


def compare_upstream(
    kind: str, root: str, before: UpstreamTree, after: UpstreamTree, options: Mapping[str, object]
) -> LockAnswer:
    """Tell whether what decides a dependency hash moved between two commits of its source.

    Args:
        kind: a key of locks.KINDS.
        root: the directory of the lock in the source, "" for its root; where the lock is not there, but in one
            place below or above it, that one is meant.
        before: the commit that the kept hash was made of.
        after: the commit that it is used for.
        options: of the producer, see locks.compare.
    """
    names = deciding_files(kind, options)
    root = root_of(kind, names, root, after)
    wanted = [_join(root, name) for name in names]
    mine, other = before.read(wanted), after.read(wanted)
    old = {name: mine.get(_join(root, name)) for name in names}
    new = {name: other.get(_join(root, name)) for name in names}
    answer = compare(kind, old, new, options)
    if answer.decision == "same":
        further = _FURTHER.get(kind)
        answer = (further(root, before, after, options, new) if further else None) or answer
    return _with_root(answer, root)


def root_of(kind: str, names: tuple[str, ...], root: str, tree: UpstreamTree) -> str:
    """Return the directory of the lock: the given one, or the only one in the tree that has such a file."""
    paths = tree.paths()
    if any(_join(root, name) in paths for name in names):
        return root
    locks = KINDS[kind].files if kind in KINDS else ()
    found = {path.rpartition("/")[0] for path in paths if path.rpartition("/")[2] in locks}
    below = {folder for folder in found if not root or folder.startswith(f"{root}/")}
    for some in (below, found):
        if len(some) == 1:
            return some.pop()
    return root


def _with_root(answer: LockAnswer, root: str) -> LockAnswer:
    """Name the lock by its path in the source."""
    lock = _join(root, answer.lock) if answer.lock in FILES else answer.lock
    says = answer.says.replace(answer.lock, lock, 1) if root and lock != answer.lock else answer.says
    return LockAnswer(answer.decision, says, lock, answer.problem)


def _uv(
    root: str,
    before: UpstreamTree,
    after: UpstreamTree,
    options: Mapping[str, object],
    new: Mapping[str, bytes | None],
) -> LockAnswer | None:
    """What else uv reads: `[tool.uv]`, and how the members of the workspace are built."""
    members = uv.members(new.get("uv.lock") or b"")
    paths = [_join(root, "pyproject.toml"), *(_join(_join(root, one), "pyproject.toml") for one in members)]
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


def _npm(
    root: str,
    before: UpstreamTree,
    after: UpstreamTree,
    options: Mapping[str, object],
    new: Mapping[str, bytes | None],
) -> LockAnswer | None:
    """The locks of the folders below, which npm reads where a script installs there too."""
    if options.get("text_copied"):
        return None  # only the one lock is fetched from
    old_blobs, new_blobs = before.paths(), after.paths()
    for path in sorted(old_blobs.keys() | new_blobs.keys()):
        inside, _, name = path.rpartition("/")
        if name not in ("package-lock.json", "npm-shrinkwrap.json") or not inside or inside == root:
            continue
        if (not root or path.startswith(f"{root}/")) and old_blobs.get(path) != new_blobs.get(path):
            return LockAnswer("unknown", f"the lock shows no change, but {path} differs", path)
    return None


def _go(
    root: str,
    before: UpstreamTree,
    after: UpstreamTree,
    options: Mapping[str, object],
    new: Mapping[str, bytes | None],
) -> LockAnswer | None:
    """What the sources import, which decides what of a module `go mod vendor` takes."""
    if options.get("proxyVendor"):
        return None
    old, new_ = _sources(root, before), _sources(root, after)
    gone = [path for path in old if read_by_vendor(_below(path, root)) and old[path] != new_.get(path)]
    come = [path for path in new_ if read_by_vendor(_below(path, root)) and new_[path] != old.get(path)]
    if len(gone) + len(come) > MOST_SOURCES:
        return LockAnswer("unknown", "go.mod is the same, but too many sources differ to read", "go.mod")
    was, is_ = _imports(before, gone), _imports(after, come)
    if was == is_:
        return None
    same = [path for path in new_ if read_by_vendor(_below(path, root)) and new_[path] == old.get(path)]
    kept = _imports(after, same) if len(same) <= MOST_SOURCES else set()
    answer = compare_go_imports(was | kept, is_ | kept, new.get("go.mod") or b"")
    return answer if answer.decision != "same" else None


def _sources(root: str, tree: UpstreamTree) -> dict[str, str]:
    """Return the Go files of a module by path, those of modules inside it left out."""
    paths = tree.paths()
    inner = {
        path.rpartition("/")[0]
        for path in paths
        if path.endswith("/go.mod")
        and path != _join(root, "go.mod")
        and path.startswith(f"{root}/" if root else "")
    }
    return {
        path: blob
        for path, blob in paths.items()
        if path.endswith(".go")
        and path.startswith(f"{root}/" if root else "")
        and not any(path.startswith(f"{folder}/") for folder in inner)
    }


def _imports(tree: UpstreamTree, paths: list[str]) -> set[str]:
    return {name for data in tree.read(paths).values() for name in imports_of(data)}


def _below(path: str, root: str) -> str:
    return path.removeprefix(f"{root}/") if root else path


def _join(root: str, name: str) -> str:
    return f"{root}/{name}" if root else name


_FURTHER = {"uv": _uv, "npm": _npm, "go": _go}
