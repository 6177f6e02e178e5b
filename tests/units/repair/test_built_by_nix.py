"""Random trees after random edits: real Nix finds the true hashes, they are written, and real Nix builds all of them.

The fetchers of this package set make their content from their arguments: each has its own content, and exactly
one hash is true.
"""

from __future__ import annotations

import shutil
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from authguard.app.selection import one_a_literal
from authguard.app.sites import SiteWriter
from authguard.builder import here
from authguard.git.git import Git
from authguard.git.ranges import all_of
from authguard.git.worktree import OnDisk
from authguard.prove.bynix import BuildSite, by_nix
from authguard.repair.perform import perform
from authguard.repair.plan import plan
from tests.oracle.draws import numbered
from tests.oracle.render import render
from tests.support.nix import STANDIN, Nix, NixError
from tests.support.repos import Repo
from tests.units.repair.repairing import outputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from authguard.prove.proving import Answer
    from authguard.repair.plan import RepairPlan

pytestmark = pytest.mark.needs("nix-build")

FIRST, TREES = 7, 8
GATE = Path(__file__).with_name("gate.nix")
MADE = """\
PATH=/usr/bin:/bin
exec >"$out"
printf '%s\\n' "$name" "${url-}" "${urls-}" "${rev-}" "${postFetch-}" "${buildCommand-}"
for each in ${src-} ${srcs-} ${patches-}; do
  find "$each" -type f -exec cat {} +
done
"""
"""The builder of all outputs: its output is its input, and no command of a tree is run."""


_FETCHED_BY_NIX = (b"builtin:fetchurl", b"builtins.fetch", b"fetchTarball", b"fetchTree")


def built_alone(files: Mapping[str, bytes]) -> bool:
    """Tell whether Nix reads every hash of a tree and builds everything without the network."""
    twice = any(
        path.startswith(("_sources/", "pins/")) for path in files
    )  # a digest in two places, where only one is used
    return not twice and not any(word in data for data in files.values() for word in _FETCHED_BY_NIX)


class Trees:
    """A repository of trees, and a real Nix that can build all of them."""

    def __init__(self, root: Path, nix: Nix) -> None:
        """Write the trees after their edits, and commit."""
        self.nix = nix
        standin = root / "standin"
        shutil.copytree(STANDIN, standin)
        (standin / "build.sh").write_text(MADE)
        self.repo = Repo(root / "r")
        made = ((number, render(numbered(number)[0].target)) for number in count(FIRST))
        trees = dict(islice((each for each in made if built_alone(each[1])), TREES))
        for number, files in trees.items():
            for path, data in files.items():
                self.repo.write(f"{number}/{path}", data)
        self.repo.write("gate.nix", GATE.read_bytes())
        listed = " ".join(f"./{number}/default.nix" for number in trees)
        self.repo.write("main.nix", f"import ./gate.nix {{ standin = {standin}; trees = [ {listed} ]; }}\n")
        self.repo.commit("trees")

    def fix(self) -> tuple[list[Answer], RepairPlan]:
        """Ask Nix about every fixed output of this platform, and write the true hashes."""
        system = str(self.nix.evaluate("builtins.currentSystem"))
        git = Git(str(self.repo.path))
        try:
            tree = OnDisk(all_of(git, ":worktree").target, str(self.repo.path))
            found = outputs(tree)
            site = BuildSite("main.nix", None, here.run)
            asked = [each for each in one_a_literal(found) if each.platform in (None, system)]
            answers = list(
                by_nix(git, tree, [(each, site) for each in asked], SiteWriter(), [], lambda _: None)
            )
            truths = {each.each: each.true for each in answers if each.true is not None}
            made = plan(tree, found, truths)
            perform(git, made)
            return answers, made
        finally:
            git.close()

    def built(self, nix: Nix) -> int:
        """Build everything in an empty store. Returns the number of fixed outputs."""
        (derivation,) = nix.instantiate(self.repo.path / "main.nix")
        nix.realise(derivation)
        return len(nix.fixed_outputs([derivation]))


def lines_of(made: RepairPlan) -> set[tuple[str, int]]:
    """The lines of the edits of a plan."""
    found = set()
    for repair in made.repairs:
        data = repair.outputs[0].origin.data
        found.add((repair.edit.path, data.count(b"\n", 0, repair.edit.start) + 1))
    return found


def changed(repo: Repo) -> set[tuple[str, int]]:
    """The lines that git reports as changed; each new line replaces an old line."""
    found = set()
    path = ""
    for line in repo.git("diff", "--unified=0", "--no-prefix").splitlines():
        if line.startswith("--- "):
            path = line[4:].rstrip("\t")
        elif line.startswith("@@ "):
            old, new = (part[1:].partition(",") for part in line.split()[1:3])
            assert (old[2] or "1") == (new[2] or "1")
            found |= {(path, int(old[0]) + at) for at in range(int(old[2] or "1"))}
    return found


def test_after_the_repair_everything_can_be_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the repair, almost nothing could be built; only literals of hashes changed."""
    nix = Nix(tmp_path / "nix")
    for name, value in nix.environment.items():
        monkeypatch.setenv(name, value)
    trees = Trees(tmp_path, nix)
    with pytest.raises(NixError, match="hash mismatch"):
        trees.built(Nix(tmp_path / "before"))
    answers, made = trees.fix()
    assert [(answer.each, answer.says) for answer in answers if answer.true is None] == []
    assert made.left == []
    assert changed(trees.repo) == lines_of(made)
    assert trees.built(Nix(tmp_path / "after")) > 4 * TREES
