"""fetchCargoVendor: the published crates in Cargo.lock, the git trees that the lock names, and the lock.

The layout is that of nixpkgs' fetch-cargo-vendor-util (pkgs/build-support/rust). Its staging derivation is the fixed
output. The lock is part of this output byte for byte, and keeps its executable bit. No cargo is needed.

Not proved: crates as crates.io serves them, since no registry of crates could be asked (docs/dependency-hashes.md).
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.prove.dependencies.cache import chunks_of, size_of
from authguard.prove.dependencies.cargo_config import CargoConfig, is_on_this_machine
from authguard.prove.dependencies.ecosystem import (
    PHASES,
    Computed,
    demand_absent,
    flags_of,
    is_set,
    lock_file,
)
from authguard.prove.dependencies.fetching import WantedFile
from authguard.prove.hashes import nar
from authguard.prove.hashes.entries import CHECKOUT
from authguard.prove.hashes.limits import Uncomputable
from authguard.prove.mirrors.failures import Denied

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
        one = wanted[name]
        path = files[one]
        writer.stream(
            f"tarballs/{name}".encode(), False, size_of(path), chunks_of(path, one.algorithm, one.digest)
        )
    return writer.digest()


@dataclass(frozen=True, slots=True)
class _Downloads:
    """The place of the crates of a registry: the template of their urls, and the token that the registry requires."""

    template: str
    token: str = field(default="", repr=False)


class Registries:
    """The registries from which crates are downloaded."""

    def __init__(self, config: CargoConfig, tools: Tools) -> None:
        """Store the user's configuration. No registry is asked yet."""
        self._config = config
        self._tools = tools
        self._downloads: dict[str, _Downloads] = {}

    def wanted(self, crate: Crate) -> WantedFile:
        """Return the archive of a crate, as the registry has it.

        Raises:
            Uncomputable: the registry of the crate has an unsupported form.
            Unanswered: the registry does not answer.
        """
        if crate.source not in self._downloads:
            self._downloads[crate.source] = self._read(crate.source)
        downloads = self._downloads[crate.source]
        template = downloads.template
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
        near = tuple(self._config.crates(crate.name, crate.version))
        headers = tuple(_authorization(template, downloads.token).items())
        return WantedFile(template, "sha256", bytes.fromhex(crate.checksum), near, headers)

    def _read(self, source: str) -> _Downloads:
        """Return the place of the crates of a source, as config.json of its index states the place.

        Cargo asks for config.json without a token first. It sends the token after the answer 401, and for each crate
        if config.json has `auth-required`.
        """
        if source in CRATES_IO:
            registry = self._config.source("crates-io").get("registry")
            if not isinstance(registry, str):
                return _Downloads(DOWNLOADS)
            source = registry
        if not source.startswith("sparse+"):
            raise Uncomputable("the index of a registry of its crates is in git")
        url = f"{source.removeprefix('sparse+').rstrip('/')}/config.json"
        token = ""
        try:
            content = self._content(url)
        except Denied as error:
            if error.status != 401:
                raise
            token = self._config.token(source)
            content = self._content(url, token)
        try:
            config = json.loads(content)
        except (ValueError, RecursionError):
            config = None
        found = config.get("dl") if isinstance(config, dict) else None
        if not isinstance(found, str) or not isinstance(config, dict):
            raise Uncomputable("config.json of a registry has no dl")
        if not config.get("auth-required"):
            return _Downloads(found)
        return _Downloads(found, token or self._config.token(source))

    def _content(self, url: str, token: str = "") -> bytes:
        read: list[bytes] = []

        def take(chunk: bytes) -> None:
            read.append(chunk)
            if sum(map(len, read)) > LARGEST_CONFIG:
                raise Uncomputable("config.json of a registry is too large")

        self._tools.read(url, take, _authorization(url, token))
        return b"".join(read)


def _authorization(url: str, token: str) -> dict[str, str]:
    """Return the header with a token, as cargo sends it; nothing without a token.

    Raises:
        Uncomputable: the token would leave this machine without TLS.
    """
    if not token:
        return {}
    if not url.startswith("https://") and not is_on_this_machine(url):
        raise Uncomputable("a registry of its crates asks for credentials without TLS")
    return {"Authorization": token}


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
