"""One bare repository of authguard. The repository is made completely or not at all, and cleaned up after a kill.

A mirror has two such repositories. `trees` has no blobs: it is a partial clone, in which git assumes that missing
objects can be fetched. `whole` has all objects of each of its commits, so git's own check of a fetch works, and each
read from it is complete. Both repositories are shallow.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from authguard.prove.mirrors.git_refusal import GitRefusal
from authguard.prove.mirrors.run import REMOTE, orphan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.prove.mirrors.address import Address
    from authguard.prove.mirrors.reading import Reading
    from authguard.prove.mirrors.run import GitOutput, MirrorGit

TREES = "trees"
COMPLETE = "whole"
KINDS = (TREES, COMPLETE)
_FETCH = ("fetch", "--progress", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--refmap=")
_NAMES = "refs/authguard"
_UNFILTERED = "filtering not recognized by server"

_dropped: set[str] = set()
"""The paths of damaged repositories. libgit2 does not read these any more: each reading starts a process of git.

libgit2 shares an open pack, by its path, among all repositories of the process, and a pack that is fetched again has
the old name.
"""


class Fetched(NamedTuple):
    """The result of a fetch: the oid of the requested object, and whether the fetch brought all of its files."""

    oid: str
    has_files: bool


class MirrorRepository:
    """A bare repository at `path`, of one of the KINDS. The caller of a fetch holds the mirror's lock."""

    __slots__ = ("_formats", "_git", "_reading", "kind", "path")

    def __init__(self, path: str, kind: str, git: MirrorGit) -> None:
        """Store the path. Nothing is made before a fetch needs it."""
        self.path = path
        self.kind = kind
        self._git = git
        self._formats = {_config(kind, each).encode(): each for each in ("sha1", "sha256")}
        self._reading: Reading | None = None

    @property
    def is_there(self) -> bool:
        """Whether the repository exists, with the configuration that authguard writes."""
        return self.object_format is not None

    @property
    def object_format(self) -> str | None:
        """The object format, "sha1" or "sha256"; None if the repository does not exist."""
        try:
            with open(os.path.join(self.path, "config"), "rb") as file:
                return self._formats.get(file.read())
        except OSError:
            return None

    def reading(self) -> Reading:
        """The reader of the repository. After each fetch there is a new reader."""
        if self._reading is None:
            from authguard.prove.mirrors.reading import reading

            by_git = self.object_format == "sha256" or self.path in _dropped
            self._reading = reading(self.path, self._git, by_git)
            self.touch()
        return self._reading

    @property
    def holds_anything(self) -> bool:
        """Whether anything was ever fetched into it."""
        try:
            return any(
                name.endswith(".pack") for name in os.listdir(os.path.join(self.path, "objects", "pack"))
            )
        except OSError:
            return False

    def is_complete(self, commit: str) -> bool:
        """Whether a fetch of that commit with all its files was completed."""
        try:
            with open(os.path.join(self.path, "complete"), encoding="ascii") as file:
                return commit in file.read().split()
        except (OSError, ValueError):
            return False

    def complete(self, commit: str) -> None:
        """Record that a fetch of that commit was completed.

        Raises:
            OSError: the record cannot be written.
        """
        with open(os.path.join(self.path, "complete"), "a", encoding="ascii") as file:
            file.write(f"{commit}\n")

    def drop(self) -> None:
        """Remove the repository. The next fetch makes it again."""
        self._reading = None
        _dropped.add(self.path)
        try:
            remove(self.path)
        except OSError:
            return

    def commit(self, oid: str) -> str | None:
        """The commit of an object, also of a tag's target; None for a missing object.

        Raises:
            NotACommit: the object is a tree or a blob.
            Damaged: the object cannot be read.
        """
        return self.reading().commit(oid) if self.is_there else None

    def touch(self) -> None:
        """Record that the repository was used now."""
        try:
            os.utime(os.path.join(self.path, "used"))
        except OSError:
            return

    def make(self, object_format: str) -> None:
        """Make an empty repository. The old content is deleted.

        Raises:
            OSError: the directory cannot be written.
        """
        import tempfile

        remove(self.path)
        new = tempfile.mkdtemp(prefix="new-", dir=os.path.dirname(self.path))
        for directory in ("objects/info", "objects/pack", "refs/heads", "refs/tags"):
            os.makedirs(os.path.join(new, directory))
        for name, text in (
            ("HEAD", "ref: refs/heads/none\n"),
            ("used", ""),
            ("config", _config(self.kind, object_format)),
        ):
            with open(os.path.join(new, name), "w", encoding="utf-8") as file:
                file.write(text)
        os.rename(new, self.path)
        self._reading = None

    def prepare(self, object_format: str) -> None:
        """Make the repository if it is missing or has another format. Remove the files of a killed fetch.

        Raises:
            OSError: the directory cannot be written.
        """
        is_sound = self.is_there and os.path.isdir(os.path.join(self.path, "objects", "pack"))
        if not is_sound or self.object_format != object_format:
            self.make(object_format)
        elif os.path.exists(os.path.join(self.path, "running")):
            orphan(self.path)
            self.sweep()

    def sweep(self) -> None:
        """Remove locks and partial packs that no running process writes."""
        pack = os.path.join(self.path, "objects", "pack")
        for directory, fits in (
            (self.path, lambda name: name.endswith(".lock") or name in ("running", "heard")),
            (os.path.join(self.path, _NAMES), lambda name: name.endswith(".lock")),
            (pack, lambda name: name.startswith("tmp_") or name.endswith((".keep", ".temp", ".lock"))),
        ):
            try:
                names = os.listdir(directory)
            except OSError:
                continue
            for name in filter(fits, names):
                try:
                    os.unlink(os.path.join(directory, name))
                except OSError:
                    continue

    def fetch(self, address: Address, wanted: str, *, shallow: bool = True) -> Fetched:
        """Fetch one ref or object by its full name.

        Raises:
            GitRefusal: git failed.
        """
        name = f"{_NAMES}/{_digest(wanted)}"
        was_empty = not self.holds_anything
        options = [
            *(("--depth=1",) if shallow else ()),
            *(("--filter=blob:none",) if self.kind == TREES else ()),
        ]
        refusal = self._request(
            address, *_FETCH, *options, "--end-of-options", REMOTE, f"+{wanted}:{name}"
        ).refusal
        # A server without filters omits the objects of commits that the client names as present, and here these may
        # lack files.
        has_files = self.kind == COMPLETE or (was_empty and _UNFILTERED in refusal)
        return Fetched(self._named(name), has_files)

    def fetch_all(self, address: Address) -> None:
        """Fetch the full history of all tags and branches, the only way if a server serves plain files.

        Raises:
            GitRefusal: git failed.
        """
        names = ("+refs/heads/*:refs/all/heads/*", "+refs/tags/*:refs/all/tags/*")
        self._request(address, *_FETCH, "--end-of-options", REMOTE, *names)

    def fetch_blobs(self, address: Address, oids: Iterable[str]) -> None:
        """Fetch the missing objects of a partial clone all at once; git would fetch them one by one.

        Raises:
            GitRefusal: git failed.
        """
        alone = ("-c", "fetch.negotiationAlgorithm=noop")
        wanted = "".join(f"{oid}\n" for oid in oids).encode()
        self._request(address, *alone, *_FETCH, "--filter=blob:none", "--stdin", REMOTE, stdin=wanted)

    def names(self, address: Address) -> dict[str, tuple[str, str]]:
        """All tags and branches of the remote: each ref with its oid, and each tag with the oid of its target.

        Raises:
            GitRefusal: git failed.
        """
        output = self._request(address, "ls-remote", "--tags", "--heads", "--end-of-options", REMOTE).output
        found: dict[str, tuple[str, str]] = {}
        for line in output.decode("utf-8", "surrogateescape").split("\n"):
            oid, tab, name = line.partition("\t")
            if not tab:
                continue
            ref = name.removesuffix("^{}")
            found[ref] = (found[ref][0], oid) if ref != name and ref in found else (oid, oid)
        return found

    def _request(self, address: Address, *args: str, stdin: bytes = b"") -> GitOutput:
        self._reading = None
        try:
            return self._git.request(self.path, address.url, *args, stdin=stdin)
        except BaseException:
            self.sweep()
            raise

    def _named(self, name: str) -> str:
        """The oid of a ref that was just fetched. The ref is a loose file, since refs are never packed here.

        Raises:
            GitRefusal: there is no such ref.
        """
        try:
            with open(os.path.join(self.path, name), encoding="ascii") as file:
                return file.read().strip()
        except (OSError, ValueError) as error:
            raise GitRefusal("damaged", f"{name} is no ref after it was fetched") from error


def remove(path: str) -> None:
    """Remove a directory: rename it at once, then delete file by file."""
    import shutil
    import tempfile

    if not os.path.lexists(path):
        return
    gone = tempfile.mkdtemp(prefix="gone-", dir=os.path.dirname(path))
    os.rename(path, os.path.join(gone, "was"))
    shutil.rmtree(gone, ignore_errors=True)


def _config(kind: str, object_format: str) -> str:
    """The configuration, without extensions.partialClone, which git does not need and libgit2 does not support."""
    sha1 = object_format == "sha1"
    lines = ["[core]", f"\trepositoryformatversion = {0 if sha1 else 1}", "\tbare = true"]
    lines += [] if sha1 else ["[extensions]", f"\tobjectFormat = {object_format}"]
    if kind == TREES:
        lines += [f'[remote "{REMOTE}"]', "\tpromisor = true", "\tpartialclonefilter = blob:none"]
    return "".join(f"{line}\n" for line in lines)


def _digest(name: str) -> str:
    """A name for a ref with any name, as one component of another ref."""
    from hashlib import sha256

    return sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:40]
