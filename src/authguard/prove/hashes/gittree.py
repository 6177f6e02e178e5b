"""Hashes of a commit's content, from the objects of a git directory and without a checkout.

One commit has up to four contents, which depend on the program that makes them:

* CHECKOUT: the result of `git checkout` without every `.git` (nixpkgs' fetchgit). Line ends, `$Id$` and encodings
  follow .gitattributes in the tree; a submodule that is not fetched is an empty directory.
* ARCHIVE: the content of `git archive` (the forges: fetchFromGitHub, fetchFromGitLab, `github:` inputs). The same as a
  checkout, but without paths with export-ignore, and with `$Format:…$` expanded if export-subst is set; submodules are
  empty.
* RAW: the blobs (Nix 2.20 and later: fetchTree of type git, `git+` inputs).
* RAW_EXPORT: the blobs without paths with export-ignore, as libgit2 reads it (builtins.fetchGit of these versions of
Nix).

Names are bytes in any encoding; no name of a tree ever becomes a path on this machine.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.printable import printable
from authguard.prove.hashes import gitrun, nar
from authguard.prove.hashes.entries import (
    CHECKOUT,
    DIRECTORY,
    EXECUTABLE,
    RAW,
    RAW_EXPORT,
    REGULAR,
    SUBMODULE,
    SYMLINK,
    Selection,
)
from authguard.prove.hashes.limits import Incomplete, Uncomputable, shown
from authguard.prove.hashes.objects import Large, ObjectReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from authguard.prove.hashes.entries import Item
    from authguard.prove.hashes.nar import Data
    from authguard.prove.hashes.submodules import Submodule

    Submodules = Callable[[bytes, str, str], tuple[str, str]]
    """Takes a submodule's path, url and commit; returns a bare git directory and the commit in that directory."""

MOST_SUBMODULES = 200
"""The most submodules, at any depth."""
MOST_LISTING = 96 << 20
"""The most bytes of the list of a tree: a million entries, which is more than any known repository has."""
MOST_BYTES = 8 << 30
"""The most bytes of all files together, with submodules."""
DEEPEST = 50
"""The most levels of submodules within submodules."""

_KINDS = {
    b"100644": REGULAR,
    b"100755": EXECUTABLE,
    b"120000": SYMLINK,
    b"040000": DIRECTORY,
    b"160000": SUBMODULE,
}
# The names that git refuses to check out and to pack, in upper and lower case.
_NO_NAMES = (b".git", b".", b"..")


def of_git(
    git_dir: str,
    commit: str,
    rules: str,
    *,
    selection: Selection | None = None,
    submodules: Submodules | None = None,
    url: str = "",
    lfs: bool = False,
    algorithm: str = "sha256",
) -> bytes:
    """Return the NAR digest of the content of a commit.

    Args:
        git_dir: a bare git directory that has every blob that is part of the content.
        commit: the full id of a commit, a tag object or a tree.
        rules: CHECKOUT, ARCHIVE, RAW or RAW_EXPORT.
        selection: the part of the tree that is checked out; only for CHECKOUT.
        submodules: fetches submodules, for CHECKOUT and RAW; None: submodules are empty directories.
        url: the url of the repository, for submodules with a relative url.
        lfs: whether files in Git LFS are fetched (then a tree with such files cannot be computed).
        algorithm: the algorithm of the digest.

    Raises:
        Uncomputable: the objects do not determine the content, or git would refuse to make it.
        Incomplete: the git directory lacks an object.
        Refused: `git_dir` is not a git directory, or git cannot be run.
    """
    writer = nar.NarWriter(algorithm)
    write_git(writer, git_dir, commit, rules, selection=selection, submodules=submodules, url=url, lfs=lfs)
    return writer.digest()


