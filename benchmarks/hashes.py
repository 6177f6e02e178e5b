"""How fast true hashes are without Nix, as ratios to `nix hash path` of what was checked out before.

It makes a bare repository with one commit of files that look like source code, and its checkout, in a temporary
directory; checks that both have one hash; runs whole processes in turn, so that a machine that slows down slows both;
and tells the median of each round's ratio. What it demands:

* the NAR hash of a git tree of 10,000 files, out of its objects: at most 0.8 times `nix hash path` of its checkout;
* a file of 2 GiB takes no more than 100 MB of memory.

With the path of a bare repository it tells the hashes of one of its revisions instead (the default: HEAD), by all four
rules of content, and the ratio for the first.

Usage: python benchmarks/hashes.py [--files N] [--rounds N] [MIRROR [REVISION]]. Exits with 1 where a demand is missed.
"""

from __future__ import annotations

import argparse
import base64
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from authguard.evidence.hashes import ARCHIVE, CHECKOUT, RAW, RAW_EXPORT, Uncomputable, of_git  # noqa: E402

FILES = 10_000
RATIO = 0.8
MEGABYTES = 100
LARGE = 2 << 30

_OF_GIT = "import sys; from authguard.evidence.hashes import of_git; print(of_git(*sys.argv[1:]).hex())"
_OF_PATH = "import sys; from authguard.evidence.hashes import of_path; print(of_path(sys.argv[1]).hex())"
_PEAK = (
    "; print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    if sys.platform == "linux"
    else "; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
)


class Bench:
    """What all measurements share: a directory, an environment without the user's configuration, what was missed."""

    def __init__(self, directory: Path, rounds: int) -> None:
        """Work below `directory`."""
        self.directory = directory
        self.rounds = rounds
        self.missed = 0
        nix = directory / "nix"
        (nix / "etc").mkdir(parents=True)
        (nix / "etc/nix.conf").write_text("experimental-features = nix-command\nsubstituters =\n")
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "NIX_", "XDG_"))
        }
        self.environment = {
            **kept,
            "PYTHONPATH": str(ROOT / "src"),
            "HOME": str(nix),
            "NIX_CONF_DIR": str(nix / "etc"),
            "NIX_STORE_DIR": str(nix / "store"),
            "NIX_STATE_DIR": str(nix / "var"),
            "NIX_REMOTE": "",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def run(self, *command: str, stdin: str | None = None) -> tuple[str, float]:
        """Run a command. Returns what it says and its milliseconds."""
        begun = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - this script's own words
            command, env=self.environment, input=stdin, capture_output=True, text=True, check=True
        )
        return done.stdout.strip(), (time.perf_counter() - begun) * 1000

    def git(self, *args: str, stdin: str | None = None) -> str:
        """Run git."""
        return self.run("git", *args, stdin=stdin)[0]

    def compare(self, what: str, ours: tuple[str, ...], checkout: Path, most: float | None) -> None:
        """Tell the ratio of a command of ours to `nix hash path` of a checkout; both must say one hash."""
        nix = ("nix", "hash", "path", "--base16", str(checkout))
        times = []
        for _ in range(self.rounds):
            wanted, theirs = self.run(*nix)
            found, mine = self.run(*ours)
            if found != wanted:
                raise RuntimeError(f"{what}: {found} is not {wanted}")
            times.append((mine, theirs))
        ratio = median(mine / theirs for mine, theirs in times)
        mine, theirs = (median(each) for each in zip(*times, strict=True))
        self.tell(f"{what:52} {ratio:5.2f}x  {mine:6.0f} ms, nix {theirs:.0f} ms", ratio, most, "x")

    def tell(self, line: str, value: float, most: float | None, unit: str) -> None:
        """Print a figure, and whether it is what is demanded."""
        if most is not None:
            missed = value > most
            self.missed += missed
            line += f"  (at most {most:g}{unit}){'  MISSED' if missed else ''}"
        print(line, flush=True)

    def checked_out(self, git_dir: Path, commit: str) -> Path:
        """Check a commit out, without a `.git`."""
        where = self.directory / f"checkout-{commit[:12]}"
        where.mkdir()
        index = {"GIT_INDEX_FILE": str(self.directory / f"index-{commit[:12]}")}
        command = [
            "git",
            "--git-dir",
            str(git_dir),
            "--work-tree",
            str(where),
            "read-tree",
            "--reset",
            "-u",
            commit,
        ]
        subprocess.run(command, cwd=where, env={**self.environment, **index}, check=True)  # noqa: S603
        return where


def source(chance: random.Random) -> str:
    """Text as a program has it: few words, used again and again; some hundred bytes to some ten thousand."""
    words = [f"{chance.choice(VERBS)}{chance.choice(NOUNS)}{chance.choice(NOUNS)}" for _ in range(30)]
    lines = [
        f"package {chance.choice(NOUNS).lower()}",
        "",
        f'import "example.org/{chance.choice(words)}"',
        "",
    ]
    for _ in range(int(chance.expovariate(1 / 12)) + 1):
        name, other = chance.choice(words), chance.choice(words)
        lines += [
            f"// {name} returns the {other} of its {chance.choice(NOUNS)}.",
            f"func {name}(in *{other}) error {{",
        ]
        for _ in range(chance.randint(2, 12)):
            lines.append(
                chance.choice(SHAPES).format(
                    chance.choice(words), chance.choice(words), chance.randint(0, 999)
                )
            )
        lines += ["\treturn nil", "}", ""]
    return "\n".join(lines)


