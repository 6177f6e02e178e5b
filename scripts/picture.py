"""Writes docs/check.svg: a real run of `git authguard check` in a terminal, exported by rich.

Usage: make picture. The repository has the sources of nix/authentik, with another version.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 92
FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def environment() -> dict[str, str]:
    """Return the environment of the runs: the config and the names of nobody."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "AUTHGUARD_"))}
    return {
        **kept,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Demo",
        "GIT_AUTHOR_EMAIL": "demo@example.org",
        "GIT_COMMITTER_NAME": "Demo",
        "GIT_COMMITTER_EMAIL": "demo@example.org",
    }


def git(directory: Path, *arguments: str) -> str:
    """Run git, and return its output."""
    command = ["git", "-C", str(directory), *arguments]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=False).stdout


def bumped(directory: Path) -> None:
    """Make a repository with a bump in its index that keeps the hashes."""
    package = directory / "containers" / "authentik"
    package.mkdir(parents=True)
    shutil.copy(ROOT / "nix" / "authentik" / "sources.nix", package)
    git(directory, "init", "--quiet")
    git(directory, "add", "--all")
    git(directory, "commit", "--quiet", "--message", "authentik 2026.2.0")
    sources = package / "sources.nix"
    sources.write_text(sources.read_text().replace('version = "2026.2.0"', 'version = "2026.2.1"'))
    git(directory, "add", "--all")


def run() -> str:
    """Return what the terminal shows, with its escape sequences."""
    with tempfile.TemporaryDirectory() as name:
        bumped(Path(name))
        return "$ git authguard check\n" + git(Path(name), "authguard", "check", "--color", "always")


def drawing(shown: str, width: int = WIDTH) -> str:
    """Return a terminal of so many columns as an SVG that loads nothing from elsewhere."""
    console = Console(record=True, width=width, file=StringIO(), force_terminal=True, color_system="standard")
    for line in Text.from_ansi(shown.rstrip()).split():
        for part in line.divide(range(width, len(line), width)):
            console.print(part)
    console.print()  # rich cuts off the lower end of the last line
    svg = console.export_svg(title="authguard", unique_id="authguard")
    return FONT.sub("", svg)


def main() -> None:
    """Write the file that is named, else docs/check.svg."""
    parser = argparse.ArgumentParser(description="Write a picture of a check.")
    parser.add_argument("file", nargs="?", type=Path, default=ROOT / "docs" / "check.svg")
    parser.parse_args().file.write_text(drawing(run()))


if __name__ == "__main__":
    main()
