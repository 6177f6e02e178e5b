"""The canonical form of a shell script: without lines that write nothing."""

from __future__ import annotations

import re

_IDLE_LINE = (
    r"runHook (?:pre|post)\w+"
    r"|set [-+][a-z]+(?: pipefail)?"
    r'|export HOME="?(?:\$TMPDIR|\$\(mktemp -d\)|\$PWD|\$NIX_BUILD_TOP|/tmp)(?:/[\w.-]+)?"?'
)
"""A line of a script that writes nothing: a call of hooks, a setting of the shell, an empty home."""


def script(form: object) -> object:
    """Return the form of a shell script without comments, indentation, blank lines and lines that write nothing."""
    if isinstance(form, str):
        return _script_text(form)
    if isinstance(form, tuple) and form and form[0] == "str":
        last = len(form) - 1
        parts = (
            _script_text(part, starts=at == 1, ends=at == last) if isinstance(part, str) else part
            for at, part in enumerate(form)
        )
        return ("str", *list(parts)[1:])
    return form


def _script_text(text: str, *, starts: bool = True, ends: bool = True) -> str:
    """Return the form of a text of a script, which ``starts`` and ``ends`` with a complete line."""
    lines = [line.strip() for line in text.split("\n")]
    complete = range(0 if starts else 1, len(lines) if ends else len(lines) - 1)
    if "<<" in text or any(line.count(quote) % 2 for line in lines for quote in "\"'"):
        complete = range(0)  # a line of a document, or of a text of several lines, may look like a command

    def writes_nothing(at: int) -> bool:
        continues = at > 0 and lines[at - 1].endswith("\\")
        return at in complete and not continues and re.fullmatch(_IDLE_LINE, lines[at]) is not None

    return "\n".join(
        line for at, line in enumerate(lines) if line and not line.startswith("#") and not writes_nothing(at)
    )
