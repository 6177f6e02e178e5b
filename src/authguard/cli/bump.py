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
    from authguard.evidence.proving import Answer
    from authguard.fod.model import FixedOutput
    from authguard.repair.edits import Edit
    from authguard.repair.version import Package
    from authguard.repo.git import Git
    from authguard.repo.snapshot import Snapshot
    from authguard.verdict.side import Side
    from authguard.verdict.whole import Whole

_FLAGS = {
    **{name: value for name, value in verify.FLAGS.items() if value not in ("all", "again")},
    "--stage": "stage",
    "--pre": "pre",
    "-n": "dry-run",
    "--dry-run": "dry-run",
}
_OPTIONS = {name: value for name, value in verify.OPTIONS.items() if value not in ("head", "base")}


def run(arguments: list[str]) -> int:
    """Set the version, write the true hashes, and judge what came of it.

    Returns what `check` says of the work tree at the end, or 3 where a hash could not be proved. Nothing is touched
    where a tag is not there, or where a mirror or a builder broke off.
    """
    given = read("bump", arguments, _FLAGS, _OPTIONS)
    verify.demand_words("bump", given)
    if not 1 <= len(given.rest) <= 2:
        raise Refused("bump takes a VERSION (or latest) and a DIRECTORY, the current one if there is none")
    from authguard.repo.git import Git

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
        from authguard.cli.check import from_root
        from authguard.repair.edited import OnDisk
        from authguard.world import whole_tree

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
            return 0
        edits, left = versions.edits(package, wanted, self.before)
        if left:
            named = "; ".join(f"{one.words}: {one.reason}" for one in left[:3])
            raise Refused(f"the version cannot be set everywhere, so nothing was touched: {named}")
        return self._repair({path: self._applied(path, found) for path, found in edits.items()})

    def _applied(self, path: str, edits: list[Edit]) -> bytes:
        from authguard.repair.edits import apply

        return apply(self.disk.read(path) or b"", edits)

    def _repair(self, contents: dict[str, bytes]) -> int:
        """Prove the hashes of the tree with the new version, and write all of it at once."""
        from authguard.cli import selection
        from authguard.cli.answers import Printed
        from authguard.cli.proving import proved
        from authguard.evidence.proving import WRONG
        from authguard.repair.edited import Edited
        from authguard.repair.plan import plan

        after = Edited(self.disk, contents)
        side = self._side(after)
        stood = {each.identity for each in self.before.found}
        moved = selection.one_a_literal([each for each in side.found if each.identity not in stood])
        self.scope.target = after
        with Printed(self.given, self.prefix, len(moved), ":worktree", mends=True) as printed:
            for answer in proved(self.git, self.scope, self.config, self.given, moved, printed.doing):
                if answer.verdict == "missing":
                    near = f"; nearest: {', '.join(answer.nearest[:3])}" if answer.nearest else ""
                    raise Refused(f"{answer.says}{near}; nothing was touched")
                if answer.error is not None:
                    raise Unreachable(f"{answer.error}; nothing was touched") from answer.error
                printed.add(answer)
        truths = {
            answer.each: answer.true
            for answer in printed.done
            if answer.verdict == WRONG and answer.true is not None
        }
        made = plan(after, side.found, truths)
        final = {**contents, **{path: new for path, (_, new) in made.contents().items()}}
        files = {path: (self.disk.read(path) or b"", new) for path, new in final.items()}
        self._show(files)
        if "dry-run" not in self.given.flags:
            self._write(files)
            self._remember(printed.done, final)
        printed.wrote(made, None, dry="dry-run" in self.given.flags)
        return self._end(printed, bool(made.left))

    def _write(self, files: dict[str, tuple[bytes, bytes]]) -> None:
        from authguard.repair.perform import write
        from authguard.repo.ranges import all_of

        staged = all_of(self.git, ":index").target if "stage" in self.given.flags else None
        other = next(
            (p for p, (old, _) in files.items() if staged is not None and staged.read(p) != old), None
        )
        if other is not None:
            raise Refused(f"{other} is staged otherwise than it stands in the work tree; nothing was touched")
        for note in write(self.git, files, files if staged is not None else None, staged):
            print(f"authguard: {note}", file=sys.stderr)

    def _remember(self, done: list[Answer], final: dict[str, bytes]) -> None:
        """Keep the proofs of the pairs that stand there now."""
        from authguard.evidence.proofs import Proofs
        from authguard.evidence.repaired import keep_repaired
        from authguard.repair.edited import Edited

        proofs = Proofs(self.git.facts().common_dir)
        try:
            keep_repaired(proofs, done, self._side(Edited(self.disk, final)).found)
        finally:
            proofs.close()

    def _show(self, files: dict[str, tuple[bytes, bytes]]) -> None:
        """Print the difference, as git would."""
        if {"quiet"} & self.given.flags or self.given.values.get("format") == "json":
            return
        from difflib import unified_diff

        from authguard.report.harmless import harmless

        for path, sides in sorted(files.items()):
            old, new = (side.decode("utf-8", "surrogateescape").splitlines() for side in sides)
            for line in unified_diff(old, new, f"a/{path}", f"b/{path}", n=1, lineterm=""):
                print(harmless(line))

    def _end(self, printed: Printed, left: bool) -> int:
        from authguard.cli import check

        open_ones = any(answer.verdict == "open" for answer in printed.done)
        if "dry-run" in self.given.flags:
            return 3 if open_ones else 0
        silent = "quiet" in self.given.flags or self.given.values.get("format") == "json"
        color = self.given.values.get("color", "auto")
        code = check.run(["--head", ":worktree", "--color", color, *(["--quiet"] if silent else [])])
        return max(code, 1 if left else 0, key=(0, 1, 2).index) or (3 if open_ones else 0)

    def _latest(self, package: Package) -> str:
        """Return the newest version that the tags of the package's source have, written as its present one is."""
        from authguard.cli.proving import asking
        from authguard.evidence.recipes import repository
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
