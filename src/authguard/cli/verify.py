"""git authguard verify: prints the true hashes of fixed outputs, and the hashes in the files."""

from __future__ import annotations

from typing import Any

from authguard.app.verify import Verification, VerifyRequest, idle
from authguard.cli.answers import Printed
from authguard.cli.next_run import NextRun, help_lines
from authguard.cli.output import OutputOptions, made
from authguard.git.git import Git


def run(given: dict[str, Any]) -> int:
    """Verify and report. Returns 1 if a hash is wrong, 3 if a hash could not be proved, otherwise 0."""
    git = Git()
    try:
        request, options = made(VerifyRequest, given), made(OutputOptions, given)
        again = NextRun("verify", request, request.selectors)
        verification = Verification(git, request)
        with Printed(
            options,
            verification.prefix,
            len(verification.wanted),
            verification.head,
            help_of=lambda done: help_lines(done, again, verification.prefix),
        ) as printed:
            for answer in verification.answers(printed.doing):
                printed.add(answer)
            printed.pins = verification.pins()
        if not verification.wanted:
            printed.note_idle(idle(verification.scope, request), "verified", bool(verification.scope.bases))
        return printed.code
    finally:
        git.close()
