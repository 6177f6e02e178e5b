"""The format `json`: one object. Fields are only ever added, and their order is stable."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from authguard.report.context import ReportContext, StreamFacts
    from authguard.rules.finding import Finding


def render(findings: list[Finding], context: ReportContext, stream: StreamFacts) -> str:
    r"""Return one JSON document, in ASCII, with a line break at the end.

    Paths are relative to the root. A byte of a path that is not UTF-8 is the escape `\udcXX` (Python's
    surrogateescape), so that a reader can restore it.
    """
    import json

    document: dict[str, object] = {
        "version": 1,
        "bases": context.bases,
        "base": context.bases[0] if context.bases else None,
        "head": context.head,
        "findings": [_finding(finding, context) for finding in findings],
        "checked": {
            "files": context.files,
            "fixed_outputs": context.fixed_outputs,
            "unresolved": context.unresolved,
        },
    }
    if context.audit is not None:
        document["audit"] = context.audit
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding, context: ReportContext) -> dict[str, object]:
    """Return a finding with its help: a sentence, or a command for the shell and also as a list of words."""
    from authguard.report import commands

    found = finding.as_json()
    found["command"] = commands.argv(finding, context)
    found["help"] = commands.shown(finding, context)
    return found
