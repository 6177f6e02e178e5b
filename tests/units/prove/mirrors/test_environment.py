"""The user's settings that have an effect on a fetch, and settings of a hook or terminal that have none."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from authguard.prove.mirrors import NotAllowed, Unanswered
from authguard.prove.mirrors.failures import CannotReach, Denied
from tests.support.repos import Repo
from tests.support.servers import HttpGit
from tests.support.upstream import CLIENT, MONOREPO, Upstream
from tests.units.prove.mirrors.conftest import New
from tests.units.prove.mirrors.processes import program, said, start

RELEASE = "version/2026.2.0"


def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Give the user a configuration."""
    file = tmp_path / "gitconfig"
    file.write_text(text)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(file))


def test_a_mirror_works_in_a_real_hook(
    made_upstream: Upstream, http: HttpGit, cache: Path, tmp_path: Path
) -> None:
    """The pre-commit hook of `git commit -a` has every variable that git sets."""
    command = program(cache, f"{http.url}/{MONOREPO}", f"mirror.complete(mirror.commit({RELEASE!r}))")
    repo = Repo(tmp_path / "r").write("file", "1")
    repo.commit("first")
    repo.python_hook(
        "pre-commit",
        f"import os, subprocess\nprint(sorted(name for name in os.environ if name.startswith('GIT_')))\n"
        f"subprocess.run({command!r}, check=True)",
    )
    before = sorted(path.name for path in (repo.path / ".git").iterdir())
    done = repo.write("file", "2").run(
        "commit", "-a", "-m", "second", env={"GIT_ALLOW_PROTOCOL": "file:http"}
    )
    assert done.returncode == 0, done.stderr
    assert "GIT_INDEX_FILE" in done.stderr + done.stdout
    assert "/whole" in done.stderr + done.stdout
    assert sorted(path.name for path in (repo.path / ".git").iterdir()) == before
    assert made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}") not in repo.git(
        "rev-list", "--all", "--objects"
    )
    assert repo.git("status", "--porcelain") == ""


