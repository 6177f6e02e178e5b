"""Reports: findings in, text for a stream out.

A format is one module with ``render(findings, context, stream)`` and one line of ``_MODULES``. Only the module of the
requested format is imported.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from authguard.errors import Refused
from authguard.messages import did_you_mean
from authguard.printable import inert, inert_annotations, inert_json

if TYPE_CHECKING:
    from authguard.report.context import ReportContext, StreamFacts
    from authguard.rules.finding import Finding

    class Emitter(Protocol):
        """The module of a format."""

        def render(self, findings: list[Finding], context: ReportContext, stream: StreamFacts) -> str:
            """Return the report as text that ends with a line break, or no text at all."""


_MODULES = {
    "text": "authguard.report.text",
    "short": "authguard.report.short",
    "json": "authguard.report.jsonout",
    "sarif": "authguard.report.sarif",
    "github": "authguard.report.github",
    "gitlab": "authguard.report.gitlab",
    "markdown": "authguard.report.markdown",
}
FORMATS = tuple(_MODULES)
_READ_IN_LOGS = ("text", "short", "markdown")
"""Formats without their own syntax. No line of a report may be a command for a CI system."""


def demand_format(name: str) -> None:
    """Raise Refused for an unknown format, with the most similar name."""
    if name not in FORMATS:
        near = did_you_mean(name, FORMATS) or f"; it can be {', '.join(FORMATS[:-1])} or {FORMATS[-1]}"
        raise Refused(f"there is no format {name!r}{near}")


def render(name: str, findings: list[Finding], context: ReportContext, stream: StreamFacts) -> str:
    """Return the report in a format, sorted by place; text and short are empty without findings.

    Raises Refused for an unknown format.
    """
    demand_format(name)
    emitter = cast("Emitter", import_module(_MODULES[name]))
    text = emitter.render(sorted(findings, key=lambda finding: finding.sort_key()), context, stream)
    if name in _READ_IN_LOGS:
        return inert(text)
    return inert_annotations(text) if name == "github" else inert_json(text)
