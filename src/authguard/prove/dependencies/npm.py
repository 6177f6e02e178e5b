"""fetchNpmDeps, fetcher version 1: npm's cache with one entry for each url in the lock, and the lock itself.

The layout is that of nixpkgs' prefetch-npm-deps (pkgs/build-support/node/fetch-npm-deps). The lock is part of the
output byte for byte, always under the name package-lock.json. No file is executable.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from typing import TYPE_CHECKING, NamedTuple

from authguard.prove.dependencies import npm_git
from authguard.prove.dependencies.cache import chunks_of, size_of
from authguard.prove.dependencies.ecosystem import (
    HOOKS,
    PHASES,
    Computed,
    demand_absent,
    flags_of,
    is_set,
    lock_file,
)
from authguard.prove.dependencies.fetching import WantedFile
from authguard.prove.dependencies.trees import temporary_directory
from authguard.prove.hashes import nar
from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from authguard.prove.dependencies.ecosystem import Request, Tools

LOCKS = ("npm-shrinkwrap.json", "package-lock.json")
DEEPEST = 60
"""The deepest entry of a lock. nixpkgs' parser accepts 127 levels of JSON, two for each entry."""
LARGEST_PORT = 65535
_DEEPEST_LOCK = 5

_UNKNOWN_STEPS = (*PHASES, "nativeBuildInputs")
_LENGTHS = {"sha512": 64, "sha1": 20}
"""The algorithms that nixpkgs accepts, the preferred algorithm first."""

_IS_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
# A url that the parser of nixpkgs' program leaves unchanged.
_PLAIN_URL = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9][0-9]{0,4})?/[A-Za-z0-9@._~/%+=,!$&()*;:-]*"
    r"(?:\?[A-Za-z0-9@._~/%+=,!$&()*;:-]*)?"
)
_HIDDEN = re.compile(r"/(?:\.|%2e){1,2}(?:/|$|\?)", re.IGNORECASE)
_DEFAULT_PORT = re.compile(r"http://[^/]*:80/|https://[^/]*:443/")
_NUMERIC_HOST = re.compile(r"https?://(?:[^/:]*\.)?(?:0x[0-9a-f]*|[0-9]+)(?::|/)", re.IGNORECASE)
_PORT = re.compile(r"https?://[^/:]*:(?P<port>[0-9]+)/")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_WORDS = re.compile(r"[^ \t\n\f\r]+")
_GIT = re.compile(r"(?:git|git\+ssh|git\+https|ssh):")
_SHORT = re.compile(r"(github|bitbucket|gitlab):")
_FORGES = {"github": "github.com", "bitbucket": "bitbucket.org", "gitlab": "gitlab.com"}


class NpmPackage(NamedTuple):
    """One url of a lock, and its integrity as the lock writes it: "" for a git dependency."""

    url: str
    integrity: str

    @property
    def algorithm(self) -> str:
        """The algorithm of the integrity."""
        return self.integrity.partition("-")[0]

    @property
    def digest(self) -> bytes:
        """The digest of the integrity."""
        return base64.b64decode(self.integrity.partition("-")[2])


def packages_of(lock: bytes) -> list[NpmPackage]:
    """Return the packages of a lock that nixpkgs fetches, one for each url, sorted by url.

    Raises:
        Uncomputable: nixpkgs would fail on this lock, or its fetches are not certain.
    """
    parsed = _parsed(lock)
    version, dependencies, packages = (
        parsed.get(name) for name in ("lockfileVersion", "dependencies", "packages")
    )
    if type(version) is not int or version not in (1, 2, 3):
        raise Uncomputable(f"lockfileVersion {version!r} is not known")
    # nixpkgs reads both parts, and fails if it cannot read the part that it does not use.
    if version == 1:
        found = list(_of_version_1(dependencies, 0))
        _demand_entries(packages, 0)
    else:
        found = list(_of_packages(packages))
        _demand_entries(dependencies, 0, ("version",))
    by_url: dict[str, set[str]] = {}
    for each in found:
        by_url.setdefault(each.url, set()).add(each.integrity)
    return [NpmPackage(url, _best(url, by_url[url])) for url in sorted(by_url)]


