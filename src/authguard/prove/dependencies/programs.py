"""Programs that compute a part of an output. The programs run without a terminal, and end if the run is interrupted."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from threading import Lock, Thread
from typing import TYPE_CHECKING, NamedTuple

from authguard.errors import Refused
from authguard.prove.mirrors.failures import OutOfTime

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 1800.0
_MOST_OUTPUT = 1 << 20
_KEPT_OF_GIT = (
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_ASKPASS",
    "GIT_EXEC_PATH",
    "GIT_SSL_CAINFO",
    "GIT_CONFIG_GLOBAL",
)


class Ended(NamedTuple):
    """A program that ended: its exit code, and its output."""

    code: int
    out: bytes
    error: str


class Programs:
    """The programs of one run."""

    def __init__(self) -> None:
        """Begin without a program."""
        self._running: set[subprocess.Popen[bytes]] = set()
        self._guard = Lock()
        self._stopped = False

    def run(
        self,
        arguments: list[str],
        directory: str,
        env: dict[str, str],
        line: Callable[[str], None] | None = None,
    ) -> Ended:
        """Run a program to its end.

        ``line`` is called with each line of its errors as the program writes it, by another thread.

        Raises:
            Refused: the program cannot be started.
            OutOfTime: the program took too long, or the run is over.
        """
        with self._guard:
            if self._stopped:
                raise OutOfTime(f"{os.path.basename(arguments[0])} is not run: the run is over")
            try:
                process = subprocess.Popen(  # noqa: S603 - a program of the user, with our arguments
                    arguments,
                    cwd=directory,
                    env=env,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    start_new_session=True,
                )
            except OSError as error:
                raise Refused(f"{arguments[0]} cannot be run: {error.strerror}") from error
            self._running.add(process)
        errors = _Errors(process, line) if line is not None else None
        try:
            out, error_text = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            raise OutOfTime(f"{os.path.basename(arguments[0])} took longer than {SECONDS:.0f} s") from None
        finally:
            with self._guard:
                self._running.discard(process)
            _end(process)
            if errors is not None:
                error_text = errors.read()
        return Ended(process.returncode, out, error_text[-_MOST_OUTPUT:].decode("utf-8", "replace"))

    def stop(self) -> None:
        """End the running programs, and start no more."""
        with self._guard:
            self._stopped = True
            running = list(self._running)
        for process in running:
            _end(process)


class _Errors:
    """The errors of a program, which a thread reads while the program runs."""

    def __init__(self, process: subprocess.Popen[bytes], line: Callable[[str], None]) -> None:
        """Begin to read. `communicate` no longer reads the errors."""
        self._stream, process.stderr = process.stderr, None
        self._line = line
        self._kept = bytearray()
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        if self._stream is None:
            return
        with self._stream:
            for one in self._stream:
                self._kept += one
                del self._kept[:-_MOST_OUTPUT]
                self._line(one.decode("utf-8", "replace").rstrip())

    def read(self) -> bytes:
        """Return the errors of the ended program. A process that the program left running delays nobody."""
        self._thread.join(1.0)
        return bytes(self._kept)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and every process that it started."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except OSError:
            process.kill()
        process.wait()


def program(name: str) -> str | None:
    """Return the path of a program on PATH. Relative directories are ignored: they may belong to the repository."""
    folders = [one for one in os.environ.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(one)]
    return shutil.which(name, path=os.pathsep.join(folders)) if folders else None


def user_environment() -> dict[str, str]:
    """Return the user's environment without variables that name a repository or a Go tree."""
    return {
        name: value
        for name, value in os.environ.items()
        if (not name.startswith("GIT_") or name in _KEPT_OF_GIT) and not name.startswith("GO")
    } | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
