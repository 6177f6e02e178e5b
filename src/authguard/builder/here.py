"""Jobs on this machine, with the same supervisor as on other machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.builder import supervisor
from authguard.builder.session import Broken, Session, nonce, start
from authguard.errors import Refused

if TYPE_CHECKING:
    import threading

    from authguard.builder.job import Job, Output


_ABOVE = 10  # some shells use the descriptors below this one for themselves


def run(
    job: Job,
    on_output: Output,
    *,
    timeout: float | None = None,
    stop: threading.Event | None = None,
    quiet: float | None = None,
) -> int:
    """Run a job in a private directory of this machine. The directory is always removed.

    Args:
        job: the script and its files.
        on_output: called from this thread with the output of the script, as it comes.
        timeout: seconds after which the job is ended.
        stop: when set (by another thread), the job is ended.
        quiet: seconds without output after which the job is ended.

    Returns:
        The exit code of the script.

    Raises:
        Refused: the job cannot be started, for example on a full disk.
        TimedOut: the job did not end in time.
        Silent: no output came for `quiet` seconds.
        Stopped: `stop` was set.
        KeyboardInterrupt, or any exception of on_output: the job was ended before.
    """
    import os
    from fcntl import F_DUPFD_CLOEXEC, fcntl

    word = nonce()
    with job.pack() as packed:
        tar = fcntl(packed.fileno(), F_DUPFD_CLOEXEC, _ABOVE)
        try:
            script = supervisor.text(word, 0, f"/dev/fd/{tar}")
            process = start(["/bin/sh", "-c", supervisor.command(script)], pass_fds=(tar,))
        finally:
            os.close(tar)
        try:
            return Session(process, word, None, script).run(on_output, timeout, None, stop, quiet)
        except Broken as error:
            raise Refused(f"the shell that supervised the build was stopped{_because(error)}") from None


def _because(error: Broken) -> str:
    if error.asleep >= supervisor.SILENCE:
        return f": it received nothing from authguard for {error.asleep:.0f} seconds"
    return f": {error.says[-1]}" if error.says else ""
