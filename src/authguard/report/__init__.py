"""Reports: findings in, text for a stream out. A format's module is imported when it is asked for."""

from __future__ import annotations

from authguard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.report.context import ReportContext, Stream
    from authguard.rules.finding import Finding

FORMATS = ("text", "short", "json")


def demand_format(name: str) -> None:
    """Raise Refused for a format that is not there, naming the nearest that is."""
    if name in FORMATS:
        return
    from authguard.nearest import nearest

    raise Refused(
        f"there is no format {name!r}; there are {', '.join(FORMATS[:-1])} and {FORMATS[-1]}, "
        f"and the nearest is {nearest(name, FORMATS)}"
    )


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
