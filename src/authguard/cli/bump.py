"""git authguard bump: reports each step of setting a version."""

from __future__ import annotations

import sys
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

from authguard.app.build import BuildRequest, build_bump
from authguard.app.bump import Bump, BumpRequest, NoSuchTag
from authguard.app.check import CheckRequest
from authguard.cli.answers import Printed
from authguard.cli.asking import ask, may_ask
from authguard.cli.build import wishes
from authguard.cli.check import report
from authguard.cli.next_run import NextRun, help_lines
from authguard.cli.output import OutputOptions, made, note
from authguard.errors import Refused, heaviest
from authguard.git.git import Git
from authguard.messages import count
from authguard.printable import inert, printable
from authguard.rules.finding import SEVERITIES
from authguard.rules.words import command, listed, shorten

if TYPE_CHECKING:
    from authguard.app.bump_edits import Edits
    from authguard.app.check import Checked
    from authguard.rules.finding import Finding

_MOST = 12
"""At most this many places with the old version are named; --verbose names all."""

_VERSION_CODE = "AG101"
"""A finding about two files points to one of them. The bump may have edited the other file."""


def run(given: dict[str, Any]) -> int:
    """Set the version, write the true hashes, and judge the result.

    Returns the exit code of the check at the end (and of the gate, with --build), or 3 if a hash could not be proved.
    """
    request, options = made(BumpRequest, given), made(OutputOptions, given)
    git = Git()
    try:
        while True:
            bump = Bump(git, request)
            try:
                return _bump(bump, options)
            except NoSuchTag as error:
                tag = _chosen(error)
                if tag is None:
                    raise Refused(f"{error}{_offer(bump, error)}") from None
                request.rev.append(f"{error.source}={tag}")
    finally:
        git.close()


def _bump(bump: Bump, options: OutputOptions) -> int:
    moved = bump.prepare()
    for pin in bump.pins if not options.quiet else ():
        note(printable(f"{pin.package} moves from {pin.here[:12]} to {pin.there[:12]}, as {pin.lock} has it"))
    if bump.higher is not None and not options.quiet:
        paths = ", ".join(bump.package.paths)
        note(printable(f"{paths}: the version goes down from {bump.higher} to {bump.wanted}"))
    if bump.is_done and not moved and not bump.steps.paths():
        return _done(bump, options)
    again = NextRun("bump", bump.request, [bump.wanted, *bump.request.words[1:]])
    with Printed(
        options,
        bump.prefix,
        len(moved),
        ":worktree",
        writes=True,
        bumps=True,
        help_of=lambda done: help_lines(done, again, bump.prefix),
    ) as printed:
        for answer in bump.prove(moved, printed.doing):
            printed.add(answer)
    edits = bump.finish(printed.done)
    if bump.is_done and edits.is_empty and not edits.made.left and not edits.is_open:
        return _done(bump, options)
    return _Report(bump, edits, printed, options).run()


def _offer(bump: Bump, error: NoSuchTag) -> str:
    """Return the end of a message: the command with a tag similar to the missing tag, or with the newest version."""
    if not error.nearest:
        return ""
    tag = bump.tag_to_offer(error)
    if tag is None:
        latest = command("git", "authguard", "bump", "latest", *bump.request.words[1:])
        return "" if bump.request.words[0] == "latest" else f"\n  = help: {latest}"
    words = [bump.request.words[0] if bump.request.words[0] != "latest" else bump.wanted]
    words += bump.request.words[1:]
    given = [word for rev in bump.request.rev for word in ("--rev", rev)]
    help_ = command("git", "authguard", "bump", *words, *given, "--rev", f"{error.source}={tag}")
    return f"\n  = help: {help_}"


def _chosen(error: NoSuchTag) -> str | None:
    """On a terminal, let the user choose a tag in place of a missing tag. Returns None if the user chooses no tag."""
    if not error.nearest or not may_ask():
        return None
    print(f"authguard: {error}", file=sys.stderr)
    for number, tag in enumerate(error.nearest, 1):
        print(f"  {number}  {printable(tag)}", file=sys.stderr)
    answer = ask(f"which tag for {printable(error.source)}? [1-{len(error.nearest)}, Enter for none]")
    if answer.isdecimal() and 0 < int(answer) <= len(error.nearest):
        return error.nearest[int(answer) - 1]
    return None


def _done(bump: Bump, options: OutputOptions) -> int:
    """Report that nothing has to be written, and build on request. Returns the exit code."""
    version = f"the latest, {bump.wanted}," if bump.request.words[0] == "latest" else bump.wanted
    note(printable(f"{', '.join(bump.package.paths)}: the version is {version} already"))
    _print_left(bump, options)
    if options.format == "json":
        printed = Printed(options, bump.prefix, 0, ":worktree", writes=True, bumps=True)
        printed.finish(**({"committed": None} if bump.request.commit else {}), **_not_edited(bump))
    if bump.request.commit and bump.uncommitted():
        note("not committed: the package differs from HEAD, so commit it with git commit")
        return 1
    if not bump.request.build:
        return 0
    paths = sorted({place.path for place in bump.package.places})
    return _build(bump, options, "" if bump.uncommitted() else "HEAD", paths)


def _build(bump: Bump, options: OutputOptions, rev: str, paths: list[str]) -> int:
    request = bump.request
    wanted = BuildRequest(rev=rev, attribute=request.attribute, builder=request.builder)
    own = wishes(options.quiet, options=request.nix_words())
    return build_bump(bump.git, wanted, request.file, paths, own)