def _parsed(lock: bytes) -> dict[str, object]:
    """Return a lock that nixpkgs' strict parser accepts."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) != len(pairs):
            raise Uncomputable("the lock has two values for one name")
        return made

    def no_number(text: str) -> object:
        raise ValueError(text)

    try:
        text = lock.decode("utf-8")
        parsed = json.loads(text, object_pairs_hook=once, parse_constant=no_number)
        if _SURROGATE.search(text):
            json.dumps(parsed, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Uncomputable("the lock is not JSON") from None
    if not isinstance(parsed, dict):
        raise Uncomputable("the lock is not a JSON object")
    return parsed


def _demand_entries(entries: object, depth: int, required: tuple[str, ...] = ()) -> None:
    """Refuse a part of a lock that nixpkgs cannot read. Each entry needs the required texts."""
    if entries is None:
        return
    if not isinstance(entries, dict) or not all(isinstance(entry, dict) for entry in entries.values()):
        raise Uncomputable("an entry of the lock is not an object")
    if depth > DEEPEST:
        raise Uncomputable("the lock is nested too deep")
    for entry in entries.values():
        _integrity(entry)
        _text(entry, "resolved")
        if any(_text(entry, name) is None for name in required):
            raise Uncomputable("an entry of the lock has no version")
        if required:
            _bundled(entry)
            _demand_entries(entry.get("dependencies"), depth + 1, required)


def _bundled(entry: dict[str, object]) -> bool:
    found = entry.get("bundled", False)
    if not isinstance(found, bool):
        raise Uncomputable("an entry of the lock has an unknown `bundled`")
    return found


def _of_packages(packages: object) -> Iterator[NpmPackage]:
    """The entries of `packages` (lockfileVersion 2 and 3) with a url as `resolved`."""
    if not isinstance(packages, dict):
        raise Uncomputable("the lock has no packages")
    for path, entry in packages.items():
        if not isinstance(entry, dict):
            raise Uncomputable("an entry of the lock is not an object")
        integrity = _integrity(entry)
        _text(entry, "name")
        resolved = _text(entry, "resolved")
        if path and resolved is not None and _is_url(resolved):
            yield _package(resolved, integrity)


def _of_version_1(dependencies: object, depth: int) -> Iterator[NpmPackage]:
    """The tree of lockfileVersion 1 without bundled packages."""
    if not isinstance(dependencies, dict):
        raise Uncomputable("the lock has no dependencies")
    if depth > DEEPEST:
        raise Uncomputable("the lock is nested too deep")
    for entry in dependencies.values():
        if not isinstance(entry, dict):
            raise Uncomputable("an entry of the lock is not an object")
        if _bundled(entry):
            _demand_entries({"": entry}, depth, ("version",))
            continue
        version, resolved = _text(entry, "version"), _text(entry, "resolved")
        if version is None:
            raise Uncomputable("an entry of the lock has no version")
        url = version if _is_url(version) else resolved
        if version.startswith("npm:"):
            url = resolved
        short = _SHORT.match(version)
        if short is not None:
            url = f"git+ssh://git@{_FORGES[short[1]]}/{version[short.end() :]}"
        if url is None or not _is_url(url):
            raise Uncomputable("an entry of the lock has no url")
        yield _package(url, _integrity(entry))
        below = entry.get("dependencies")
        if below is not None:
            yield from _of_version_1(below, depth + 1)


def _package(url: str, integrity: str | None) -> NpmPackage:
    if _GIT.match(url):
        return NpmPackage(url, "")
    if url.startswith("file:"):
        raise Uncomputable("a package of the lock is a file, which nixpkgs cannot fetch")
    if not _is_plain(url):
        raise Uncomputable("a url of the lock may be written in another way by nixpkgs")
    if not integrity:
        raise Uncomputable("a package of the lock has no integrity")
    return NpmPackage(url, integrity)


def _is_url(text: str) -> bool:
    if text != text.strip() or not text.isprintable():
        raise Uncomputable("a url of the lock may be read in another way by nixpkgs")
    return _IS_URL.match(text) is not None


def _is_plain(url: str) -> bool:
    return (
        _PLAIN_URL.fullmatch(url) is not None
        and _HIDDEN.search(url) is None
        and _DEFAULT_PORT.match(url) is None
        and _NUMERIC_HOST.match(url) is None
        and not ((port := _PORT.match(url)) is not None and int(port["port"]) > LARGEST_PORT)
        and ".." not in url.split("/")[2]
        and "xn--" not in url.split("/")[2]
    )


def _text(entry: dict[str, object], name: str) -> str | None:
    found = entry.get(name)
    if found is None or isinstance(found, str):
        return found
    raise Uncomputable(f"an entry of the lock has an unknown `{name}`")


def _integrity(entry: dict[str, object]) -> str | None:
    """Return the best integrity of an entry; None for an entry without integrity.

    Raises:
        Uncomputable: nixpkgs does not accept the integrity, or chooses between two at random.
    """
    stated = _text(entry, "integrity")
    if stated is None:
        return None
    found = {algorithm: set[str]() for algorithm in _LENGTHS}
    for one in _WORDS.findall(stated):
        algorithm, _, text = one.partition("-")
        if algorithm not in found:
            raise Uncomputable(f"the lock has an integrity that nixpkgs does not take: {algorithm[:20]}")
        try:
            raw = base64.b64decode(text, validate=True)
        except (ValueError, binascii.Error):
            raw = b""
        if len(raw) != _LENGTHS[algorithm] or base64.b64encode(raw).decode() != text:
            raise Uncomputable("the lock has an integrity that is no digest")
        found[algorithm].add(one)
    best = next((some for some in found.values() if some), set())
    if len(best) != 1:
        raise Uncomputable("an entry of the lock has two digests of one algorithm")
    return best.pop()


def _best(url: str, stated: set[str]) -> str:
    """Return the integrity that npm uses if a lock names a url several times."""
    for algorithm in _LENGTHS:
        some = [one for one in stated if one.startswith(f"{algorithm}-")]
        if len(some) == 1:
            return some[0]
        if some:
            raise Uncomputable("the lock has two digests for one url")
    return ""


def tree(lock: bytes, packages: list[NpmPackage], paths: Mapping[NpmPackage, str]) -> Iterator[nar.NarEntry]:
    """Yield the files of the output.

    Args:
        lock: the bytes of the lock.
        packages: the packages that were fetched.
        paths: the file of each package.
    """
    yield nar.NarEntry(b"package-lock.json", nar.REGULAR, lock)
    for folder in (b"_cacache/content-v2", b"_cacache/index-v5"):
        yield nar.NarEntry(folder, nar.DIRECTORY)
    known: set[str] = set()
    for each in packages:
        path, size = paths[each], size_of(paths[each])
        content = f"_cacache/content-v2/{each.algorithm}/{_split(each.digest.hex())}"
        if content not in known:  # two urls may have the same content
            known.add(content)
            yield nar.NarEntry(
                content.encode(), nar.REGULAR, chunks_of(path, each.algorithm, each.digest), size
            )
        name, line = index_entry(each, size)
        yield nar.NarEntry(f"_cacache/index-v5/{name}".encode(), nar.REGULAR, line)


def index_entry(package: NpmPackage, size: int) -> tuple[str, bytes]:
    """Return the path below `index-v5` and the bytes of a package's entry in the index."""
    key = f"make-fetch-happen:request-cache:{package.url}"
    entry = {
        "key": key,
        "integrity": package.integrity,
        "time": 0,
        "size": size,
        "metadata": {"url": package.url, "options": {"compress": True}},
    }
    line = json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode()
    checksum = hashlib.sha1(line, usedforsecurity=False).hexdigest()
    return _split(hashlib.sha256(key.encode()).hexdigest()), checksum.encode() + b"\t" + line


