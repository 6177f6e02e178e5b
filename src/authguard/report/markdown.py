"""The format `markdown`: a summary for a job page or a comment on a pull request.

For each group of findings there is a table, the commands that fix it, and a Mermaid drawing of the hashes that the
change affects: source, lock file, hash, component. If there are many groups, the groups with one finding share a table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.messages import count
from authguard.printable import printable
from authguard.report import commands
from authguard.report.groups import evidence, ordered, rank
from authguard.report.mermaid import Drawing
from authguard.rules.finding import SEVERITIES
from authguard.rules.words import command, pair, shorten

if TYPE_CHECKING:
    from authguard.report.context import ReportContext, StreamFacts
    from authguard.report.groups import Group
    from authguard.rules.finding import Because, Finding

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&@])")
_MOST_SECTIONS = 8
"""At most this many groups have a section with a drawing."""
_MOST_FINDINGS = 200
_LARGEST = 60_000
"""GitHub refuses a comment of more than 65,536 characters, and a summary of more than 1 MiB."""
_LONGEST_NAME = 48
_HEAD = ["| | Where | Finding |", "|---|---|---|"]


def render(findings: list[Finding], context: ReportContext, stream: StreamFacts) -> str:
    """Return the summary. Paths are relative to the root."""
    checked = context.counted()
    if not findings:
        return f"### authguard: no findings\n\nChecked: {checked}.\n"
    blocks = [f"### authguard: {_counted(findings)}"]
    groups = ordered(findings)
    sections = groups if len(groups) <= _MOST_SECTIONS else [one for one in groups if len(one.findings) > 1]
    shown: list[Finding] = []
    for group in sections[:_MOST_SECTIONS]:
        section = _group(group, context, len(groups) == 1)
        if _length(blocks) + _length(section) < _LARGEST:
            blocks += section
            shown += group.findings
    rest = [each for group in groups for each in group.findings if each not in shown]
    if rest:
        blocks += _rest(sorted(rest, key=rank), bool(shown), _LARGEST - _length(blocks), context)
    blocks.append(f"Checked: {checked}. `git authguard explain CODE` explains a code.")
    return "\n\n".join(blocks) + "\n"


def _length(texts: list[str]) -> int:
    return sum(len(text) + 2 for text in texts)


def _rest(findings: list[Finding], is_second: bool, room: int, context: ReportContext) -> list[str]:
    """Return one table of findings, as far as it fits into ``room`` characters, and the command that fixes them."""
    rows = [*_HEAD]
    for finding in findings[:_MOST_FINDINGS]:
        row = _row(finding)
        if _length(rows) + len(row) > room:
            break
        rows.append(row)
    blocks = ["#### Other findings"] if is_second else []
    blocks.append("\n".join(rows))
    hidden = len(findings) - len(rows) + len(_HEAD)
    if hidden:
        blocks.append(f"{count(hidden, 'more finding')} not shown.")
    fixes = [each for each in findings if commands.is_fix(each, context)]
    of_all = commands.of_rest if is_second else commands.of_all
    words = of_all(fixes, context) if fixes else None
    return [*blocks, *_fix([words] if words is not None else [])]


def _counted(findings: list[Finding]) -> str:
    """Return `2 errors, 3 warnings`."""
    numbers = {each: sum(finding.severity == each for finding in findings) for each in SEVERITIES}
    return ", ".join(count(number, severity) for severity, number in numbers.items() if number)


def _group(group: Group, context: ReportContext, is_only: bool) -> list[str]:
    rows = [*_HEAD, *(_row(finding) for finding in group.findings)]
    name = code(group.folder) if group.folder else "the root of the repository"
    blocks = [f"#### {name}", "\n".join(rows)]
    drawing = mermaid(group)
    if drawing:
        blocks.append(f"```mermaid\n{drawing}```")
    return [*blocks, *_fix(commands.of_group(group.findings, context, is_only))]


def _fix(fixes: list[list[str]]) -> list[str]:
    """Return a block of commands.

    The fence of the block is longer than any backquotes in the commands, so no path can close the block.
    """
    if not fixes:
        return []
    text = "\n".join(printable(command(*words)) for words in fixes)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return [f"Fix:\n\n{fence}sh\n{text}\n{fence}"]


def _row(finding: Finding) -> str:
    place = finding.place
    says = [escape(finding.message), *(f"{one.kind}: {escape(one.says)}" for one in evidence(finding))]
    where = code(f"{place.path}:{place.line}").replace("|", "\\|")
    return f"| {finding.severity} {finding.code} | {where} | {'<br>'.join(says)} |"


def escape(text: str) -> str:
    """Return text for Markdown in which no character formats, links or mentions anything."""
    return _SPECIAL.sub(r"\\\1", printable(text)).replace("\\@", "@<!-- -->").replace("\\<", "&lt;")


def code(text: str) -> str:
    """Return a code span for a text, which may contain backquotes."""
    text = printable(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def mermaid(group: Group) -> str:
    """Return a flowchart of moved inputs, lock files, the hashes that did not move, and their components; or no text.

    The arrow from an input of a source (`src.rev`) goes through the hash of that source, if the group has it.
    """
    drawing = Drawing()
    found = [each for each in group.findings if each.fixed_output is not None and each.because]
    sources: dict[object, str] = {}
    for finding in sorted(found, key=_is_derived):
        kept = _hash(drawing, finding)
        for one in finding.because:
            place = (one.path, one.line, one.after)
            source = sources.get(place) if "." in one.input else sources.setdefault(place, kept)
            drawing.arrow(source if source and source != kept else _input(drawing, one), kept)
    starts = {line.split()[0] for line in drawing.lines if " --> " in line}
    for finding in found:
        kept, component = _hash(drawing, finding), _component(finding)
        if component and kept not in starts:
            drawing.arrow(kept, drawing.node("component", component))
    return drawing.text()


def _hash(drawing: Drawing, finding: Finding) -> str:
    """Return the node of a hash that did not move."""
    attribute = finding.fixed_output.attribute if finding.fixed_output is not None else finding.code
    return drawing.node(
        "hash", shorten(attribute, _LONGEST_NAME), f"{finding.place.path}:{finding.place.line}"
    )


def _input(drawing: Drawing, one: Because) -> str:
    """Return the node of a moved input. An input without values is a lock file."""
    where = [f"{one.path}:{one.line}" if one.line is not None else one.path] if one.path else []
    if one.before is None and one.after is None:
        return drawing.node("lock", one.input, *[each for each in where if each != one.input])
    before, after = pair(one.before or "", one.after or "")
    name = one.input.rpartition(".")[2]
    return drawing.node("input", f"{shorten(name)} {before or 'absent'} → {after or 'absent'}", *where)


def _is_derived(finding: Finding) -> bool:
    """Tell whether an input of another fixed output moved: `src.rev` is an input of the source."""
    return any("." in one.input and one.after is not None for one in finding.because)


def _component(finding: Finding) -> str | None:
    folder = finding.place.path.rpartition("/")[0]
    return folder or (finding.fixed_output.store_name if finding.fixed_output is not None else None)
