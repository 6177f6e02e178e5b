"""The requirements of `make test` and .ci/run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TESTS = ROOT / "tests"
# Commands that each test machine has, and names of tests/conftest.py that are not commands.
ALWAYS = {"git", "make", "sh", "bash", "wheels", "root"}


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a command at the root of the project."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_ci_runs_make_test_and_ends_with_its_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CI runs make from the root, whatever its current directory is, and ends with the status of make."""
    fake = tmp_path / "make"
    fake.write_text('#!/bin/sh\necho "make $* in $PWD"\nexit 7\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    done = subprocess.run(["bash", ROOT / ".ci" / "run"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (7, f"make test in {ROOT}\n", "")


@pytest.mark.parametrize("target", ["demo", "check", "format", "lint", "types", "fast"])
def test_only_make_test_installs_packages_of_the_system(target: str) -> None:
    """`make demo` and `make check` install nothing on the system."""
    planned = run("make", "--dry-run", target)
    assert planned.returncode == 0, planned
    assert "debian-packages" not in planned.stdout
    assert "debian-packages" in run("make", "--dry-run", "test").stdout


def test_the_step_that_installs_first_names_the_packages(tmp_path: Path) -> None:
    """The names come before the first call of apt-get, with the name of the step."""
    for name, text in (("apt-get", "echo called >&2"), ("id", "echo 0")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    script = (ROOT / ".ci" / "debian-packages").read_text()
    (tmp_path / "step").write_text(
        script.replace("-e /etc/debian_version", "-d /").replace("ssh-keygen", "no-such-tool")
    )
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", tmp_path / "step"], env=environment, capture_output=True, text=True, check=True
    )
    said, called = done.stderr.split("called", 1)
    assert "make test-deps" in said
    assert "openssh-client" in said
    assert called


def test_the_first_installed_version_of_python_is_used() -> None:
    """If no version is installed, the message names the requested version."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    found = run(".ci/python", "2.99", version)
    assert found.returncode == 0, found
    answer = run(found.stdout.strip(), "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])")
    assert answer.stdout.strip() == version
    missing = run(".ci/python", "2.99")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "no Python 2.99" in missing.stderr


@pytest.mark.parametrize(
    "path", [*(ROOT / ".ci").iterdir(), ROOT / "scripts" / "demo"], ids=lambda path: path.name
)
def test_scripts_are_executable_and_a_shell_can_read_them(path: Path) -> None:
    """The shell is that in the first line of the script."""
    assert os.access(path, os.X_OK)
    shell = "bash" if path.read_text().startswith("#!/usr/bin/env bash") else "/bin/sh"
    done = run(shell, "-n", path)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_tool_that_a_test_needs_is_installed() -> None:
    """`make setup` installs each tool, by a Debian package or by the lock; else CI could never pass."""
    table = re.search(r"(?s)wanted='\n(.*?)'", (ROOT / ".ci" / "debian-packages").read_text())
    assert table is not None
    brought = {command for line in table[1].splitlines() for command in line.split()[1:]}
    locked = {path.name for path in Path(sys.executable).parent.iterdir()}
    needed = {
        tool
        for path in TESTS.rglob("*.py")
        for mark in re.findall(r"(?m)^(?:@|pytestmark = )pytest\.mark\.needs\((.*)\)", path.read_text())
        for tool in re.findall(r'"([^"]+)"', mark)
    }
    assert "nix-instantiate" in needed
    assert needed - brought - locked - ALWAYS == set()
