"""A running job: its input, its output, and its end when the result is no longer needed.

A job always ends in the same way: the input of the supervisor is closed. A signal that kills this process closes the
input too, and so does a broken connection.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.builder import supervisor
from authguard.builder.job import TimedOut
from authguard.errors import AuthguardError, Refused, Unreachable
from authguard.printable import printable

if TYPE_CHECKING:
    import subprocess
    import threading
    from collections.abc import Callable
    from typing import BinaryIO, Literal

    from authguard.builder.job import Output

_PATIENCE = 8.0
"""After the end of its input, the supervisor must end the job and remove its directory within this many seconds."""
_LINGER = 1.0
"""After the end of the job was reported, authguard waits for the process for at most this many seconds."""
_STEP = 0.2
_DIGITS = 3
"""The most digits of an exit code."""
_PIECE = 1 << 16


class Stopped(AuthguardError):
    """The job was ended because the caller's `stop` was set."""

    exit_code = 130


class Silent(Unreachable):
    """The job was ended, since no output came for too long."""


class Broken(Exception):
    """The supervisor did not report the end of the job.

    Attributes:
        begun: whether the supervisor had started at all.
        code: the exit code of the process that was connected to the supervisor.
        says: the last output of that process, or of the login shell.
        asleep: the seconds without a byte from this machine, if the supervisor ended the job for that reason.
    """

    def __init__(self, begun: bool, code: int | None, says: list[str], asleep: float = 0) -> None:
        """Store the known facts."""
        super().__init__(says[-1] if says else "")
        self.begun = begun
        self.code = code
        self.says = says
        self.asleep = asleep


