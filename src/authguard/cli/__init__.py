"""The command line: parses arguments, runs a use case, prints its result. Errors become a line and an exit code."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

from authguard.errors import AuthguardError, Refused
from authguard.system import collect_rarely, guard

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TextIO

_MODULES = {"uninstall": "install"}
"""Commands that share the module of another command."""

_GUARDED = frozenset({"check", "build", "list", "explain", "audit"})
"""Commands with limited memory, for any repository: those for hooks and gates, and those that only read."""
_TIMED = frozenset({"check", "list", "explain"})
"""Commands that also have a limit of time. (An audit of a long history may take minutes.)"""


def entry() -> None:
    """Run as a program: ``git authguard …``."""
    _open_streams()
    _find_programs_by_absolute_paths()
    collect_rarely()
    sys.unraisablehook = _report_unraisable
    words = sys.argv[1:]
    at = next((at for at in range(len(words)) if not _is_before_command(words, at)), None)
    if at is not None and words[at] in _GUARDED:
        guard(is_timed=words[at] in _TIMED)
    code = guarded(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            pass  # guarded() reported the error
    os._exit(code)  # without this, the orderly end of the interpreter takes some milliseconds


def _report_unraisable(lost: sys.UnraisableHookArgs) -> None:
    """Report an exception that Python cannot raise, but no Ctrl-C that arrived while Python imported a module.

    Python loses this interrupt, and the command goes on until the next Ctrl-C.
    """
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)


def _open_streams() -> None:
    """Open /dev/null for each closed standard stream, as git does for itself.

    Otherwise Python has None in its place, and the next opened file (for example a database) gets its number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # open() takes the lowest free number, which is this one
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", closefd=False))  # noqa: SIM115 - stays open
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.encoding.lower() != "utf-8":
        sys.stdout.reconfigure(errors="backslashreplace")  # a letter that the locale lacks; as on stderr


def _find_programs_by_absolute_paths() -> None:
    """Remove relative and empty entries of PATH: such an entry would run the programs of a repository."""
    entries = os.environ.get("PATH", "").split(os.pathsep)
    absolute = [entry for entry in entries if os.path.isabs(entry)]
    if len(absolute) < len(entries):
        os.environ["PATH"] = os.pathsep.join(absolute) or os.defpath


def guarded(arguments: list[str]) -> int:
    """Run the program, and always return a documented exit code."""
    try:
        code = main(arguments)
        sys.stdout.flush()
        return code
    except AuthguardError as error:
        return _ended(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _ended("interrupted", 130)
    except BrokenPipeError:
        _silence(sys.stdout)  # the reader of the output (a pager, head) closed it
        return 141
    except OSError as error:
        _silence(sys.stdout)
        where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, (str, bytes)) else ""
        return _ended(f"{where}{error.strerror or error}", 2)
    except MemoryError:
        return _ended("out of memory", 2)
    except Exception as error:
        # A bug in authguard. A traceback would exit with 1, which means "findings".
        if os.environ.get("AUTHGUARD_DEBUG"):
            raise
        return _ended(
            f"internal error, please report it: {error!r} (AUTHGUARD_DEBUG=1 shows where)", Refused.exit_code
        )


def _ended(message: str, code: int) -> int:
    """Report on stderr why there is no answer, if stderr can be written. Returns the code."""
    from authguard.printable import safe

    try:
        print(safe(f"authguard: {message}"), file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr)
    return code


def _silence(stream: TextIO) -> None:
    """Prevent Python from writing the rest of this stream again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def main(arguments: list[str]) -> int:
    """Run one command. Raises AuthguardError."""
    if arguments == [
        "check"
    ]:  # the hook runs without options, and argparse would take as long as a clean check
        return _run("check", {})
    from authguard.cli import parser

    at = next((at for at, word in enumerate(arguments) if not _is_before_command(arguments, at)), None)
    before, rest = (arguments, []) if at is None else (arguments[:at], arguments[at:])
    given = parser.top().read(before)
    for directory in given.get("directory", ()):
        try:
            os.chdir(directory)
        except OSError as error:
            raise Refused(f"cannot change to {directory!r}: {error.strerror}") from None
    if given.get("version"):
        from authguard import __version__

        print(f"authguard {__version__}")
        return 0
    if given.get("help") or not rest:
        _print_help(None)
        return 0 if given.get("help") else Refused.exit_code
    if not {"-h", "--help"}.isdisjoint(_options(rest[1:])):
        _print_help(rest[0])
        return 0
    return _run(rest[0], parser.find(rest[0]).parser().read(rest[1:]))


def _is_before_command(arguments: list[str], at: int) -> bool:
    """Tell whether a word is an option before the command, or the value of -C."""
    return arguments[at].startswith("-") or (at > 0 and arguments[at - 1] == "-C")


def _options(words: list[str]) -> list[str]:
    return words[: words.index("--")] if "--" in words else words


def _print_help(command: str | None) -> None:
    """Print the help of a command, or of git-authguard itself."""
    from authguard.cli.help import page, terminal_width

    print(page(command, terminal_width()), end="")


def _run(command: str, given: dict[str, Any]) -> int:
    module = import_module(f"authguard.cli.{_MODULES.get(command, command)}")
    run: Callable[[dict[str, Any]], int] = getattr(module, "uninstall" if command == "uninstall" else "run")
    return run(given)
