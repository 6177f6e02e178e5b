"""The protected branches of a remote: its default branch, and the branches that the user names.

Commits of protected branches are not judged again. If such a branch is merged, only the other commits are judged. Other
branches of a remote excuse nothing: a pull request that was pushed without a check is judged when it is merged.
"""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from authguard.git.git import Git

_DEFAULT_NAMES = ("main", "master", "trunk", "develop", "default")
"""If git does not know the default branch of a remote, its branches of these names are used instead."""

_HEADS = "refs/heads/"
_SETTINGS = r"^(authguard\.protectedbranches|remote\..*\.(url|pushurl)|branch\..*\.remote)$"


class Protected:
    """The protected branches of one remote.

    Attributes:
        remote: the name of the remote, "" if there is no remote.
        tips: the oids of the branches, without repetition.
        guess: a sentence about the guess of the default branch; None if git knows it, or no branch is known.
        is_borrowed: whether nothing is known about the requested remote, so that another remote is used.
    """

    __slots__ = ("guess", "is_borrowed", "remote", "tips")

    def __init__(self, remote: str, tips: list[str], guess: str | None, is_borrowed: bool) -> None:
        """Store the arguments."""
        self.remote = remote
        self.tips = tips
        self.guess = guess
        self.is_borrowed = is_borrowed


class _Settings:
    """The settings of the user's git configuration about remotes and protected branches."""

    __slots__ = ("branches", "patterns", "urls")

    def __init__(self, git: Git) -> None:
        self.patterns: list[str] = []
        self.urls: dict[str, list[str]] = {}
        self.branches: dict[str, str] = {}
        output = git.run("config", "--null", "--get-regexp", _SETTINGS, ok=(0, 1))
        for setting in os.fsdecode(output).split("\0")[:-1]:
            key, _, value = setting.partition("\n")
            section, _, rest = key.partition(".")
            if section == "authguard":
                self.patterns.append(value)
            elif section == "remote":
                self.urls.setdefault(rest.rpartition(".")[0], []).append(value)
            else:
                self.branches[rest.rpartition(".")[0]] = value

    def name_of(self, remote: str) -> str:
        """Return the name of the remote that git names by its URL; the word itself if no remote has that URL."""
        if remote in self.urls:
            return remote
        return next((name for name, urls in self.urls.items() if remote in urls), remote)

    def default(self, branch: str) -> str:
        """Return the remote that a branch follows, as git does: the configured remote, the only remote, or origin."""
        named = self.branches.get(branch, "")
        if named and named != ".":
            return named
        return next(iter(self.urls)) if len(self.urls) == 1 else "origin"


def protected(
    git: Git,
    remote: str | None = None,
    without: str | None = None,
    truth: Mapping[str, str] | None = None,
) -> Protected:
    """Return the protected branches of a remote.

    Args:
        git: the repository.
        remote: the name or URL of the remote; None for the remote of the current branch. A remote without any
            remote-tracking branch is taken for equal to the remote of the current branch.
        without: a commit. Branches that contain this commit are omitted.
        truth: the present objects of some refs of the remote (zeros: it has no such ref), as far as they are known.
    """
    settings = _Settings(git)
    refs = _branches(git, "refs/remotes", without)
    name = settings.name_of(remote) if remote else ""
    is_borrowed = bool(name) and not any(ref.startswith(f"refs/remotes/{name}/") for ref in refs)
    if not name or is_borrowed:
        name = settings.default(_current_branch(git))
    under = f"refs/remotes/{name}/"
    if truth is not None and not is_borrowed:
        refs = _corrected(git, refs, under, truth)
    own = {ref.removeprefix(under): oid for ref, (oid, _) in refs.items() if ref.startswith(under)}
    remotes = {*settings.urls, *(name for ref in refs for name in ref.split("/")[2:3])}
    tips = [oid for ref, (oid, _) in refs.items() if _is_named(ref, under, settings.patterns, remotes)]
    head = refs.get(f"{under}HEAD")
    own.pop("HEAD", None)
    if head is not None and head[1]:
        return Protected(name, list(dict.fromkeys([head[0], *tips])), None, is_borrowed)
    guessed = [branch for branch in _DEFAULT_NAMES if branch in own] or list(own)
    tips = list(dict.fromkeys([*(own[branch] for branch in guessed), *tips]))
    return Protected(name, tips, _guess(name, guessed) if guessed else None, is_borrowed)


