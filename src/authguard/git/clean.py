"""Remember staged changes that were judged as clean, so that they are not judged again.

A commit is often tried again with the same content: another hook failed, its message was edited, or a merge runs two
hooks. The result of a check depends only on the commits that the index is compared with, and on the entries that
differ (the config is one of them). A text file has a line for each clean check: a fingerprint of these facts, and the
counts that `check -v` prints. A check gets a line only if it found nothing and could read all files.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import authguard
from authguard.git.git import own_directory
from authguard.system import blake2b, seal

if TYPE_CHECKING:
    from authguard.git.ranges import Range

    Counts = tuple[int, int, int]

MOST = 200
"""At most this many answers are kept. The oldest is deleted first."""


class Clean:
    """The remembered answers, below the common git directory. A file that cannot be read or written is ignored."""

    __slots__ = ("_common_dir", "_key", "_path", "_seal")

    def __init__(self, common_dir: str, scope: Range, edition: str) -> None:
        """Store the question. A new ``edition`` makes earlier answers invalid."""
        self._common_dir = common_dir
        self._path = os.path.join(common_dir, "authguard", f"clean-{authguard.__version__}")
        self._key = _fingerprint(scope, edition)
        self._seal = seal("clean", self._key)

    def known(self) -> Counts | None:
        """Return the counts of files, fixed outputs and unresolved outputs, if this check was clean before."""
        if self._seal is None:
            return None
        prefix = f"{self._seal} "
        for line in self._lines():
            if line.startswith(prefix):
                words = line.split(" ")
                try:
                    return int(words[1]), int(words[2]), int(words[3])
                except (ValueError, IndexError):
                    return None
        return None

    def keep(self, counts: Counts) -> None:
        """Remember that the check was clean, if possible. If the process is killed, the file does not change."""
        if self._seal is None:
            return
        kept = [line for line in self._lines() if not line.startswith(self._seal)][1 - MOST :]
        text = "\n".join([*kept, " ".join([self._seal, *map(str, counts)]), ""])
        made = f"{self._path}.{os.getpid()}"
        try:
            own_directory(self._common_dir)
            handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with open(handle, "wb") as file:
                file.write(text.encode())
            os.replace(made, self._path)
        except (OSError, ValueError):
            try:
                os.unlink(made)
            except OSError:
                return

    def _lines(self) -> list[str]:
        """Return the complete lines. A last line without a newline was cut off, and is omitted."""
        try:
            if os.path.islink(os.path.dirname(self._path)):
                return []
            with open(os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                return file.read(MOST << 8).decode("utf-8", "replace").split("\n")[:-1]
        except OSError:
            return []


def _fingerprint(scope: Range, edition: str) -> str:
    """Return a text that is equal for equal questions: the trees of the bases, HEAD's parents, the changed entries."""
    parts = [authguard.__version__, edition, scope.target.label]
    for base in scope.bases:
        parts += ["base", base.oid or "", base.snapshot.tree]
        for change in base.changes:
            parts += [change.path, f"{change.new_mode:o}", change.new_oid or ""]
    parts += ["head_parents", *scope.head_parent_oids]
    if scope.walk is not None:  # in a merge, the commits against which the other parents are judged
        parts += ["walk", *scope.walk.tips, "known", *scope.walk.known]
    text = "\0".join(parts).encode("utf-8", "surrogateescape")
    return blake2b(text, digest_size=20).hexdigest()
