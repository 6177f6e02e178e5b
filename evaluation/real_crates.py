"""Compare computed cargoHashes with the files of the real cargo, for crates that Debian packages.

    python -m evaluation.real_crates [--crates FOLDER] [--number 50] [--seed 1] [--script SCRIPT --python PYTHON]

FOLDER has unpacked crates, as Debian's librust-*-dev packages install them below /usr/share/cargo/registry. Debian
patches some crates, so their .crate files are made by this program, and the published files have other checksums. A
local sparse registry serves them in place of crates.io, and some come from a git repository with a submodule.

For each example cargo writes the Cargo.lock of a package with one to three of these crates, and vendors it. The tree of
fetchCargoVendor is then written from the files that cargo downloaded, and from clones that git makes. Cargo must have
vendored these files and no others. The NAR hash of this tree, by `nix hash path` if Nix is here, must be the computed
one. With SCRIPT (fetch-cargo-vendor-util.py of nixpkgs) its tree must be equal too. PYTHON needs `requests`, and PATH
needs nix-prefetch-git.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from authguard.digest import Digest
from authguard.prove.dependencies import cargo
from authguard.prove.dependencies.cache import ContentCache
from authguard.prove.dependencies.ecosystem import Tools
from authguard.prove.dependencies.fetching import Fetcher
from authguard.prove.dependencies.programs import Programs
from authguard.prove.hashes import of_path
from authguard.prove.hashes.gittree import write_git
from evaluation.registry import Registry
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.prove.hashes.nar import TreeWriter

_ADDED = {".cargo-checksum.json", ".cargo-ok", "debian"}
"""Files that Debian or cargo add to an unpacked crate."""
_UNVENDORED = {".gitattributes", ".gitignore", ".git", ".cargo-ok"}
"""Files that some releases of cargo leave out of a vendored crate."""
_VENDORED = ("--locked", "--respect-source-config", "--versioned-dirs", "vendor")
_KINDS = {"dependencies": "normal", "build-dependencies": "build", "dev-dependencies": "dev"}


@dataclass(frozen=True)
class Unpacked:
    """A crate of the folder: its directory and its manifest."""

    path: Path
    manifest: dict[str, Any] = field(hash=False, compare=False)

    @property
    def name(self) -> str:
        """The name of the crate."""
        return str(self.manifest["package"]["name"])

    @property
    def version(self) -> str:
        """The version of the crate, with build metadata."""
        return str(self.manifest["package"]["version"])

    def files(self) -> Iterator[Path]:
        """Yield its files in order, without those that Debian added."""
        for path in sorted(self.path.rglob("*")):
            inside = path.relative_to(self.path)
            if inside.parts[0] not in _ADDED and path.is_file():
                yield path

    def packed(self) -> bytes:
        """Return its .crate file."""
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as tar:
            for path in self.files():
                entry = tarfile.TarInfo(f"{self.name}-{self.version}/{path.relative_to(self.path)}")
                content = path.read_bytes()
                entry.size, entry.mode = len(content), 0o755 if os.access(path, os.X_OK) else 0o644
                tar.addfile(entry, io.BytesIO(content))
        return gzip.compress(made.getvalue(), compresslevel=1, mtime=0)

    def indexed(self, checksum: str) -> dict[str, Any]:
        """Return its line of a registry's index."""
        return {
            "name": self.name,
            "vers": self.version,
            "deps": list(_dependencies(self.manifest)),
            "cksum": checksum,
            "features": {},
            "features2": self.manifest.get("features", {}),
            "yanked": False,
            "links": self.manifest["package"].get("links"),
            "v": 2,
        }


