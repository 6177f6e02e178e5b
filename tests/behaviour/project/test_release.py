"""`make release`: the states that it refuses, and two builds of one commit with the same bytes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from authguard import __version__
from tests.support.repos import ROOT, Repo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Repo:
    """A copy of this project, committed, with a section for its version in the changelog."""
    ignored = shutil.ignore_patterns("__pycache__", ".*", "tests", "benchmarks", "evaluation", "site", "dist")
    shutil.copytree(ROOT, tmp_path / "project", ignore=ignored)
    shutil.copy(ROOT / ".gitignore", tmp_path / "project")
    repo = Repo(tmp_path / "project")
    changelog = repo.path / "CHANGELOG.md"
    changelog.write_text(changelog.read_text() + f"\n## {__version__} - 2026-11-25\n")
    repo.commit("release")
    return repo


def release(repo: Repo, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script of `make release`."""
    command = [sys.executable, "scripts/release.py", *arguments]
    return subprocess.run(
        command, cwd=repo.path, env=repo.environment(), capture_output=True, text=True, check=False
    )


@pytest.mark.needs("git")
def test_a_release_prints_its_files_and_the_command_that_tags(project: Repo) -> None:
    """The script prints the names of both files, and the command that tags."""
    done = release(project)
    assert done.returncode == 0, done.stderr
    names = {line.partition("  ")[2] for line in done.stdout.splitlines() if "  " in line}
    folder = f"dist/{__version__}/authguard-{__version__}"
    assert names == {f"{folder}-py3-none-any.whl", f"{folder}.tar.gz"}
    assert f"v{__version__} && git push" in done.stdout


@pytest.mark.needs("git")
def test_a_release_is_refused_until_its_state_is_right(project: Repo) -> None:
    """A file is changed, the tag exists already, or the changelog lacks the version."""
    project.write("README.md", "x")
    assert release(project).stderr == "release: the work tree differs from HEAD\n"
    project.git("checkout", "--quiet", "README.md")
    project.git("tag", f"v{__version__}")
    assert "exists; raise __version__ first" in release(project).stderr
    project.git("tag", "--delete", f"v{__version__}")
    project.write("CHANGELOG.md", "# Changelog\n").commit("no section")
    assert f"no section for {__version__}" in release(project).stderr


@pytest.mark.needs("git")
def test_the_workflow_of_a_tag_builds_only_that_tag(project: Repo) -> None:
    """Only the job that attests may write."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text())
    (steps,) = (job["steps"] for job in workflow["jobs"].values())
    (command,) = (step["run"] for step in steps if "scripts/release.py" in step.get("run", ""))
    words = command.replace('"$GITHUB_REF_NAME"', f"v{__version__}").split()[-2:]
    assert words[0] == "--tag"
    assert release(project, *words).stderr == f"release: v{__version__} is not HEAD\n"
    project.git("tag", words[1])
    done = release(project, *words)
    assert done.returncode == 0, done.stderr
    assert "git tag" not in done.stdout
    project.write("README.md", "x").commit("later")
    assert release(project, *words).stderr == f"release: v{__version__} is not HEAD\n"
    assert "and the version is" in release(project, "--tag", "v9").stderr
    assert workflow["permissions"] == {}
    assert all(re.fullmatch(r"[\w/-]+@v\d+", step["uses"]) for step in steps if "uses" in step)
