"""Check that merges, rebases and moved directories of public histories bring no errors of their own.

python -m evaluation.public_ranges FOLDER [--repositories N] [--seconds S] [--seed S] [--out FILE]

FOLDER contains bare repositories (`NAME` or `NAME/repo`). Their commits are combined in new ways, in a clone that
shares the objects: cherry-picks, rebases, force pushes, merges (also octopus, criss-cross, `-s ours`, reverted), first
pushes, tags and moved directories, with and without authguard.toml. `check` judges each of them.

Two kinds of errors are bugs of authguard, and they are printed. First: an AG9xx error, except an AG901 about a file
that Nix refuses too. Second: any other error that no original commit of the range has. Other errors are only counted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from authguard.app.check import CheckRequest, check
from authguard.errors import AuthguardError
from authguard.git.git import Git
from authguard.git.pushes import from_push_lines
from authguard.git.ranges import between
from evaluation.crater.walk import repositories
from tests.support.repos import ALONE, identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.git.ranges import Range
    from authguard.rules.finding import Finding

CONFIG = """\
exclude = ["tests/**", "vendor/**"]

[rules]
AG303 = "off"

[[gate]]
name = "all"
paths = ["**"]
file = "built-by-the-gate.nix"
attribute = "default"
"""
BUILT = "{ default = 1; }\n"
ZERO = "0" * 40
_LATEST = 300
_REMOTE = "r"


class Shape(NamedTuple):
    """A range to judge: the name of its shape, its two ends, and the commits of the public history that it combines."""

    name: str
    base: str
    head: str
    made_of: tuple[str, ...]


class NotClean(Exception):
    """Two changes have a conflict."""


class Clone:
    """A clone without a work tree, with the objects of another repository."""

    def __init__(self, source: Path, directory: str) -> None:
        """Make it."""
        self.directory = directory
        command = ["git", "clone", "--quiet", "--bare", "--shared", str(source), directory]
        subprocess.run(command, check=True, capture_output=True)

    def git(self, *words: str, stdin: str = "") -> str:
        """Return the output of git. Raises NotClean if it fails."""
        done = subprocess.run(
            ["git", "-C", self.directory, *words], input=stdin, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise NotClean(done.stderr)
        return done.stdout.strip()

    def commit(self, tree: str, *parents: str) -> str:
        """Make a commit of a tree."""
        return self.git("commit-tree", tree, "-m", "made", *(word for one in parents for word in ("-p", one)))

    def tree(self, commit: str) -> str:
        """Return the tree of a commit."""
        return self.git("rev-parse", f"{commit}^{{tree}}")

    def pick(self, commit: str, base: str) -> str:
        """Cherry-pick a commit."""
        tree = self.git("merge-tree", "--write-tree", f"--merge-base={commit}^", base, commit)
        return self.commit(tree, base)

    def merge(self, left: str, *others: str) -> str:
        """Merge commits into the first."""
        made = left
        for other in others:
            made = self.commit(self.git("merge-tree", "--write-tree", made, other), made, other)
        return self.commit(self.tree(made), left, *others)

    def moved(self, commit: str) -> str:
        """Move everything into a directory."""
        tree = self.git("mktree", stdin=f"040000 tree {self.tree(commit)}\tsub\n")
        return self.commit(tree, commit)

    def configured(self, commit: str, *parents: str) -> str:
        """Return the tree of a commit with authguard.toml and the file of its gate, as a commit with these parents."""
        entries = self.git("ls-tree", commit)
        for name, content in (("authguard.toml", CONFIG), ("built-by-the-gate.nix", BUILT)):
            entries += f"\n100644 blob {self.git('hash-object', '-w', '--stdin', stdin=content)}\t{name}"
        tree = self.git("mktree", stdin=f"{entries}\n")
        return self.commit(tree, *parents)


def shapes(clone: Clone, random: Random) -> Iterator[Shape]:
    """Yield the ranges that can be made from a history."""
    latest = clone.git(
        "rev-list", "--no-merges", f"--max-count={_LATEST}", "HEAD", "--", "*.nix", "*.lock", "*.json"
    )
    commits = [one for one in latest.split() if clone.git("rev-list", "--parents", "-1", one).count(" ") == 1]
    merges = clone.git("rev-list", "--merges", f"--max-count={_LATEST}", "HEAD").split()
    for merge in random.sample(merges, min(3, len(merges))):
        first, *others = clone.git("rev-parse", f"{merge}^@").split()
        yield Shape("merge of the history", first, merge, (merge, *others))
        undone = clone.commit(clone.tree(first), merge)
        yield Shape("reverted merge", merge, undone, (merge,))
        yield Shape("reverted revert", undone, clone.commit(clone.tree(merge), undone), (merge,))
    if len(commits) < 12:
        return
    for _ in range(3):
        at = random.randrange(len(commits) - 8)
        some = commits[at : at + 8][::-1]
        for make in (_linear, _merges, _crossing):
            try:
                yield from make(clone, some)
            except NotClean:
                continue


def _linear(clone: Clone, some: list[str]) -> Iterator[Shape]:
    """Yield cherry-picks, rebases and moves of a series of commits, the oldest first."""
    base = clone.git("rev-parse", f"{some[0]}^")
    yield Shape("commit", clone.git("rev-parse", f"{some[3]}^"), some[3], (some[3],))
    yield Shape("series", base, some[-1], tuple(some))
    moved = clone.moved(base)
    yield Shape("moved directory", base, moved, ())
    yield Shape("moved directory, and more", base, clone.moved(some[-1]), tuple(some))
    first = clone.configured(base, base)
    yield Shape("first config", base, first, ())
    yield Shape("first config with a change", base, clone.configured(some[0], base), (some[0],))
    yield Shape("series with a config", first, clone.configured(some[-1], first), tuple(some))
    yield Shape("cherry-pick", base, clone.pick(some[4], base), (some[4],))
    made = base
    for one in some[5:]:
        made = clone.pick(one, made)
    yield Shape("rebase", base, made, tuple(some[5:]))
    yield Shape("rebase over the old branch", some[-1], made, tuple(some))


def _merges(clone: Clone, some: list[str]) -> Iterator[Shape]:
    """Yield merges of branches that each have one commit of a series."""
    base = clone.git("rev-parse", f"{some[0]}^")
    left, right, third = (clone.pick(one, base) for one in (some[1], some[4], some[6]))
    merged = clone.merge(left, right)
    yield Shape("merge", left, merged, (some[4],))
    yield Shape("merge, from before", base, merged, (some[1], some[4]))
    yield Shape("merge -s ours", left, clone.commit(clone.tree(left), left, right), (some[4],))
    yield Shape("octopus", left, clone.merge(left, right, third), (some[4], some[6]))
    first = clone.configured(left, left)
    yield Shape("merge with a config", first, clone.configured(merged, first, right), (some[4],))


def _crossing(clone: Clone, some: list[str]) -> Iterator[Shape]:
    """Yield a merge of two branches that merged each other."""
    base = clone.git("rev-parse", f"{some[0]}^")
    left, right = clone.pick(some[2], base), clone.pick(some[5], base)
    one, other = clone.merge(left, right), clone.merge(right, left)
    one, other = clone.pick(some[3], one), clone.pick(some[6], other)
    yield Shape("criss-cross", one, clone.merge(one, other), (some[6], some[5], some[2], some[3]))


def ways(git: Git, shape: Shape, number: int) -> Iterator[tuple[str, Range]]:
    """Yield the ways to judge a shape: as a range, and by one of the kinds of a push."""
    yield "range", between(git, shape.base, shape.head)
    pushes = {
        "push": f"refs/heads/x {shape.head} refs/heads/main {shape.base}",
        "new branch": f"refs/heads/x {shape.head} refs/heads/new {ZERO}",
        "tag": f"refs/tags/x {shape.head} refs/tags/x {ZERO}",
        "unknown old commit": f"refs/heads/x {shape.head} refs/heads/x {'1' * 40}",
        "first push": f"refs/heads/x {shape.head} refs/heads/main {ZERO}",
    }
    way = [*pushes][number % len(pushes)]
    remote = "empty" if way == "first push" else _REMOTE
    for found in from_push_lines(git, remote, f"{pushes[way]}\n".encode()):
        yield way, found


def errors(git: Git, scope: Range) -> list[Finding]:
    """Return the errors of a check."""
    (checked,) = check(git, [scope], CheckRequest())
    return [each for each in checked.findings if each.severity == "error"]


class Count:
    """The results: the number of ranges, of ranges with errors of their commits, and of wrong ranges.

    ``refused`` counts the ranges in which only files that Nix does not parse have further errors.
    """

    def __init__(self) -> None:
        """Begin with zero."""
        self.asked: Counter[str] = Counter()
        self.of_commits: Counter[str] = Counter()
        self.refused = 0
        self.wrong: list[dict[str, object]] = []

    def take(self, git: Git, repository: str, shape: Shape, number: int) -> None:
        """Judge the commits of a shape with a range and with a push."""
        git_at_remote(git, shape.base)
        known: set[tuple[str, str]] | None = None
        for way, scope in ways(git, shape, number):
            self.asked[f"{shape.name}, {way}"] += 1
            try:
                found = errors(git, scope)
            except AuthguardError as error:
                self._add(repository, shape, way, [f"exit {error.exit_code}: {error}"])
                continue
            if found and known is None:
                known = {
                    _key(each) for one in shape.made_of for each in errors(git, between(git, f"{one}^", one))
                }
            new = [
                each for each in found if each.code.startswith("AG9") or _key(each) not in (known or set())
            ]
            bad = [each for each in new if not _is_refused(git, shape.head, each)]
            self.of_commits[f"{shape.name}, {way}"] += bool(found) and not new
            self.refused += bool(new) and not bad
            if bad:
                said = [f"{each.code} {each.place.path}:{each.place.line} {each.message}" for each in bad]
                self._add(repository, shape, way, said)

    def _add(self, repository: str, shape: Shape, way: str, said: list[str]) -> None:
        case = {
            "repository": repository,
            "shape": shape.name,
            "way": way,
            "base": shape.base,
            "head": shape.head,
        }
        self.wrong.append({**case, "made_of": shape.made_of, "errors": said})


def _is_refused(git: Git, head: str, finding: Finding) -> bool:
    """Tell whether a finding says that a file is no Nix, and Nix says so too."""
    nix = shutil.which("nix-instantiate")
    if finding.code != "AG901" or nix is None:
        return False
    content = git.run("cat-file", "blob", f"{head}:{finding.place.path}")
    return (
        subprocess.run([nix, "--parse", "-"], input=content, capture_output=True, check=False).returncode != 0
    )


def _key(finding: Finding) -> tuple[str, str]:
    output = finding.fixed_output
    return finding.code, output.digest if output is not None else finding.place.path.removeprefix("sub/")


def git_at_remote(git: Git, base: str) -> None:
    """Set the default branch of the remote to a commit."""
    folder = Path(git.facts().common_dir) / "refs" / "remotes" / _REMOTE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "main").write_text(f"{git.resolve(base)}\n")
    (folder / "HEAD").write_text(f"ref: refs/remotes/{_REMOTE}/main\n")


def main(arguments: list[str]) -> int:
    """Run. Returns 1 if a correct range has its own error."""
    parser = argparse.ArgumentParser(prog="evaluation.public_ranges", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repositories", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60, help="for one repository, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="write the wrong ranges there, as JSON lines")
    given = parser.parse_args(arguments)
    random = Random(given.seed)  # noqa: S311 - chance, no secret
    found = [*repositories(given.folder).values()]
    count, started, number = Count(), time.monotonic(), 0
    for source in random.sample(found, min(given.repositories, len(found))):
        with tempfile.TemporaryDirectory() as directory:
            until = time.monotonic() + given.seconds
            try:
                for shape in shapes(Clone(source, directory), random):
                    git = Git(directory)
                    try:
                        count.take(git, str(source), shape, number)
                    finally:
                        git.close()
                    number += 1
                    if time.monotonic() > until:
                        break
            except (NotClean, subprocess.CalledProcessError):
                continue
        total, seconds = count.asked.total(), time.monotonic() - started
        print(
            f"{source}: {total} ranges, {len(count.wrong)} wrong, {seconds:.0f} s",
            file=sys.stderr,
            flush=True,
        )
        if given.out is not None:
            given.out.write_text("".join(f"{json.dumps(each)}\n" for each in count.wrong))
    for key in sorted(count.asked):
        print(f"  {key}: {count.asked[key]} ({count.of_commits[key]} with errors of their commits)")
    theirs = (
        f"{count.of_commits.total()} with errors of their commits, {count.refused} with files that are no Nix"
    )
    print(f"{count.asked.total()} ranges, {theirs}, {len(count.wrong)} wrong")
    return 1 if count.wrong else 0


if __name__ == "__main__":
    os.environ.update(ALONE | identity("Nobody"))
    sys.exit(main(sys.argv[1:]))
