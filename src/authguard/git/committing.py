"""Commit some edits on top of HEAD without the other staged changes. git runs hooks and signs as usual.

Like `git commit PATH`, this uses a separate index, which hooks find in GIT_INDEX_FILE.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.git.git import Git, own_directory
from authguard.printable import printable
from authguard.system import scratch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType
    from typing import Self

    from filelock import BaseFileLock

_DIRECTORY = os.path.join("authguard", "commit")
_UNDERWAY = {
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase or am",
    "sequencer": "a cherry-pick or revert",
}


class CommitFailed(Refused):
    """Git made no commit, and printed the reason itself. The exit code shows whether a hook refused the commit."""

    def __init__(self, code: int) -> None:
        """Take the exit code of `git commit`."""
        super().__init__(
            "not committed: a hook refused it" if code == 1 else "not committed: git commit failed"
        )
        self.exit_code = 1 if code == 1 else Refused.exit_code


def demand_quiet(git: Git) -> str:
    """Return the commit that is the parent of the new commit.

    Raises:
        Refused: there is no commit yet, or the next commit would end a merge, a rebase or a similar operation.
    """
    facts = git.facts()
    for name, what in _UNDERWAY.items():
        if os.path.lexists(os.path.join(facts.git_dir, name)):
            raise Refused(f"{what} is in progress, and a commit would become part of it; use --stage instead")
    if facts.head is None:
        raise Refused("this repository has no commit yet, and --commit needs one")
    return facts.head


def sweep(git: Git) -> None:
    """Remove the index that a killed run left behind, unless another run uses that index."""
    from shutil import rmtree

    from filelock import FileLock, Timeout

    directory = os.path.join(git.facts().git_dir, _DIRECTORY)
    if not os.path.exists(directory):
        return
    try:
        with FileLock(f"{directory}.lock", timeout=0):
            rmtree(directory, ignore_errors=True)
    except (Timeout, OSError):
        return


class TemporaryIndex:
    """A context with a copy of the user's index, for ``git``. The copy is removed at the end."""

    def __init__(self, git: Git) -> None:
        """Store the git with the original index."""
        self._of = git
        self._directory = os.path.join(git.facts().git_dir, _DIRECTORY)
        self._lock: BaseFileLock | None = None
        self.git = Git(git.directory, os.path.join(self._directory, "index"))

    def __enter__(self) -> Self:
        """Copy the index.

        Raises:
            Refused: another authguard uses such an index now, or the index cannot be written.
        """
        from shutil import copyfile

        requested = ("rev-parse", "--path-format=absolute", "--git-path", "index")
        own = os.fsdecode(self._of.run(*requested).removesuffix(b"\n"))
        try:
            self._begin()
            if os.path.exists(own):
                copyfile(own, os.path.join(self._directory, "index"))
        except OSError as error:
            self.__exit__(None, None, None)
            raise Refused(f"{printable(self._directory)}: {error.strerror}") from error
        return self

    def _begin(self) -> None:
        """Take the lock, and remove the files of a run that was killed."""
        from filelock import FileLock, Timeout

        own_directory(self._of.facts().git_dir)
        lock = FileLock(f"{self._directory}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise Refused("another authguard is committing or building in this work tree") from None
        self._lock = lock
        self._sweep()
        os.makedirs(self._directory)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the index."""
        self.git.close()
        self._sweep()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _sweep(self) -> None:
        from shutil import rmtree

        rmtree(self._directory, ignore_errors=True)

    def become(self, head: str, contents: Mapping[str, bytes]) -> None:
        """Read a commit into the index, with other bytes for some files.

        The known time stamps of files are kept, so that git need not read all files.

        Raises:
            Refused: git cannot, or a file is not in that commit.
        """
        self.git.run("read-tree", "-i", "-m", head)
        lines = b""
        for path, content in sorted(contents.items()):
            listed = self.git.run("ls-tree", "-z", "--full-tree", head, "--", f":(literal){path}")
            if not listed.startswith(b"100"):
                raise Refused(f"{printable(path)} is not a file of HEAD, so it cannot be committed alone")
            mode = listed.split(b" ", 1)[0]
            oid = self.git.run("hash-object", "-w", "--stdin", "--no-filters", stdin=content).strip()
            lines += mode + b" " + oid + b"\t" + os.fsencode(path) + b"\0"
        self.git.run("update-index", "-z", "--index-info", stdin=lines)

    def tracked_tree(self) -> str:
        """Write the tree of all tracked files as they are in the work tree. Returns its oid. Raises Refused."""
        self.git.run("add", "--update", "--", ":/")
        return self.git.run("write-tree").decode().strip()

    def commit(self, head: str, message: str) -> str:
        """Commit this index, as the user would. Returns the new commit's oid.

        Raises:
            CommitFailed: git made no commit.
            Refused: HEAD is no longer ``head``.
        """
        if self.git.resolve("HEAD") != head:
            raise Refused("not committed: HEAD changed meanwhile")
        source = scratch(message.encode("utf-8", "surrogateescape"))
        try:
            code = self.git.perform("commit", "--quiet", "--cleanup=whitespace", "--file=-", stdin=source)
        finally:
            os.close(source)
        if code != 0:
            raise CommitFailed(code)
        return self.git.resolve("HEAD") or ""


def message(name: str, before: Iterable[str], after: str, hashes: Iterable[tuple[str, str, str]]) -> str:
    """Return the message of a bump: versions in the subject, then a line for each hash, from (place, old, new)."""
    from authguard.printable import printable

    lines = [f"{place}: {old or '(empty)'} -> {new}" for place, old, new in hashes]
    subject = f"{name}: {' and '.join(before)} -> {after}"
    return "\n".join(printable(line) for line in [subject, *([""] if lines else []), *lines]) + "\n"
