"""Take pictures of the text output in terminals of 50, 80 and 120 columns.

    python -m evaluation.screens --out DIR [--repository DIR]

Runs each command in a terminal of each width, and writes what the terminal shows as COMMAND-WIDTH.svg, and as .png if
Chromium is installed. It reports a line of the output that is wider than the terminal, unless the line has a word or a
command that must not be broken. Without a repository it makes one with a bump that keeps the hashes.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from evaluation.pages import CHROMIUM
from scripts.picture import bumped, drawing, environment
from tests.support.terminal import on_terminal

WIDTHS = (50, 80, 120)
COMMANDS = {
    "check": ["check"],
    "check-all": ["check", "--all"],
    "audit": ["audit"],
    "list": ["list"],
    "explain-rule": ["explain", "AG201"],
    "explain-hash": ["explain", "containers/authentik/sources.nix#src"],
    "doctor": ["doctor"],
    "verify": ["verify", "--offline"],
    "refused": ["check", "--formt", "short"],
}
LINES = 90
"""A picture has at most so many lines."""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\].*?(?:\x07|\x1b\\)")
_UP, _REMOVE = "\x1b[1A", "\x1b[2K"
_UNBROKEN = re.compile(r"git |sha256-|^ *-->|^authguard: |\S{25}")
"""A line that may be wider than the terminal: a command, code, a place, a message, a word that cannot be broken."""


def remaining(raw: str) -> str:
    """Return what stays on a terminal after a progress bar was removed."""
    lines: list[str] = []
    for line in raw.split("\n"):
        parts = line.split("\r")
        while _UP in parts[-1] and lines:  # the bar was in the line above
            parts[-1] = parts[-1].replace(_UP, "", 1)
            lines.pop()
        lines.append(parts[-1].replace(_REMOVE, "").removeprefix("\x1b[K"))
    return "\n".join(lines)


def wide(text: str, width: int) -> list[str]:
    """Return the lines of an output that are wider than the terminal without a reason."""
    lines = _ESCAPES.sub("", text).splitlines()
    return [line for line in lines if len(line) > width and not _UNBROKEN.search(line)]


def picture(text: str, width: int, file: Path) -> None:
    """Write the SVG of a terminal, and the PNG beside it if Chromium is installed."""
    svg = drawing("\n".join(text.splitlines()[:LINES]), width)
    file.write_text(svg)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if box is None or shutil.which(CHROMIUM[0]) is None:
        return
    size = f"--window-size={int(float(box[1])) + 1},{int(float(box[2])) + 1}"
    target = f"--screenshot={file.with_suffix('.png')}"
    subprocess.run([*CHROMIUM, size, target, file.as_uri()], check=True, capture_output=True)


def main() -> int:
    """Write the pictures. Returns 1 if a line is too wide."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--repository", type=Path)
    given = parser.parse_args()
    given.out.mkdir(exist_ok=True)
    faults = 0
    with tempfile.TemporaryDirectory() as place:
        if given.repository is None:
            bumped(Path(place))
        for (name, words), width in product(COMMANDS.items(), WIDTHS):
            directory = given.repository or Path(place)
            run = on_terminal(["git", "authguard", *words], directory, environment(), width)
            text = remaining(run.raw)
            picture(
                f"$ git authguard {' '.join(words)}\n{text}",
                width,
                given.out.resolve() / f"{name}-{width}.svg",
            )
            for line in wide(text, width):
                faults += 1
                print(f"{name}: {len(line)} columns in a terminal of {width}: {line}")
    print(f"{len(COMMANDS) * len(WIDTHS)} pictures, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