def protected_here(git: Git) -> Protected:
    """Return the protected branches of this repository, which is a server: its default branch, and the named ones.

    If the default branch has no commit, the branches with the usual names of one are used, or all branches.
    """
    settings = _Settings(git)
    own = {
        ref.removeprefix(_HEADS): oid
        for ref, (oid, _) in _branches(git, "refs/heads").items()
        if oid.strip("0")
    }
    tips = [
        oid
        for name, oid in own.items()
        if _is_named(f"{_HEADS}{name}", _HEADS, settings.patterns, settings.urls)
    ]
    default = own.get(_current_branch(git))
    guessed = [own[name] for name in _DEFAULT_NAMES if name in own] or [*own.values()]
    first = [default] if default is not None else guessed
    return Protected("", list(dict.fromkeys([*first, *tips])), None, is_borrowed=False)


def _guess(remote: str, guessed: list[str]) -> str:
    branches = ", ".join(guessed) if len(guessed) < 4 else f"each of its {len(guessed)} branches"
    return (
        f"the default branch of {remote} is not known here, so {branches} of {remote} is used instead;"
        f" git remote set-head {remote} --auto asks the remote"
    )


def _branches(git: Git, under: str, without: str | None = None) -> dict[str, tuple[str, str]]:
    """Return (oid, symbolic target) of the branches below ``under``, by their full names."""
    command = ["for-each-ref", "--format=%(objectname) %(symref)%00%(refname)"]
    if without is not None:
        command.append(f"--no-contains={without}")
    output = os.fsdecode(git.run(*command, under))
    found = {}
    for line in output.split("\n")[:-1]:  # a name may have other characters that break lines
        names, _, ref = line.partition("\0")
        oid, _, symref = names.partition(" ")
        found[ref] = oid, symref
    return found


def _corrected(
    git: Git, refs: Mapping[str, tuple[str, str]], under: str, truth: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return the remote-tracking branches as the remote has them now, which may be older commits."""
    known = {f"{under}{ref.removeprefix('refs/heads/')}": oid for ref, oid in truth.items()}
    found = {}
    for ref, (oid, symref) in refs.items():
        now = known.get(symref or ref, oid)
        if now.strip("0"):
            found[ref] = now if now == oid or git.resolve(now) is not None else oid, symref
    return found


def _current_branch(git: Git) -> str:
    name = os.fsdecode(git.run("symbolic-ref", "--quiet", "HEAD", ok=(0, 1)).removesuffix(b"\n"))
    return name.removeprefix("refs/heads/")


def _is_named(ref: str, under: str, patterns: Iterable[str], remotes: Collection[str]) -> bool:
    """Tell whether a pattern names a branch: by its short name at this remote, by "REMOTE/NAME", or in full."""
    return any(_names(pattern, ref, under, remotes) for pattern in patterns)


def _names(pattern: str, ref: str, under: str, remotes: Collection[str]) -> bool:
    """Tell whether a pattern names a branch.

    If the pattern begins with a remote, it names only branches of that remote: everybody who may push a branch to
    another remote can give it the name "REMOTE/NAME". `*/NAME` is also a short name.
    """
    if pattern.startswith("refs/"):
        return fnmatchcase(ref, pattern)
    slashes = [at for at, letter in enumerate(pattern) if letter == "/"]
    parts = [
        (f"refs/remotes/{remote}/", pattern[at + 1 :])
        for at in slashes
        for remote in remotes
        if fnmatchcase(remote, pattern[:at])
    ]
    if not parts or pattern.startswith("*/"):
        parts.append((under, pattern))
    return any(
        ref.startswith(prefix) and fnmatchcase(ref.removeprefix(prefix), name) for prefix, name in parts
    )