def _split(name: str) -> str:
    return f"{name[:2]}/{name[2:4]}/{name[4:]}"


def digest(
    lock: bytes,
    tools: Tools,
    algorithm: str = "sha256",
    *,
    may_be_empty: bool = False,
    is_forced: bool = False,
) -> bytes:
    """Return the NAR digest of the output for a lock.

    Args:
        lock: the bytes of package-lock.json or npm-shrinkwrap.json.
        tools: fetches the packages.
        algorithm: the algorithm of the digest.
        may_be_empty: the option forceEmptyCache.
        is_forced: the option forceGitDeps.

    Raises:
        Uncomputable: nixpkgs would fail, or its result is not certain.
        Unanswered: a package cannot be fetched.
    """
    packages = packages_of(lock)
    if not packages and not may_be_empty:
        raise Uncomputable("the lock has no packages to fetch, which nixpkgs refuses without forceEmptyCache")
    with temporary_directory() as directory:
        found, paths = _packed(packages, tools, directory, is_forced, 0)
        wanted = {
            each: WantedFile(each.url, each.algorithm, each.digest) for each in found if each not in paths
        }
        files = tools.fetch(list(wanted.values()))
        paths.update({each: files[one] for each, one in wanted.items()})
        return nar.of_tree(tree(lock, found, paths), algorithm)


