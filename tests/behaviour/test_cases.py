"""Whole commits: each folder of tests/cases is a base and a target with the expected findings of `check`.

NAME/base      the tree of HEAD
NAME/target    the tree that is staged
NAME/parent    (if there is one) the tree of HEAD's parent, NAME/parent-1 of its parent, and so on
NAME/expected  one line a finding, sorted: "SEVERITY CODE PATH:LINE ATTRIBUTE silent|loud|-"; "# …" says why
NAME/arguments (where there is one) the arguments of `check`, one a line
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support import forked
from tests.support.repos import Repo

CASES = Path(__file__).parents[1] / "cases"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def fill(repo: Repo, tree: Path) -> None:
    """Make the work tree and the index equal to ``tree``."""
    for path in repo.path.iterdir():
        if path.name != ".git":
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    if tree.is_dir():
        # shutil.copy, not copy2, which keeps the old time: git would not notice a new file of the same size and
        # second.
        shutil.copytree(tree, repo.path, symlinks=True, dirs_exist_ok=True, copy_function=shutil.copy)
    repo.stage()


def stated(finding: dict[str, Any]) -> str:
    """Return a finding as a line of `expected`."""
    notices = {True: "loud", False: "silent", None: "-"}[finding["nix_notices"]]
    output = finding["fixed_output"]
    attribute = output["attribute"] if output is not None else "-"
    return (
        f"{finding['severity']} {finding['code']} {finding['path']}:{finding['line']} {attribute} {notices}"
    )


def judged(case: Path, directory: Path) -> tuple[list[str], int]:
    """Make the repository of a case, run `check` in it, and return the findings and the exit code."""
    repo = Repo(directory)
    for tree in [*sorted(case.glob("parent-*"), reverse=True), case / "parent", case / "base"]:
        if tree.is_dir():
            fill(repo, tree)
            repo.record(tree.name)
    fill(repo, case / "target")
    file = case / "arguments"
    arguments = file.read_text().splitlines() if file.exists() else []
    done = forked.run(
        ["check", "--format", "json", *arguments], cwd=repo.path, env=repo.environment(PYTHONWARNINGS="error")
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stdout, done.stderr
    return sorted(stated(finding) for finding in json.loads(done.stdout)["findings"]), done.returncode


@pytest.mark.parametrize("name", NAMES)
def test_check_reports_the_expected_findings(name: str, tmp_path: Path) -> None:
    """The exit code is 1 if one of the findings is an error."""
    lines = (CASES / name / "expected").read_text().splitlines()
    expected = sorted(line for line in lines if line and not line.startswith("#"))
    findings, code = judged(CASES / name, tmp_path / "repository")
    assert findings == expected
    assert code == (1 if any(line.startswith("error") for line in expected) else 0)
