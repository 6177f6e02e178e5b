"""Build: the gate. Builds an attribute of a revision, chosen by the config or the user."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.app import selection
from authguard.app.proving import nix_words
from authguard.app.repository import cached_tree
from authguard.app.selection import from_root, leaves_tree, prefix_of
from authguard.app.sites import SiteWriter
from authguard.builder.trust import SSH
from authguard.config.load import load
from authguard.config.model import Gate
from authguard.errors import AuthguardError, Refused
from authguard.gate.push import by_hand, push
from authguard.git.committing import TemporaryIndex
from authguard.git.git import Git
from authguard.git.pushes import unpushed
from authguard.git.ranges import WORKTREE, Range, commit, ends, snapshot_of
from authguard.nix.parse import line_and_column
from authguard.printable import printable
from authguard.prove.bynix import BuildSite, by_nix
from authguard.prove.proofs import Proofs
from authguard.prove.proving import OPEN, RIGHT, WRONG
from authguard.repair import version as versions
from authguard.rules.words import command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.config.model import Config
    from authguard.gate.build import Where
    from authguard.gate.plan import Plan
    from authguard.gate.push import Wishes
    from authguard.outputs.model import FixedOutput
    from authguard.prove.proving import Answer

_FILES = ("test-build.nix", "default.nix")
"""The names of files that are built for a directory without a gate."""


@dataclass
class BuildRequest:
    """The gates to build (of a directory, or all), their revision, and the options."""

    directories: list[str] = field(default_factory=list)
    rev: str = "HEAD"
    attribute: str | None = None
    builder: str | None = None
    include: list[str] = field(default_factory=list)
    option: list[list[str]] = field(default_factory=list)

    def nix_words(self) -> list[str]:
        """Return the user's options for Nix, as words of its command line."""
        return nix_words(self.include, self.option)


def build(git: Git, request: BuildRequest, wishes: Wishes) -> int:
    """Build. Returns the exit code.

    Raises:
        Refused: bad usage or config, an unknown revision, or a builder that is not allowed yet.
    """
    if len(request.directories) > 1:
        raise Refused("build takes one DIR")
    scope = _scope(git, request.rev)
    gates = _chosen(git, _config(scope), scope, request)
    return by_hand(git, [(gate, scope) for gate in gates], request.builder, wishes, prove)


def tags(git: Git, request: BuildRequest) -> list[tuple[str, str]]:
    """Return the gates of a directory (or all gates), each gate with the tag that CI makes for the revision.

    Raises:
        Refused: no gate has a tag, or no version is stated beside the file of a gate.
    """
    scope = _scope(git, request.rev)
    config = _config(scope)
    gates = [gate for gate in _chosen(git, config, scope, request) if gate.tag is not None]
    if not gates:
        raise Refused('no [[gate]] here has a tag; add tag = "v{version}-{sha7}-nix" to it in authguard.toml')
    tree = cached_tree(git, scope.target).output_tree()
    oid = scope.target.label
    found = []
    for gate in gates:
        package = versions.one_of(versions.packages(tree, os.path.dirname(gate.file), config), gate.file)
        if len(package.versions) != 1:
            raise Refused(f"the version is not known: {package.words()}")
        text = (gate.tag or "").replace("{version}", package.versions[0])
        found.append((gate.name, text.replace("{sha7}", oid[:7]).replace("{sha}", oid)))
    return found


def build_push(git: Git, scopes: list[Range], wishes: Wishes) -> int:
    """Build the gates of a push, after it was judged. Returns the exit code."""
    if not scopes:
        return 0
    return push(git, [(scope, _config(scope)) for scope in scopes], wishes, prove)


def build_bump(git: Git, request: BuildRequest, file: str | None, paths: list[str], wishes: Wishes) -> int:
    """Build the gates of the files that a bump edited. Returns the exit code.

    Args:
        git: the repository.
        request: the request; its revision is the commit of the bump, or "" for the tracked files of the work tree.
        file: the expression to build in place of the gates.
        paths: the edited files.
        wishes: the options of the user.
    """
    scope = _scope(git, request.rev) if request.rev else _of_worktree(git)
    if file is not None:
        gates = [_of_directory(scope, from_root(file, prefix_of(git)), "")]
        gates[0].attribute = request.attribute
    else:
        gates = [
            gate
            for gate in _config(scope).gates
            if any(pattern.matches(path) for pattern in gate.paths for path in paths)
        ] or [_of_directory(scope, os.path.commonpath([os.path.dirname(path) for path in paths]), "")]
    return by_hand(git, [(gate, scope) for gate in gates], request.builder, wishes, prove)


def _of_worktree(git: Git) -> Range:
    """Return the range from the newest commits of HEAD at a remote to the tracked files on disk.

    Writes a tree of these files.
    """
    with TemporaryIndex(git) as index:
        tree = index.tracked_tree()
    head = git.facts().head
    found = unpushed(git, head) if head is not None else []
    bases = [base.oid for base in found[0].bases] if found else [head]
    return ends(git, bases, WORKTREE, tree)


def _scope(git: Git, rev: str) -> Range:
    """Return the range to a revision from its commits that a remote has; without bases if a remote has it."""
    found = unpushed(git, rev)
    return found[0] if found else Range(snapshot_of(git, commit(git, rev)), [])


