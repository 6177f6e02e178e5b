"""The command line: it parses and calls, and turns what went wrong into one line and an exit code."""

from __future__ import annotations

import os
import sys

from authguard.errors import AuthguardError, Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

_COMMANDS = {
    "check": ("authguard.cli.check", "run"),
    "audit": ("authguard.cli.audit", "run"),
    "list": ("authguard.cli.list", "run"),
    "verify": ("authguard.cli.verify", "run"),
    "fix": ("authguard.cli.fix", "run"),
    "bump": ("authguard.cli.bump", "run"),
    "build": ("authguard.cli.build", "run"),
    "explain": ("authguard.cli.explain", "run"),
    "install": ("authguard.cli.install", "run"),
    "uninstall": ("authguard.cli.install", "uninstall"),
}


def entry() -> None:
    """Run as a program: ``git authguard …``."""
    import gc

    _open_streams()
    # What a check makes lives until its end: looking for garbage among it takes as long as the check itself.
    gc.set_threshold(100_000, 50, 100)
    code = guarded(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            pass  # guarded() has told what there is to tell
    os._exit(code)  # nothing is left to be done; taking the interpreter apart takes some milliseconds


def _open_streams() -> None:
    """Open /dev/null for each of the three streams that we were started without, as git does for itself.

    Else Python has None in its place, and the next file that is opened (a database, say) would get its number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # which takes the lowest number that is free: this one
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", closefd=False))  # noqa: SIM115 - stays open


def guarded(arguments: list[str]) -> int:
    """Run, and return the exit code of the contract whatever happens."""
    try:
        code = main(arguments)
        sys.stdout.flush()
        return code
    except AuthguardError as error:
        return _ended(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _ended("interrupted", 130)
    except BrokenPipeError:
        _silence(sys.stdout)  # whoever read our output has seen enough: a pager, head
        return 141
    except OSError as error:
        _silence(sys.stdout)
        where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, (str, bytes)) else ""
        return _ended(f"{where}{error.strerror or error}", 2)
    except MemoryError:
        return _ended("out of memory", 2)
    except Exception as error:
        # A defect of ours. A traceback would exit with 1, which means "findings" to whoever runs us.
        if os.environ.get("AUTHGUARD_DEBUG"):
            raise
        return _ended(
            f"internal error, please report it: {error!r} (AUTHGUARD_DEBUG=1 shows where)", Refused.exit_code
        )


def _ended(message: str, code: int) -> int:
    """Say on stderr why there is no answer, where that can be said. Returns the code."""
    try:
        print(f"authguard: {message}", file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr)
    return code


def _silence(stream: TextIO) -> None:
    """Keep the interpreter from writing at its end, once more in vain, what this stream still holds."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def main(arguments: list[str]) -> int:
    """Run one command; raises AuthguardError."""
    rest = list(arguments)
    while rest and rest[0] == "-C":
        if len(rest) < 2:
            raise Refused("-C needs a directory")
        try:
            os.chdir(rest[1])
        except OSError as error:
            raise Refused(f"cannot change to {rest[1]!r}: {error.strerror}") from None
        rest = rest[2:]
    if not rest or rest[0] in ("-h", "--help", "help"):
        from authguard.cli import help as pages

        print(pages.page(rest[1] if len(rest) > 1 else None), end="")
        return 0 if rest else 2
    if rest[0] == "--version":
        from authguard import __version__

        print(f"authguard {__version__}")
        return 0
    return _command(rest[0], rest[1:])


def _command(name: str, arguments: list[str]) -> int:
    found = _COMMANDS.get(name)
    if found is None:
        from authguard.nearest import nearest

        close = nearest(name, _COMMANDS)
        raise Refused(f"there is no command {name!r}" + (f"; did you mean {close}?" if close else ""))
    if any(word in ("-h", "--help") for word in arguments):
        from authguard.cli import help as pages

        print(pages.page(name), end="")
        return 0
    run = getattr(__import__(found[0], fromlist=[found[1]]), found[1])
    code: int = run(arguments)
    return code
