"""The same package in earlier trees: the bases of a range, else the commit that the target was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.app.repository import cached_tree
from authguard.errors import Refused
from authguard.git.ranges import between
from authguard.outputs.toolchain import toolchain_of
from authguard.prove.dependencies.answering import Earlier

if TYPE_CHECKING:
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree import OutputTree


class EarlierTrees:
    """The bases of a target, read when the first of them is wanted."""

    def __init__(self, git: Git, scope: Range) -> None:
        """Take the repository and the range."""
        self._git = git
        self._scope = scope
        self._snapshots: list[Snapshot] | None = None
        self._trees: dict[int, OutputTree] = {}
        self._toolchains: dict[int, object] = {}

    def of(self, each: FixedOutput) -> list[Earlier]:
        """Return the fixed output that a base had at the same place; its lock may differ even if its inputs do not."""
        found = []
        for snapshot in self._bases():
            tree = self._tree(snapshot)
            tree.collect([each.path])
            found += [
                Earlier(one, snapshot, self._toolchain(snapshot))
                for one in tree.found
                if (one.path, one.attribute, one.platform, one.producer)
                == (each.path, each.attribute, each.platform, each.producer)
            ]
        return found

    def toolchain(self) -> object:
        """Return the pins of nixpkgs in the target."""
        return self._toolchain(self._scope.target)

    def _bases(self) -> list[Snapshot]:
        if self._snapshots is None:
            bases = self._scope.bases
            if not bases:
                try:
                    bases = between(self._git, None, self._scope.target.label).bases
                except Refused:
                    bases = []
            self._snapshots = [base.snapshot for base in bases if base.oid is not None]
        return self._snapshots

    def _tree(self, snapshot: Snapshot) -> OutputTree:
        if id(snapshot) not in self._trees:
            self._trees[id(snapshot)] = cached_tree(self._git, snapshot).output_tree()
        return self._trees[id(snapshot)]

    def _toolchain(self, snapshot: Snapshot) -> object:
        if id(snapshot) not in self._toolchains:
            self._toolchains[id(snapshot)] = toolchain_of(snapshot)
        return self._toolchains[id(snapshot)]
