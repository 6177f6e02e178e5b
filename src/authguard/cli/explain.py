"""git authguard explain: prints the meaning of a rule, or why a hash was reported or not."""

from __future__ import annotations

import os
import re
import sys
from textwrap import fill
from typing import TYPE_CHECKING, Any

from authguard.app.explain import ExplainRequest, demand_rule, explain_selectors, rule, settings_of
from authguard.app.selection import prefix_of
from authguard.cli.output import OutputOptions, made
from authguard.compare import classes
from authguard.errors import AuthguardError, Refused
from authguard.git.git import Git
from authguard.git.ranges import INDEX
from authguard.printable import inert, printable
from authguard.report.explained import render
from authguard.report.rule_help import items
from authguard.rules.finding import SEVERITIES
from authguard.rules.registry import RULES
from authguard.rules.words import alternatives

if TYPE_CHECKING:
    from authguard.app.explain import Setting
    from authguard.compare.move_class import MoveClass
    from authguard.rules.rule import Rule

_WIDTH = 79
"""The most columns of an explanation; a narrower terminal gets less."""
_PATH = re.compile(r"[#/:.]")
"""Characters that a selector may have, but neither a code nor the name of a rule."""


def run(given: dict[str, Any]) -> int:
    """Explain rules, or the verdict on hashes; list all rules without a subject. Returns 0.

    Raises Refused for an unknown rule, and for a selector that matches nothing, before anything is printed.
    """
    request = made(ExplainRequest, given)
    width = min(_WIDTH, OutputOptions().stream().width)
    if not request.subjects:
        sys.stdout.write("".join(_entry(RULES[code], width) for code in RULES))
    elif all(rule(each) is None and _may_be_path(each) for each in request.subjects):
        sys.stdout.write(inert(_verdicts(request)))
    else:
        _demand_one_kind(request.subjects)
        rules = {each.code: each for each in map(demand_rule, request.subjects)}
        pages = [explanation(each, width) for each in rules.values()]
        found = _settings(list(rules))
        sys.stdout.write("\n\n".join(inert(f"{page}{more}") for page, more in zip(pages, found, strict=True)))
    return 0


_MOST_SETTINGS = 20
"""At most this many waivers of a rule are listed."""


def _settings(codes: list[str]) -> list[str]:
    """Return for each rule its waivers and severities in this repository, as a text; "" without a repository."""
    git = Git()
    try:
        return [_in_repository(settings_of(git, code)) for code in codes]
    except AuthguardError:
        return [""] * len(codes)  # a rule is explained everywhere, even beside a config with an error
    finally:
        git.close()


def _in_repository(found: list[Setting]) -> str:
    lines = [printable(f"  {each.place}  {each.says}") + "\n" for each in found[:_MOST_SETTINGS]]
    if len(found) > len(lines):
        lines.append(f"  and {len(found) - len(lines)} more\n")
    return "".join(["\nIn this repository\n", *lines]) if found else ""


def _demand_one_kind(subjects: list[str]) -> None:
    """Raise Refused for rules together with existing files."""
    paths = [each for each in subjects if rule(each) is None and os.path.lexists(each.partition("#")[0])]
    if paths:
        raise Refused(f"explain takes rules or selectors, not both: {paths[0]!r} is a selector")


def _may_be_path(subject: str) -> bool:
    """Tell whether a subject is a selector: a file or directory, or a text that can only be a selector."""
    return _PATH.search(subject) is not None or os.path.lexists(subject)


def _verdicts(request: ExplainRequest) -> str:
    git = Git()
    try:
        found = explain_selectors(git, request)
        is_index = request.head in (None, INDEX)
        return render(found, OutputOptions().stream().width, prefix_of(git), is_index)
    finally:
        git.close()


def explanation(rule: Rule, width: int = _WIDTH) -> str:
    """Return the explanation of a rule as text of at most ``width`` columns (an example may have longer lines)."""
    blocks = [
        f"{rule.code} {rule.name}\n",
        _filled(rule.summary, "", width),
        _filled(_facts(rule), "", width),
        "What it means\n" + _paragraphs(rule.what, width),
        "Why it matters\n" + _paragraphs(rule.why, width),
        "Example\n" + _verbatim(rule.example),
        "How to fix it\n" + _paragraphs(rule.fix, width),
        "How to waive it\n" + _paragraphs(rule.waive, width),
        *_classes(rule, width),
    ]
    return "\n".join(blocks)


def _classes(rule: Rule, width: int) -> list[str]:
    """Return the move classes that a rule reports, by severity and with the measured figures, as a block of text."""
    found = [each for each in classes.ALL if rule.code in each.rules]
    if not found:
        return []
    measured = any(each.is_measured for each in found)
    figures = "A class with figures was counted in public histories." if measured else "None was counted."
    heading = f"Move classes: the ways in which inputs can move. {figures}"
    blocks = [_filled(heading, "", width)]
    for severity in SEVERITIES:
        shown = [_class(each, width) for each in found if each.severity == severity]
        if shown:
            blocks.append(_filled(f"Of severity {severity}:", "  ", width) + "".join(shown))
    return ["".join(blocks)]


def _class(one: MoveClass, width: int) -> str:
    """Return a list item: the name of a class, its sentence, and how many of the counted moves were stale."""
    figures = one.counted if one.is_measured else None
    share = f" ({figures.stale} of {figures.stale + figures.honest} stale)" if figures is not None else ""
    return _filled(f"- {one.name}: {one.sentence}{share}", "  ", width, hanging="    ")


def _facts(rule: Rule) -> str:
    """Return sentences: the severity of a rule, the things that it needs, and whether `fix` can repair its findings."""
    facts = [f"Severity: {alternatives(rule.severities)}."]
    facts.append("It needs a mirror." if rule.network else "It needs neither Nix nor the network.")
    if rule.configured:
        facts.append(f"It reports only if the config has {rule.configured}.")
    if rule.fixable:
        facts.append("`git authguard fix` can fix it.")
    return " ".join(facts)


def _entry(rule: Rule, width: int) -> str:
    """Return two lines of the list of all rules."""
    head = f"{rule.code}  {rule.name} ({alternatives(rule.severities)})\n"
    return head + _filled(rule.summary, " " * (len(rule.code) + 2), width)


def _paragraphs(text: str, width: int) -> str:
    """Fill and indent paragraphs and the items of lists.

    A paragraph with backquotes around each line is code, and is unchanged.
    """
    shown = []
    for paragraph in text.strip("\n").split("\n\n"):
        lines = paragraph.split("\n")
        if all(line.startswith("`") and line.endswith("`") and line.count("`") == 2 for line in lines):
            shown.append(_verbatim("\n".join(line.strip("`") for line in lines)))
        else:
            found = ((item, "    " if item.startswith("- ") else None) for item in items(lines))
            shown.append("".join(_filled(item, "  ", width, hanging) for item, hanging in found))
    return "\n".join(shown)


def _filled(text: str, indent: str, width: int, hanging: str | None = None) -> str:
    """Fill one paragraph, without breaks in backquoted text. ``hanging`` is the indent after the first line."""
    held = re.sub(r"`[^`]*`", lambda match: match[0].replace(" ", "\0"), text)
    filled = fill(
        held,
        width,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace("\0", " ") + "\n"


def _verbatim(text: str) -> str:
    return "".join(f"    {line}".rstrip() + "\n" for line in text.strip("\n").split("\n"))