def _dependencies(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the dependencies of a manifest as an index writes them."""
    tables = [(None, manifest), *manifest.get("target", {}).items()]
    for target, table in tables:
        for key, kind in _KINDS.items():
            for name, stated in table.get(key, {}).items():
                one = {"version": stated} if isinstance(stated, str) else stated
                yield {
                    "name": name,
                    "req": one.get("version", "*"),
                    "features": one.get("features", []),
                    "optional": one.get("optional", False),
                    "default_features": one.get("default-features", True),
                    "target": target,
                    "kind": kind,
                    "package": one.get("package"),
                }


def crates_of(folder: Path) -> list[Unpacked]:
    """Return the crates of a folder, sorted by directory."""
    paths = [path for path in sorted(folder.iterdir()) if (path / "Cargo.toml").is_file()]
    return [Unpacked(path, tomllib.loads((path / "Cargo.toml").read_text())) for path in paths]


def publish(crates: list[Unpacked], root: Path, url: str) -> None:
    """Write a sparse registry of some crates."""
    lines: dict[str, list[str]] = {}
    for one in crates:
        data = one.packed()
        place = root / "dl" / one.name / one.version / "download"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        entry = one.indexed(hashlib.sha256(data).hexdigest())
        lines.setdefault(one.name, []).append(json.dumps(entry))
    for name, entries in lines.items():
        place = root / "index" / _prefix(name.lower()) / name.lower()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n".join(entries) + "\n")
    (root / "index" / "config.json").write_text(json.dumps({"dl": f"{url}/dl"}))


def _prefix(name: str) -> str:
    if len(name) < 4:
        return str(len(name)) if len(name) < 3 else f"3/{name[0]}"
    return f"{name[:2]}/{name[2:4]}"


class Compared:
    """The comparison of examples with cargo, git and Nix, below one directory."""

    def __init__(self, room: Path, server: Registry, given: argparse.Namespace) -> None:
        """Take a directory, the server of its subdirectory `registry`, and the arguments."""
        self.room = room
        self.server = server
        self.url = f"http://localhost:{server.port}"
        self.given = given
        self.counts: Counter[str] = Counter()
        near = f'[source.crates-io]\nreplace-with = "near"\n[source.near]\nregistry = "sparse+{self.url}/index/"\n'
        for name in ("cargo", "ours"):
            (room / name).mkdir()
            (room / name / "config.toml").write_text(f"{near}[net]\nretry = 0\n")
        fetcher = Fetcher(ContentCache(str(room / "cache")), lambda _: None)
        self.stop = fetcher.stop
        self.tools = Tools(fetcher.fetch, fetcher.read_all, self._git, Programs(), is_open=True)

    def _git(self, writer: TreeWriter, prefix: bytes, url: str, rev: str, rules: str) -> None:
        def where(_: bytes, inner: str, commit: str) -> tuple[str, str]:
            return self._directory(inner), commit

        write_git(writer, self._directory(url), rev, rules, prefix=prefix, submodules=where, url=url)

    def _directory(self, url: str) -> str:
        return str(self.server.root / url.rpartition("/")[2] / ".git")

    def example(self, wanted: list[Unpacked], *, by_git: bool) -> bool:
        """Compare a package that needs some crates. Returns whether cargo could write a lock for the package.

        Args:
            wanted: the crates.
            by_git: whether the first crate comes from a git repository.

        Raises:
            RuntimeError: something differs.
        """
        package = self.room / "package"
        shutil.rmtree(package, ignore_errors=True)
        (package / "src").mkdir(parents=True)
        (package / "src/lib.rs").write_text("")
        lines = ['[package]\nname = "example"\nversion = "0.0.0"\n\n[dependencies]\n']
        for number, one in enumerate(wanted):
            place = f'version = "={one.version}"'
            if by_git and not number:
                place = f'git = "{self.url}/{self._repository(one)}"'
            lines.append(f'dependency-{number} = {{ package = "{one.name}", {place} }}\n')
        (package / "Cargo.toml").write_text("".join(lines))
        if self._cargo("generate-lockfile").returncode:
            return False
        done = self._cargo("vendor", *_VENDORED)
        if done.returncode:
            raise RuntimeError(done.stderr)
        lock = (package / "Cargo.lock").read_bytes()
        tree = self._written(package, lock)
        expected = of_path(str(tree))
        if shutil.which("nix-hash"):
            asked = ["nix-hash", "--type", "sha256", str(tree)]
            self._demand(subprocess.check_output(asked).decode().strip(), expected.hex(), "nix-hash")
        os.environ["CARGO_HOME"] = str(self.room / "ours")
        self._demand(cargo.digest(lock, self.tools).hex(), expected.hex(), "authguard")
        if self.given.script is not None:
            self._demand(self._by_script(package).hex(), expected.hex(), "the program of nixpkgs")
        self.counts["locks"] += 1
        return True

    def _demand(self, found: str, expected: str, who: str) -> None:
        if found != expected:
            shown = [Digest("sha256", bytes.fromhex(one)).sri() for one in (found, expected)]
            raise RuntimeError(
                f"{who} has {shown[0]}, and cargo's files have {shown[1]}: {self.room}/package"
            )
        self.counts[f"equal by {who}"] += 1

    def _cargo(self, *words: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "CARGO_HOME": str(self.room / "cargo"), "CARGO_TERM_COLOR": "never"}
        return subprocess.run(
            [self.given.cargo, *words],
            cwd=self.room / "package",
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def _written(self, package: Path, lock: bytes) -> Path:
        """Write the output for a lock from the files of cargo and git. Returns its directory.

        Raises:
            RuntimeError: cargo vendored other files than it downloaded.
        """
        tree = self.room / "tree"
        shutil.rmtree(tree, ignore_errors=True)
        tree.mkdir()
        (tree / "Cargo.lock").write_bytes(lock)
        vendored = {path.name for path in (package / "vendor").iterdir()}
        for one in tomllib.loads(lock.decode())["package"]:
            source, name = one.get("source", ""), f"{one['name']}-{one['version']}"
            if not source:
                continue
            vendored.remove(name)
            if source.startswith("git+"):
                self._clone(tree, source)
                continue
            (tarball,) = self.room.glob(f"cargo/registry/cache/*/{name}.crate")
            data = tarball.read_bytes()
            if hashlib.sha256(data).hexdigest() != one["checksum"]:
                raise RuntimeError(f"cargo has another file of {name}")
            if _unpacked(data) != _read(package / "vendor" / name):
                raise RuntimeError(f"cargo vendored other files of {name}")
            (tree / "tarballs").mkdir(exist_ok=True)
            (tree / "tarballs" / f"{name}.tar.gz").write_bytes(data)
            self.counts["crates"] += 1
        if vendored:
            raise RuntimeError(f"cargo vendored crates that are not in the lock: {vendored}")
        return tree

    def _clone(self, tree: Path, source: str) -> None:
        url, _, rev = source.removeprefix("git+").partition("#")
        place = tree / "git" / rev
        if place.exists():
            return
        git = ["git", "-c", "advice.detachedHead=false", "clone", "--quiet", "--recurse-submodules"]
        subprocess.run([*git, url.partition("?")[0], str(place)], check=True)
        subprocess.run(["git", "checkout", "--quiet", rev], cwd=place, check=True)
        for path in place.rglob(".git"):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        self.counts["git trees"] += 1

    def _repository(self, one: Unpacked) -> str:
        """Make a repository of a crate with a submodule, once. Returns its name."""
        name = f"{one.name}-{one.version}.src"
        root = self.server.root
        if not (root / name).exists():
            inner = Repo(root / f"{name}-inner")
            inner.write("notes/a.txt", "a\n").commit("inner")
            repo = Repo(root / name)
            for path in one.files():
                target = repo.path / path.relative_to(one.path)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
            repo.git("-c", "protocol.file.allow=always", "submodule", "add", str(inner.path), "inner-notes")
            modules = f'[submodule "inner-notes"]\n\tpath = inner-notes\n\turl = {self.url}/{name}-inner\n'
            repo.write(".gitmodules", modules).commit("a crate")
        return name

    def _by_script(self, package: Path) -> bytes:
        """Run nixpkgs' program. Returns the digest of its tree."""
        out, stated = self.room / "out", self.room / "dl.json"
        shutil.rmtree(out, ignore_errors=True)
        stated.write_text(json.dumps(dict.fromkeys(cargo.CRATES_IO, f"{self.url}/dl")))
        program = [self.given.python, str(self.given.script), "create-vendor-staging"]
        words = [*program, str(package / "Cargo.lock"), str(out), str(stated)]
        done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-800:])
        return of_path(str(out))


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return the files of a .crate file by their paths."""
    found = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            if content is not None:
                found[entry.name.partition("/")[2]] = content.read()
    return {path: text for path, text in found.items() if not _UNVENDORED & set(path.split("/"))}


def _read(folder: Path) -> dict[str, bytes]:
    """Return the files of a vendored crate by their paths."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    del found[".cargo-checksum.json"]
    return {path: text for path, text in found.items() if not _UNVENDORED & set(path.split("/"))}


def main() -> int:
    """Run the examples. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="evaluation.real_crates", description="Vendors real crates.")
    parser.add_argument("--crates", type=Path, default=Path("/usr/share/cargo/registry"))
    parser.add_argument("--number", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cargo", default="cargo")
    parser.add_argument("--script", type=Path)
    parser.add_argument("--python", default=sys.executable, help="runs SCRIPT")
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - nothing is secret
    crates = crates_of(given.crates)
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        root = room / "registry"
        root.mkdir()
        with Registry(root) as server:
            compared = Compared(room, server, given)
            publish(crates, root, compared.url)
            print(f"{len(crates)} crates in {given.crates}")
            chance.shuffle(crates)
            waiting = list(crates)
            while waiting and compared.counts["locks"] < given.number:
                wanted = [waiting.pop() for _ in range(min(len(waiting), chance.randint(1, 3)))]
                if not compared.example(wanted, by_git=chance.random() < 0.25):
                    compared.counts["without a lock: cargo found no version of a dependency"] += 1
            compared.stop()
            for what, number in sorted(compared.counts.items()):
                print(f"{number:5} {what}")
    return 0 if compared.counts["locks"] == given.number else 1


if __name__ == "__main__":
    sys.exit(main())
