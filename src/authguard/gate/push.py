"""The gates of a push or of a named revision: chooses the gates to build, and reports builds and skipped builds."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING

from authguard.builder.trust import Trust
from authguard.errors import Unreachable, heaviest
from authguard.gate.memory import Memory
from authguard.printable import inert, printable, safe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from authguard.config.model import Config, Gate
    from authguard.gate.build import Prove
    from authguard.gate.outcome import BuildOutcome
    from authguard.git.git import Git
    from authguard.git.ranges import Range

_MOST_DETAILS = 500
"""The most lines below the outcome of a build. Nix shows 25 lines for each failed derivation."""


@dataclass(slots=True, eq=False)
class Wishes:
    """The user's options for a run: show only errors, show the logs of builders, build all plans again.

    ``options`` are words for Nix in addition to the options of the gates.
    """

    _: KW_ONLY
    quiet: bool = False
    logs: bool = True
    again: bool = False
    options: tuple[str, ...] = ()


def skipped() -> bool:
    """Tell whether the user wants to skip builds."""
    own = [word.strip() for word in os.environ.get("AUTHGUARD_SKIP", "").split(",")]
    hooks = [word.strip() for word in os.environ.get("SKIP", "").split(",")]
    return "build" in own or "authguard-gate" in hooks


def touched(gate: Gate, scope: Range) -> bool:
    """Tell whether a range touches a gate's paths, compared with each of its bases."""
    return all(
        any(pattern.matches(change.path) for change in base.changes for pattern in gate.paths)
        for base in scope.bases
    )


def push(git: Git, scopes: Sequence[tuple[Range, Config]], wishes: Wishes, prove: Prove | None = None) -> int:
    """Build the gates that a push touches, once for each tree.

    Args:
        git: the repository.
        scopes: the ranges that are pushed, each with the config of its target.
        wishes: the options of the user.
        prove: see Prove.

    Returns:
        The exit code.

    Raises:
        Refused: a builder or an option is not allowed; a gate's file is not in the commit.
    """
    memory = Memory(git.facts().common_dir)
    if any(config.gates for _, config in scopes):
        _remind(memory, [scope.target.label for scope, _ in scopes], wishes)
    wanted = [(gate, scope) for scope, config in scopes for gate in config.gates if touched(gate, scope)]
    if not wanted:
        return 0
    if skipped():
        for gate, scope in wanted:
            memory.skip(gate.name, scope.target.label, "AUTHGUARD_SKIP skips it")
            _print(f"{_gate(gate)}: {scope.target.label[:12]} is not built: AUTHGUARD_SKIP or SKIP skips it")
        return 0
    worst = 0
    for outcome in _built(git, wanted, None, wishes, memory, prove):
        if _may_pass(outcome):
            plan = outcome.plan
            memory.skip(plan.gate.name, plan.oid, outcome.says)
            _print(
                f"{_gate(plan.gate)}: {outcome.says}; {plan.oid[:12]} is pushed without a build, as "
                "when-unreachable allows"
            )
            continue
        _report(outcome, wishes)
        if outcome.code == Unreachable.exit_code:
            _print("to push without building, once: AUTHGUARD_SKIP=build git push")
        worst = heaviest(worst, outcome.code)
    return worst


def by_hand(
    git: Git,
    wanted: Sequence[tuple[Gate, Range]],
    builder: str | None,
    wishes: Wishes,
    prove: Prove | None = None,
) -> int:
    """Build gates of a revision that the user named, on the builder that they named. Returns the exit code.

    Raises:
        Refused: as push does.
    """
    memory = Memory(git.facts().common_dir)
    worst = 0
    for outcome in _built(git, wanted, builder, wishes, memory, prove):
        _report(outcome, wishes)
        worst = heaviest(worst, outcome.code)
    return worst


