"""Edits of the index on top of the staged content; other changes of the work tree stay unstaged.

The bytes of the staged blobs are edited: no filter runs, and no line ends are converted.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.git.worktree import blob_oid
from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot

_AT_ONCE = 200
_SUBMODULE = 0o160000


@dataclass(slots=True, eq=False)
class StagedEntry:
    """The index entry of a path: mode and oid as git writes them; ``tag`` is git's letter, see `ls-files -v`."""

    tag: str
    mode: str
    oid: str
    stage: str

    def line(self, path: str, oid: str | None = None) -> bytes:
        """Return the entry (with another oid if one is passed) as `git update-index -z --index-info` takes it."""
        return f"{self.mode} {oid or self.oid}\t".encode() + os.fsencode(path) + b"\0"


def entries(git: Git, paths: Iterable[str]) -> dict[str, StagedEntry]:
    """Return the index entries of these paths, without paths that are not in the index.

    Raises Refused if git does not answer.
    """
    wanted = sorted(set(paths))
    found: dict[str, StagedEntry] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        specs = [f":(top,literal){path}" for path in wanted[at : at + _AT_ONCE]]
        output = git.run("ls-files", "-z", "-s", "-v", "--full-name", "--", *specs)
        for record in output.split(b"\0")[:-1]:
            columns, name = record.split(b"\t", 1)
            found[os.fsdecode(name)] = StagedEntry(*columns.decode().split(" "))
    return {path: found[path] for path in wanted if path in found}


def demand_merged(git: Git, paths: Iterable[str]) -> None:
    """Raise Refused if a path, or a path below it, is unmerged; "" is the root."""
    wanted = sorted(set(paths))
    for at in range(0, len(wanted), _AT_ONCE):
        specs = [f":(top,literal){path}" if path else ":/" for path in wanted[at : at + _AT_ONCE]]
        output = git.run("ls-files", "-z", "-u", "--full-name", "--", *specs)
        if output:
            path = os.fsdecode(output.partition(b"\0")[0].partition(b"\t")[2])
            raise Refused(f"unmerged: {printable(path)}; resolve the conflict and git add first")


def obstacle(entry: StagedEntry | None, path: str, snapshot: Snapshot) -> str | None:
    """Return the reason why nothing can be staged at a path, a clause with the path as subject; otherwise None.

    ``snapshot`` is the index. It lacks a path that is only marked as to be added.
    """
    if entry is None:
        return "is not in the index"
    if entry.stage != "0":
        return "is unmerged"
    mode = int(entry.mode, 8)
    if mode == _SUBMODULE:
        return "is a submodule"
    if not stat.S_ISREG(mode):
        return "is a symbolic link in the index"
    if entry.tag.upper() == "S":
        return "is not checked out (sparse checkout, skip-worktree)"
    if entry.tag.islower():
        return "is marked as assumed unchanged"
    if snapshot.kind(path) is None:
        return "is only marked as to be added (git add --intent-to-add), so nothing of it is staged yet"
    return None


def stage(git: Git, snapshot: Snapshot, contents: Mapping[str, tuple[bytes, bytes]]) -> Callable[[], None]:
    """Replace the bytes of files in the index, all in one step. The modes of the files do not change.

    Args:
        git: the repository; its index is used, or the index that GIT_INDEX_FILE names.
        snapshot: the snapshot of the index.
        contents: the present and the new bytes, by path.

    Returns:
        The edit that restores the present entries.

    Raises:
        Refused: a path cannot be staged, or the index changed after authguard read it; then nothing is written.
    """
    if not contents:
        return lambda: None
    object_format = git.facts().object_format
    found = entries(git, contents)
    before, after = b"", b""
    for path, (old, new) in sorted(contents.items()):
        entry = found.get(path)
        why = obstacle(entry, path, snapshot)
        if why is None and (entry is None or entry.oid != blob_oid(old, object_format)):
            why = "was staged again meanwhile"
        if entry is None or why is not None:
            raise Refused(f"{printable(path)} {why}, and nothing was written")
        oid = git.run("hash-object", "-w", "--stdin", "--no-filters", stdin=new).decode().strip()
        before += entry.line(path)
        after += entry.line(path, oid)
    _update(git, after)
    return lambda: _update(git, before)


def _update(git: Git, lines: bytes) -> None:
    git.run("update-index", "-z", "--index-info", stdin=lines)
