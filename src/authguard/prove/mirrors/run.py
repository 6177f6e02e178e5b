"""The one module that runs git in mirrors. Never in the user's repository.

git uses the settings of the user: the configuration (global, system, and from GIT_CONFIG_COUNT and `git -c`), proxies,
credential helpers, ssh. git ignores the settings that a surrounding hook has for the repository of that hook. git asks
no question (no terminal, no askpass, no dialogue), runs no hook, follows no redirect by itself, starts no transport
helper, and ends within its time, with all of its processes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from authguard.git.git import CLOSED, not_started
from authguard.prove.mirrors.git_refusal import GitRefusal, listen
from authguard.system import command_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import Popen

    from authguard.prove.mirrors.limits import Limits

REMOTE = "authguard"
"""The name of a mirror's remote. The user's own configuration of an `origin` does not apply to this name."""

_PROTOCOLS = ("file", "git", "http", "https", "ssh")

# The variables of `git rev-parse --local-env-vars`, except variables with configuration: the user set these (a proxy, a
# token of CI), and git itself passes them to submodules too. The others are variables that would change the fetch.
_NOT_OURS = frozenset(
    (
        *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_DEFAULT_HASH", "GIT_DIR"),
        *("GIT_DEFAULT_REF_FORMAT", "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE"),
        *(
            "GIT_INDEX_VERSION",
            "GIT_NAMESPACE",
            "GIT_NO_REPLACE_OBJECTS",
            "GIT_OBJECT_DIRECTORY",
            "GIT_PREFIX",
        ),
        *("GIT_PROTOCOL", "GIT_QUARANTINE_PATH", "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE"),
        *("GIT_ASKPASS", "SSH_ASKPASS", "GIT_REF_PARANOIA", "GIT_SKIP_TESTS", "GIT_FLUSH", "GIT_PAGER"),
    )
)
_ALWAYS = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",  # set to "", so that git reads neither core.askPass nor SSH_ASKPASS
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TRACE_REDACT": "1",
    "LC_ALL": "C",
    "LANGUAGE": "",
}
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.logAllRefUpdates=false",
    "core.fsmonitor=false",
    "credential.interactive=false",
    "fetch.parallel=1",
    "fetch.prune=false",
    "fetch.pruneTags=false",
    "fetch.recurseSubmodules=false",
    "fetch.unpackLimit=1",
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "http.followRedirects=false",
    "maintenance.auto=false",
    "submodule.recurse=false",
    "transfer.bundleURI=false",
)
_BOUND = 'ulimit -d "$0" 2>/dev/null; exec "$@"'
_TICK = 0.25
_GRACE = 0.8


def environment(heard: str | None = None) -> dict[str, str]:
    """The environment of a git that uses the network; `heard` is a file for the headers that curl gets."""
    stated = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    stated.update(_ALWAYS)
    allowed = os.environ.get("GIT_ALLOW_PROTOCOL")
    users = _PROTOCOLS if allowed is None else [one for one in _PROTOCOLS if one in allowed.split(":")]
    stated["GIT_ALLOW_PROTOCOL"] = ":".join(users) or "none"
    if heard is not None and "GIT_TRACE_CURL" not in stated:
        stated.update(GIT_TRACE_CURL=heard, GIT_TRACE_CURL_NO_DATA="1")
    return stated


def parted(url: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a url without its credentials, and the settings with which git sends them.

    All users of the machine can read command lines, even the command lines of git's own helpers.
    """
    import base64
    from urllib.parse import unquote

    scheme, mark, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    user, at, host = authority.rpartition("@")
    if scheme not in ("http", "https") or not mark or not at:
        return url, []
    stated = base64.b64encode((unquote(user) + ("" if ":" in user else ":")).encode()).decode()
    return f"{scheme}://{host}{slash}{path}", [
        (f"http.{scheme}://{host}/.extraheader", f"Authorization: Basic {stated}")
    ]


def configured(stated: dict[str, str], settings: list[tuple[str, ...]]) -> dict[str, str]:
    """Return an environment that passes more settings to git, after those that it already passes."""
    count = stated.get("GIT_CONFIG_COUNT", "")
    first = int(count) if count.isdecimal() else 0
    made = {**stated, "GIT_CONFIG_COUNT": str(first + len(settings))}
    for at, (key, value) in enumerate(settings, first):
        made[f"GIT_CONFIG_KEY_{at}"] = key
        made[f"GIT_CONFIG_VALUE_{at}"] = value
    return made


