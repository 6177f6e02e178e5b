"""git authguard audit: prints the hashes of a revision that are older than their inputs."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from authguard.app.audit import STALE, SUSPECT, UNKNOWN, UNRESOLVED, Audit, AuditedHash
from authguard.app.audited import audited, kept_findings
from authguard.app.past import when
from authguard.app.selection import Selector, hint, leaves_tree, prefix_of
from authguard.cli.output import OutputOptions, SlowWork, made, note, note_switch
from authguard.config.load import load
from authguard.config.model import FILE
from authguard.errors import Refused
from authguard.git.dates import seconds_of
from authguard.git.git import Git
from authguard.git.ranges import all_of, commit
from authguard.messages import count
from authguard.report import render
from authguard.report.context import ReportContext
from authguard.rules.finding import ERROR, WARNING

if TYPE_CHECKING:
    from authguard.config.model import Config
    from authguard.git.ranges import Range
    from authguard.rules.finding import Finding


@dataclass
class AuditRequest:
    """The revision and the hashes to audit; see the help of each option."""

    selectors: list[str] = field(default_factory=list)
    rev: str = "HEAD"
    since: str | None = None
    fail_on: str = STALE
    exit_zero: bool = False
    online: bool = False
    offline: bool = False


def run(given: dict[str, Any]) -> int:
    """Audit and report. Returns 1 if a hash is stale (see --fail-on for suspect and unknown hashes), else 0."""
    request, output = made(AuditRequest, given), made(OutputOptions, given)
    git = Git()
    try:
        prefix = prefix_of(git)
        selectors = [Selector(text, prefix) for text in request.selectors]
        oid = commit(git, request.rev)
        since = _since(git, request.since)
        scope = all_of(git, oid)
        config = load(scope.target.read_exact, lambda path: leaves_tree(scope.target, path))
        for one in selectors:  # an audit can take minutes
            if one.path and scope.target.kind(one.path) is None:
                remedy = hint(git, scope.target, one) or "; git authguard list shows all selectors"
                raise Refused(f"{one.text!r} matches no fixed output{remedy}")
        found, unanswered = audited(
            git,
            oid,
            scope,
            config,
            online=request.online,
            offline=request.offline,
            selectors=selectors,
            slow=lambda text: SlowWork(text, output.quiet),
        )
        for line in unanswered:
            note(line)
        if oid == git.facts().head and not output.quiet:
            _note_config(git, config)
        _narrow(found, selectors)
        findings = kept_findings(git, found, scope, config, since)
        _print(findings, found, scope, output, prefix, _words_of_fix(git, oid, request))
        note_switch(git, scope, output, bool(findings) and not output.quiet)
        return _code(findings, found, request, bool(unanswered))
    finally:
        git.close()


def _note_config(git: Git, config: Config) -> None:
    """Say that the config of the work tree decides nothing, if HEAD has no config."""
    top = git.facts().toplevel
    if config.path is None and top is not None and os.path.isfile(os.path.join(top, FILE)):
        note(f"{FILE} is not committed, so nothing of it counts: audit uses the config of HEAD")


def _words_of_fix(git: Git, oid: str, request: AuditRequest) -> list[str] | None:
    """Return the words that let `fix --audited` take the findings of this audit; None if no words do."""
    if request.since is not None or request.offline or oid != git.resolve("HEAD"):
        return None
    return [*(["--online"] if request.online else []), *request.selectors]


def _since(git: Git, text: str | None) -> str | None:
    """Return the day (ISO) of --since, from a revision or from a date as git reads it.

    Raises Refused for any other text.
    """
    if text is None:
        return None
    oid = git.resolve(text)
    if oid is not None:
        return when(int(git.run("log", "-1", "--format=%ct", oid, "--")))
    seconds = seconds_of(git, text)
    if seconds is None:
        raise Refused(
            f"audit: {text!r} is neither a revision nor a date (2026-01-31, '2 weeks ago', yesterday)"
        )
    return when(seconds)


def _narrow(found: Audit, selectors: list[Selector]) -> None:
    """Keep the hashes that the selectors select. Raises Refused for a selector that selects none."""
    if not selectors:
        return
    for one in selectors:
        if not any(_selects(one, each) for each in found.hashes):
            raise Refused(f"{one.text!r} matches no fixed output; git authguard list shows all selectors")
    found.hashes = [each for each in found.hashes if any(_selects(one, each) for one in selectors)]
    found.unfinished = 0  # their places are not stored
    kept = {(each.path, each.line) for each in found.hashes}
    found.findings = [each for each in found.findings if (each.place.path, each.place.line) in kept]


def _selects(one: Selector, each: AuditedHash) -> bool:
    if not one.file(each.path):
        return False
    if one.attribute is not None:
        return one.attribute in each.attributes
    return one.line is None or each.line <= one.line <= each.end_line


def _print(
    findings: list[Finding],
    found: Audit,
    scope: Range,
    output: OutputOptions,
    prefix: str,
    words_of_fix: list[str] | None,
) -> None:
    """Print the report to stdout. The depth of the history goes to stderr, and with `short` the counts do too."""
    counts = summary(found)
    context = ReportContext(
        bases=[],
        head=scope.target.label,
        files=found.files,
        fixed_outputs=len(found.hashes),
        unresolved=found.count(UNRESOLVED),
        reader=scope.target.read,
        prefix=prefix,
        audit={
            "hashes": len(found.hashes),
            "stale": found.count(STALE),
            "suspect": found.count(SUSPECT),
            "not_resolved": found.count(UNRESOLVED),
            "unknown": found.count(UNKNOWN),
            "unfinished": found.unfinished,
            "files_not_judged": found.not_judged,
            "history_begins": found.edge,
            "objects_missing": found.lacking,
        },
        words_of_fix=words_of_fix,
        first_unknown=next(((each.path, each.line) for each in found.hashes if each.state == UNKNOWN), None),
    )
    if output.verbose:
        note(f"{count(found.commits, 'commit')} read, {found.writers} of them wrote hashes")
    if not output.quiet:
        sys.stdout.write(render(output.format, findings, context, output.stream()))
        print(counts, file=sys.stdout if output.format == "text" else sys.stderr)
    if found.edge is not None:
        note(
            f"this clone is shallow: hashes written before {found.edge} are unknown"
            " (git fetch --unshallow brings the rest)"
        )
    if found.lacking:
        note(
            f"this clone is partial: it lacks {count(found.lacking, 'file')} of the history, so hashes are unknown"
            " (git fetch --refetch --no-filter brings the rest)"
        )


def summary(found: Audit) -> str:
    """Return the last line of a report: `1,204 hashes: 3 stale, 5 suspect, 14 not resolved`.

    The line also has the unknown hashes: a shallow or partial clone is no failure, but must not look like a pass.
    """
    parts = [f"{found.count(state):,} {state}" for state in (STALE, SUSPECT, UNRESOLVED)]
    if found.count(UNKNOWN):
        kind = "partial" if found.lacking else "shallow"
        parts.append(f"{found.count(UNKNOWN):,} unknown (this clone is {kind})")
    if found.unfinished:
        parts.append(f"{found.unfinished:,} unfinished")
    if found.not_judged:
        parts.append(f"{found.not_judged:,} file{'' if found.not_judged == 1 else 's'} not judged")
    number = len(found.hashes)
    return f"{number:,} hash{'' if number == 1 else 'es'}: {', '.join(parts)}"


def _code(findings: list[Finding], found: Audit, request: AuditRequest, unanswered: bool) -> int:
    """Return the exit code. With --fail-on unknown, a hash with an unknown state is exit code 2."""
    if request.exit_zero:
        return 0
    if request.fail_on == UNKNOWN and found.count(UNKNOWN):
        return 2
    levels = (ERROR,) if request.fail_on == STALE else (ERROR, WARNING)
    if any(finding.severity in levels for finding in findings):
        return 1
    return 3 if unanswered and request.online else 0
