"""Jobs on another machine: a real sshd with a user for each login shell."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from authguard.builder import ssh
from authguard.builder.job import Job
from authguard.errors import Refused, Unreachable
from tests.support.sshd import NEEDS, SHELLS, Sshd
from tests.units.builder.test_here import Heard

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.needs(*NEEDS)

# For each login shell a file that it always reads, which prints hello on both streams.
NOISY = {
    "bash": (".bashrc", "echo hello; echo hello >&2; printf 'no end'"),
    "fish": (".config/fish/config.fish", "echo hello; echo hello >&2; printf 'no end'"),
    "tcsh": (".tcshrc", "echo hello; printf 'no end'; sh -c 'echo hello >&2'"),
    "zsh": (".zshenv", "echo hello; echo hello >&2; printf 'no end'"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """One sshd for all tests of this file."""
    with Sshd(tmp_path_factory.mktemp("sshd") / "s") as made:
        yield made


def ran(server: Sshd, shell: str, job: Job, command: str = "") -> tuple[int, bytes, bytes]:
    """The exit code of a job on the server, and its output on both streams."""
    heard = Heard()
    code = ssh.run(shell, job, heard, command=command or server.command, timeout=60)
    return code, heard.out, heard.err


@pytest.mark.parametrize("shell", SHELLS)
def test_a_job_runs_under_each_login_shell(server: Sshd, shell: str) -> None:
    """Files, streams and exit codes arrive; 255 is the exit code of the script, and not of ssh."""
    files = [
        (b"a/run", 0o100755, b"#!/bin/sh\necho ran\n"),
        (b"l", 0o120000, b"a/run"),
        (b"big", 0o100644, b"x" * 400_000),
    ]
    script = './l; wc -c <big; tty; cat; echo "it\'s $((1 + 1)) \\\\ !" >&2; exit 255'
    code, out, err = ran(server, shell, Job(script, files))
    assert code == 255
    assert out.split() == [b"ran", b"400000", b"not", b"a", b"tty"]
    assert err == b"it's 2 \\ !\n"
    assert server.is_clean() == []


@pytest.mark.parametrize("shell", NOISY)
def test_the_greeting_of_a_login_shell_is_no_output(server: Sshd, shell: str) -> None:
    """Only text after the start of the script is its output."""
    name, text = NOISY[shell]
    file = server.homes / shell / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n")
    try:
        assert ran(server, shell, Job("echo out; echo err >&2")) == (0, b"out\n", b"err\n")
    finally:
        file.unlink()


def test_output_arrives_unchanged(server: Sshd) -> None:
    """Megabytes on both streams at once arrive byte for byte."""
    data = bytes(range(256)) * 8000
    code, out, err = ran(server, "dash", Job("cat x & cat x >&2; wait", [(b"x", 0o100644, data)]))
    assert (code, out, err) == (0, data, data)


def test_the_ssh_command_is_read_by_a_shell(server: Sshd, tmp_path: Path) -> None:
    """The command may have quotes and variables, like GIT_SSH_COMMAND. Its options come before authguard's."""
    log = tmp_path / "it's a log"
    command = f'LOG="{log}"; {server.command} -v -o ConnectTimeout=77 -E "$LOG"'
    assert ran(server, "bash", Job("true"), command)[0] == 0
    assert log.read_text().count("debug1") > 3


def test_the_users_own_settings_apply_and_nothing_is_forwarded(server: Sshd, tmp_path: Path) -> None:
    """No agent, port (one is in use) or command of the user is used: these are for other uses of the host."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        config = tmp_path / "config"
        config.write_text(
            f"Host other\n  User fish\n  ForwardAgent yes\n  ExitOnForwardFailure yes\n  RequestTTY force\n"
            f"  LocalForward {taken.getsockname()[1]} localhost:1\n  RemoteCommand sh -c 'echo theirs'\n"
            f"  PermitLocalCommand yes\n  LocalCommand touch {tmp_path}/touched\n"
            f"Include {server.root}/ssh_config\n"
        )
        code, out, _ = ran(server, "other", Job("echo ${SSH_AUTH_SOCK-none}; echo $HOME"), f"ssh -F {config}")
    assert (code, out.decode().split()) == (0, ["none", str(server.homes / "fish")])
    assert not (tmp_path / "touched").exists()


def test_an_open_connection_is_used_again(server: Sshd) -> None:
    """With ControlMaster, the second job needs no handshake, and does not wait until the connection ends."""
    with TemporaryDirectory(dir="/tmp") as place:  # the name of a socket must be short
        command = f"{server.command} -o ControlMaster=auto -o ControlPersist=30 -o ControlPath={place}/%C"
        begun = time.monotonic()
        try:
            assert ran(server, "bash", Job("echo 1"), command)[:2] == (0, b"1\n")
            assert len(list(Path(place).iterdir())) == 1
            assert ran(server, "bash", Job("echo 2"), command)[:2] == (0, b"2\n")
            assert time.monotonic() - begun < 15
        finally:
            subprocess.run(f"{command} -O exit bash", shell=True, check=False, stderr=subprocess.DEVNULL)  # noqa: S602


def test_a_control_path_that_is_too_long_is_reported(server: Sshd, tmp_path: Path) -> None:
    """The name of a socket has space for about a hundred bytes; the message names a shorter path."""
    command = f"{server.command} -o ControlMaster=auto -o ControlPath={tmp_path}/{'x' * 110}"
    with pytest.raises(Unreachable, match=r"too long.*%C"):
        ran(server, "bash", Job("true"), command)


def unreachable(server: Sshd, destination: str, *options: str) -> str:
    """Why a builder cannot be reached."""
    command = " ".join([server.command, *options])
    with pytest.raises(Unreachable) as stated:
        ssh.run(destination, Job("echo never"), Heard(), command=command)
    assert stated.value.exit_code == 3
    return str(stated.value)


def test_an_unknown_host_key_is_reported(server: Sshd) -> None:
    """Host keys are checked, and ssh never asks."""
    said = unreachable(server, "bash", "-o UserKnownHostsFile=/dev/null")
    assert said == (
        "the builder bash cannot be reached: its host key is not known here; connect once by hand, and compare it: "
        "ssh bash"
    )


def test_a_changed_host_key_is_reported(server: Sshd, tmp_path: Path) -> None:
    """The message is ssh's own warning."""
    public = (server.root / "stranger.pub").read_text().rsplit(" ", 1)[0]
    (tmp_path / "known").write_text(f"builder {public}\n")
    assert "IDENTIFICATION HAS CHANGED" in unreachable(
        server, "bash", f"-o UserKnownHostsFile={tmp_path}/known"
    )


