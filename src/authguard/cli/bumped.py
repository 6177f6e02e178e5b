"""What becomes of a bump when all is proved: it is written, staged, judged, committed and built, as was asked."""

from __future__ import annotations

import os
import sys
from functools import partial

from authguard.errors import Refused
from authguard.harmless import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.cli.answers import Printed
    from authguard.cli.arguments import Arguments
    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree_cache import Whole
    from authguard.repair.onto import Contents, Steps
    from authguard.repair.plan import Plan
    from authguard.repair.version import Package

    Place = tuple[str, str, str | None]

_STAGED, _COMMITTED = "staged", "in HEAD"


def beside(git: Git, given: Arguments) -> dict[str, Snapshot]:
    """Return the trees besides the work tree that get the edits: the index, HEAD; by the words for what stands there.

    Raises Refused where nothing can be committed on top of HEAD.
    """
    from authguard.git.committing import demand_quiet
    from authguard.git.ranges import all_of

    found = {}
    if {"stage", "commit"} & given.flags:
        found[_STAGED] = all_of(git, ":index").target
    if "commit" in given.flags:
        found[_COMMITTED] = all_of(git, demand_quiet(git)).target
    return found


def demand_room(git: Git, given: Arguments, steps: Steps) -> None:
    """Raise Refused where edits cannot be put on top of what is staged, or of HEAD, before anything is proved."""
    for where, snapshot in beside(git, given).items():
        steps.onto(partial(_file, snapshot), where)


