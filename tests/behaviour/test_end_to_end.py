"""Five packages, one command for each: all hashes are true, `check` is silent, and real Nix has the same hashes.

The machine that bumps has no Nix. Four packages have their source beside them (Go, npm, cargo and yarn), and one is
built from an upstream with a submodule. Registries and the git server are on 127.0.0.1.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.gomodules import publish
from tests.support.laptop import Laptop, nar_hash
from tests.support.npm import HOST, Registry, path_of, sri
from tests.support.repos import LEAVE, Repo
from tests.support.servers import Files, HttpGit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.nix import Nix

pytestmark = pytest.mark.needs("git", "go", "nix-build")

VERSIONS = ("1.0.0", "1.1.0")
FAKE = f"sha256-{'A' * 43}="
PACKAGES = {
    "go-tool": """{ buildGoModule }:
buildGoModule {
  pname = "go-tool";
  version = "1.0.0";
  src = ./.;
  vendorHash = "VENDOR";
}
""",
    "npm-app": """{ buildNpmPackage }:
buildNpmPackage {
  pname = "npm-app";
  version = "1.0.0";
  src = ./.;
  npmDepsHash = "LOCKED";
}
""",
    "cargo-app": """{ rustPlatform }:
rustPlatform.buildRustPackage {
  pname = "cargo-app";
  version = "1.0.0";
  src = ./.;
  cargoHash = "LOCKED";
}
""",
    "yarn-site": """{ stdenv, fetchYarnDeps }:
stdenv.mkDerivation {
  pname = "yarn-site";
  version = "1.0.0";
  src = ./.;
  offlineCache = fetchYarnDeps {
    yarnLock = ./yarn.lock;
    hash = "LOCKED";
  };
}
""",
    "upstream": """{ buildGoModule, fetchgit }:
buildGoModule rec {
  pname = "server";
  version = "1.0.0";
  src = fetchgit {
    url = "URL/server";
    rev = "v${version}";
    hash = "SOURCE";
  };
  vendorHash = "VENDOR";
}
""",
}
LOCKS = {"npm-app": "package-lock.json", "cargo-app": "Cargo.lock", "yarn-site": "yarn.lock"}
NIX = """
let
  run = hash: script: derivation {
    name = "output";
    system = builtins.currentSystem;
    builder = "/bin/sh";
    args = [ "-euc" script ];
    outputHashMode = "recursive";
    outputHash = hash;
    PATH = "@path@";
    GOPROXY = "file://@registry@";
    GOSUMDB = "off";
    GOTOOLCHAIN = "local";
    GOFLAGS = "-modcacherw";
  };
  # The tree that belongs to a lock, made by the test.
  of = hash: lock: run hash "cp -r @trees@/$(sha256sum <${lock} | cut -d' ' -f1) $out";
  library = {
    buildGoModule = { src, vendorHash, ... }: run vendorHash ''
      export HOME=$PWD; cp -r ${src} source; chmod -R u+w source; cd source; go mod vendor; mv vendor $out
    '';
    fetchgit = { url, rev, hash }: run hash ''
      git clone --quiet ${url} $out; cd $out; git checkout --quiet ${rev}
      git submodule --quiet update --init; rm -rf .git inner/.git
    '';
    buildNpmPackage = { src, npmDepsHash, ... }: of npmDepsHash "${src}/package-lock.json";
    rustPlatform.buildRustPackage = { src, cargoHash, ... }: of cargoHash "${src}/Cargo.lock";
    fetchYarnDeps = { yarnLock, hash }: of hash "${yarnLock}";
    stdenv.mkDerivation = { offlineCache, ... }: offlineCache;
  };
  call =
    file:
    let function = import file;
    in function (builtins.intersectAttrs (builtins.functionArgs function) library);
in
  map (name: call (@repository@ + "/${name}/default.nix")) [ @names@ ]
