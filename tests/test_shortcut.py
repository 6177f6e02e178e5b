"""Our own modules are found by the shorter way exactly where Python would take the same bytecode."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path

import pytest

from authguard.shortcut import Finder
from tests.support.repos import ROOT

NAME = "authguard.made"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one module in it, whose bytecode lies beside it."""
    (tmp_path / "made.py").write_text("WORD = 'first'\n")
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(tmp_path)], check=True)
    return tmp_path


def bytecode(folder: Path) -> Path:
    """The file of the bytecode."""
    (file,) = (folder / "__pycache__").iterdir()
    return file


def test_as_python_would(folder: Path) -> None:
    """All that a module tells of itself is the same, its source too."""
    spec, usual = Finder.find_spec(NAME, [str(folder)]), PathFinder.find_spec(NAME, [str(folder)])
    assert spec is not None
    assert usual is not None
    assert (spec.name, spec.origin, spec.cached, spec.has_location, spec.parent) == (
        usual.name,
        usual.origin,
        usual.cached,
        usual.has_location,
        usual.parent,
    )
    assert spec.submodule_search_locations is None
    module = module_from_spec(spec)
    assert spec.loader is not None
    spec.loader.exec_module(module)
    assert module.WORD == "first"
    assert module.__file__ == str(folder / "made.py")
    assert spec.loader.get_source(NAME) == "WORD = 'first'\n"  # type: ignore[attr-defined]


def test_another_source(folder: Path) -> None:
    """A source that was written since is Python's to compile, whether its size or its time tells."""
    source = folder / "made.py"
    was = source.stat()
    source.write_text("WORD = 'other and longer'\n")
    os.utime(source, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert Finder.find_spec(NAME, [str(folder)]) is None
    source.write_text("WORD = 'later'\n")
    os.utime(source, (1, 1))
    assert Finder.find_spec(NAME, [str(folder)]) is None


@pytest.mark.parametrize("size", [0, 3, 15, 16, 20])
def test_half_a_bytecode(folder: Path, size: int) -> None:
    """What is damaged is Python's to complain of."""
    file = bytecode(folder)
    file.write_bytes(file.read_bytes()[:size])
    assert Finder.find_spec(NAME, [str(folder)]) is None


def test_what_is_not_ours(folder: Path) -> None:
    """Other programs' modules, packages, what has no bytecode, and what is nowhere go the usual way."""
    assert Finder.find_spec("other.made", [str(folder)]) is None
    assert Finder.find_spec("authguard", None) is None
    assert Finder.find_spec("authguard.rules", [str(ROOT / "src" / "authguard")]) is None
    assert Finder.find_spec("authguard.nowhere", [str(folder)]) is None
    bytecode(folder).unlink()
    assert Finder.find_spec(NAME, [str(folder)]) is None


@pytest.mark.parametrize("more", [["-O"], ["-X", "pycache_prefix=/nowhere"]])
def test_bytecode_in_another_place(more: list[str]) -> None:
    """Where Python keeps it otherwise, the shorter way is not taken."""
    program = (
        "import sys; from authguard import shortcut; shortcut.take(); print(shortcut.Finder in sys.meta_path)"
    )
    for words, expected in (([], "True\n"), (more, "False\n")):
        done = subprocess.run(
            [sys.executable, *words, "-c", program], check=True, capture_output=True, text=True
        )
        assert done.stdout == expected