def test_a_refused_key_is_reported(server: Sshd, tmp_path: Path) -> None:
    """The message is ssh's own message."""
    config = tmp_path / "config"
    config.write_text((server.root / "ssh_config").read_text().replace("/user\n", "/stranger\n"))
    with pytest.raises(Unreachable, match=r"cannot be reached: .*Permission denied \(publickey\)"):
        ssh.run("bash", Job("echo never"), Heard(), command=f"ssh -F {config}")


def test_a_port_without_a_server_is_reported(server: Sshd) -> None:
    """The message is ssh's own message."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        said = unreachable(server, "bash", f"-p {bound.getsockname()[1]}")
    assert "Connection refused" in said


def test_a_host_that_hangs_is_reported(server: Sshd) -> None:
    """The host accepts the connection and sends nothing: ssh gives up within its connect timeout."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        begun = time.monotonic()
        said = unreachable(server, "bash", f"-p {silent.getsockname()[1]}", "-o ConnectTimeout=1")
    assert "timed out" in said
    assert time.monotonic() - begun < ssh.CONNECT  # the connect timeout of authguard


def test_a_host_that_starts_no_shell_in_time_is_reported(
    server: Sshd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The login succeeds, and then nothing happens."""
    monkeypatch.setattr(ssh, "START", 1.0)
    file = server.homes / "bash" / ".bashrc"
    file.write_text("exec sleep 1000\n")
    try:
        assert "no answer within 1s" in unreachable(server, "bash")
    finally:
        file.unlink()
    for pid in server.processes():
        os.kill(pid, 9)


def test_a_user_without_a_shell_is_reported(server: Sshd) -> None:
    """The message of the host is part of the report."""
    said = unreachable(server, "nologin")
    assert "starts no shell" in said
    assert "not available" in said


def test_a_missing_ssh_is_reported(server: Sshd) -> None:
    """The error is not that of a builder that cannot be reached."""
    with pytest.raises(Refused, match=r"the ssh command '/no/ssh' cannot be run: .*not found"):
        ssh.run("bash", Job("true"), Heard(), command="/no/ssh")


@pytest.mark.parametrize("destination", ["-oProxyCommand=touch x", "a b", "a\nb", "a;id"])
def test_a_malformed_destination_never_reaches_ssh(server: Sshd, tmp_path: Path, destination: str) -> None:
    """The destination is refused before anything runs."""
    with pytest.raises(Refused, match="not an ssh destination"):
        ssh.run(destination, Job("true"), Heard(), command=f"touch {tmp_path}/ran; false")
    assert not (tmp_path / "ran").exists()


def test_a_broken_connection_is_reported(server: Sshd) -> None:
    """The build did not fail, and ssh's message is reported."""
    heard = Heard()
    parent = "$(ps -o ppid= -p {})"
    session = parent.format(parent.format("$$"))
    script = f"echo begun; kill -KILL {session} {parent.format(session)}"
    with pytest.raises(
        ssh.Lost, match=r"the connection to dash broke, and the build there is stopped: .*losed"
    ):
        ssh.run("dash", Job(f"{script}; sleep 1000"), heard, command=server.command, timeout=60)
    assert heard.out == b"begun\n"
    assert server.is_clean() == []


def test_a_builder_without_space_is_reported(tmp_path: Path) -> None:
    """The builder can be reached, but cannot run the job."""
    with Sshd(tmp_path / "s", {"TMPDIR": str(tmp_path / "s" / "small")}, small="size=200k") as server:
        with pytest.raises(
            Refused, match=r"the builder zsh: cannot unpack the files there: .*No space left on device"
        ):
            ran(
                server,
                "zsh",
                Job("echo never", [(b"%d" % number, 0o100644, b"x" * 9000) for number in range(90)]),
            )
        assert list(server.small.iterdir()) == []
        assert ran(server, "zsh", Job("echo fits"))[1] == b"fits\n"


def test_a_builder_with_a_read_only_directory_is_reported(tmp_path: Path) -> None:
    """The builder can be reached, but cannot run the job."""
    with (
        Sshd(tmp_path / "s", {"TMPDIR": str(tmp_path / "s" / "small")}, small="ro") as server,
        pytest.raises(Refused, match=r"cannot make a directory there: .*(Read-only file system|denied)"),
    ):
        ran(server, "fish", Job("true"))


def test_many_jobs_run_at_once(server: Sshd) -> None:
    """Each of the twenty jobs has its own directory and its own output."""
    codes: dict[int, tuple[int, bytes, bytes]] = {}

    def one(number: int) -> None:
        shell = SHELLS[number % len(SHELLS)]
        codes[number] = ran(
            server, shell, Job(f"echo {number}; cat x; exit {number}", [(b"x", 0o100644, b"%d" % number)])
        )

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == {number: (number, b"%d\n%d" % (number, number), b"") for number in range(20)}
    assert server.is_clean() == []
