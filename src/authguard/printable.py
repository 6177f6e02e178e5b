"""Escape text from a repository, a server or a log, so that it is safe on a terminal.

A file name, a rev or a line of Nix may contain escape sequences that repaint a terminal, and marks for the direction of
text that make it look like another text. Each such character is shown as an escape in Python's notation.
"""

from __future__ import annotations

import re

# C0 (tab and line break too), DEL, C1; line and paragraph separators; surrogates, which represent bytes that are not
# UTF-8; all characters of Unicode's category Cf (marks for the direction and the format of text), and all with the
# property Default_Ignorable_Code_Point: they have no shape, and .NET ignores them when it searches a command. A
# variation selector after a symbol makes an emoji, and is kept.
_HARMFUL = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    "|(?<![\u00a9\u00ae\u2010-\u3300\U0001f000-\U0001faff])[\ufe0e\ufe0f]"
)

_ANYWHERE = r"#(?=#(?:\[|vso\[|teamcity\[))"
_COMMAND = rf"(?mi)^([^\S\n]*)(:)(?=:)|{_ANYWHERE}"


_LONGEST = 4096
"""The most characters of a message, which may quote a file, a server or a builder."""


def printable(text: str) -> str:
    """The text with an escape for each character that controls a terminal or is invisible."""
    return re.sub(_HARMFUL, _escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if "\udc80" <= char <= "\udcff":  # a byte that is not text, as os.fsdecode represents it
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode()


def inert(text: str) -> str:
    """The text without commands for a CI system: `::error::` at the start of a line, `##[…` and `##vso[…` anywhere.

    GitHub, Azure and TeamCity read commands from the log of a job; the first character of one becomes an escape.
    """
    return re.sub(_COMMAND, lambda match: f"{match[1] or ''}\\x{ord(match[2] or '#'):02x}", text)


def inert_annotations(text: str) -> str:
    """Lines with commands for GitHub, without commands for other CI systems."""
    return re.sub(_ANYWHERE, r"\\x23", text, flags=re.IGNORECASE)


def inert_json(text: str) -> str:
    """A JSON document without commands for a CI system, since a JSON report is read from a log as well."""
    return re.sub("#(?=#)", r"\\u0023", text)


def safe(message: str) -> str:
    """A message for stderr: shortened, and without control characters and commands for a CI system.

    Line breaks are kept.
    """
    shown = inert("\n".join(map(printable, message.split("\n"))))
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def without_credentials(text: str) -> str:
    """The text without the credentials between `//` and the last `@` of an authority."""
    return re.sub(r"//[^/\s'\"]*@", "//", text)
