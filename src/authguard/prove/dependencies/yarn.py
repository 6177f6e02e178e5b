"""fetchYarnDeps: one directory with the tarball of each url in a yarn 1 lock. The file names come from the urls.

The layout is that of nixpkgs' prefetch-yarn-deps (pkgs/build-support/node/fetch-yarn-deps). The lock is part of the
output byte for byte. No file is executable.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, NamedTuple

from authguard.prove.dependencies.cache import chunks_of, size_of
from authguard.prove.dependencies.changes import changes_of, file_of
from authguard.prove.dependencies.ecosystem import (
    HOOKS,
    PHASES,
    Computed,
    LockFile,
    demand_absent,
    flags_of,
    is_set,
    lock_file,
)
from authguard.prove.dependencies.fetching import WantedFile
from authguard.prove.hashes import nar
from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from authguard.prove.dependencies.ecosystem import Request

LOCK = "yarn.lock"

_LENGTHS = {"sha512": 64, "sha384": 48, "sha256": 32, "sha1": 20}
_FILE_MARK = "@file:"
LONGEST_NAME = 255
"""The longest name of a file in bytes."""

# A word as yarn writes it: in quotes, or bare. Its parser ends a bare word at a colon, a space or a comma.
_BARE = r"(?!true|false)[A-Za-z][^\s:,\\\"\[\]]*"
_WORD = rf'(?:"(?:[^"\\\x00-\x1f]|\\\\)*"|{_BARE})'
_TEXT = re.compile(_WORD)
_KEYS = re.compile(rf"{_WORD}(?:, {_WORD})*:")
_FIELD = re.compile(rf"  ([A-Za-z]+) ({_WORD})")
_BODY = re.compile(
    rf"  (?!true|false)[A-Za-z]+(?::| (?:{_WORD}|true|false|[0-9]+))|    {_WORD} (?:{_WORD}|true|false|[0-9]+)"
)
_NEWER = re.compile(r"#\s*yarn lockfile v(?!1\s*$)[0-9]+\s*")
_SHA1 = re.compile(r"[0-9a-f]{40}")
_URL = re.compile(r"https://[A-Za-z0-9.:-]+/[\x21-\x5b\x5d-\x7e]*")
_GIT_HOSTS = ("github.com", "gitlab.com", "bitbucket.com", "bitbucket.org")
_GIT_URL = re.compile(r"git:|git\+.+:|ssh:|https?:.+\.git$")
# JavaScript's greedy `https:\/\/(.)*(.com)\/` and `[@/%:-]`.
_HOST = re.compile(r"https://.*.com/")
_FOLDED = re.compile(r"[@/%:-]")


class YarnPackage(NamedTuple):
    """One url in a lock, and the digest that yarn checks for this url."""

    url: str
    algorithm: str
    digest: bytes

    @property
    def name(self) -> str:
        """The name of its file in the output."""
        return _FOLDED.sub("_", _HOST.sub("", self.url))


def packages_of(lock: bytes) -> list[YarnPackage]:
    """Return the packages of a lock that nixpkgs fetches, one for each url.

    Raises:
        Uncomputable: nixpkgs would fail on this lock, or its fetches are not certain.
    """
    found: dict[str, YarnPackage] = {}
    for keys, fields in _entries(lock):
        resolved = fields.get("resolved")
        files = [key.count(_FILE_MARK) for key in keys]
        if max(files) > 1:
            raise Uncomputable(f"a key of the lock has {_FILE_MARK} twice")
        if resolved is None:
            if not all(files):
                raise Uncomputable("an entry of the lock has no url")
            continue
        package = _package(resolved, fields.get("integrity"))
        if package is None:
            continue
        if any(files):
            raise Uncomputable("a file of the lock has the url of a package")
        if found.setdefault(package.url, package) != package:
            raise Uncomputable("the lock has two digests for one url")
    names = {each.name for each in found.values()}
    if len(names) != len(found) or LOCK in names:
        raise Uncomputable("two urls of the lock have one file name")
    if not names.isdisjoint(("", ".", "..")) or any(len(name) > LONGEST_NAME for name in names):
        raise Uncomputable("a url of the lock results in no valid file name")
    return [found[url] for url in sorted(found)]


def _entries(lock: bytes) -> list[tuple[list[str], dict[str, str]]]:
    """Return the keys and the plain fields of each entry.

    yarn's parser replaces an earlier entry with the same key. An entry that lost all keys is not returned.

    Raises:
        Uncomputable: the text is not a yarn 1 lock as yarn writes it.
    """
    damaged = Uncomputable("the lock is not written as yarn 1 writes it")
    try:
        text = lock.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise damaged from None
    if "\r" in text:
        raise damaged
    entries: list[tuple[list[str], dict[str, str]]] = []
    is_nested = is_over = False
    for line in text.split("\n"):
        if _NEWER.fullmatch(line):
            raise Uncomputable("the lock is of a newer yarn")
        if not line or line.startswith("#"):
            is_over = is_over or line.startswith("#")  # its indentation ends the entry
            continue
        if _KEYS.fullmatch(line):
            entries.append(([_plain(one) for one in _TEXT.findall(line[:-1])], {}))
            is_nested = is_over = False
        elif (
            not entries or is_over or not _BODY.fullmatch(line) or (line.startswith("    ") and not is_nested)
        ):
            raise damaged
        elif not line.startswith("    "):
            is_nested = line.endswith(":")
            field = _FIELD.fullmatch(line)
            if field is not None and entries[-1][1].setdefault(field[1], _plain(field[2])) != _plain(
                field[2]
            ):
                raise damaged
    if any("" in keys for keys, _ in entries):
        raise damaged
    last = {key: fields for keys, fields in entries for key in keys}
    kept = [([key for key in keys if last[key] is fields], fields) for keys, fields in entries]
    return [(keys, fields) for keys, fields in kept if keys]


def _plain(text: str) -> str:
    """Return a word of the lock without its quotes."""
    return text[1:-1].replace("\\\\", "\\") if text.startswith('"') else text


def _package(resolved: str, integrity: str | None) -> YarnPackage | None:
    """Return the package of an entry; None for a file that nixpkgs omits."""
    url, _, fragment = resolved.partition("#")
    if "#" in fragment:
        raise Uncomputable("a url of the lock has two fragments")
    if url.startswith("file:"):
        return None
    if _is_git(url):
        raise Uncomputable("a package of the lock is fetched from git")
    if _URL.fullmatch(url) is None:
        raise Uncomputable("a url of the lock is no https address")
    if integrity is None:
        if _SHA1.fullmatch(fragment) is None:
            raise Uncomputable("a package of the lock has no digest")
        return YarnPackage(url, "sha1", bytes.fromhex(fragment))
    algorithm, _, text = integrity.partition("-")
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    if algorithm not in _LENGTHS or len(raw) != _LENGTHS[algorithm]:
        raise Uncomputable("the lock has an integrity that is no single digest")
    return YarnPackage(url, algorithm, raw)


def _is_git(url: str) -> bool:
    """Tell whether nixpkgs fetches a url with git."""
    parts = url.split("/")
    if url.startswith("https://codeload.github.com/") and "/tar.gz/" in url:
        return True
    if url.startswith("https://github.com/") and url.endswith(".tar.gz"):
        return len(parts) <= 5 or parts[5] == "archive"
    if _GIT_URL.match(url):
        return True
    host = parts[2].rpartition("@")[2].partition(":")[0].lower() if len(parts) > 2 else ""
    path = [part for part in parts[3:] if part]
    return host in _GIT_HOSTS and len(path) == 2


def digest(
    lock: bytes,
    fetch: Callable[[Sequence[WantedFile]], Mapping[WantedFile, str]],
    algorithm: str = "sha256",
) -> bytes:
    """Return the NAR digest of the output for a lock.

    Args:
        lock: the bytes of yarn.lock.
        fetch: returns the verified file of each package.
        algorithm: the algorithm of the digest.

    Raises:
        Uncomputable: nixpkgs would fail, or its result is not certain.
        Unanswered: a package cannot be fetched.
    """
    packages = packages_of(lock)
    wanted = {each: WantedFile(each.url, each.algorithm, each.digest) for each in packages}
    files = fetch(list(wanted.values()))
    entries = [nar.NarEntry(LOCK.encode(), nar.REGULAR, lock)]
    for each, one in wanted.items():
        path = files[one]
        content = chunks_of(path, each.algorithm, each.digest)
        entries.append(nar.NarEntry(each.name.encode(), nar.REGULAR, content, size_of(path)))
    return nar.of_tree(entries, algorithm)


def _lock_at_path(request: Request) -> LockFile:
    """Return the lock that yarnLock names: a file of this repository, or of a fetched source."""
    given = request.each.input("yarnLock")
    assert given is not None  # noqa: S101 - for the type checker
    changes_of(request.each, request.snapshot, (LOCK,), HOOKS)  # an unknown hook is refused
    here = file_of(given.form, given, request.snapshot)
    if here is not None:
        return LockFile(LOCK, here[1], ("given",))
    form = given.form
    if (
        request.tree is not None
        and isinstance(form, tuple)
        and form[:1] == ("str",)
        and len(form) == 3
        and isinstance(form[2], str)
        and form[2].startswith("/")
    ):
        content = request.tree.read(form[2].strip("/"))
        if content is not None:
            return LockFile(LOCK, content, ("given", request.tree.form, form[2]))
    raise Uncomputable("its yarnLock is not known without evaluating")


class Yarn:
    """The packages of fetchYarnDeps."""

    name = "yarn"
    producers = frozenset(("fetchYarnDeps",))

    def compute(self, request: Request) -> Computed:
        """Return the digest of the output, see Ecosystem."""
        each = request.each
        demand_absent(each, PHASES, "packages")
        if is_set(each, "forceEmptyCache"):
            raise Uncomputable("its forceEmptyCache belongs to another fetcher")
        lock = _lock_at_path(request) if each.input("yarnLock") else lock_file(request, (LOCK,), HOOKS)
        if not packages_of(lock.content):
            raise Uncomputable("the lock has no packages to fetch")
        made = digest(lock.content, request.tools.fetch, request.algorithm)
        return Computed(made, ("yarn", *lock.form, *flags_of(each, ("sourceRoot",))))
