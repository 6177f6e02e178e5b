"""The submodules of a change: their files are not in this repository, so what they decide cannot be judged."""

from __future__ import annotations

import os
import re
import stat
from functools import cached_property
from typing import TYPE_CHECKING

from authguard import locks
from authguard.git import links
from authguard.nix.local_source import READ_PATH, read_path
from authguard.nix.references import CALL, SCOPE
from authguard.outputs.anchors import may_hold
from authguard.outputs.reach import is_nix, may_pin
from authguard.outputs.tree import is_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.outputs.model import FixedOutput
    from authguard.outputs.reach import Reach
    from authguard.outputs.tree import OutputTree

MOVED = "the commit of this submodule moved, and its files are not read"
ADDED = "this submodule is new, and its files are not read"
REPLACED = "it was a submodule before, and the files of a submodule are not read"
MAX_FILES = 5000
"""At most this many Nix files are searched for uses of a moved submodule. With more files, the submodule is always
reported. With more symbolic links, those to files below the submodule are not searched."""
FETCHES = rb"[hH]ash(?!ed)|sha\d|[fF]etch"
"""The words of code that fetches."""


class Submodules:
    """The submodules of a change."""

    def __init__(self, target: OutputTree, bases: list[OutputTree], reach: Reach) -> None:
        """Take the trees of a change and the files that it reaches."""
        self.target = target
        self.bases = bases
        self.reach = reach

    def has(self, path: str) -> bool:
        """Tell whether a path is a submodule, or was one in a base."""
        return any(tree.snapshot.kind(path) == "submodule" for tree in (self.target, *self.bases))

    def reason(self, path: str) -> str | None:
        """Return why a submodule cannot be judged; None if it was only renamed, or if no hash depends on its files."""
        snapshot = self.target.snapshot
        if path in self.reach.moved or snapshot.kind(path) is None:
            return None  # it is gone, with all its files
        files = [each for each in snapshot.paths() if is_nix(each)]
        if len(files) <= MAX_FILES:
            snapshot.prefetch(files)
            links_below = (link for link, target in self._links if is_in(target, path))
            folders = {path, *self.reach.names(path), *links_below}
            users = {each for each in files if self._refers_below(each, folders)}
            users.update(link for link in folders - {path} if self._is_read(link))
            users.update(each.path for each in self.target.found if self._is_kept_source(each, folders))
            deciding = {path, *users, *(file for each in users for file in self.reach.leading_to(each))}
            if not users or any(self._is_kept(deciding, base) for base in self.bases):
                return None
        if not any(base.snapshot.kind(path) == "submodule" for base in self.bases):
            return ADDED
        return MOVED if snapshot.kind(path) == "submodule" else REPLACED

    @cached_property
    def _links(self) -> list[tuple[str, str]]:
        """The symbolic links of the target, each with the path to which it leads; none of too many."""
        snapshot = self.target.snapshot
        paths = [path for path, (mode, _) in snapshot.entries().items() if stat.S_ISLNK(mode)]
        found = []
        for path in paths if len(paths) <= MAX_FILES else ():
            text = snapshot.raw(path)
            target = links.target(path, os.fsdecode(text)) if text is not None else None
            if target is not None:
                found.append((path, target))
        return found

    def _is_kept(self, paths: Iterable[str], base: OutputTree) -> bool:
        """Tell whether a base has the same at these paths, as a parent of a merge that keeps its submodule."""
        return all(base.snapshot.oid(path) == self.target.snapshot.oid(path) for path in paths)

    def _is_read(self, link: str) -> bool:
        """Tell whether Nix code may read a link: a file of Nix, data or a lock that some file refers to."""
        may_decide = is_nix(link) or may_pin(link) or link.rpartition("/")[2] in locks.FILES
        return may_decide and bool(self.reach.referring([link], below=False) or self.reach.callers(link))

    def _is_kept_source(self, each: FixedOutput, folders: set[str]) -> bool:
        """Tell whether a base has the hash of a fixed output with a local source in one of these directories."""
        local = each.local
        if local is None or not any(is_in(local, folder) for folder in folders):
            return False
        return any(each.digest == old.digest for base in self.bases for old in base.found)

    def _refers_below(self, path: str, folders: set[str]) -> bool:
        """Tell whether a file with hashes refers to a path below a directory, or any file runs code from below it.

        A file without hashes may read a secret below the directory, or import a module from it: no hash depends on
        this.
        """
        content = self.target.snapshot.read(path) or b""
        fetches = re.search(FETCHES, content) is not None
        names = {
            read_path(path, match[1])
            for match in re.finditer(READ_PATH, content)
            if fetches or not match[0].startswith(b"readFile")
        }
        if may_hold(content):
            names.update(name.removeprefix(CALL).removeprefix(SCOPE) for name in self.reach.refers_to(path))
        return any(is_in(name, folder) for name in names if name is not None for folder in folders)
