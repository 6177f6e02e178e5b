"""A question on a terminal. A program that nobody watches must not wait for its answer."""

from __future__ import annotations

import os
import sys
from select import select

PATIENCE = 60.0
"""A question without an answer ends after this many seconds."""


def may_ask() -> bool:
    """Tell whether there may be someone to answer: on a terminal, outside of CI.

    GIT_TERMINAL_PROMPT=0 forbids questions, as it does for git.
    """
    streams = (sys.stdin, sys.stderr)
    is_forbidden = os.environ.get("CI") or os.environ.get("GIT_TERMINAL_PROMPT") == "0"
    return not is_forbidden and all(stream.isatty() for stream in streams)


def ask(question: str) -> str:
    """Print a question on stderr. Returns the answer without spaces around it; "" if no answer comes in time."""
    print(question, end=" ", file=sys.stderr, flush=True)
    ready, _, _ = select([sys.stdin], [], [], PATIENCE)
    if not ready:
        print(file=sys.stderr)
        return ""
    return sys.stdin.readline().strip()
