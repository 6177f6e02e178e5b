"""fetchCargoVendor: the published crates in Cargo.lock, the git trees that the lock names, and the lock.

The layout is that of nixpkgs' fetch-cargo-vendor-util (pkgs/build-support/rust). Its staging derivation is the fixed
output. The lock is part of this output byte for byte, and keeps its executable bit. No cargo is needed.

Not proved: crates as crates.io serves them, since no registry of crates could be asked (docs/dependency-hashes.md).
"""

from __future__ import annotations

import glob
import json
import os
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.prove.dependencies.cache import chunks_of, size_of
from authguard.prove.dependencies.ecosystem import (
    PHASES,
    Computed,
    demand_absent,
    flags_of,
    is_set,
    lock_file,
)
from authguard.prove.dependencies.fetching import WantedFile
from authguard.prove.dependencies.npmrc import host_of
from authguard.prove.hashes import nar
from authguard.prove.hashes.entries import CHECKOUT
from authguard.prove.hashes.limits import Uncomputable
from authguard.system import user_home

if TYPE_CHECKING:
    from authguard.prove.dependencies.ecosystem import Request, Tools

LOCK = "Cargo.lock"
CRATES_IO = ("registry+https://github.com/rust-lang/crates.io-index", "sparse+https://index.crates.io/")
DOWNLOADS = "https://static.crates.io/crates"
LARGEST_CONFIG = 1 << 16

_HOOKS = ("preUnpack", "postUnpack", "prePatch", "postPatch", "preBuild", "postBuild")
_UNKNOWN_STEPS = (
    *PHASES,
    "depsExtraArgs",
    "cargoUpdateHook",
    "cargoLock.lockFile",
    "cargoLock.lockFileContents",
)
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_VERSION = re.compile(r"[0-9A-Za-z.+-]+")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_GIT = re.compile(r"git\+(?P<url>https?://[^?#]+)(?:\?(?:rev|tag|branch)=[^#]*)?#(?P<rev>[0-9a-f]{40})")


@dataclass(frozen=True, slots=True)
class Crate:
    """A crate of a registry."""

    name: str
    version: str
    source: str
    checksum: str

    @property
    def file(self) -> str:
        """The name of its file in the output."""
        return f"{self.name}-{self.version}.tar.gz"


@dataclass(slots=True)
class CargoLock:
    """The downloads for a lock: crates by file name, and the url of each git revision."""

    crates: dict[str, Crate] = field(default_factory=dict)
    trees: dict[str, str] = field(default_factory=dict)


