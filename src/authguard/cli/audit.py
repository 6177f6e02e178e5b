"""git authguard audit: prints the hashes of a revision that are older than their inputs."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from authguard.app.audit import CLEAN, STALE, SUSPECT, UNKNOWN, UNRESOLVED, Audit, AuditedHash, audit
from authguard.app.audit_cache import AuditCache
from authguard.app.network import network_of, unreachable
from authguard.app.past import when
from authguard.app.repository import cached_tree
from authguard.app.selection import Selector, hint, leaves_tree, prefix_of
from authguard.cli.output import OutputOptions, SlowWork, made, note
from authguard.config.load import load
from authguard.errors import Refused
from authguard.git.dates import seconds_of
from authguard.git.git import Git
from authguard.git.ranges import all_of, commit
from authguard.prove.network import Network, inquiry
from authguard.prove.proving import Prover
from authguard.report import render
from authguard.report.context import ReportContext
from authguard.rules.finding import ERROR, NOTE, WARNING
from authguard.rules.reported import reported
from authguard.rules.waivers import find_waivers
from authguard.rules.words import count

_IDLE = "AG903"
_AUDITED = frozenset({"AG201", "AG202", "AG203", "AG208"})
"""The rules that decide about each hash of an audit. An unused waiver of such a rule is idle."""
_OF_TREE = frozenset({"AG205", "AG301", "AG302", "AG303"})
"""The rules that judge a tree without its history. An audit reports only their idle waivers, not their findings."""

if TYPE_CHECKING:
    from authguard.config.model import Config
    from authguard.git.ranges import Range
    from authguard.rules.finding import Finding
    from authguard.rules.waivers import Waiver


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
        config = load(scope.target.read, lambda path: leaves_tree(scope.target, path))
        for one in selectors:  # an audit can take minutes
            if one.path and scope.target.kind(one.path) is None:
                remedy = hint(git, scope.target, one) or "; git authguard list shows all selectors"
                raise Refused(f"{one.text!r} matches no fixed output{remedy}")
        found, unanswered = _audited(git, oid, scope, config, request, output.quiet)
        _narrow(found, selectors)
        findings = _reported(git, found, scope, config, since)
        _print(findings, found, scope, output, prefix)
        return _code(findings, found, request, unanswered)
    finally:
        git.close()


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


def _audited(
    git: Git, oid: str, scope: Range, config: Config, request: AuditRequest, quiet: bool
) -> tuple[Audit, bool]:
    """Return the audit (a stored audit, if a new one would be the same), and whether a repository did not answer."""
    network = network_of(git, scope, config, online=request.online, offline=request.offline)
    cache = AuditCache(git, oid)
    kept = cache.get() if network is None else None
    if kept is not None:
        return kept, False
    asked = inquiry(git, network or Network())
    prover = Prover(asked, insist=network.insist) if network is not None else None
    computing = None
    if network is not None:
        from authguard.app.computing import Computing

        computing = Computing(git, scope, network)
    with SlowWork("reading the fixed outputs", quiet):
        tree = cached_tree(git, scope.target)
    try:
        with SlowWork("reading the history of each hash", quiet):
            found = audit(git, oid, tree, scope.target, config, asked, prover, computing=computing)
        if network is None and found.is_final:
            cache.put(found)
        lines = unreachable(asked) if network is not None else []
        for line in lines:
            note(line)
        return found, bool(lines)
    finally:
        asked.close()


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


def _idle_of_tree(
    git: Git, scope: Range, config: Config, found: Audit, known: set[tuple[str, int]]
) -> list[Finding]:
    """Return the idle waivers of rules on trees. The tree is only judged if a known hash has such a waiver."""
    paths = {path for path, _ in known}
    waived = {
        path
        for path in sorted(paths)
        for one in find_waivers(path, scope.target.read(path) or b"")
        if not _OF_TREE.isdisjoint(one.codes) and (path, one.target) in known
    }
    if not waived:
        return []
    from authguard.app.judge import judge_everything

    findings = [*found.findings, *judge_everything(scope, cached_tree(git, scope.target), config).findings]

    def decides(waiver: Waiver, code: str) -> bool:
        return code in _OF_TREE and (waiver.path, waiver.target) in known

    here = [each for each in findings if each.place.path in waived]
    left = reported(here, waived, scope.target, config, everything=False, decides=decides)
    return [each for each in left if each.code == _IDLE and each.severity == NOTE]


def _reported(git: Git, found: Audit, scope: Range, config: Config, since: str | None) -> list[Finding]:
    """Return the findings after waivers, severities and --since, and waivers that waive nothing.

    Hashes of dropped findings are not counted.
    """
    known = {(each.path, each.line) for each in found.hashes if each.state in (CLEAN, STALE, SUSPECT)}
    judged = {finding.place.path for finding in found.findings} | {path for path, _ in known}

    def decides(waiver: Waiver, code: str) -> bool:
        return code in _AUDITED and (waiver.path, waiver.target) in known

    left = reported(list(found.findings), judged, scope.target, config, everything=False, decides=decides)
    codes = {one.code for one in found.findings}
    idle = [each for each in left if each.code == _IDLE and each.severity == NOTE]
    idle += _idle_of_tree(git, scope, config, found, known)
    left = [each for each in left if each.code in codes]
    if since is not None:
        left = [each for each in left if each.moved is None or each.moved.date >= since]
    states = {
        (each.place.path, each.place.line): STALE if each.severity == ERROR else SUSPECT for each in left
    }
    for each in found.hashes:
        if each.state in (STALE, SUSPECT):
            each.state = states.get((each.path, each.line), CLEAN)
    return [*left, *idle]


def _print(findings: list[Finding], found: Audit, scope: Range, output: OutputOptions, prefix: str) -> None:
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
        },
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


def summary(found: Audit) -> str:
    """Return the last line of a report: `1,204 hashes: 3 stale, 5 suspect, 14 not resolved`.

    The line also has the unknown hashes: a shallow clone is no failure, but must not look like a pass.
    """
    parts = [f"{found.count(state):,} {state}" for state in (STALE, SUSPECT, UNRESOLVED)]
    if found.count(UNKNOWN):
        parts.append(f"{found.count(UNKNOWN):,} unknown (this clone is shallow)")
    if found.unfinished:
        parts.append(f"{found.unfinished:,} unfinished")
    if found.not_judged:
        parts.append(f"{found.not_judged:,} file{'' if found.not_judged == 1 else 's'} not judged")
    number = len(found.hashes)
    return f"{number:,} hash{'' if number == 1 else 'es'}: {', '.join(parts)}"


def _code(findings: list[Finding], found: Audit, request: AuditRequest, unanswered: bool) -> int:
    """Return the exit code. With --fail-on unknown, a hash that this clone cannot answer for is exit code 2."""
    if request.exit_zero:
        return 0
    if request.fail_on == UNKNOWN and found.count(UNKNOWN):
        return 2
    levels = (ERROR,) if request.fail_on == STALE else (ERROR, WARNING)
    if any(finding.severity in levels for finding in findings):
        return 1
    return 3 if unanswered and request.online else 0
