"""The source tree from which a dependency hash is computed: from this repository, a mirror, or an archive.

If one file decides the hash, only that file is read. A file is refused if the fetcher of the source may change it
(.gitattributes: line ends, encodings, export-ignore).
"""

from __future__ import annotations

import os
import re
import stat
from abc import ABC, abstractmethod
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.prove import recipes
from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from threading import Lock

    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.prove.hashes.archives import ArchiveTree
    from authguard.prove.hashes.gittree import Submodules
    from authguard.prove.mirrors import Mirror
    from authguard.prove.recipes import Recipe

MOST_BYTES = 8 << 30
"""The most bytes of a source on the disk."""

_CONVERTING = ("eol=crlf", "ident", "working-tree-encoding", "filter=", "export-subst")


_COMPLETE = re.compile(
    rb"(?:lib\.)?(?:cleanSource\s+)?(?:(?:\.{1,2}(?:/[\w.+-]*)*)|(?:inputs\.)?self)\s*;|\"\$\{(?:inputs\.)?self\}(?:/[\w./+-]*)?\"\s*;"
)
"""A source that is a path, the flake itself or a path in the flake. cleanSource omits no file that Go reads."""


class SourceTree(ABC):
    """A tree; its paths are relative to its root, '/'-separated.

    Attributes:
        form: the rules by which the tree is fetched, without the revision. Sources with the same form are fetched in
            the same way.
    """

    form: tuple[object, ...] = ()

    @abstractmethod
    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None if there is no such file.

        Raises:
            Uncomputable: the content of the file in a build is not certain.
            AuthguardError: the source does not answer.
        """

    @abstractmethod
    def is_executable(self, path: str) -> bool:
        """Tell whether a file has its executable bit; False if there is no such file."""

    @abstractmethod
    def stage(self, directory: str) -> str:
        """Write all files into an empty directory, and return the path of the tree's root below that directory.

        Raises:
            Uncomputable, AuthguardError: as `read`.
        """


class RepositoryTree(SourceTree):
    """A directory of this repository, as it is in a snapshot."""

    form = ("repository",)

    def __init__(self, snapshot: Snapshot, directory: str) -> None:
        """Store the snapshot, and the directory of the source in the snapshot."""
        self._snapshot = snapshot
        self._directory = directory

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None for a missing file and for a link that leads out of the directory."""
        where = self._at(path)
        found = self._snapshot.resolve(where)
        if found is None or (self._directory and not f"{found}/".startswith(f"{self._directory}/")):
            return None
        texts = {
            folder: self._snapshot.read(_join(self._at(folder), ".gitattributes")) for folder in _above(path)
        }
        _demand_plain(path, texts, exports=False)
        return self._snapshot.read(where)

    def is_executable(self, path: str) -> bool:
        """See SourceTree."""
        where = self._snapshot.resolve(self._at(path))
        entry = self._snapshot.entry(where) if where is not None else None
        return entry is not None and bool(entry[0] & stat.S_IXUSR)

    def stage(self, directory: str) -> str:
        """Write all files, without links that lead out of the directory, since in a build they lead nowhere."""
        entries = self._snapshot.entries(self._directory)
        self._snapshot.prefetch(entries)
        cut = len(self._directory) + 1 if self._directory else 0
        writer = Staging(directory)
        for path, (mode, _) in entries.items():
            if stat.S_ISLNK(mode) or stat.S_ISREG(mode):
                content = self._snapshot.raw(path)
                if content is None:
                    raise Uncomputable(f"{path} is not in this clone")
                name = os.fsencode(path[cut:])
                if stat.S_ISLNK(mode):
                    writer.symlink(name, content)
                else:
                    writer.content(name, bool(mode & stat.S_IXUSR), content)
        writer.finish()
        return directory

    def is_complete(self, each: FixedOutput) -> bool:
        """Tell whether the source is the directory itself, without a filter."""
        one = each.input("src")
        data = self._snapshot.read(one.path) if one is not None else None
        return data is not None and one is not None and _COMPLETE.match(data, max(one.offset, 0)) is not None

    def _at(self, path: str) -> str:
        return _join(self._directory, path)


