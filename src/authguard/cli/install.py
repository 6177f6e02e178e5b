"""`git authguard install` and `uninstall`: the plain git hooks of this repository."""

from __future__ import annotations

import os
import sys

from authguard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.cli.arguments import Arguments
    from authguard.git.git import Git

_FLAGS = {"-n": "dry-run", "--dry-run": "dry-run", "-q": "quiet", "--quiet": "quiet"}


def run(arguments: list[str]) -> int:
    """`git authguard install ARGUMENTS`. Returns the exit code.

    Raises:
        Refused: bad usage; see authguard.git.hooks; or the hooks cannot be written.
    """
    from authguard.git import hooks
    from authguard.git.git import Git

    given = _read("install", arguments)
    git = Git()
    try:
        directory = hooks.directory(git)
        done = hooks.install(directory, given.rest, program(), dry_run="dry-run" in given.flags)
    except OSError as error:
        raise _refused(error) from error
    _say(done, given, f"{hooks.shown(directory)}: authguard's hooks stand there already")
    if "pre-push" in given.rest:
        try:
            _offer_leave(git, given)
        except Refused as error:  # a config that is wrong is no reason against hooks
            sys.stderr.write(f"authguard: {error}\n")
    git.close()
    return 0


def _offer_leave(git: Git, given: Arguments) -> None:
    """Offer to allow the builders that the gates of HEAD name: asked on a terminal, told anywhere else."""
    from authguard.builder.trust import Trust, leave_command, unallowed
    from authguard.config.model import load
    from authguard.git.ranges import snapshot_of

    head = git.facts().head
    if head is None:
        return
    gates = load(snapshot_of(git, head).read).gates
    for name in unallowed(gates, Trust(git)) if gates else ():
        asks = f"the gates of this repository build on {name}"
        if "quiet" in given.flags:
            continue
        if "dry-run" in given.flags or not (sys.stdin.isatty() and sys.stdout.isatty()):
            sys.stdout.write(f"{asks}, which you have not allowed; to allow it: {leave_command(name)}\n")
        elif input(f"{asks}; allow that? [y/N] ").strip().lower() in ("y", "yes"):
            git.run("config", "--add", "authguard.builders", name)


def uninstall(arguments: list[str]) -> int:
    """`git authguard uninstall ARGUMENTS`. Returns the exit code: 2 where a changed hook was left.

    Raises:
        Refused: bad usage; see authguard.git.hooks; or the hooks cannot be written.
    """
    from authguard.git import hooks
    from authguard.git.git import Git

    given = _read("uninstall", arguments)
    try:
        directory = hooks.directory(Git())
        done, left = hooks.uninstall(directory, given.rest, dry_run="dry-run" in given.flags)
    except OSError as error:
        raise _refused(error) from error
    _say(done, given, "" if left else f"{hooks.shown(directory)}: no hook of authguard's stands there")
    for line in left:
        sys.stderr.write(f"authguard: {line}\n")
    return Refused.exit_code if left else 0


def _read(command: str, arguments: list[str]) -> Arguments:
    """The options, and as `rest` the hooks that are meant: those named, or all.

    Raises:
        Refused: an option or a hook that there is not.
    """
    from authguard.cli.arguments import read
    from authguard.git.hooks import HOOKS
    from authguard.nearest import nearest

    given = read(command, arguments, _FLAGS, {})
    for name in given.rest:
        if name not in HOOKS:
            raise Refused(f"{command}: there is no hook {name!r} here; did you mean {nearest(name, HOOKS)}?")
    given.rest = [name for name in HOOKS if name in given.rest] or list(HOOKS)
    return given


def program() -> str | None:
    """The absolute path of git-authguard that the hooks try first; None where it is nowhere.

    The one on PATH is the one that git itself would start; it is not resolved further, since a link in a
    profile or in ~/.local/bin outlives the environment that it points to.
    """
    from shutil import which

    beside = os.path.join(os.path.dirname(sys.executable), "git-authguard")
    found = which("git-authguard") or (beside if os.access(beside, os.X_OK) else None)
    return os.path.abspath(found) if found else None


def _say(done: list[str], given: Arguments, otherwise: str) -> None:
    """Tells what was done, or `otherwise` where that is nothing."""
    if "quiet" in given.flags:
        return
    prefix = "dry run: " if "dry-run" in given.flags else ""
    lines = [f"{prefix}{line}" for line in done] or [otherwise] * bool(otherwise)
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _refused(error: OSError) -> Refused:
    from authguard.harmless import harmless

    return Refused(f"{harmless(os.fsdecode(error.filename or 'the hooks'))}: {error.strerror}")
