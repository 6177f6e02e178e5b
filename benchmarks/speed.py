"""Measure the speed of `check`, as ratios to the minimum of every hook in Python: `python -c pass`.

It makes its own repositories (trees.py), runs whole processes in turn, and prints the median of each round's ratio.
Limits:

* a clean check of 10 staged files in a repository of 600: at most 6.5 times `python -c pass`, a repeated one 4.5 times,
  the first after a clone 16 times;
* `check --all` of 18,000 .nix files on 2 cores: 8 s cold, 1 s if little changed since the last run;
* a warm check of 10 staged files in that tree: at most 10 times `git diff --cached --raw` and `python -c pass`;
* no run takes 500 MB, all its processes together.

The states of the caches: "again" (this very change was found clean before), "warm" (HEAD's tree is known, the change
is not), "after a commit" (the tree before HEAD's is known), "cold" (nothing).

Usage: python benchmarks/speed.py [--quick] [--keep DIRECTORY]. Exits with 1 if a limit is missed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.trees import FAMILY, Package, Repository, Tree
from tests.support.repos import ALONE, identity

PYTHON = sys.executable
CHECK = str(Path(sys.executable).with_name("git-authguard"))
STAGED = 10
SMALL = 600
LARGE = 18_000
QUICK = 3_000
TIMES = {"again": 4.5, "warm": 6.5, "after a commit": 6.5, "cold": 16.0}
TIMES_LARGE = 10.0
COLD_SECONDS = 8.0
AGAIN_SECONDS = 1.0
MEGABYTES = 500.0
# Rounds that do not count: without them the first line measures a machine that just read everything from its disk.
WARMING = 10
CASES = ("meta edits", "bumps", "new packages", "shared versions")
STATES = ("again", "warm", "after a commit", "cold")


class Sandbox:
    """A repository with a made tree, and a stored copy of the cache of each state."""

    def __init__(self, directory: Path, nix_files: int) -> None:
        """Write the tree and commit it."""
        self.path = directory / f"tree-{nix_files}"
        self.kept = directory / f"caches-{nix_files}"
        self.path.mkdir()
        self.kept.mkdir()
        self.tree = Repository(nix_files)
        self.git("init", "--quiet", "--initial-branch=main")
        self.write(self.tree.files())
        self.commit("the tree")

    @property
    def cache(self) -> Path:
        """The place of authguard's cache."""
        return self.path / ".git" / "authguard"

    def git(self, *args: str) -> None:
        """Run `git ARGS` in the repository."""
        command = ["git", *args]
        subprocess.run(command, cwd=self.path, env=environment(), check=True, stdout=subprocess.DEVNULL)  # noqa: S603

    def write(self, files: Tree) -> None:
        """Write files and stage everything."""
        for path, text in files.items():
            file = self.path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        self.git("add", "--all")

    def commit(self, message: str) -> None:
        """Commit the staged changes."""
        self.git("commit", "--quiet", "--no-verify", "--message", message)

    def clear(self) -> None:
        """Unstage everything, and forget the changes of the packages."""
        self.git("reset", "--quiet", "--hard")
        self.git("clean", "--quiet", "-fd")

    def keep(self, name: str) -> None:
        """Keep the present cache under a name."""
        shutil.rmtree(self.kept / name, ignore_errors=True)
        shutil.copytree(self.cache, self.kept / name)

    def restore(self, name: str) -> None:
        """Restore a stored cache; "cold" means no cache at all. Clean staged changes are never in it."""
        shutil.rmtree(self.cache, ignore_errors=True)
        if name != "cold":
            shutil.copytree(self.kept / name, self.cache)
            for file in self.cache.glob("clean-*"):
                file.unlink()


