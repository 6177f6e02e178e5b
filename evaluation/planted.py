"""Check whether `audit` finds hashes that were kept long ago: plant them in a made history and compare.

    python -m evaluation.planted [--commits 2000] [--packages 300] [--stale 200] [--seed 1]

The history is made by `git fast-import`. Each commit bumps a package correctly, bumps it but keeps its hash
(planted), or only moves, renames or respells hashes, even planted ones. Prints the missed and the wrong findings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from authguard.digest import encode_base32

_START = 1_600_000_000
_HOUR = 3600


@dataclass
class Package:
    """A package of the made history: its place, its fetched version, and the version of its hash."""

    name: str
    folder: str
    file: str
    version: int = 1
    hashed: int = 1
    spelling: int = 0
    kept_in: int | None = None

    @property
    def path(self) -> str:
        """Its file."""
        return f"{self.folder}/{self.file}.nix"

    def text(self) -> str:
        """Return the file's content."""
        raw = hashlib.sha256(f"{self.name} {self.hashed}".encode()).digest()
        line = (
            f'hash = "sha256-{b64encode(raw).decode()}"',
            f'sha256 = "{encode_base32(raw)}"',
            f'hash = "sha256:{raw.hex()}"',
        )[self.spelling]
        return (
            "{ stdenv, fetchFromGitHub }:\nstdenv.mkDerivation rec {\n"
            f'  pname = "{self.name}";\n  version = "{self.version}.0";\n'
            '  src = fetchFromGitHub {\n    owner = "example";\n    repo = pname;\n'
            f'    rev = "v${{version}}";\n    {line};\n  }};\n}}\n'
        )


@dataclass
class History:
    """A made history: the input of fast-import, and its packages at the end."""

    stream: str
    packages: list[Package]

    def stale(self) -> set[str]:
        """Return the paths of the packages with a hash of another version."""
        return {each.path for each in self.packages if each.version != each.hashed}


def make(seed: int, commits: int, packages: int, stale: int) -> History:
    """Return a history of ``commits`` commits after the first, in which ``stale`` hashes are kept."""
    draw = random.Random(seed)  # noqa: S311 - it makes test data
    every = [Package(f"tool{number}", f"pkgs/{number % 17}", f"tool{number}") for number in range(packages)]
    planted = draw.sample(every, stale)
    when = dict(zip(sorted(draw.sample(range(1, commits + 1), stale)), planted, strict=True))
    parts = [_commit(0, [("M", each.path, each.text()) for each in every])]
    for number in range(1, commits + 1):
        each = when.get(number) or draw.choice(every)
        old = each.path
        if number in when:
            each.version += 1
            each.kept_in = number
        elif each.kept_in is None and draw.random() < 0.6:
            each.version += 1
            each.hashed = each.version
        else:
            _disguise(each, number, draw)
        changes = [("M", each.path, each.text())]
        if each.path != old:
            changes.append(("D", old, ""))
        parts.append(_commit(number, changes))
    return History("".join(parts) + "done\n", every)


def _disguise(each: Package, number: int, draw: random.Random) -> None:
    """Move a package, rename its file, or write its hash in another spelling."""
    way = draw.randrange(3)
    if way == 0:
        each.folder = f"moved/{number % 23}"
    elif way == 1:
        each.file = f"{each.name}-{number}"
    else:
        each.spelling = (each.spelling + 1) % 3


def _commit(number: int, changes: list[tuple[str, str, str]]) -> str:
    message = f"commit {number}\n"
    lines = [
        "commit refs/heads/main\n",
        f"committer Test <test@example.org> {_START + _HOUR * number} +0000\n",
        f"data {len(message)}\n{message}",
    ]
    for kind, path, text in changes:
        lines.append(f"M 100644 inline {path}\ndata {len(text)}\n{text}\n" if kind == "M" else f"D {path}\n")
    return "".join(lines)


def build(history: History, where: Path) -> Path:
    """Make a bare repository of a history."""
    subprocess.run(["git", "init", "-q", "--bare", "--initial-branch=main", str(where)], check=True)
    subprocess.run(
        ["git", "-C", str(where), "fast-import", "--quiet", "--done"],
        input=history.stream.encode(),
        check=True,
    )
    return where


def audited(where: Path) -> tuple[set[str], float]:
    """Return the paths of the hashes that `audit` reports as stale, and its duration in seconds."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "authguard", "-C", str(where), "audit", "--format", "json", "--exit-zero"],
        capture_output=True,
        check=True,
    )
    findings = json.loads(done.stdout)["findings"]
    return {each["path"] for each in findings if each["severity"] == "error"}, time.monotonic() - begun


def main() -> int:
    """Plant, audit, compare. Returns 1 if a finding is missing or wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name, default in (("commits", 2000), ("packages", 300), ("stale", 200), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    history = make(given.seed, given.commits, given.packages, given.stale)
    with tempfile.TemporaryDirectory() as folder:
        where = build(history, Path(folder) / "made.git")
        found, cold = audited(where)
        again, warm = audited(where)
    missed, wrong = history.stale() - found, found - history.stale()
    print(f"planted {len(history.stale())}, missed {len(missed)}, wrongly found {len(wrong)}")
    print(f"cold {cold:.1f} s, again {warm:.1f} s, the same answer: {again == found}")
    for path in sorted(missed | wrong):
        print(f"  {'missed' if path in missed else 'wrong'} {path}")
    return 1 if missed or wrong or again != found else 0


if __name__ == "__main__":
    sys.exit(main())
