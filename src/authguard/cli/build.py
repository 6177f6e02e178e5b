"""git authguard build: the gate. Builds an attribute of a revision where the config, or the user, says."""

from __future__ import annotations

import os
import sys

from authguard.cli.arguments import read
from authguard.cli.check import from_root, leaves_tree, prefix_of
from authguard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.cli.arguments import Arguments
    from authguard.config.model import Config, Gate
    from authguard.gate.push import Wishes
    from authguard.git.git import Git
    from authguard.git.ranges import Range

_FLAGS = {"--again": "again", "-q": "quiet", "--quiet": "quiet"}
_OPTIONS = {"--rev": "rev", "-A": "attribute", "--attribute": "attribute", "--builder": "builder"}
_FILES = ("test-build.nix", "default.nix")
"""What is built of a directory that no gate names."""


def run(arguments: list[str]) -> int:
    """Build. Returns the exit code of the contract.

    Raises:
        Refused: bad usage or config, no such revision, something that is not allowed yet.
    """
    given = read("build", arguments, _FLAGS, _OPTIONS)
    if len(given.rest) > 1:
        raise Refused("build takes one DIR")
    from authguard.cli.gateproof import prove
    from authguard.gate.push import by_hand
    from authguard.git.git import Git

    git = Git()
    try:
        scope = _scope(git, given.values.get("rev", "HEAD"))
        gates = _chosen(_config(scope), scope, given, prefix_of(git))
        wanted = [(gate, scope) for gate in gates]
        return by_hand(git, wanted, given.values.get("builder"), _wishes(given), prove)
    finally:
        git.close()


def gated(git: Git, scopes: list[Range], given: Arguments) -> int:
    """Build what a push must have built, after it was judged. Returns the exit code."""
    if not scopes:
        return 0
    from authguard.cli.gateproof import prove
    from authguard.gate.push import push

    return push(git, [(scope, _config(scope)) for scope in scopes], _wishes(given), prove)


def bumped(git: Git, given: Arguments, paths: list[str], oid: str | None) -> int:
    """Build what a bump led to: the gates of the files that it edited. Returns the exit code.

    Args:
        git: the repository.
        given: the arguments of bump: with -f FILE that is built, with --builder there.
        paths: the files that were edited.
        oid: the commit of the bump; None for what is tracked, as it is in the work tree.
    """
    from authguard.cli.gateproof import prove
    from authguard.gate.push import by_hand

    scope = _scope(git, oid) if oid is not None else _of_worktree(git)
    if "file" in given.values:
        gates = [_of_directory(scope, from_root(given.values["file"], prefix_of(git)), "")]
        gates[0].attribute = given.values.get("attribute")
    else:
        gates = [
            gate
            for gate in _config(scope).gates
            if any(pattern.matches(path) for pattern in gate.paths for path in paths)
        ] or [_of_directory(scope, os.path.commonpath([os.path.dirname(path) for path in paths]), "")]
    wanted = [(gate, scope) for gate in gates]
    return by_hand(git, wanted, given.values.get("builder"), _wishes(given), prove)


def _of_worktree(git: Git) -> Range:
    """The tracked files as they are, against what the remotes have of HEAD; a tree that is written for it."""
    from authguard.git.committing import SideIndex
    from authguard.git.pushes import unpushed
    from authguard.git.ranges import WORKTREE, ends

    with SideIndex(git) as index:
        tree = index.tracked_tree()
    head = git.facts().head
    found = unpushed(git, head) if head is not None else []
    bases = [base.oid for base in found[0].bases] if found else [head]
    return ends(git, bases, WORKTREE, tree)


def _wishes(given: Arguments) -> Wishes:
    from authguard.gate.push import Wishes

    # Hook managers show what a hook printed when it has ended, all at once.
    live = "PRE_COMMIT" not in os.environ or sys.stderr.isatty()
    return Wishes(quiet="quiet" in given.flags, logs=live, again="again" in given.flags)


def _scope(git: Git, rev: str) -> Range:
    """The revision against what the remotes have of it; without bases where they have all of it."""
    from authguard.git.pushes import unpushed
    from authguard.git.ranges import Range, commit, snapshot_of

    found = unpushed(git, rev)
    return found[0] if found else Range(snapshot_of(git, commit(git, rev)), [])


def _config(scope: Range) -> Config:
    from authguard.config.model import load

    return load(scope.target.read, lambda path: leaves_tree(scope.target, path))


def _chosen(config: Config, scope: Range, given: Arguments, prefix: str) -> list[Gate]:
    """The gates that are meant: all, or those of DIR (or of a file); where there is none, what stands there itself."""
    asked = given.rest[0] if given.rest else None
    directory = from_root(asked, prefix) if asked is not None else prefix
    is_file = scope.target.kind(directory) == "file"
    gates = [
        gate
        for gate in config.gates
        if asked is None or (gate.file == directory if is_file else _is_of(gate, directory))
    ]
    if not gates:
        gates = [_of_directory(scope, directory, asked)]
    attribute = given.values.get("attribute")
    if attribute is not None:
        if len(gates) > 1:
            names = ", ".join(gate.name for gate in gates)
            raise Refused(f"-A needs one gate, and these are meant: {names}; name the DIR of one")
        gates[0].attribute = attribute
    return gates


def _is_of(gate: Gate, directory: str) -> bool:
    """Tell whether a gate's file stands below a directory, or the directory is one of the gate's paths."""
    below = f"{gate.file}/".startswith(f"{directory}/") or not directory
    return below or any(pattern.matches(f"{directory}/x") for pattern in gate.paths)


def _of_directory(scope: Range, directory: str, asked: str | None) -> Gate:
    """A gate for a directory (or a file) that no config speaks of, built with Nix here unless --builder says so."""
    from authguard.config.model import Gate

    target = scope.target
    names = [directory] if target.kind(directory) == "file" else []
    names += [f"{directory}/{name}" if directory else name for name in _FILES]
    file = next((name for name in names if target.kind(name) in ("file", "symlink")), None)
    if file is None:
        where = f"in {directory}" if directory else "at the root"
        hint = "" if asked is not None else "; name a DIR, or write a [[gate]] into authguard.toml"
        raise Refused(f"{target.label[:12]} has neither {_FILES[0]} nor {_FILES[1]} {where}{hint}")
    return Gate(
        name=directory or file,
        paths=[],
        file=file,
        attribute=None,
        builder=None,
        store=None,
        nix_options=[],
        timeout=None,
        when_unreachable="block",
    )