def environment() -> dict[str, str]:
    """Return the environment of every process: the script's own directory on PATH, no user configuration."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "PYTHON", "PRE_COMMIT"))
    }
    return {
        **kept,
        "PATH": f"{Path(PYTHON).parent}{os.pathsep}{os.environ['PATH']}",
        **ALONE,
        **identity("Benchmark"),
    }


def run(command: list[str], directory: Path) -> float:
    """Run a command, which must succeed without output. Returns its milliseconds.

    Raises:
        RuntimeError: it failed or printed something, so that the measurement is invalid.
    """
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        handle = os.posix_spawnp(
            command[0],
            command,
            environment(),
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, said.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, said.fileno(), 2),
            ],
        )
        code = os.waitstatus_to_exitcode(os.waitpid(handle, 0)[1])
        taken = (time.perf_counter() - begun) * 1000
        said.seek(0)
        text = said.read().decode(errors="replace")
    if code or (text and command[0] != "git"):
        raise RuntimeError(f"{' '.join(command)} in {directory} ended with {code} and said: {text[:2000]}")
    return taken


def peak(command: list[str], directory: Path) -> float:
    """Run a command and return the most memory of it and its children at once, in MB (shared pages count once)."""
    process = subprocess.Popen(command, cwd=directory, env=environment(), stdout=subprocess.DEVNULL)  # noqa: S603
    most = 0.0
    ended = threading.Event()

    def watch() -> None:
        nonlocal most
        while not ended.is_set():
            most = max(most, sum(map(_share, _family(process.pid))) / 1000)
            time.sleep(0.004)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    ended.set()
    watcher.join()
    return most


def _family(parent: int) -> list[int]:
    found = [parent]
    try:
        for thread in Path(f"/proc/{parent}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found.extend(_family(int(child)))
    except OSError:
        pass  # it ended meanwhile
    return found


def _share(process: int) -> int:
    """Return the kB of one process, with its part of shared pages."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass  # it ended meanwhile
    return 0


def stage(sandbox: Sandbox, case: str) -> None:
    """Stage a correct change of about STAGED files, like a person."""
    kinds = sandbox.tree.styled("plain", "golang", "rust", "npm", "python", "letting", "platforms")
    if case == "meta edits":
        sandbox.write(_changed(kinds[:STAGED], edits=1))
    elif case == "bumps":
        sandbox.write(_changed(kinds[:STAGED], bumps=1))
    elif case == "new packages":
        more = Repository(40, "more").styled("plain", "golang", "python", "letting")[: STAGED - 1]
        packages = sandbox.tree.packages
        sandbox.tree.packages = [*packages, *more]
        sandbox.write({path: text for package in more for path, text in package.files().items()})
        sandbox.write(sandbox.tree.lists())
        sandbox.tree.packages = packages
    else:
        assert FAMILY + 1 == STAGED  # noqa: S101 - versions.nix and the members that it moves
        sandbox.write(_changed(sandbox.tree.styled("family")[:1], bumps=1))


def _changed(packages: list[Package], bumps: int = 0, edits: int = 0) -> Tree:
    """Return the files of packages after a change, without changing the packages themselves."""
    files: Tree = {}
    for package in packages:
        package.bumps += bumps
        package.edits += edits
        files.update(package.files())
        package.bumps -= bumps
        package.edits -= edits
    return files


def prepare(sandbox: Sandbox) -> None:
    """Make the caches: that of HEAD's tree ("warm"), and that from the check before HEAD's commit."""
    sandbox.restore("cold")
    late = sandbox.tree.styled("plain", "golang", "python")[-STAGED:]
    sandbox.write(_changed(late, bumps=1))
    run([CHECK, "check"], sandbox.path)
    sandbox.keep("after a commit")
    sandbox.commit("the next commit")
    sandbox.restore("cold")
    stage(sandbox, "bumps")
    run([CHECK, "check"], sandbox.path)
    sandbox.keep("warm")
    sandbox.clear()


class Report:
    """Prints one figure on each line, and remembers whether a limit was missed."""

    def __init__(self) -> None:
        """Begin without a missed limit."""
        self.missed = 0

    def line(self, what: str, value: float, unit: str, most: float | None = None, more: str = "") -> None:
        """Print a figure with its limit."""
        verdict = "" if most is None else f"(at most {most:g}{unit})" + ("" if value <= most else "  MISSED")
        self.missed += most is not None and value > most
        print(f"  {what:<44} {value:8.2f}{unit:<3} {verdict} {more}".rstrip(), flush=True)