def _config(scope: Range) -> Config:
    return load(scope.target.read_exact, lambda path: leaves_tree(scope.target, path))


def _chosen(git: Git, config: Config, scope: Range, request: BuildRequest) -> list[Gate]:
    """Return all gates, or the gates of DIR (or of a file). If DIR has no gate, return a new gate for the directory.

    Raises:
        Refused: the revision does not have DIR, even if the pattern of a gate matches it.
    """
    prefix = prefix_of(git)
    requested = request.directories[0] if request.directories else None
    if requested is not None:
        selection.demand_file(git, scope.target, requested, prefix)
    directory = from_root(requested, prefix) if requested is not None else prefix
    is_file = scope.target.kind(directory) == "file"
    gates = [
        gate
        for gate in config.gates
        if requested is None or (gate.file == directory if is_file else _is_of(gate, directory))
    ]
    if not gates:
        gates = [_of_directory(scope, directory, requested)]
    attribute = request.attribute
    if attribute is not None:
        if len(gates) > 1:
            names = ", ".join(gate.name for gate in gates)
            raise Refused(f"-A needs one gate, and there are several: {names}; name the DIR of one")
        gates[0].attribute = attribute
    return gates


def _is_of(gate: Gate, directory: str) -> bool:
    """Tell whether the file of a gate is below a directory, or the paths of the gate contain the directory."""
    below = f"{gate.file}/".startswith(f"{directory}/") or not directory
    return below or any(pattern.matches(f"{directory}/x") for pattern in gate.paths)


def _of_directory(scope: Range, directory: str, requested: str | None) -> Gate:
    """Return a gate for a directory or file that no gate of the config has. Without --builder Nix builds here."""
    target = scope.target
    names = [directory] if target.kind(directory) == "file" else []
    names += [f"{directory}/{name}" if directory else name for name in _FILES]
    file = next((name for name in names if target.kind(name) in ("file", "symlink")), None)
    if file is None:
        where = f"in {directory}" if directory else "at the root"
        hint = "" if requested is not None else "; name a DIR, or add a [[gate]] to authguard.toml"
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


class Unproved(AuthguardError):
    """A moved output that the build needs could not be fetched again, so its hash is not proved."""

    exit_code = 3


def prove(plan: Plan, where: Where) -> Sequence[str]:
    """Let Nix fetch again each output that moved in the range of a build; see authguard.gate.build.Prove.

    If the store still has the old output, a stale hash leads Nix to that output, and nothing fails. Outputs that were
    proved before are skipped, and so are those that the attribute of the gate does not need. Runs in the thread of
    the build, with its own git.

    Raises:
        Unproved: a fetcher failed.
        AuthguardError: the builder did not answer.
    """
    if not plan.scope.bases:
        return ()
    git = Git()
    proofs = Proofs(git.facts().common_dir)
    try:
        tree = getattr(plan.scope.target, "tree", None)
        scope = ends(git, [base.oid for base in plan.scope.bases], plan.oid, tree)
        moved = selection.moved(git, scope, load(scope.target.read_exact))
        open_ones = [each for each in selection.one_a_literal(moved) if proofs.of(each) is None]
        return _fetched(plan, where, git, scope, open_ones, proofs) if open_ones else ()
    finally:
        proofs.close()
        git.close()


def _fetched(
    plan: Plan, where: Where, git: Git, scope: Range, open_ones: Sequence[FixedOutput], proofs: Proofs
) -> Sequence[str]:
    """Fetch the outputs that are not proved yet. Remember the right hashes; return lines about the wrong hashes."""
    site = BuildSite(plan.source.file, plan.gate.attribute, where, plan.options, plan.builder.name)
    requested = [(each, site) for each in open_ones]
    answers = list(by_nix(git, scope.target, requested, SiteWriter(), [], lambda _: None))
    for answer in answers:
        if answer.error is not None:
            raise answer.error
        if answer.verdict == RIGHT and answer.true is not None:
            proofs.keep(answer.each, answer.true.key(), answer.how)
    wrong = [line for answer in answers if answer.verdict == WRONG for line in _wrong(plan, answer)]
    unproved = [answer for answer in answers if answer.verdict == OPEN and answer.is_built]
    if unproved and not wrong:
        named = "; ".join(f"{each.each.path}#{each.each.attribute}: {each.says}" for each in unproved)
        raise Unproved(f"some outputs could not be fetched again {plan.builder.words()}: {printable(named)}")
    return wrong


def _wrong(plan: Plan, answer: Answer) -> list[str]:
    each = answer.each
    line = line_and_column(each.origin.data, each.origin.span()[0])[0]
    selector = f"{each.path}#{each.attribute}"
    return [
        f"{each.path}:{line}#{each.attribute} is {each.literal or '(empty)'}",
        f"  the fetched content has {answer.true.sri() if answer.true is not None else 'another hash'}",
        f"  help: {command('git', 'authguard', 'fix', *_place(plan, each.path), selector)}",
    ]


def _place(plan: Plan, path: str) -> list[str]:
    """Return the options that let `fix` find the expression of a file that the gate's paths do not name."""
    if any(pattern.matches(path) for pattern in plan.gate.paths):
        return []
    attribute = ["-A", plan.gate.attribute] if plan.gate.attribute is not None else []
    builder = ["--builder", plan.builder.name] if plan.builder.kind == SSH else []
    return ["-f", plan.source.file, *attribute, *builder]