"""


def checksum(text: str) -> str:
    """Return the name of the tree of a lock."""
    return hashlib.sha256(text.encode()).hexdigest()


class Upstreams:
    """The registries, the upstream, and the tree that belongs to each lock."""

    def __init__(self, room: Path, files: Files, git: HttpGit) -> None:
        """Publish two versions of everything."""
        self.room = room
        self.files = files
        self.git = git
        self.npm = Registry(files.root)
        self.trees = room / "trees"
        (files.root / "config.json").write_text(json.dumps({"dl": f"{files.url}/dl"}))
        for version in VERSIONS:
            publish(files.root, "example.org/one", f"v{version}", "", f"package one\n\n// {version}\n")
        server, inner = Repo(git.root / "server"), Repo(git.root / "inner")
        inner.write("inner.go", 'package inner\n\nimport _ "example.org/one"\n').commit("a package")
        server.git(
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "inner"
        )
        server.write(".gitmodules", f'[submodule "inner"]\n\tpath = inner\n\turl = {git.url}/inner\n')
        for version in VERSIONS:
            self.write_go(server, version, "server", uses="example.org/server/inner")
            server.commit(version)
            server.git("tag", f"v{version}")

    def write_go(
        self, repo: Repo, version: str, name: str, below: str = "", uses: str = "example.org/one"
    ) -> None:
        """Write a Go module that needs a version of a module, with the go.sum that go writes."""
        repo.write(f"{below}main.go", f'package main\n\nimport _ "{uses}"\n\nfunc main() {{}}\n')
        requires = f"require example.org/one v{version}\n"
        repo.write(f"{below}go.mod", f"module example.org/{name}\n\ngo 1.17\n\n{requires}")
        (repo.path / f"{below}go.sum").unlink(missing_ok=True)
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.room / "gohome"),
            "GOPROXY": f"file://{self.files.root}",
            "GOSUMDB": "off",
            "GOTOOLCHAIN": "local",
            "GOFLAGS": "-modcacherw",
        }
        subprocess.run(
            ["go", "mod", "download", "all"],
            cwd=repo.path / below,
            env=env,
            check=True,
            capture_output=True,
        )

    def npm_lock(self, version: str) -> str:
        """Return a lock of npm."""
        lock = self.npm.lock(("left", version), ("@scope/right", "2.0.0"))
        if not (self.trees / checksum(lock)).exists():
            self.npm.output(lock, self.trees / checksum(lock))
        return lock

    def yarn_lock(self, version: str) -> str:
        """Return a lock of yarn."""
        data = self.npm.publish("left", version)
        url = f"{HOST}/{path_of('left', version)}"
        lock = f'left@^1:\n  version "{version}"\n  resolved "{url}"\n  integrity {sri(data)}\n'
        name = re.sub("[@/%:-]", "_", re.sub("https://.*.com/", "", url))
        self._write_tree(lock, {"yarn.lock": lock.encode(), name: data})
        return lock

    def cargo_lock(self, version: str) -> str:
        """Return a lock of cargo."""
        data = f"left {version}".encode()
        path = self.files.root / "dl/left" / version / "download"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        lock = (
            'version = 4\n\n[[package]]\nname = "left"\n'
            f'version = "{version}"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n'
            f'checksum = "{hashlib.sha256(data).hexdigest()}"\n'
        )
        self._write_tree(lock, {"Cargo.lock": lock.encode(), f"tarballs/left-{version}.tar.gz": data})
        return lock

    def _write_tree(self, lock: str, files: dict[str, bytes]) -> None:
        for name, data in files.items():
            path = self.trees / checksum(lock) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def write_source(self, laptop: Laptop, package: str, version: str) -> str:
        """Write the author's changes for a version of a package.

        Returns the hash of its lock, if the package has a lock.
        """
        if package == "go-tool":
            self.write_go(laptop, version, package, f"{package}/")
        if package not in LOCKS:
            return ""
        lock = {"npm-app": self.npm_lock, "cargo-app": self.cargo_lock, "yarn-site": self.yarn_lock}[package](
            version
        )
        laptop.write(f"{package}/{LOCKS[package]}", lock)
        return nar_hash(self.trees / checksum(lock))

    def vendored(self, source: Path) -> str:
        """Return the hash of the modules of a source, by go itself."""
        copy = self.room / "copy"
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns(".git", "*.nix"))
        env = {**os.environ, "GOPROXY": f"file://{self.files.root}", "GOSUMDB": "off"}
        env |= {"HOME": str(self.room / "gohome"), "GOFLAGS": "-modcacherw"}
        subprocess.run(["go", "mod", "vendor"], cwd=copy, env=env, check=True, capture_output=True)
        found = nar_hash(copy / "vendor")
        shutil.rmtree(copy)
        return found


@pytest.fixture
def upstreams(tmp_path: Path) -> Iterator[Upstreams]:
    """The servers."""
    for name in ("files", "git", "trees", "gohome"):
        (tmp_path / name).mkdir()
    with Files(tmp_path / "files") as files, HttpGit(tmp_path / "git") as git:
        yield Upstreams(tmp_path, files, git)


@pytest.fixture
def laptop(tmp_path: Path, upstreams: Upstreams) -> Laptop:
    """All packages at 1.0.0 with true hashes, committed; no Nix on PATH."""
    made = Laptop(tmp_path / "repo", upstreams.files.url, ("git", "sh", "go"))
    near = f'[source.crates-io]\nreplace-with = "near"\n[source.near]\nregistry = "sparse+{upstreams.files.url}"\n'
    (made.home / ".cargo").mkdir()
    (made.home / ".cargo/config.toml").write_text(near)
    server = Repo(upstreams.git.root / "server", init=False)
    server.git("checkout", "--quiet", "v1.0.0")
    tree = tmp_path / "tree"
    shutil.copytree(server.path, tree, ignore=shutil.ignore_patterns(".git"))
    for name, text in PACKAGES.items():
        locked = upstreams.write_source(made, name, "1.0.0")
        filled = text.replace("LOCKED", locked).replace("URL", upstreams.git.url)
        if "VENDOR" in text:
            source = server.path if name == "upstream" else made.path / name
            filled = filled.replace("VENDOR", upstreams.vendored(source)).replace("SOURCE", nar_hash(tree))
        made.write(f"{name}/default.nix", filled)
    made.commit("1.0.0")
    assert not [tool for tool in made.bin.iterdir() if tool.name.startswith("nix")]
    return made


def settings(upstreams: Upstreams) -> dict[str, str]:
    """Return the user's settings: the module proxy, and the permission to ask this machine."""
    return {
        **LEAVE,
        "GIT_ALLOW_PROTOCOL": "http:https",
        "GOPROXY": upstreams.files.url,
        "GOSUMDB": "off",
        "GOFLAGS": "-insecure",
    }


