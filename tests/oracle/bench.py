"""A place where examples are held against Nix, and where one that fails is made simple."""

from __future__ import annotations

import difflib
import shutil
from typing import TYPE_CHECKING

from tests.oracle.compare import disagreements
from tests.oracle.render import render
from tests.oracle.simpler import simpler
from tests.support.nix import Nix, NixError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.oracle.draws import Example

MAX_STEPS = 30
"""An example is made simpler at most so many times."""


class Bench:
    """A private store, and the folder in which trees are laid out."""

    def __init__(self, root: Path) -> None:
        """Lay both out below ``root``."""
        self.root = root
        self.nix = Nix(root / "nix")
        self.batches = 0

    def judge(self, examples: Sequence[Example]) -> list[list[str]]:
        """Return what is wrong in each example, by one process of Nix; one that Nix refuses is wrong in itself."""
        self.batches += 1
        folder = self.root / f"trees-{self.batches}"
        try:
            return disagreements(self.nix, folder, str(self.root / "nix" / "store"), examples)
        except NixError as error:
            if len(examples) == 1:
                return [[f"Nix refuses: {error.stderr[-1500:]}"]]
            half = len(examples) // 2
            return [*self.judge(examples[:half]), *self.judge(examples[half:])]
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def shrunk(self, made: Example, wrong: list[str]) -> tuple[Example, list[str]]:
        """Return the simplest example found near one, of which the same kind of thing is wrong."""
        best, stated = made, wrong
        for _ in range(0 if sort_of(wrong).startswith("Nix") else MAX_STEPS):
            candidates = list(simpler(best))
            for one, found in zip(candidates, self.judge(candidates) if candidates else [], strict=True):
                if found and sort_of(found) == sort_of(wrong):
                    best, stated = one, found
                    break
            else:
                break
        return best, stated

    @staticmethod
    def stated(made: Example, wrong: list[str]) -> str:
        """Return an example as a person reads it: what is wrong, the base's files, and what changed in them."""
        base, target = render(made.base), render(made.target)
        parts = [*wrong, f"edits: {', '.join(made.edits)}"]
        parts += [f"-- {path}\n{data.decode()}" for path, data in sorted(base.items())]
        for path in sorted({*base, *target}):
            before, after = (tree.get(path, b"").decode().splitlines() for tree in (base, target))
            parts.extend(difflib.unified_diff(before, after, path, path, lineterm=""))
        return "\n".join(parts)


def sort_of(wrong: list[str]) -> str:
    """Return of what kind a disagreement is."""
    first = wrong[0]
    if "Traceback" in first:
        return first.rstrip().rpartition("\n")[2][:60]
    return ":".join(first.split("(")[0].split(":")[:2])[:60]


def save(place: Path, made: Example, wrong: list[str]) -> None:
    """Write an example's trees, and what is wrong with it, into a directory."""
    for output_tree, tree in (("base", made.base), ("target", made.target)):
        for name, data in render(tree).items():
            file = place / output_tree / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    (place / "wrong").write_text("\n".join([*wrong, f"edits: {made.edits}"]) + "\n")