class Bumped:
    """The edits of one run, and where they go."""

    def __init__(
        self,
        git: Git,
        given: Arguments,
        tree: tuple[Whole, Snapshot],
        steps: Steps,
        made: Plan,
        printed: Printed,
    ) -> None:
        """Take them.

        Args:
            git: the repository.
            given: the arguments of bump.
            tree: the work tree, and what its files hold on disk.
            steps: all edits.
            made: the plan of those of the hashes.
            printed: what was proved, and who says it.
        """
        self.git = git
        self.given = given
        self.whole, self.disk = tree
        self.steps = steps
        self.made = made
        self.printed = printed
        self.work = steps.work()
        self.stands = self._outputs(self.whole, self.disk, self.work)
        self.open = any(answer.verdict == "open" for answer in printed.done)

    def end(self, package: Package, version: str) -> int:
        """Do all of it. Returns the exit code.

        Raises:
            Refused: something cannot be written, staged or committed; nothing was touched.
        """
        others = beside(self.git, self.given)
        made = {where: self._onto(snapshot, where) for where, snapshot in others.items()}
        index, commit = made.get(_STAGED), made.get(_COMMITTED)
        self._show()
        said = self._message(package, version)
        if "dry-run" in self.given.flags:
            self.printed.wrote(self.made, None, dry=True)
            if commit is not None and "quiet" not in self.given.flags:
                print(f"authguard: would commit: {said.splitlines()[0]}", file=sys.stderr)
            self.printed.finish()
            return 3 if self.open else 0
        self._write(index)
        self._remember()
        self.printed.wrote(self.made, None, dry=False)
        return self._afterwards(index, commit, said)

    def _onto(self, snapshot: Snapshot, where: str) -> Contents:
        """Return what these edits make of another tree, in which all that was proved must hold."""
        from authguard.app.repository import whole_tree

        found = self.steps.onto(partial(_file, snapshot), where)
        there = self._outputs(whole_tree(self.git, snapshot), snapshot, found)
        for place, known in self.stands.items():
            if not known <= there.get(place, set()):
                name = harmless(f"{place[0]}#{place[1]}")
                raise Refused(
                    f"{name} has other inputs {where} than in the work tree, and its hash there is "
                    "not known; nothing was touched"
                )
        return found

    def _outputs(self, whole: Whole, snapshot: Snapshot, contents: Contents) -> dict[Place, set[object]]:
        """Return what the fixed outputs that moved are in a tree with these contents."""
        from authguard.repair.edited import Edited

        side = whole.side(Edited(snapshot, {path: new for path, (_, new) in contents.items()}))
        wanted = {_place(answer.each) for answer in self.printed.done}
        side.collect({path for path, _, _ in wanted})
        found: dict[Place, set[object]] = {}
        for each in side.found:
            if _place(each) in wanted:
                known = (each.identity, each.mode, each.kind, each.digest)
                found.setdefault(_place(each), set()).add(known)
        return found

    def _write(self, index: Contents | None) -> None:
        from authguard.git.ranges import all_of
        from authguard.repair.perform import write

        staged = all_of(self.git, ":index").target if index is not None else None
        for note in write(self.git, self.work, _changed(index), staged):
            print(f"authguard: {note}", file=sys.stderr)

    def _remember(self) -> None:
        """Keep the proofs of the pairs that stand there now."""
        from authguard.prove.proofs import Proofs
        from authguard.prove.repaired import keep_repaired
        from authguard.repair.edited import Edited

        side = self.whole.side(Edited(self.disk, {path: new for path, (_, new) in self.work.items()}))
        side.collect({answer.each.path for answer in self.printed.done})
        proofs = Proofs(self.git.facts().common_dir)
        try:
            keep_repaired(proofs, self.printed.done, side.found)
        finally:
            proofs.close()

    def _show(self) -> None:
        """Print the difference, as git would."""
        if self._silent:
            return
        from difflib import unified_diff

        from authguard.harmless import harmless

        for path, sides in sorted(self.work.items()):
            old, new = (side.decode("utf-8", "surrogateescape").splitlines() for side in sides)
            for line in unified_diff(old, new, f"a/{path}", f"b/{path}", n=1, lineterm=""):
                print(harmless(line))

    @property
    def _silent(self) -> bool:
        return "quiet" in self.given.flags or self.given.values.get("format") == "json"

    def _message(self, package: Package, version: str) -> str:
        from authguard.git.committing import message

        hashes = [
            (f"{each.path}#{each.attribute}", repair.before, repair.after)
            for repair in sorted(self.made.repairs, key=lambda one: (one.edit.path, one.edit.start))
            for each in repair.outputs[:1]
        ]
        return message(package.name or self._name(), package.versions, version, hashes)

    def _name(self) -> str:
        """Return what a package without a name is called: as the directory of its files, or as its only file."""
        paths = self.steps.paths()
        directory = os.path.commonpath([os.path.dirname(path) for path in paths])
        if directory:
            return os.path.basename(directory)
        stem = paths[0].removesuffix(".nix")
        if len(paths) == 1 and stem != "default":
            return stem
        return os.path.basename(self.git.facts().toplevel or "") or stem

    def _afterwards(self, index: Contents | None, commit: Contents | None, said: str) -> int:
        """Judge, commit and build what was written. Returns the exit code."""
        from authguard.gate.push import RANKS

        oid = None
        if commit is not None:
            code, oid = self._committed(index, commit, said)
        else:
            code = self._check(None)
        unfinished = 1 if self.made.left else 3 if self.open else 0
        code = max(code, unfinished, key=RANKS.index)
        self.printed.finish(**({"committed": oid} if commit is not None else {}))
        if "build" in self.given.flags:
            from authguard.cli.build import bumped

            if code:
                print("authguard: nothing was built, since the bump is not finished", file=sys.stderr)
            else:
                code = bumped(self.git, self.given, self.steps.paths(), oid)
        return code

    def _check(self, index: str | None) -> int:
        from authguard.cli import check

        words = ["--head", ":worktree" if index is None else ":index"]
        words += ["--color", self.given.values.get("color", "auto"), *(["--quiet"] if self._silent else [])]
        return check.run(words, index)

    def _committed(self, index: Contents | None, commit: Contents, said: str) -> tuple[int, str | None]:
        """Judge what is to be committed, and commit it. Returns the exit code, and the commit where there is one."""
        from authguard.git.committing import SideIndex, demand_quiet

        if self.made.left or self.open:
            self._not_committed(index, "nothing was committed, since not every hash is proved")
            return 0, None
        if not _changed(commit):
            self._not_committed(index, "nothing was committed, since HEAD has these edits already")
            return 0, None
        try:
            with SideIndex(self.git) as side:
                head = demand_quiet(self.git)
                side.become(head, {path: new for path, (_, new) in commit.items()})
                code = self._check(side.git.index)
                if code:
                    self._not_committed(index, "nothing was committed, since check says no")
                    return code, None
                oid = side.commit(head, said)
        except Refused as error:
            self._not_committed(index, str(error))
            return error.exit_code, None
        except BaseException:
            self._take_back(index)
            raise
        if "quiet" not in self.given.flags:
            print(f"authguard: committed {oid[:12]}: {said.splitlines()[0]}", file=sys.stderr)
        return 0, oid

    def _not_committed(self, index: Contents | None, why: str) -> None:
        self._take_back(index)
        print(f"authguard: {why}; the edits stand in the work tree", file=sys.stderr)

    def _take_back(self, index: Contents | None) -> None:
        """Give the index what was staged before, unless the edits were to be staged anyway."""
        from authguard.git.ranges import all_of
        from authguard.repair import stage

        if "stage" in self.given.flags:
            return
        back = {path: (new, old) for path, (old, new) in _changed(index).items()}
        try:
            stage.stage(self.git, all_of(self.git, ":index").target, back)
        except Refused as error:
            print(f"authguard: the edits stay staged: {error}", file=sys.stderr)


def _place(each: FixedOutput) -> Place:
    return each.path, each.attribute, each.platform


def _file(snapshot: Snapshot, path: str) -> bytes | None:
    return snapshot.raw(path) if snapshot.kind(path) == "file" else None


def _changed(contents: Contents | None) -> Contents:
    return {path: pair for path, pair in (contents or {}).items() if pair[0] != pair[1]}
