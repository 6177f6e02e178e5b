"""The fixed outputs of a tree, stored between runs with the git objects that each file's outputs depend on.

A file's outputs depend on its own bytes, on the files that it refers to (even indirectly), and on the files that call
it with relevant arguments. For each file, the stored state has the object ids of all these files. If one id differs,
the file is collected again. So the result is the same if the state is missing, or belongs to another tree.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from stat import S_ISLNK, S_ISREG
from typing import TYPE_CHECKING

from authguard.nix.canonical import fingerprint
from authguard.nix.references import (
    ARGUMENT,
    BELOW,
    CALL,
    EACH,
    FILE,
    INPUT,
    OPTION,
    PACKAGE,
    SCOPE,
    references,
)
from authguard.nix.scopes import package_name
from authguard.outputs import summary
from authguard.outputs.facts import (
    has_lock_or_key,
    is_concrete,
    locations_of,
    moving_revision,
    syntax_error,
    unfinished,
)
from authguard.outputs.reach import is_nix, may_pin
from authguard.outputs.tree import OutputTree
from authguard.producers.pins import AT_ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from authguard.git.snapshot import Snapshot
    from authguard.git.summaries import Summaries
    from authguard.nix.parse import Source
    from authguard.outputs.model import FixedOutput

    Result = tuple[str, str, list[str], list[str], list[int], str]

MAX_NEIGHBOURS = 400
"""A file that depends on more files (a hub of packages) is collected again after every change."""

_UNKNOWN = "unknown"
_OF_FLAKES = ("flake.nix", "flake.lock")

_WORD = re.compile(rb"[A-Za-z_][\w'-]*")

PARALLEL_FROM = 400
"""If there are at least this many files, several processes collect them."""

SHARE = 250
"""The number of files that one evaluator collects, since it keeps all data in memory until its end."""


class Kept:
    """The kept data of one file.

    oid         the id of its git object.
    neighbours  the files that its outputs depend on; None means all files.
    calls       the files that it calls with relevant arguments.
    text        its fixed outputs, as `summary` writes them.
    digests     those of its concrete sources and dependencies, which no other may have; one of two is there twice.
    locations      where its sources are fetched from.
    counts      the numbers of its fixed outputs, and of those that are not resolved.
    flags       "w" it has a waiver, "f" an unfinished hash or a moving revision, "n" it is no Nix,
                "u" it cannot be read, "h" it is too large to be read.
    """

    __slots__ = ("calls", "counts", "digests", "flags", "locations", "neighbours", "oid", "text")

    def __init__(
        self,
        oid: str,
        neighbours: list[str] | None,
        calls: list[str],
        text: str,
        digests: list[str],
        locations: list[str],
        counts: list[int],
        flags: str,
    ) -> None:
        """Store the arguments."""
        self.oid = oid
        self.neighbours = neighbours
        self.calls = calls
        self.text = text
        self.digests = digests
        self.locations = locations
        self.counts = counts
        self.flags = flags

    def row(self) -> list[object]:
        """Return the parts in the order of the constructor."""
        return [
            self.oid, self.neighbours, self.calls, self.text, self.digests, self.locations, self.counts, self.flags
        ]  # fmt: skip


class TreeCache:
    """All fixed outputs of a snapshot. ``unreadable`` lists the data files that could not be read."""

    def __init__(
        self,
        snapshot: Snapshot,
        summaries: Summaries | None,
        edition: str,
        is_complete: Callable[[], bool] = lambda: True,
    ) -> None:
        """Store the snapshot, and the place where results are stored (None: nowhere).

        ``is_complete`` tells, after the files were read, whether this clone had them all. Otherwise nothing is stored.
        """
        self.snapshot = snapshot
        self._is_complete = is_complete
        self.summaries = summaries
        self.edition = edition
        self.files: dict[str, Kept] = {}
        self.collected = 0
        self._refs: dict[str, list[str]] = {}
        self._oids: dict[str, str] = {}
        self._links: list[tuple[str, str]] = []
        self._trues: dict[str, str] = {}
        self._folders: dict[str, list[str]] | None = None
        self._sorted: list[str] = []
        self._packages: dict[str, list[str]] | None = None

    def load(self) -> TreeCache:
        """Collect the unknown files. Returns itself."""
        entries = self.snapshot.entries()
        self._oids = {path: oid or "" for path, (_, oid) in entries.items()}
        self._links = sorted((path, oid or "") for path, (mode, oid) in entries.items() if S_ISLNK(mode))
        files = [path for path, (mode, _) in entries.items() if S_ISREG(mode)]
        wanted = [path for path in files if is_nix(path) or may_pin(path)]
        kept, others = self._restored()
        changed = {path for path, each in kept.items() if self._oids.get(path) != each.oid}
        changed.update(path for path, oid in others.items() if oid == _UNKNOWN or self._state(path) != oid)
        changed.update(path for path in wanted if path not in kept or not self._oids[path])
        dirty = self._dirty(wanted, kept, changed)
        self.files = {path: kept[path] for path in wanted if path not in dirty}
        if dirty:
            self._collect(sorted(dirty))
        if (dirty or len(kept) != len(self.files)) and self._is_complete():
            self._keep()
        return self

    def _state(self, path: str) -> str:
        """Return the id of a file's object; for a reference to several files, a fingerprint of names and ids."""
        path = self._true(path)
        if not path.endswith((EACH, BELOW)) and not path.startswith(FILE):
            return self._oids.get(path, "")
        if self._folders is None:
            self._folders = {}
            self._sorted = sorted(self._oids)
            for file in self._sorted:
                folder, _, name = file.rpartition("/")
                for each in (FILE + name, *{folder + EACH, folder.rpartition("/")[0] + EACH}):
                    self._folders.setdefault(each, []).append(file)
        found = self._folders.get(path, [])
        if path.endswith(BELOW):
            start = path.removesuffix("**").lstrip("/")
            first, end = (bisect_left(self._sorted, each) for each in (start, start + "\U0010ffff"))
            found = self._sorted[first:end]
        listed = [(file, self._oids[file]) for file in found]
        if not all(oid for _, oid in listed):
            return _UNKNOWN  # only the work tree has the content of a file
        return fingerprint(listed) if listed else ""

    def _true(self, path: str) -> str:
        """Return the path of the file in this tree that a path means, or the path itself if there is no file.

        The path may lead through links, and have other capital letters. A reference to the files of a directory is one
        to the directory behind the link.
        """
        known = self._trues.get(path)
        if known is None:
            end = next((each for each in (BELOW, EACH) if path.endswith(each)), "")
            above = path.removesuffix(end)
            known = self._trues[path] = (self.snapshot.resolve(above) or above) + end
        return known

    def outputs(self, paths: Iterable[str] | None = None) -> list[FixedOutput]:
        """Return the fixed outputs of the files at ``paths``, or of all files: one for each literal and call.

        A record is omitted if a call uses its literal, and the file of the call is among ``paths``.
        """
        found: list[FixedOutput] = []
        for path in sorted(self.files if paths is None else paths):
            kept = self.files.get(path)
            if kept is not None and kept.text != "[]":
                found.extend(summary.load(kept.text, self.snapshot.read))
        consumed = {each.origin.key for each in found if not each.record}
        return [each for each in found if not each.record or each.origin.key not in consumed]

    def output_tree(
        self, snapshot: Snapshot | None = None, parsed: dict[tuple[str, bytes], Source] | None = None
    ) -> OutputTree:
        """Return the tree for a judge, with nothing collected yet, so that its fixed outputs will be complete.

        ``snapshot`` is another view of the same tree, or an earlier tree that is read with the callers of this one.
        ``parsed`` has parsed files that several trees share.
        """
        callers: dict[str, list[str]] = {}
        for path, kept in self.files.items():
            for target in kept.calls:
                callers.setdefault(target, []).append(path)
        return OutputTree(snapshot or self.snapshot, _importers(callers), parsed)

    def _dirty(self, wanted: list[str], kept: dict[str, Kept], changed: set[str]) -> set[str]:
        """Return the files with outputs that may differ from the stored outputs."""
        if not changed:
            return set()
        dirty = {path for path in wanted if path in changed}
        self._prefetch(path for path in changed if path in self._oids)
        called = {target for path in changed if path in self._oids for target in self._calls(path)}
        called.update(target for path in changed if path in kept for target in kept[path].calls)
        moved = changed | {name for name in called if name.startswith((ARGUMENT, OPTION))}
        for path in wanted:
            if path in dirty:
                continue
            near = kept[path].neighbours
            if near is None or not moved.isdisjoint(near) or not called.isdisjoint(_called_as(path)):
                dirty.add(path)
        return dirty

    # -- collecting --------------------------------------------------------------------------------

    def _collect(self, paths: list[str]) -> None:
        """Collect the fixed outputs of ``paths``."""
        self.collected = len(paths)
        self._prefetch(paths)
        callers: dict[str, list[str]] = {}
        for path in paths:
            for target in self._calls(path):
                callers.setdefault(target, []).append(path)
        for path, kept in self.files.items():
            for target in kept.calls:
                callers.setdefault(target, []).append(path)
        for path, text, digests, locations, counts, flags in self._results(paths, callers):
            neighbours = self._neighbours(path, callers)
            self.files[path] = Kept(
                self._oids[path], neighbours, self._calls(path), text, digests, locations, counts, flags
            )

    def _results(self, paths: list[str], callers: dict[str, list[str]]) -> list[Result]:
        processes = min(os.cpu_count() or 1, 8) if len(paths) >= PARALLEL_FROM and hasattr(os, "fork") else 1
        shares = [paths[at : at + SHARE] for at in range(0, len(paths), SHARE)]
        if processes < 2:
            return [result for share in shares for result in self.share(share, callers)]
        # Everything must be read before the processes fork: otherwise they would share one `git cat-file`.
        self._prefetch(path for path in self._oids if is_nix(path) or may_pin(path))
        from multiprocessing import get_context

        global _working
        _working = (self, callers)
        try:
            with get_context("fork").Pool(processes) as pool:
                return [result for share in pool.map(_work, shares, chunksize=1) for result in share]
        finally:
            _working = None

    def share(self, paths: list[str], callers: dict[str, list[str]]) -> list[Result]:
        """Collect some files in this process."""
        import gc

        output_tree = OutputTree(self.snapshot, _importers(callers))
        gc.disable()  # all objects are needed until the end of the share
        try:
            return [self._result(output_tree, path) for path in paths]
        finally:
            gc.enable()

    def _result(self, output_tree: OutputTree, path: str) -> Result:
        """Return the parts of one file to keep."""
        found = [*output_tree.collector.calls(path), *output_tree.collector.records(path)]
        flags = ""
        data = self.snapshot.read(path)
        if data is not None and b"authguard" in data:
            flags += "w"
        if any(
            unfinished(each, output_tree.evaluator.source) is not None or moving_revision(each) is not None
            for each in found
        ):
            flags += "f"
        if is_nix(path) and syntax_error(output_tree, path) is not None:
            flags += "n"
        if path in output_tree.collector.unreadable:
            flags += "u"
        if path in output_tree.evaluator.unread:
            flags += "h"
        shared = (each for each in found if is_concrete(each) or has_lock_or_key(each))
        digests = sorted(each.digest.key() for each in shared if each.digest is not None)
        locations = sorted({location for each in found for location in locations_of(each)})
        counts = [len(found), sum(not each.resolved for each in found)]
        return (path, summary.dump(found) if found else "[]", digests, locations, counts, flags)

    # -- dependencies of files -----------------------------------------------------------------------

    def _prefetch(self, paths: Iterable[str]) -> None:
        self.snapshot.prefetch([path for path in paths if path in self._oids])

    def _references(self, path: str) -> list[str]:
        known = self._refs.get(path)
        if known is None:
            data = self.snapshot.read(path) if is_nix(path) and path in self._oids else None
            known = self._refs[path] = references(path, data) if data is not None else []
        return known

    def _calls(self, path: str) -> list[str]:
        called = [
            target.removeprefix(CALL).removeprefix(SCOPE)
            for target in self._references(path)
            if target.startswith((CALL, SCOPE))
        ]
        return list(dict.fromkeys([*called, *map(self._true, called)]))

    def _neighbours(self, path: str, callers: dict[str, list[str]]) -> list[str] | None:
        """Return all other files that the outputs of ``path`` depend on; None if there are too many files."""
        found: set[str] = set()
        waiting = [path, *_importers(callers)(path)]
        found.update(waiting[1:])
        while waiting:
            latest = waiting.pop()
            names = [*self._by_name(latest)]
            for target in self._references(latest):
                if not target:  # `self`
                    names.extend(_flakes_above(latest))
                if target.startswith(INPUT):
                    names.extend((*AT_ROOT, *_flakes_above(latest)))
                elif target.startswith((ARGUMENT, OPTION)):
                    names.extend((target, *callers.get(target, ())))
                elif target.startswith(PACKAGE):
                    names.extend((*_flakes_above(latest), *self._named(target.removeprefix(PACKAGE))))
                elif not target.startswith((CALL, SCOPE)):
                    names.extend((target, f"{target}/default.nix"))
            for name in dict.fromkeys([*names, *map(self._true, names)]):
                if name not in found and name != path:
                    found.add(name)
                    if name in self._oids:
                        waiting.append(name)
            if len(found) > MAX_NEIGHBOURS:
                return None
        return sorted(found)

    def _named(self, name: str) -> list[str]:
        """Return the Nix files with the name of a package."""
        if self._packages is None:
            self._packages = {}
            for path in filter(is_nix, self._oids):
                self._packages.setdefault(package_name(path), []).append(path)
        return self._packages.get(name, [])

    def _by_name(self, path: str) -> list[str]:
        """Return the packages of this tree that a package file requests by name (pkgs/by-name)."""
        if not is_nix(path) or not ("/by-name/" in path or path.endswith("/package.nix")):
            return []
        data = self.snapshot.read(path) or b""
        words = set(_WORD.findall(data[: data.find(b"}:") + 1]))
        names = (word.decode("ascii", "replace") for word in words)
        files = (f"pkgs/by-name/{name[:2].lower()}/{name}/package.nix" for name in names)
        return [file for file in files if file in self._oids]

    # -- keeping -----------------------------------------------------------------------------------

    def _restored(self) -> tuple[dict[str, Kept], dict[str, str]]:
        """Return the stored data: files, and the object ids of the other files that they depend on."""
        if self.summaries is None:
            return {}, {}
        import json

        text = self.summaries.get_many([self._key()]).get(self._key())
        try:
            state = json.loads(text) if text else None
            if not isinstance(state, dict) or state["links"] != fingerprint(self._links):
                return {}, {}  # a moved link may lead a reference or a call to any other file
            files = {str(path): Kept(*row) for path, row in state["files"].items()}
            return files, dict(state["others"])
        except (ValueError, TypeError, KeyError, AttributeError):
            return {}, {}

    def _keep(self) -> None:
        import json

        if self.summaries is None:
            return
        others = {
            name: self._state(name)
            for kept in self.files.values()
            for name in kept.neighbours or ()
            if name not in self.files
        }
        files = {path: kept.row() for path, kept in self.files.items() if kept.oid}
        state = {"files": files, "others": others, "links": fingerprint(self._links)}
        self.summaries.put_many({self._key(): json.dumps(state, separators=(",", ":"))})

    def _key(self) -> str:
        return f"whole:{self.edition}"


_working: tuple[TreeCache, dict[str, list[str]]] | None = None


def _flakes_above(path: str) -> Iterator[str]:
    """Yield the files that a flake in a directory above ``path`` has or could have, apart from the root."""
    folder = path.rpartition("/")[0]
    while folder:
        yield from (f"{folder}/{name}" for name in _OF_FLAKES)
        folder = folder.rpartition("/")[0]


def _work(paths: list[str]) -> list[Result]:
    """Collect one share in a separate process."""
    if _working is None:
        return []
    complete, callers = _working
    return complete.share(paths, callers)


def _importers(callers: dict[str, list[str]]) -> Callable[[str], list[str]]:
    """Return a function that returns the files which call a path under any of its names."""

    def importers(path: str) -> list[str]:
        return [caller for name in _called_as(path) for caller in callers.get(name, ())]

    return importers


def _called_as(path: str) -> list[str]:
    """Return the names by which a call may mean a file: its path, its directory, each file of a directory."""
    folder, _, name = path.rpartition("/")
    names = [path, folder] if name == "default.nix" else [path]
    if name in ("default.nix", "package.nix"):
        names.append(folder.rpartition("/")[0] + EACH)
    return [*names, folder + EACH]
