"""Objects by their names, through one `git cat-file --batch` that stays open.

Only full object ids are sent to git. Paths are looked up in the trees themselves (snapshot.py), so a path may contain
any byte, with any version of git. So a blob that a partial clone does not have (its id is in the tree) differs from a
path that does not exist (no entry).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from authguard.git.git import Git, Process

# A larger blob is not read into memory. Its content is unknown, and its path is reported.
LARGEST = 64 << 20
# The waiting requests always fit into the smallest pipe, so a write cannot block while git waits for a reader.
_WINDOW = 4096
# The memo is emptied when its blobs have this many bytes.
_MEMO = 64 << 20


class Blob:
    """An object: oid, kind ("blob", "tree", "commit", "tag"), size and, up to LARGEST, its bytes."""

    __slots__ = ("data", "kind", "oid", "size")

    def __init__(self, oid: str, kind: str, size: int, data: bytes | None) -> None:
        """Store the answer of `git cat-file --batch`; data is None for an object above LARGEST."""
        self.oid = oid
        self.kind = kind
        self.size = size
        self.data = data


class Objects:
    """Reads objects of one repository by their full ids; close() ends its process."""

    __slots__ = ("_ahead", "_answered", "_git", "_held", "_memo", "_owner", "_process", "_stdin", "_stdout")

    def __init__(self, git: Git) -> None:
        """Store the repository. The git process starts at the first read."""
        self._git = git
        self._memo: dict[str, Blob | None] = {}
        self._held = 0
        self._process: Process | None = None
        self._stdin = -1
        self._stdout: BinaryIO | None = None
        self._answered = 0
        self._owner = 0
        self._ahead: list[str] = []

    def read(self, oid: str) -> Blob | None:
        """The object with this id; None if this clone does not have it.

        Raises:
            Refused: git died while it read the object.
        """
        if oid not in self._memo:
            self.load((oid,))
        return self._memo[oid]

    def begin(self, oids: Iterable[str] = ()) -> None:
        """Start the process before the first question, so that it already looks for the first objects.

        Args:
            oids: objects that load() or read() will need. If there are too many, only the first are used.

        Raises:
            Refused: git cannot be started.
        """
        self._disown()
        if self._process is None:
            self._open()
            self._ahead = list(dict.fromkeys(oids))[: _WINDOW // 65]
            self._send("".join(f"{each}\n" for each in self._ahead).encode())

    def load(self, oids: Iterable[str]) -> None:
        """Read many objects in one round trip. After that, read() returns them at once.

        Raises:
            Refused: git died while it read an object.
        """
        if self._held > _MEMO:
            self._memo.clear()
            self._held = 0
        wanted = [oid for oid in dict.fromkeys(oids) if oid not in self._memo]
        try:
            while wanted:
                wanted = self._exchange(wanted)
        except BaseException:
            self.close()  # late answers would look like answers to the next question
            raise

    def stream(self, oids: Iterable[str]) -> Iterator[tuple[str, Blob | None]]:
        """Read any number of objects in this order, each once, without keeping them.

        This method starts another process, so that read() and load() may be called between two steps.

        Raises:
            Refused: git died while it read an object.
        """
        from authguard.system import scratch

        requested = list(oids)
        if not requested:
            return
        source = scratch("".join(f"{oid}\n" for oid in requested).encode())
        try:
            process = self._git.start("cat-file", "--batch", "--buffer", stdin=source)
        finally:
            os.close(source)
        died = False
        try:
            with open(process.stdout, "rb", buffering=1 << 18, closefd=False) as stdout:
                for oid in requested:
                    answer = _answer(stdout, oid)
                    if answer is _DIED:
                        died = True
                        raise process.fail()
                    self._git.lacks_objects |= answer is None
                    yield oid, answer
        finally:
            if not died:
                process.discard()

    def close(self) -> None:
        """End the process; the next question would start another."""
        self._disown()
        process, self._process = self._process, None
        if process is not None:
            os.close(self._stdin)
            self._release()
            process.leave()

    def _exchange(self, wanted: list[str]) -> list[str]:
        """Request all of `wanted`, and read answers meanwhile. If git died, returns those without an answer."""
        self._disown()
        if self._process is None:
            self._open()
        stdout = self._stdout
        assert stdout is not None  # noqa: S101 - for the type checker; _open() set it
        ahead = self._ahead
        further = [oid for oid in wanted if oid not in ahead]
        # Do not wait for an answer before it is needed.
        requested = [*ahead, *further] if further else ahead[: max(map(ahead.index, wanted)) + 1]
        self._ahead = ahead[len(requested) :]
        sent = len(ahead)
        batch = _WINDOW // (len(wanted[0]) + 1)
        for index, oid in enumerate(requested):
            if index == sent or (sent - index <= batch // 2 and sent < len(requested)):
                more = requested[sent : index + batch]
                self._send("".join(f"{each}\n" for each in more).encode())
                sent += len(more)
            answer = _answer(stdout, oid)
            if answer is _DIED:
                self._bury()
                return requested[index:]
            self._answered += 1
            self._git.lacks_objects |= answer is None
            self._memo[oid] = answer
            self._held += answer.size if answer is not None and answer.data is not None else 0
        return []

    def _disown(self) -> None:
        """In a forked child, leave the process to the parent.

        Otherwise parent and child would read each other's answers.
        """
        if self._process is not None and self._owner != os.getpid():
            self._process = None
            os.close(self._stdin)
            self._release()

    def _send(self, requests: bytes) -> None:
        try:
            os.write(self._stdin, requests)
        except BrokenPipeError:
            return  # reading its output then finds the end

    def _open(self) -> None:
        from authguard.system import pipe

        reader, self._stdin = pipe()
        try:
            self._process = self._git.start("cat-file", "--batch", stdin=reader)
        except Refused:
            os.close(self._stdin)
            raise
        finally:
            os.close(reader)
        self._stdout = open(self._process.stdout, "rb", buffering=1 << 16, closefd=False)  # noqa: SIM115
        self._answered = 0
        self._ahead = []
        self._owner = os.getpid()

    def _release(self) -> None:
        if self._stdout is not None:
            self._stdout.close()
            self._stdout = None

    def _bury(self) -> None:
        """Clean up after a git that died.

        Raises:
            Refused: git gave no answer at all, so a new process would die too.
        """
        process, self._process = self._process, None
        os.close(self._stdin)
        self._release()
        assert process is not None  # noqa: S101 - for the type checker; only a running git can die
        failure = process.fail()
        if not self._answered:
            raise failure


_DIED = Blob("", "", 0, None)


def _answer(stdout: BinaryIO, oid: str) -> Blob | None:
    """One answer of `cat-file --batch` to `oid`; _DIED if the output ends in the middle of the answer."""
    header = stdout.readline()
    if not header.endswith(b"\n"):
        return _DIED
    words = header.split()
    if len(words) != 3:
        return None  # "<oid> missing"
    size = int(words[2])
    if size <= LARGEST:
        data = stdout.read(size + 1)
        return Blob(oid, words[1].decode(), size, data[:-1]) if len(data) == size + 1 else _DIED
    left = size + 1
    while left:
        chunk = stdout.read(min(left, 1 << 20))
        if not chunk:
            return _DIED
        left -= len(chunk)
    return Blob(oid, words[1].decode(), size, None)