class GitOutput(NamedTuple):
    """The output of a git that succeeded, and its messages (stderr)."""

    output: bytes
    refusal: str


class MirrorGit:
    """Runs git in mirrors within `limits`. `watch` gets the last line of git's progress now and then."""

    __slots__ = ("_limits", "_watch")

    def __init__(self, limits: Limits, watch: Callable[[str], None] | None = None) -> None:
        """Take the limits."""
        self._limits = limits
        self._watch = watch

    def local(self, git_dir: str, *args: str, stdin: bytes = b"") -> bytes:
        """The output of a git process that reads a mirror and uses no network.

        Raises:
            GitRefusal: git failed.
        """
        stated = {**environment(), "GIT_ALLOW_PROTOCOL": "none"}
        return self._run(["--git-dir", git_dir, *args], stated, stdin, None, None).output

    def request(self, git_dir: str, url: str, *args: str, stdin: bytes = b"") -> GitOutput:
        """The result of a git that may ask `url`, by the name of REMOTE.

        There are two files beside the objects: `running` has the process id, so that a later run can find the process
        after a kill, and `heard` is the trace of curl.

        Raises:
            GitRefusal: git failed, took too long, or fetched too much.
        """
        heard = os.path.join(git_dir, "heard")
        _remove(heard)
        ssh = self._ssh(git_dir) if "://" not in url or url.startswith("ssh://") else {}
        bare, header = parted(url)
        settings = [*(tuple(one.split("=", 1)) for one in _SETTINGS), (f"remote.{REMOTE}.url", bare), *header]
        stated = configured({**environment(heard), **ssh}, settings)
        try:
            return self._run(["--git-dir", git_dir, *args], stated, stdin, git_dir, heard)
        finally:
            _remove(heard)

    def _ssh(self, git_dir: str) -> dict[str, str]:
        """The options that keep ssh from asking the user, unless the user sets the ssh command.

        The user's own command is unchanged. That command cannot ask a question either, since the process has a new
        session without a terminal, and no askpass.
        """
        if "GIT_SSH_COMMAND" in os.environ or "GIT_SSH" in os.environ:
            return {}
        try:
            self.local(git_dir, "config", "--get", "core.sshCommand")
        except GitRefusal:
            return {"GIT_SSH_COMMAND": "ssh -oBatchMode=yes"}
        return {}

    def _run(
        self, args: list[str], stated: dict[str, str], stdin: bytes, git_dir: str | None, heard: str | None
    ) -> GitOutput:
        from authguard.system import scratch

        source, stdout, stderr = scratch(stdin), scratch(), scratch()
        running = None if git_dir is None else os.path.join(git_dir, "running")
        if running is not None:
            _write(running, "")
        try:
            words = [*([] if git_dir is None else self._bounded()), "git", *CLOSED, *args]
            process = self._start(words, stated, source, stdout, stderr)
            if running is not None:
                _write(running, str(process.pid))
            try:
                stopped = self._wait(process, stdout, stderr, git_dir)
            finally:
                self._limits.running.discard(process)
            text = _content(stderr).decode("utf-8", "replace")
            if stopped is None and process.returncode == 0:
                return GitOutput(_content(stdout), text)
            raise stopped or listen(text, process.returncode, _heard(heard))
        finally:
            for handle in (source, stdout, stderr):
                os.close(handle)
            if running is not None:
                _remove(running)

    def _start(
        self, words: list[str], stated: dict[str, str], source: int, stdout: int, stderr: int
    ) -> Popen[bytes]:
        """Start a git process in its own session. Raises GitRefusal after a stop of the run."""
        import subprocess

        with self._limits.guard:
            if self._limits.stopped:
                raise _stopped()
            try:
                process = subprocess.Popen(  # noqa: S603 - git by name, with words that were checked
                    words,
                    cwd="/",
                    env=stated,
                    stdin=source,
                    stdout=stdout,
                    stderr=stderr,
                    start_new_session=True,
                )
            except OSError as error:
                raise not_started(error) from error
            self._limits.running.add(process)
        return process

    def _bounded(self) -> list[str]:
        """The words before a command that limit the memory of its processes, where the system can do that."""
        return ["/bin/sh", "-c", _BOUND, str(self._limits.memory >> 10)]

    def _wait(
        self, process: Popen[bytes], stdout: int, stderr: int, git_dir: str | None
    ) -> GitRefusal | None:
        """Wait for a git process, and end it at a limit. Returns the reason if the process was ended, otherwise None.

        The output goes to files, since a daemon that ssh or a credential helper leaves running would keep pipes open.
        """
        import threading
        import time

        waiter = threading.Thread(target=process.wait, daemon=True)
        waiter.start()
        begun = heard_at = time.monotonic()
        seconds = self._limits.left()
        size, before = 0, None if git_dir is None else disk_size(git_dir)
        try:
            while True:
                waiter.join(min(_TICK, max(0.0, begun + seconds - time.monotonic())))
                if not waiter.is_alive():
                    if self._limits.stopped and process.returncode:
                        return _stopped()
                    return None if git_dir is None else self._too_long(stdout)
                now = time.monotonic()
                if (grown := os.fstat(stderr).st_size) != size:
                    size, heard_at = grown, now
                    self._watch_progress(stderr, size)
                reason = self._reason(now - begun, now - heard_at, seconds, git_dir, before)
                if reason is None and git_dir is not None:
                    reason = self._too_long(stdout)
                if reason is not None:
                    return reason
        finally:
            if process.returncode is None:
                end(process.pid)
                waiter.join()

    def _too_long(self, stdout: int) -> GitRefusal | None:
        most = self._limits.answer
        is_long = os.fstat(stdout).st_size > most
        return GitRefusal("large", f"a list of more than {most >> 20} MiB") if is_long else None

    def _reason(
        self, taken: float, silent: float, seconds: float, git_dir: str | None, before: int | None
    ) -> GitRefusal | None:
        if self._limits.stopped:
            return _stopped()
        if taken >= seconds:
            kind = "slow" if seconds >= self._limits.seconds else "late"
            return GitRefusal(kind, f"{seconds:.0f} s are over")
        if silent >= self._limits.silence:
            return GitRefusal("slow", f"no data came for {self._limits.silence:.0f} s")
        if git_dir is not None and before is not None:
            brought = disk_size(git_dir) - before
            if brought > self._limits.growth:
                return GitRefusal("large", f"more than {self._limits.growth >> 20} MiB")
        return None

    def _watch_progress(self, stderr: int, size: int) -> None:
        if self._watch is None:
            return
        from authguard.printable import printable

        tail = os.pread(stderr, 400, max(0, size - 400)).decode("utf-8", "replace")
        lines = [line.strip() for line in tail.replace("\r", "\n").split("\n")]
        last = next((line for line in reversed(lines) if line), "")
        self._watch(printable(last.removeprefix("remote: ")))


