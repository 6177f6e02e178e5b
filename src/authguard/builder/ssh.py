"""The only module that runs ssh: the user's own ssh, with their configuration, keys and jump hosts.

One connection transfers the script, the files, the log, and the exit code. So an exit code 255 of ssh itself cannot
look like an exit code of the script.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.builder import supervisor
from authguard.builder.destination import demand_destination
from authguard.builder.session import Broken, Session, Silent, nonce, start
from authguard.errors import AuthguardError, Refused, Unreachable

if TYPE_CHECKING:
    import subprocess
    import threading

    from authguard.builder.job import Job, Output

CONNECT = 10
"""Seconds for a connection, unless the user's ssh command sets another value (ssh uses the first value)."""
START = 40.0
"""Seconds until a shell must run on the builder, after all jump hosts, keys and login scripts."""

# Settings for other uses of the same host are switched off, as scp does: a forwarded port, a command that always
# runs, an agent that the build could use. ssh ends if it does not know a setting, so all these settings are from 2017
# (7.6) or older.
_OPTIONS = (
    "-T",
    *("-o", "BatchMode=yes"),
    *("-o", f"ConnectTimeout={CONNECT}"),
    *("-o", "ServerAliveInterval=5"),
    *("-o", "ServerAliveCountMax=3"),
    *("-o", "ClearAllForwardings=yes"),
    *("-o", "ForwardAgent=no"),
    *("-o", "ForwardX11=no"),
    *("-o", "PermitLocalCommand=no"),
    *("-o", "RemoteCommand=none"),
)


_ABOVE = 10  # some shells use the descriptors below this one for themselves
_PATIENCE = 8  # seconds in which the builder ends the job, so that ssh ends too
# Ends an ssh process that would run longer than this process. A killed process cannot do that itself. If nobody reads
# the standard error of ssh, ssh waits for ever, and so does the builder. A line reports success.
_GUARDED = """\
(
  if read -r over; then exit; fi
  n=0
  while kill -0 $$ && [ $n -lt {patience} ]; do
    sleep 1
    n=$((n + 1))
  done
  kill -TERM -$$
) </dev/fd/{life} >/dev/null 2>&1 &
{command} "$@"
"""


class Lost(Unreachable):
    """The connection broke while the job ran. The builder ended the job, or will end it within seconds."""


def run(
    destination: str,
    job: Job,
    on_output: Output,
    *,
    command: str = "ssh",
    timeout: float | None = None,
    stop: threading.Event | None = None,
    quiet: float | None = None,
) -> int:
    """Run a job on another machine, in a private directory that is removed in every case.

    Args:
        destination: the destination for ssh, see demand_destination. trust.py decides whether it may be used.
        job: the script and its files.
        on_output: called from this thread with the output of the script, as it comes.
        command: the ssh command, read by /bin/sh as git reads GIT_SSH_COMMAND.
        timeout: seconds after which the builder ends the job.
        stop: when set (by another thread), the builder ends the job.
        quiet: seconds without output after which the builder ends the job.

    Returns:
        The exit code of the script, 255 included.

    Raises:
        Unreachable: no connection, or no shell on the builder.
        Lost: the connection broke.
        Refused: no valid destination; no ssh on this machine; the job cannot start on the builder (a full disk).
        TimedOut: the job did not end in time.
        Silent, Stopped: no output came for `quiet` seconds, or `stop` was set.
        KeyboardInterrupt, or any exception of on_output: the job was ended if the builder could be reached.
    """
    demand_destination(destination, "the builder")
    word = nonce()
    with job.pack() as tar:
        size = tar.seek(0, 2)
        tar.seek(0)
        script = supervisor.text(word, size)
        requested = [*_OPTIONS, "--", destination, supervisor.command(script)]
        process, life = _started(command, requested)
        try:
            return Session(process, word, tar, script).run(on_output, timeout, START, stop, quiet)
        except Silent as error:
            raise Silent(f"the builder {destination}: {error}") from None
        except Broken as error:
            raise _failure(destination, command, error) from None
        except Refused as error:
            raise Refused(f"the builder {destination}: {error}") from None
        finally:
            _release(life)


def _started(command: str, arguments: list[str]) -> tuple[subprocess.Popen[bytes], int]:
    """An ssh that ends with this process, and the descriptor that keeps it running; see _GUARDED."""
    from fcntl import F_DUPFD_CLOEXEC, fcntl

    reader, life = os.pipe()
    heard = fcntl(reader, F_DUPFD_CLOEXEC, _ABOVE)
    os.close(reader)
    text = _GUARDED.format(patience=_PATIENCE, life=heard, command=command)
    try:
        return start(["/bin/sh", "-c", text, command, *arguments], pass_fds=(heard,)), life
    except BaseException:
        os.close(life)
        raise
    finally:
        os.close(heard)


def _release(life: int) -> None:
    """Tell the guard that there is nothing to end."""
    try:
        os.write(life, b"\n")
    except OSError:
        pass  # the guard ended together with its ssh
    finally:
        os.close(life)


def _failure(destination: str, command: str, error: Broken) -> AuthguardError:
    """Return the error to raise if the end of the job was not reported."""
    says = error.says[-1] if error.says else ""
    if error.begun:
        if error.asleep >= supervisor.SILENCE:
            return Lost(
                f"{destination} received nothing from this machine for {error.asleep:.0f} seconds,"
                " and stopped the build"
            )
        ours = _of_ssh(error.says)
        return Lost(
            f"the connection to {destination} broke, and the build there is stopped{': ' + ours if ours else ''}"
        )
    if error.code in (126, 127) and says:
        return Refused(f"the ssh command {command!r} cannot be run: {says}")
    if error.code != 255 and error.code is not None:
        return Unreachable(
            f"the builder {destination} starts no shell (exit code {error.code}){': ' + says if says else ''}"
        )
    return Unreachable(f"the builder {destination} cannot be reached: {_reason(destination, error.says)}")


def _reason(destination: str, says: list[str]) -> str:
    """The message of ssh, with a way to fix the problem if authguard knows a way."""
    complete = "\n".join(says)
    last = says[-1] if says else "ssh did not say why"
    if "IDENTIFICATION HAS CHANGED" in complete:
        return (
            "its host key is not the one that is known here (REMOTE HOST IDENTIFICATION HAS CHANGED); "
            f"if the change is right, remove the old key: ssh-keygen -R {destination.rpartition('@')[2]}"
        )
    if "Host key verification failed" in complete:
        return f"its host key is not known here; connect once by hand, and compare it: ssh {destination}"
    if "ControlPath too long" in complete or "too long for Unix domain socket" in complete:
        return f"{last}; in your ssh configuration, write ControlPath with %C, which is short"
    return last


def _of_ssh(says: list[str]) -> str:
    """Return the last line, if ssh ends with such a line."""
    known = (
        "Connection ",
        "client_loop",
        "Timeout, server",
        "Read from remote",
        "packet_write",
        "Broken pipe",
    )
    last = says[-1] if says else ""
    return last if any(word in last for word in known) else ""
