"""The format `gitlab`: a Code Quality report, which GitLab shows in a merge request."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from typing import TYPE_CHECKING

from authguard.printable import printable
from authguard.report import commands
from authguard.report.groups import evidence, fingerprints
from authguard.rules.finding import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from typing import Any

    from authguard.report.context import ReportContext, StreamFacts
    from authguard.rules.finding import Finding

_SEVERITIES = {ERROR: "critical", WARNING: "minor", NOTE: "info"}


def render(findings: list[Finding], context: ReportContext, stream: StreamFacts) -> str:
    """Return a JSON array with an object for each finding, and one for the hashes that a shallow clone cannot judge.

    Without them it is empty.
    """
    issues = [_issue(*each, context) for each in zip(findings, fingerprints(findings), strict=True)]
    if context.first_unknown is not None:
        issues.append(_unknown(*context.first_unknown, context))
    return json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str, context: ReportContext) -> dict[str, Any]:
    place = finding.place
    return {
        "type": "issue",
        "check_name": f"{finding.code} {finding.rule}",
        "description": printable(finding.message),
        "content": {"body": _body(finding, context)},
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": fingerprint,
        "location": {
            "path": printable(place.path),
            "lines": {"begin": place.line, "end": place.end_line},
        },
    }


def _unknown(path: str, line: int, context: ReportContext) -> dict[str, Any]:
    """Return the issue about unknown hashes, at the place of the first hash: the format has no place for a run."""
    return {
        "type": "issue",
        "check_name": "unknown-hashes",
        "description": context.unknown(),
        "categories": ["Bug Risk"],
        "severity": "info",
        "fingerprint": sha256(os.fsencode(f"unknown-hashes\0{path}")).hexdigest()[:32],
        "location": {"path": printable(path), "lines": {"begin": line, "end": line}},
    }


def _body(finding: Finding, context: ReportContext) -> str:
    """Return the evidence and the fix, one to a line."""
    lines = [f"{one.kind}: {one.says}" for one in evidence(finding)]
    fix = commands.shown(finding, context)
    if fix:
        lines.append(f"help: {fix}")
    return "\n".join(printable(line) for line in lines)
