"""The hooks of .pre-commit-hooks.yaml as pre-commit and prek run them, each in its own environment."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MANAGERS = {"pre-commit": [sys.executable, "-m", "pre_commit"], "prek": ["prek"]}
CONFIG = """\
repos:
  - repo: {url}
    rev: {rev}
    hooks:
      - id: authguard-check
      - id: authguard-check-all
"""

pytestmark = pytest.mark.needs("wheels", "pre-commit", "prek", "uv")


def git(directory: Path, *arguments: str, status: int = 0) -> str:
    """Run git, expect the status, and return both outputs."""
    done = subprocess.run(["git", *arguments], cwd=directory, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository for a hook manager: the present files of this project, in one commit."""
    root = tmp_path_factory.mktemp("published")
    for name in ("src", "man", "completions"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, root)
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "authguard")
    return root


@pytest.fixture
def packaging(tmp_path: Path, published: Path) -> Path:
    """A repository with nix/authentik and a config with the published hooks."""
    root = tmp_path / "packaging"
    shutil.copytree(ROOT / "nix" / "authentik", root / "containers" / "authentik")
    rev = git(published, "rev-parse", "HEAD").strip()
    (root / ".pre-commit-config.yaml").write_text(CONFIG.format(url=published, rev=rev))
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "authentik 2026.2.0")
    return root


def bump(root: Path) -> None:
    """Stage a new version without its hashes, and leave another change unstaged."""
    sources = root / "containers" / "authentik" / "sources.nix"
    sources.write_text(sources.read_text().replace('version = "2026.2.0"', 'version = "2026.2.1"'))
    git(root, "add", ".")
    sources.write_text(sources.read_text() + "# not staged\n")


@pytest.mark.parametrize("manager", list(MANAGERS))
def test_a_stale_bump_is_stopped_and_an_innocent_commit_is_not(packaging: Path, manager: str) -> None:
    """The steps go from `install` to `git commit`; the index and the work tree are unchanged."""
    subprocess.run([*MANAGERS[manager], "install"], cwd=packaging, check=True, capture_output=True)
    (packaging / "notes").write_text("nothing of Nix")
    git(packaging, "add", "notes")
    assert "Passed" in git(packaging, "commit", "-m", "notes")
    bump(packaging)
    before = git(packaging, "diff"), git(packaging, "diff", "--cached"), git(packaging, "stash", "list")
    said = git(packaging, "commit", "-m", "bump", status=1)
    assert said.count("AG201") == 2
    assert "AG101" in said
    assert "Traceback" not in said
    assert (
        git(packaging, "diff"),
        git(packaging, "diff", "--cached"),
        git(packaging, "stash", "list"),
    ) == before


@pytest.mark.parametrize("manager", list(MANAGERS))
def test_a_clean_merge_is_judged(packaging: Path, manager: str) -> None:
    """The stage pre-merge-commit is the only one that a merge without conflicts runs."""
    install = [*MANAGERS[manager], "install", "--hook-type", "pre-merge-commit"]
    subprocess.run(install, cwd=packaging, check=True, capture_output=True)
    git(packaging, "switch", "-q", "-c", "side")
    bump(packaging)
    git(packaging, "commit", "-q", "-m", "version alone")
    git(packaging, "reset", "-q", "--hard")
    git(packaging, "switch", "-q", "main")
    (packaging / "notes").write_text("notes")
    git(packaging, "add", "notes")
    git(packaging, "commit", "-q", "-m", "notes")
    said = git(packaging, "merge", "--no-ff", "-m", "merge", "side", status=1)
    assert "authguard check" in said
    assert "AG201" in said  # no hook has run for the commit of the other branch


@pytest.mark.parametrize("manager", list(MANAGERS))
def test_the_manual_stage_judges_everything(packaging: Path, manager: str) -> None:
    """`run --hook-stage manual` finds no error in a right repository."""
    command = [*MANAGERS[manager], "run", "--hook-stage", "manual", "--all-files", "authguard-check-all"]
    done = subprocess.run(command, cwd=packaging, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