def packages_of(lock: bytes) -> CargoLock:
    """Return the packages of a lock that nixpkgs fetches.

    Raises:
        Uncomputable: nixpkgs would fail on this lock, or its fetches are not certain.
    """
    try:
        parsed = tomllib.loads(lock.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Uncomputable("the lock is not TOML") from None
    if parsed.get("version", 2) not in (2, 3, 4):
        raise Uncomputable(f"a lock of version {parsed.get('version')!r} is not known")
    packages = parsed.get("package")
    if not isinstance(packages, list):
        raise Uncomputable("the lock has no packages")
    found = CargoLock()
    sources: dict[str, str] = {}
    for one in packages:
        if not isinstance(one, dict):
            raise Uncomputable("a package of the lock is not a table")
        source = one.get("source")
        if source is None:
            continue
        if not isinstance(source, str):
            raise Uncomputable("a package of the lock has an unknown source")
        if source.startswith("git+"):
            _add_tree(found, sources, source)
        else:
            _add_crate(found, one, source)
    return found


def _add_tree(found: CargoLock, sources: dict[str, str], source: str) -> None:
    match = _GIT.fullmatch(source)
    if match is None:
        raise Uncomputable("the lock names a git source that is not fetched by https at a commit")
    if sources.setdefault(match["rev"], source) != source:
        raise Uncomputable("the lock names one git revision in two ways")
    found.trees[match["rev"]] = match["url"]


def _add_crate(found: CargoLock, one: dict[str, object], source: str) -> None:
    if not source.startswith(("registry+", "sparse+")):
        raise Uncomputable("the lock names a source that nixpkgs does not know")
    name, version, checksum = one.get("name"), one.get("version"), one.get("checksum")
    if not (isinstance(name, str) and isinstance(version, str) and isinstance(checksum, str)):
        raise Uncomputable("a crate of the lock has no checksum beside it, as in locks of version 1")
    if not (_NAME.fullmatch(name) and _VERSION.fullmatch(version) and _CHECKSUM.fullmatch(checksum)):
        raise Uncomputable("a crate of the lock has a name, version or checksum that is none")
    crate = Crate(name, version, source, checksum)
    if found.crates.setdefault(crate.file, crate) != crate:
        raise Uncomputable(f"the lock has two crates {name} {version}")


def digest(lock: bytes, tools: Tools, algorithm: str = "sha256", *, executable: bool = False) -> bytes:
    """Return the NAR digest of the output for a lock.

    Args:
        lock: the bytes of Cargo.lock.
        tools: fetches crates and git trees.
        algorithm: the algorithm of the digest.
        executable: whether the lock is executable in its source.

    Raises:
        Uncomputable: nixpkgs would fail, or its result is not certain.
        Unanswered: a crate cannot be fetched.
    """
    found = packages_of(lock)
    registries = Registries(CargoConfig.of_user(), tools)
    wanted = {name: registries.wanted(crate) for name, crate in found.crates.items()}
    files = tools.fetch(list(wanted.values()))
    writer = nar.NarWriter(algorithm)
    writer.content(LOCK.encode(), executable, lock)
    for rev in sorted(found.trees):
        writer.directory(f"git/{rev}".encode())
        tools.git(writer, f"git/{rev}/".encode(), found.trees[rev], rev, CHECKOUT)
    for name in sorted(wanted):
        path = files[wanted[name]]
        writer.stream(f"tarballs/{name}".encode(), False, size_of(path), chunks_of(path))
    return writer.digest()


class CargoConfig:
    """The user's own cargo configuration: `$CARGO_HOME/config.toml`.

    The configuration of a repository is never read.
    """

    def __init__(self, settings: dict[str, object], home: str = "") -> None:
        """Take the settings, and the directory of their relative paths."""
        self._settings = settings
        self._home = home

    @classmethod
    def of_user(cls) -> CargoConfig:
        """Read the user's configuration. A missing or unreadable file is an empty configuration."""
        home = os.environ.get("CARGO_HOME") or os.path.join(user_home() or os.devnull, ".cargo")
        for name in ("config", "config.toml"):
            try:
                with open(os.path.join(home, name), "rb") as file:
                    return cls(tomllib.load(file), home)
            except (OSError, ValueError):
                continue
        return cls({}, home)

    @property
    def hosts(self) -> list[str]:
        """The hosts, with their ports, of registries that the user's configuration names."""
        sources = [_table(one) for one in _table(self._settings.get("source")).values()]
        registries = [_table(one) for one in _table(self._settings.get("registries")).values()]
        named = [one.get("registry") for one in sources] + [one.get("index") for one in registries]
        urls = [str(one).removeprefix("sparse+") for one in named if one]
        return [host for url in urls if (host := host_of(url))]

    def source(self, name: str) -> dict[str, object]:
        """Return the last replacement in the chain of a source; empty if nothing replaces the source.

        Raises:
            Uncomputable: the chain has no end.
        """
        found: dict[str, object] = {}
        for _ in range(10):
            one = _table(_table(self._settings.get("source")).get(name))
            name = str(one.get("replace-with") or "")
            if one.get("registry") or one.get("local-registry") or one.get("directory"):
                found = one
            if not name:
                return found
            index = _table(_table(self._settings.get("registries")).get(name)).get("index")
            if index:
                found = {"registry": index}
        raise Uncomputable("the sources of the cargo configuration replace each other in a circle")

    def crates(self, crate: Crate) -> list[str]:
        """Return the paths where cargo's own cache and a local registry of the user may have a crate."""
        name = f"{crate.name}-{crate.version}.crate"
        folders = glob.glob(os.path.join(glob.escape(self._home), "registry", "cache", "*"))
        local = self.source("crates-io").get("local-registry")
        if isinstance(local, str):
            folders.append(os.path.join(self._home, local))
        return [os.path.join(folder, name) for folder in folders]


class Registries:
    """The registries from which crates are downloaded."""

    def __init__(self, config: CargoConfig, tools: Tools) -> None:
        """Store the user's configuration. No registry is asked yet."""
        self._config = config
        self._tools = tools
        self._downloads: dict[str, str] = {}

    def wanted(self, crate: Crate) -> WantedFile:
        """Return the file of a crate.

        Raises:
            Uncomputable: the registry of the crate has an unsupported form.
            Unanswered: the registry does not answer.
        """
        template = self._download(crate.source)
        if "{" not in template:
            template += "/{crate}/{version}/download"
        prefix = _prefix(crate.name)
        for mark, value in (
            ("{crate}", crate.name),
            ("{version}", crate.version),
            ("{prefix}", prefix),
            ("{lowerprefix}", prefix.lower()),
            ("{sha256-checksum}", crate.checksum),
        ):
            template = template.replace(mark, value)
        near = tuple(self._config.crates(crate))
        return WantedFile(template, "sha256", bytes.fromhex(crate.checksum), near)

    def _download(self, source: str) -> str:
        if source not in self._downloads:
            self._downloads[source] = self._read(source)
        return self._downloads[source]

    def _read(self, source: str) -> str:
        if source in CRATES_IO:
            registry = self._config.source("crates-io").get("registry")
            if not isinstance(registry, str):
                return DOWNLOADS
            source = registry
        if not source.startswith("sparse+"):
            raise Uncomputable("the index of a registry of its crates is in git")
        read: list[bytes] = []

        def take(chunk: bytes) -> None:
            read.append(chunk)
            if sum(map(len, read)) > LARGEST_CONFIG:
                raise Uncomputable("config.json of a registry is too large")

        self._tools.read(f"{source.removeprefix('sparse+').rstrip('/')}/config.json", take)
        try:
            config = json.loads(b"".join(read))
        except (ValueError, RecursionError):
            config = None
        found = config.get("dl") if isinstance(config, dict) else None
        if not isinstance(found, str) or not isinstance(config, dict):
            raise Uncomputable("config.json of a registry has no dl")
        if config.get("auth-required"):
            raise Uncomputable("a registry of its crates asks for credentials")
        return found


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _prefix(name: str) -> str:
    if len(name) <= 2:
        return str(len(name))
    return f"3/{name[0]}" if len(name) == 3 else f"{name[:2]}/{name[2:4]}"


class Cargo:
    """The crates of buildRustPackage and fetchCargoVendor."""

    name = "cargo"
    producers = frozenset(("buildRustPackage", "fetchCargoVendor"))

    def compute(self, request: Request) -> Computed:
        """Return the digest of the output, see Ecosystem."""
        each = request.each
        if each.attribute.endswith("cargoSha256"):
            raise Uncomputable("cargoSha256 belongs to fetchCargoTarball, and cargo itself makes that output")
        use = each.input("useFetchCargoVendor")
        if use is not None and not is_set(each, "useFetchCargoVendor"):
            raise Uncomputable("fetchCargoTarball has cargo itself make its output")
        demand_absent(each, _UNKNOWN_STEPS, "crates")
        lock = lock_file(request, (LOCK,), _HOOKS)
        executable = request.tree is not None and request.tree.is_executable(lock.path)
        made = digest(lock.content, request.tools, request.algorithm, executable=executable)
        return Computed(made, ("cargo", *lock.form, *flags_of(each, ("sourceRoot", "cargoRoot"))))