class MirrorSource(SourceTree):
    """A commit in a mirror, as the tree that its fetcher makes."""

    def __init__(
        self, mirror: Mirror, lock: Lock, commit: str, recipe: Recipe, submodules: Submodules
    ) -> None:
        """Store the mirror and its lock, the full commit id, and the rules for the commit and for its submodules.

        Raises:
            Uncomputable: only a part of the commit is fetched.
        """
        if recipe.sparse or recipe.root_dir:
            raise Uncomputable("only a part of its source is fetched")
        self.form = ("git", recipe.rules, recipe.submodules)
        self._mirror = mirror
        self._lock = lock
        self._commit = commit
        self._recipe = recipe
        self._submodules = submodules if recipe.submodules else None

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file."""
        attributes = {_join(folder, ".gitattributes"): folder for folder in _above(path)}
        with self._lock:
            found = self._mirror.read(self._commit, [path, *attributes])
        if self._recipe.rules != recipes.RAW:
            texts = {folder: found[name] for name, folder in attributes.items()}
            _demand_plain(path, texts, exports=self._recipe.rules != recipes.CHECKOUT)
        return found[path]

    def is_executable(self, path: str) -> bool:
        """See SourceTree."""
        with self._lock:
            entry = self._mirror.listing(self._commit).get(os.fsencode(path))
        return entry is not None and bool(entry.mode & stat.S_IXUSR)

    def stage(self, directory: str) -> str:
        """Write all files by the rules of the fetcher."""
        from authguard.prove.hashes.gittree import write_git

        writer = Staging(directory)
        with self._lock:
            git_dir = self._mirror.complete(self._commit)
        # The lock is released before a submodule is fetched, since it may be another commit of the same mirror.
        write_git(
            writer,
            git_dir,
            self._commit,
            self._recipe.rules,
            submodules=self._submodules,
            url=self._recipe.url,
        )
        writer.finish()
        return directory


class ArchiveSource(SourceTree):
    """An archive from a server, unpacked by the rules of its fetcher."""

    form = ("archive",)

    def __init__(self, tree: ArchiveTree, top: bytes) -> None:
        """Store the unpacked tree, and the directory in it that is the root."""
        self._tree = tree
        self._top = top

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file."""
        return self._tree.read(self._at(path))

    def is_executable(self, path: str) -> bool:
        """See SourceTree."""
        return self._tree.is_executable(self._at(path))

    def stage(self, directory: str) -> str:
        """Write all files."""
        writer = Staging(directory)
        self._tree.write(self._top, writer)
        writer.finish()
        return directory

    def _at(self, path: str) -> bytes:
        name = os.fsencode(path)
        return self._top + b"/" + name if self._top else name


