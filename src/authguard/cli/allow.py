"""git authguard allow: shows the requests of the config, and stores the user's permissions."""

from __future__ import annotations

import sys
from typing import Any

from authguard.app.allow import AllowRequest, ConfigRequest, allow, requests
from authguard.cli.output import made
from authguard.git.git import Git
from authguard.printable import inert, printable
from authguard.rules.words import command


def run(given: dict[str, Any]) -> int:
    """List, or allow. Returns 0."""
    request = made(AllowRequest, given)
    git = Git()
    try:
        if request.names:
            lines = [f"allowed: {printable(line)}" for line in allow(git, request)]
        else:
            lines = [_line(one) for one in requests(git)] or [
                "the config asks for nothing that you must allow"
            ]
    finally:
        git.close()
    sys.stdout.write(inert("".join(f"{line}\n" for line in lines)))
    return 0


def _line(one: ConfigRequest) -> str:
    if one.is_allowed:
        return f"allowed      {printable(one.name)} ({printable(one.purpose)})"
    how = command("git", "authguard", "allow", one.name)
    return f"not allowed  {printable(one.name)} ({printable(one.purpose)}); to allow it: {printable(how)}"
