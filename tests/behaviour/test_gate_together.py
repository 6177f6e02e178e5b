"""Gates at the same time: one content is built once, different contents side by side, and the memory stays valid."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.behaviour.test_gate_push import Pushing
from tests.support.gated import GATE, Gated
from tests.support.sshd import NEEDS, SHELLS, Sshd

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs(*NEEDS, "nix-build")


def slow(repo: Gated, seconds: float) -> None:
    """Make the build take some seconds, and change nothing else."""
    file = repo.path / "pkg" / "test-build.nix"
    file.write_text(
        file.read_text().replace('echo "building the good one"', f"PATH=/usr/bin:/bin; sleep {seconds}")
    )
    repo.commit("slow")


def test_the_same_content_is_built_once(tmp_path: Path, server: Sshd) -> None:
    """Of two runs at the same time, one run builds; the other run waits and says so."""
    repo = Gated(tmp_path / "r", server)
    slow(repo, 2)
    first = repo.started("build")
    while not repo.logs():
        time.sleep(0.05)
    second = repo.started("build")
    said = [process.communicate(timeout=600)[1].decode() for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0)
    assert " is built on fish (" in said[0]
    assert "another process builds the same; waiting for it\n" in said[1]
    assert " was built " in said[1]
    assert len(repo.logs()) == 1


def test_a_waiting_process_goes_on_if_another_dies(tmp_path: Path, server: Sshd) -> None:
    """The lock of a process is gone as soon as the process is."""
    repo = Gated(tmp_path / "r", server)
    slow(repo, 3)
    first = repo.started("build")
    while not repo.logs():
        time.sleep(0.05)
    second = repo.started("build")
    assert second.stderr is not None
    while b"waiting for it" not in second.stderr.readline():
        assert second.poll() is None
    first.kill()
    first.communicate()
    _, err = second.communicate(timeout=600)
    assert second.returncode == 0
    assert b" is built on fish (" in err
    assert server.is_clean() == []


def test_twenty_builds_at_once_build_each_content_once(tmp_path: Path, server: Sshd) -> None:
    """There are five contents, with five login shells, and the memory is valid."""
    repo = Gated(tmp_path / "r", server)
    revs = []
    for number in range(5):
        repo.write("pkg/data.txt", f"content {number}")
        revs.append(repo.commit(str(number)))
    running = [
        repo.started("build", "--rev", revs[number % 5], "--builder", SHELLS[number % 5])
        for number in range(20)
    ]
    said = [process.communicate(timeout=120)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0] * 20, said
    assert sum(" is built on " in text for text in said) == 5
    assert sum(" was built " in text for text in said) == 15
    (file,) = (repo.path / ".git" / "authguard").glob("gate-*.sqlite")
    with sqlite3.connect(file) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM pass WHERE drv LIKE '%-good.drv'").fetchone() == (5,)
    assert server.is_clean() == []


def test_twenty_pushes_at_once_build_each_content_once(tmp_path: Path, server: Sshd) -> None:
    """Twenty branches have five contents. All pushes arrive."""
    repo = Pushing(tmp_path, server).plain()
    repo.moved("before")
    repo.push("origin", "main")
    names = [f"branch-{number}" for number in range(20)]
    for number, name in enumerate(names):
        repo.branch(name, "main")
        repo.write("pkg/data.txt", f"pushed {number % 5}").commit(name, "--no-verify")
    environment = repo.environment()
    running = [
        subprocess.Popen(
            ["git", "push", "origin", name],
            cwd=repo.path,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for name in names
    ]
    said = [process.communicate(timeout=240)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0] * 20, said
    assert sum(text.count(" is built on ") for text in said) == 5
    assert sum(text.count(" was built ") for text in said) == 15
    for name in names:
        assert repo.remote.oid(f"refs/heads/{name}") == repo.oid(name)
    for each in (repo, repo.remote):
        each.git("fsck", "--strict")
    (file,) = (repo.path / ".git" / "authguard").glob("gate-*.sqlite")
    with sqlite3.connect(file) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert server.is_clean() == []


def test_several_gates_run_side_by_side(tmp_path: Path, server: Sshd) -> None:
    """Each line names its gate; the run ends with the worst exit code."""
    config = "".join(
        GATE.format(builder=shell).replace('"pkg"', f'"{name}"').replace('"good"', f'"{attribute}"')
        for name, shell, attribute in (
            ("one", "fish", "good"),
            ("two", "bash", "bad"),
            ("three", "zsh", "nothing"),
        )
    )
    repo = Gated(tmp_path / "r", server, config=config)
    for shell in ("bash", "zsh"):
        repo.git("config", "--add", "authguard.builders", shell)
    said = repo.authguard("build")
    assert said.code == 2
    assert "[one] good> building the good one\n" in said.err
    assert "[two] bad> line 30\n" in said.err
    assert "gate two: bad of " in said.out
    assert "gate three: there is no attribute nothing" in said.err
    assert " is built on fish (" in said.err


def test_a_damaged_memory_of_builds_changes_no_answer(tmp_path: Path, server: Sshd) -> None:
    """The content is built again."""
    repo = Gated(tmp_path / "r", server)
    assert repo.authguard("build").code == 0
    (file,) = (repo.path / ".git" / "authguard").glob("gate-*.sqlite")
    file.write_bytes(b"no database at all" * 500)
    said = repo.authguard("build")
    assert said.code == 0
    assert " is built on fish (" in said.err
    assert " was built " in repo.authguard("build").err


def test_a_repository_that_cannot_be_written_changes_no_answer(tmp_path: Path, server: Sshd) -> None:
    """No build is remembered, and no log is kept."""
    repo = Gated(tmp_path / "r", server)
    (repo.path / ".git" / "authguard").write_text("a file in the place of the directory")
    for _ in range(2):
        said = repo.authguard("build")
        assert said.code == 0
        assert " is built on fish (" in said.err
    assert repo.authguard("build", "-A", "bad").code == 1