class Part(SourceTree):
    """A directory of another tree: `src = "${fetched}/web"`."""

    def __init__(self, tree: SourceTree, directory: str) -> None:
        """Store the tree, and the directory in the tree."""
        self.form = (*tree.form, "part")
        self._tree = tree
        self._directory = directory

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file."""
        return self._tree.read(_join(self._directory, path))

    def is_executable(self, path: str) -> bool:
        """See SourceTree."""
        return self._tree.is_executable(_join(self._directory, path))

    def stage(self, directory: str) -> str:
        """Write all files of the other tree, and return the path of this directory among these files."""
        root = self._tree.stage(directory)
        inside = os.path.realpath(os.path.join(root, self._directory))
        if not inside.startswith(os.path.realpath(root) + os.sep) or not os.path.isdir(inside):
            raise Uncomputable(f"its source has no directory {self._directory}")
        return inside


class Staging:
    """Writes a tree into a directory; it accepts entries as NarWriter does."""

    def __init__(self, directory: str) -> None:
        """Store the directory, which is empty."""
        self._root = os.fsencode(directory)
        self._links: list[bytes] = []
        self._made = {b""}
        self._left = MOST_BYTES

    def directory(self, path: bytes) -> None:
        """Make a directory and the directories above it."""
        if path in self._made:
            return
        self.directory(path.rpartition(b"/")[0])
        where = os.path.join(self._root, path)

        def make() -> None:
            os.mkdir(where)
            os.chmod(where, 0o755)  # noqa: S103 - with any umask of the user

        self._do(make)
        self._made.add(path)

    def content(self, path: bytes, executable: bool, data: bytes | bytearray) -> None:
        """Write a file with these bytes."""
        self.stream(path, executable, len(data), [bytes(data)])

    def stream(self, path: bytes, executable: bool, size: int, chunks: Iterable[bytes]) -> None:
        """Write a file with its bytes in chunks.

        Raises:
            Uncomputable: the tree is too large.
        """
        self._left -= size
        if self._left < 0:
            raise Uncomputable(f"its source has more than {MOST_BYTES >> 30} GiB")
        self.directory(path.rpartition(b"/")[0])

        def write() -> None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            handle = os.open(os.path.join(self._root, path), flags, 0o600)
            os.fchmod(handle, 0o755 if executable else 0o644)
            with open(handle, "wb") as file:
                file.writelines(chunks)

        self._do(write)

    def symlink(self, path: bytes, target: bytes) -> None:
        """Make a link. A tree has no entry below a link, so nothing is written through it."""
        self._links.append(path)
        self.directory(path.rpartition(b"/")[0])
        self._do(lambda: os.symlink(target, os.path.join(self._root, path)))

    def finish(self) -> None:
        """Remove the links that lead out of the directory, since in a build they lead nowhere."""
        root = os.path.realpath(self._root)
        for path in self._links:
            where = os.path.join(self._root, path)
            if not (os.path.realpath(where) + b"/").startswith(root + b"/"):
                os.unlink(where)

    def _do(self, action: Callable[[], None]) -> None:
        try:
            action()
        except FileExistsError:
            raise Uncomputable("two paths of its source are one on this file system") from None
        except OSError as error:
            raise Refused(
                f"the source cannot be written to a temporary directory: {error.strerror}"
            ) from error


@contextmanager
def temporary_directory() -> Iterator[str]:
    """Make a directory that is removed with the context.

    Raises:
        Refused: the disk has no space for the directory.
    """
    import tempfile

    from authguard.prove.hashes.limits import no_room

    try:
        made = tempfile.TemporaryDirectory(prefix="authguard-", ignore_cleanup_errors=True)
    except OSError as error:
        raise no_room(error) from error
    with made as directory:
        yield directory


def _above(path: str) -> list[str]:
    """Return the directories above a path, the root ("") first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(len(parts) + 1)]


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder and name else folder or name


def _demand_plain(path: str, texts: Mapping[str, bytes | None], *, exports: bool) -> None:
    """Refuse a file that a .gitattributes in a directory above may convert or omit.

    Args:
        path: the path of the file.
        texts: the .gitattributes of each directory above it.
        exports: whether export-ignore omits files.
    """
    for folder, text in texts.items():
        below = path.removeprefix(f"{folder}/") if folder else path
        for line in (text or b"").decode("utf-8", "replace").split("\n"):
            pattern, *attributes = re.findall(r"[^ \t\r]+", line) or ("#",)  # blanks as for git
            if pattern.startswith("#"):
                continue
            matters = any(one.startswith(_CONVERTING) for one in attributes) or (
                exports and "export-ignore" in attributes
            )
            if matters and (pattern.startswith(("[attr]", '"', "!")) or _may_match(pattern, below)):
                raise Uncomputable(f".gitattributes may change {path} in a build")


def _may_match(pattern: str, path: str) -> bool:
    """Tell whether a pattern may name a path, or a directory above it."""
    parts = path.split("/")
    candidates = {*parts, *("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))}
    bare = pattern.strip("/").replace("**/", "")
    return "**" in bare or any(fnmatchcase(one, bare) for one in candidates)