def write_git(
    writer: nar.TreeWriter,
    git_dir: str,
    commit: str,
    rules: str,
    *,
    selection: Selection | None = None,
    submodules: Submodules | None = None,
    url: str = "",
    lfs: bool = False,
    prefix: bytes = b"",
) -> None:
    """Write the content of a commit, with a prefix before each path; see `of_git`."""
    if rules != CHECKOUT:
        selection = None
    if rules not in (CHECKOUT, RAW):
        submodules = None
    tree = _Tree(git_dir, commit, rules, submodules, lfs, url, prefix)
    try:
        tree.write(_Limited(writer), selection or Selection())
    except ValueError as error:
        raise Uncomputable(f"the tree is damaged: {error}") from error


class _Limited:
    """Passes entries to a writer, up to MOST_BYTES, since one blob can be the content of every file."""

    __slots__ = ("_left", "_writer", "directory", "symlink")

    def __init__(self, writer: nar.TreeWriter) -> None:
        self._writer = writer
        self._left = MOST_BYTES
        self.directory = writer.directory
        self.symlink = writer.symlink

    def content(self, path: bytes, executable: bool, data: Data) -> None:
        """Take a file with these bytes."""
        self._take(len(data))
        self._writer.content(path, executable, data)

    def stream(self, path: bytes, executable: bool, size: int, chunks: Iterable[bytes]) -> None:
        """Take a file with its bytes in chunks."""
        self._take(size)
        self._writer.stream(path, executable, size, chunks)

    def _take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Uncomputable(f"its files have more than {MOST_BYTES >> 30} GiB")


class _Tree:
    """One commit of one repository: the complete tree, or a submodule in the tree."""

    def __init__(
        self,
        git_dir: str,
        commit: str,
        rules: str,
        submodules: Submodules | None,
        lfs: bool,
        url: str,
        prefix: bytes = b"",
        depth: int = 0,
        entered: list[str] | None = None,
    ) -> None:
        if len(commit) not in (40, 64) or not set(commit) <= set("0123456789abcdef"):
            raise Refused(f"{printable(commit)} is not a full object id")
        self.git_dir = os.path.abspath(git_dir)
        if not os.path.isdir(os.path.join(self.git_dir, "objects")):
            raise Refused(f"{printable(git_dir)} is not a bare git repository")
        self.commit = commit
        self.rules = rules
        self.submodules = submodules
        self.lfs = lfs
        self.url = url
        self.prefix = prefix
        self.depth = depth
        self.entered = entered if entered is not None else []
        self.env = gitrun.environment(self.git_dir)

    def write(self, writer: nar.TreeWriter, selection: Selection) -> None:
        """Write everything into the NAR, below the prefix."""
        items = kept = self._listed()
        fetched: dict[bytes, Submodule] = {}
        if self.submodules is not None:
            from authguard.prove.hashes import submodules

            fetched = submodules.read(self.env, items, strict=self.rules == CHECKOUT)
        if selection.sparse:
            from authguard.prove.hashes import sparse

            kept = sparse.select(self.env, items, selection, fetched)
        if (self.rules == RAW and not self.lfs) or not any(
            path.endswith(b".gitattributes") for path, _, _ in items
        ):
            self._write_items(writer, kept, selection.root_dir, {}, fetched)
            return
        from contextlib import ExitStack

        from authguard.prove.hashes import attributes

        commit = attributes.CommitContent(self.git_dir, self.env, self.commit, self.rules, self.lfs)
        with ExitStack() as held:
            kept, converted = attributes.apply(commit, items, kept, held)
            self._write_items(writer, kept, selection.root_dir, converted, fetched)

    def _listed(self) -> list[Item]:
        """Return the entries of the tree in NAR order.

        Directories are included only if the rules keep empty directories.
        """
        raw = self.rules in (RAW, RAW_EXPORT)
        try:
            listing = gitrun.run(
                self.env,
                "ls-tree",
                "-r",
                "-t",  # trees without files count too
                "-z",
                "--full-tree",
                self.commit,
                most=MOST_LISTING,
            )
        except gitrun.GitFailed as failure:
            found = gitrun.run(self.env, "cat-file", "--batch-check", stdin=f"{self.commit}\n".encode())
            if found.endswith(b" missing\n"):
                raise Incomplete(self.commit, f"the mirror does not have {self.commit}") from failure
            raise
        items = _items(listing)
        if not raw:
            items = [item for item in items if item[1] != DIRECTORY]
            _refuse_names(listing, items)
        items.sort(key=lambda item: item[0].replace(b"/", b"\0"))
        return items

    def _write_items(
        self,
        writer: nar.TreeWriter,
        items: list[Item],
        root_dir: str,
        converted: Mapping[bytes, str],
        fetched: Mapping[bytes, Submodule],
    ) -> None:
        """Write entries. Converted content comes from a file, other content from the objects."""
        prefix, cut = self.prefix, 0
        if root_dir:
            from authguard.prove.hashes import sparse

            items, cut = sparse.rooted(items, root_dir)
        wanted = [item[2] for item in items if item[1] <= SYMLINK and item[0] not in converted]
        with ObjectReader(self.env, wanted) as objects:
            for path, kind, oid in items:
                where = prefix + path[cut:]
                if kind <= EXECUTABLE and path not in converted:  # the usual case
                    if isinstance(content := objects.next(), Large):
                        writer.stream(where, kind == EXECUTABLE, content.size, content.chunks)
                    else:
                        writer.content(where, kind == EXECUTABLE, content)
                elif kind == DIRECTORY:
                    writer.directory(where)
                elif kind == SUBMODULE:
                    writer.directory(where)
                    if path in fetched:
                        self._write_submodule(writer, where, oid.decode(), path, fetched[path])
                elif path in converted:
                    _write_file(writer, where, kind == EXECUTABLE, converted[path])
                else:
                    writer.symlink(where, _target(objects.next(), path))

    def _write_submodule(
        self, writer: nar.TreeWriter, where: bytes, commit: str, path: bytes, submodule: Submodule
    ) -> None:
        from authguard.prove.hashes.submodules import resolve

        assert self.submodules is not None  # noqa: S101 - for the type checker; something was fetched
        if self.depth == DEEPEST:
            raise Uncomputable(f"submodules are nested more than {DEEPEST} deep")
        self.entered.append(commit)
        if len(self.entered) > MOST_SUBMODULES:
            raise Uncomputable(f"it has more than {MOST_SUBMODULES} submodules")
        url = resolve(self.url, submodule.url)
        git_dir, commit = self.submodules(where or path, url, commit)
        prefix = where + b"/" if where else b""
        at = (url, prefix, self.depth + 1, self.entered)
        tree = _Tree(git_dir, commit, self.rules, self.submodules, self.lfs, *at)
        tree.write(writer, Selection())


