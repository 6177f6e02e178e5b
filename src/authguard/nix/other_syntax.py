"""Texts that cannot be Nix, recognised without the parser, which is slow where it finds errors."""

from __future__ import annotations

import re

_OTHER_FORMAT = (
    rb'(?:\s|#[^\n]*\n)*+(?:<[?!]|[\w-]+\s*=[^=]|\[\[?[\w.-]+\]\]?[^\S\n]*+\n\s*+[\w-]+\s*=|\{\s*"[^"]*"\s*:)'
)
"""The start of XML, TOML or JSON, but not of Nix: `<?`, `name = value` or `"name": value` outside a set."""
_NIX_TOKENS = (
    rb"(?:\s++|#[^\r\n]*+|/\*(?:[^*]|\*(?!/))*+\*/"
    rb'|"(?:[^"\\$]|\\.|\$(?!\{))*+"'
    rb"|[A-Za-z_](?:[\w-]|'(?!'))*+|\d++"
    rb"|\|\||&&|\|>|<\||\$\{|~/|\((?!\s*+[)*])|/(?!\*)|[][{})=<>!+*.,@?-]"
    rb'|:(?=[\s{(\["])(?!\s++:)|;(?!\s*+;))*+'
)
"""Tokens of Nix, but no string with `${`, no indented string and no bare url. An empty `()`, `(*` and `;;` are no Nix.
"""
_NO_TOKEN = rb"[`%\\^&|()$;]|:\s+:|(?<=\s)::|~(?!/)|'(?!')"
"""A character that begins no token of Nix."""


def is_other_syntax(content: bytes) -> bool:
    """Tell whether a text cannot be Nix. False means that the parser has to decide.

    The text is read up to the first url or string that may contain expressions.
    """
    if re.match(_OTHER_FORMAT, content):
        return True
    read = re.match(_NIX_TOKENS, content, re.DOTALL)
    return read is not None and re.compile(_NO_TOKEN).match(content, read.end()) is not None
