"""Run git on a bare git directory, with no configuration, attributes or hooks except those in its objects.

So a hash depends only on the objects. No object is fetched, and nothing is written to the git directory. If an index,
a work tree or a configuration is needed, it is made in a temporary directory.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.git.git import CLOSED, not_started
from authguard.prove.hashes.limits import Incomplete, Uncomputable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO, Self

    Environment = dict[str, str]

_NEUTRAL = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "HOME": os.devnull,
    "XDG_CONFIG_HOME": os.devnull,
    "LC_ALL": "C",
}
_SIGPIPE = 13  # on every POSIX system; Python ignores the signal, and a child would inherit that
_F_SETPIPE_SZ = 1031  # only on Linux; other systems enlarge a pipe by themselves
_PIPE = 1 << 20
_BUFFER = 1 << 18
_COMPLAINT = 1 << 12


class GitFailed(Refused):
    """Git failed on these objects. The text is the first line of its message."""


def environment(git_dir: str, **more: str) -> Environment:
    """Return the environment of git: the user's own, without variables for another git."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name == "GIT_EXEC_PATH"
    }
    return {**kept, **_NEUTRAL, "GIT_DIR": git_dir, **more}


def run(
    env: Environment, *args: str, stdin: bytes = b"", directory: str | None = None, most: int = -1
) -> bytes:
    """Run `git ARGS` to its end and return its output.

    Raises:
        Uncomputable: the output has more than `most` bytes (a negative `most` means no limit).
        Refused: git cannot be started.
        Failed: git ended with a failure.
    """
    with Running(env, *args, stdin=stdin, directory=directory) as running:
        output = running.stdout.read(most)
        if most >= 0 and running.stdout.read(1):
            raise Uncomputable(f"the tree is too large: its list has more than {most >> 20} MiB")
        running.finish()
    return output


class Running:
    """A git process that reads its input from a file, so that only its output has to be read.

    At the end of the context the process is stopped, even if its output was not read.
    """

    def __init__(
        self, env: Environment, *args: str, stdin: bytes = b"", directory: str | None = None
    ) -> None:
        """Start `git ARGS` with this input, in a directory or the current one.

        Raises:
            Refused: git cannot be started.
        """
        from authguard.system import pipe, scratch

        self._name = next((arg for arg in args if not arg.startswith("-")), "")
        self._code: int | None = None
        reader, writer = pipe()
        source, self._complaint = scratch(stdin), scratch()
        _widen(reader)
        argv = ["git", *CLOSED, *(("-C", directory) if directory is not None else ()), *args]
        try:
            self._pid = os.posix_spawnp(
                "git",
                argv,
                env,
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, source, 0),
                    (os.POSIX_SPAWN_DUP2, writer, 1),
                    (os.POSIX_SPAWN_DUP2, self._complaint, 2),
                ],
                setsigdef=(_SIGPIPE,),
            )
        except OSError as error:
            os.close(reader)
            os.close(self._complaint)
            raise not_started(error) from error
        finally:
            os.close(source)
            os.close(writer)
        self.stdout: BinaryIO = open(reader, "rb", buffering=_BUFFER)  # noqa: SIM115 - closed by __exit__

    def finish(self) -> None:
        """Wait for the end of git, after its output was read.

        Raises:
            Failed: git ended with a failure.
        """
        if self._wait():
            raise self.failure()

    def failure(self) -> GitFailed:
        """Return the error to raise for a git that failed or stopped answering."""
        from authguard.printable import printable

        self.stdout.close()
        code = self._wait()
        lines = os.fsdecode(os.pread(self._complaint, _COMPLAINT, 0)).split("\n")
        output = next((line for line in lines if line.startswith(("fatal: ", "error: "))), None)
        text = output.partition(": ")[2] if output else f"it ended with {code}"
        return GitFailed(f"git {self._name}: {printable(text)}")

    def _wait(self) -> int:
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._code

    def __enter__(self) -> Self:
        """Return the object itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the process."""
        self.stdout.close()
        self._wait()
        os.close(self._complaint)


class Blobs:
    """The contents of objects in the order of their ids, from `git cat-file --batch`.

    Call next() for each object, then take its bytes.
    """

    def __init__(self, env: Environment, oids: list[bytes]) -> None:
        """Start to read the objects with these ids (hex).

        Raises:
            Refused: git cannot be started.
        """
        text = b"\n".join([*oids, b""])
        self._process = Running(env, "cat-file", "--batch=%(objectsize)", "--buffer", stdin=text)

    def next(self) -> int:
        """Return the size of the next object.

        Raises:
            Incomplete: the object is not in the git directory.
            Failed: git stopped.
        """
        line = self._process.stdout.readline()
        if line[:-1].isdigit():
            return int(line)
        oid = line.partition(b" ")[0].decode("ascii", "replace")
        if line.endswith(b" missing\n"):
            raise Incomplete(oid, f"the object {oid} is missing in the mirror")
        raise self._process.failure()

    def take(self, size: int) -> bytes:
        """Return the bytes of the object after next() gave its size.

        Raises:
            Failed: git stopped.
        """
        data = self._process.stdout.read(size + 1)
        if len(data) != size + 1:
            raise self._process.failure()
        return data[:-1]

    def chunks(self, size: int) -> Iterator[bytes]:
        """Yield the bytes of the object after next() gave its size; all of them must be taken.

        Raises:
            Failed: git stopped.
        """
        from authguard.prove.hashes.nar import CHUNK

        while size:
            chunk = self._process.stdout.read(min(size, CHUNK))
            if not chunk:
                raise self._process.failure()
            size -= len(chunk)
            yield chunk
        self._process.stdout.read(1)

    def __enter__(self) -> Self:
        """Return the object itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the process."""
        self._process.__exit__()


def _widen(pipe: int) -> None:
    """Enlarge the pipe, so that git can write while this process hashes."""
    import fcntl

    try:
        fcntl.fcntl(pipe, _F_SETPIPE_SZ, _PIPE)
    except OSError:
        return  # not Linux, or the user has too many large pipes: the pipe keeps its size, and git waits more often
