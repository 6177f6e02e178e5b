"""Measure the time from `git clone` to the first finding, by each guide, with empty caches.

    python -m evaluation.minute [--guide prek]

Each guide runs in an empty home, by the commands and files of its page, over a small repository with one package. Only
the managers themselves are installed before: uv, prek, pre-commit, and pipx if it is on PATH. The clock runs from `git
clone` of that repository to the end of the refused commit. Then the printed command is run unchanged, and the next
commit must pass. authguard comes from a tag of this checkout, and the packages that it needs from the index that is
configured here.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.laptop import nar_hash
from tests.support.repos import LEAVE, ROOT, Repo, identity
from tests.support.servers import HttpGit

STAND_IN = "https://forge.example.org/authguard"
"""The url of authguard's repository in the guides."""
MANAGERS = ("uv", "prek", "pre-commit")
PACKAGE = """\
{{ fetchgit }}:
fetchgit {{
  url = "{url}/upstream";
  rev = "v1.0.0";
  hash = "{digest}";
}}
"""


@dataclass
class Guide:
    """A guide: its page, the commands that a user copies, and the files by name with a text in their block.

    ``replaced``: a word of the first command, and the word that the page offers instead.
    """

    page: str
    commands: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    replaced: tuple[str, str] | None = None

    @property
    def tool(self) -> str | None:
        """The manager that is not in the lock."""
        return self.replaced[1] if self.replaced is not None else None


PIP = f'pip install "authguard @ git+{STAND_IN}@v0.1.0"'
GUIDES = {
    "plain git, pip": Guide("README.md", (PIP, "git authguard install")),
    "plain git, uv": Guide(
        "docs/guides/hooks.md",
        (f'uv tool install "authguard @ git+{STAND_IN}@v0.1.0"', "git authguard install"),
    ),
    "plain git, pipx": Guide("README.md", (PIP, "git authguard install"), replaced=("pip", "pipx")),
    "pre-commit": Guide(
        "docs/guides/hooks.md", ("pre-commit install",), {".pre-commit-config.yaml": "- repo:"}
    ),
    "prek": Guide("docs/guides/hooks.md", ("prek install",), {"prek.toml": "[[repos]]"}),
}


def block(page: str, marker: str) -> str:
    """Return the first block of code of a page that contains a text. Raises LookupError if there is none."""
    for match in re.finditer(r"^```\w+\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        if marker in match[1]:
            return match[1]
    raise LookupError(f"no block of code with {marker!r}")


class Machine:
    """An empty home, and a PATH with git, Python and the managers."""

    def __init__(self, folder: Path) -> None:
        """Make the home and the PATH."""
        self.home = folder / "home"
        self.bin = folder / "bin"
        for each in (self.home, self.bin):
            each.mkdir()
        (self.bin / "python3").symlink_to(os.path.realpath(sys.executable))
        for name in MANAGERS:
            (self.bin / name).symlink_to(Path(sys.executable).parent / name)
        pipx = shutil.which("pipx")
        if pipx is not None:
            (self.bin / "pipx").symlink_to(os.path.realpath(pipx))
        subprocess.run(["python3", "-m", "venv", self.home / "venv"], check=True, env=self.environment())

    def environment(self) -> dict[str, str]:
        """Return the environment of the user; only the configured package index is kept."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if re.match(r"(PIP|UV|SSL)_", name) and not name.endswith(("CACHE_DIR", "TOOL_DIR"))
        }
        paths = [self.home / "venv/bin", self.home / ".local/bin", self.bin, "/usr/bin", "/bin"]
        return {
            **kept,
            "HOME": str(self.home),
            "PATH": os.pathsep.join(map(str, paths)),
            **identity("User"),
            **LEAVE,  # the forge of this run is on this machine
        }

    def run(self, command: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run a line in a shell."""
        return subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def demand(self, command: str, folder: Path) -> str:
        """Run a line, and return its output. Raises RuntimeError if it fails."""
        done = self.run(command, folder)
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stdout}")
        return done.stdout


def forge(root: Path, url: str) -> None:
    """Make the repositories of a forge: this checkout with its tag, an upstream with two tags, and the user's own."""
    subprocess.run(["git", "clone", "-q", "--bare", ROOT, root / "authguard"], check=True)
    subprocess.run(
        ["git", "-C", root / "authguard", "tag", "-f", "v0.1.0", "HEAD"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    upstream = Repo(root / "upstream")
    digest = ""
    for version in ("v1.0.0", "v1.1.0"):
        upstream.write("version", version).commit(version)
        upstream.git("tag", version)
        if not digest:
            tree = root / "tree"
            shutil.copytree(upstream.path, tree, ignore=shutil.ignore_patterns(".git"))
            digest = nar_hash(tree)
    Repo(root / "packages").write("default.nix", PACKAGE.format(url=url, digest=digest)).commit("package")


def measure(guide: Guide, url: str, folder: Path) -> dict[str, float | bool]:
    """Follow a guide. Returns the seconds to the first finding, and those of the commands and of the commit.

    Raises:
        LookupError: the page lacks a command or a block.
        RuntimeError: a command failed, or there was no finding.
    """
    page = (ROOT / guide.page).read_text()
    for command in guide.commands:
        if command not in page:
            raise LookupError(f"{guide.page} lacks {command}")
    machine = Machine(folder)
    clock = time.monotonic
    start = clock()
    machine.demand(f"git clone -q {url}/packages", folder)
    repo = folder / "packages"
    for name, marker in guide.files.items():
        (repo / name).write_text(block(page, marker).replace(STAND_IN, f"{url}/authguard"))
    first, *others = guide.commands
    if guide.replaced is not None:
        first = first.replace(*guide.replaced, 1)
    for command in (first, *others):
        machine.demand(command.replace(STAND_IN, f"{url}/authguard"), repo)
    installed = clock()
    nix = repo / "default.nix"
    nix.write_text(nix.read_text().replace("v1.0.0", "v1.1.0"))
    refused = machine.run("git add --all && git commit -m bump", repo)
    end = clock()
    printed = re.search(r"help: (git authguard .*)", refused.stdout)
    if refused.returncode == 0 or "AG201" not in refused.stdout or printed is None:
        raise RuntimeError(f"no finding: {refused.stdout}")
    program = re.search(r"with uv or with pipx: (uv tool install .*)", refused.stdout)
    if program is not None:
        machine.demand(program[1], repo)
    machine.demand(printed[1], repo)
    machine.demand("git commit -m bump", repo)
    return {
        "seconds": round(end - start, 1),
        "install": round(installed - start, 1),
        "commit": round(end - installed, 1),
        "installed as printed": program is not None,
    }


def main() -> None:
    """Print one line for each guide."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--guide", choices=GUIDES)
    chosen = parser.parse_args().guide
    with tempfile.TemporaryDirectory() as place, HttpGit(Path(place, "forge")) as server:
        server.root.mkdir()
        forge(server.root, server.url)
        for name, guide in GUIDES.items():
            if guide.tool is not None and shutil.which(guide.tool) is None:
                if chosen == name:
                    parser.error(f"{guide.tool} is not on PATH")
            elif chosen in (None, name):
                folder = Path(place, name.replace(" ", "-"))
                folder.mkdir()
                print(json.dumps({"guide": name, **measure(guide, server.url, folder)}), flush=True)


if __name__ == "__main__":
    main()
