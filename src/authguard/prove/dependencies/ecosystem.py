"""The common parts of all ecosystems of dependencies: the types of their input and their result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from authguard.prove.dependencies.changes import changes_of, is_patched, patched
from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.prove.dependencies.changes import SourceChanges
    from authguard.prove.dependencies.fetching import WantedFile
    from authguard.prove.dependencies.programs import Programs
    from authguard.prove.dependencies.trees import SourceTree
    from authguard.prove.hashes.nar import TreeWriter

PHASES = (
    "unpackPhase",
    "patchPhase",
    "configurePhase",
    "buildPhase",
    "buildCommand",
    "installPhase",
    "fixupPhase",
    "phases",
    "prePhases",
    "patchFlags",
    "setSourceRoot",
)
"""Attributes of a build that can change any file of the source before its lock is read."""
HOOKS = (
    "prePatch",
    "postPatch",
    "preUnpack",
    "postUnpack",
    "preBuild",
    "postBuild",
    "preConfigure",
    "postConfigure",
)
"""The hooks that npm and yarn fetchers run. authguard repeats the copies and patches in them."""


@dataclass(slots=True)
class Tools:
    """The tools of ecosystems.

    fetch     returns a verified file for each requested one.
    read      reads the content of a url in pieces. A third argument is headers with credentials for this url.
    git       writes a (url, commit) below a prefix, by the rules CHECKOUT (with submodules) or ARCHIVE.
    programs  runs the programs of the user.
    is_open   whether any public host may be asked, not only listed ones.
    doing     is called with a description of the progress, by any thread.
    """

    fetch: Callable[[Sequence[WantedFile]], Mapping[WantedFile, str]]
    read: Callable[..., None]
    git: Callable[[TreeWriter, bytes, str, str, str], None]
    programs: Programs
    is_open: bool
    doing: Callable[[str], None] = lambda _: None


@dataclass(slots=True)
class Request:
    """One dependency hash to compute.

    each       the fixed output.
    snapshot   the tree of this repository with the fixed output.
    tree       the source; None if there is no source (`yarnLock = ./yarn.lock`).
    root       the directory in the source that patches and hooks see: sourceRoot.
    below      the directory of the lock below ``root``: modRoot, cargoRoot.
    algorithm  the algorithm of the digest.
    tools      fetches, and runs programs.
    """

    each: FixedOutput
    snapshot: Snapshot
    tree: SourceTree | None
    root: str
    below: str
    algorithm: str
    tools: Tools


@dataclass(slots=True)
class Computed:
    """A digest, and the form of the recipe that made it.

    If the recipes of two hashes of one package have the same form, the same steps make both hashes. So if one hash is
    right, the other hash is right too. ``doubt`` is the reason why this is not certain for this hash. ``program``
    is the name and release of a program that made a part ("go1.27.3").
    """

    digest: bytes
    form: tuple[object, ...]
    doubt: str | None = None
    program: str = ""


class Ecosystem(Protocol):
    """The way in which the dependencies of one package manager become a fixed output."""

    name: str
    """The name in messages: "npm"."""
    producers: frozenset[str]
    """The producers of the outputs that this ecosystem computes."""

    def compute(self, request: Request) -> Computed:
        """Return the digest of the output.

        Raises:
            Uncomputable: the output is refused, with name and reason.
            AuthguardError: a dependency cannot be fetched.
        """


@dataclass(slots=True)
class LockFile:
    """The deciding lock: its path in the source, its bytes when the fetch runs, and the form of the changes to it."""

    path: str
    content: bytes
    form: tuple[object, ...]


def demand_absent(each: FixedOutput, names: Sequence[str], content: str) -> None:
    """Raise Uncomputable if a fixed output has an input ("packages") that may change its content.

    Raises:
        Uncomputable: the fixed output has such an input.
    """
    for name in names:
        if each.input(name) is not None:
            raise Uncomputable(f"its {name} may change the {content}")


def lock_file(request: Request, names: Sequence[str], hooks: Sequence[str]) -> LockFile:
    """Return the lock of a source after patches and hooks: the first of some names that exists.

    Raises:
        Uncomputable: there is no lock, or its state in a build is not certain.
    """
    each, tree = request.each, request.tree
    if tree is None:
        raise Uncomputable("its source is not known without evaluating")
    below = f"{request.below}/" if request.below else ""
    changes = changes_of(each, request.snapshot, [f"{below}{name}" for name in names], hooks)
    found: dict[str, bytes] = {}
    for name in names:
        content = _content(request, tree, name, changes)
        if content is not None:
            found[name] = content
    if not found:
        folder = "/".join(part for part in (request.root, request.below) if part)
        where = f" in {folder}" if folder else ""
        tracked = " that git tracks" if tree.form == ("repository",) else ""
        raise Uncomputable(f"its source has no {names[-1]}{tracked}{where}")
    name = next(iter(found))
    path = "/".join(part for part in (request.root, request.below, name) if part)
    form = (tree.form, name, tuple(found), changes.form)
    return LockFile(path, found[name], form)


def _content(request: Request, tree: SourceTree, name: str, changes: SourceChanges) -> bytes | None:
    """Return a lock after copies and patches. The patches are relative to sourceRoot."""
    inner = f"{request.below}/{name}" if request.below else name
    if inner not in changes.copies:
        return patched(inner, tree.read(f"{request.root}/{inner}" if request.root else inner), changes)
    if is_patched(inner, changes):
        raise Uncomputable(f"{name} is both patched and copied")
    return changes.copies[inner]


def flags_of(each: FixedOutput, names: Sequence[str]) -> tuple[object, ...]:
    """Return the forms of some options, for the form of a recipe.

    Raises:
        Uncomputable: an option is not known.
    """
    found = []
    for name in names:
        one = each.input(name)
        if one is not None:
            if not one.known:
                raise Uncomputable(f"its {name} is not known without evaluating")
            found.append((name, one.form))
    return tuple(found)


def is_set(each: FixedOutput, name: str) -> bool:
    """Tell whether an option is true.

    Raises:
        Uncomputable: the answer is not known.
    """
    one = each.input(name)
    if one is None or one.form == ("const", "False"):
        return False
    if one.form == ("const", "True"):
        return True
    raise Uncomputable(f"its {name} is not known without evaluating")
