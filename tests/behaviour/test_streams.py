"""Closed or full streams and interruptions: the documented exit code, and never a traceback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import watcher
from tests.support.guarded import HASH_LINE, NEVER, REAL, SECONDS, Guarded, check, package, started

STALE = f"AG201 tool.nix:{HASH_LINE}"


@pytest.fixture
def stale(repo: Guarded) -> Guarded:
    """A stale bump is staged."""
    return repo.write("tool.nix", package(2, 1)).stage()


# If an import is interrupted, Python closes the file that it was reading at a later garbage collection.
INTERRUPTED = "-W 'ignore:unclosed file:ResourceWarning'"


def shell(repo: Guarded, script: str, but: str = "") -> tuple[int, str, str]:
    """Run a script of bash in which `guard` is git-authguard. Returns its status and both outputs."""
    done = subprocess.run(
        ["bash", "-c", f'guard() {{ "{sys.executable}" -W error {but} "{REAL}" "$@"; }}\n{script}'],
        cwd=repo.path,
        env=repo.environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert not re.search(NEVER, done.stderr + done.stdout), done
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("command", "code"),
    [("check", 1), ("check --format json", 1), ("list", 0), ("--help", 0), ("--version", 0), ("explain", 0)],
)
def test_a_closed_output_changes_no_exit_code(stale: Guarded, command: str, code: int) -> None:
    """The exit code is the only answer."""
    assert shell(stale, f"guard {command} >&-") == (code, "", "")
    assert shell(stale, f"guard {command} <&- >&- 2>&-") == (code, "", "")


def test_a_push_hook_without_input_judges_nothing(stale: Guarded) -> None:
    """No line names a ref, so nothing is pushed."""
    assert shell(stale, "guard check --pre-push origin <&-") == (0, "", "")


@pytest.mark.parametrize("command", ["check", "check --format json", "list", "--help", "explain"])
def test_a_full_output_is_an_error(stale: Guarded, command: str) -> None:
    """The report cannot be written."""
    assert shell(stale, f"guard {command} >/dev/full") == (2, "", "authguard: No space left on device\n")


def test_an_error_that_cannot_be_printed_has_its_exit_code(stale: Guarded) -> None:
    """The error stream is full or closed."""
    assert shell(stale, "guard check --nosuch 2>/dev/full") == (2, "", "")
    assert shell(stale, "guard check --nosuch 2>&-") == (2, "", "")


@pytest.mark.parametrize("command", ["check --format json", "list", "explain AG201 AG202 AG203 AG204"])
def test_a_reader_that_goes_away_is_no_error(stale: Guarded, command: str) -> None:
    """`| head` closes the pipe."""
    script = f'guard {command} | (exec <&-; sleep 0.5)\nexit "${{PIPESTATUS[0]}}"'
    code, stdout, stderr = shell(stale, script)
    assert (code, stdout, stderr) == (141, "", "")
    code, stdout, stderr = shell(stale, f"guard {command} | head -n 1")
    assert (code, stdout.count("\n"), stderr) == (0, 1, "")


def interrupting_git(directory: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Put a git before the real git on PATH. It interrupts its parent at the `at`th call."""
    program = directory / "git"
    directory.mkdir()
    program.write_text(
        f"#!/bin/sh\nPATH=${{PATH#*:}}\nnumber=1\n"
        f'until mkdir "{directory}/$number" 2>/dev/null; do number=$((number + 1)); done\n'
        f'[ "$number" -ne {at} ] || {{ kill -INT $PPID; sleep 0.2; }}\nexec git "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{directory}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("at", [1, 2, 4])
@pytest.mark.parametrize("command", ["check", "check --all"])
def test_ctrl_c_ends_each_command(
    stale: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, at: int
) -> None:
    """An interrupt at any call of git ends with 130 and one line; the answer of the next run is the same."""
    verdict = 1 if command == "check" else 0
    with monkeypatch.context() as patch:
        interrupting_git(tmp_path / "git", patch, at)
        before = watcher.state(stale.path)
        code, stdout, stderr = shell(stale, f"guard {command}", but=INTERRUPTED)
    assert watcher.state(stale.path) == before
    if code != verdict:  # else git was called less often
        assert (code, stdout, stderr) == (130, "", "authguard: interrupted\n")
    else:
        assert at > 2
    assert check(stale, code=1) == [STALE]


def await_reading(process: int) -> None:
    """Wait until a process reads its standard input, by /proc on Linux; on other systems wait for a moment."""
    file = Path(f"/proc/{process}/syscall")
    if not file.exists():
        time.sleep(2)
        return
    # The number of the system call `read` differs between processors; 0x0 is the descriptor of the input.
    while file.read_text().split()[1:2] != ["0x0"]:
        time.sleep(0.01)


def test_ctrl_c_ends_a_hook_that_waits_for_input(stale: Guarded) -> None:
    """The hook is pre-push."""
    process = subprocess.Popen(
        [sys.executable, REAL, "check", "--pre-push", "origin"],
        cwd=stale.path,
        env=stale.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        await_reading(process.pid)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=SECONDS)
    assert (process.returncode, stdout, stderr) == (130, b"", b"authguard: interrupted\n")


def test_a_killed_run_leaves_no_lock(stale: Guarded) -> None:
    """A kill at any moment leaves nothing that disturbs another run, and no lock of git."""
    for number in range(8):
        with started(stale, "check", "--all") as process:
            time.sleep(0.05 + number * 0.02)
            process.kill()
    assert not list((stale.path / ".git").rglob("*.lock"))
    assert check(stale, code=1) == [STALE]
    assert check(stale, "--all", code=0) == []


def test_several_runs_share_the_cache(stale: Guarded) -> None:
    """Runs at the same time share the cache, and each run has the same verdict."""
    processes = [started(stale, "check", *(["--all"] if number % 2 else [])) for number in range(6)]
    for number, process in enumerate(processes):
        with process:
            stdout, stderr = process.communicate(timeout=SECONDS)
        assert (process.returncode, stderr) == (0 if number % 2 else 1, b"")
        assert (b"AG201" in stdout) == (process.returncode == 1)