class Session:
    """A process that is connected to a supervisor. authguard uses its input and output until the end of the job."""

    def __init__(
        self, process: subprocess.Popen[bytes], nonce: str, feed: BinaryIO | None, script: bytes
    ) -> None:
        """Store a process with three pipes, and its input: the script, then the tar, then a byte every second."""
        import threading

        self._process = process
        self._streams = {"out": supervisor.Stream(nonce), "err": supervisor.Stream(nonce)}
        self._tail = b""
        self._gap = 0.0
        self._beaten = 0.0
        self._heard = 0.0
        self._closing = threading.Event()
        self._writer = threading.Thread(target=self._write, args=(script, feed), daemon=True)

    def run(
        self,
        on_output: Output,
        timeout: float | None,
        start: float | None,
        stop: threading.Event | None,
        quiet: float | None = None,
    ) -> int:
        """Wait for the end of the job, and pass on its output. Returns the exit code of the job's script.

        Args:
            on_output: called from this thread.
            timeout: seconds for the whole job.
            start: seconds in which the supervisor must write its first output.
            stop: set by the caller to end the job.
            quiet: the longest time in seconds without output.

        Raises:
            TimedOut, Stopped, Silent: as requested; the job was ended.
            Refused: the job could not start, for example on a full disk.
            Broken: the connection or the process broke.
            KeyboardInterrupt, or an exception of on_output: the job was ended.
        """
        from time import monotonic

        begun = self._heard = monotonic()
        self._writer.start()

        def unwanted() -> bool:
            now = monotonic()
            if stop is not None and stop.is_set():
                raise Stopped("interrupted")
            if timeout is not None and now > begun + timeout:
                raise TimedOut(f"it did not end within {_span(timeout)}, and was stopped")
            if quiet is not None and now > self._heard + quiet:
                raise Silent(f"nothing came for {_span(quiet)}, so the job was stopped")
            return start is not None and not self._streams["out"].begun and now > begun + start

        try:
            late = self._read(on_output, unwanted)
        except BaseException:
            self._end()
            raise
        if late:
            self._kill()
            raise Broken(False, None, [*self._text(), f"no answer within {_span(start or 0)}"])
        self._closing.set()
        return self._result()

    def _result(self) -> int:
        words = (self._streams["out"].ended or "").split(" ", 1)
        if words[0] == "end" and words[1:] and words[1].isdigit() and len(words[1]) <= _DIGITS:
            self._let_go()
            return int(words[1])
        if words[0] == "cannot":
            self._let_go()
            text = self._text()
            raise Refused(f"cannot {' '.join(words[1:])} there{': ' + '; '.join(text[-3:]) if text else ''}")
        code = self._wait(_LINGER)
        if code is None:
            self._kill()
        raise Broken(self._streams["out"].begun, code, self._text(), self._silence())

    def _silence(self) -> float:
        """The longest time in seconds in which this process sent no byte."""
        from time import time

        return max(self._gap, time() - self._beaten) if self._beaten else 0.0

    def _read(self, on_output: Output, unwanted: Callable[[], bool]) -> bool:
        """Pass on all output until both streams end. Returns True if `unwanted` returned True before the end."""
        import selectors

        with selectors.DefaultSelector() as waiting:
            for name, pipe in (("out", self._process.stdout), ("err", self._process.stderr)):
                assert pipe is not None  # noqa: S101 - for the type checker; all three are pipes
                waiting.register(pipe.fileno(), selectors.EVENT_READ, name)
            while waiting.get_map() and not self._has_ended():
                ready = waiting.select(_STEP)
                if unwanted():
                    return True
                # A connection that outlives its process (ControlPersist) may keep the pipes open for hours.
                if not ready and self._process.poll() is not None:
                    break
                for key, _ in ready:
                    data = os.read(key.fd, _PIECE)
                    if not data:
                        waiting.unregister(key.fd)
                    self._take(key.data, data, on_output)
        return False

    def _has_ended(self) -> bool:
        return all(stream.ended is not None for stream in self._streams.values())

    def _take(self, name: Literal["out", "err"], data: bytes, on_output: Output | None) -> None:
        from time import monotonic

        self._heard = monotonic()
        text = self._streams[name].feed(data)
        if text and name == "err":
            self._tail = (self._tail + text)[-_PIECE:]
        if text and on_output is not None:
            on_output(name, text)

    def _end(self) -> None:
        """End the job: close its input, and wait until the supervisor reports that all processes ended."""
        from time import monotonic

        self._closing.set()
        until = monotonic() + _PATIENCE
        try:
            if self._streams["out"].begun:
                self._read(lambda *_: None, lambda: monotonic() > until)
        finally:
            self._kill()

    def _write(self, script: bytes, feed: BinaryIO | None) -> None:
        """Write to the supervisor in a separate thread, since a terminal may block the reader of its output."""
        from time import time

        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101 - for the type checker; all three are pipes
        try:
            with pipe:
                pipe.write(script)
                while feed is not None and not self._closing.is_set() and (data := feed.read(_PIECE)):
                    pipe.write(data)
                pipe.flush()
                self._beaten = time()  # the wall clock, since other clocks may stop while a laptop sleeps
                while not self._closing.wait(supervisor.BEAT):
                    before, self._beaten = self._beaten, time()
                    self._gap = max(self._gap, self._beaten - before)
                    pipe.write(b"\n")
                    pipe.flush()
        except OSError:
            return  # the reader reports the reason

    def _wait(self, seconds: float) -> int | None:
        import subprocess

        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def _let_go(self) -> None:
        """Stop waiting for a process after its job is done, since it may serve other connections (ControlMaster)."""
        self._wait(_LINGER)
        self._close()

    def _kill(self) -> None:
        """End the process that leads to the job, and all processes that it started."""
        import signal

        self._closing.set()
        if self._wait(0.1) is None:
            for number in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(self._process.pid, number)
                except OSError:
                    break
                if self._wait(_LINGER) is not None:
                    break
        self._close()

    def _close(self) -> None:
        self._writer.join(_LINGER)
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def _text(self) -> list[str]:
        """The last lines of ssh, of a login shell, or of an error, but no lines of the job."""
        out, err = self._streams["out"], self._streams["err"]
        text = self._tail if err.begun else err.noise
        lines = text.decode("utf-8", "replace").splitlines()
        if not out.begun and not any(map(str.strip, lines)):
            lines = out.noise.decode("utf-8", "replace").splitlines()
        return [printable(line.strip()) for line in lines[-40:] if line.strip()]


def start(arguments: list[str], pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
    """Start a process with three pipes in its own process group, so that only authguard gets a Ctrl-C.

    Raises:
        Refused: the process cannot be started.
    """
    import subprocess

    try:
        return subprocess.Popen(  # noqa: S603 - the caller chooses the arguments, never a repository
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            process_group=0,
            pass_fds=pass_fds,
        )
    except OSError as error:
        raise Refused(f"{arguments[0]} cannot be run: {error.strerror}") from None


def nonce() -> str:
    """A word that no program can guess."""
    return os.urandom(16).hex()


def _span(seconds: float) -> str:
    complete = int(seconds)
    hours, minutes, rest = complete // 3600, complete // 60 % 60, complete % 60
    parts = [f"{value}{unit}" for value, unit in ((hours, "h"), (minutes, "m"), (rest, "s")) if value]
    return "".join(parts) or f"{seconds:g}s"
