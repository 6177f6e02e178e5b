"""The format `short`, for editors: `PATH:LINE:COL: severity CODE message`, one line for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.printable import printable

if TYPE_CHECKING:
    from authguard.report.context import ReportContext, StreamFacts
    from authguard.rules.finding import Finding


def render(findings: list[Finding], context: ReportContext, stream: StreamFacts) -> str:
    """Return a line for each finding, with a line break at the end; "" for no findings."""
    return "".join([f"{_line(finding, context)}\n" for finding in findings])


def _line(finding: Finding, context: ReportContext) -> str:
    place = finding.place
    path = context.shown(place.path)
    return printable(
        f"{path}:{place.line}:{place.column}: {finding.severity} {finding.code} {finding.message}"
    )
