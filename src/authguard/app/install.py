"""Install and uninstall: the plain git hooks of this repository."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from shutil import which
from typing import TYPE_CHECKING

from authguard.builder.trust import Trust, unallowed
from authguard.config.load import load
from authguard.errors import Refused
from authguard.git import hooks
from authguard.git.ranges import snapshot_of
from authguard.messages import did_you_mean
from authguard.printable import printable

if TYPE_CHECKING:
    from authguard.git.git import Git


@dataclass
class HooksRequest:
    """The names of the hooks to install or remove; empty for all hooks."""

    hooks: list[str] = field(default_factory=list)
    dry_run: bool = False

    def names(self) -> list[str]:
        """Return the hooks in their fixed order. Raises Refused for an unknown hook."""
        for name in self.hooks:
            if name not in hooks.HOOKS:
                raise Refused(f"there is no hook {name!r} here{did_you_mean(name, hooks.HOOKS)}")
        return [name for name in hooks.HOOKS if name in self.hooks] or list(hooks.HOOKS)


@dataclass
class HooksChanged:
    """Lines about changed hooks and about hooks that were kept, and the directory as messages show it.

    ``tracked``: hooks that are files of the repository, so that a commit would change them for other people.
    """

    directory: str
    done: list[str]
    kept: list[str] = field(default_factory=list)
    tracked: list[str] = field(default_factory=list)


def install(git: Git, request: HooksRequest) -> HooksChanged:
    """Write the hooks. Raises Refused as hooks.directory() and hooks.install() do, or if a file cannot be written."""
    names = request.names()
    try:
        directory = hooks.directory(git, names)
        done = hooks.install(directory, names, program(), dry_run=request.dry_run)
    except OSError as error:
        raise _refused(error) from error
    return HooksChanged(hooks.shown(directory), done, tracked=_tracked(git, directory, names) if done else [])


def _tracked(git: Git, directory: str, names: list[str]) -> list[str]:
    """Return the hooks that git tracks, since core.hooksPath may be inside the work tree."""
    top = git.facts().toplevel
    if top is None or os.path.relpath(directory, os.path.realpath(top)).startswith(".."):
        return []
    found = git.run("ls-files", "-z", "--", *(os.path.join(directory, name) for name in names))
    return [printable(os.fsdecode(path)) for path in found.split(b"\0")[:-1]]


def uninstall(git: Git, request: HooksRequest) -> HooksChanged:
    """Remove the hooks. Raises Refused as hooks.directory() does, or if a file cannot be written."""
    names = request.names()
    try:
        directory = hooks.directory(git)
        done, kept = hooks.uninstall(directory, names, dry_run=request.dry_run)
    except OSError as error:
        raise _refused(error) from error
    return HooksChanged(hooks.shown(directory), done, kept)


def builders_to_allow(git: Git) -> list[str]:
    """Return the builders that the gates of HEAD name and that the user has not allowed. Raises Refused."""
    head = git.facts().head
    if head is None:
        return []
    gates = load(snapshot_of(git, head).read_exact).gates
    return list(unallowed(gates, Trust(git))) if gates else []


def allow_builder(git: Git, name: str) -> None:
    """Allow a builder, in the git config of this repository."""
    git.run("config", "--add", "authguard.builders", name)


def program() -> str | None:
    """Return the absolute path of git-authguard that the hooks try first; None if there is no such path.

    Git would start the program on PATH. Links are not resolved: a link in a profile or in ~/.local/bin still works
    after its target was replaced.
    """
    beside = os.path.join(os.path.dirname(sys.executable), "git-authguard")
    found = which("git-authguard") or (beside if os.access(beside, os.X_OK) else None)
    return os.path.abspath(found) if found else None


def _refused(error: OSError) -> Refused:
    return Refused(f"{printable(os.fsdecode(error.filename or 'the hooks'))}: {error.strerror}")