def _refuse_names(listing: bytes, items: list[Item]) -> None:
    folded = listing.lower()
    ends = [
        before + name + after for name in _NO_NAMES for before in (b"\t", b"/") for after in (b"/", b"\0")
    ]
    if not any(end in folded for end in ends):
        return  # nearly always; otherwise it may be a name with a tab
    for path, _, _ in items:
        for name in path.split(b"/"):
            if name.lower() in _NO_NAMES:
                raise Uncomputable(f"git refuses a tree with an entry that is named {shown(name)}")


def _items(listing: bytes) -> list[Item]:
    """The entries of `git ls-tree -z`."""
    found = []
    for line in listing.split(b"\0")[:-1]:
        head, _, path = line.partition(b"\t")
        kind = _KINDS.get(line[:6])
        if kind is None:  # modes of old repositories
            kind = EXECUTABLE if int(line[:6], 8) & 0o100 else REGULAR
        found.append((path, kind, head[14:] if kind == SUBMODULE else head[12:]))
    return found


def _target(content: Data | Large, path: bytes) -> bytes:
    """The target of a symlink."""
    if not isinstance(content, Large) and 0 < len(content) <= nar.LONGEST_TARGET and b"\0" not in content:
        return bytes(content)
    raise Uncomputable(f"{shown(path)} cannot be made a symlink: its target is not a path")


def _write_file(writer: nar.TreeWriter, where: bytes, executable: bool, path: str) -> None:
    with open(path, "rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        writer.stream(where, executable, size, nar.read_chunks(file, size))
