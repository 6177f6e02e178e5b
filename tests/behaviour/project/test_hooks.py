"""The hooks of this repository, for hook managers and for plain git."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from authguard.git import hooks

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", list(hooks.HOOKS))
def test_a_shim_has_the_same_text_as_in_the_package(name: str) -> None:
    """Each file in hooks/ is executable."""
    path = ROOT / "hooks" / name
    assert path.read_text() == hooks.shim(name)
    assert os.access(path, os.X_OK)


def test_there_are_no_other_shims() -> None:
    """A shim that no test compares with the package would become outdated."""
    assert {path.name for path in (ROOT / "hooks").iterdir()} == set(hooks.HOOKS)


@pytest.mark.parametrize("name", list(hooks.HOOKS))
def test_a_shim_without_authguard_stops_with_a_message(name: str, tmp_path: Path) -> None:
    """Without authguard a shim does not pass: it prints one line and ends with status 2."""
    done = subprocess.run(
        ["/bin/sh", ROOT / "hooks" / name],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("authguard: git-authguard is not on PATH: install it")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "started"),
    [
        ("pre-commit", "check"),
        ("pre-merge-commit", "check"),
        ("pre-push", "check --pre-push origin"),
    ],
)
def test_a_shim_hands_over_arguments_stdin_and_status(name: str, started: str, tmp_path: Path) -> None:
    """The hook hands its arguments and input to authguard, and its exit code to git."""
    program = tmp_path / "git-authguard"
    program.write_text('#!/bin/sh\necho "$*"\ncat\nexit 3\n')
    program.chmod(0o755)
    given = ["origin", "../remote"] if name == "pre-push" else []
    done = subprocess.run(
        [ROOT / "hooks" / name, *given],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        input="one\ntwo\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, f"{started}\none\ntwo\n")


def test_each_hook_of_the_manifest_runs_once_for_every_commit() -> None:
    """A hook gets no file names, and its output is shown."""
    manifest = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    names = ["authguard-check", "authguard-check-all", "authguard-audit", "authguard-gate"]
    assert list(manifest) == names
    for hook in manifest.values():
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
        assert hook["always_run"] is hook["require_serial"] is hook["verbose"] is True
        assert not {"types", "types_or", "files", "exclude", "args"} & set(hook)
    assert manifest["authguard-check"]["stages"] == ["pre-commit", "pre-merge-commit"]
    assert manifest["authguard-check-all"]["stages"] == ["manual"]
    assert manifest["authguard-gate"]["stages"] == ["pre-push"]
    assert manifest["authguard-gate"]["entry"] == "git-authguard check --gate"
    assert manifest["authguard-check"]["entry"] == "git-authguard check"
    assert manifest["authguard-check-all"]["entry"] == "git-authguard check --all"


@pytest.mark.parametrize("manager", [[sys.executable, "-m", "pre_commit"], ["prek"]])
def test_each_hook_manager_accepts_the_manifest(manager: list[str]) -> None:
    """Pre-commit and prek check the manifest with their own validators."""
    done = subprocess.run(
        [*manager, "validate-manifest", ROOT / ".pre-commit-hooks.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done
