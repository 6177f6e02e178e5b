"""Find the commit that wrote each digest of a tree: one `git log` for all of them, newest commit first.

The writer of a digest is the first commit after which the digest is always in the tree, in any spelling and in any
file. A commit that only moves the digest, renames its file or changes its spelling is not the writer: it both adds and
removes the digest.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.git.git import RAW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from authguard.digest import Digest
    from authguard.git.git import Git

    _Touched = tuple[bytes, str, list[str]]

_TOKEN = re.compile(rb"[0-9A-Za-z+/]{22,}")
_COMMENT = re.compile(rb"(?m)^[ \t]*#.*$")
"""A line that is a comment. A hash in a comment is not in use."""
_LARGE = 1 << 16
"""In larger texts, only the lines of one text that the other text lacks are searched."""

_WINDOW = 1 << 16
_ANCHOR = 200
_MOST_LINES = 500
"""Where two texts begin to differ, this many lines of one text are searched in this many bytes of the other text.

Of each line, _ANCHOR bytes are searched.
"""

_LOG = (
    "log",
    "--root",
    "--topo-order",
    "--no-mailmap",
    *RAW,
    "--ignore-submodules=all",
    "--diff-merges=combined",
    "--full-history",
    "--format=commit %H %ct %P",
)


@dataclass
class Writer:
    """The commit that wrote a digest.

    commit  its oid.
    time    its committer date, in seconds since 1970.
    is_edge whether the history of this clone ends at this commit, so that the digest may be older.
    """

    commit: str
    time: int
    is_edge: bool = False


@dataclass
class Written:
    """The result of one walk through history.

    writers  the writer of each digest, by the key of the digest.
    first    for a digest that its writer brought back: the first commit with it, and the commit that removed it.
    paths    the files in which each digest ever was, by the key of the digest.
    commits  the number of commits that were read.
    lacking  the blobs (oids) that this clone does not have. Each of them may have any digest, so no writer is certain.
    """

    writers: dict[str, Writer] = field(default_factory=dict)
    first: dict[str, tuple[Writer, str]] = field(default_factory=dict)
    paths: dict[str, set[str]] = field(default_factory=dict)
    commits: int = 0
    lacking: set[str] = field(default_factory=set)


def writers_of(git: Git, tip: str, digests: Iterable[Digest], patterns: Iterable[str]) -> Written:
    """Return the commits that wrote these digests.

    Args:
        git: the repository.
        tip: the commit that has the digests.
        digests: the digests to find.
        patterns: git pathspecs of the files to search for digests.

    Raises:
        Refused: this clone does not have a commit or a tree of the history.
    """
    spellings = _spellings(digests)
    edges = shallow_commits(git)
    events: dict[str, list[tuple[Writer, int]]] = {}
    found = Written()
    for writer, changes in _walk(git, tip, spellings, patterns, found.lacking):
        found.commits += 1
        writer.is_edge = writer.commit in edges
        nets: dict[str, int] = {}
        for path, counts in changes:
            for key, net in counts.items():
                nets[key] = nets.get(key, 0) + net
                if net > 0:
                    found.paths.setdefault(key, set()).add(os.fsdecode(path))
        for key, net in nets.items():
            if net:
                events.setdefault(key, []).append((writer, net))
    found.writers = {key: _begin(each) for key, each in events.items()}
    for key, each in events.items():
        came_back = _first(each)
        if came_back is not None and came_back[0].commit != found.writers[key].commit:
            found.first[key] = came_back
    return found


def _first(events: list[tuple[Writer, int]]) -> tuple[Writer, str] | None:
    """Return the first commit with a digest and the commit that removed it; None if this clone does not show both."""
    count, first = 0, None
    for writer, net in reversed(events):
        count += net
        if first is None and net > 0:
            first = writer
        elif first is not None and count <= 0:
            return None if first.is_edge else (first, writer.commit)
    return None


def _begin(events: list[tuple[Writer, int]]) -> Writer:
    """Return the first commit after which every tree has the digest; ``events``: changes of its count, newest first."""
    count = max(sum(net for _, net in events), 1)
    for writer, net in events:
        count -= net
        if count <= 0:
            return writer
    return next((writer for writer, net in reversed(events) if net > 0), events[-1][0])


def _walk(
    git: Git, tip: str, spellings: dict[bytes, str], patterns: Iterable[str], lacking: set[str]
) -> Iterator[tuple[Writer, list[tuple[bytes, dict[str, int]]]]]:
    """Yield each commit with its files and, for each digest, how many more times it occurs than before.

    A blob that is too large to be read is treated as a blob without digests. One that this clone does not have is so
    too, and its oid is added to ``lacking``.
    """
    try:
        output = git.run(*_LOG, tip, "--", *patterns)
    except Refused as error:
        if "unable to read" not in str(error):
            raise
        raise Refused(f"{error} (git fetch --refetch --no-filter brings the rest)") from error
    steps = list(_steps(output))
    blobs = _Blobs(git, steps, lacking)
    for writer, changes in steps:
        found = []
        for path, new, olds in changes:
            after, *before = blobs.of(path, new, olds)
            counts: dict[str, int] = {}
            if len(before) == 1:
                _count(before[0], after, spellings, counts)
            else:
                came = _keys(after, spellings).difference(*(_keys(one, spellings) for one in before))
                counts = dict.fromkeys(came, 1)
            found.append((path, counts))
        yield writer, found


def _steps(output: bytes) -> Iterator[tuple[Writer, list[_Touched]]]:
    """Parse the output of _LOG: each commit, and for each of its files the path, the new oid, the old oids."""
    fields = iter(output.split(b"\0"))
    writer: Writer | None = None
    changes: list[_Touched] = []
    for each in fields:
        text = each.lstrip(b"\n")
        if text.startswith(b"commit "):
            if writer is not None:
                yield writer, changes
            _, oid, time, *_ = text.decode("ascii").split()
            writer, changes = Writer(oid, int(time)), []
        elif text.startswith(b":"):
            words = text.decode("ascii").split()
            parents = len(words[0]) - len(words[0].lstrip(":"))
            oids = words[parents + 1 : 2 * parents + 2]
            changes.append((next(fields), oids[-1], oids[:-1]))
    if writer is not None:
        yield writer, changes


class _Blobs:
    """The blobs of a walk, read in the order of the walk by one process. The last blob of each path is kept."""

    def __init__(self, git: Git, steps: list[tuple[Writer, list[_Touched]]], lacking: set[str]) -> None:
        requested: list[str] = []
        last: dict[bytes, str] = {}
        for _, changes in steps:
            for path, new, olds in changes:
                requested.extend(oid for oid in self._missing(last.get(path), new, olds))
                last[path] = olds[0]
        self._stream = git.objects.stream(requested)
        self._last: dict[bytes, tuple[str, bytes]] = {}
        self._lacking = lacking

    @staticmethod
    def _missing(last: str | None, new: str, olds: list[str]) -> list[str]:
        """Return the oids to read, in their order."""
        return [oid for oid in ((*olds,) if new == last else (new, *olds)) if oid.strip("0")]

    def of(self, path: bytes, new: str, olds: list[str]) -> list[bytes]:
        """Return the contents of a file: after a commit, and before it in each parent."""
        kept = self._last.get(path)
        read: dict[str, bytes] = {}
        for _ in self._missing(kept[0] if kept is not None else None, new, olds):
            oid, blob = next(self._stream)
            if blob is None:
                self._lacking.add(oid)
            read[oid] = blob.data if blob is not None and blob.data is not None else b""
        if kept is not None:
            read[kept[0]] = kept[1]
        self._last[path] = olds[0], read.get(olds[0], b"")
        return [read.get(oid, b"") for oid in (new, *olds)]


def _count(before: bytes, after: bytes, spellings: dict[bytes, str], nets: dict[str, int]) -> None:
    """Add, for each digest, how many more times it occurs after a change of a file than before."""
    start, end = _common(before, after)
    old, new = (text[start : len(text) - end] for text in (before, after))
    if min(len(old), len(new)) > _LARGE:
        old, new = _different(old, new)
    for text, sign in ((new, 1), (old, -1)):
        for token in _tokens(text):
            key = spellings.get(token)
            if key is not None:
                nets[key] = nets.get(key, 0) + sign


def _different(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """Return two texts without the lines that they share in the same order."""
    left: tuple[list[bytes], list[bytes]] = ([], [])
    old = new = 0
    while True:
        same = _same_lines(before, old, after, new)
        old, new = old + same, new + same
        shared = _next_shared(before, old, after, new)
        if shared is None:
            break
        left[0].append(before[old : shared[0]])
        left[1].append(after[new : shared[1]])
        old, new = shared
    rest = [before[old:], after[new:]]
    if min(map(len, rest)) > _LARGE:
        lines = [Counter(text.split(b"\n")) for text in rest]
        rest = [b"\n".join((one - other).elements()) for one, other in (lines, lines[::-1])]
    return b"".join((*left[0], rest[0])), b"".join((*left[1], rest[1]))


def _same_lines(before: bytes, old: int, after: bytes, new: int) -> int:
    """Return the number of bytes of the complete lines that two texts share from two places on."""
    same, step = 0, 1 << 10
    while step:
        piece = before[old + same : old + same + step]
        if len(piece) == step and piece == after[new + same : new + same + step]:
            same += step
            step = min(2 * step, 1 << 20)
        else:
            step //= 2
    return max(before.rfind(b"\n", old, old + same) + 1 - old, 0)


def _next_shared(before: bytes, old: int, after: bytes, new: int) -> tuple[int, int] | None:
    """Return the places where two texts have the same lines again, after they differ; None if not nearby."""
    for _ in range(_MOST_LINES):
        end = after.find(b"\n", new + _ANCHOR)
        if end < 0:
            return None
        found = before.find(after[new : end + 1], old, old + _WINDOW)
        if found == old or (found > 0 and before[found - 1 : found] == b"\n"):
            return found, new
        new = after.find(b"\n", new) + 1
    return None


def _common(one: bytes, other: bytes) -> tuple[int, int]:
    """Return the number of bytes that two texts share at the start and at the end, in complete lines."""
    least = min(len(one), len(other))
    low, high = 0, least
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    start = one.rfind(b"\n", 0, low) + 1
    low, high = 0, least - start
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    line = one.find(b"\n", len(one) - low)
    return start, len(one) - line - 1 if line >= 0 else 0


def _tokens(text: bytes) -> list[bytes]:
    found: list[bytes] = _TOKEN.findall(_COMMENT.sub(b"", text))
    return found


def _keys(text: bytes, spellings: dict[bytes, str]) -> set[str]:
    return {spellings[token] for token in _tokens(text) if token in spellings}


def _spellings(digests: Iterable[Digest]) -> dict[bytes, str]:
    """Return all spellings of digests, without algorithm and padding, each with the key of its digest."""
    found: dict[bytes, str] = {}
    for each in digests:
        for text in (each.base64().rstrip("="), each.base32(), each.hex(), each.hex().upper()):
            found[text.encode()] = each.key()
    return found


def shallow_commits(git: Git) -> set[str]:
    """Return the commits that have a parent outside a shallow clone."""
    facts = git.facts()
    if not facts.is_shallow:
        return set()
    try:
        with open(f"{facts.common_dir}/shallow", encoding="ascii") as file:
            return set(file.read().split())
    except (OSError, ValueError) as error:
        raise Refused(f"the list of this shallow clone's last commits cannot be read: {error}") from error
