"""The command line: it parses and calls, and turns what went wrong into one line and an exit code."""

from __future__ import annotations

import os
import sys

from authguard.errors import AuthguardError, Refused

_COMMANDS = {
    "check": ("authguard.cli.check", "run"),
    "list": ("authguard.cli.list", "run"),
    "explain": ("authguard.cli.explain", "run"),
    "install": ("authguard.cli.install", "run"),
    "uninstall": ("authguard.cli.install", "uninstall"),
}


def entry() -> None:
    """Run as a program: ``git authguard …``."""
    sys.exit(guarded(sys.argv[1:]))


def guarded(arguments: list[str]) -> int:
    """Run, and return the exit code of the contract whatever happens."""
    try:
        code = main(arguments)
        sys.stdout.flush()
        return code
    except AuthguardError as error:
        print(f"authguard: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("authguard: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough (a pager, head). Keep the interpreter from saying so again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (OSError, MemoryError) as error:
        print(f"authguard: {error or type(error).__name__}", file=sys.stderr)
        return 2
    except Exception as error:
        # A defect of ours. A traceback would exit with 1, which means "findings" to whoever runs us.
        if os.environ.get("AUTHGUARD_DEBUG"):
            raise
        print(
            f"authguard: internal error, please report it: {error!r} (AUTHGUARD_DEBUG=1 shows where)",
            file=sys.stderr,
        )
        return 2


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
    from importlib import import_module

    run = getattr(import_module(found[0]), found[1])
    code: int = run(arguments)
    return code