def _packed(
    packages: list[NpmPackage], tools: Tools, directory: str, is_forced: bool, depth: int
) -> tuple[list[NpmPackage], dict[NpmPackage, str]]:
    """Return the packages, with the packages of the locks of those from git, and the packed files.

    Raises:
        Uncomputable, AuthguardError: as in `digest`.
    """
    if depth > _DEEPEST_LOCK:
        raise Uncomputable("locks of packages from git are nested too deep")
    found: dict[str, NpmPackage] = {}
    paths: dict[NpmPackage, str] = {}

    def add(each: NpmPackage) -> None:
        if found.setdefault(each.url, each) != each:
            raise Uncomputable("the locks have two digests for one url")

    for each in packages:
        if each.integrity:
            add(each)
            continue
        source = npm_git.hosted(each.url)
        packed = npm_git.packed(source, tools, directory, is_forced=is_forced)
        made = NpmPackage(source.archive, f"sha512-{base64.b64encode(packed.digest).decode()}")
        add(made)
        paths[made] = packed.path
        if packed.lock is not None:
            more, files = _packed(packages_of(packed.lock), tools, directory, is_forced, depth + 1)
            for one in more:
                add(one)
            paths.update(files)
    return [found[url] for url in sorted(found)], paths


class Npm:
    """The npm packages of buildNpmPackage and fetchNpmDeps."""

    name = "npm"
    producers = frozenset(("buildNpmPackage", "fetchNpmDeps"))

    def compute(self, request: Request) -> Computed:
        """Return the digest of the output, see Ecosystem."""
        each = request.each
        version = each.input("npmDepsFetcherVersion") or each.input("fetcherVersion")
        if version is not None and version.form != ("const", "1"):
            raise Uncomputable("fetcher version 2 has data of the registry that change with time")
        demand_absent(each, _UNKNOWN_STEPS, "packages")
        lock = lock_file(request, LOCKS, HOOKS)
        made = digest(
            lock.content,
            request.tools,
            request.algorithm,
            may_be_empty=is_set(each, "forceEmptyCache"),
            is_forced=is_set(each, "forceGitDeps"),
        )
        return Computed(
            made, ("npm", 1, *lock.form, *flags_of(each, ("sourceRoot", "forceEmptyCache", "forceGitDeps")))
        )
