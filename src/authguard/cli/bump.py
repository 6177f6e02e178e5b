"""git authguard bump: reports each step of setting a version."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, Any

from authguard.app.build import BuildRequest, build_bump
from authguard.app.bump import Bump, BumpRequest
from authguard.app.check import RANKS, CheckRequest
from authguard.cli.answers import Printed
from authguard.cli.build import wishes
from authguard.cli.check import report
from authguard.cli.output import OutputOptions, made, note
from authguard.git.git import Git
from authguard.printable import inert, printable

if TYPE_CHECKING:
    from authguard.app.bump import Edits
    from authguard.app.check import Checked


def run(given: dict[str, Any]) -> int:
    """Set the version, write the true hashes, and judge the result.

    Returns the exit code of the check at the end (and of the gate, with --build), or 3 if a hash could not be proved.
    """
    request, options = made(BumpRequest, given), made(OutputOptions, given)
    git = Git()
    try:
        bump = Bump(git, request)
        moved = bump.prepare()
        if bump.is_done and not moved:
            return _done(bump)
        with Printed(options, bump.prefix, len(moved), ":worktree", writes=True, bumps=True) as printed:
            for answer in bump.prove(moved, printed.doing):
                printed.add(answer)
        edits = bump.finish(printed.done)
        if bump.is_done and not edits.work:
            return 3 if edits.is_open else _done(bump)
        return _Report(bump, edits, printed, options).run()
    finally:
        git.close()


def _done(bump: Bump) -> int:
    """Report that there is nothing to write. Returns 1 if a commit was asked for and is for the user to make."""
    note(f"{bump.package.words()} is {bump.wanted} already")
    if bump.request.commit and bump.uncommitted():
        note("not committed: the package differs from HEAD, so commit it with git commit")
        return 1
    return 0


class _Report:
    """The second half of a run: it writes, checks, commits and builds the edits."""

    def __init__(self, bump: Bump, edits: Edits, printed: Printed, options: OutputOptions) -> None:
        self.bump = bump
        self.edits = edits
        self.printed = printed
        self.options = options
        self.is_silent = options.quiet or options.format == "json"

    def run(self) -> int:
        """Write, check, commit and build, as asked. Returns the exit code."""
        request = self.bump.request
        if not self.is_silent:
            _print_difference(self.edits)
        if request.dry_run:
            self.printed.wrote(self.edits.made, None, dry=True)
            if request.commit and not self.options.quiet:
                note(f"would commit: {self.edits.message().splitlines()[0]}")
            self.printed.finish()
            return 3 if self.edits.is_open else 0
        for line in self.edits.write():
            note(line)
        self.printed.wrote(self.edits.made, None, dry=False)
        oid = None
        if request.commit:
            code, oid = self._commit()
        else:
            code = self._report(self.edits.check())
        unfinished = 1 if self.edits.made.left else 3 if self.edits.is_open else 0
        code = max(code, unfinished, key=RANKS.index)
        self.printed.finish(**({"committed": oid} if request.commit else {}))
        if not request.build:
            return code
        if code:
            note("not built: the bump is not finished")
            return code
        return self._build(oid)

    def _commit(self) -> tuple[int, str | None]:
        committed = self.edits.commit(self._report)
        for line in committed.reasons:
            note(line)
        if committed.oid is not None and not self.options.quiet:
            note(f"committed {committed.oid[:12]}: {self.edits.message().splitlines()[0]}")
        return committed.code, committed.oid

    def _report(self, checked: Checked) -> int:
        options = OutputOptions(color=self.options.color, quiet=self.is_silent)
        return report(self.bump.git, checked, CheckRequest(), options)

    def _build(self, oid: str | None) -> int:
        request = self.bump.request
        wanted = BuildRequest(rev=oid or "", attribute=request.attribute, builder=request.builder)
        paths = self.bump.steps.paths()
        return build_bump(self.bump.git, wanted, request.file, paths, wishes(self.options.quiet))


def _print_difference(edits: Edits) -> None:
    """Print the edits as git would."""
    for path, both in sorted(edits.work.items()):
        old, new = (output_tree.decode("utf-8", "surrogateescape").splitlines() for output_tree in both)
        for line in unified_diff(old, new, f"a/{path}", f"b/{path}", n=1, lineterm=""):
            print(inert(printable(line)))
