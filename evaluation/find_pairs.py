"""Find pairs of a lock and its dependency hash in public histories, for `evaluation.dependencies`.

    python -m evaluation.find_pairs --repositories DIR --out FILE [--kinds npm,go,…] [--each 4] [--without PAIRS]

DIR has the repositories, as bare OWNER+NAME/repo. A pair is a lock and a hash of the same kind that moved in one
commit. No other lock or hash of this kind moved in the commit, or none in their directory. Only the text is read:
authguard does not choose the pairs. A hash that a later commit replaced while the lock stood still was stale: the
pair has `"true": false`, and `repair` is the later hash. PAIRS are not listed again.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from authguard.digest import BadDigest, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HASH = r'"((?:sha256[-:])?[A-Za-z0-9+/]{43,64}={0,2})"'
_IN_CALL = r"\s*(?:rec\s*)?\{(?:[^{}]|\$\{[^}]*\})*?"
"""The text of a call up to one of its arguments."""
LOCKS = {
    "npm": ("package-lock.json", "npm-shrinkwrap.json"),
    "go": ("go.sum",),
    "yarn": ("yarn.lock",),
    "cargo": ("Cargo.lock",),
}
HASHES = {
    "npm": rf"npmDepsHash\s*=\s*{_HASH}|fetchNpmDeps{_IN_CALL}\b(?:hash|sha256)\s*=\s*{_HASH}",
    "go": rf"vendor(?:Hash|Sha256)\s*=\s*{_HASH}",
    "yarn": rf"fetchYarnDeps{_IN_CALL}\b(?:hash|sha256)\s*=\s*{_HASH}",
    "cargo": rf"cargoHash\s*=\s*{_HASH}|fetchCargoVendor{_IN_CALL}\bhash\s*=\s*{_HASH}",
}
FETCHER = re.compile(r"(?:npmDepsFetcherVersion|fetcherVersion)\s*=\s*(\d+)")
MOD_ROOT = re.compile(r'modRoot\s*=\s*"([^"$]*)"')
SECONDS = 100


@dataclass(frozen=True)
class Change:
    """The files that a commit changed: Nix files and locks."""

    commit: str
    paths: tuple[str, ...]


class History:
    """One bare repository."""

    def __init__(self, directory: Path) -> None:
        """Store the git directory."""
        self.directory = directory

    def git(self, *words: str) -> str:
        """Return the output of git; empty if git fails or needs too long."""
        command = ["git", "-c", "safe.directory=*", "--git-dir", str(self.directory), *words]
        env = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS, env=env)
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout.decode("utf-8", "replace") if not done.returncode else ""

    def changes(self, kinds: Sequence[str]) -> list[Change]:
        """Return the commits that change a lock and a Nix file, newest first.

        A history is skipped if its newest commit has no Nix file or no lock.
        """
        names = tuple(name for kind in kinds for name in LOCKS[kind])
        present = self.git("ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0")
        if not any(one.endswith(".nix") for one in present) or not any(
            one.endswith(names) for one in present
        ):
            return []
        paths = [*(f"*{name}" for name in names), "*.nix"]
        listed = self.git("log", "--all", "--no-merges", "--format=%x01%H", "--name-only", "-z", "--", *paths)
        found = []
        for part in listed.split("\x01")[1:]:
            commit, _, rest = part.partition("\0")
            files = tuple(one.strip("\n") for one in rest.split("\0") if one.strip("\n"))
            if any(one.endswith(".nix") for one in files) and any(one.endswith(names) for one in files):
                found.append(Change(commit.strip(), files))
        return found

    def file(self, commit: str, path: str) -> str:
        """Return a file of a commit; empty if there is none."""
        return self.git("show", f"{commit}:{path}")

    def object(self, commit: str, path: str) -> str:
        """Return the id of a file of a commit; empty if there is none."""
        return self.git("rev-parse", "--verify", "--quiet", f"{commit}:{path}").strip()

    def later(self, commit: str, path: str) -> list[str]:
        """Return the commits of all branches that change a file after a commit, oldest first."""
        words = ("rev-list", "--reverse", "--all", "--ancestry-path", f"^{commit}", "--", path)
        return self.git(*words).split()


def digests(text: str, kind: str) -> list[str]:
    """Return the hashes of one kind in a Nix file, as SRI, without placeholders."""
    found = []
    for match in re.finditer(HASHES[kind], text):
        stated = next(one for one in match.groups() if one)
        try:
            digest = parse(stated, "sha256")
        except BadDigest:
            continue
        if any(digest.raw):
            found.append(digest.sri())
    return found


def pairs_of(history: History, repository: str, kind: str, change: Change) -> Iterator[dict[str, Any]]:
    """Yield the pairs of one commit."""
    locks = [one for one in change.paths if one.rpartition("/")[2] in LOCKS[kind]]
    if not locks:
        return
    locks = [one for one in locks if history.object(change.commit, one)]
    moved: list[tuple[str, str, str]] = []
    for path in change.paths:
        if path.endswith(".nix"):
            text = history.file(change.commit, path)
            if not re.search(HASHES[kind], text):
                continue
            before = digests(history.file(f"{change.commit}^", path), kind)
            new = [one for one in digests(text, kind) if one not in before]
            moved += [(path, one, text) for one in new if before and len(new) == 1]
    for path, digest, text in moved:
        beside = [one for one in locks if _folder(one) == _folder(path)]
        lock = locks if len(moved) == 1 and len(locks) == 1 else beside
        if len(lock) == 1:
            yield _pair(history, repository, kind, change.commit, (path, lock[0]), digest, text)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def pairs_in(directory: Path, kinds: Sequence[str], known: set[str], each: int) -> Iterator[dict[str, Any]]:
    """Yield at most ``each`` pairs of each kind of a repository, and add their hashes to the known ones."""
    history = History(directory / "repo")
    changes = history.changes(kinds)
    for kind in kinds:
        count = 0
        for change in changes:
            if count == each:
                break
            for pair in pairs_of(history, directory.name.replace("+", "/", 1), kind, change):
                if pair["hash"] not in known and count < each:
                    known.add(pair["hash"])
                    count += 1
                    yield pair


def _pair(
    history: History,
    repository: str,
    kind: str,
    commit: str,
    paths: tuple[str, str],
    digest: str,
    text: str,
) -> dict[str, Any]:
    """Return one pair, with the options that the text of its file states."""
    nix, lock = paths
    pair: dict[str, Any] = {"kind": kind, "repository": repository, "commit": commit, "lock": lock}
    if kind == "npm":
        stated = FETCHER.search(text)
        pair["fetcher"] = int(stated[1]) if stated else 1
        if "forceEmptyCache = true" in text:
            pair["mayBeEmpty"] = True
        if "forceGitDeps = true" in text:
            pair["forced"] = True
    if kind == "go":
        root = MOD_ROOT.search(text)
        folder = _folder(lock)
        below = root[1].strip("./") if root else ""
        inside = bool(below) and f"/{folder}".endswith(f"/{below}")
        pair["sub"] = folder[: -len(below)].rstrip("/") if inside else folder
        pair["modRoot"] = below if inside else "."
        pair["proxyVendor"] = "proxyVendor = true" in text
    pair.update(hash=digest, file=nix, true=True)
    repair = _repair(history, commit, nix, lock, digest, kind)
    if repair:
        pair.update(true=False, repair=repair)
    return pair


def _repair(history: History, commit: str, nix: str, lock: str, digest: str, kind: str) -> str:
    """Return the hash that a later commit wrote while the lock stood still; empty if there is none.

    Imports decide a hash of Go too, so no Go file may have moved.
    """
    content = history.object(commit, lock)
    decides = [":(glob)**/*.go", ":(glob)**/go.mod"] if kind == "go" else []
    for later in history.later(commit, nix)[:20]:
        found = digests(history.file(later, nix), kind)
        if digest not in found:
            moved = decides and history.git("diff", "--name-only", commit, later, "--", *decides)
            same = history.object(later, lock) == content and not moved
            return found[0] if same and len(found) == 1 else ""
    return ""


def main() -> int:
    """List the pairs of all repositories. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="evaluation.find_pairs", description="Finds locks and their hashes."
    )
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kinds", default=",".join(LOCKS))
    parser.add_argument("--each", type=int, default=4, help="most pairs of one kind in one repository")
    parser.add_argument("--without", type=Path)
    arguments = parser.parse_args()
    known = set()
    if arguments.without is not None:
        known = {json.loads(line)["hash"] for line in arguments.without.read_text().splitlines()}
    with arguments.out.open("w") as out:
        for directory in sorted(arguments.repositories.iterdir()):
            for pair in pairs_in(directory, arguments.kinds.split(","), known, arguments.each):
                out.write(json.dumps(pair) + "\n")
                out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
