"""Jobs on this machine."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path

import pytest

from authguard.builder import here, supervisor
from authguard.builder.job import Job, TimedOut
from authguard.builder.session import Silent, Stopped
from authguard.errors import Refused
from tests.units.builder import client

ORPHANS = "sleep 1000 & (sleep 1000; sleep 1000) & echo started; "
STUBBORN = "(trap '' TERM; while :; do sleep 1000; done) & "


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory for temporary files, which must be empty at the end."""
    made = tmp_path / "tmp"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    return made


class Heard:
    """The output of a job, by stream."""

    def __init__(self) -> None:
        """Begin with no output."""
        self.out = b""
        self.err = b""

    def __call__(self, stream: str, data: bytes) -> None:
        """Add some output."""
        if stream == "out":
            self.out += data
        else:
            self.err += data


def left(temporary: Path) -> list[str]:
    """The processes and files that use the directory, after some seconds at most."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        found = [str(path) for path in temporary.iterdir()]
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    environment = (entry / "environ").read_bytes()
                    command = (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                if os.fsencode(temporary) in environment:
                    found.append(command.decode(errors="replace"))
        if not found:
            return []
        time.sleep(0.05)
    return found


def test_a_script_runs_among_its_files(temporary: Path) -> None:
    """The script has separate streams, an empty input and a known exit code."""
    heard = Heard()
    files = [(b"a/b", 0o100755, b"#!/bin/sh\necho hello\n"), (b"l", 0o120000, b"a/b")]
    code = here.run(Job("./a/b; ./l; cat; pwd; echo wrong >&2; exit 255", files), heard)
    assert code == 255
    lines = heard.out.decode().splitlines()
    assert lines[:2] == ["hello", "hello"]
    assert lines[2].startswith(str(temporary.resolve()))
    assert heard.err == b"wrong\n"
    assert left(temporary) == []


@pytest.mark.parametrize("size", [0, 1, 70_000, 5_000_000])
def test_output_of_any_size_arrives_unchanged(temporary: Path, size: int) -> None:
    """A last line without an end arrives too, and bytes that look like the supervisor's own."""
    heard = Heard()
    data = (b"\x01\n\x01abc " * (size // 7 + 1))[:size]
    assert here.run(Job("cat x; cat x >&2", [(b"x", 0o100644, data)]), heard) == 0
    assert (heard.out, heard.err) == (data, data)


def test_a_job_cannot_speak_for_its_supervisor(temporary: Path) -> None:
    """A mark needs a word that no job can know: neither the environment nor the files of a job have the word."""
    heard = Heard()
    script = "printf '\\001%s end 0\\n' 0123456789abcdef0123456789abcdef; env; ls -a ..; exit 7"
    assert here.run(Job(script), heard) == 7
    assert b"nonce" not in heard.out


def test_processes_that_were_left_running_are_ended(temporary: Path) -> None:
    """The job is over when its script is."""
    begun = time.monotonic()
    assert here.run(Job(f"{ORPHANS} exit 3"), Heard()) == 3
    assert time.monotonic() - begun < 500  # the processes sleep for 1000 seconds
    assert left(temporary) == []


def test_a_time_limit_ends_all_processes(temporary: Path) -> None:
    """The job is ended, with every process that it started."""
    with pytest.raises(TimedOut, match="did not end within 1s"):
        here.run(Job(f"{STUBBORN}{ORPHANS} sleep 1000"), Heard(), timeout=1)
    assert left(temporary) == []


def test_a_silent_job_is_ended(temporary: Path) -> None:
    """A job that prints something may run longer."""
    with pytest.raises(Silent, match="nothing came for 1s"):
        here.run(Job(f"{STUBBORN}{ORPHANS} echo more; sleep 1000"), Heard(), quiet=1)
    assert left(temporary) == []
    heard = Heard()
    words = "for n in 1 2 3 4 5; do sleep 0.5; echo $n; done"
    assert here.run(Job(words), heard, quiet=60) == 0
    assert heard.out == b"1\n2\n3\n4\n5\n"


def test_another_thread_can_stop_a_job(temporary: Path) -> None:
    """The job is ended, as by a time limit."""
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(Stopped):
        here.run(Job(f"{ORPHANS} sleep 1000"), Heard(), stop=stop)
    assert left(temporary) == []


@pytest.mark.parametrize("lets_go", [True, False])
def test_a_job_that_asks_for_a_moment_is_ended_later(temporary: Path, tmp_path: Path, lets_go: bool) -> None:
    """The job writes a certain file. If the job keeps the file, the job is ended too."""
    stop = threading.Event()
    after = "rm ../hold; sleep 1000" if lets_go else "sleep 1000"
    script = f": >../hold; echo started; sleep 0.6; echo >{tmp_path}/done; {after}"
    begun = time.monotonic()
    with pytest.raises(Stopped):
        here.run(Job(script), lambda *_: stop.set(), stop=stop)
    assert (tmp_path / "done").exists()
    assert time.monotonic() - begun < 500  # the job sleeps for 1000 seconds
    assert left(temporary) == []


def test_a_listener_that_fails_ends_the_job(temporary: Path) -> None:
    """The exception of the listener is raised."""

    def fail(stream: str, data: bytes) -> None:
        raise ValueError("full")

    with pytest.raises(ValueError, match="full"):
        here.run(Job(f"{ORPHANS} sleep 1000"), fail)
    assert left(temporary) == []


def test_a_job_can_be_ended_right_after_its_start(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was just forked is no leader of a group yet, so a signal to the group is lost."""
    slow = tmp_path / "bin" / "setsid"
    slow.parent.mkdir()
    slow.write_text(
        f"#!/bin/sh\ntrap '' TERM\necho >>{tmp_path}/started\n/bin/sleep 0.7\ntrap - TERM\n"
        f'exec {shutil.which("setsid")} "$@"\n'
    )
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    stop = threading.Event()

    def stop_early() -> None:
        while not (tmp_path / "started").exists() or (tmp_path / "started").read_text().count("\n") < 2:
            time.sleep(0.01)
        stop.set()

    threading.Thread(target=stop_early).start()
    with pytest.raises(Stopped):
        here.run(Job(f"{ORPHANS} sleep 1000"), Heard(), stop=stop)
    assert left(temporary) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_no_process_or_file_is_left_when_this_process_ends(temporary: Path, number: int) -> None:
    """After each signal, the supervisor reads the end of its input."""
    command = [sys.executable, client.__file__, "", "", f"{ORPHANS} sleep 1000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        process.send_signal(number)
        process.wait()
    assert left(temporary) == []


def await_full(pipe: int) -> None:
    """Wait until a pipe that nobody reads is full, so that its writer waits."""
    before, unchanged = 0, 0
    while unchanged < 25:
        now = int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)
        unchanged = unchanged + 1 if now and now == before else 0
        before = now
        time.sleep(0.02)


def test_a_job_ends_even_if_its_output_is_not_read(temporary: Path) -> None:
    """An ssh may outlive the process that started it, and may not read its input: then no last output arrives."""
    with Job("while :; do echo a line of a log; done >&2").pack() as tar:
        feed = tar.read()
    command = ["sh", "-c", supervisor.text("abc", len(feed)).decode()]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        process.stdin.write(feed)
        process.stdin.flush()
        assert process.stderr is not None
        await_full(process.stderr.fileno())
        process.stdin.close()
        process.wait(8)
    assert left(temporary) == []


def test_a_killed_supervisor_is_reported_and_its_job_ends(temporary: Path) -> None:
    """Another process, which waits for the end of the input, ends the job."""
    heard = Heard()
    with pytest.raises(Refused, match="was stopped"):
        here.run(Job(f"sleep 1000 & kill -KILL $(ps -o ppid= -p $$); {ORPHANS} sleep 1000"), heard)
    assert left(temporary) == []


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_a_script_that_came_in_part_does_not_run(temporary: Path, shell: str) -> None:
    """The sender died, and the script was cut at any byte."""
    script = supervisor.text("abc", 10240)
    for length in (*range(0, len(script), 97), len(script) - 3):
        done = subprocess.run(
            [shell, "-c", supervisor.command(script)], input=script[:length], capture_output=True, check=False
        )
        assert b"begin" not in done.stdout
        assert list(temporary.iterdir()) == []


def test_a_missing_place_for_the_files_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has the reason of the system."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(Refused, match=r"cannot make a directory there: .*No such file or directory"):
        here.run(Job("true"), Heard())


def test_read_only_directories_are_removed_too(temporary: Path) -> None:
    """A copy of a store path has read-only directories, for example."""
    assert here.run(Job("mkdir -p a/b; touch a/b/c; chmod -R a-w ."), Heard()) == 0
    assert left(temporary) == []


@pytest.mark.needs("bash", "dash", "zsh")
@pytest.mark.parametrize(
    ("shell", "has_setsid"), [("dash", True), ("bash", True), ("bash", False), ("zsh", True)]
)
def test_the_supervisor_runs_in_other_shells(
    temporary: Path, tmp_path: Path, shell: str, has_setsid: bool
) -> None:
    """On macOS sh is bash, and there is no setsid: the job control of bash ends the job."""
    tools = tmp_path / "bin"
    tools.mkdir()
    names = "mktemp rm tar dd cat chmod sleep wc sh kill printf mkfifo"
    for name in [*names.split(), *(["setsid"] if has_setsid else [])]:
        found = next(Path(p) / name for p in ("/usr/bin", "/bin") if (Path(p) / name).exists())
        (tools / name).symlink_to(found)
    with Job(f"{ORPHANS} echo over >&2; exit 9").pack() as tar:
        feed = tar.read()
    script = supervisor.text("abc", len(feed))
    options = ["--emulate", "sh"] if shell == "zsh" else []
    process = subprocess.Popen(
        [str(shutil.which(shell)), *options, "-c", script.decode()],
        env={"PATH": str(tools), "TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(feed)
        process.stdin.flush()
        assert process.stdout.read() == b"\x01abc begin\nstarted\n\x01abc end 9\n"
        assert process.stderr.read() == b"\x01abc begin\nover\n\x01abc end\n"
    assert left(temporary) == []