def hashes_of(laptop: Laptop) -> dict[str, str]:
    """Return all declared hashes."""
    said = laptop.authguard("list", "--format", "json")
    return {
        f"{one['path']}#{one['attribute']}": one["digest"] for one in json.loads(said.out)["fixed_outputs"]
    }


def test_each_bump_is_one_command(laptop: Laptop, upstreams: Upstreams, nix: Nix) -> None:
    """The author moves the locks, and one command moves the version and the hashes; Nix builds each output."""
    before = hashes_of(laptop)
    assert len(before) == 6
    for name in PACKAGES:
        upstreams.write_source(laptop, name, "1.1.0")
        laptop.git("add", name)
        said = laptop.authguard("bump", "1.1.0", name, "--stage", **settings(upstreams))
        assert said.code == 0, f"{said.out}{said.err}"
    assert laptop.authguard("check") == (0, "", "")
    after = hashes_of(laptop)
    assert [place for place in before if before[place] == after[place]] == []
    assert laptop.authguard("verify", "--all", "--again", **settings(upstreams)).code == 0
    laptop.record("1.1.0")
    assert laptop.authguard("check", "--base", "HEAD^", "--head", "HEAD").code == 0
    expression = upstreams.room / "all.nix"
    text = NIX.replace("@names@", " ".join(f'"{name}"' for name in PACKAGES))
    for mark, value in (
        ("path", os.environ["PATH"]),
        ("registry", str(upstreams.files.root)),
        ("trees", str(upstreams.trees)),
        ("repository", str(laptop.path)),
    ):
        text = text.replace(f"@{mark}@", value)
    expression.write_text(text)
    assert len(nix.run("nix-build", "--no-out-link", str(expression)).split()) == len(PACKAGES)


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--commit", "differs from HEAD, and bump commits only its own edits; run bump --stage"),
        (
            "--stage",
            "differs from the index, so the hash would be staged without this input; stage it with git add",
        ),
    ],
)
def test_bump_writes_no_hash_without_its_lock(
    laptop: Laptop, upstreams: Upstreams, option: str, says: str
) -> None:
    """`bump` commits or stages only its own edits, so it is refused if the lock is not there yet."""
    upstreams.write_source(laptop, "npm-app", "1.1.0")
    before = laptop.oid("HEAD")
    said = laptop.authguard("bump", "1.1.0", "npm-app", option, **settings(upstreams))
    assert said.code == 2, said
    assert says in said.err
    assert laptop.oid("HEAD") == before
    assert laptop.git("status", "--porcelain") == " M npm-app/package-lock.json"
    laptop.git("add", "npm-app")
    if option == "--commit":
        laptop.record("the lock alone")
    said = laptop.authguard("bump", "1.1.0", "npm-app", option, **settings(upstreams))
    assert said.code == 0, f"{said.out}{said.err}"
    if option == "--stage":
        assert laptop.authguard("check") == (0, "", "")
        laptop.record("1.1.0")
    paths = [f"{name}/default.nix" for name in ("npm-app", "cargo-app", "yarn-site")]
    said = laptop.authguard("verify", "--again", "--head", "HEAD", *paths, **settings(upstreams))
    assert said.code == 0, f"{said.out}{said.err}"
