"""What a gate proves before it builds: every hash that moved is that of its content, fetched afresh.

A warm store hides a stale hash: Nix finds the old output by it and builds on.
"""

from __future__ import annotations

from authguard.errors import AuthguardError
from authguard.harmless import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.gate.build import Where
    from authguard.gate.plan import Plan
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.outputs.model import FixedOutput
    from authguard.prove.proofs import Proofs
    from authguard.prove.proving import Answer


class Unproved(AuthguardError):
    """What moved is built from, and could not be fetched afresh: nobody knows whether its hash is right."""

    exit_code = 3


def prove(plan: Plan, where: Where) -> Sequence[str]:
    """Have Nix fetch afresh what moved in the range of a build; see authguard.gate.build.Prove.

    What was proved before is not fetched again, and what the gate's attribute is not built from is not its business.
    Runs in the thread of the build, with a git of its own.

    Raises:
        Unproved: a fetcher did not come to its end.
        AuthguardError: the builder could not be asked.
    """
    if not plan.scope.bases:
        return ()
    from authguard.cli import selection
    from authguard.config.model import load
    from authguard.git.git import Git
    from authguard.git.ranges import ends
    from authguard.prove.proofs import Proofs

    git = Git()
    proofs = Proofs(git.facts().common_dir)
    try:
        tree = getattr(plan.scope.target, "tree", None)
        scope = ends(git, [base.oid for base in plan.scope.bases], plan.oid, tree)
        moved = selection.moved(git, scope, load(scope.target.read))
        open_ones = [each for each in selection.one_a_literal(moved) if proofs.of(each) is None]
        return _fetched(plan, where, git, scope, open_ones, proofs) if open_ones else ()
    finally:
        proofs.close()
        git.close()


def _fetched(
    plan: Plan, where: Where, git: Git, scope: Range, open_ones: Sequence[FixedOutput], proofs: Proofs
) -> Sequence[str]:
    """Fetch what nobody has proved yet, keep what is right, and return the lines that say what is wrong."""
    from authguard.cli.sites import Writer
    from authguard.prove.bynix import Site, by_nix
    from authguard.prove.proving import OPEN, RIGHT, WRONG

    site = Site(plan.source.file, plan.gate.attribute, where, plan.options, plan.builder.name)
    asked = [(each, site) for each in open_ones]
    answers = list(by_nix(git, scope.target, asked, Writer(), [], lambda _: None))
    for answer in answers:
        if answer.error is not None:
            raise answer.error
        if answer.verdict == RIGHT and answer.true is not None:
            proofs.keep(answer.each, answer.true.key(), answer.how)
    wrong = [line for answer in answers if answer.verdict == WRONG for line in _lines(plan, answer)]
    unproved = [answer for answer in answers if answer.verdict == OPEN and answer.is_built]
    if unproved and not wrong:
        told = "; ".join(f"{each.each.path}#{each.each.attribute}: {each.says}" for each in unproved)
        raise Unproved(f"what moved cannot be fetched afresh {plan.builder.words()}: {harmless(told)}")
    return wrong


def _lines(plan: Plan, answer: Answer) -> list[str]:
    from authguard.nix.parse import line_and_column
    from authguard.rules.words import command

    each = answer.each
    line = line_and_column(each.origin.data, each.origin.span()[0])[0]
    selector = f"{each.path}#{each.attribute}"
    return [
        f"{each.path}:{line}#{each.attribute} is {each.literal or '(empty)'}",
        f"  and what is fetched has {answer.true.sri() if answer.true is not None else 'another'}",
        f"  to mend it: {command('git', 'authguard', 'fix', *_place(plan, each.path), selector)}",
    ]


def _place(plan: Plan, path: str) -> list[str]:
    """The options by which `fix` finds where a file's hashes are built, where the gate's own paths do not say so."""
    from authguard.builder.trust import SSH

    if any(pattern.matches(path) for pattern in plan.gate.paths):
        return []
    attribute = ["-A", plan.gate.attribute] if plan.gate.attribute is not None else []
    builder = ["--builder", plan.builder.name] if plan.builder.kind == SSH else []
    return ["-f", plan.source.file, *attribute, *builder]
