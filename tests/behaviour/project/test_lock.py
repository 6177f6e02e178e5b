"""The lock: every package with its hashes, for all platforms, in step with pyproject.toml, without a host."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements" / "dev.txt").read_text()


RUN = (ROOT / "requirements" / "run.txt").read_text()
DOCS = (ROOT / "requirements" / "docs.txt").read_text()


def locked(lock: str = LOCK) -> dict[str, tuple[Requirement, list[str]]]:
    """The packages of the lock by their canonical names, each with its hashes."""
    entries: dict[str, tuple[Requirement, list[str]]] = {}
    for line in lock.replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            stated, *hashes = line.split("--hash=")
            requirement = Requirement(stated.strip())
            entries[canonicalize_name(requirement.name)] = (requirement, [text.strip() for text in hashes])
    return entries


def declared() -> list[str]:
    """The requirements in pyproject.toml: to run, to develop and to build."""
    return [
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    ]


def test_every_package_has_one_version_and_sha256_hashes() -> None:
    """The option --require-hashes of pip needs the hashes, and a wheel for several platforms has more than one hash."""
    entries = locked()
    assert len(entries) > 30
    for requirement, hashes in entries.values():
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", text) for text in hashes), requirement
    compiled = ("ruff", "mypy", "tree-sitter", "tree-sitter-nix", "pyyaml", "deflate", "uv")
    assert all(len(entries[canonicalize_name(name)][1]) > 5 for name in compiled)


@pytest.mark.parametrize("text", declared())
def test_the_lock_is_in_step_with_pyproject(text: str) -> None:
    """The lock has each declared requirement, in a version that the requirement allows."""
    wanted = Requirement(text)
    requirement, _ = locked()[canonicalize_name(wanted.name)]
    version = str(requirement.specifier).removeprefix("==")
    assert wanted.specifier.contains(version, prereleases=True)


@pytest.mark.parametrize("python", ["3.11", "3.13"])
def test_one_lock_serves_all_versions_of_python(python: str) -> None:
    """No marker removes a declared requirement on Linux or macOS."""
    names = {canonicalize_name(Requirement(text).name) for text in declared()}
    for name in names:
        requirement, _ = locked()[name]
        for system in ("linux", "darwin"):
            environment = {
                "python_version": python,
                "python_full_version": f"{python}.0",
                "sys_platform": system,
            }
            assert requirement.marker is None or requirement.marker.evaluate(environment), requirement


def test_the_demo_installs_run_time_dependencies_only() -> None:
    """The dependencies of the demo have a lock with the same versions, but without the tools of developers."""
    run, everything = locked(RUN), locked()
    assert {canonicalize_name(Requirement(text).name) for text in PROJECT["project"]["dependencies"]} <= set(
        run
    )
    assert not {"pytest", "ruff", "mypy", "pre-commit", "uv", "hatchling"} & set(run)
    assert all(everything[name] == entry for name, entry in run.items())


@pytest.mark.parametrize("lock", [LOCK, RUN, DOCS], ids=["dev", "run", "docs"])
def test_the_lock_names_no_host(lock: str) -> None:
    """The user's own settings name the package index."""
    assert "://" not in lock
    assert not re.search(r"(?m)^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b", lock)
