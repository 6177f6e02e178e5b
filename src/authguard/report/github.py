"""The format `github`: workflow commands of GitHub Actions, which annotate the lines of a pull request.

Forgejo and Gitea read the same commands. A run without findings prints one plain line, not a command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.printable import printable
from authguard.report import commands
from authguard.report.groups import evidence
from authguard.rules.finding import ERROR, NOTE, WARNING

if TYPE_CHECKING:
    from authguard.report.context import ReportContext, StreamFacts
    from authguard.rules.finding import Finding

_COMMANDS = {ERROR: "error", WARNING: "warning", NOTE: "notice"}


def render(findings: list[Finding], context: ReportContext, stream: StreamFacts) -> str:
    """Return one command for each finding. Paths are relative to the root, as GitHub requires."""
    if not findings:
        return f"authguard: no findings: {context.counted()}\n"
    unknown = context.unknown()
    rest = f"authguard: {unknown}\n" if unknown else ""
    return "".join([f"{_command(finding, context)}\n" for finding in findings]) + rest


def _command(finding: Finding, context: ReportContext) -> str:
    place = finding.place
    properties = {
        "file": printable(place.path),
        "line": str(place.line),
        "endLine": str(place.end_line),
        "title": f"{finding.code} {finding.rule}",
    }
    if place.line == place.end_line:  # GitHub ignores columns of a span of several lines
        properties["col"] = str(place.column)
        properties["endColumn"] = str(place.end_column)
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [finding.message]
    lines += [f"{one.kind}: {one.says}" for one in evidence(finding)]
    fix = commands.shown(finding, context)
    if fix:
        lines.append(f"help: {fix}")
    text = "%0A".join(_data(printable(line)) for line in lines)
    return f"::{_COMMANDS[finding.severity]} {written}::{text}"


def _data(text: str) -> str:
    """Escape the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape the value of a property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
