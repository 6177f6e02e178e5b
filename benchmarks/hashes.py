"""Measure how fast correct hashes are without Nix, as ratios to `nix hash path` of an existing checkout.

It makes a bare repository with one commit of files that look like source code (8.6 kB on average), packed, and its
checkout, checks that both have one hash, runs whole processes in turn, and prints the median of each round's ratio.
Limits:

* the NAR hash of a git tree of 10,000 files, out of its objects: at most 0.8 times `nix hash path` of its checkout;
* a file of 2 GiB takes no more than 100 MB of memory, on the disk and as an object of git.

It also prints the ratio for 100,000 files of some hundred bytes. With --join it measures the trees of real
repositories, side by side in one packed repository of one commit. With the path of a bare repository it prints the
hashes of one of its revisions (default: HEAD) by all four rules of content, and the ratio for the first.

Usage: python -m benchmarks.hashes [--files N] [--many N] [--rounds N] [--join MIRROR... | MIRROR [REVISION]].
Exits with 1 if a limit is missed.
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

from authguard.prove.hashes import ARCHIVE, CHECKOUT, RAW, RAW_EXPORT, Uncomputable, of_git  # noqa: E402

FILES = 10_000
MANY = 100_000
RATIO = 0.8
MEGABYTES = 100
LARGE = 2 << 30

_OF_GIT = "import sys; from authguard.prove.hashes import of_git; print(of_git(*sys.argv[1:]).hex())"
_OF_PATH = "import sys; from authguard.prove.hashes import of_path; print(of_path(sys.argv[1]).hex())"
_PEAK = (
    "; print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    if sys.platform == "linux"
    else "; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
)


class Bench:
    """The common parts of all measurements: a directory, an environment without user settings, the missed limits."""

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
        """Run a command. Returns its output and its milliseconds."""
        begun = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - this script's own words
            command, env=self.environment, input=stdin, capture_output=True, text=True, check=True
        )
        return done.stdout.strip(), (time.perf_counter() - begun) * 1000

    def git(self, *args: str, stdin: str | None = None) -> str:
        """Run git."""
        return self.run("git", *args, stdin=stdin)[0]

    def compare(self, what: str, ours: tuple[str, ...], checkout: Path, most: float | None) -> None:
        """Print the ratio of our command to `nix hash path` of a checkout; both must print one hash."""
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
        """Print a figure, and whether it is within its limit."""
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


def source(chance: random.Random, functions: int) -> str:
    """Return text like that of a program: a few repeated words, and a typical number of functions."""
    words = [f"{chance.choice(VERBS)}{chance.choice(NOUNS)}{chance.choice(NOUNS)}" for _ in range(30)]
    lines = [
        f"package {chance.choice(NOUNS).lower()}",
        "",
        f'import "example.org/{chance.choice(words)}"',
        "",
    ]
    for _ in range(int(chance.expovariate(1 / functions)) + 1):
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


def made(bench: Bench, files: int, functions: int) -> tuple[Path, str]:
    """Make a bare repository with one commit, packed like a mirror. Returns it and the commit."""
    git_dir = bench.directory / f"made-{files}.git"
    bench.git("init", "--quiet", "--bare", str(git_dir))
    chance = random.Random(10_143)  # noqa: S311 - the same tree each time
    parts = ["commit refs/heads/main\ncommitter B <b@example.org> 1700000000 +0000\ndata 0\n"]
    for number in range(files):
        text = source(chance, functions)
        path = f"pkg{number % 20}/{NOUNS[number // 20 % 24].lower()}/v{number // 480 % 5}/file_{number}.go"
        parts.append(f"M 100644 inline {path}\ndata {len(text)}\n{text}\n")
    bench.git("--git-dir", str(git_dir), "fast-import", "--quiet", stdin="".join(parts))
    bench.git("--git-dir", str(git_dir), "repack", "-adfq")
    return git_dir, bench.git("--git-dir", str(git_dir), "rev-parse", "main")


def joined(bench: Bench, mirrors: list[Path]) -> tuple[Path, str]:
    """Make a bare repository with one commit that has the trees of others side by side. Returns it and the commit."""
    git_dir = bench.directory / "joined.git"
    bench.git("init", "--quiet", "--bare", str(git_dir))
    inside = ("--git-dir", str(git_dir))
    entries = []
    for number, mirror in enumerate(mirrors):
        bench.git(*inside, "fetch", "--quiet", "--depth=1", mirror.resolve().as_uri(), "HEAD")
        entries.append(f"040000 tree {bench.git(*inside, 'rev-parse', 'FETCH_HEAD^{tree}')}\t{number}\n")
    who = ("-c", "user.name=B", "-c", "user.email=b@example.org")
    tree = bench.git(*inside, "mktree", stdin="".join(entries))
    commit = bench.git(*who, *inside, "commit-tree", "-m", "joined", tree)
    bench.git(*inside, "update-ref", "refs/heads/main", commit)
    (git_dir / "shallow").unlink(missing_ok=True)
    bench.git(*inside, "repack", "-adfq")
    return git_dir, commit


def tree(bench: Bench, git_dir: Path, commit: str, most: float | None) -> None:
    """Measure one tree: its hash out of the objects, and out of the checkout."""
    checkout = bench.checked_out(git_dir, commit)
    sizes = [file.lstat().st_size for file in checkout.rglob("*") if file.is_symlink() or file.is_file()]
    print(
        f"{len(sizes)} files, {sum(sizes) / 1e6:.0f} MB, {os.cpu_count()} cores; x = `nix hash path` of the checkout"
    )
    ours = (sys.executable, "-c", _OF_GIT, str(git_dir), commit, CHECKOUT)
    bench.compare("git tree, out of its objects", ours, checkout, most)
    bench.compare(
        "the checkout, read as a directory", (sys.executable, "-c", _OF_PATH, str(checkout)), checkout, None
    )


def large(bench: Bench) -> None:
    """Measure a file of 2 GiB: on the disk, and as an object."""
    file = bench.directory / "large"
    with file.open("wb") as opened:
        opened.truncate(LARGE)
    git_dir = bench.directory / "large.git"
    bench.git("init", "--quiet", "--bare", str(git_dir))
    inside = ("--git-dir", str(git_dir), "-c", "core.bigFileThreshold=1m")
    blob = bench.git(*inside, "hash-object", "-w", str(file))
    held = bench.git(*inside, "mktree", stdin=f"100644 blob {blob}\tlarge\n")
    for what, words in (
        ("memory for a file of 2 GiB", (_OF_PATH + _PEAK, str(file))),
        ("memory for an object of 2 GiB", (_OF_GIT + _PEAK, str(git_dir), held, CHECKOUT)),
    ):
        said, _ = bench.run(sys.executable, "-c", *words)
        peak = int(said.split()[1]) / 1024
        bench.tell(f"{what:52} {peak:5.0f} MB", peak, MEGABYTES, " MB")
    bench.compare("a file of 2 GiB", (sys.executable, "-c", _OF_PATH, str(file)), file, None)


def real(bench: Bench, mirror: Path, revision: str) -> None:
    """Print the hashes of a revision, and the ratio for its checkout."""
    commit = bench.git(
        "--git-dir", str(mirror), "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"
    )
    print(f"{mirror.parent.name if mirror.name == 'repo' else mirror.name} {revision} {commit}")
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
    """Measure. Returns 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=FILES, help="how many files the tree has")
    parser.add_argument("--many", type=int, default=MANY, help="how many the large one has; 0: there is none")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--join", nargs="+", type=Path, help="bare repositories, to measure in one tree")
    parser.add_argument("mirror", nargs="?", type=Path, help="a bare repository, to hash a revision of")
    parser.add_argument("revision", nargs="?", default="HEAD")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(Path(temporary), given.rounds)
        if given.join is not None:
            tree(bench, *joined(bench, given.join), RATIO)
        elif given.mirror is not None:
            real(bench, given.mirror.resolve(), given.revision)
        else:
            tree(bench, *made(bench, given.files, functions=12), RATIO)
            bench.rounds = min(3, bench.rounds)
            if given.many:
                tree(bench, *made(bench, given.many, functions=1), None)
            large(bench)
        print(f"{bench.missed} demands missed" if bench.missed else "every demand is met")
        return 1 if bench.missed else 0


if __name__ == "__main__":
    sys.exit(main())
