"""git authguard allow: shows the requests of the config, and stores the user's permissions."""

from __future__ import annotations

import sys
from typing import Any

from authguard.app.allow import AllowRequest, ConfigRequest, allow, requests
from authguard.cli.output import OutputOptions, made
from authguard.git.git import Git
from authguard.printable import inert, printable
from authguard.report.text import wrap
from authguard.rules.words import command

_INDENT = 13


def run(given: dict[str, Any]) -> int:
    """List, or allow. Returns 0."""
    request = made(AllowRequest, given)
    git = Git()
    try:
        if request.names:
            lines = [f"allowed: {printable(line)}" for line in allow(git, request)]
        else:
            width = OutputOptions().stream().width
            lines = [line for one in requests(git) for line in _lines(one, width)] or [
                "the config asks for nothing that you must allow"
            ]
    finally:
        git.close()
    sys.stdout.write(inert("".join(f"{line}\n" for line in lines)))
    return 0


def _lines(one: ConfigRequest, width: int) -> list[str]:
    """Return the lines of one request: its state, wrapped, and the command that allows this request alone."""
    state = "allowed" if one.is_allowed else "not allowed"
    text = f"{printable(one.name)} ({printable(one.purpose)})"
    first, *rest = wrap(text, width - _INDENT, width - _INDENT)
    margin = " " * _INDENT
    lines = [f"{state:{_INDENT}}{first}", *(f"{margin}{line}" for line in rest)]
    if not one.is_allowed:
        lines += [
            f"{margin}to allow it:",
            f"{margin}{printable(command('git', 'authguard', 'allow', one.name))}",
        ]
    return lines
