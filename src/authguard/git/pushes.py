"""The ranges of a push: each moved ref is compared with its commit at the remote."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.git.protected import protected, protected_here
from authguard.git.ranges import Range, Walk, between, boundary, commit, ends
from authguard.printable import printable
from authguard.system import command_of, parent_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from authguard.git.git import Git
    from authguard.git.protected import Protected

FIRST = (
    "the remote has nothing yet to compare this push with, so its hashes are not judged;"
    " git authguard audit judges them by their history"
)


def from_push_lines(git: Git, remote: str, lines: bytes) -> list[Range]:
    """The ranges of one push: one for each pushed commit and each commit that it is compared with.

    Args:
        git: the repository.
        remote: the first argument that git passes to pre-push: the name of the remote, or its URL if it has no name.
        lines: the stdin of pre-push: "<local ref> <local oid> <remote ref> <remote oid>", see githooks(5).

    Returns:
        Ranges of commits. Nothing for a deleted ref, and for commits that protected branches of the remote have.

    Raises:
        Refused: a line that git would not write.
    """
    wanted: list[tuple[str, str]] = []
    truth: dict[str, str] = {}
    for _, new, ref, old in _fields(git, lines, "pre-push"):
        wanted.append((new, old))
        truth[ref] = old
    held = cache(lambda: protected(git, remote, truth=truth))
    return _of_refs(git, held, wanted)


def from_receive_lines(git: Git, lines: bytes) -> list[Range]:
    """The ranges of a push that this repository, a server, receives.

    Args:
        git: the repository; its default branch is that of HEAD.
        lines: the stdin of pre-receive: "<old oid> <new oid> <ref>", see githooks(5).

    Returns:
        Ranges of commits. Nothing for a deleted ref, and for commits that protected branches already have.

    Raises:
        Refused: a line that git would not write.
    """
    wanted = [(new, old) for old, new, _ in _fields(git, lines, "pre-receive")]
    return _of_refs(git, cache(lambda: protected_here(git)), wanted)


_OIDS = {"pre-push": (4, 3, 1, 3), "pre-receive": (3, 2, 0, 1)}
"""For each hook: the number of fields in a line, how often it is split from its end or start, and its two oids."""


def _fields(git: Git, lines: bytes, hook: str) -> Iterator[list[str]]:
    """Yield the fields of each line that git writes to a hook. A ref may have spaces only in a line of pre-push."""
    number, splits, *oids = _OIDS[hook]
    facts = git.facts()
    for line in lines.removesuffix(b"\n").split(b"\n") if lines else ():
        parts = line.rsplit(b" ", splits) if hook == "pre-push" else line.split(b" ", splits)
        fields = [os.fsdecode(field) for field in parts]
        if len(fields) != number or not all(facts.is_oid(fields[at]) for at in oids):
            raise Refused(f"not a line that git writes to {hook}: {printable(os.fsdecode(line[:200]))}")
        yield fields


def _of_refs(git: Git, held: Callable[[], Protected], wanted: Iterable[tuple[str, str]]) -> list[Range]:
    """Return the ranges of refs, each with its new and its present object. Many refs to one commit make one range."""
    ranges = []
    for new, old in dict.fromkeys(wanted):
        if new.strip("0"):
            ranges.extend(_pushed(git, held, new, old if old.strip("0") else None))
    return _distinct(ranges)


def from_environment(git: Git, environ: Mapping[str, str] | None = None) -> list[Range] | None:
    """The ranges that pre-commit or prek names in its environment.

    Both hook managers pass only one ref of a push. On the first push of all history pre-commit sets neither
    PRE_COMMIT_FROM_REF nor PRE_COMMIT_TO_REF, and prek only the latter.

    Args:
        git: the repository.
        environ: the variables; by default this process's own.

    Returns:
        None if the variables name no range (but, for example, a commit); [] if a push has nothing new.

    Raises:
        Refused: as in ranges.between.
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
    there = git.resolve(start) if start.strip("0") else None
    return _pushed(git, lambda: protected(git, remote), tip, there if _is_at(git, remote, given) else None)


_MOST_UNRELATED = 4
"""An unrelated history is compared with at most this many protected branches, the default branch first."""