VERBS = ("Get", "Set", "New", "Read", "Write", "List", "Parse", "With", "Make", "Check")
NOUNS = (
    *(
        "Token",
        "User",
        "Group",
        "Flow",
        "Stage",
        "Policy",
        "Source",
        "Outpost",
        "Tenant",
        "Event",
        "Rule",
        "Brand",
    ),
    *(
        "Client",
        "Server",
        "Request",
        "Response",
        "Header",
        "Body",
        "Buffer",
        "Table",
        "Column",
        "Row",
        "Index",
        "Key",
    ),
)
SHAPES = (
    "\tif err := in.{0}({1}, {2}); err != nil {{\n\t\treturn err\n\t}}",
    "\tfor _, each := range in.{0} {{\n\t\teach.{1} = {2}\n\t}}",
    '\tin.{0} = append(in.{0}, {1}{{ID: {2}, Name: "{1}-{2}"}})',
    "\tresult{2} := {0}(in.{1})",
    "\t// {0} keeps {1} for {2} rounds, so that nobody has to ask for it twice.",
)


def made(bench: Bench, files: int) -> tuple[Path, str]:
    """Make a bare repository of one commit, packed as a mirror's is. Returns it and the commit."""
    git_dir = bench.directory / "made.git"
    bench.git("init", "--quiet", "--bare", str(git_dir))
    chance = random.Random(10_143)  # noqa: S311 - the same tree each time
    parts = ["commit refs/heads/main\ncommitter B <b@example.org> 1700000000 +0000\ndata 0\n"]
    for number in range(files):
        text = source(chance)
        path = f"pkg{number % 20}/{NOUNS[number // 20 % 24].lower()}/v{number // 480 % 5}/file_{number}.go"
        parts.append(f"M 100644 inline {path}\ndata {len(text)}\n{text}\n")
    bench.git("--git-dir", str(git_dir), "fast-import", "--quiet", stdin="".join(parts))
    bench.git("--git-dir", str(git_dir), "repack", "-adfq")
    return git_dir, bench.git("--git-dir", str(git_dir), "rev-parse", "main")


def synthetic(bench: Bench, files: int) -> None:
    """Measure trees and files that are made here."""
    git_dir, commit = made(bench, files)
    checkout = bench.checked_out(git_dir, commit)
    size = sum(file.stat().st_size for file in checkout.rglob("*") if file.is_file())
    print(f"{files} files, {size / 1e6:.0f} MB, {os.cpu_count()} cores; x = `nix hash path` of the checkout")
    ours = (sys.executable, "-c", _OF_GIT, str(git_dir), commit, CHECKOUT)
    bench.compare("git tree, out of its objects", ours, checkout, RATIO)
    bench.compare(
        "the checkout, read as a directory", (sys.executable, "-c", _OF_PATH, str(checkout)), checkout, None
    )
    large = bench.directory / "large"
    with large.open("wb") as file:
        file.truncate(LARGE)
    said, _ = bench.run(sys.executable, "-c", _OF_PATH + _PEAK, str(large))
    peak = int(said.split()[1]) / 1024
    bench.tell(f"{'memory for a file of 2 GiB':52} {peak:5.0f} MB", peak, MEGABYTES, " MB")
    bench.rounds = min(3, bench.rounds)
    bench.compare("a file of 2 GiB", (sys.executable, "-c", _OF_PATH, str(large)), large, None)


def real(bench: Bench, mirror: Path, revision: str) -> None:
    """Tell the hashes of a revision, and the ratio for its checkout."""
    commit = bench.git(
        "--git-dir", str(mirror), "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"
    )
    print(f"{mirror} {revision} {commit}")
    for rules in (CHECKOUT, ARCHIVE, RAW, RAW_EXPORT):
        begun = time.perf_counter()
        try:
            digest = of_git(str(mirror), commit, rules)
            said = f"sha256-{base64.b64encode(digest).decode()}"
        except Uncomputable as error:
            said = f"not computed: {error.reason}"
        print(f"  {rules:10} {said}  {(time.perf_counter() - begun) * 1000:.0f} ms")
    ours = (sys.executable, "-c", _OF_GIT, str(mirror), commit, CHECKOUT)
    bench.compare("git tree, out of its objects", ours, bench.checked_out(mirror, commit), None)


def main() -> int:
    """Measure. Returns 1 where a demand was missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=FILES, help="how many files the tree has")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("mirror", nargs="?", type=Path, help="a bare repository, to hash a revision of")
    parser.add_argument("revision", nargs="?", default="HEAD")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(Path(temporary), given.rounds)
        if given.mirror is not None:
            real(bench, given.mirror.resolve(), given.revision)
        else:
            synthetic(bench, given.files)
        print(f"{bench.missed} demands missed" if bench.missed else "every demand is met")
        return 1 if bench.missed else 0


if __name__ == "__main__":
    sys.exit(main())
