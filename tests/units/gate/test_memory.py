"""The memory of builds: its content, its lifetime, and its keys."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

import authguard
from authguard.builder.source import BuildSource
from authguard.builder.trust import HERE, SSH, STORE, Builder
from authguard.gate.memory import Memory, Pass, key_of
from authguard.git.git import Git
from authguard.git.ranges import snapshot_of
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

RINGTAIL = Builder(SSH, "ringtail")


def made(seconds_ago: float = 0, system: str = "x86_64-linux") -> Pass:
    """A pass from some time ago."""
    return Pass(["/nix/store/x.drv"], ["/nix/store/x"], system, time.time() - seconds_ago, 1.5)


def test_a_pass_is_known_again(tmp_path: Path) -> None:
    """The pass has everything that was recorded; another key has no pass."""
    memory = Memory(str(tmp_path))
    assert memory.passed("k") is None
    memory.keep("k", RINGTAIL, made())
    known = Memory(str(tmp_path)).passed("k")
    assert known is not None
    assert (known.drvs, known.outs, known.system) == (["/nix/store/x.drv"], ["/nix/store/x"], "x86_64-linux")
    assert memory.passed("other") is None


@pytest.mark.parametrize(("days", "holds"), [(6.9, True), (7.1, False), (-2, False)])
def test_a_pass_holds_for_seven_days(tmp_path: Path, days: float, holds: bool) -> None:
    """A time in the future, from a wrong clock, is ignored."""
    memory = Memory(str(tmp_path))
    memory.keep("k", RINGTAIL, made(days * 86400))
    assert (memory.passed("k") is not None) == holds


def test_a_builder_of_another_system_loses_its_passes(tmp_path: Path) -> None:
    """Passes of other builders are used."""
    memory = Memory(str(tmp_path))
    memory.keep("old", RINGTAIL, made())
    memory.keep("elsewhere", Builder(SSH, "indri"), made())
    memory.keep("new", RINGTAIL, made(system="aarch64-linux"))
    assert memory.passed("old") is None
    assert memory.passed("new") is not None
    assert memory.passed("elsewhere") is not None


def test_each_input_of_a_build_makes_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The inputs are files, file, attribute, builder, options, and the version of authguard."""
    repo = Repo(tmp_path / "r").write("a/x.nix", "1").write("a/y.nix", "1")
    git = Git(str(repo.path))

    def source(file: str = "a/x.nix") -> BuildSource:
        return BuildSource(git, snapshot_of(git, repo.oid("HEAD")), file)

    repo.commit()
    here = Builder(HERE)
    keys = [
        key_of(source(), "x", here, []),
        key_of(source("a/y.nix"), "x", here, []),
        key_of(source(), "y", here, []),
        key_of(source(), None, here, []),
        key_of(source(), "x", RINGTAIL, []),
        key_of(source(), "x", Builder(STORE, "ringtail"), []),
        key_of(source(), "x", here, ["-j", "1"]),
        key_of(source(), "x", here, ["-j1"]),
    ]
    assert key_of(source(), "x", here, []) == keys[0]
    repo.write("a/y.nix", "2").commit()
    keys.append(key_of(source(), "x", here, []))
    monkeypatch.setattr(authguard, "__version__", "99")
    keys.append(key_of(source(), "x", here, []))
    assert len(set(keys)) == len(keys)


def test_pushes_without_a_build_are_listed_once(tmp_path: Path) -> None:
    """The newest push is first. A push is listed until its commit is built."""
    memory = Memory(str(tmp_path))
    memory.skip("g", "a" * 40, "why")
    memory.skip("g", "b" * 40, "why")
    memory.skip("g", "a" * 40, "again")
    assert [(each.oid[0], each.why) for each in memory.skipped()] == [("a", "again"), ("b", "why")]
    memory.made_good("g", "a" * 40)
    assert [each.oid[0] for each in memory.skipped()] == ["b"]


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """Nothing is remembered, and nothing is raised."""
    (tmp_path / "authguard").write_text("in the way")
    memory = Memory(str(tmp_path))
    memory.keep("k", RINGTAIL, made())
    memory.skip("g", "a", "why")
    assert memory.passed("k") is None
    assert memory.skipped() == []
