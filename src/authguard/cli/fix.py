"""git authguard fix: obtain the true hashes, and write them."""

from __future__ import annotations

import sys

from authguard.cli import verify
from authguard.cli.arguments import read
from authguard.errors import Refused, Unreachable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.cli.answers import Printed
    from authguard.cli.arguments import Arguments
    from authguard.config.model import Config
    from authguard.digest import Digest
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.outputs.model import FixedOutput
    from authguard.prove.proving import Answer
    from authguard.repair.plan import Plan

_FLAGS = {**verify.FLAGS, "--stage": "stage", "-n": "dry-run", "--dry-run": "dry-run"}
_OPTIONS = {name: value for name, value in verify.OPTIONS.items() if value != "head"}


def run(arguments: list[str]) -> int:
    """Verify the work tree, and write what is true.

    Returns 0 where every hash is the true one now, 1 where one is not and could not be made so, 3 where one could not
    be proved. Nothing is written where a mirror or a builder broke off.
    """
    given = read("fix", arguments, _FLAGS, _OPTIONS)
    verify.demand_words("fix", given)
    from authguard.cli.answers import Printed
    from authguard.cli.proving import proved
    from authguard.cli.selection import of_files
    from authguard.git.git import Git
    from authguard.git.ranges import all_of

    git = Git()
    try:
        if git.facts().toplevel is None:
            raise Refused("fix writes to a work tree, and there is none here")
        scope, config, prefix = _opened(git, given)
        tree = all_of(git, ":worktree")
        wanted = verify.chosen(git, scope, config, given, prefix, tree)
        # One literal may be the hash of several fixed outputs: all that stand in these files count.
        beside = of_files(git, tree, config, [each.path for each in wanted], scope.target) if wanted else []
        with Printed(given, prefix, len(wanted), scope.target.label, mends=True) as printed:
            for answer in proved(git, scope, config, given, wanted, printed.doing):
                printed.add(answer)
        _demand_answers(printed.done)
        return _write(git, scope, config, given, printed, beside)
    finally:
        git.close()


def _opened(git: Git, given: Arguments) -> tuple[Range, Config, str]:
    """Return what is repaired: the work tree, every file of it as it is on disk."""
    from authguard.repair.edited import OnDisk

    given.values["head"] = ":worktree"
    scope, config, prefix = verify.opened(git, given)
    scope.target = OnDisk(scope.target, git.facts().toplevel or "")
    return scope, config, prefix


def _demand_answers(done: list[Answer]) -> None:
    """Raise what broke off: half of a repair would look like a whole one."""
    broken = next((answer for answer in done if answer.error is not None), None)
    if broken is not None and broken.error is not None:
        raise Unreachable(f"{broken.error}; nothing was written") from broken.error


def _write(
    git: Git,
    scope: Range,
    config: Config,
    given: Arguments,
    printed: Printed,
    everything: list[FixedOutput],
) -> int:
    from authguard.prove.proving import RIGHT, WRONG
    from authguard.repair.perform import perform, plan_index
    from authguard.repair.plan import plan

    truths: dict[FixedOutput, Digest] = {
        answer.each: answer.true
        for answer in printed.done
        if answer.verdict in (RIGHT, WRONG) and answer.true is not None
    }
    work = plan(scope.target, everything, truths)
    index, staged = None, None
    if "stage" in given.flags and truths:
        from authguard.cli.selection import of_files
        from authguard.git.ranges import all_of

        there = all_of(git, ":index")
        staged = there.target
        index = plan_index(git, staged, of_files(git, there, config, [each.path for each in truths]), truths)
    if "dry-run" not in given.flags and (work.repairs or index is not None):
        for note in perform(git, work, index, staged):
            print(f"authguard: {note}", file=sys.stderr)
        _remember(git, scope, work, printed.done)
    printed.wrote(work, index, dry="dry-run" in given.flags)
    printed.finish()
    left = [*work.left, *(index.left if index is not None else ())]
    if left or any(answer.verdict == "missing" for answer in printed.done):
        return 1
    return 3 if any(answer.verdict == "open" for answer in printed.done) else 0


def _remember(git: Git, scope: Range, work: Plan, done: list[Answer]) -> None:
    """Keep the proofs of the pairs that stand there now."""
    from authguard.app.repository import whole_tree
    from authguard.git.ranges import all_of
    from authguard.prove.proofs import Proofs
    from authguard.prove.repaired import keep_repaired
    from authguard.repair.edited import Edited

    after = Edited(scope.target, {path: new for path, (_, new) in work.contents().items()})
    side = whole_tree(git, all_of(git, ":worktree").target).side(after)
    side.collect({answer.each.path for answer in done})
    proofs = Proofs(git.facts().common_dir)
    try:
        keep_repaired(proofs, done, side.found)
    finally:
        proofs.close()
