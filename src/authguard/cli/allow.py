"""git authguard allow: shows what the config asks for, and gives the user's leave."""

from __future__ import annotations

import sys
from typing import Any

from authguard.app.allow import AllowRequest, Asked, allow, asked
from authguard.cli.output import made
from authguard.git.git import Git
from authguard.harmless import harmless
from authguard.rules.words import command


def run(given: dict[str, Any]) -> int:
    """List, or allow. Returns 0."""
    request = made(AllowRequest, given)
    git = Git()
    try:
        if request.names:
            lines = [f"allowed: {harmless(line)}" for line in allow(git, request)]
        else:
            lines = [_line(one) for one in asked(git)] or [
                "the config asks for nothing that needs your leave"
            ]
    finally:
        git.close()
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _line(one: Asked) -> str:
    if one.is_allowed:
        return f"allowed      {harmless(one.name)} ({harmless(one.purpose)})"
    how = command("git", "authguard", "allow", one.name)
    return f"not allowed  {harmless(one.name)} ({harmless(one.purpose)}); to allow it: {harmless(how)}"
