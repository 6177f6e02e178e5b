"""Runs of git-authguard without its start: a process that has imported the package forks for each run.

Python needs more CPU to start and to import a command than most commands need to run. A test that shows what a command
decides uses run(). A test that shows how the program starts, ends or is stopped starts the program itself, and so do
all hooks. Each run has its own process, environment, directory and streams.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

import pygit2
from pygit2.enums import ConfigLevel, Option

import authguard

SECONDS = 600
"""The longest run, in seconds: an end of hangs, which no machine needs."""
_AT_START = ("PYTHON", "LC_", "LANG", "SSL_", "OPENSSL_", "AUTHGUARD_PLAIN")
"""The beginnings of variables that count at the start of Python, or at the import of a module."""
_parents: dict[tuple[tuple[str, str], ...], subprocess.Popen[str]] = {}
"""The processes that fork, by the variables that they were started with."""


def run(
    arguments: list[str], *, cwd: Path, env: dict[str, str], seconds: int = SECONDS, errors: str = "strict"
) -> subprocess.CompletedProcess[str]:
    """Run `git-authguard ARGUMENTS` in a directory, with this environment and empty input.

    A run that needs more than `seconds` of CPU, or SECONDS, is ended by a signal, and the exit code is its negative
    number. Output that is not UTF-8 is read as `errors` says.
    """
    parent = _parent(env)
    assert parent.stdin is not None
    assert parent.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        streams = [str(Path(folder, name)) for name in ("out", "err")]
        request = {
            "arguments": arguments,
            "cwd": str(cwd),
            "env": env,
            "streams": streams,
            "seconds": seconds,
        }
        print(json.dumps(request), file=parent.stdin, flush=True)
        code = int(parent.stdout.readline())
        out, err = (Path(path).read_text(encoding="utf-8", errors=errors) for path in streams)
    return subprocess.CompletedProcess(["git-authguard", *arguments], code, out, err)


def _parent(env: dict[str, str]) -> subprocess.Popen[str]:
    """Return the process that forks for an environment, started if need be."""
    own = {name: value for name, value in env.items() if name.startswith(_AT_START)}
    key = tuple(sorted(own.items()))
    if key not in _parents:
        _parents[key] = subprocess.Popen(
            [sys.executable, "-P", __file__],
            env={**own, "PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=1,
            encoding="utf-8",
        )
        atexit.register(_end, _parents[key])
    return _parents[key]


def _end(parent: subprocess.Popen[str]) -> None:
    """End a process that waits for a request."""
    parent.kill()
    parent.wait()


def _serve() -> None:
    """Fork for each request of stdin, and print the exit code of the child."""
    for module in pkgutil.walk_packages(authguard.__path__, "authguard."):
        if module.name != "authguard.__main__":
            import_module(module.name)
    assert threading.active_count() == 1
    gc.collect()
    gc.freeze()  # the children share these objects
    for line in iter(sys.stdin.readline, ""):
        print(_end_of_child(json.loads(line)), flush=True)


def _end_of_child(request: dict[str, Any]) -> int:
    """Fork for a request, and return the exit code of the child."""
    child = os.fork()
    if child == 0:
        try:
            _become(**request)
        finally:
            os._exit(70)  # an exception does not lead back to the loop
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(SECONDS)
    _, status = os.waitpid(child, 0)
    signal.alarm(0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # as the next child shall have it
    return os.waitstatus_to_exitcode(status)


def _become(arguments: list[str], cwd: str, env: dict[str, str], streams: list[str], seconds: int) -> None:
    """Be the requested run, with standard streams as Python opens them; does not return."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    tempfile.tempdir = None
    for level in (ConfigLevel.SYSTEM, ConfigLevel.XDG, ConfigLevel.GLOBAL):
        by_environment: Any = None
        pygit2.option(Option.SET_SEARCH_PATH, level, by_environment)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in enumerate(streams, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - these three stay open
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.argv = ["git-authguard", *arguments]
    import_module("authguard.cli").entry()


if __name__ == "__main__":
    _serve()
