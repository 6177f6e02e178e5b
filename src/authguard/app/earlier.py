"""The same package in earlier trees: in the bases of a range, or else in the parent of the target."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from authguard.app.repository import cached_tree
from authguard.errors import Refused
from authguard.git.commits import commits_that_touched
from authguard.git.ranges import between
from authguard.outputs.toolchain import toolchain_of
from authguard.producers.record import plain
from authguard.prove.dependencies.answering import Earlier

if TYPE_CHECKING:
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree import OutputTree
    from authguard.outputs.tree_cache import TreeCache


class EarlierTrees:
    """The bases of a target. Each base is read on first use."""

    def __init__(self, git: Git, scope: Range) -> None:
        """Take the repository and the range."""
        self._git = git
        self._scope = scope
        self._snapshots: list[tuple[str, Snapshot]] | None = None
        self._caches: dict[int, TreeCache] = {}
        self._trees: dict[int, OutputTree] = {}
        self._toolchains: dict[int, object] = {}

    def of(self, each: FixedOutput) -> list[Earlier]:
        """Return the fixed outputs at the same place in the bases.

        A base with the same hash is replaced by the commit that wrote the hash: the lock may have changed between
        that commit and the base, while all else is the same.
        """
        found = []
        for oid, snapshot in self._bases():
            for one in self._at(each, snapshot, self._tree(snapshot)):
                found += self._written(each, oid, snapshot) if one.each.digest == each.digest else [one]
        return found

    def _written(self, each: FixedOutput, tip: str, base: Snapshot) -> list[Earlier]:
        """Return the fixed output as it is in the newest commit that wrote its hash.

        The files that call its file in the base do so in that commit too: they may pass the source.
        """
        if each.digest is None or not each.literal:
            return []
        for oid, snapshot in commits_that_touched(self._git, tip, each.literal, each.path, 1):
            tree = self._cache(base).output_tree(snapshot)
            found = [one for one in self._at(each, snapshot, tree) if one.each.digest == each.digest]
            parent = f"{oid[:12]}~" if self._git.resolve(f"{oid}~") is not None else None
            return [replace(one, parent=parent) for one in found]
        return []

    def _at(self, each: FixedOutput, snapshot: Snapshot, tree: OutputTree) -> list[Earlier]:
        tree.collect([each.path])
        return [
            Earlier(one, snapshot, self._toolchain(snapshot))
            for one in tree.found
            if (one.path, one.attribute, one.platform, plain(one.producer))
            == (each.path, each.attribute, each.platform, plain(each.producer))
        ]

    def toolchain(self) -> object:
        """Return the pins of nixpkgs in the target."""
        return self._toolchain(self._scope.target)

    def _bases(self) -> list[tuple[str, Snapshot]]:
        if self._snapshots is None:
            bases = self._scope.bases
            if not bases:
                try:
                    bases = between(self._git, None, self._scope.target.label).bases
                except Refused:
                    bases = []
            self._snapshots = [(base.oid, base.snapshot) for base in bases if base.oid is not None]
        return self._snapshots

    def _tree(self, snapshot: Snapshot) -> OutputTree:
        if id(snapshot) not in self._trees:
            self._trees[id(snapshot)] = self._cache(snapshot).output_tree()
        return self._trees[id(snapshot)]

    def _cache(self, snapshot: Snapshot) -> TreeCache:
        if id(snapshot) not in self._caches:
            self._caches[id(snapshot)] = cached_tree(self._git, snapshot)
        return self._caches[id(snapshot)]

    def _toolchain(self, snapshot: Snapshot) -> object:
        if id(snapshot) not in self._toolchains:
            self._toolchains[id(snapshot)] = toolchain_of(snapshot)
        return self._toolchains[id(snapshot)]
