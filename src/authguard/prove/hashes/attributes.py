"""The effects of .gitattributes on the files of a tree: conversions, omitted files, and filled-in files.

Git itself finds the attributes of a file and converts it, in a temporary repository that borrows the objects.
Usually no attribute of the tree matters. Then no such repository is made, and the tree is hashed directly from its
objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.prove.hashes import entries, gitrun
from authguard.prove.hashes.limits import Uncomputable, shown
from authguard.prove.hashes.objects import read_all, sizes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import ExitStack

    from authguard.prove.hashes.entries import Item

    Values = Mapping[bytes, bytes]
    """The attributes of one path, by name: "set", "unset" or a value."""

_EOL, _IDENT, _ENCODING, _FILTER = b"eol", b"ident", b"working-tree-encoding", b"filter"
_IGNORE, _SUBST = b"export-ignore", b"export-subst"
# A text that .gitattributes contains if the attribute has the value that matters.
_SPELLED = {_EOL: b"eol=crlf", _FILTER: b"filter=lfs"}
_CONVERSIONS = (_EOL, _IDENT, _ENCODING)

_MOST_STARS = 16
_MOST_STEPS = 50_000_000
"""At most this many comparisons of a pattern with a path: git makes about a million in a second."""
_LARGEST_ATTRIBUTES = 4 << 20
_LARGEST_CONVERTED = 32 << 20
_MOST_CONVERTED = 512 << 20
"""The most bytes of one file, and of all files together, that git converts: $Id$ becomes twelve times as long."""
_POINTER = b"version https://git-lfs.github.com/spec/v1\n"
_LARGEST_POINTER = 1024
# The byte order of these encodings depends on the local iconv. Hashes are made with the iconv of glibc.
_MARKS = {b"UTF-16": b"\xff\xfe", b"UTF-32": b"\xff\xfe\0\0"}


@dataclass(slots=True, eq=False)
class CommitContent:
    """A commit: its git directory, the rules for its content, and whether files in Git LFS are fetched."""

    git_dir: str
    env: gitrun.Environment
    oid: str
    rules: str
    lfs: bool


def apply(
    commit: CommitContent, everything: list[Item], kept: list[Item], held: ExitStack
) -> tuple[list[Item], dict[bytes, str]]:
    """Apply the attributes of a tree to the entries that are checked out.

    Args:
        commit: the commit.
        everything: the tree of the commit.
        kept: the entries of the tree that are checked out.
        held: the context that keeps the new files.

    Returns:
        The remaining entries, and by path the files with converted content.

    Raises:
        Uncomputable: an attribute makes the content depend on more than the commit.
        Incomplete: a .gitattributes is missing in the mirror.
    """
    named = _named(commit, everything, kept)
    if not named:
        return kept, {}
    from authguard.prove.hashes import exports
    from authguard.prove.hashes.borrowed import Borrowed

    borrowed = held.enter_context(Borrowed(commit.git_dir, commit.oid))
    if commit.rules == entries.RAW_EXPORT:
        return exports.ignored_by_libgit2(borrowed, kept), {}
    borrowed.read_tree()
    values = borrowed.attributes(_requested(kept, _IGNORE in named), named)
    if _IGNORE in named:
        kept = exports.ignored(kept, {path for path, of in values.items() if of.get(_IGNORE) == b"set"})
    files = [item for item in kept if item[1] in (entries.REGULAR, entries.EXECUTABLE) and item[0] in values]
    _refuse_pointers(commit, [item for item in files if values[item[0]].get(_FILTER) == b"lfs"])
    filled = [item for item in files if values[item[0]].get(_SUBST) == b"set"]
    made = exports.substituted(borrowed, filled) if filled else {}
    converted = [item for item in files if item[0] not in made and _converts(values[item[0]])]
    if converted:
        _demand_small(commit, converted)
        made.update(borrowed.checked_out(item[0] for item in converted))
    _refuse_other_orders({path: values[path].get(_ENCODING, b"") for path in made}, made)
    return kept, made


def _named(commit: CommitContent, everything: list[Item], kept: list[Item]) -> list[bytes]:
    """The attributes that matter under the rules, and that a .gitattributes above a kept entry names."""
    matter: tuple[bytes, ...] = {
        entries.CHECKOUT: _CONVERSIONS,
        entries.ARCHIVE: (*_CONVERSIONS, _FILTER, _IGNORE, _SUBST),
        entries.RAW: (),
        entries.RAW_EXPORT: (_IGNORE,),
    }[commit.rules]
    if commit.lfs:
        matter = (*matter, _FILTER)
    files = [item for item in everything if item[0].rpartition(b"/")[2] == b".gitattributes"]
    if kept is not everything and files:
        above = _directories(path for path, _, _ in kept)
        files = [item for item in files if item[0].rpartition(b"/")[0] in above]
    if not files or not matter:
        return []
    texts = list(read_all(commit.env, [oid for _, _, oid in files], _LARGEST_ATTRIBUTES))
    named = [
        name for name in matter if any(text is None or _SPELLED.get(name, name) in text for text in texts)
    ]
    if named:
        _demand_short(texts, [path for path, _, _ in kept])
    return named


def _demand_small(commit: CommitContent, items: list[Item]) -> None:
    """Refuse large files, which git would convert in memory and write to the disk."""
    sizes = sizes_of(commit.env, [oid for _, _, oid in items])
    if max(sizes.values()) > _LARGEST_CONVERTED or sum(sizes[oid] for _, _, oid in items) > _MOST_CONVERTED:
        raise Uncomputable("its .gitattributes convert files that are too large")


def _demand_short(texts: list[bytes | bytearray | None], paths: list[bytes]) -> None:
    """Raise Uncomputable if git may need hours to match the patterns of some .gitattributes with these paths.

    Each `**` of a pattern can mean any number of the directories of a path, and git tries all combinations.
    """
    depth = 1 + max((path.count(b"/") for path in paths), default=0)
    steps = 0
    known: dict[int, int] = {}  # by the id of a text, since directories may share one
    for text in texts:
        if id(text) not in known:
            known[id(text)] = sum(
                depth ** min(line.count(b"**"), _MOST_STARS)
                for line in (text or b"").split(b"\n")
                if line[:1] not in (b"", b"#")
            )
        steps += known[id(text)]
    if steps * len(paths) > _MOST_STEPS:
        raise Uncomputable("its .gitattributes have too many patterns, or patterns with too many `**`")


def _requested(items: list[Item], directories: bool) -> Iterable[bytes]:
    """The paths with attributes that matter: all files and, on request, directories and submodules (with a slash)."""
    for path, kind, _ in items:
        if kind != entries.SUBMODULE:
            yield path
        elif directories:
            yield path + b"/"
    if directories:
        for path in _directories(path for path, _, _ in items):
            if path:
                yield path + b"/"


def _directories(paths: Iterable[bytes]) -> set[bytes]:
    """All directories above some paths, including the root (b"")."""
    found = {b""}
    for path in paths:
        parent = path.rpartition(b"/")[0]
        while parent not in found:
            found.add(parent)
            parent = parent.rpartition(b"/")[0]
    return found


def _converts(values: Values) -> bool:
    """Whether the attributes of a file may change its content."""
    encoding = values.get(_ENCODING, b"unset")
    return values.get(_EOL) == b"crlf" or values.get(_IDENT) == b"set" or encoding != b"unset"


def _refuse_pointers(commit: CommitContent, items: list[Item]) -> None:
    """Refuse files in Git LFS: their content comes from another server, or a forge may put it into its archives."""
    texts = read_all(commit.env, [oid for _, _, oid in items], _LARGEST_POINTER)
    for (path, _, _), text in zip(items, texts, strict=True):
        if text is not None and text.startswith(_POINTER):
            why = (
                "which is fetched from another server" if commit.lfs else "which a forge may or may not pack"
            )
            raise Uncomputable(f"{shown(path)} is in Git LFS, {why}")


def _refuse_other_orders(encodings: Mapping[bytes, bytes], made: Mapping[bytes, str]) -> None:
    """Refuse files that the local iconv writes differently from the iconv of glibc."""
    for path, encoding in encodings.items():
        mark = _MARKS.get(encoding.upper())
        if mark is None:
            continue
        with open(made[path], "rb") as file:
            start = file.read(4)
        if start and not start.startswith(mark):
            name = encoding.decode()
            raise Uncomputable(f"git on this machine writes {shown(path)} in {name} with another byte order")
