"""A whole history as steps from tree to tree, with what each step changes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from authguard.git.ranges import RAW, Change, parse_raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.git.git import Git

AT_ONCE = 500
"""How many trees one git compares."""


class Step:
    """One commit: its oid, its tree, and the changes from the commit that was walked before."""

    __slots__ = ("changes", "commit", "tree")

    def __init__(self, commit: str, tree: str, changes: list[Change]) -> None:
        """Hold the parts."""
        self.commit = commit
        self.tree = tree
        self.changes = changes


class History:
    """All commits that a revision reaches, parents first."""

    def __init__(self, git: Git, rev: str, most: int | None = None) -> None:
        """List the commits; with ``most`` only so many, evenly spread.

        Raises:
            Refused: an unknown revision.
        """
        self.git = git
        lines = git.run("log", "--topo-order", "--reverse", "--format=%H %T", rev, "--").decode().splitlines()
        commits = [(words[0], words[1]) for words in map(str.split, lines)]
        if most is not None and 0 < most < len(commits):
            # The newest is always among them, and the oldest wherever there is room for two.
            commits = [commits[(number * (len(commits) - 1)) // max(1, most - 1)] for number in range(most)]
        self._commits = commits
        self.length = len(commits)

    def steps(self) -> Iterator[Step]:
        """Yield a step for each commit. The first one changes everything that it holds."""
        before = self.git.facts().empty_tree
        for start in range(0, len(self._commits), AT_ONCE):
            some = self._commits[start : start + AT_ONCE]
            trees = [before, *(tree for _, tree in some)]
            for (commit, tree), changes in zip(some, self._differences(trees), strict=True):
                yield Step(commit, tree, changes)
            before = trees[-1]

    def _differences(self, trees: list[str]) -> Iterator[list[Change]]:
        """Yield the changes from each tree to the next: one git compares them all."""
        pairs = "".join(f"{old} {new}\n" for old, new in pairwise(trees))
        output = self.git.run("diff-tree", "--stdin", "-r", *RAW, stdin=pairs.encode())
        fields = output.split(b"\0")
        gathered: list[bytes] = []
        begun = False
        for number in range(0, len(fields), 2):
            words = fields[number]
            # Before the changes of a pair, and where there are none instead of them, stands "OLD NEW\n".
            while words and not words.startswith(b":"):
                words = words.partition(b"\n")[2]
                if begun:
                    yield parse_raw(b"".join(gathered))
                gathered = []
                begun = True
            if words:
                gathered.append(words + b"\0" + fields[number + 1] + b"\0")
        if begun:
            yield parse_raw(b"".join(gathered))
