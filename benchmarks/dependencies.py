"""Measure how fast dependency hashes are without Nix, beside npm and go themselves, in turn on the same machine.

* npm: a lock with an empty cache takes at most 1.5 times `npm ci --ignore-scripts` with an empty cache, at most 0.3
  times with the tarballs at hand, and at most 150 MB of memory. With --program, also prefetch-npm-deps is timed.
* Go: a module that requires 20 others takes at most 1.5 s with a warm module cache.

With --nix, nix-build runs the same fetch: a fixed-output derivation of PROGRAM, and with --module the phases of
goModules of module.nix. Each round has an empty store, so Nix never has the output, and the sandbox is off. The hash
must be authguard's.

Each run is a process of its own. The medians of the ratios of all rounds count.

Usage: python -m benchmarks.dependencies [--npm DIRECTORY] [--program PROGRAM] [--module MODULE] [--nix] [--rounds N].
DIRECTORY has a package.json and a package-lock.json; its packages come from the registry of the user's npm
configuration. PROGRAM and MODULE are those of nixpkgs, see `evaluation.oracles`. Exits with 1 if a limit is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from evaluation.by_nix import OUT, fixed_output, go_phases  # noqa: E402
from tests.support.gomodules import publish  # noqa: E402
from tests.support.nix import Nix  # noqa: E402

FRESH, AT_HAND, MEGABYTES, SECONDS = 1.5, 0.3, 150.0, 1.5
MODULES = 20

INHERITED = ("PATH", "SSL_CERT_FILE", "https_proxy", "http_proxy", "no_proxy")
"""Variables of the user that a builder of Nix gets too."""

_BEGIN = """
import sys
from pathlib import Path
from authguard.prove.dependencies import golang, npm
from authguard.prove.dependencies.cache import ContentCache, default_directory
from authguard.prove.dependencies.ecosystem import Tools
from authguard.prove.dependencies.fetching import Fetcher
from authguard.prove.dependencies.npmrc import NpmConfig
from authguard.prove.dependencies.programs import Programs
config = NpmConfig.of_user()
fetcher = Fetcher(ContentCache(default_directory()), lambda _: None, config.address, config.trusted)
tools = Tools(fetcher.fetch, fetcher.read_all, None, Programs(), is_open=True)
"""
_NPM = f"{_BEGIN}print(npm.digest(Path(sys.argv[1]).read_bytes(), tools).hex())\n"
_GO = f"{_BEGIN}print(golang.digest(tools, sys.argv[1], sys.argv[1]).hex())\n"
_IN_NIX = {"GO111MODULE": "on", "GOTOOLCHAIN": "local", "GOFLAGS": "-modcacherw"}
"""Variables of goModules: those that module.nix sets, and one so that the module cache can be removed."""
_END = """
fetcher.stop()
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0])
"""


class Bench:
    """A directory, the number of rounds, the number of missed limits, and the CPU time of the last run."""

    def __init__(self, room: Path, rounds: int) -> None:
        """Take a directory that is removed later."""
        self.room = room
        self.rounds = rounds
        self.missed = 0
        self.processor = 0.0

    def tell(self, what: str, value: float, most: float | None, unit: str) -> None:
        """Print a figure, and whether it is within its limit."""
        line = f"{what:58} {value:6.2f}{unit}"
        if most is not None:
            self.missed += value > most
            line += f"  (at most {most:g}{unit}){'  MISSED' if value > most else ''}"
        print(line, flush=True)

    def run(self, words: list[str], where: Path, **more: str) -> tuple[list[str], float]:
        """Run a command. Returns the words of its output and its seconds, and counts its CPU time."""
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more}
        done = subprocess.run(  # noqa: S603 - this script's own words
            words, cwd=where, env=env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{words[0]} failed: {done.stderr[-800:]}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.processor = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        return done.stdout.split(), time.perf_counter() - begun

    def build(
        self, command: list[str], digest: str, sources: dict[str, Path], env: dict[str, str] | None = None
    ) -> float:
        """Let Nix run a command as a fixed output with a digest, in an empty store. Returns the seconds.

        Raises:
            RuntimeError: Nix has another hash, or did not run the command.
        """
        store = Nix(self.empty("nix") / "empty")
        ran = self.room / "nix" / "ran"
        given = {name: os.environ[name] for name in INHERITED if name in os.environ}
        given |= {"HOME": str(self.empty("builder-home")), **(env or {})}
        noted = ["sh", "-c", 'echo ran >> "$0"; exec "$@"', str(ran), *command]
        text = fixed_output("fetched", noted, bytes.fromhex(digest), given, sources)
        store.run("nix-store", "--init")
        _, seconds = self.run(["nix-build", "--no-out-link", "-E", text], self.room, **store.environment)
        if not ran.exists() or ran.read_text() != "ran\n":
            raise RuntimeError("Nix did not run the command once")
        return seconds

    def empty(self, name: str) -> Path:
        """Return an empty directory."""
        made = self.room / name
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        return made


def npm(bench: Bench, directory: Path, program: Path | None, *, by_nix: bool = False) -> None:
    """Measure one lock, with an empty cache and with all tarballs at hand."""
    lock = str((directory / "package-lock.json").resolve())
    ours = [sys.executable, "-c", _NPM + _END, lock]
    fresh, warm, peaks, theirs, direct, built, beside = [], [], [0.0], [], [], [], []
    for _ in range(bench.rounds):
        work = bench.empty("npm")
        for name in ("package.json", "package-lock.json"):
            shutil.copy(directory / name, work)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--cache", str(bench.empty("npm-cache"))]
        _, seconds = bench.run(["npm", "ci", *quiet], work)
        home = str(bench.empty("home"))
        said, first = bench.run(ours, bench.room, XDG_CACHE_HOME=home, HOME=home)
        again, second = bench.run(ours, bench.room, XDG_CACHE_HOME=home, HOME=home)
        if said[0] != again[0]:
            raise RuntimeError(f"two hashes of one lock: {said[0]} and {again[0]}")
        theirs.append(seconds)
        fresh.append(first / seconds)
        warm.append(second / seconds)
        peaks.append(max(int(said[1]), int(again[1])) / 1024)
        if program is not None:
            direct.append(bench.run([str(program), lock, str(bench.empty("out"))], work)[1])
        if program is not None and by_nix:
            words = ["sh", "-c", 'mkdir "$2" && exec "$0" "$1" "$2"', str(program.resolve()), "$lock", OUT]
            built.append(bench.build(words, said[0], {"lock": Path(lock)}))
            beside.append(first / built[-1])
    bench.tell("npm ci --ignore-scripts, empty cache", median(theirs), None, " s")
    if direct:
        bench.tell("prefetch-npm-deps of nixpkgs", median(direct), None, " s")
    if built:
        bench.tell("nix-build of npmDepsHash, empty store", median(built), None, " s")
        bench.tell("npmDepsHash, empty cache, times nix-build", median(beside), None, "x")
    bench.tell("npmDepsHash, empty cache, times npm ci", median(fresh), FRESH, "x")
    bench.tell("npmDepsHash, tarballs at hand, times npm ci", median(warm), AT_HAND, "x")
    bench.tell("memory for npmDepsHash", max(peaks), MEGABYTES, " MB")


def go(bench: Bench, module: Path | None = None) -> None:
    """Measure a module that requires others, with a warm module cache; also by Nix with a module.nix."""
    proxy = bench.room / "proxy"
    lines, uses = ["module example.org/app\n\ngo 1.18\n"], ["package main\n"]
    for number in range(MODULES):
        name = f"example.org/m{number}"
        more = {f"p{at}/a.go": f"package p{at}\n\n{'// text' * 400}\n" for at in range(10)}
        publish(proxy, name, "v1.0.0", "", "package m\n", more)
        lines.append(f"require {name} v1.0.0\n")
        uses.append(f'import _ "{name}"\nimport _ "{name}/p1"\n')
    settings = {"GOPROXY": f"file://{proxy}", "GOSUMDB": "off", "XDG_CACHE_HOME": str(bench.empty("home"))}
    source = bench.empty("source")
    (source / "go.mod").write_text("\n".join(lines))
    (source / "main.go").write_text("\n".join([*uses, "func main() {}\n"]))
    home = {"GOPATH": str(bench.room / "go"), "GOFLAGS": "-mod=mod -modcacherw", "GOTOOLCHAIN": "local"}
    bench.run(["go", "mod", "tidy"], source, **settings, **home)
    mine, theirs, processor, built, fresh = [], [], [], [], []
    for _ in range(bench.rounds + 1):
        copies = [Path(shutil.copytree(source, bench.room / name)) for name in ("ours", "theirs", "cold")]
        words = [sys.executable, "-c", _GO + _END]
        said, seconds = bench.run([*words, str(copies[0])], bench.room, **settings)
        mine.append(seconds)
        processor.append(bench.processor)
        theirs.append(bench.run(["go", "mod", "vendor"], copies[1], **settings, **home)[1])
        if module is not None:
            command = ["bash", "-c", go_phases(module), "bash", "$source", ".", OUT]
            env = {**_IN_NIX, **{name: settings[name] for name in ("GOPROXY", "GOSUMDB")}}
            built.append(bench.build(command, said[0], {"source": source}, env))
            cold = {**settings, "XDG_CACHE_HOME": str(bench.empty("cold-home"))}
            fresh.append(bench.run([*words, str(copies[2])], bench.room, **cold)[1])
        for each in copies:
            shutil.rmtree(each)
    bench.tell(f"go mod vendor of {MODULES} modules, warm module cache", median(theirs[1:]), None, " s")
    if built:
        bench.tell(
            f"nix-build of {MODULES} modules, empty store and module cache", median(built[1:]), None, " s"
        )
        bench.tell(f"vendorHash of {MODULES} modules, empty module cache", median(fresh[1:]), None, " s")
    bench.tell(f"vendorHash of {MODULES} modules, its CPU time", median(processor[1:]), None, " s")
    bench.tell(f"vendorHash of {MODULES} modules, warm module cache", median(mine[1:]), SECONDS, " s")


def conditions(*, by_nix: bool) -> str:
    """Return the processor, the load and the versions of the programs."""
    text = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = next((line.partition(": ")[2] for line in text.splitlines() if line.startswith("model name")), "")
    programs = [["npm", "--version"], ["go", "version"], *([["nix", "--version"]] if by_nix else [])]
    versions = []
    for words in programs:
        if shutil.which(words[0]):
            done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
            versions.append(f"{words[0]} {done.stdout.split()[-1 if words[0] != 'go' else 2]}")
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    return f"{os.cpu_count()} cores {model or platform.machine()}; load {load}; {', '.join(versions)}"


def main() -> int:
    """Measure. Returns 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--npm", type=Path, help="a directory with a package.json and its package-lock.json")
    parser.add_argument("--program", type=Path, help="prefetch-npm-deps of nixpkgs")
    parser.add_argument("--module", type=Path, help="module.nix of buildGoModule in nixpkgs")
    parser.add_argument("--nix", action="store_true", help="let nix-build run PROGRAM and MODULE too")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if given.nix and given.program is None and given.module is None:
        parser.error("--nix needs --program or --module")
    print(conditions(by_nix=given.nix), flush=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        bench = Bench(Path(temporary), given.rounds)
        if given.npm is not None:
            npm(bench, given.npm, given.program, by_nix=given.nix)
        go(bench, given.module if given.nix else None)
    print(f"{bench.missed} demands missed" if bench.missed else "every demand is met")
    return 1 if bench.missed else 0


if __name__ == "__main__":
    sys.exit(main())
