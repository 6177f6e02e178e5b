"""Figures about the structure of authguard's source: its size, and the direction of its calls and data.

`python -m evaluation.structure [FOLDER...]` prints a table with a column a checkout. It counts files and lines, and
runs authguard of that checkout twice: a clean check of a change that was not judged before, and a bump that proves its
hashes at a git server on this machine. A call goes upward if its function is in a higher layer than its caller, by the
contract in pyproject.toml. A checkout without a contract is measured by --layers.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.repos import Repo
from tests.support.servers import HttpGit
from tests.support.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = ("src", "tests", "benchmarks", "evaluation")
LONG = 50
FAKE = f"sha256-{'A' * 43}="
SOURCE = """\
{{ fetchgit }}:
rec {{
  version = "2026.2.0";
  src = fetchgit {{ url = "{url}/monorepo.git"; rev = "version/${{version}}"; hash = "{hash}"; }};
  client = fetchgit {{ url = "{url}/client-go.git"; rev = "v3.${{version}}"; hash = "{hash}"; }};
}}
"""
TRACED = """\
import json, os, runpy, sys, threading

target, ranks = sys.argv[1], json.loads(sys.argv[2])
sys.argv = ["git-authguard", *sys.argv[3:]]
upward = {}

def rank(module):
    parts = module.split(".")
    return ranks.get(parts[1]) if len(parts) > 1 and parts[0] == "authguard" else None

def called(frame, event, argument):
    here = frame.f_globals.get("__name__", "")
    if event != "call" or not here.startswith("authguard.") or frame.f_code.co_name == "<module>":
        return
    caller = frame.f_back
    while caller is not None and not caller.f_globals.get("__name__", "").startswith("authguard."):
        caller = caller.f_back
    if caller is None or caller.f_code.co_name == "<module>":
        return
    mine, other = rank(here), rank(caller.f_globals["__name__"])
    if mine is not None and other is not None and mine < other:
        key = f"{caller.f_globals['__name__']}.{caller.f_code.co_qualname} {here}.{frame.f_code.co_qualname}"
        upward[key] = upward.get(key, 0) + 1

def end(code):
    sys.setprofile(None)
    modules = [name for name in sys.modules if name.partition(".")[0] == "authguard"]
    with open(target, "w") as file:
        json.dump({"code": code, "modules": len(modules), "all": len(sys.modules), "upward": upward}, file)
    leave(code)

leave, os._exit = os._exit, end
if ranks:
    threading.setprofile(called)
    sys.setprofile(called)
runpy.run_module("authguard", run_name="__main__", alter_sys=True)
"""
"""Runs `git authguard ARGUMENT...` and writes the loaded modules and the calls to a file: FILE RANKS ARGUMENT..."""


def python_files(folder: Path, room: str) -> list[Path]:
    """Return the Python files of one folder, without the trees of the test cases."""
    return [path for path in sorted((folder / room).rglob("*.py")) if "cases" not in path.parts]


def long_functions(path: Path) -> Iterator[str]:
    """Yield the functions of a file that have more than LONG lines."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if (node.end_lineno or node.lineno) - node.lineno + 1 > LONG:
            yield f"{path}:{node.lineno}: {node.name}"


def layers_of(folder: Path, given: str | None) -> dict[str, int]:
    """Return the rank of each package, 0 for the highest, by the contract of a checkout or as ``given``."""
    stated = tomllib.loads((folder / "pyproject.toml").read_text())["tool"].get("importlinter")
    rows: list[str] = (given or "").split(",") if stated is None else stated["contracts"][0]["layers"]
    return {
        name.strip().removeprefix("authguard."): rank
        for rank, row in enumerate(rows)
        for name in row.split("|")
        if name.strip()
    }


def traced(folder: Path, repo: Repo, ranks: dict[str, int], *arguments: str) -> dict[str, object]:
    """Run a command of a checkout in a repository. Returns its exit code, its modules and its upward calls.

    Raises:
        RuntimeError: it did not end normally.
    """
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "traced"
        home = {"HOME": place, "XDG_CACHE_HOME": place, "PYTHONPATH": str(folder.resolve() / "src")}
        command = [sys.executable, "-c", TRACED, str(target), json.dumps(ranks), *arguments]
        environment = {**os.environ, **repo.environment(**home, GIT_ALLOW_PROTOCOL="http")}
        run = subprocess.run(
            command, cwd=repo.path, env=environment, capture_output=True, text=True, check=False
        )
        if not target.exists():
            raise RuntimeError(f"{folder}: {' '.join(arguments)} ended with {run.returncode}: {run.stderr}")
        found: dict[str, object] = json.loads(target.read_text())
        if found["code"] != 0:
            raise RuntimeError(f"{folder}: {' '.join(arguments)} says: {run.stdout}{run.stderr}")
        return found


def measured(folder: Path, given: str | None, show: bool) -> dict[str, int]:
    """Return the figures of one checkout."""
    figures: dict[str, int] = {}
    for room in ROOMS:
        files = python_files(folder, room)
        figures[f"files of {room}"] = len(files)
        figures[f"lines of {room}"] = sum(len(path.read_bytes().splitlines()) for path in files)
    long = [name for room in ROOMS for path in python_files(folder, room) for name in long_functions(path)]
    figures[f"functions of more than {LONG} lines"] = len(long)
    with tempfile.TemporaryDirectory() as place:
        upstream = Upstream(Path(place, "upstream"))
        with HttpGit(upstream.served) as server:
            repo = Repo(Path(place, "repo"))
            repo.write("tool.nix", SOURCE.format(url=server.url, hash=FAKE)).commit("placeholders")
            bump = traced(folder, repo, layers_of(folder, given), "bump", "2026.2.1", "--no-nix", "--online")
            repo.commit("the bump")
            fixed = (repo.path / "tool.nix").read_text()
        for text in (fixed + "\n# one\n", fixed + "\n# two\n"):  # the first check fills the cache
            repo.write("tool.nix", text).stage()
            clean = traced(folder, repo, {}, "check")
    figures["modules of authguard that a clean check loads"] = int(str(clean["modules"]))
    figures["all modules that it loads"] = int(str(clean["all"]))
    upward = bump["upward"]
    assert isinstance(upward, dict)  # noqa: S101 - it came out of JSON
    figures["upward calls of a bump"] = sum(upward.values())
    figures["pairs of functions in them"] = len(upward)
    for name in [*long, *(f"{number} {pair}" for pair, number in upward.items())] if show else ():
        print(name, file=sys.stderr)
    return figures


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[Path()], metavar="FOLDER")
    parser.add_argument(
        "--layers",
        help="for a checkout without a contract: packages from the highest down, as cli,report|gate,rules",
    )
    parser.add_argument("--show", action="store_true", help="name the long functions and the upward calls")
    given = parser.parse_args()
    columns = [measured(folder, given.layers, given.show) for folder in given.folders]
    print(f"| | {' | '.join(str(folder) for folder in given.folders)} |")
    print(f"|---|{'---:|' * len(columns)}")
    for name in columns[-1]:
        print(f"| {name} | {' | '.join(f'{column[name]:,}' for column in columns)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
