"""The help of git-authguard and of its commands, as wide as the terminal."""

from __future__ import annotations

from authguard.cli.parser import COMMANDS, EXIT_CODES, WIDTH, find, top

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
