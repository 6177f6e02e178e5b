"""One module uses the features of Linux, and authguard works without them."""

from __future__ import annotations

import gc
import os
import re
import weakref
from pathlib import Path

import pytest

from authguard import system
from authguard.system import scratch
from tests.support.guarded import package
from tests.support.repos import ROOT, Repo


def test_a_check_works_without_the_features_of_linux(tmp_path: Path) -> None:
    """The findings and exit codes are the same."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    repo.write("tool.nix", package(2, 1)).stage()
    plain = repo.run("authguard", "check", env={"AUTHGUARD_PLAIN": "1"})
    usual = repo.run("authguard", "check")
    assert (plain.returncode, plain.stdout) == (usual.returncode, usual.stdout)
    assert plain.returncode == 1


def test_files_and_processes_are_found_without_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """A temporary file replaces memory, and ps replaces /proc."""
    for is_plain in (False, True):
        monkeypatch.setattr(system, "IS_PLAIN", is_plain)
        handle = scratch(b"abc")
        assert os.read(handle, 10) == b"abc"
        os.close(handle)
        assert b"python" in system.command_of(os.getpid())[0]
        assert system.command_of(2**22 + 1) == []
        assert system.parent_of(os.getpid()) == os.getppid()
        assert system.parent_of(2**22 + 1) == 0


@pytest.mark.parametrize(
    ("platform", "given", "found"),
    [
        ("linux", "", ".cache"),
        ("darwin", "", "Library/Caches"),
        ("linux", "/x", "/x"),
        ("linux", "x", ".cache"),
    ],
)
def test_the_cache_follows_the_custom_of_the_system(
    monkeypatch: pytest.MonkeyPatch, platform: str, given: str, found: str
) -> None:
    """The custom is XDG, and on macOS the directory of the system."""
    monkeypatch.setattr("authguard.system.sys.platform", platform)
    monkeypatch.setenv("XDG_CACHE_HOME", given)
    assert system.cache_home() == str(Path.home() / found)


def test_no_other_module_asks_for_the_system() -> None:
    """Only system.py uses memfd, /proc and the name of the platform."""
    for file in (ROOT / "src" / "authguard").rglob("*.py"):
        if file.name != "system.py":
            assert not re.search(r"memfd_create|\"/proc|sys\.platform", file.read_text()), file


class _Ring:
    """An object that refers to itself."""

    def __init__(self) -> None:
        self.me = self


@pytest.mark.parametrize(("many", "is_kept"), [(0, False), (1 << 40, True)])
def test_garbage_is_collected_after_many_new_objects(
    many: int, is_kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of objects is compared with the last time."""
    monkeypatch.setattr(system, "MANY_OBJECTS", many)
    monkeypatch.setattr(system, "_objects", 0)
    gc.disable()
    try:
        kept = weakref.ref(_Ring())
        system.collect_grown()
    finally:
        gc.enable()
    assert (kept() is not None) == is_kept