def _built(
    git: Git,
    wanted: Sequence[tuple[Gate, Range]],
    builder: str | None,
    wishes: Wishes,
    memory: Memory,
    prove: Prove | None,
) -> list[BuildOutcome]:
    from authguard.gate.build import build_all
    from authguard.gate.display import Display
    from authguard.gate.plan import Plan

    trust = Trust(git)
    plans = [Plan(git, gate, scope, trust, builder, wishes.options) for gate, scope in wanted]
    display = Display(wishes.quiet, wishes.logs, several=len({plan.key for plan in plans}) > 1)
    outcomes = build_all(git.facts().common_dir, plans, display, prove=prove, again=wishes.again)
    _make_good(git, memory, outcomes)
    return outcomes


def _may_pass(outcome: BuildOutcome) -> bool:
    """Tell whether a push may continue without a build: no builder answered, and the config allows it."""
    from authguard.builder.ssh import Lost

    reached = isinstance(outcome.error, Lost)
    unreached = isinstance(outcome.error, Unreachable) and not reached
    return unreached and outcome.plan.gate.when_unreachable == "warn"


def _remind(memory: Memory, tips: Sequence[str], wishes: Wishes) -> None:
    """Name the earlier commits that were pushed without a build, except those that are pushed now."""
    for each in memory.skipped():
        if not wishes.quiet and each.oid not in tips:
            day = time.strftime("%Y-%m-%d", time.localtime(each.at))
            _print(
                f"gate {printable(each.gate)}: {each.oid[:12]} was pushed on {day} without a build "
                f"({printable(each.why)}); to build it now: git authguard build --rev {each.oid[:12]}"
            )


def _make_good(git: Git, memory: Memory, outcomes: Sequence[BuildOutcome]) -> None:
    """Forget the pushes without a build if their commits, or later commits, are built now."""
    passed = {(outcome.plan.gate.name, outcome.plan.oid) for outcome in outcomes if outcome.code == 0}
    if not passed:
        return
    for each in memory.skipped():
        known = git.resolve(each.oid) is not None
        if not known or any(each.gate == name and _is_ancestor(git, each.oid, oid) for name, oid in passed):
            memory.made_good(each.gate, each.oid)


def _is_ancestor(git: Git, oid: str, of: str) -> bool:
    # A tag of a tree has no commit. Then only the names are compared.
    return oid == of or oid in git.run("merge-base", oid, of, ok=(0, 1, 128)).decode().split()


def _report(outcome: BuildOutcome, wishes: Wishes) -> None:
    """Report the outcome of a build: a failure on stdout, anything else on stderr."""
    plan = outcome.plan
    head = f"{plan.gate.kind} {printable(plan.gate.name)}: "
    if outcome.error is not None:
        _print(f"{head}{outcome.says}")
        _report_details(outcome, sys.stderr)
    elif outcome.code:
        what = f"{printable(plan.attribute)} of {plan.oid[:12]}"
        print(safe(f"authguard: {head}{what} {outcome.says}"))
        _report_details(outcome, sys.stdout)
        sys.stdout.flush()
    elif not wishes.quiet:
        _print(f"{head}{printable(plan.attribute)} of {plan.oid[:12]} {outcome.says}")


def _report_details(outcome: BuildOutcome, stream: TextIO) -> None:
    lines = [inert(f"    {line}") for line in outcome.details[:_MOST_DETAILS]]
    if len(outcome.details) > _MOST_DETAILS:
        lines.append(f"    and {len(outcome.details) - _MOST_DETAILS} more lines")
    if outcome.log:
        lines.append(f"    the full log: {_here(outcome.log)}")
    stream.write("".join(f"{line}\n" for line in lines))


def _here(path: str) -> str:
    """A path for messages: relative to the current directory, for a path below this directory."""
    relative = os.path.relpath(path)
    return printable(path if relative.startswith("..") else relative)


def _gate(gate: Gate) -> str:
    return f"{gate.kind} {printable(gate.name)}"


def _print(text: str) -> None:
    print(safe(f"authguard: {text}"), file=sys.stderr, flush=True)
