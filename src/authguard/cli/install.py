"""git authguard install and uninstall: reports the hooks that were written or removed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from authguard.app import install as hooks
from authguard.app.install import HooksRequest
from authguard.builder.trust import leave_command
from authguard.cli.asking import ask, may_ask
from authguard.cli.output import made, note
from authguard.errors import Refused
from authguard.git.git import Git

if TYPE_CHECKING:
    from authguard.app.install import HooksChanged


def run(given: dict[str, Any]) -> int:
    """Install. Returns 0."""
    request = made(HooksRequest, given)
    quiet = bool(given.get("quiet"))
    git = Git()
    try:
        changed = hooks.install(git, request)
        _print(changed, request, quiet, f"{changed.directory}: authguard's hooks are installed already")
        for path in changed.tracked if not quiet else ():
            note(
                f"{path} is a file of this repository (core.hooksPath): a commit would give the change to others"
            )
        if "pre-push" in request.names():
            try:
                _offer(git, request, quiet)
            except Refused as error:  # hooks are installed even if the config is wrong
                note(str(error))
        return 0
    finally:
        git.close()


def uninstall(given: dict[str, Any]) -> int:
    """Uninstall. Returns 2 if an edited hook was kept, else 0."""
    request = made(HooksRequest, given)
    git = Git()
    try:
        changed = hooks.uninstall(git, request)
    finally:
        git.close()
    otherwise = "" if changed.kept else f"{changed.directory}: authguard has no hook there"
    _print(changed, request, bool(given.get("quiet")), otherwise)
    for line in changed.kept:
        note(line)
    return Refused.exit_code if changed.kept else 0


def _offer(git: Git, request: HooksRequest, quiet: bool) -> None:
    """Offer to allow the builders of the gates: ask on a terminal, otherwise print the command."""
    for name in () if quiet else hooks.builders_to_allow(git):
        says = f"the gates of this repository build on {name}"
        is_asked = not request.dry_run and may_ask()
        if is_asked and ask(f"{says}; allow that? [y/N]").lower() in ("y", "yes"):
            hooks.allow_builder(git, name)
        else:
            print(f"{says}, which you have not allowed; to allow it: {leave_command(name)}")


def _print(changed: HooksChanged, request: HooksRequest, quiet: bool, otherwise: str) -> None:
    """Print the changes, or ``otherwise`` if nothing changed."""
    if quiet:
        return
    prefix = "dry run: " if request.dry_run else ""
    lines = [f"{prefix}{line}" for line in changed.done] or [otherwise] * bool(otherwise)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
