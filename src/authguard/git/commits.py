"""The commits of a range, each with its tree, its parents, and the paths in which it differs from each parent.

History is evidence too: the ancestors that wrote or removed a digest.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.git.git import RAW
from authguard.git.ranges import Base, ChangedFile, FirstChanges, Range, raw_change, snapshot_of
from authguard.git.snapshot import TreeSnapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from authguard.git.git import Git
    from authguard.git.ranges import Walk

_HEADER = "--format=%H %T %P"
_LOG = ("--no-textconv", "--no-ext-diff", "--format=%H %P")


class Commit:
    """One commit of a range.

    Attributes:
        oid, tree: the ids of the commit and of its tree.
        parents: the oids of the parents; empty for a root commit.
        changes: the differences from each parent, in the order of the parents (for a root commit, from the empty tree).
            If a merge has the tree of a parent, git omits that parent.
        is_cut: whether there are more changes than these, which are not judged.
    """

    __slots__ = ("changes", "is_cut", "oid", "parents", "tree")

    def __init__(self, oid: str, tree: str, parents: list[str]) -> None:
        """Store a commit. The changes are added later."""
        self.oid = oid
        self.tree = tree
        self.parents = parents
        self.is_cut = False
        self.changes: list[list[ChangedFile]] = []


def commits(git: Git, walk: Walk) -> list[str]:
    """Return the oids of the commits of a range, parents before children.

    Raises:
        Refused: this clone does not have an end of the range.
    """
    if not walk.tips:
        return []
    requested = "".join([*(f"{oid}\n" for oid in walk.tips), *(f"^{oid}\n" for oid in walk.known)])
    listed = git.run("rev-list", "--topo-order", "--reverse", "--stdin", stdin=requested.encode())
    return listed.decode().split()


def with_changes(git: Git, oids: list[str], matters: Callable[[ChangedFile], bool]) -> Iterator[Commit]:
    """Yield the commits that touch a path that matters, in the given order, from one process.

    A merge is omitted if one parent has the same relevant paths, since such a merge changes nothing by itself.

    Args:
        git: the repository.
        oids: full ids of commits.
        matters: tells whether one change can matter.

    Raises:
        Refused: git failed over a commit.
    """
    for commit in _read(git, oids):
        if len(commit.changes) < len(commit.parents):
            continue
        if all(any(matters(change) for change in changes) for changes in commit.changes):
            yield commit


def range_of(git: Git, commit: Commit) -> Range:
    """Return the range of one commit: its tree against each parent, and the commits that excuse its findings."""
    target = TreeSnapshot(git, commit.tree, commit.oid)
    bases = []
    parents: list[str | None] = [*commit.parents]
    for parent, changes in zip(parents or [None], commit.changes, strict=True):
        bases.append(Base(parent, snapshot_of(git, parent), changes, commit.is_cut and bool(changes)))
        target.learn({each.path: (each.new_mode, each.new_oid) for each in changes if each.new_oid})
    head_parents = git.parents(commit.parents[0]) if commit.parents else []
    return Range(target, bases, git, head_parents)


def _read(git: Git, oids: list[str]) -> Iterator[Commit]:
    """Yield the commits with all their changes."""
    if not oids:
        return
    from authguard.system import scratch

    source = scratch("".join(f"{oid}\n" for oid in oids).encode())
    try:
        process = git.start(
            "diff-tree", "--stdin", "--root", "-m", "-r", *RAW, "--always", _HEADER, stdin=source
        )
    finally:
        os.close(source)
    commit: Commit | None = None
    first = FirstChanges()
    fields = process.fields()
    for field in fields:
        raw = field.removeprefix(b"\n")
        if raw.startswith(b":"):
            assert commit is not None  # noqa: S101 - for the type checker; a header comes first
            commit.is_cut |= not first.add(raw_change(raw, next(fields)))
            continue
        oid, tree, *parents = raw.decode().split()
        if commit is None or commit.oid != oid:
            if commit is not None:
                yield commit
            commit = Commit(oid, tree, parents)
        first = FirstChanges()
        commit.changes.append(first.kept)
    if commit is not None:
        yield commit


def commits_that_touched(
    git: Git, tip: str, text: str | None, path: str, most: int, size: int = 0
) -> Iterator[tuple[str, TreeSnapshot]]:
    """Yield (commit, its tree) of the ancestors of ``tip`` that added ``text`` to ``path`` or removed it.

    The parent of a commit that removed the text is included, since it still has the text. The newest commit comes
    first; at most ``most`` commits are read. Without a text (None), every commit that changed the file is yielded.
    ``size`` is that of the file in bytes: a text is only searched in the newest changes of a large file.
    """
    from authguard.errors import Refused
    from authguard.git.ranges import snapshot_of

    seen: set[str] = set()
    for oids in oids_that_touched(git, tip, text, path, most, size):
        for oid in oids:
            if oid not in seen:
                seen.add(oid)
                try:
                    yield oid, snapshot_of(git, oid)
                except Refused:
                    continue


LARGE_FILE = 1 << 18
"""In a smaller file (in bytes), a text is searched through the whole history."""
MAX_SEARCHED, LEAST_SEARCHED = 256 << 20, 64
"""A text is searched in so many bytes of the versions of a file, but at least in so many changes of the file.

