"""A git with answers of the fuzzer: push lines, diffs, trees, gitlinks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

from authguard.errors import AuthguardError
from authguard.git import pushes, ranges
from authguard.git.git import Facts, Git
from authguard.git.objects import Blob
from authguard.git.snapshot import Overlay, TreeSnapshot
from authguard.printable import printable
from benchmarks.fuzz_samples import PART

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

_ZERO = "0" * 40
_MODES = (b"100644", b"120000", b"160000", b"100755")


def _raw(mode: bytes) -> bytes:
    return b":100644 " + mode + b" " + b"1" * 40 + b" " + b"2" * 40 + b" M\0"


def _listed(mode: bytes) -> bytes:
    return mode + b" blob " + b"2" * 40 + b"\t"


class _Facts:
    """The facts about a repository with one commit."""

    head = "1" * 40
    head_tree = "2" * 40
    object_format = "sha1"
    empty_tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    is_shallow = False
    parents: tuple[str, ...] = ()

    def is_oid(self, text: str) -> bool:
        """Whether a text is a full object id."""
        return Facts.is_oid(cast("Facts", self), text)


class _Objects:
    """Every object has the same content; the one with the id of zeros is missing."""

    def __init__(self, kind: str, data: bytes) -> None:
        self._kind = kind
        self._data = data

    def load(self, oids: Iterable[str]) -> None:
        """Do nothing: all objects are present."""

    def read(self, oid: str) -> Blob | None:
        """The object of any name."""
        return None if oid == _ZERO else Blob(oid, self._kind, len(self._data), self._data)


class _Running:
    """A git with a known answer."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def fields(self) -> Generator[bytes, None, None]:
        """The fields of the answer."""
        yield from self._answer.split(b"\0")[:-1]


class _Git:
    """Answers every command with one text."""

    header = Git.header
    parents = Git.parents

    def __init__(self, kind: str, data: bytes, answer: bytes) -> None:
        self.objects = _Objects(kind, data)
        self._answer = answer

    def facts(self) -> _Facts:
        """Always the same facts."""
        return _Facts()

    def run(self, *args: str, stdin: bytes = b"", ok: tuple[int, ...] = (0,)) -> bytes:
        """The output of git: in git's own form, with names and content of the fuzzer."""
        if args[0] in ("diff-tree", "ls-tree"):
            names = [name for name in self._answer.split(b"\0") if name]
            line = _raw if args[0] == "diff-tree" else _listed
            return b"".join(
                line(_MODES[number % len(_MODES)]) + name + b"\0" for number, name in enumerate(names)
            )
        oids = [word for word in self._answer.decode("ascii", "replace").split() if _Facts().is_oid(word)]
        return "\n".join(oids).encode()

    def start(self, *args: str) -> _Running:
        """The same output, while it is printed."""
        return _Running(self.run(*args))

    def resolve(self, rev: str, peel: str = "commit") -> str | None:
        """A revision is a commit if it is a full id or begins with a letter."""
        return rev if _Facts().is_oid(rev) else "3" * 40 if rev[:1].isalpha() else None

    def names_object(self, rev: str) -> bool:
        """A revision without a commit names a file if it has a colon."""
        return ":" in rev


def git_output(data: bytes) -> None:
    """Push lines, the environment of hook managers, tree objects, commits, and raw diffs with links and gitlinks."""
    pieces = [*data.split(PART), b"", b""]
    lines, tree, names = pieces[:3]
    commit = cast("Any", _Git("commit", b"tree " + b"2" * 40 + b"\n" + tree, names))
    _reported(lambda: pushes.from_push_lines(commit, "origin", lines))
    _reported(lambda: pushes.from_receive_lines(commit, lines))
    text = os.fsdecode(lines)
    printable(text)
    environment = dict(
        zip(
            ("PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF", "PRE_COMMIT_REMOTE_NAME", "PRE_COMMIT_LOCAL_BRANCH"),
            text.split("\n"),
            strict=False,
        )
    )
    _reported(lambda: pushes.from_environment(commit, environment))
    _reported(lambda: ranges.commit(commit, text))
    _walk(cast("Any", _Git("tree", tree, names)), lines)


def _walk(git: Any, listed: bytes) -> None:  # noqa: ANN401 - stands for a Git
    """Look up every kind of path in a tree of these bytes, and in an index over it from git's raw diff."""
    paths = ["", "a", "a/b.nix", "flake.lock", "d/../x", *(os.fsdecode(name) for name in listed.split(b"\0"))]
    below = TreeSnapshot(git, "2" * 40)
    changes = [
        ranges.ChangedFile(path, "M", 0o100644, mode, None, "4" * 40)
        for path, mode in zip(paths[1:], (0o100644, 0o120000, 0o160000, 0o40000, 0), strict=False)
    ]
    entries = {
        change.path: (change.new_mode, change.new_oid) if change.new_mode else None for change in changes
    }
    for snapshot in (below, Overlay(git, below, entries, ":index")):
        snapshot.entries()
        for path in paths:
            snapshot.kind(path)
            snapshot.resolve(path)
            snapshot.read(path)
        snapshot.prefetch(paths)


def _reported(call: Callable[[], object]) -> None:
    try:
        call()
    except AuthguardError as error:
        if "\n" in str(error):
            raise AssertionError("a refusal of several lines") from error
