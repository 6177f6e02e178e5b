"""git authguard help: shows the manual, even without an installed man page. Also the help of the commands, for -h."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import as_file, files
from shutil import copyfile, which
from typing import Any

from authguard.cli.output import note
from authguard.cli.parser import COMMANDS, EXIT_CODES, WIDTH, find, top
from authguard.errors import Refused

_NARROWEST = 40


def page(command: str | None = None, width: int = WIDTH) -> str:
    """Return the help of a command, or of git-authguard itself, in at most ``width`` columns.

    Raises:
        Refused: there is no such command.
    """
    if command is not None:
        return find(command).parser().help(width)
    text = top().help(width).rstrip("\n")
    commands = "".join(_row(f"  {name:<12}", each.summary, width) for name, each in COMMANDS.items())
    codes = "".join(_row(f"  {code:<5}", says, width) for code, says in EXIT_CODES.items())
    end = _row(
        "",
        "git authguard COMMAND -h shows the help of a command; git authguard help shows the manual.",
        width,
    )
    return f"{text}\n\ncommands:\n{commands}\nexit codes:\n{codes}\n{end}"


def _row(label: str, text: str, width: int) -> str:
    """Return a label and a text beside it, wrapped."""
    from textwrap import fill

    return fill(text, width, initial_indent=label, subsequent_indent=" " * len(label)) + "\n"


def terminal_width() -> int:
    """Return the columns for help: at most WIDTH, and fewer on a narrow terminal (or with COLUMNS)."""
    from shutil import get_terminal_size

    return max(_NARROWEST, min(WIDTH, get_terminal_size((WIDTH, 0)).columns))


PAGE = "git-authguard.1"


def run(given: dict[str, Any]) -> int:
    """Show the manual, or the help of a command; with --link copy the man page for the user. Returns 0."""
    commands = given.get("commands", [])
    if given.get("link"):
        return _link()
    if commands:
        sys.stdout.write("\n".join(page(command, terminal_width()) for command in commands))
    elif not (sys.stdout.isatty() and _by_man()):
        _page(files("authguard.cli").joinpath("manual.txt").read_text("utf-8"))
    return 0


def _by_man() -> bool:
    """Show the man page of this version. Returns whether man could show the page."""
    man = which("man")
    if man is None:
        return False
    with as_file(files("authguard.cli").joinpath(PAGE)) as path:
        return subprocess.run([man, "-l", str(path)], stderr=subprocess.DEVNULL, check=False).returncode == 0  # noqa: S603


def _page(text: str) -> None:
    """Print a text, on a terminal through git's pager."""
    if not sys.stdout.isatty():
        sys.stdout.write(text)
        return
    from authguard.git.git import Git

    pager = os.environ.get("GIT_PAGER") or Git().run("var", "GIT_PAGER").decode().strip()
    environment = {"LESS": "FRX", **os.environ}
    subprocess.run(["/bin/sh", "-c", pager], input=text.encode(), env=environment, check=False)  # noqa: S603


def _link() -> int:
    """Copy the man page to a place where `git help authguard` finds it."""
    data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    directory = os.path.join(data, "man", "man1")
    target = os.path.join(directory, PAGE)
    try:
        os.makedirs(directory, exist_ok=True)
        with as_file(files("authguard.cli").joinpath(PAGE)) as path:
            copyfile(path, target)
    except OSError as error:
        raise Refused(f"{target}: {error.strerror}") from error
    note(f"wrote {target}")
    return 0
