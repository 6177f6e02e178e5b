"""git authguard build: builds gates; the gate itself prints progress, logs and results."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from authguard.app.build import BuildRequest, build, build_push, tags
from authguard.cli.output import made
from authguard.gate.push import Wishes
from authguard.git.git import Git
from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.git.ranges import Range


def run(given: dict[str, Any]) -> int:
    """Build, or print the tags that CI will make. Returns the exit code."""
    request = made(BuildRequest, given)
    git = Git()
    try:
        if given.get("tag"):
            found = tags(git, request)
            for name, tag in found:
                print(printable(tag if len(found) == 1 else f"{name}\t{tag}"))
            return 0
        return build(
            git, request, wishes(bool(given.get("quiet")), bool(given.get("again")), request.nix_words())
        )
    finally:
        git.close()


def gated(git: Git, scopes: list[Range], quiet: bool) -> int:
    """Build the gates of a push. Returns the exit code."""
    return build_push(git, scopes, wishes(quiet))


def wishes(quiet: bool, again: bool = False, options: Sequence[str] = ()) -> Wishes:
    """Return the user's options; logs are shown live, unless a hook manager shows them at the end."""
    live = "PRE_COMMIT" not in os.environ or sys.stderr.isatty()
    return Wishes(quiet=quiet, logs=live, again=again, options=tuple(options))
