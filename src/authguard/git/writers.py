"""Which commit wrote each digest of a tree: one `git log` for all of them, newest commit first.

A digest is written by the commit from which on it is in the tree without a break, in any spelling and in any file.
A commit that only moves it to another place, renames its file or spells it otherwise adds and removes it at once,
which cancels out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from authguard.digest import Digest
    from authguard.git.git import Git

_TOKEN = re.compile(rb"[0-9A-Za-z+/]{22,}")
_SHORTEST = 22
_LOG = (
    "log",
    "--topo-order",
    "--no-color",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-mailmap",
    "--text",
    "--unified=0",
    "--inter-hunk-context=0",
    "--diff-merges=dense-combined",
    "--full-history",
    "-p",
    "--format=commit %H %ct %P",
)


@dataclass
class Writer:
    """The commit that wrote a digest.

    commit  its oid.
    time    its committer date, in seconds since 1970.
    is_edge whether it is where this clone's history ends: the digest may be older.
    """

    commit: str
    time: int
    is_edge: bool = False


@dataclass
class Written:
    """What one walk found: the writers by the key of their digest, and how many commits it read."""

    writers: dict[str, Writer]
    commits: int


def writers_of(git: Git, tip: str, digests: Iterable[Digest], patterns: Iterable[str]) -> Written:
    """Return the commits that wrote these digests.

    Args:
        git: the repository.
        tip: the commit that has the digests.
        digests: those that are asked for.
        patterns: git pathspecs of the files in which a digest counts.

    Raises:
        Refused: a blob of the history is not in this clone.
    """
    spellings = _spellings(digests)
    edges = _edges(git)
    events: dict[str, list[tuple[Writer, int]]] = {}
    commits = 0
    for writer, nets in _walk(git, tip, spellings, patterns):
        commits += 1
        writer.is_edge = writer.commit in edges
        for key, net in nets.items():
            if net:
                events.setdefault(key, []).append((writer, net))
    return Written({key: _begin(found) for key, found in events.items()}, commits)


def _begin(events: list[tuple[Writer, int]]) -> Writer:
    """Return the commit since which the digest is there without a break; ``events`` are its nets, newest first."""
    count = max(sum(net for _, net in events), 1)
    for writer, net in events:
        count -= net
        if count <= 0:
            return writer
    return next((writer for writer, net in reversed(events) if net > 0), events[-1][0])


def _walk(
    git: Git, tip: str, spellings: dict[bytes, str], patterns: Iterable[str]
) -> Iterator[tuple[Writer, dict[str, int]]]:
    """Yield each commit with how often it adds each digest more than it removes it."""
    process = git.start("-c", "log.showRoot=true", *_LOG, tip, "--", *patterns)
    writer: Writer | None = None
    nets: dict[str, int] = {}
    width = 1
    ended = False
    try:
        with open(process.stdout, "rb", buffering=1 << 18, closefd=False) as stdout:
            for line in stdout:
                if line.startswith(b"commit "):
                    if writer is not None:
                        yield writer, nets
                    _, oid, time, *parents = line.decode("ascii").split()
                    writer, nets, width = Writer(oid, int(time)), {}, max(len(parents), 1)
                elif len(line) > _SHORTEST and line[0] in b"+- ":
                    _count(line, width, spellings, nets)
        if writer is not None:
            yield writer, nets
        ended = True
    finally:
        if not ended:
            process.discard()
    process.finish()


def _count(line: bytes, width: int, spellings: dict[bytes, str], nets: dict[str, int]) -> None:
    """Count the digests in one line of a diff; in a merge's combined diff each parent has a column."""
    columns = line[:width]
    sign = 1 if columns == b"+" * width else -1 if width == 1 and columns == b"-" else 0
    if not sign:
        return
    for token in _TOKEN.findall(line, width):
        key = spellings.get(token)
        if key is not None:
            nets[key] = nets.get(key, 0) + sign


def _spellings(digests: Iterable[Digest]) -> dict[bytes, str]:
    """Return each way to write a digest, without its algorithm and its padding, by the digest's key."""
    found: dict[bytes, str] = {}
    for each in digests:
        for text in (each.base64().rstrip("="), each.base32(), each.hex(), each.hex().upper()):
            found[text.encode()] = each.key()
    return found


def _edges(git: Git) -> set[str]:
    """Return the commits whose parents a shallow clone lacks."""
    facts = git.facts()
    if not facts.is_shallow:
        return set()
    try:
        with open(f"{facts.common_dir}/shallow", encoding="ascii") as file:
            return set(file.read().split())
    except (OSError, ValueError) as error:
        raise Refused(f"the list of this shallow clone's last commits cannot be read: {error}") from error
