"""An explanation of a verdict, as text."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

from authguard.config.model import FILE
from authguard.nix.parse import line_and_column
from authguard.printable import printable
from authguard.report.context import shown_path
from authguard.report.text import wrap
from authguard.rules.registry import RULES
from authguard.rules.words import command, shorten

if TYPE_CHECKING:
    from authguard.app.explain import Explanation, InputThenAndNow
    from authguard.compare.move_class import MoveClass

_LABEL = 11
_VALUE = 44
_ROLES = {
    "what": "decides the content",
    "how": "decides how it is fetched",
    "script": "can change the content",
    "where": "only says where it is fetched from",
    "tool": "is a program that makes it",
    "label": "decides nothing",
}


def render(found: list[Explanation], width: int, prefix: str = "", is_index: bool = True) -> str:
    """Return the explanations, wrapped at ``width`` columns and separated by blank lines.

    ``prefix`` is the current directory relative to the root. Paths in commands are relative to that directory.
    ``is_index`` is true if the index is judged: then the command that fixes a hash writes to the index too.
    """
    fix = ["git", "authguard", "fix", *(["--stage"] if is_index else [])]
    return "\n".join("".join(f"{line}\n" for line in _lines(one, width, prefix, fix)) for one in found)


def _lines(one: Explanation, width: int, prefix: str, fix: list[str]) -> list[str]:
    each = one.output
    path = shown_path(each.path, prefix)
    line = line_and_column(each.origin.data, each.origin.span()[0])[0]
    lines = [printable(f"{path}:{line}#{each.attribute}")]
    name = f", store name {each.store_name}" if each.store_name else ""
    lines += _labelled("producer", f"{each.producer} ({each.kind}){name}", width)
    lines += _labelled("hash", each.literal or "(empty)", width)
    if one.lock:
        lines += _labelled("lock", one.lock, width)
    for number, (stated, role) in enumerate(_rows(one.inputs)):
        lines += _labelled("inputs" if not number else "", _input(stated, role, one.other is not None), width)
    for step in one.steps:
        if not step.question:  # a command is never broken
            lines.append(f"  {'':{_LABEL}} {printable(step.answer)}")
            continue
        lines += _labelled(step.question, step.answer, width)
        if step.question == "move class" and one.move_class is not None and one.move_class.is_measured:
            lines += _labelled("", f"in public histories: {counted(one.move_class)}", width)
    selector = f"{path}#{each.attribute}"
    return [*lines, *_next(one, command(*fix, selector), line, width)]


def _next(one: Explanation, fix: str, line: int, width: int) -> list[str]:
    """Return the command that fixes a reported hash, and the waiver to copy; nothing for a hash without a finding."""
    if not one.codes:
        return []
    code, each = one.codes[-1], one.output
    lines: list[str] = []
    if RULES[code].fixable:
        lines.append(f"  {'fix':{_LABEL}} {printable(fix)}")
    if each.path.endswith(".nix"):
        lines += _labelled("waive", f"with a comment on line {line} or on the line above:", width)
        waiver = [f"# authguard: allow {code} REASON"]
    else:
        lines += _labelled("waive", f"with a table in {FILE}:", width)
        waiver = [
            "[[allow]]",
            f'rule = "{code}"',
            f"path = {dumps(each.path, ensure_ascii=False)}",
            f'digest = "{each.literal}"',
            'reason = "REASON"',
        ]
    return [*lines, *(f"  {'':{_LABEL}} {printable(text)}" for text in waiver)]


def _rows(inputs: list[InputThenAndNow]) -> list[tuple[InputThenAndNow, str]]:
    """Return each input with the words for its role.

    The location in a url that also decides the content is no row of its own, since both have the same text.
    """
    deciding = {(one.before, one.after) for one in inputs if one.role == "what"}
    located = {(one.before, one.after) for one in inputs if one.role == "where"} & deciding
    found = []
    for one in inputs:
        is_both = (one.before, one.after) in located
        if is_both and one.role == "what":
            found.append((one, "decides the content; its host does not"))
        elif not is_both or one.role != "where":
            found.append((one, _ROLES[one.role]))
    return found


def _input(one: InputThenAndNow, role: str, compared: bool) -> str:
    """Return `rev v1 → v2 (decides the content)`."""
    before, after = (
        shorten(value, _VALUE) if value is not None else "(absent)" for value in (one.before, one.after)
    )
    values = after if not compared or before == after else f"{before} → {after}"
    unknown = "" if one.known else "; not fully known"
    return f"{one.name} {values} ({role}{unknown})"


def counted(move_class: MoveClass) -> str:
    """Return the numbers of a measured class: `of 212 such moves in 61 repositories 209 were stale`."""
    figures = move_class.counted
    if figures is None:
        return ""
    return (
        f"of {figures.moves} such moves in {figures.repositories} repositories "
        f"{figures.stale} were stale and {figures.honest} were right"
    )


def _labelled(label: str, text: str, width: int) -> list[str]:
    """Return `  label      text`, with the text wrapped in its own column."""
    room = max(20, width - _LABEL - 3)
    first, *rest = wrap(printable(text), room, room)
    return [f"  {label:{_LABEL}} {first}".rstrip(), *(f"  {'':{_LABEL}} {more}" for more in rest)]
