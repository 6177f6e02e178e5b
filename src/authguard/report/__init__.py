"""Reports: findings in, text for a stream out. A format's module is imported when it is asked for."""

from __future__ import annotations

from authguard.errors import Refused
from authguard.nearest import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.report.context import ReportContext, Stream
    from authguard.rules.finding import Finding

FORMATS = ("text", "short", "json")


def demand_format(name: str) -> None:
    """Raise Refused for an unknown format, with the nearest one."""
    if name not in FORMATS:
        near = did_you_mean(name, FORMATS) or f"; it can be {', '.join(FORMATS[:-1])} or {FORMATS[-1]}"
        raise Refused(f"there is no format {name!r}{near}")


def render(name: str, findings: list[Finding], context: ReportContext, stream: Stream) -> str:
    """The whole report in a format, sorted by place; text and short are empty without findings.

    Raises Refused for a format that is not there.
    """
    demand_format(name)
    ordered = sorted(findings, key=lambda finding: finding.sort_key())
    if name == "json":
        from authguard.report import jsonout

        return jsonout.render(ordered, context)
    if name == "short":
        from authguard.report import short

        return short.render(ordered, context)
    from authguard.report import text

    return text.render(ordered, context, stream)
