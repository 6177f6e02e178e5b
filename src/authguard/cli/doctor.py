"""git authguard doctor: prints the facts for a bug report."""

from __future__ import annotations

import sys
from typing import Any

from authguard.app.doctor import examine, shown
from authguard.cli.output import OutputOptions
from authguard.git.git import Git
from authguard.printable import inert


def run(given: dict[str, Any]) -> int:
    """Print the facts. Returns 1 if a fact is a problem, otherwise 0."""
    git = Git()
    try:
        facts = examine(git, offline=bool(given.get("offline")))
    finally:
        git.close()
    width = OutputOptions().stream().width if sys.stdout.isatty() else None
    sys.stdout.write(inert(shown(facts, width)))
    return 1 if any(fact.is_problem for fact in facts) else 0
