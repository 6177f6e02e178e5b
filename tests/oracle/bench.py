"""Compares examples with Nix, and simplifies an example that fails."""

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
"""An example is simplified at most this many times."""


class Bench:
    """A private store, and the folder for the trees."""

    def __init__(self, root: Path) -> None:
        """Make both below ``root``."""
        self.root = root
        self.nix = Nix(root / "nix")
        self.batches = 0

    def judge(self, examples: Sequence[Example]) -> list[list[str]]:
        """Return the errors in each example, by one process of Nix; an example that Nix refuses is an error."""
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
        """Return the simplest example near one that has an error of the same kind."""
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
        """Return an example for a reader: its errors, the files of the base, and the changes of them."""
        base, target = render(made.base), render(made.target)
        parts = [*wrong, f"edits: {', '.join(made.edits)}"]
        parts += [f"-- {path}\n{data.decode()}" for path, data in sorted(base.items())]
        for path in sorted({*base, *target}):
            before, after = (tree.get(path, b"").decode().splitlines() for tree in (base, target))
            parts.extend(difflib.unified_diff(before, after, path, path, lineterm=""))
        return "\n".join(parts)


def sort_of(wrong: list[str]) -> str:
    """Return the kind of a disagreement."""
    first = wrong[0]
    if "Traceback" in first:
        return first.rstrip().rpartition("\n")[2][:60]
    return ":".join(first.split("(")[0].split(":")[:2])[:60]


def save(place: Path, made: Example, wrong: list[str]) -> None:
    """Write the trees of an example, and its errors, into a directory."""
    for output_tree, tree in (("base", made.base), ("target", made.target)):
        for name, data in render(tree).items():
            file = place / output_tree / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    (place / "wrong").write_text("\n".join([*wrong, f"edits: {made.edits}"]) + "\n")
