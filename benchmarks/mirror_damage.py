"""Check that a mirror repairs itself: its files are damaged at random, and each later answer must be correct.

Each seed has its own upstream, served over HTTP, and a cache with its mirrors. At each step one file of the cache gets
a wrong bit, loses its second half, is emptied or removed. Then a new mirror object is asked for a commit, for its
files, and mostly for the hash of the complete tree, which must be that of upstream. If hashing finds damage,
everything is fetched again once, as `verify` does.

Usage: python -m benchmarks.mirror_damage [--seeds N] [--first N] [--steps N] [--format sha1|sha256].
Exits with 1 if an answer was wrong or missing, or there was a traceback.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

from authguard.errors import Refused
from authguard.prove.hashes import CHECKOUT, of_git
from authguard.prove.mirrors import Mirrors, Policy
from tests.support.servers import HttpGit
from tests.support.upstream import Upstream

TAGS = ("version/2026.2.0", "version/2026.2.1", "version/2026.2.2")
FILES = ("uv.lock", "go.mod", "LOCK")
WAYS = ("flip", "cut", "empty", "gone")


class Truth:
    """The correct answers, from upstream itself."""

    def __init__(self, upstream: Upstream) -> None:
        """Ask upstream once."""
        repo = upstream.monorepo
        self.commits = {tag: repo.oid(f"{tag}^{{commit}}") for tag in TAGS}
        self.locks = {tag: f"{repo.git('show', f'{tag}:uv.lock')}\n".encode() for tag in TAGS}
        self.paths = {tag: repo.git("ls-tree", "-r", "--name-only", tag).split("\n") for tag in TAGS}
        git_dir = repo.git("rev-parse", "--absolute-git-dir")
        self.hashes = {tag: of_git(git_dir, commit, CHECKOUT) for tag, commit in self.commits.items()}


def ask(url: str, cache: Path, truth: Truth, chance: random.Random) -> None:
    """Ask a new mirror of one tag.

    Raises:
        AssertionError: an answer is wrong.
    """
    mirror = Mirrors(str(cache), Policy("all")).at(url)
    tag = chance.choice(TAGS)
    commit = mirror.commit(tag, fresh=chance.random() < 0.3)
    found = mirror.read(commit, FILES)
    listing = [path.decode() for path in mirror.listing(commit)]
    if commit != truth.commits[tag]:
        raise AssertionError(f"{tag} is {commit}")
    if found["uv.lock"] != truth.locks[tag]:
        raise AssertionError(f"another uv.lock of {tag}")
    if listing != truth.paths[tag]:
        raise AssertionError(f"other files of {tag}")
    if chance.random() < 0.7:
        try:
            digest = of_git(mirror.complete(commit), commit, CHECKOUT)
        except Refused:
            digest = of_git(mirror.complete(commit, anew=True), commit, CHECKOUT)
        if digest != truth.hashes[tag]:
            raise AssertionError(f"another hash of {tag}")


def damage(cache: Path, chance: random.Random) -> str:
    """Damage one file of a cache. Returns the kind of damage."""
    file = chance.choice(sorted(path for path in cache.rglob("*") if path.is_file()))
    content = bytearray(file.read_bytes())
    file.unlink()
    way = chance.choice(WAYS)
    if way == "flip" and content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif way == "cut":
        del content[len(content) // 2 :]
    elif way == "empty":
        content.clear()
    if way != "gone":
        file.write_bytes(content)
    return f"{way} {file.relative_to(cache)}"


def run(seed: int, steps: int, object_format: str, directory: Path) -> int:
    """Damage one cache step by step. Returns the number of wrong answers."""
    chance = random.Random(seed)  # noqa: S311 - the same damage each time
    upstream = Upstream(directory / "upstream", object_format)
    truth = Truth(upstream)
    cache = directory / "cache"
    bad = 0
    with HttpGit(upstream.served) as server:
        url = f"{server.url}/monorepo.git"
        ask(url, cache, truth, chance)
        for step in range(steps):
            done = damage(cache, chance)
            try:
                ask(url, cache, truth, chance)
            except Exception as error:
                bad += 1
                print(f"seed {seed} step {step}: {done}: {type(error).__name__}: {str(error)[:300]}")
                if not isinstance(error, AssertionError):
                    traceback.print_exc(limit=-4)
                shutil.rmtree(cache)
                ask(url, cache, truth, chance)
    return bad


def main() -> int:
    """Damage all caches. Returns 1 if an answer was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--steps", type=int, default=120)
    parser.add_argument("--format", choices=("sha1", "sha256"), default="sha1")
    given = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as temporary:
        os.environ.update(HOME=temporary, GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1")
        for seed in range(given.first, given.first + given.seeds):
            directory = Path(temporary) / str(seed)
            directory.mkdir()
            bad += run(seed, given.steps, given.format, directory)
            shutil.rmtree(directory)
    print(
        f"{given.seeds} seeds, {given.steps} steps each, {given.format}: {bad} answers were not as they should be"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