def _print_left(bump: Bump, options: OutputOptions) -> None:
    """Print the places with an old version, and the sources that do not follow the version."""
    if options.quiet or options.format == "json":
        return
    places = bump.left_places()
    sources = bump.left_sources()
    if places or sources:
        print("\nleft, not edited")
    for each, tag in sources:
        rev = f"--rev {each.attribute}=TAG"
        print(inert(printable(f"  {each.path}#{each.attribute}  stays at {tag}; to move it: {rev}")))
    shown = places if options.verbose else places[:_MOST]
    for place in shown:
        print(inert(printable(f"  {place.path}:{place.line}  {shorten(place.text, 60)}")))
    if len(places) > len(shown):
        print(f"  and {count(len(places) - len(shown), 'more line')} (--verbose shows all)")
    sys.stdout.flush()


def _not_edited(bump: Bump) -> dict[str, Any]:
    """Return the fields of --format json for the places and the sources that `_print_left` prints."""
    return {
        "stated": [
            {"path": place.path, "line": place.line, "text": place.text} for place in bump.left_places()
        ],
        "not_moved": [
            {"selector": f"{each.path}#{each.attribute}", "tag": tag} for each, tag in bump.left_sources()
        ],
    }


_STYLES = {"---": "1", "+++": "1", "@@": "36", "-": "31", "+": "32"}
"""The escape codes of the lines of a difference, by their first characters."""


class _Report:
    """The second half of a run: it writes, checks, commits and builds the edits."""

    def __init__(self, bump: Bump, edits: Edits, printed: Printed, options: OutputOptions) -> None:
        self.bump = bump
        self.edits = edits
        self.printed = printed
        self.options = options
        self.is_silent = options.quiet or options.format == "json"

    def run(self) -> int:
        """Write, check, commit and build, as requested. Returns the exit code."""
        request, made = self.bump.request, self.edits.made
        staged = made if request.stage else None
        if not self.is_silent:
            _print_difference(self.edits, self.printed.stream.color)
        if request.dry_run:
            self.printed.wrote(made, staged, made.left, dry=True)
            _print_left(self.bump, self.options)
            if request.commit and not self.options.quiet:
                note(f"would commit: {self.edits.message().splitlines()[0]}")
            self._finish({})
            return 3 if self.edits.is_open else 0
        for line in self.edits.write():
            note(line)
        self.printed.wrote(made, staged, made.left, dry=False)
        _print_left(self.bump, self.options)
        oid = None
        if request.commit:
            code, oid = self._commit()
        else:
            code = self._report(self.edits.check())
        unfinished = 1 if made.left else 3 if self.edits.is_open else 0
        code = heaviest(code, unfinished)
        self._finish({"committed": oid} if request.commit else {})
        if not request.build:
            return code
        if code:
            note("not built: the bump is not finished")
            return code
        return _build(self.bump, self.options, oid or "", self.bump.steps.paths())

    def _finish(self, more: dict[str, Any]) -> None:
        """Print the document of --format json."""
        if self.options.format == "json":
            more.update(_not_edited(self.bump))
        self.printed.finish(**more)

    def _commit(self) -> tuple[int, str | None]:
        committed = self.edits.commit(self._report)
        for line in committed.reasons:
            note(line)
        if committed.oid is not None and not self.options.quiet:
            note(f"committed {committed.oid[:12]}: {self.edits.message().splitlines()[0]}")
        return committed.code, committed.oid

    def _report(self, checked: Checked) -> int:
        """Print the findings of this bump, and the number of the other findings.

        Returns the exit code of all findings.
        """
        options = OutputOptions(color=self.options.color, quiet=self.is_silent)
        own = [finding for finding in checked.findings if self._is_own(finding)]
        others = [finding for finding in checked.findings if finding not in own]
        if own or not others:
            report(self.bump.git, checked._replace(findings=own), CheckRequest(), options)
        if others and not self.options.quiet:
            numbers = [(word, sum(each.severity == word for each in others)) for word in SEVERITIES]
            counts = listed([count(number, word) for word, number in numbers if number])
            note(f"{counts} in other packages: git authguard check --head :worktree")
        return checked.code(CheckRequest())

    def _is_own(self, finding: Finding) -> bool:
        """Tell whether a finding is in the directory of the package, or about a file or hash that the bump edits."""
        if finding.code == _VERSION_CODE or self.bump.is_inside(finding.place.path):
            return True
        edited = {*self.bump.steps.paths(), *(answer.each.path for answer in self.printed.done)}
        paths = {finding.place.path, *(one.path for one in finding.because)}
        return not edited.isdisjoint(paths)


def _print_difference(edits: Edits, color: bool) -> None:
    """Print the edits as git would, in its colours."""
    for path, both in sorted(edits.work.items()):
        texts = (data.decode("utf-8", "surrogateescape").replace("\r\n", "\n") for data in both)
        old, new = (text.removesuffix("\n").split("\n") for text in texts)
        for line in unified_diff(old, new, f"a/{path}", f"b/{path}", n=1, lineterm=""):
            style = next((code for mark, code in _STYLES.items() if color and line.startswith(mark)), "")
            shown = inert(printable(line))
            print(f"\x1b[{style}m{shown}\x1b[0m" if style else shown)
