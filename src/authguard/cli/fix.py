"""git authguard fix: prints the true hashes, and the number of written hashes."""

from __future__ import annotations

from typing import Any

from authguard.app.fix import Fix, Fixed, FixRequest
from authguard.app.verify import idle
from authguard.cli.answers import Printed
from authguard.cli.next_run import NextRun, help_lines
from authguard.cli.output import OutputOptions, made, note
from authguard.git.git import Git


def run(given: dict[str, Any]) -> int:
    """Verify the work tree, and write the true hashes.

    Returns 0 if every hash is right now, 1 if a wrong hash could not be written, 3 if a hash could not be proved.
    """
    request = made(FixRequest, given)
    again = NextRun("fix", request, request.selectors)
    git = Git()
    try:
        fix = Fix(git, request)
        options = made(OutputOptions, given)
        with Printed(
            options,
            fix.prefix,
            len(fix.wanted),
            ":worktree",
            writes=True,
            help_of=lambda done: help_lines(done, again, fix.prefix),
        ) as printed:
            for answer in fix.answers(printed.doing):
                printed.add(answer)
        fixed = fix.write()
        for line in fixed.notes:
            note(line)
        printed.wrote(fixed.work, fixed.index, fixed.left, dry=request.dry_run)
        if not fix.wanted and not fixed.left:
            printed.note_idle(idle(fix.scope, request), "fixed", bool(fix.scope.bases))
        oid = _commit(fix, fixed, options) if request.commit else None
        printed.finish(**({"committed": oid} if request.commit else {}))
        if fixed.left or any(answer.verdict == "missing" for answer in fix.done):
            return 1
        return 3 if any(answer.verdict == "open" for answer in fix.done) else 0
    finally:
        git.close()


def _commit(fix: Fix, fixed: Fixed, options: OutputOptions) -> str | None:
    """Commit the written edits. Returns the new commit, or None if nothing was committed."""
    subject = fixed.message().splitlines()[0]
    if fix.request.dry_run:
        if fixed.head is not None and fixed.head.repairs and not options.quiet:
            note(f"would commit: {subject}")
        return None
    oid = fix.commit(fixed)
    if oid is not None and not options.quiet:
        note(f"committed {oid[:12]}: {subject}")
    return oid
