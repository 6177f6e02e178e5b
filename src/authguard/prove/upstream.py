"""Evidence from upstream about a dependency hash: the lock files at the old and the new commit of its source.

The rules are those of authguard.locks, as for a lock of this repository, but the files come from a mirror. If the
lock is the same, its kind may have more files to compare.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from authguard.locks import FILES, KINDS, compare, deciding_files
from authguard.locks.comparing import MANIFESTS, LockAnswer, expanded, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from authguard.locks.comparing import ReadFiles


class UpstreamTree(ABC):
    """The files of one commit that a mirror knows."""

    commit: str

    @abstractmethod
    def paths(self) -> Mapping[str, str]:
        """Return the blob of every path."""

    @abstractmethod
    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of the existing files among ``paths``, by one request."""


def compare_upstream(
    kind: str, root: str, before: UpstreamTree, after: UpstreamTree, options: Mapping[str, object]
) -> LockAnswer:
    """Tell whether the deciding files of a dependency hash moved between two commits of its source.

    Args:
        kind: a key of locks.KINDS.
        root: the directory of the lock in the source, "" for the root of the source. If this directory has no lock, the
            only lock below or above is used.
        before: the commit from which the kept hash was made.
        after: the commit for which the hash is used.
        options: the options of the producer, see locks.compare.
    """
    names = deciding_files(kind, options)
    root = root_of(kind, names, root, after)
    wanted = [join(root, name) for name in names]
    mine, other = before.read(wanted), after.read(wanted)
    old = {name: mine.get(join(root, name)) for name in names}
    new = {name: other.get(join(root, name)) for name in names}
    manifests = (_reader(before, root), _reader(after, root))
    answer = compare(kind, old, new, {**options, MANIFESTS: manifests}).with_doubt()
    if answer.decision == "same":
        further = KINDS[kind].further
        answer = (further(root, before, after, options, new) if further else None) or answer
    return _with_root(answer, root)


def _reader(tree: UpstreamTree, root: str) -> ReadFiles:
    """Return the function that reads files by their paths relative to the directory of the lock."""

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        start = len(root) + 1 if root else 0

        def inside(_: str) -> list[str]:
            return [each[start:] for each in tree.paths() if not root or each.startswith(f"{root}/")]

        wanted = {join(root, path): path for path in expanded(paths, inside)}
        return {wanted[path]: data for path, data in tree.read(list(wanted)).items()}

    return read


def root_of(kind: str, names: tuple[str, ...], root: str, tree: UpstreamTree) -> str:
    """Return the directory of the lock: ``root``, or the only directory in the tree with such a file."""
    paths = tree.paths()
    telling, locks = (KINDS[kind].telling, KINDS[kind].files) if kind in KINDS else ((), ())
    if any(join(root, name) in paths for name in names if name not in telling):
        return root
    found = {path.rpartition("/")[0] for path in paths if path.rpartition("/")[2] in locks}
    below = {folder for folder in found if not root or folder.startswith(f"{root}/")}
    for some in (below, found):
        if len(some) == 1:
            return some.pop()
    return root


def _with_root(answer: LockAnswer, root: str) -> LockAnswer:
    """Change the name of the lock in an answer to its path in the source."""
    lock = join(root, answer.lock) if answer.lock in FILES else answer.lock
    says = answer.says.replace(answer.lock, lock, 1) if root and lock != answer.lock else answer.says
    return answer._replace(says=says, lock=lock)
