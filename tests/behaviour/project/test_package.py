"""authguard as a package: built by the locked tools, installed without a network, started by git."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from authguard import __version__

ROOT = Path(__file__).parents[3]


@pytest.mark.needs("wheels", "git")
def test_an_empty_environment_gets_a_working_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`pip install .` installs the imports of a check, and `git authguard --version` answers."""
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip"]
    subprocess.run([*pip, "install", "--quiet", str(ROOT)], check=True)
    monkeypatch.setenv("PATH", f"{environment / 'bin'}{os.pathsep}/usr/bin:/bin")
    monkeypatch.chdir(tmp_path)
    done = subprocess.run(["git", "authguard", "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert __version__ in done.stdout
    assert (environment / "share" / "man" / "man1" / "git-authguard.1").is_file()
    listed = subprocess.run(
        [*pip, "show", "--files", "authguard"], capture_output=True, text=True, check=True
    )
    assert "licenses/LICENSE" in listed.stdout
    assert "authguard/py.typed" in listed.stdout
    assert "tests/" not in listed.stdout