def _stopped() -> GitRefusal:
    return GitRefusal("late", "it was stopped")


def end(group: int) -> None:
    """End a process group. git may clean up first; then the group is killed."""
    import signal
    import time

    try:
        os.killpg(group, signal.SIGTERM)
        until = time.monotonic() + _GRACE
        while time.monotonic() < until:
            time.sleep(0.02)
            os.killpg(group, 0)
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def orphan(git_dir: str) -> None:
    """End a git in this mirror that was left by a killed authguard, if there is one."""
    try:
        with open(os.path.join(git_dir, "running"), encoding="ascii") as file:
            process = int(file.read())
    except (OSError, ValueError):
        return
    if os.fsencode(git_dir) in b" ".join(command_of(process)):
        end(process)


def disk_size(directory: str) -> int:
    """The bytes of all files below a directory, without files that are deleted meanwhile."""
    total = 0
    try:
        for entry in os.scandir(directory):
            try:
                is_directory = entry.is_dir(follow_symlinks=False)
                total += disk_size(entry.path) if is_directory else entry.stat(follow_symlinks=False).st_size
            except OSError:
                continue
    except OSError:
        pass
    return total


def _heard(path: str | None) -> str:
    """The end of curl's trace."""
    if path is None:
        return ""
    try:
        with open(path, "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - (1 << 18)))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def _content(handle: int) -> bytes:
    size = os.fstat(handle).st_size
    parts, at = [], 0
    while at < size and (part := os.pread(handle, size - at, at)):
        parts.append(part)
        at += len(part)
    return b"".join(parts)


def _write(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
    except OSError as error:
        raise GitRefusal("disk", f"{path}: {error.strerror}") from error


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
