"""The explanation of a rule in Markdown: for SARIF and for the pages of the documentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from authguard.rules.rule import Rule

_CODE_LINE = re.compile(r"`[^`]*`\Z")


def sections(rule: Rule) -> list[tuple[str, str]]:
    """Return (heading, Markdown) of each part of an explanation."""
    example = rule.example.strip("\n")
    diff = any(line.startswith(("+", "-")) for line in example.split("\n"))
    return [
        ("What it means", paragraphs(rule.what)),
        ("Why it matters", paragraphs(rule.why)),
        ("Example", _block(example, "diff" if diff else "text")),
        ("How to fix it", paragraphs(rule.fix)),
        ("How to waive it", paragraphs(rule.waive)),
    ]


def markdown(rule: Rule) -> str:
    """Return the full explanation, with headings of level two."""
    parts = [f"{rule.summary}\n"]
    parts += [f"## {heading}\n\n{text}\n" for heading, text in sections(rule)]
    return "\n".join(parts)


def paragraphs(text: str) -> str:
    """Return paragraphs as Markdown. A paragraph that has only lines of code becomes a block of code."""
    shown = []
    for paragraph in text.strip("\n").split("\n\n"):
        lines = paragraph.split("\n")
        if all(_CODE_LINE.match(line) for line in lines):
            shown.append(_block("\n".join(line.strip("`") for line in lines), _language(lines)))
        else:
            shown.append("\n".join(items(lines)))
    return "\n\n".join(shown)


def items(lines: list[str]) -> list[str]:
    """Return the items of a list, each with its `- `, on one line each; a paragraph of text is one line."""
    found: list[str] = []
    for line in lines:
        if line.startswith("- ") or not found:
            found.append(line.strip())
        else:
            found[-1] += f" {line.strip()}"
    return found


def _language(lines: list[str]) -> str:
    """Return the language of code in an explanation: a table of the config, a command, or Nix."""
    first = lines[0].strip("`")
    if first.startswith(("[", "exclude")):
        return "toml"
    return "console" if first.startswith("git ") else "nix"


def _block(text: str, language: str) -> str:
    return f"```{language}\n{text}\n```"
