"""Compare computed dependency hashes with nixpkgs' own fetcher programs, for random packages of local registries.

    python -m evaluation.oracles npm PROGRAM [--gits 3] [--examples 100] [--seed 1] [--nix]
    python -m evaluation.oracles cargo SCRIPT [--stated] [--prefetch-git FOLDER] [--examples 100] [--seed 1] [--nix]
    python -m evaluation.oracles go MODULE [--examples 100] [--seed 1] [--nix]
    python -m evaluation.oracles yarn SCRIPT [--examples 100] [--seed 1] [--nix]

PROGRAM is prefetch-npm-deps, built outside of this repository from pkgs/build-support/node/fetch-npm-deps. SCRIPT is
fetch-cargo-vendor-util.py of pkgs/build-support/rust, run with --python (which needs `requests`); its requests to
crates.io go to the registry. With --stated the script gets the place of these crates as an argument, as newer versions
expect. FOLDER contains nix-prefetch-git. MODULE is module.nix of pkgs/build-support/go:
Nix evaluates it, and bash runs the phases of its goModules. For yarn, SCRIPT is index.js of
pkgs/build-support/node/fetch-yarn-deps, with common.js and yarnpkg-lockfile.js beside it; its https requests go to the
registry, each under the name of its host. All are to be unmodified.

With --gits N, npm locks have up to N packages from git. A local proxy answers for GitHub, Bitbucket and sourcehut. It
sends the archives of `git archive` for the same repositories.

Each example makes a lock and a registry on 127.0.0.1. The trees must be equal, or both sides must refuse the lock.
Locks that only authguard refuses are counted: this is safe. A lock that only the program refuses is an error, and so
is an unequal tree. With --nix, Nix itself runs the program as a fixed-output derivation with the computed hash.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from authguard.errors import AuthguardError
from authguard.prove.dependencies import cargo, golang, npm, yarn
from authguard.prove.dependencies.cache import ContentCache
from authguard.prove.dependencies.ecosystem import Tools
from authguard.prove.dependencies.fetching import Fetcher
from authguard.prove.dependencies.programs import Programs
from authguard.prove.hashes import of_path
from authguard.prove.hashes.gittree import write_git
from authguard.prove.hashes.limits import Uncomputable
from evaluation import random_packages as packages
from evaluation.by_nix import OUT, fixed_output, go_phases
from evaluation.random_go import GoModule, go_modules
from evaluation.random_yarn import YarnLock, yarn_locks
from evaluation.registry import Forges, Registry
from tests.support.nix import Nix

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from authguard.prove.hashes.nar import TreeWriter

TO_REGISTRY = """
import re, runpy, sys
import requests
plain = requests.Session.request
url = sys.argv.pop(1)
def request(self, method, asked, **more):
    return plain(self, method, re.sub("https://crates.io/api/v1/crates", f"{url}/dl", asked), **more)
