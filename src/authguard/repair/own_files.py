"""The files of this repository that decide a fixed output. A proof is valid in all trees where these are the same.

The identity of a source in this repository is its path. So a hash that was computed in the work tree is correct in the
index or in HEAD only if that tree has the same lock.
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from authguard.locks import KINDS
from authguard.prove.ecosystems import ecosystem, lock_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from authguard.git.snapshot import Snapshot
    from authguard.locks.comparing import LockedCode
    from authguard.outputs.model import FixedOutput


def different_file(each: FixedOutput, one: Snapshot, other: Snapshot) -> str | None:
    """Return an input file of a fixed output that differs between two trees; None if all input files are the same.

    Line ends make no difference, since git may convert them. Filters and encodings of git make no difference either,
    if the file has the time stamp that is in git's index. After `touch`, such a file differs until `git status` has
    read it.
    """
    for path in sorted(_files(each, one, other)):
        if _differs(path, one, other):
            return path
    return None


def _files(each: FixedOutput, one: Snapshot, other: Snapshot) -> Iterator[str]:
    """Yield the files that may decide the content of a fixed output and of its sources."""
    for given in each.inputs:
        for path in given.files:
            yield path
            yield from _below(path, one, other)
        for source in given.outputs:
            yield from _files(source, one, other)
    if each.local is None:
        return
    kind = KINDS.get(ecosystem(each) or "")
    root = lock_root(each, each.local)
    names = (*kind.files, *kind.beside) if kind is not None else ()
    locks = [f"{root}/{name}".lstrip("/") for name in names]
    if not any(tree.kind(path) is not None for path in locks for tree in (one, other)):
        yield from (path for path in _below(each.local, one, other) if not path.endswith(".nix"))
        return
    yield from locks
    if kind is not None and kind.code is not None:
        yield from _code(kind.code, _below(each.local, one, other), one, other)


def _code(code: LockedCode, paths: Iterable[str], one: Snapshot, other: Snapshot) -> Iterator[str]:
    """Yield the source files with different imports in the two trees."""
    for path in paths:
        if code.is_read(path) and _differs(path, one, other):
            before, after = (code.imports(tree.read(path) or b"") for tree in (one, other))
            if before != after:
                yield path


def _below(path: str, one: Snapshot, other: Snapshot) -> list[str]:
    """Return the files below a directory in either tree."""
    return sorted({*one.entries(path), *other.entries(path)})


def _differs(path: str, one: Snapshot, other: Snapshot) -> bool:
    here, there = one.entry(path), other.entry(path)
    if here is None or there is None:
        return here is not there
    if here[1] is not None and here[1] == there[1]:
        return here[0] != there[0]
    if stat.S_IFMT(here[0]) != stat.S_IFMT(there[0]):
        return True
    contents = [tree.raw(path) for tree in (one, other)]
    return _unconverted(contents[0]) != _unconverted(contents[1])


def _unconverted(content: bytes | None) -> bytes | None:
    return None if content is None else content.replace(b"\r\n", b"\n")
