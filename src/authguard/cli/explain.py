"""`git authguard explain`: what a rule means, why it matters, an example, how to mend, how to waive."""

from __future__ import annotations

import sys

from authguard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.rule import Rule

_WIDTH = 79


def run(arguments: list[str]) -> int:
    """Explain the rules that the arguments name, by code or by name, in any case; without any, list all.

    Writes to stdout and returns 0. Raises Refused for a rule that is not known, before anything is written.
    """
    if any(argument in ("-h", "--help") for argument in arguments):
        from authguard.cli.help import page

        sys.stdout.write(page("explain"))
        return 0
    from authguard.rules.registry import RULES

    codes = [code_of(argument) for argument in arguments if argument != "--"]
    if codes:
        text = "\n\n".join(explanation(RULES[code]) for code in dict.fromkeys(codes))
    else:
        text = "".join(_entry(RULES[code]) for code in RULES)
    sys.stdout.write(text)
    return 0


def code_of(argument: str) -> str:
    """The code of a rule given by its code or its name. Raises Refused, naming the nearest, for any other."""
    from authguard.rules.registry import RULES

    if argument.upper() in RULES:
        return argument.upper()
    for code, rule in RULES.items():
        if rule.name == argument.lower().replace("_", "-"):
            return code
    if argument.startswith("-"):
        raise Refused(f"explain: no option is called {argument!r}; give the codes of rules")
    from authguard.nearest import nearest

    near = nearest(argument, (*RULES, *(rule.name for rule in RULES.values())))
    raise Refused(f"explain: no rule is called {argument!r}; did you mean {near}?")


def explanation(rule: Rule) -> str:
    """Everything about a rule, as plain text of at most 79 columns (but for long lines of an example)."""
    blocks = [
        f"{rule.code} {rule.name}\n",
        _filled(rule.summary, ""),
        _filled(_facts(rule), ""),
        "What it means\n" + _paragraphs(rule.what),
        "Why it matters\n" + _paragraphs(rule.why),
        "Example\n" + _verbatim(rule.example),
        "How to mend it\n" + _paragraphs(rule.fix),
        "How to waive it\n" + _paragraphs(rule.waive),
    ]
    return "\n".join(blocks)


def _facts(rule: Rule) -> str:
    """The table of facts, as a sentence or three."""
    facts = [f"Severity: {' or '.join(rule.severities)}."]
    facts.append("It asks a mirror." if rule.network else "It needs neither Nix nor the network.")
    if rule.configured:
        facts.append(f"It speaks only where the config has {rule.configured}.")
    if rule.fixable:
        facts.append("`git authguard fix` can mend it.")
    return " ".join(facts)


def _entry(rule: Rule) -> str:
    """Two lines of the list of all rules."""
    head = f"{rule.code}  {rule.name} ({' or '.join(rule.severities)})\n"
    return head + _filled(rule.summary, " " * (len(rule.code) + 2))


def _paragraphs(text: str) -> str:
    """Paragraphs filled and indented; one whose lines are all in backquotes is code and stays as it is."""
    shown = []
    for paragraph in text.strip("\n").split("\n\n"):
        lines = paragraph.split("\n")
        if all(line.startswith("`") and line.endswith("`") and line.count("`") == 2 for line in lines):
            shown.append(_verbatim("\n".join(line.strip("`") for line in lines)))
        else:
            shown.append(_filled(" ".join(lines), "  "))
    return "\n".join(shown)


def _filled(text: str, indent: str) -> str:
    """One paragraph, filled; what stands in backquotes is not torn apart."""
    import re
    from textwrap import fill

    held = re.sub(r"`[^`]*`", lambda match: match[0].replace(" ", "\0"), text)
    filled = fill(
        held,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace("\0", " ") + "\n"


def _verbatim(text: str) -> str:
    return "".join(f"    {line}".rstrip() + "\n" for line in text.strip("\n").split("\n"))
