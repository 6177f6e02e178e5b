"""Read a mirror's objects: by pygit2, or by git for repositories of SHA-256, which libgit2 does not open.

Neither reader ever fetches. A missing object is returned as None or omitted, never an error of the library.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol

from authguard.prove.mirrors.failures import Damaged, NotACommit, TooLarge
from authguard.prove.mirrors.git_refusal import GitRefusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pygit2

    from authguard.prove.mirrors.run import MirrorGit

LARGEST = 64 << 20
"""A blob of more bytes is not read into memory."""


class MirrorEntry(NamedTuple):
    """The entry at a path: its mode, the oid of its blob, and "blob", or "commit" for a submodule."""

    mode: int
    oid: str
    kind: str


class Reading(Protocol):
    """The readable objects; each function may raise Damaged."""

    def commit(self, oid: str) -> str | None:
        """The commit of an object, or of the target of a tag; None for a missing object. Raises NotACommit."""

    def listing(self, commit: str) -> dict[bytes, MirrorEntry]:
        """Every file, link and submodule of a commit that is present."""

    def missing(self, oids: Iterable[str]) -> list[str]:
        """The objects among ``oids`` that are missing."""

    def blobs(self, oids: Iterable[str]) -> dict[str, bytes]:
        """The contents of the present blobs among ``oids``. Raises TooLarge."""


def reading(git_dir: str, git: MirrorGit, by_git: bool) -> Reading:
    """The reader of a repository, or git itself if necessary.

    Raises:
        Damaged: it cannot be opened.
    """
    return ByGit(git_dir, git) if by_git else InProcess(git_dir)


class InProcess:
    """Reading by pygit2."""

    def __init__(self, git_dir: str) -> None:
        """Open the repository.

        Raises:
            Damaged: it cannot be opened.
        """
        import pygit2

        self._git_dir = git_dir
        self._failures = (pygit2.GitError, ValueError, OSError)
        try:
            self._repository = pygit2.Repository(git_dir)
        except (KeyError, *self._failures) as error:
            raise self._damaged(error) from error

    def commit(self, oid: str) -> str | None:
        """See Reading."""
        found = self._object(oid)
        while found is not None and found.type_str == "tag":
            found = self._object(str(found.target))  # type: ignore[attr-defined]
        if found is None:
            return None
        if found.type_str != "commit":
            raise NotACommit(f"{oid} is a {found.type_str}, not a commit")
        return str(found.id)

    def listing(self, commit: str) -> dict[bytes, MirrorEntry]:
        """See Reading."""
        found: dict[bytes, MirrorEntry] = {}
        try:
            self._gather(self._repository[commit].tree, b"", found)
        except (KeyError, *self._failures) as error:
            raise self._damaged(error) from error
        return found

    def missing(self, oids: Iterable[str]) -> list[str]:
        """See Reading."""
        return [oid for oid in oids if oid not in self._repository]

    def blobs(self, oids: Iterable[str]) -> dict[str, bytes]:
        """See Reading."""
        found = {}
        for oid in oids:
            blob = self._object(oid)
            if blob is not None and blob.type_str == "blob":
                if blob.size > LARGEST:  # type: ignore[attr-defined]
                    raise _too_large(oid)
                found[oid] = blob.data  # type: ignore[attr-defined]
        return found

    def _object(self, oid: str) -> pygit2.Object | None:
        try:
            return self._repository[oid]
        except KeyError:
            return None
        except self._failures as error:
            raise self._damaged(error) from error

    def _gather(self, tree: pygit2.Tree, prefix: bytes, found: dict[bytes, MirrorEntry]) -> None:
        for entry in tree:
            path = prefix + (entry.raw_name or b"")
            if entry.type_str == "tree":
                self._gather(entry, path + b"/", found)  # type: ignore[arg-type]
            else:
                found[path] = MirrorEntry(int(entry.filemode), str(entry.id), entry.type_str)

    def _damaged(self, error: Exception) -> Damaged:
        return Damaged(f"the mirror in {self._git_dir} cannot be read: {_words(error)}")


class ByGit:
    """Reading by git."""

    def __init__(self, git_dir: str, git: MirrorGit) -> None:
        """Store the repository to read."""
        self._git_dir = git_dir
        self._git = git

    def commit(self, oid: str) -> str | None:
        """See Reading."""
        kind = self._kinds([oid])[0]
        if kind == "missing":
            return None
        if kind in ("tree", "blob"):
            raise NotACommit(f"{oid} is a {kind}, not a commit")
        with self._understood():
            found = self._run("rev-parse", "--verify", "--quiet", f"{oid}^{{commit}}").decode("ascii").strip()
            if len(found) != len(oid):
                raise ValueError("no name of an object")
        return found

    def listing(self, commit: str) -> dict[bytes, MirrorEntry]:
        """See Reading."""
        found = {}
        with self._understood():
            for record in self._run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")[:-1]:
                words, _, path = record.partition(b"\t")
                mode, kind, oid = words.decode().split()
                found[path] = MirrorEntry(int(mode, 8), oid, kind)
        return found

    def missing(self, oids: Iterable[str]) -> list[str]:
        """See Reading."""
        requested = list(oids)
        return [oid for oid, kind in zip(requested, self._kinds(requested), strict=True) if kind == "missing"]

    def blobs(self, oids: Iterable[str]) -> dict[str, bytes]:
        """See Reading."""
        requested = list(oids)
        here = [
            oid
            for oid, kind in zip(requested, self._kinds(requested, LARGEST), strict=True)
            if kind == "blob"
        ]
        output = self._run("cat-file", "--batch", "--buffer", stdin=_lines(here))
        found, at = {}, 0
        with self._understood():
            for oid in here:
                end = output.index(b"\n", at)
                _, _, size = output[at:end].split()
                at = end + 1 + int(size)
                found[oid] = output[end + 1 : at]
                if output[at : at + 1] != b"\n":
                    raise ValueError("a blob is cut")
                at += 1
        return found

    def _kinds(self, oids: list[str], largest: int | None = None) -> list[str]:
        if not oids:
            return []
        kinds = []
        with self._understood():
            lines = self._run("cat-file", "--batch-check", "--buffer", stdin=_lines(oids)).decode()
            for oid, line in zip(oids, lines.splitlines(), strict=True):
                named, kind, *size = line.split()
                if named != oid:
                    raise ValueError("of something else")
                if largest is not None and size and int(size[0]) > largest:
                    raise _too_large(oid)
                kinds.append(kind)
        return kinds

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Read the output of git. If objects are damaged, git may print less and still succeed."""
        try:
            yield
        except ValueError as error:
            raise Damaged(
                f"the mirror in {self._git_dir} cannot be read: git's answer is incomplete"
            ) from error

    def _run(self, *args: str, stdin: bytes = b"") -> bytes:
        try:
            return self._git.local(self._git_dir, *args, stdin=stdin)
        except GitRefusal as refusal:
            raise Damaged(f"the mirror in {self._git_dir} cannot be read: {refusal.line}") from refusal


def _lines(oids: Iterable[str]) -> bytes:
    return "".join(f"{oid}\n" for oid in oids).encode()


def _too_large(oid: str) -> TooLarge:
    return TooLarge(f"the blob {oid} has more than {LARGEST >> 20} MiB")


def _words(error: Exception) -> str:
    from authguard.printable import printable

    return printable(str(error).strip("'\"")) or type(error).__name__
