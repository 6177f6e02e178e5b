"""git authguard bump: set a package's version everywhere that it is stated, and the hashes that move with it."""

from __future__ import annotations

import sys

from authguard.cli import verify
from authguard.cli.arguments import read
from authguard.errors import Refused, Unreachable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.cli.answers import Printed
    from authguard.cli.arguments import Arguments
    from authguard.cli.bumped import Bumped
    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree import Side
    from authguard.outputs.tree_cache import Whole
    from authguard.repair.edits import Edit
    from authguard.repair.onto import Steps
    from authguard.repair.plan import Plan
    from authguard.repair.version import Package

_FLAGS = {
    **{name: value for name, value in verify.FLAGS.items() if value not in ("all", "again")},
    "--stage": "stage",
    "--commit": "commit",
    "--build": "build",
    "--pre": "pre",
    "-n": "dry-run",
    "--dry-run": "dry-run",
}
_OPTIONS = {name: value for name, value in verify.OPTIONS.items() if value not in ("head", "base")}


def run(arguments: list[str]) -> int:
    """Set the version, write the true hashes, and judge what came of it.

    Returns what `check` says of it at the end (and the gate, with --build), or 3 where a hash could not be proved.
    Nothing is touched where a tag is not there, or where a mirror or a builder broke off.
    """
    given = read("bump", arguments, _FLAGS, _OPTIONS)
    verify.demand_words("bump", given)
    if not 1 <= len(given.rest) <= 2:
        raise Refused("bump takes a VERSION (or latest) and a DIRECTORY, the current one if there is none")
    if {"dry-run", "build"} <= given.flags:
        raise Refused("--dry-run writes nothing, so --build has nothing to build")
    from authguard.git.git import Git

    git = Git()
    try:
        if git.facts().toplevel is None:
            raise Refused("bump writes to a work tree, and there is none here")
        return _Bump(git, given).run()
    finally:
        git.close()


class _Bump:
    """One run: the tree as it is (``before``) and as it will be."""

    def __init__(self, git: Git, given: Arguments) -> None:
        from authguard.app.repository import whole_tree
        from authguard.cli.check import from_root
        from authguard.repair.edited import OnDisk

        self.git = git
        self.given = given
        given.values["head"] = ":worktree"
        words, given.rest = given.rest, []
        self.version = words[0]
        self.scope, self.config, self.prefix = verify.opened(git, given)
        self.directory = from_root(words[1] if len(words) > 1 else ".", self.prefix)
        self.whole: Whole = whole_tree(git, self.scope.target)
        self.disk = OnDisk(self.scope.target, git.facts().toplevel or "")
        self.before = self._side(self.disk)

    def _side(self, snapshot: Snapshot) -> Side:
        side = self.whole.side(snapshot)
        side.collect(path for path in self.whole.files if not self.config.excluded(path))
        return side

    def run(self) -> int:
        from authguard.repair import version as versions

        package = versions.one_of(versions.packages(self.before, self.directory, self.config), self.directory)
        wanted = self._latest(package) if self.version == "latest" else versions.wanted(self.version)
        if package.versions == [wanted]:
            print(f"authguard: {package.words()} is {wanted} already", file=sys.stderr)
            return self._uncommitted(package) if "commit" in self.given.flags else 0
        edits, left = versions.edits(package, wanted, self.before)
        if left:
            named = "; ".join(f"{one.words}: {one.reason}" for one in left[:3])
            raise Refused(f"the version cannot be set everywhere, so nothing was touched: {named}")
        return self._repair(package, wanted, edits)

    def _uncommitted(self, package: Package) -> int:
        """Say what an earlier run, or somebody else, wrote and nobody committed. Returns the exit code."""
        specs = sorted({f":(top,literal){place.path}" for place in package.places})
        changed = self.git.run("diff-index", "--name-only", "-z", "HEAD", "--", *specs)
        if not changed:
            return 0
        print(
            "authguard: nothing was committed: what is not in HEAD of it is for git commit", file=sys.stderr
        )
        return 1

    def _repair(self, package: Package, wanted: str, edits: dict[str, list[Edit]]) -> int:
        """Prove the hashes of the tree with the new version, and write all of it at once."""
        from authguard.cli import selection
        from authguard.cli.answers import Printed
        from authguard.cli.bumped import demand_room
        from authguard.prove.proving import WRONG
        from authguard.repair.edited import Edited
        from authguard.repair.onto import Steps
        from authguard.repair.plan import plan

        steps = Steps(self.disk.read)
        steps.add(edits)
        demand_room(self.git, self.given, steps)
        after = Edited(self.disk, {path: new for path, (_, new) in steps.work().items()})
        side = self._side(after)
        stood = {_at(each) for each in self.before.found}
        moved = selection.one_a_literal([each for each in side.found if _at(each) not in stood])
        self.scope.target = after
        with Printed(self.given, self.prefix, len(moved), ":worktree", mends=True) as printed:
            self._prove(moved, printed)
        truths = {
            answer.each: answer.true
            for answer in printed.done
            if answer.verdict == WRONG and answer.true is not None
        }
        made = plan(after, side.found, truths)
        steps.add(made.edits)
        return self._bumped(steps, made, printed).end(package, wanted)

    def _bumped(self, steps: Steps, made: Plan, printed: Printed) -> Bumped:
        from authguard.cli.bumped import Bumped

        return Bumped(self.git, self.given, (self.whole, self.disk), steps, made, printed)

    def _prove(self, moved: list[FixedOutput], printed: Printed) -> None:
        from authguard.cli.proving import proved

        for answer in proved(self.git, self.scope, self.config, self.given, moved, printed.doing):
            if answer.verdict == "missing":
                near = f"; nearest: {', '.join(answer.nearest[:3])}" if answer.nearest else ""
                raise Refused(f"{answer.says}{near}; nothing was touched")
            if answer.error is not None:
                raise Unreachable(f"{answer.error}; nothing was touched") from answer.error
            printed.add(answer)

    def _latest(self, package: Package) -> str:
        """Return the newest version that the tags of the package's source have, written as its present one is."""
        from authguard.cli.proving import asking
        from authguard.prove.recipes import repository
        from authguard.repair.latest import newest

        present = package.versions[0] if package.versions else ""
        sources: list[FixedOutput] = [each for each in package.outputs if each.is_source]
        asked = asking(self.git, self.scope, self.config, self.given)
        try:
            for each in sources:
                where = repository(each)
                if where is None or present not in where[1]:
                    continue
                tags = asked.mirror(where[0]).tags(fresh=True)
                found = newest(
                    where[1].removeprefix("refs/tags/"), present, tags, pre="pre" in self.given.flags
                )
                if found is not None:
                    return found
        finally:
            asked.close()
        raise Refused(
            "no source of this package has a tag with its version in it, so the newest is not known"
        )


def _at(each: FixedOutput) -> object:
    """What a fixed output is, and where: the same thing may stand at another place already, its hash stale or not."""
    return each.path, each.attribute, each.platform, each.identity
