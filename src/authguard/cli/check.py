"""git authguard check: prints findings, and returns the exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from authguard.app.check import (
    CheckRequest,
    check,
    has_unstaged,
    is_partly_staged,
    ranges,
    reads_index,
    skipped,
    unknown_skips,
)
from authguard.cli.output import OutputOptions, SlowWork, made, note, note_switch
from authguard.errors import Refused, heaviest
from authguard.git.ranges import INDEX, WORKTREE
from authguard.messages import count
from authguard.printable import printable
from authguard.system import lift_time_limit

if TYPE_CHECKING:
    from authguard.app.check import Checked
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.report.context import ReportContext

_NAMED = 5
"""At most this many unread files are named. The others are counted."""


def run(given: dict[str, Any]) -> int:
    """Judge and report; build the gates of a push afterwards.

    Returns 1 if a finding is an error (with --strict also a warning), else 0; docs/commands.md explains 2 and 3.
    """
    request, output = made(CheckRequest, given), made(OutputOptions, given)
    _demand_sense(request)
    for word in unknown_skips():
        note(f"AUTHGUARD_SKIP names {printable(word)!r}, which is neither check nor build")
    if skipped():
        note("check is skipped: AUTHGUARD_SKIP or SKIP names it")
        if not request.is_push:
            return 0
    if request.pre_push is not None or request.pre_receive:
        request = request._replace(pushed=sys.stdin.buffer.read())
    from authguard.git.git import Git

    git = Git()
    git.begin(staged=reads_index(request))
    try:
        if request.gate and not output.quiet:
            _note_refs(git)
        scopes = ranges(git, request)
        worst = 0 if skipped() else judged(git, scopes, request, output)
        if request.is_push and worst not in (1, Refused.exit_code):  # a refused push needs no build
            from authguard.cli.build import gated

            lift_time_limit()
            worst = heaviest(worst, gated(git, scopes, output.quiet))
        return worst
    finally:
        git.close()


def _note_refs(git: Git) -> None:
    """If a hook manager passes only one ref of a push, name the other refs, unless the plain hook judges all refs."""
    from authguard.git import hooks
    from authguard.git.pushes import refs_of_running_push

    refs = refs_of_running_push()
    if not refs:
        return
    remedy = "git authguard install pre-push judges all"
    try:
        if hooks.state(os.path.join(hooks.directory(git), "pre-push")) == hooks.OURS:
            return
    except hooks.Managed:  # `install` writes no hook there
        remedy = f"the line {hooks.line('pre-push')} in the hook judges all"
    note(f"this push has {printable(' '.join(refs))}, and the hook manager hands over one ref; {remedy}")


def _demand_sense(request: CheckRequest) -> None:
    """Raise Refused for options that contradict each other."""
    if request.all and request.base is not None:
        raise Refused("check: --all judges one tree and takes no --base")
    received = request.pre_push is not None or request.pre_receive
    if received and request.selectors:
        raise Refused("check: --pre-push and --pre-receive judge complete pushes and take no SELECTOR")
    if request.pre_receive and (request.all or request.base is not None or request.head is not None):
        raise Refused(
            "check: --pre-receive judges what git writes to the hook, and takes no --all, --base or --head"
        )
    others = request.selectors or request.all or received
    if request.gate and (others or request.base is not None or request.head is not None):
        raise Refused("check: --gate judges and builds the push of a hook manager, and takes nothing else")


def judged(git: Git, scopes: list[Range], request: CheckRequest, output: OutputOptions) -> int:
    """Judge ranges, and print a report for each range. Returns the exit code."""
    worst = 0
    found = check(git, scopes, request)
    while True:
        with SlowWork("judging", output.quiet):
            checked = next(found, None)
        if checked is None:
            return worst
        worst = heaviest(worst, report(git, checked, request, output))


def report(git: Git, checked: Checked, request: CheckRequest, output: OutputOptions) -> int:
    """Print the findings. Returns the exit code."""
    _note(checked, output)
    if checked.scope.is_of_commits and checked.counts[0] and not output.quiet:
        _note_incomplete(git, checked)
    if output.format == "text" and not output.quiet and (checked.findings or sys.stdout.isatty()):
        _note_config(git, checked)
    if not output.quiet and (checked.findings or output.format != "text"):
        _print(git, checked, request, output)
    if output.format == "text" and not output.quiet:
        if checked.findings:
            from authguard.cli.program import note_program

            note_program()
        elif sys.stdout.isatty():
            if checked.scope.is_judged and not checked.faults:  # otherwise, a note has the reason
                print(_clean(git, checked))
        elif checked.is_idle and "PRE_COMMIT" in os.environ:  # as of `pre-commit run --all-files` in CI
            note(
                "nothing is staged, so nothing was checked: run the hook with --from-ref and --to-ref, "
                "or git authguard audit"
            )
    return checked.code(request)


def _note_config(git: Git, checked: Checked) -> None:
    """Report a config of the work tree that git does not track or that differs from the judged index."""
    from authguard.app.selection import untracked
    from authguard.config.model import FILE

    hint = untracked(git, checked.scope.target, FILE)
    if hint:
        note(f"{FILE} is not used{hint}")
        return
    from authguard.app.guard import unstaged_config

    path = unstaged_config(git, checked.scope.target)
    if path is not None:
        note(f"unstaged changes of {path} are not judged; git add includes them")


def _clean(git: Git, checked: Checked) -> str:
    """Return the line that ends a clean run on a terminal."""
    if checked.is_idle:
        if has_unstaged(git):
            return (
                "nothing is staged; git authguard check --head :worktree checks the changes of the work tree"
            )
        return "nothing is staged, so nothing was checked"
    files, fixed_outputs, _ = checked.counts
    counts = f"{count(files, 'file')}, {count(fixed_outputs, 'fixed output')}"
    if checked.hidden:
        return f"no findings in this selection, {checked.hidden} outside of it: {counts}"
    if checked.scope.is_judged and not checked.scope.bases:  # --all, which has nothing to compare a hash with
        return f"no findings: {counts}; git authguard audit finds stale hashes"
    return f"no stale hashes: {counts}"


def _note(checked: Checked, output: OutputOptions) -> None:
    """Report on stderr faults of gates, the hosts that did not answer and, with -v, the number of judged files."""
    for line in checked.faults:
        note(line)
    if checked.scope.note is not None and not output.quiet:
        note(f"note: {checked.scope.note}")
    for line in checked.unreachable:
        note(line)
    if output.verbose:
        files, fixed_outputs, unresolved = checked.counts
        note(
            f"{count(files, 'file')}, {count(fixed_outputs, 'fixed output')}, {unresolved} not fully resolved"
        )


def _note_incomplete(git: Git, checked: Checked) -> None:
    """Report a clone without the complete history: findings about a range depend on earlier commits."""
    if git.facts().is_shallow:
        note(
            "this clone is shallow, and its history is cut off: findings can differ from those of a full clone"
            " (git fetch --unshallow brings the rest)"
        )
    elif git.lacks_objects and not checked.missing:
        note(
            "this clone is partial, and lacks files of its history: findings can differ from those of a full clone"
            " (git fetch --refetch --no-filter brings the rest)"
        )


def too_large(paths: list[str]) -> str:
    """Return the message about files beyond the limits of judging."""
    from authguard.nix.parse import MAX_BYTES, MAX_NODES
    from authguard.outputs.collect import MAX_HASHES

    are = "is" if len(paths) == 1 else "are"
    return (
        f"{_named(paths)} {are} not judged: larger than {MAX_BYTES >> 20} MiB, {MAX_HASHES} hashes "
        f"or {MAX_NODES} nodes of syntax, or nested too deeply"
    )


def _named(paths: list[str]) -> str:
    named = ", ".join(printable(path) or "the tree itself" for path in paths[:_NAMED])
    return named + (f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else "")


def _print(git: Git, checked: Checked, request: CheckRequest, output: OutputOptions) -> None:
    from authguard.report import commands, render
    from authguard.rules.finding import NOTE

    context = context_of(checked, request)
    if commands.fixes_index(context) and is_partly_staged(git, checked.scope.target):
        context.is_part = True  # `fix` without selectors would also fix unstaged changes
    sys.stdout.write(render(output.format, checked.findings, context, output.stream()))
    note_switch(git, checked.scope, output, any(each.severity != NOTE for each in checked.findings))


def _is_temporary_index(scope: Range) -> bool:
    """Tell whether the judged index is removed if the commit is refused: that of `git commit -a`, `-i` or PATH.

    Then the changes are only in the work tree. git names such an index index.lock, or next-index-PID.lock.
    """
    return scope.target.label == INDEX and os.environ.get("GIT_INDEX_FILE", "").endswith(".lock")


def context_of(checked: Checked, request: CheckRequest) -> ReportContext:
    """Return the facts of a report other than its findings."""
    from authguard.report.context import ReportContext

    scope = checked.scope
    files, fixed_outputs, unresolved = checked.counts
    return ReportContext(
        base=request.base if scope.target.label in (INDEX, WORKTREE) else None,
        bases=[base.oid for base in scope.bases if base.oid is not None],
        head=scope.target.label,
        is_temporary=_is_temporary_index(scope),
        files=files,
        fixed_outputs=fixed_outputs,
        unresolved=unresolved,
        reader=scope.target.read,
        prefix=checked.prefix,
        is_part=bool(request.selectors or request.select or request.ignore),
        hidden=checked.hidden,
    )
