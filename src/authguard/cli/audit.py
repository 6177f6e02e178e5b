"""git authguard audit: which hashes of a revision are older than their inputs."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from authguard.app.audit import CLEAN, STALE, SUSPECT, UNKNOWN, UNRESOLVED, Audit, Hash, audit
from authguard.app.audit_cache import AuditCache
from authguard.cli.arguments import Arguments, read
from authguard.cli.check import leaves_tree, prefix_of
from authguard.cli.selection import Selector
from authguard.errors import Refused
from authguard.rules.finding import ERROR, WARNING

if TYPE_CHECKING:
    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.rules.finding import Finding

_FLAGS = {
    "--online": "online",
    "--offline": "offline",
    "--exit-zero": "exit-zero",
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
}
_OPTIONS = {
    "--rev": "rev",
    "--since": "since",
    "--fail-on": "fail-on",
    "--format": "format",
    "--color": "color",
}


def run(arguments: list[str]) -> int:
    """Audit and report. Returns 1 where a hash is stale (with --fail-on suspect also a suspect one), else 0."""
    given = read("audit", arguments, _FLAGS, _OPTIONS)
    _demand_words(given)
    from authguard.config.model import load
    from authguard.git.git import Git
    from authguard.git.ranges import all_of, commit

    git = Git()
    try:
        prefix = prefix_of(git)
        selectors = [Selector(text, prefix) for text in given.rest]
        oid = commit(git, given.values.get("rev", "HEAD"))
        since = _since(git, given.values.get("since"))
        scope = all_of(git, oid)
        config = load(scope.target.read, lambda path: leaves_tree(scope.target, path))
        found, unanswered = _audited(git, oid, scope, config, given)
        _narrow(found, selectors)
        findings = _reported(found, scope, config, since)
        _print(findings, found, scope, given, prefix)
        return _code(findings, given, unanswered)
    finally:
        git.close()


def _demand_words(given: Arguments) -> None:
    from authguard.report import demand_format

    demand_format(given.values.get("format", "text"))
    if given.values.get("color", "auto") not in ("auto", "always", "never"):
        raise Refused(f"--color takes auto, always or never, not {given.values['color']!r}")
    if given.values.get("fail-on", STALE) not in (STALE, SUSPECT):
        raise Refused(f"--fail-on takes stale or suspect, not {given.values['fail-on']!r}")
    if {"online", "offline"} <= given.flags:
        raise Refused("--online and --offline contradict each other")


def _since(git: Git, text: str | None) -> str | None:
    """Return the day (ISO) of --since: that of a revision, or a date as git reads it."""
    if text is None:
        return None
    from authguard.app.past import when

    oid = git.resolve(text)
    if oid is not None:
        return when(int(git.run("log", "-1", "--format=%ct", oid, "--")))
    said = git.run("rev-parse", f"--since={text}").decode().strip()
    return when(int(said.rpartition("=")[2]))


def _audited(git: Git, oid: str, scope: Range, config: Config, given: Arguments) -> tuple[Audit, bool]:
    """Return the audit, from an earlier run if it is the same, and whether a repository could not be asked."""
    from authguard.app.repository import whole_tree
    from authguard.cli.network import network_of, tell_unanswered
    from authguard.prove.network import Network, inquiry
    from authguard.prove.proving import Prover

    network = network_of(given.flags, scope, config)
    cache = AuditCache(git, oid)
    kept = cache.get() if network is None else None
    if kept is not None:
        return kept, False
    asked = inquiry(git, network or Network())
    prover = Prover(asked, insist=network.insist) if network is not None else None
    try:
        found = audit(git, oid, whole_tree(git, scope.target), scope.target, config, asked, prover)
        if network is None:
            cache.put(found)
        return found, network is not None and tell_unanswered(asked)
    finally:
        asked.close()


def _narrow(found: Audit, selectors: list[Selector]) -> None:
    """Keep the hashes that the selectors select. Raises Refused for one that selects none."""
    if not selectors:
        return
    for one in selectors:
        if not any(_selects(one, each) for each in found.hashes):
            raise Refused(f"{one.text!r} selects no fixed output; `git authguard list` names them all")
    found.hashes = [each for each in found.hashes if any(_selects(one, each) for one in selectors)]
    kept = {(each.path, each.line) for each in found.hashes}
    found.findings = [each for each in found.findings if (each.place.path, each.place.line) in kept]


def _selects(one: Selector, each: Hash) -> bool:
    if not one.file(each.path):
        return False
    if one.attribute is not None:
        return one.attribute in each.attributes
    return one.line is None or each.line <= one.line <= each.end_line


def _reported(found: Audit, scope: Range, config: Config, since: str | None) -> list[Finding]:
    """Return the findings after waivers, severities and --since; the hashes of those left out are not counted."""
    from authguard.rules.settle import settled

    judged = {finding.place.path for finding in found.findings}
    left = settled(list(found.findings), judged, scope.target, config, everything=False)
    left = [each for each in left if each.code in {one.code for one in found.findings}]
    if since is not None:
        left = [each for each in left if each.moved is None or each.moved.date >= since]
    states = {
        (each.place.path, each.place.line): STALE if each.severity == ERROR else SUSPECT for each in left
    }
    for each in found.hashes:
        if each.state in (STALE, SUSPECT):
            each.state = states.get((each.path, each.line), CLEAN)
    return left


def _print(findings: list[Finding], found: Audit, scope: Range, given: Arguments, prefix: str) -> None:
    """Print the report to stdout; the count of `short` and the history's depth go to stderr."""
    from authguard.report import render
    from authguard.report.context import ReportContext, stream_facts

    counts = summary(found)
    kind = given.values.get("format", "text")
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
            "history_begins": found.edge,
        },
    )
    if "verbose" in given.flags:
        print(
            f"authguard: {found.commits} commits read, {found.writers} of them wrote hashes", file=sys.stderr
        )
    if "quiet" not in given.flags:
        stream = stream_facts(sys.stdout, given.values.get("color", "auto"), os.environ)
        sys.stdout.write(render(kind, findings, context, stream))
        print(counts, file=sys.stdout if kind == "text" else sys.stderr)
    if found.edge is not None:
        print(
            f"authguard: this clone is shallow: hashes written before {found.edge} are unknown"
            " (git fetch --unshallow brings the rest)",
            file=sys.stderr,
        )


def summary(found: Audit) -> str:
    """Return the last line of a report: `1,204 hashes: 3 stale, 5 suspect, 14 not resolved`."""
    parts = [f"{found.count(state):,} {state}" for state in (STALE, SUSPECT, UNRESOLVED)]
    if found.count(UNKNOWN):
        parts.append(f"{found.count(UNKNOWN):,} unknown")
    number = len(found.hashes)
    return f"{number:,} hash{'' if number == 1 else 'es'}: {', '.join(parts)}"


def _code(findings: list[Finding], given: Arguments, unanswered: bool) -> int:
    """Return the exit code."""
    if "exit-zero" in given.flags:
        return 0
    levels = (ERROR,) if given.values.get("fail-on", STALE) == STALE else (ERROR, WARNING)
    if any(finding.severity in levels for finding in findings):
        return 1
    return 3 if unanswered and "online" in given.flags else 0
