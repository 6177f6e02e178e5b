"""After a repair, real Nix evaluates every fixed output to the new digest, over trees of every idiom and producer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from authguard.digest import SIZES
from authguard.repair.plan import plan
from tests.oracle.draws import examples, numbered
from tests.oracle.oracle import fixed_outputs
from tests.oracle.render import render
from tests.support.agree import examples as gathered
from tests.units.repair.repairing import after, digest, held, outputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from authguard.outputs.model import FixedOutput
    from tests.oracle.draws import Example
    from tests.oracle.model import Tree
    from tests.oracle.projection import Fixed
    from tests.support.nix import Nix

pytestmark = pytest.mark.needs("nix-instantiate")

NUMBERED = 60
DRAWN = 25
REASONS = ("it is the hash of ",)
"""The reason why a hash may be left in these trees: it is the literal of two fixed outputs."""


def algorithm_of(each: FixedOutput) -> str:
    """The algorithm of a hash, or of a placeholder."""
    if each.digest is not None:
        return each.digest.algorithm
    return next((name for name in SIZES if each.literal.startswith(f"{name}-")), "sha256")


def by_digest(stated: Iterable[Fixed]) -> dict[str, set[tuple[str, str]]]:
    """The names and producers of the fixed outputs with each digest; "" for those with a placeholder."""
    found: dict[str, set[tuple[str, str]]] = {}
    for each in stated:
        found.setdefault(each.digest, set()).add((each.name, each.producer))
    return found


class Case:
    """A tree in which every second literal is repaired."""

    def __init__(self, files: Mapping[str, bytes], seed: int) -> None:
        """Plan the repairs, and apply their edits."""
        self.before = dict(files)
        snapshot = held(files)
        found = outputs(snapshot)
        read = (
            each for each in found if each.producer != "nix-prefetch-git"
        )  # no output reads its second spelling
        keys = sorted({each.origin.key for each in read}, key=repr)
        chosen = [key for number, key in enumerate(keys) if (number + seed) % 2 == 0]
        truths = {
            each: digest(1000 * seed + keys.index(each.origin.key), algorithm_of(each))
            for each in found
            if each.origin.key in chosen
        }
        self.made = plan(snapshot, found, truths)
        self.after = {path: text.encode() for path, text in after(files, self.made).items()}
        self.found = found

    def wrong(self, stood: list[Fixed], stands: list[Fixed]) -> list[str]:
        """The errors of a tree, by the answers of Nix before and after."""
        wrong = [f"left: {left}" for left in self.made.left if not left.reason.startswith(REASONS)]
        was, became = by_digest(stood), by_digest(stands)
        held_by = Counter(each.digest.key() for each in self.found if each.digest is not None)
        for repair in self.made.repairs:
            (old, *_), new = repair.outputs, repair.digest.key()
            if new not in became:
                wrong.append(f"Nix knows nothing of {repair}")
                continue
            alone = old.digest is not None and held_by[_key(old)] == len(repair.outputs)
            if alone and became[new] != was[_key(old)]:
                wrong.append(f"{repair} became {became[new]}")
        moved = {
            key for repair in self.made.repairs for key in (_key(repair.outputs[0]), repair.digest.key())
        }
        wrong += [
            f"{key} was {was.get(key)} and is {became.get(key)}"
            for key in (was.keys() | became.keys()) - moved
            if was.get(key) != became.get(key)
        ]
        return wrong + self._other_lines()

    def _other_lines(self) -> list[str]:
        """The changed lines that no edit is in."""
        wrong = []
        for path, before in self.before.items():
            edits = self.made.edits.get(path, [])
            edited = {before.count(b"\n", 0, edit.start) for edit in edits}
            one, other = before.split(b"\n"), self.after[path].split(b"\n")
            differing = {
                number for number, pair in enumerate(zip(one, other, strict=True)) if len(set(pair)) > 1
            }
            wrong += [f"{path}: line {number}" for number in differing ^ edited]
        return wrong


def _key(each: FixedOutput) -> str:
    return each.digest.key() if each.digest is not None else ""


def hold(nix: Nix, folder: Path, cases: list[Case]) -> None:
    """Fail if a tree has an error. One Nix process evaluates all trees."""
    stated = fixed_outputs(nix, folder, [tree for each in cases for tree in (each.before, each.after)])
    for number, each in enumerate(cases):
        assert each.wrong(stated[2 * number], stated[2 * number + 1]) == [], each.before
    assert sum(len(each.made.repairs) for each in cases) > 2 * len(cases)
    assert sum(len(each.made.left) for each in cases) < len(cases) // 4


def either(made: Example, number: int) -> Tree:
    """The tree before or after an edit of the fuzzer: only edits leave placeholders."""
    return made.base if number % 2 else made.target


def test_repaired_numbered_trees_have_the_true_digests(nix: Nix, tmp_path: Path) -> None:
    """The fuzzer makes trees of every layout, spelling, placeholder, platform set and data file."""
    trees = [either(numbered(number)[0], number) for number in range(NUMBERED)]
    hold(nix, tmp_path / "trees", [Case(render(tree), number) for number, tree in enumerate(trees)])


def test_repaired_drawn_trees_have_the_true_digests(nix: Nix, tmp_path: Path) -> None:
    """The corners are the trees with the fewest and with the most parts."""
    trees = [either(made, number) for number, made in enumerate(gathered(examples(), DRAWN))]
    hold(nix, tmp_path / "trees", [Case(render(tree), number) for number, tree in enumerate(trees)])