_EVERY = ("--all", "--branches", "--mirror", "--tags", "--follow-tags")
_WITH_VALUE = ("-o", "--push-option", "--receive-pack", "--exec", "--repo", "-C", "-c")
_MOST_PARENTS = 12


def refs_of_running_push() -> list[str]:
    """Return the refs of the `git push` that started this process, from its command line, if there are several.

    A hook manager passes only one of several. The result is empty if only one ref is pushed, or if the command line
    is not known.
    """
    process = os.getppid()
    for _ in range(_MOST_PARENTS):
        words = [os.fsdecode(word) for word in command_of(process)]
        if words and os.path.basename(words[0]) == "git" and "push" in words:
            return _several(words[words.index("push") + 1 :])
        process = parent_of(process)
        if process <= 1:
            break
    return []


def _several(words: list[str]) -> list[str]:
    """Return the refspecs of a push, or the option that pushes many; empty for a single ref."""
    every = [word for word in words if word in _EVERY]
    plain: list[str] = []
    skip = False
    for word in words:
        if not skip and not word.startswith("-"):
            plain.append(word)
        skip = word in _WITH_VALUE
    return every or (plain[1:] if len(plain) > 2 else [])


def _is_at(git: Git, remote: str, given: Mapping[str, str]) -> bool:
    """Tell whether the remote has the pushed ref, as far as this clone knows.

    For a new branch, pre-commit names the newest commit that any branch of the remote has. But most branches excuse
    nothing.
    """
    ref = given.get("PRE_COMMIT_REMOTE_BRANCH", "")
    if not ref.startswith("refs/heads/"):
        return True
    return git.resolve(f"refs/remotes/{remote}/{ref.removeprefix('refs/heads/')}") is not None


def unpushed(git: Git, rev: str) -> list[Range]:
    """The range of a commit against protected branches of its remote; [] if these have all its commits.

    Raises:
        Refused: the commit does not exist.
    """
    return _pushed(git, lambda: protected(git, ""), commit(git, rev), None)


def _pushed(git: Git, protect: Callable[[], Protected], local: str, there: str | None) -> list[Range]:
    """The range of one ref, by its new object and its present object at the remote (None: no ref yet).

    ``protect`` returns the protected branches of the remote.

    A ref that moves forward is compared with its old commit. A new ref, or a ref that goes back or has a rewritten
    history, is compared with the nearest commits that protected branches of the remote have. Commits of protected
    branches are never judged again. A history or a tree without a common commit is compared with the protected
    branches and also with the empty tree.
    """
    tip = git.resolve(local)
    if tip is None:
        tree = git.resolve(local, "tree")  # a tag of a tree
        if tree is not None:
            return [ends(git, [None, *protect().tips[:_MOST_UNRELATED]], local, tree)]
        if git.resolve(local, "blob") is None:
            raise Refused(f"{local[:12]} is pushed, but it cannot be read here")
        return []  # a tag of a blob has nothing to judge
    known = git.resolve(there) if there else None
    if tip == known:
        return []
    common = git.run("merge-base", "--all", known, tip, ok=(0, 1)).decode().split() if known else []
    held = protect()
    moves_on = known is not None and known in common
    tips = [known, *held.tips] if known is not None and moves_on else held.tips
    bases: list[str | None] = [*boundary(git, tip, tips)] if tips else []
    if bases == [tip]:
        return [_first(git, tip)] if held.is_borrowed and not moves_on else []
    if not bases and known is not None:
        bases = [*common] or [known]  # unrelated histories are compared too, by their ends
        tips = [*tips, *filter(None, bases)]
    if not tips:
        return [_first(git, tip)]
    made = ends(git, bases or [None, *tips[:_MOST_UNRELATED]], tip)
    made.walk = Walk([tip], tips, [], made.bases)
    made.note = None if moves_on else held.guess
    return [made]


def _first(git: Git, tip: str) -> Range:
    """The range of a first push. All its commits are new, so nothing is judged."""
    made = ends(git, [None], tip)
    made.is_judged = False
    made.note = FIRST
    return made


def _distinct(ranges: list[Range]) -> list[Range]:
    """One range for each target with its bases: a branch and a tag of one commit are judged once."""
    found: dict[object, Range] = {}
    for each in ranges:
        found.setdefault((each.target.label, *(base.oid for base in each.bases)), each)
    return list(found.values())