requests.Session.request = request
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs a program and sends its requests to crates.io to a registry."""
NEAR = """
const http = require('http'), https = require('https')
https.get = (asked, then) => {
  const at = new URL(asked)
  return http.get(`${process.env.NEAR_URL}/${at.host}${at.pathname}${at.search}`, then)
}
"""
"""Sends the https requests of a program to a registry: `https://HOST/PATH` is `/HOST/PATH` there."""


class Oracle:
    """The programs of one ecosystem, with a registry for all examples."""

    def __init__(self, room: Path, server: Registry, given: argparse.Namespace) -> None:
        """Take a folder for files, the server below it, and the arguments."""
        self.room = room
        self.server = server
        self.url = f"http://localhost:{server.port}"
        self.given = given
        self.counts: Counter[str] = Counter()
        self._steps: dict[tuple[bool, bool], str] = {}
        self.nix = Nix(room / "nix")
        self.forges = Forges(server.root, room)
        cache = ContentCache(str(room / "cache"))
        self.fetcher = Fetcher(cache, lambda _: None, self._address)
        self.tools = Tools(self.fetcher.fetch, self.fetcher.read_all, self._git, Programs(), is_open=True)

    def _address(self, url: str) -> tuple[str, Mapping[str, str]]:
        """Return the url to request instead: yarn's urls at the registry. No headers are added."""
        at = urlsplit(url)
        if self.given.ecosystem == "yarn" and at.scheme == "https":
            url = f"{self.url}/{at.netloc.lower()}{at.path}" + (f"?{at.query}" if at.query else "")
        return url, {}

    def _git(self, writer: TreeWriter, prefix: bytes, url: str, rev: str, rules: str) -> None:
        """Write a commit of a repository of the server, with its submodules."""

        def where(_: bytes, inner: str, commit: str) -> tuple[str, str]:
            return self._directory(inner), commit

        write_git(writer, self._directory(url), rev, rules, prefix=prefix, submodules=where, url=url)

    def _directory(self, url: str) -> str:
        path = self.server.root / url.rstrip("/").rpartition("/")[2].removesuffix(".git")
        return str(path / ".git" if (path / ".git").is_dir() else path)

    def go_steps(self, *, delete: bool, proxied: bool) -> str:
        """Return the script of the phases of goModules with these options."""
        if (delete, proxied) not in self._steps:
            self._steps[delete, proxied] = go_phases(self.given.program, delete=delete, proxied=proxied)
        return self._steps[delete, proxied]

    def compare(self, kind: str, ours: Callable[[], bytes], command: list[str], env: dict[str, str]) -> None:
        """Run both sides of one example. OUT in the command is the output.

        Raises:
            AssertionError: they differ.
        """
        out = self.room / "out"
        shutil.rmtree(out, ignore_errors=True)
        words = [str(out) if word == OUT else word for word in command]
        done = subprocess.run(
            words, env={**os.environ, **env}, capture_output=True, encoding="utf-8", check=False
        )
        refusal = ""
        try:
            found = ours()
        except (AuthguardError, Uncomputable) as error:
            refusal, found = str(error), b""
        theirs = of_path(str(out)) if not done.returncode else b""
        if refusal:
            verdict = "refused by both" if done.returncode else "refused by authguard"
        elif done.returncode:
            verdict = "COMPUTED, and the program fails"
        else:
            verdict = "equal" if found == theirs else "DIFFERENT"
        self.counts[f"{kind}: {verdict}"] += 1
        if refusal:
            self.counts[f"    {re.sub('http:[^ ]*', 'URL', refusal)[:90]}"] += 1
        assert verdict[1:2].islower(), f"{verdict}: {done.stderr[:800]}"  # noqa: S101 - Hypothesis shrinks it
        if verdict == "equal" and self.given.nix:
            self._by_nix(command, env, found)

    def _by_nix(self, command: list[str], env: dict[str, str], digest: bytes) -> None:
        """Let Nix run the program as a fixed-output derivation.

        Raises:
            AssertionError: Nix has another hash.
        """
        names = {"PATH": os.environ["PATH"], "HOME": str(self.room), **env}
        done = subprocess.run(
            ["nix-build", "--no-out-link", "-E", fixed_output("oracle", command, digest, names)],
            env={**os.environ, **self.nix.environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        self.counts[f"    built by Nix: {'same hash' if not done.returncode else 'FAILED'}"] += 1
        assert not done.returncode, done.stderr[-800:]  # noqa: S101 - Hypothesis shrinks it


def npm_example(oracle: Oracle, data: packages.NpmLock) -> None:
    """Compare one npm lock."""
    lock = data.written(oracle.server.root, oracle.url)
    path = oracle.room / "package-lock.json"
    path.write_bytes(lock)
    env = {"FORCE_EMPTY_CACHE": "1"} if data.may_be_empty else {}
    if data.is_forced:
        env["FORCE_GIT_DEPS"] = "1"
    if data.gits:  # a builder of Nix is not root, so its tar does not keep the modes of an archive
        env = {**env, **oracle.forges.environment, "TAR_OPTIONS": "--no-same-permissions"}
    words = " with git" if data.gits else ""
    oracle.compare(
        f"npm, lock version {data.version}{words}",
        lambda: npm.digest(lock, oracle.tools, may_be_empty=data.may_be_empty, is_forced=data.is_forced),
        ["sh", "-c", f'mkdir -p "$2" && {oracle.given.program.resolve()} "$1" "$2"', "sh", str(path), OUT],
        env,
    )


def cargo_example(oracle: Oracle, data: packages.CargoLock) -> None:
    """Compare one Cargo lock."""
    lock = data.written(oracle.server.root, oracle.url)
    path = oracle.room / "Cargo.lock"
    path.write_bytes(lock)
    folder = oracle.given.prefetch_git
    env = {"PATH": f"{folder.resolve()}:{os.environ['PATH']}"} if folder is not None else {}
    near = f'[source.crates-io]\nreplace-with = "near"\n[source.near]\nregistry = "sparse+{oracle.url}"\n'
    home = Path(os.environ["CARGO_HOME"])
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(near)
    program = [str(oracle.given.program.resolve()), "create-vendor-staging", str(path), OUT]
    if oracle.given.stated:
        places = oracle.room / "places.json"
        places.write_text(json.dumps(dict.fromkeys(cargo.CRATES_IO, f"{oracle.url}/dl")))
        program.append(str(places))
    command = [oracle.given.python, "-c", TO_REGISTRY, oracle.url, *program]
    kind = "cargo with git" if any(one.form == "git" for one in data.entries) else "cargo"
    oracle.compare(kind, lambda: cargo.digest(lock, oracle.tools), command, env)


def go_example(oracle: Oracle, data: GoModule) -> None:
    """Compare one Go module: nixpkgs' steps in bash, in a copy of the source."""
    source = oracle.room / "source"
    shutil.rmtree(source, ignore_errors=True)
    below = data.written(source, oracle.room / "proxy")
    env = {
        "GOPROXY": f"file://{oracle.room / 'proxy'}",
        "GOSUMDB": "off",
        "GO111MODULE": "on",
        "GOTOOLCHAIN": "local",
        "GOFLAGS": "-modcacherw",
        **({"GOWORK": "off"} if data.is_off else {}),
    }
    script = oracle.go_steps(delete=data.deletes, proxied=data.proxied)
    staged = oracle.room / "staged"

    def ours() -> bytes:
        shutil.rmtree(staged, ignore_errors=True)
        shutil.copytree(source, staged, symlinks=True)
        work = {"GOWORK": "off"} if data.is_off else None
        module = str(staged / below)
        return golang.digest(
            oracle.tools,
            str(staged),
            module,
            work=work,
            delete_vendor=data.deletes,
            is_proxied=data.proxied,
        )

    os.environ.update({name: env[name] for name in ("GOPROXY", "GOSUMDB")})
    words = [" with proxyVendor"] if data.proxied else []
    words += [" with replace"] if data.replaced is not None else []
    words += [" with a workspace"] if data.work else []
    oracle.compare(f"go{''.join(words)}", ours, ["bash", "-c", script, "bash", str(source), below, OUT], env)


def yarn_example(oracle: Oracle, data: YarnLock) -> None:
    """Compare one yarn lock."""
    lock = data.written(oracle.server.root)
    path = oracle.room / "yarn.lock"
    path.write_bytes(lock)
    near = oracle.room / "near.js"
    near.write_text(NEAR)
    program = f"node --require {near} {oracle.given.program.resolve()} --builder"

    def ours() -> bytes:
        if not yarn.packages_of(lock):
            raise Uncomputable("the lock has no packages to fetch")
        return yarn.digest(lock, oracle.tools.fetch)

    command = ["sh", "-c", f'mkdir -p "$2" && cd "$2" && {program} "$1"', "sh", str(path), OUT]
    oracle.compare("yarn", ours, command, {"NEAR_URL": oracle.url})


EXAMPLES: dict[str, tuple[st.SearchStrategy[Any], Callable[[Oracle, Any], None]]] = {
    "npm": (packages.npm_locks(), npm_example),
    "cargo": (packages.cargo_locks(), cargo_example),
    "go": (go_modules(), go_example),
    "yarn": (yarn_locks(), yarn_example),
}


def main() -> int:
    """Run the examples of one ecosystem. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="evaluation.oracles", description="Runs nixpkgs' own fetchers.")
    parser.add_argument("ecosystem", choices=tuple(EXAMPLES))
    parser.add_argument("program", type=Path, nargs="?")
    parser.add_argument("--gits", type=int, default=0, help="most packages from git in an npm lock")
    parser.add_argument("--prefetch-git", type=Path)
    parser.add_argument(
        "--stated", action="store_true", help="SCRIPT takes the place of crates as an argument"
    )
    parser.add_argument("--python", default=sys.executable, help="runs SCRIPT")
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nix", action="store_true")
    parser.add_argument("--as-found", action="store_true", help="do not reduce a failing example")
    arguments = parser.parse_args()
    strategy, example = EXAMPLES[arguments.ecosystem]
    if arguments.ecosystem == "npm":
        strategy = packages.npm_locks(arguments.gits)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        room = Path(name)
        (room / "registry").mkdir()
        os.environ["XDG_CACHE_HOME"] = str(room / "home")
        os.environ["CARGO_HOME"] = str(room / "cargo")
        with Registry(room / "registry") as server, ExitStack() as held:
            oracle = Oracle(room, server, arguments)
            held.enter_context(oracle.forges)

            @seed(arguments.seed)
            @settings(
                max_examples=arguments.examples,
                deadline=None,
                database=None,
                phases=[Phase.generate, *([] if arguments.as_found else [Phase.shrink])],
                suppress_health_check=list(HealthCheck),
            )
            @given(strategy)
            def run(data: object) -> None:
                example(oracle, data)

            try:
                run()
            finally:
                for verdict, number in sorted(oracle.counts.items()):
                    print(f"{number:5} {verdict}")
                oracle.fetcher.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