def staged(sandbox: Sandbox, rounds: int, report: Report, small: bool) -> None:
    """Measure clean checks of staged files in every case and state."""
    prepare(sandbox)
    least = [PYTHON, "-c", "pass"]
    diff = ["git", "diff", "--cached", "--raw"]
    for command in (least, diff, [CHECK, "check"]) * WARMING:
        run(command, sandbox.path)
    for case in CASES:
        sandbox.clear()
        stage(sandbox, case)
        for state in STATES:
            taken: dict[str, list[float]] = {"pass": [], "diff": [], "check": [], "git": []}
            if state == "again":
                sandbox.restore("warm")
                run([CHECK, "check"], sandbox.path)
            for _ in range(rounds if state != "cold" else max(1, rounds // 8)):
                for name, command in (("pass", least), ("diff", diff), ("check", [CHECK, "check"])):
                    if name == "check" and state != "again":
                        sandbox.restore(state)
                    taken[name].append(run(command, sandbox.path))
                if state == "again":
                    taken["git"].append(run(["git", "authguard", "check"], sandbox.path))
            floors = (
                taken["pass"] if small else list(map(sum, zip(taken["pass"], taken["diff"], strict=True)))
            )
            demanded = TIMES[state] if small else TIMES_LARGE if state != "cold" else None
            if not small and state == "after a commit":
                demanded = None
            more = f"{median(taken['check']):.0f} ms"
            if taken["git"]:
                adds = _ratio(taken["git"], floors) - _ratio(taken["check"], floors)
                more += f"; `git authguard` adds {adds:.2f}x"
            report.line(f"{case}, {state}", _ratio(taken["check"], floors), "x", demanded, more)


def _ratio(taken: list[float], floors: list[float]) -> float:
    """Return the median of the ratios of each round, since a slow moment of the machine affects both."""
    return median(one / floor for one, floor in zip(taken, floors, strict=True))


def everything(sandbox: Sandbox, rounds: int, report: Report) -> None:
    """Measure `check --all` without a cache, unchanged, and after a small change."""
    sandbox.clear()
    command = [CHECK, "check", "--all"]
    colds = []
    for _ in range(rounds):
        sandbox.restore("cold")
        colds.append(run(command, sandbox.path) / 1000)
    sandbox.keep("all")
    report.line("check --all, cold", median(colds), " s", COLD_SECONDS)
    report.line("check --all, nothing changed", _again(sandbox, 2 * rounds + 1), " s", AGAIN_SECONDS)
    for case in CASES:
        sandbox.clear()
        stage(sandbox, case)
        report.line(f"check --all after {case}", _again(sandbox, 2 * rounds + 1), " s", AGAIN_SECONDS)
    sandbox.clear()


def _again(sandbox: Sandbox, rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        sandbox.restore("all")
        taken.append(run([CHECK, "check", "--all"], sandbox.path) / 1000)
    return median(taken)


def memory(sandbox: Sandbox, report: Report) -> None:
    """Measure the peak of memory of each kind of run."""
    stage(sandbox, "bumps")
    for what, state, command in (
        ("check, warm", "warm", [CHECK, "check"]),
        ("check, cold", "cold", [CHECK, "check"]),
        ("check --all, little changed", "all", [CHECK, "check", "--all"]),
        ("check --all, cold", "cold", [CHECK, "check", "--all"]),
    ):
        sandbox.restore(state)
        report.line(f"memory of {what}", peak(command, sandbox.path), " MB", MEGABYTES)
    sandbox.clear()


def main() -> int:
    """Measure everything. Returns 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--quick", action="store_true", help=f"a large tree of {QUICK} files, and fewer rounds"
    )
    parser.add_argument("--keep", type=Path, help="make the repositories here and leave them")
    given = parser.parse_args()
    large, rounds = (QUICK, 9) if given.quick else (LARGE, 25)
    report = Report()
    with tempfile.TemporaryDirectory() as temporary:
        directory = given.keep or Path(temporary)
        directory.mkdir(parents=True, exist_ok=True)
        sandbox = Sandbox(directory, SMALL)
        os.chdir(sandbox.path)
        run([PYTHON, "-c", "pass"], sandbox.path)
        print(f"{STAGED} staged files, {SMALL} .nix files; x = `python -c pass`")
        staged(sandbox, rounds, report, small=True)
        sandbox = Sandbox(directory, large)
        os.chdir(sandbox.path)
        print(
            f"{STAGED} staged files, {large} .nix files; x = `git diff --cached --raw` and `python -c pass`"
        )
        staged(sandbox, max(5, rounds // 3), report, small=False)
        print(f"{large} .nix files, {os.cpu_count()} cores")
        everything(sandbox, 1 if given.quick else 3, report)
        memory(sandbox, report)
        os.chdir("/")
    print(f"{report.missed} demands missed" if report.missed else "every demand is met")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
