"""What a push means: every ref that moves, against what the remote has already."""

from __future__ import annotations

import os

from authguard.errors import Refused
from authguard.git.ranges import Range, between, commit, ends
from authguard.git.snapshot import TreeSnapshot
from authguard.harmless import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from authguard.git.git import Git

# A tip that merged the remote's history at more places than this is compared with the newest of them.
_MOST_BASES = 16
_MOST_BOUNDARIES = 1000


def from_push_lines(git: Git, remote: str, lines: bytes) -> list[Range]:
    """The ranges of one push, one for each different tree that is pushed.

    Args:
        git: the repository.
        remote: the name that git gives pre-push as its first argument (the URL where it has no name).
        lines: the stdin of pre-push: "<local ref> <local oid> <remote ref> <remote oid>", see githooks(5).

    Returns:
        Ranges of commits. Nothing for a deleted ref, for a rewind, and for what the remote has already.

    Raises:
        Refused: a line that git would not write.
    """
    facts = git.facts()
    wanted: list[tuple[str, str]] = []
    for line in lines.splitlines():
        fields = [os.fsdecode(field) for field in line.rsplit(b" ", 3)]
        if len(fields) != 4 or not facts.is_oid(fields[1]) or not facts.is_oid(fields[3]):
            raise Refused(f"not a line as git gives it to pre-push: {harmless(os.fsdecode(line))}")
        wanted.append((fields[1], fields[3]))
    ranges = []
    for local, there in wanted:
        if local.strip("0"):
            ranges.extend(_pushed(git, remote, local, there if there.strip("0") else None))
    return _united(ranges)


def from_environment(git: Git, environ: Mapping[str, str] | None = None) -> list[Range] | None:
    """The ranges that pre-commit or prek names in its environment.

    Both hand over one ref of a push. On the first push of all history pre-commit sets neither
    PRE_COMMIT_FROM_REF nor PRE_COMMIT_TO_REF, and prek only the latter; then everything that the remote does
    not have is judged.

    Args:
        git: the repository.
        environ: the variables; by default this process's own.

    Returns:
        None where they speak of no range (a commit, say); [] where a push brings nothing new.

    Raises:
        Refused: as ranges.between does.
    """
    given = os.environ if environ is None else environ
    start, end = given.get("PRE_COMMIT_FROM_REF", ""), given.get("PRE_COMMIT_TO_REF", "")
    remote = given.get("PRE_COMMIT_REMOTE_NAME", "")
    if not (start or end or remote):
        return None
    if start.strip("0") and end and not remote:
        return [between(git, start, end)]
    local = given.get("PRE_COMMIT_LOCAL_BRANCH", "")
    tip = commit(git, end) if end else git.resolve(local) or commit(git, "HEAD")
    return _pushed(git, remote, tip, git.resolve(start) if start.strip("0") else None)


def unpushed(git: Git, rev: str) -> list[Range]:
    """The range of a commit against what the remotes have; [] where they have all of it.

    Raises:
        Refused: there is no such commit.
    """
    return _pushed(git, "", commit(git, rev), None)


def _pushed(git: Git, remote: str, local: str, there: str | None) -> list[Range]:
    """The range of one ref: its new object, and what it names at the remote so far (None: no ref yet)."""
    tip = git.resolve(local)
    if tip is None:
        tree = git.resolve(local, "tree")  # a tag of a tree; a tag of a blob has nothing to judge
        if tree is None:
            return []
        return [ends(git, [None], local, tree)]
    bases: list[str | None] = list(_on_remote(git, remote, tip))
    known = git.resolve(there) if there else None
    if known is not None:
        common = git.run("merge-base", known, tip, ok=(0, 1)).decode().split()
        if tip in common:
            return []
        # Unrelated histories (a force push of a new one) are compared all the same, end point to end point.
        bases = [common[0] if common else known, *(base for base in bases if base is not None)]
    bases = [base for base in dict.fromkeys(bases) if base != tip]
    return [ends(git, bases, tip)] if bases else []


def _on_remote(git: Git, remote: str, tip: str) -> list[str | None]:
    """The newest ancestors of `tip` that the remote has: [None] where it has none, [tip] where it has all.

    What a remote has is known from its tracking branches. One without any (never fetched, or named by its
    URL) is taken to have what the others have, unless that is everything.
    """
    own = _tracked(git, f"refs/remotes/{remote}") if remote else []
    tips = own or _tracked(git, "refs/remotes")
    if not tips:
        return [None]
    asked = "".join([f"{tip}\n", *(f"^{each}\n" for each in tips)]).encode()
    listed = git.run("rev-list", "--boundary", "--ignore-missing", "--stdin", stdin=asked).decode().split()
    if not listed or listed == [f"-{tip}"]:
        return [tip] if own else [None]
    boundary = [name[1:] for name in listed if name.startswith("-")]
    if len(boundary) > 1:
        asked_of = boundary[:_MOST_BOUNDARIES]
        boundary = git.run("merge-base", "--independent", *asked_of).decode().split()[:_MOST_BASES]
    return [*boundary] or [None]


def _tracked(git: Git, under: str) -> list[str]:
    named = git.run("for-each-ref", "--format=%(objectname)", under).decode().split()
    return list(dict.fromkeys(named))


def _united(ranges: list[Range]) -> list[Range]:
    """One range a target tree, with the bases of all: what the remote has under any ref is no news."""
    by_tree: dict[str, Range] = {}
    for each in ranges:
        assert isinstance(each.target, TreeSnapshot)  # noqa: S101 - for the type checker; ends() makes no other
        first = by_tree.setdefault(each.target.tree, each)
        if first is not each:
            known = {base.oid for base in first.bases}
            first.bases.extend(base for base in each.bases if base.oid not in known)
    for each in by_tree.values():
        each.bases[:] = [base for base in each.bases if base.oid is not None] or each.bases
    return list(by_tree.values())
