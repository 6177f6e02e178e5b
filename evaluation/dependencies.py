"""Compare computed dependency hashes with hashes that public repositories committed.

    python -m evaluation.dependencies PAIRS HISTORIES

PAIRS is a file with one JSON object a line, as evaluation.find_pairs writes it: kind ("npm", "go", "cargo", "yarn"),
repository ("owner/name"), commit, hash, `true` (false marks a committed hash that was stale) and `repair` (the later
hash of such a lock, if it is known); for all but Go `lock` (a path), for Go `sub` (the directory of the source) and
`modRoot`; for npm `mayBeEmpty` (forceEmptyCache) and `forced` (forceGitDeps). HISTORIES is a directory with a bare
repository OWNER+NAME/repo for each. Registries and module proxies are those of the user's configuration.

Each pair is equal, refused by name, or unequal. The exit code is 1 if a stale hash is equal, another hash is
unequal, or the later hash of a stale lock is not the computed one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from authguard.digest import Digest
from authguard.errors import AuthguardError
from authguard.prove.dependencies import cargo, golang, npm, yarn
from authguard.prove.dependencies.cache import ContentCache, default_directory
from authguard.prove.dependencies.ecosystem import Tools
from authguard.prove.dependencies.fetching import Fetcher
from authguard.prove.dependencies.npmrc import NpmConfig
from authguard.prove.dependencies.programs import Programs
from authguard.prove.dependencies.trees import Staging
from authguard.prove.hashes.entries import ARCHIVE
from authguard.prove.hashes.gittree import write_git
from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from authguard.prove.hashes.nar import TreeWriter


def git_file(directory: Path, commit: str, path: str) -> bytes:
    """Return a file of a commit."""
    words = ["git", "-c", "safe.directory=*", "--git-dir", str(directory), "show", f"{commit}:{path}"]
    done = subprocess.run(words, capture_output=True, check=False)
    if done.returncode:
        raise Uncomputable(f"{path} is not in the history")
    return done.stdout


class Histories:
    """The git repositories of packages, by name."""

    def __init__(self, directory: Path) -> None:
        """Take the directory with OWNER+NAME/repo."""
        self.known = {path.name.lower(): path / "repo" for path in directory.iterdir()}

    def write(self, writer: TreeWriter, prefix: bytes, url: str, rev: str, rules: str) -> None:
        """Write a commit of GitHub."""
        name = url.removeprefix("https://github.com/").removesuffix(".git").replace("/", "+").lower()
        if name not in self.known:
            raise Uncomputable(f"there is no history of {url}")
        write_git(writer, str(self.known[name]), rev, rules, prefix=prefix)


def computed(pair: dict[str, Any], directory: Path, tools: Tools) -> bytes:
    """Return the digest of a pair."""
    if pair["kind"] == "npm":
        if pair.get("fetcher", 1) != 1:
            raise Uncomputable("fetcher version 2")
        lock = git_file(directory, pair["commit"], pair["lock"])
        may_be_empty, is_forced = bool(pair.get("mayBeEmpty")), bool(pair.get("forced"))
        return npm.digest(lock, tools, may_be_empty=may_be_empty, is_forced=is_forced)
    if pair["kind"] == "go":
        with tempfile.TemporaryDirectory() as staged:
            writer = Staging(staged)
            write_git(writer, str(directory), pair["commit"], ARCHIVE)
            writer.finish()
            root = os.path.join(staged, pair["sub"])  # noqa: PTH118 - as authguard has it
            is_proxied = bool(pair.get("proxyVendor"))
            module = os.path.join(root, pair["modRoot"])  # noqa: PTH118
            return golang.digest(tools, root, module, is_proxied=is_proxied)
    if pair["kind"] == "yarn":
        return yarn.digest(git_file(directory, pair["commit"], pair["lock"]), tools.fetch)
    if pair["kind"] == "cargo":
        return cargo.digest(git_file(directory, pair["commit"], pair["lock"]), tools)
    raise Uncomputable(f"no way to compute {pair['kind']}")


def main(pairs: str, histories: str) -> int:
    """Run all pairs. Returns the exit code."""
    config = NpmConfig.of_user()
    cache = ContentCache(default_directory(), config.contents())
    fetcher = Fetcher(cache, lambda _: None, config.address, config.trusted)
    tools = Tools(fetcher.fetch, fetcher.read_all, Histories(Path(histories)).write, Programs(), is_open=True)
    counts: Counter[str] = Counter()
    for line in Path(pairs).read_text().splitlines():
        pair = json.loads(line)
        directory = Path(histories) / pair["repository"].replace("/", "+") / "repo"
        begun = time.monotonic()
        found = ""
        try:
            found = Digest("sha256", computed(pair, directory, tools)).sri()
            same = found == pair["hash"]
            verdict = ("equal" if same else "UNEQUAL") if pair["true"] else ("MISSED" if same else "stale")
            if verdict == "stale" and "repair" in pair:
                verdict = "stale, repaired so" if found == pair["repair"] else "stale, REPAIRED OTHERWISE"
        except Uncomputable as error:
            verdict, found = "refused", error.reason
        except AuthguardError as error:
            verdict, found = "not fetched", str(error)
        counts[f"{pair['kind']} {verdict}"] += 1
        took = f"{time.monotonic() - begun:.2f} s"
        print(
            pair["repository"],
            pair["commit"][:8],
            verdict,
            took,
            "" if verdict == "equal" else found,
            sep="  ",
        )
    fetcher.stop()
    for name, number in sorted(counts.items()):
        print(f"{number:4} {name}")
    return 1 if any(name.endswith(("UNEQUAL", "MISSED", "OTHERWISE")) for name in counts) else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
