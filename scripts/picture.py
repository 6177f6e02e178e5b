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


def run() -> str:
    """Return what the terminal shows, with its escape sequences."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "AUTHGUARD_"))
    }
    environment |= {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Demo",
        "GIT_AUTHOR_EMAIL": "demo@example.org",
        "GIT_COMMITTER_NAME": "Demo",
        "GIT_COMMITTER_EMAIL": "demo@example.org",
    }
    with tempfile.TemporaryDirectory() as directory:

        def git(*arguments: str) -> str:
            return subprocess.run(
                ["git", *arguments],
                cwd=directory,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            ).stdout

        package = Path(directory, "containers", "authentik")
        package.mkdir(parents=True)
        shutil.copy(ROOT / "nix" / "authentik" / "sources.nix", package)
        git("init", "--quiet")
        git("add", "--all")
        git("commit", "--quiet", "--message", "authentik 2026.2.0")
        sources = package / "sources.nix"
        sources.write_text(sources.read_text().replace('version = "2026.2.0"', 'version = "2026.2.1"'))
        git("add", "--all")
        return "$ git authguard check\n" + git("authguard", "check", "--color", "always")


def drawing(shown: str) -> str:
    """Return the terminal as an SVG that loads nothing from elsewhere."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="standard")
    console.print(Text.from_ansi(f"{shown.rstrip()}\n"))  # rich cuts off the lower end of the last line
    svg = console.export_svg(title="authguard", unique_id="authguard")
    return FONT.sub("", svg)


def main() -> None:
    """Write the file that is named, else docs/check.svg."""
    parser = argparse.ArgumentParser(description="Write a picture of a check.")
    parser.add_argument("file", nargs="?", type=Path, default=ROOT / "docs" / "check.svg")
    parser.parse_args().file.write_text(drawing(run()))


if __name__ == "__main__":
    main()