git reads both versions of each change, which takes some seconds for this size.
"""


def oids_that_touched(
    git: Git, tip: str, text: str | None, path: str, most: int, size: int = 0
) -> list[list[str]]:
    """Return the ids of each such commit and its parents, newest first; nothing for a partial history."""
    from authguard.errors import Refused

    if text == "":
        return []
    searched = () if text is None else ("-S", text)
    file = f":(top,literal){path}"
    changes = max(LEAST_SEARCHED, MAX_SEARCHED // (size or 1))
    try:
        older: tuple[str, ...] = ()
        if size > LARGE_FILE and text is not None:
            found = git.run("log", "--format=%H", f"--skip={changes}", "-n1", tip, "--", file)
            older = tuple(f"^{oid}" for oid in found.decode("ascii", "replace").split())
        output = git.run("log", *searched, *_LOG, f"-n{most}", tip, *older, "--", file)
    except Refused:
        git.lacks_objects = True
        return []
    return [line.split() for line in output.decode("ascii", "replace").splitlines()]


def files_with(git: Git, oid: str, texts: Iterable[str], patterns: Sequence[str] = ()) -> set[str]:
    """Return the files of a commit that contain any of these texts; no file for a partial history.

    Args:
        git: the repository.
        oid: the full id of the commit.
        texts: fixed texts, also for files that are not text.
        patterns: only paths that one of these pathspecs selects; without any, all paths.
    """
    from authguard.errors import Refused

    words = [word for text in sorted(texts) for word in ("-e", text)]
    try:
        output = git.run(
            "grep", "-l", "-z", "-F", "--text", "--full-name", *words, oid, "--", *patterns, ok=(0, 1)
        )
    except Refused:
        git.lacks_objects = True
        return set()
    return {name.partition(":")[2] for name in os.fsdecode(output).split("\0") if name}


def versions_of(git: Git, tip: str, paths: Sequence[str], most: int, depth: int) -> dict[str, dict[str, str]]:
    """Return the versions of files in the ancestors of ``tip``, newest first: for each blob, a commit that has it.

    At most ``most`` commits for each path are read, and no commit older than the ancestor that is ``depth`` first
    parents back.
    """
    from authguard.errors import Refused

    found: dict[str, dict[str, str]] = {path: {} for path in paths}
    try:
        older = git.run("rev-list", "--first-parent", f"--skip={depth}", "-1", tip).decode().split()
        left_out = [f"^{oid}" for oid in older]
        output = git.run(
            *("log", "-z", "--raw", "--no-abbrev", "--no-renames", *_LOG, f"-n{most * len(paths)}", tip),
            *(*left_out, "--", *(f":(top,literal){path}" for path in paths)),
        )
    except Refused:
        git.lacks_objects = True
        return {}  # a partial history has no answer
    commit, parents = "", list[str]()
    fields = iter(os.fsdecode(output).split("\0"))
    for field in fields:
        if field.removeprefix("\n").startswith(":"):
            _, _, before, after, *_ = field.split()
            versions = found.get(next(fields), {})  # a path may have become a directory
            if len(versions) < 2 * most:
                versions.setdefault(after, commit)
                versions.setdefault(before, parents[0] if parents else "")
        elif field:
            commit, *parents = field.split()
    return {
        path: {blob: one for blob, one in versions.items() if one and blob.strip("0")}
        for path, versions in found.items()
    }
