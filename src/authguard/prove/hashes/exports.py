"""The files that an archive omits (export-ignore) and fills in (export-subst)."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from authguard.prove.hashes import entries, nar
from authguard.prove.hashes.limits import Uncomputable, shown

if TYPE_CHECKING:
    from collections.abc import Container
    from typing import IO

    from authguard.prove.hashes.borrowed import Borrowed
    from authguard.prove.hashes.entries import Item

_FORMAT = rb"\$Format:([^$]*)\$"
# These placeholders (see gitrevisions) depend only on the commit object.
_STEADY = rb"%(?:[-+ ]?(?:[HTPefsbBn%]|[ac][neldDtiIs])|x[0-9a-fA-F]{2})"
_PLACEHOLDER = rb"%(?:[-+ ]?(?:\([^)]{0,40}\)?|[acgGC].?|[^acgGC]))"
_LARGEST_SUBSTITUTED = 64 << 20
_MOST_SUBSTITUTED = 64 << 20
"""The most bytes of one file with export-subst, and of all such files after git filled these in."""
_BATCH = 200


def ignored(items: list[Item], marked: Container[bytes]) -> list[Item]:
    """Return the entries that `git archive` packs.

    Marked files are omitted, and marked directories are omitted with all of their files. If all files of a directory
    are marked, the directory becomes empty, since git writes it before it reads the files. A directory with only
    marked directories is omitted.

    Args:
        items: the tree, without directories.
        marked: the paths that have export-ignore; paths of directories and submodules end with a slash.
    """
    gone: dict[bytes, bool] = {b"": False}

    def is_gone(directory: bytes) -> bool:
        known = gone.get(directory)
        if known is None:
            known = directory + b"/" in marked or is_gone(directory.rpartition(b"/")[0])
            gone[directory] = known
        return known

    kept: list[Item] = []
    emptied: set[bytes] = set()
    for item in items:
        path, kind, _ = item
        parent = path.rpartition(b"/")[0]
        if is_gone(parent):
            continue
        if (path + b"/" if kind == entries.SUBMODULE else path) not in marked:
            kept.append(item)
        elif parent:
            emptied.add(parent)
    kept += [(path, entries.DIRECTORY, b"") for path in emptied]
    kept.sort(key=lambda item: nar.order(item[0]))
    return kept


def ignored_by_libgit2(borrowed: Borrowed, items: list[Item]) -> list[Item]:
    """Return the entries that Nix's own fetcher keeps. Nix reads the attribute of each path with libgit2.

    In libgit2, a pattern for directories only (`docs/`) matches nothing, and empty directories are kept.

    Raises:
        Uncomputable: the object is not a commit.
    """
    import pygit2
    from pygit2.enums import AttrCheck

    repository = pygit2.Repository(borrowed.git_dir)
    try:
        commit = repository[borrowed.commit].peel(pygit2.Commit).id
    except pygit2.GitError as error:
        raise Uncomputable("builtins.fetchGit takes only commits") from error
    flags = AttrCheck(int(AttrCheck.INCLUDE_COMMIT) | int(AttrCheck.NO_SYSTEM))

    def is_marked(path: bytes) -> bool:
        try:
            return repository.get_attr(path, "export-ignore", flags, commit) is True
        except UnicodeDecodeError:
            return False  # the attribute has a value, but only an attribute without a value has an effect

    kept = []
    gone: bytes | None = None
    for item in items:
        if gone is not None and item[0].startswith(gone):
            continue
        if is_marked(item[0]):
            gone = item[0] + b"/" if item[1] == entries.DIRECTORY else None
        else:
            kept.append(item)
    return kept


def substituted(borrowed: Borrowed, items: list[Item]) -> dict[bytes, str]:
    """Fill in the files with export-subst, by `git archive`. Returns the new files by path.

    Raises:
        Uncomputable: the text for a placeholder changes with time.
    """
    _refuse_unsteady(borrowed, items)
    found: dict[bytes, str] = {}
    for start in range(0, len(items), _BATCH):
        paths = [os.fsdecode(item[0]) for item in items[start : start + _BATCH]]
        with borrowed.start("archive", "--format=tar", borrowed.commit, "--", *paths) as running:
            _unpack(running.stdout, borrowed, found)
            running.finish()
    missing = [item[0] for item in items if item[0] not in found]
    if missing:
        raise Uncomputable(f"git archive left {shown(missing[0])} out")
    return found


def _unpack(stream: IO[bytes], borrowed: Borrowed, found: dict[bytes, str]) -> None:
    """Write each file of a tar to a separate file."""
    import shutil
    import tarfile

    with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is not None:
                where = borrowed.keep(len(found))
                with open(where, "wb") as file:
                    shutil.copyfileobj(content, file, nar.CHUNK)
                found[member.name.encode("utf-8", "surrogateescape")] = where


def _refuse_unsteady(borrowed: Borrowed, items: list[Item]) -> None:
    texts = borrowed.read([item[2] for item in items], _LARGEST_SUBSTITUTED)
    longest = int(borrowed.run("cat-file", "-s", borrowed.commit))
    if sum(len(text) + text.count(b"%") * longest for text in texts if text) > _MOST_SUBSTITUTED:
        raise Uncomputable("the files with export-subst may become too large")
    for (path, _, _), text in zip(items, texts, strict=True):
        if text is None:
            raise Uncomputable(f"{shown(path)} has export-subst and is too large to look into")
        for found in re.compile(_FORMAT).finditer(text):
            for placeholder in re.compile(_PLACEHOLDER).findall(found[1]):
                if not re.compile(_STEADY).match(placeholder):
                    raise Uncomputable(
                        f"export-subst writes {shown(placeholder)} into {shown(path)},"
                        " and that changes with the repository's other commits and names"
                    )
