"""The format `text`, for people: each finding with its place, its reasons, whether Nix would notice, and its help.

    error[AG201] src: rev moved from version/2025.12.4 to version/2026.2.0, the hash
        did not
      --> containers/authentik/sources.nix:15:12
       |
    15 |     hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=";
       |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       = version  2025.12.4 → 2026.2.0   line 4
       = Nix will not notice: it finds the old output by this hash and the name authentik
       = help: git authguard fix --stage 'containers/authentik/sources.nix#src'

Suspect dependency hashes and notes take three lines, without the source. Errors come first. The findings of one
change form a group, followed by one command that fixes all of them. A line is a list of (text, style) pairs: on a
terminal rich paints them, otherwise the texts are joined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.messages import count
from authguard.printable import printable
from authguard.report import commands
from authguard.report.groups import evidence, ordered
from authguard.report.snippet import snippet
from authguard.rules.finding import ERROR, NOTE, SEVERITIES, STALE, SUSPECT
from authguard.rules.words import SILENT, command, pair, shorten

if TYPE_CHECKING:
    from authguard.report.context import ReportContext, StreamFacts
    from authguard.rules.finding import Because, Finding

    Line = list[tuple[str, str]]

_STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "note": "bold cyan",
    "message": "bold",
    "gutter": "blue",
    "label": "cyan",
    "before": "red",
    "after": "green",
    "command": "bold green",
    "plain": "none",
}
_ASCII = {"→": "->", "…": "...", "“": '"', "”": '"'}
_SUSPECT_CODE = "AG203"
_VALUE = 44


def render(findings: list[Finding], context: ReportContext, stream: StreamFacts) -> str:
    """Return the groups of findings, and a line with their number; nothing if there are no findings."""
    if not findings:
        return ""
    lines: list[Line] = []
    groups = [group.findings for group in ordered(findings)]
    for group in groups:
        lines.extend(_group(group, context, stream, len(groups) == 1))
    lines.append(_summary(findings, context.hidden))
    lines.extend(_next(findings, groups, context, stream.width))
    if not stream.unicode:
        lines = [[(_ascii(text), style) for text, style in line] for line in lines]
    if stream.color:
        return _painted(lines)
    return "".join(["".join([text for text, _ in line]).rstrip() + "\n" for line in lines])


def _group(group: list[Finding], context: ReportContext, stream: StreamFacts, is_only: bool) -> list[Line]:
    """Return the findings of a group, with a blank line after each, and the command that fixes all of them.

    ``is_only``: there is no other group.
    """
    found = commands.of_group(group, context, is_only)
    fixable = sum(commands.argv(finding, context) is not None for finding in group)
    is_joint = fixable > len(found)
    lines: list[Line] = []
    for finding in group:
        lines.extend(_finding(finding, context, stream, is_joint))
        lines.append([])
    if is_joint:
        number = f"{fixable} of these" if fixable < len(group) else "these"
        lines.append([(f"help for {number} {len(group)} findings:", "label")])
        lines.extend([("    ", "plain"), (printable(command(*words)), "command")] for words in found)
        lines.append([])
    return lines


def _finding(finding: Finding, context: ReportContext, stream: StreamFacts, is_joint: bool) -> list[Line]:
    """Return all lines of one finding; ``is_joint``: the command for the finding comes after the group."""
    place, width = finding.place, stream.width
    brief = finding.severity == NOTE or finding.code == _SUSPECT_CODE
    shown: list[Line] = [] if brief else _source(finding, context, width)
    gutter = len(str(place.line)) if shown else 1
    margin = " " * gutter
    lines = _header(finding, width)
    where = printable(f"{context.shown(place.path)}:{place.line}:{place.column}")
    link = _link(context.shown(place.path)) if stream.links else None
    lines.append([(f"{margin}--> ", "gutter"), (where, link or "plain")])
    lines.extend(shown)
    if not brief:
        lines.extend(_because(finding, context, margin, width))
    for label, text, style in _remarks(finding, context, is_joint):
        lines.extend(_remark(label, text, style, margin, width))
    return lines


def _link(path: str) -> str | None:
    """Return the style of a hyperlink to a file of the work tree; None if the file does not exist."""
    import os
    from socket import gethostname
    from urllib.parse import quote

    full = os.path.abspath(path)
    return f"link file://{gethostname()}{quote(os.fsencode(full))}" if os.path.isfile(full) else None


def _header(finding: Finding, width: int) -> list[Line]:
    """Return `error[AG201] message`, wrapped."""
    tag = f"{finding.severity}[{finding.code}]"
    message = printable(finding.message.removesuffix(SILENT) if finding.verdict else finding.message)
    first, *rest = wrap(message, width - len(tag) - 1, width - 4)
    lines: list[Line] = [[(tag, finding.severity), (" ", "plain"), (first, "message")]]
    lines.extend([("    ", "plain"), (text, "message")] for text in rest)
    return lines


def _source(finding: Finding, context: ReportContext, width: int) -> list[Line]:
    """Return the line of the source with its span underlined; nothing if the line cannot be shown."""
    data = context.reader(finding.place.path)
    number = str(finding.place.line)
    shown = None if data is None else snippet(data, finding.place, width - len(number) - 3)
    if shown is None:
        return []
    text, indent, length = shown
    margin = " " * len(number)
    lines: list[Line] = [
        [(f"{margin} |", "gutter")],
        [(f"{number} | ", "gutter"), (text, "plain")],
    ]
    if length:
        lines.append([(f"{margin} | ", "gutter"), (" " * indent, "plain"), ("^" * length, finding.severity)])
    return lines


def _because(finding: Finding, context: ReportContext, margin: str, width: int) -> list[Line]:
    """Return a line for each input: name, old and new value, and place; a long place gets its own line."""
    rows = []
    for one in finding.because:
        where = ""
        if one.path is not None and one.line is not None:
            same = one.path == finding.place.path
            where = f"line {one.line}" if same else f"{context.shown(one.path)}:{one.line}"
        rows.append((shorten(one.input, _VALUE), _plain(_values(one)), where))
    pad = max((len(name) for name, _, _ in rows), default=0)
    room = width - len(margin) - pad - 5
    reach = max((_length(values) for _, values, _ in rows if _length(values) <= room), default=0)
    lines: list[Line] = []
    for name, values, where in rows:
        head: Line = [(f"{margin} = ", "gutter"), (f"{printable(name):{pad}}  ", "label")]
        lines.extend(_input([head, *_broken(values, room)], printable(where), room, reach))
    return lines


def _broken(values: Line, room: int) -> list[Line]:
    """Return `before → after` in one line or, if that is too wide, in two lines."""
    if _length(values) <= room or len(values) < 3:
        return [values]
    before, _, after = values
    return [[before], [("→ ", "plain"), after]]


def _input(parts: list[Line], where: str, room: int, reach: int) -> list[Line]:
    """Return the lines of one input: its head, its values and, if there is space beside the values, its place."""
    head, *values = parts
    indent = " " * (_length(head) - 2)
    lines = [[*head, *values[0]], *([(indent, "plain"), *each] for each in values[1:])]
    wide = _length(values[-1])
    if where and wide + len(where) + 3 > room:
        lines.append([(indent, "plain"), (where, "plain")])
    elif where:
        gap = reach - wide if len(values) == 1 and reach + len(where) + 3 <= room else 0
        lines[-1].append((" " * gap + f"   {where}", "plain"))
    return lines


def _plain(line: Line) -> Line:
    """Return a line without characters that control a terminal."""
    return [(printable(text), style) for text, style in line]


def _values(one: Because) -> Line:
    """Return `before → after` in styles; an added or removed input is marked as such."""
    if one.before is None and one.after is None:
        return [("changed", "plain")]
    if one.before is None:
        return [("added: ", "plain"), (shorten(one.after or "", _VALUE) or '""', "after")]
    if one.after is None:
        return [("removed: ", "plain"), (shorten(one.before, _VALUE) or '""', "before")]
    before, after = pair(one.before, one.after)
    return [(before or '""', "before"), (" → ", "plain"), (after or '""', "after")]


def _length(line: Line) -> int:
    return sum(len(text) for text, _ in line)


def _remarks(finding: Finding, context: ReportContext, is_joint: bool) -> list[tuple[str, str, str]]:
    """Return (label, text, style) for the evidence, for whether Nix would notice, and for the help."""
    remarks = [("why no error", says, "plain") for says in _why_milder(finding)]
    remarks += [(one.kind, one.says, "plain") for one in evidence(finding)]
    name = finding.fixed_output.store_name if finding.fixed_output is not None else None
    if finding.nix_notices is False and finding.verdict:
        by = f"this hash and the name {name}" if name else "this hash"
        label = f"Nix {'would' if finding.verdict == SUSPECT else 'will'} not notice"
        remarks.append((label, f"it finds the old output by {by}", "plain"))
    elif finding.nix_notices and finding.verdict == STALE:
        says = (
            f"this hash is new under the name {name}, so the build will fail"
            if name
            else "the build will fail"
        )
        remarks.append(("Nix will notice late", says, "plain"))
    words = commands.argv(finding, context)
    if words is not None and not is_joint:
        remarks.append(("help", command(*words), "command"))
    elif words is None and finding.help:
        remarks.append(("help", finding.help, "plain"))
    return remarks


def _why_milder(finding: Finding) -> list[str]:
    """Return the sentence of a move class that is milder than an error. The message of a suspect says why itself."""
    if finding.severity == ERROR or finding.code == _SUSPECT_CODE:
        return []
    found = (each for each in classes.ALL if each.name == finding.move_class)
    return [each.sentence for each in found if each.severity == finding.severity]


def _remark(label: str, text: str, style: str, margin: str, width: int) -> list[Line]:
    """Return `   = label: text`, wrapped; a command is never broken, so that it can be copied."""
    head = f"{label}: "
    text = printable(text)
    room = width - len(margin) - 3
    if style == "command":
        first, *rest = [text]
    else:
        sentence, mark, at_end = text.partition(": git ")
        first, *rest = wrap(f"{sentence}{mark[:1]}", room - len(head), room - 2)
        rest += [f"git {at_end}"] if mark else []
    lines: list[Line] = [[(f"{margin} = ", "gutter"), (head, "label"), (first, style)]]
    lines.extend([(f"{margin}     ", "plain"), (more, style)] for more in rest)
    return lines


def wrap(text: str, first: int, rest: int) -> list[str]:
    """Wrap a text: the first line has `first` characters, others `rest`. A longer word gets its own line."""
    lines = [""]
    room = first
    for word in text.split(" "):
        line = lines[-1]
        if not line:
            lines[-1] = word
        elif len(line) + 1 + len(word) <= room:
            lines[-1] = f"{line} {word}"
        else:
            lines.append(word)
            room = rest
    return lines


def _summary(findings: list[Finding], hidden: int) -> Line:
    """Return `2 errors, 3 warnings; 1 finding outside of this selection`."""
    line: Line = []
    for severity in SEVERITIES:
        number = sum(finding.severity == severity for finding in findings)
        if number:
            line.append((", " if line else "", "plain"))
            line.append((count(number, severity), severity))
    if hidden:
        line.append((f"; {count(hidden, 'finding')} outside of this selection", "plain"))
    return line


def _next(
    findings: list[Finding], groups: list[list[Finding]], context: ReportContext, width: int
) -> list[Line]:
    """Return the commands for the next step, each with a label. A long command is on its own line."""
    worst = min(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    steps = [
        *_fixable(groups, context),
        *_explained(groups, context),
        ("the rule", ["git", "authguard", "explain", worst.code]),
    ]
    pad = max(len(label) for label, _ in steps)
    lines: list[Line] = []
    for label, words in steps:
        text = printable(command(*words))
        if pad + len(text) + 4 <= width:
            lines.append([(f"  {label:{pad}}  ", "label"), (text, "command")])
        else:
            lines.extend([[(f"  {label}", "label")], [("    ", "plain"), (text, "command")]])
    return lines


def _explained(groups: list[list[Finding]], context: ReportContext) -> list[tuple[str, list[str]]]:
    """Return the command that explains the first finding about a hash that is more than a note."""
    for group in groups:
        for finding in group:
            words = commands.explain(finding, context)
            if words is not None and finding.severity != NOTE:
                return [("why, and waiver", words)]
    return []


def _fixable(groups: list[list[Finding]], context: ReportContext) -> list[tuple[str, list[str]]]:
    """Return the command that fixes the findings of several groups, after the command that fixes only the errors."""
    found = [[each for each in group if commands.is_fix(each, context)] for group in groups]
    fixes = [each for group in found for each in group]
    errors = [each for each in fixes if each.severity == ERROR]
    every = [each for group in groups for each in group]
    steps = []
    if 1 < len(errors) < len(fixes) and not commands.fixes_index(context):
        is_usual = all((each.severity == ERROR) == each.is_stale for each in fixes)
        of_errors = commands.of_all if is_usual else commands.of_rest  # --audited takes no severity
        number = _part(errors, [each for each in every if each.severity == ERROR])
        steps.append((f"fix {number} errors", of_errors(errors, context)))
    if sum(bool(group) for group in found) > 1:
        all_of = "all " if len(fixes) == len(every) else ""
        steps.append((f"fix {all_of}{_part(fixes, every)}", commands.of_all(fixes, context)))
    return [(label, words) for label, words in steps if words is not None]


def _part(some: list[Finding], every: list[Finding]) -> str:
    """Return `5`, or `4 of 5` if a command fixes only some findings."""
    return str(len(some)) if len(some) == len(every) else f"{len(some)} of {len(every)}"


def _ascii(text: str) -> str:
    """Return the text for a stream that is not UTF-8."""
    for character, stand_in in _ASCII.items():
        text = text.replace(character, stand_in)
    return text.encode("ascii", "backslashreplace").decode("ascii")


def _painted(lines: list[Line]) -> str:
    """Return the lines with escape sequences for the sixteen colours of a terminal."""
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    out = StringIO()
    console = Console(
        file=out, force_terminal=True, color_system="standard", no_color=False, highlight=False, width=10_000
    )
    for line in lines:
        painted = Text(no_wrap=True, overflow="ignore", end="\n")
        for text, style in line:
            painted.append(text, style=_STYLES.get(style, style))
        console.print(painted, crop=False, soft_wrap=True)
    return out.getvalue()