def test_variables_of_another_repository_do_not_change_a_fetch(
    made_upstream: Upstream, http: HttpGit, tmp_path: Path, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variables are those of a hook, and of a server's quarantine."""
    other = Repo(tmp_path / "other")
    other.write("file", "1").commit("first")
    git = str(other.path / ".git")
    before = sorted(path.name for path in (other.path / ".git").rglob("*"))
    hostile = {
        "GIT_DIR": git,
        "GIT_COMMON_DIR": git,
        "GIT_WORK_TREE": str(other.path),
        "GIT_INDEX_FILE": ".git/index",
        "GIT_OBJECT_DIRECTORY": f"{git}/objects",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": f"{git}/objects",
        "GIT_SHALLOW_FILE": "/nowhere",
        "GIT_NAMESPACE": "elsewhere",
        "GIT_QUARANTINE_PATH": f"{git}/quarantine",
        "GIT_PREFIX": "sub/",
        "GIT_DEFAULT_HASH": "sha256",
        "GIT_DEFAULT_REF_FORMAT": "reftable",
        "GIT_CONFIG": "/nowhere",
        "GIT_PROTOCOL": "version=1",
        "GIT_TRACE": "1",
        "GIT_TRACE_REDACT": "0",
    }
    for name, value in hostile.items():
        monkeypatch.setenv(name, value)
    mirror = new().at(f"{http.url}/{MONOREPO}")
    commit = mirror.commit(RELEASE)
    files = mirror.read(commit, ["uv.lock"])
    assert mirror.tags()[RELEASE] == commit
    assert Path(mirror.complete(commit)).name == "whole"
    for name in hostile:
        monkeypatch.delenv(name)
    assert commit == made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    assert files["uv.lock"]
    assert sorted(path.name for path in (other.path / ".git").rglob("*")) == before


def test_configuration_in_variables_has_an_effect_on_a_fetch(
    http: HttpGit, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings of `git -c` and GIT_CONFIG_COUNT belong to the user, for example credentials on a CI machine."""
    http.credentials = ("me", "geheim")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"http.{http.url}/.extraHeader")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Authorization: Basic bWU6Z2VoZWlt")
    assert new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "0")
    parameter = f"'http.{http.url}/.extraheader'='Authorization: Basic bWU6Z2VoZWlt'"
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", parameter)
    assert new().at(f"{http.url}/{CLIENT}").commit("v3.2026.2.0")


def test_the_option_insteadof_replaces_the_host(
    made_upstream: Upstream, http: HttpGit, tmp_path: Path, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new place may be a local path. Hosts of the config are compared with the written url."""
    text = f'[url "{http.url}/"]\n\tinsteadOf = https://forge.example/mirrors/\n'
    text += f'[url "{made_upstream.served.as_uri()}/"]\n\tinsteadOf = https://disk.example/\n'
    configure(tmp_path, monkeypatch, text)
    commit = made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    mirrors = new("mirrors", ["forge.example", "disk.example"])
    assert mirrors.at(f"https://forge.example/mirrors/{MONOREPO}").commit(RELEASE) == commit
    assert http.count("fetch") == 1
    assert mirrors.at(f"https://disk.example/{MONOREPO}").commit(RELEASE) == commit
    with pytest.raises(NotAllowed):
        new("mirrors", ["other.example"]).at(f"https://forge.example/mirrors/{CLIENT}").commit("v3.2026.2.0")


def test_other_settings_of_the_user_have_no_effect_on_a_mirror(
    made_upstream: Upstream, http: HttpGit, tmp_path: Path, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings are hooks, pruning, other remotes and redirects."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "reference-transaction").write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    (hooks / "reference-transaction").chmod(0o755)
    configure(
        tmp_path,
        monkeypatch,
        f"[core]\n\thooksPath = {hooks}\n\tlogAllRefUpdates = always\n\tsshCommand = false\n"
        "[fetch]\n\tprune = true\n\tpruneTags = true\n\twriteCommitGraph = true\n\trecurseSubmodules = true\n"
        '[remote "origin"]\n\tfetch = +refs/pull/*:refs/pull/*\n\turl = http://127.0.0.1:1/\n'
        "[http]\n\tfollowRedirects = true\n[init]\n\tdefaultRefFormat = reftable\n\tdefaultObjectFormat = sha256\n"
        "[protocol]\n\tallow = never\n[gc]\n\tauto = 1\n[push]\n\tdefault = nothing\n",
    )
    mirror = new().at(f"{http.url}/{MONOREPO}")
    for rev in (RELEASE, "version/2026.2.1", "main"):
        assert mirror.commit(rev) == made_upstream.monorepo.oid(f"{rev}^{{commit}}")
    assert Path(mirror.complete(mirror.commit(RELEASE))).is_dir()
    assert mirror.commit(RELEASE)
    assert not (tmp_path / "ran").exists()
    assert not list((tmp_path / "cache").rglob("logs"))


def test_a_mirror_works_in_a_directory_that_is_gone(http: HttpGit, cache: Path, tmp_path: Path) -> None:
    """The directory of the hook was removed while it ran."""
    here = str(tmp_path / "here")
    Path(here).mkdir()
    gone = f"[__import__('os').chdir({here!r}), __import__('os').rmdir({here!r})]"
    question = f"{gone} and mirror.complete(mirror.commit({RELEASE!r}))"
    assert said(start(program(cache, f"{http.url}/{MONOREPO}", question))).endswith("/whole")


@pytest.mark.parametrize("helper", ["", "!f() { echo prompt >/dev/tty; }; f"])
def test_nobody_is_asked(
    http: HttpGit, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, helper: str
) -> None:
    """A terminal, askpass programs and a dialogue exist, and a password is needed: authguard uses none of the three."""
    http.credentials = ("me", "geheim")
    askpass = tmp_path / "askpass"
    askpass.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\necho geheim\n")
    askpass.chmod(0o755)
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(askpass))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
    monkeypatch.setenv("GIT_TERMINAL_PROMPT", "1")
    config = f"[core]\n\taskPass = {askpass}\n"
    configure(tmp_path, monkeypatch, config + (f'[credential]\n\thelper = "{helper}"\n' if helper else ""))
    command = program(cache, f"{http.url}/{MONOREPO}", f"mirror.commit({RELEASE!r})")
    shown = in_terminal(command)
    assert shown.startswith("Denied 127.0.0.1")
    assert shown.count("\n") == 1
    assert "prompt" not in shown.partition("(")[0]
    assert not (tmp_path / "asked").exists()
    assert len(http.asked) == 1


_TAKES_IT = """\
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


def in_terminal(command: list[str]) -> str:
    """The output of a command on a terminal of its own; nothing is typed."""
    terminal, inside = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", _TAKES_IT, *command],
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
    ):
        os.close(inside)
        parts = []
        try:
            while part := os.read(terminal, 1 << 12):
                parts.append(part)
        except OSError:
            pass  # Linux raises this when the other end is closed
    os.close(terminal)
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_a_mirror_works_without_standard_streams(http: HttpGit, cache: Path, tmp_path: Path) -> None:
    """A hook may be started without stdin, stdout and stderr."""
    command = program(
        cache,
        f"{http.url}/{MONOREPO}",
        f"open({str(tmp_path / 'said')!r}, 'w').write(mirror.commit({RELEASE!r}))",
    )
    closed = ["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *command]
    subprocess.run(closed, check=False)
    assert len((tmp_path / "said").read_text()) == 40


class Sshd:
    """A real sshd, which ssh starts for each connection instead of using a network."""

    def __init__(self, root: Path) -> None:
        """Make keys and configurations below a directory."""
        self.root = root
        root.mkdir()
        for name in ("host", "key", "other"):
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(root / name)], check=True
            )
        (root / "authorized").write_text((root / "key.pub").read_text())
        (root / "sshd").write_text(
            f"HostKey {root}/host\nAuthorizedKeysFile {root}/authorized\nStrictModes no\nUsePAM no\n"
            "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n"
        )
        (root / "known").write_text(f"forge {(root / 'host.pub').read_text()}")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)

    def client(self, key: str = "key", known: str = "known") -> str:
        """The configuration file of an ssh that knows the server under the name `forge`."""
        file = self.root / f"client-{key}-{known}"
        file.write_text(
            f"Host forge\n\tProxyCommand {shutil.which('sshd')} -i -f {self.root}/sshd -E {self.root}/log\n"
            f"\tIdentityFile {self.root}/{key}\n\tIdentitiesOnly yes\n\tIdentityAgent none\n"
            f"\tUserKnownHostsFile {self.root}/{known}\n\tGlobalKnownHostsFile /dev/null\n"
        )
        return str(file)


@pytest.fixture
def sshd(tmp_path: Path) -> Sshd:
    """A server for this test alone."""
    return Sshd(tmp_path / "sshd")


@pytest.mark.needs("sshd", "ssh", "ssh-keygen")
def test_a_mirror_by_ssh_works_in_both_forms_of_its_url(
    made_upstream: Upstream, sshd: Sshd, new: New, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's ssh command is in the environment or in the configuration."""
    commit = made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    path = made_upstream.served / MONOREPO
    monkeypatch.setenv("GIT_SSH_COMMAND", f"ssh -F {sshd.client()}")
    mirror = new("mirrors", ["forge"]).at(f"ssh://forge{path}")
    assert mirror.commit(RELEASE) == commit
    assert mirror.read(commit, ["uv.lock"])["uv.lock"]
    monkeypatch.delenv("GIT_SSH_COMMAND")
    configure(tmp_path, monkeypatch, f"[core]\n\tsshCommand = ssh -F {sshd.client()}\n")
    assert new("mirrors", ["forge"]).at(f"forge:{path}").commit(RELEASE) == commit


@pytest.mark.needs("sshd", "ssh", "ssh-keygen")
def test_ssh_asks_nobody(
    made_upstream: Upstream, sshd: Sshd, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command ssh asks neither about an unknown host nor for a password, also on a terminal."""
    url = f"ssh://forge{made_upstream.served / MONOREPO}"
    command = program(cache, url, f"mirror.commit({RELEASE!r})")
    for client, says in (
        (
            sshd.client(known="nobody"),
            "CannotReach the host key of forge is unknown or has changed: Host key verification failed.",
        ),
        (sshd.client(key="other"), "Denied forge denies access to ssh://forge/"),
    ):
        monkeypatch.setenv("GIT_SSH_COMMAND", f"ssh -F {client}")
        shown = in_terminal(command)
        assert shown.startswith(says)
        assert shown.count("\n") == 1
        shutil.rmtree(cache)


@pytest.mark.needs("sshd", "ssh", "ssh-keygen")
def test_ssh_without_a_setting_of_the_user_asks_no_question(
    made_upstream: Upstream, sshd: Sshd, new: New, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The option BatchMode is set."""
    folder = tmp_path / "bin"
    folder.mkdir()
    real = shutil.which("ssh")
    (folder / "ssh").write_text(
        f'#!/bin/sh\necho "$@" >>{tmp_path}/called\nexec {real} -F {sshd.client()} "$@"\n'
    )
    (folder / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert new().at(f"forge:{made_upstream.served / MONOREPO}").commit(RELEASE)
    assert (tmp_path / "called").read_text().startswith("-oBatchMode=yes ")


@pytest.mark.needs("ssh")
def test_an_ssh_that_fails_gives_a_printable_line(new: New, monkeypatch: pytest.MonkeyPatch) -> None:
    """The output of ssh may be of any form."""
    monkeypatch.setenv("GIT_SSH_COMMAND", "ssh -F /nowhere/at/all")
    with pytest.raises(Unanswered) as caught:
        new().at("ssh://forge/x.git").commit(RELEASE)
    assert not isinstance(caught.value, CannotReach | Denied)
    assert str(caught.value).isprintable()
