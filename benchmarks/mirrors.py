"""Measure how fast a source hash of a repository with a long history is proved, as ratios to Nix's own fetchers.

Whole processes run in turn: authguard makes a mirror, fetches one revision and hashes it; Nix evaluates
`builtins.fetchGit { url; ref; }`, and the same with `shallow = true`. Each begins with empty caches and an empty
store, all ask the same server, and all must get the same hash. Limits:

* at most 0.15 times `fetchGit` as it is;
* at most 0.5 times `fetchGit` with `shallow = true`.

Usage: python -m benchmarks.mirrors URL-OR-PATH REVISION [--rounds N]. Exits with 1 if a limit is missed.
A path is served over git's transport, by an upload-pack that filters as forges do.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
DEMANDS = {"fetchGit": 0.15, "fetchGit, shallow": 0.5}
_SERVER = "[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n[safe]\n\tdirectory = *\n"
_ONCE = "--once"
_NIX = (
    *("nix", "--extra-experimental-features", "nix-command flakes", "--option", "build-users-group", ""),
    *("eval", "--raw", "--impure", "--expr"),
)


def prove(url: str, rev: str, cache: str) -> tuple[str, dict[str, float]]:
    """Return the hash of a revision by the rules of Nix's fetchGit, and the seconds of each step."""
    from base64 import b64encode

    begun = time.perf_counter()
    from authguard.prove.hashes import RAW_EXPORT, of_git
    from authguard.prove.mirrors import Mirrors, Policy

    steps = {"imports": time.perf_counter() - begun}
    mirror = Mirrors(cache, Policy("all", files=True)).at(url)
    commit = _timed(steps, "the commit and its trees", lambda: mirror.commit(rev))
    git_dir = _timed(steps, "all its files", lambda: mirror.complete(commit))
    digest = _timed(steps, "the hash", lambda: of_git(git_dir, commit, RAW_EXPORT))
    return f"sha256-{b64encode(digest).decode()}", steps


def main() -> int:
    """Measure in turn. Returns 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("repository", help="a url, or the path of a repository on this disk")
    parser.add_argument("revision", help="a tag")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(_ONCE, metavar="CACHE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        digest, steps = prove(given.repository, given.revision, given.once)
        print(digest, *(f"{step}={seconds:.3f}" for step, seconds in steps.items()), sep="\n")
        return 0
    path = Path(given.repository)
    url = path.resolve().as_uri() if path.exists() else given.repository
    taken: dict[str, list[float]] = {"authguard": [], **{name: [] for name in DEMANDS}}
    steps_taken: dict[str, list[float]] = {}
    for _ in range(given.rounds):
        hashes = set()
        for name, seconds in taken.items():
            digest, rest, needed = run(name, url, given.revision)
            hashes.add(digest)
            seconds.append(needed)
            for step in rest:
                said, _, value = step.partition("=")
                steps_taken.setdefault(said, []).append(float(value))
        if len(hashes) != 1:
            print(f"the hashes differ: {', '.join(sorted(hashes))}")
            return 1
    print(f"{given.revision} is {hashes.pop()} by all of them")
    for step, values in steps_taken.items():
        print(f"  {step:<28} {median(values):6.2f} s")
    missed = 0
    for name, most in DEMANDS.items():
        ratio = median(ours / nix for ours, nix in zip(taken["authguard"], taken[name], strict=True))
        missed += ratio > most
        verdict = f"(at most {most:g}x)" + ("  MISSED" if ratio > most else "")
        print(f"  authguard / {name:<18} {ratio:6.3f}x  {verdict}  {median(taken[name]):.1f} s", flush=True)
    return 1 if missed else 0


def run(name: str, url: str, rev: str) -> tuple[str, list[str], float]:
    """Run one of them with empty caches. Returns its hash, further lines, and its seconds.

    Raises:
        RuntimeError: it failed.
    """
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        (root / "gitconfig").write_text(_SERVER)
        if name == "authguard":
            command = [sys.executable, "-m", "benchmarks.mirrors", url, rev, _ONCE, str(root / "cache")]
        else:
            ref = rev if rev.startswith("refs/") else f"refs/tags/{rev}"
            shallow = "shallow = true; " if "shallow" in name else ""
            command = [*_NIX, f'(builtins.fetchGit {{ url = "{url}"; ref = "{ref}"; {shallow}}}).narHash']
        begun = time.perf_counter()
        done = subprocess.run(command, env=_environment(root), capture_output=True, text=True, check=False)  # noqa: S603
        needed = time.perf_counter() - begun
        if done.returncode:
            raise RuntimeError(f"{name} failed: {done.stderr[-2000:]}")
        for directory in [
            root,
            *(each for each in root.rglob("*") if each.is_dir() and not each.is_symlink()),
        ]:
            directory.chmod(0o700)  # Nix leaves its store read-only
        digest, *rest = done.stdout.split("\n")
        return digest, [line for line in rest if line], needed


def _timed(steps: dict[str, float], name: str, action: Callable[[], T]) -> T:
    begun = time.perf_counter()
    result = action()
    steps[name] = time.perf_counter() - begun
    return result


def _environment(root: Path) -> dict[str, str]:
    """Return an environment without anything that was fetched before."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "NIX_", "XDG_"))
    }
    return {
        **kept,
        "HOME": str(root / "home"),
        "XDG_CACHE_HOME": str(root / "cache"),
        "GIT_CONFIG_GLOBAL": str(root / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "NIX_STORE_DIR": str(root / "store"),
        "NIX_STATE_DIR": str(root / "var"),
        "NIX_LOG_DIR": str(root / "log"),
        "NIX_CONF_DIR": str(root / "etc"),
        "NIX_REMOTE": "",
        "NIX_PATH": "",
    }


if __name__ == "__main__":
    sys.exit(main())
