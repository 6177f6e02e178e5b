"""The path patterns of the config, compared with those of git if both have the same meaning."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.globs import Glob

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("tests/cases/**", "tests/cases/1/base/a.nix", True),
        ("tests/cases", "tests/cases/1/base/a.nix", True),
        ("tests/cases/", "tests/cases/a.nix", True),
        ("tests/cases/**", "tests/cases2/a.nix", False),
        ("tests/cases/**", "tests/cases", False),
        ("*/**", "a.nix", False),
        ("tests/cases/**", "x/tests/cases/a.nix", False),
        ("**/cases", "tests/cases/a.nix", True),
        ("**/cases", "cases/a.nix", True),
        ("**/*.nix", "a.nix", True),
        ("**/*.nix", "a/b/c.nix", True),
        ("*.nix", "a.nix", True),
        ("*.nix", "a/b.nix", False),
        ("a/**/z", "a/z", True),
        ("a/**/z", "a/b/c/z", True),
        ("a/**/z", "a/b/c", False),
        ("a/**/**/z", "a/z", True),
        ("**", "any/thing", True),
        ("a?c", "abc", True),
        ("a?c", "a/c", False),
        ("[a-c]x", "bx", True),
        ("[!a-c]x", "bx", False),
        ("[]x]", "]", True),
        ("[x", "[x", True),
        ("a\\*", "a*", True),
        ("a\\*", "ab", False),
        ("a*b*c", "aXbYbZc", True),
        ("a*b*c", "aXbYbZ", False),
        ("./a//b", "a/b", True),
    ],
)
def test_a_glob_matches_its_paths(pattern: str, path: str, expected: bool) -> None:
    """One star stays within a part, two stars do not, and a directory means all files below it."""
    assert Glob(pattern).matches(path) is expected


def test_hostile_patterns_take_no_time() -> None:
    """A backtracking matcher would run for years on these patterns."""
    assert not Glob("**/" * 200 + "x").matches("a/" * 200 + "b")
    assert not Glob("*a" * 100 + "b").matches("a" * 5000)


PATHS = ("a.nix", "ab.nix", "d/a.nix", "d/e/a.nix", "d/e/b.txt", "e/d/a.nix", "tests/cases/x/a.nix")


@given(
    st.lists(
        st.sampled_from(["*", "**", "a", "d", "e", "a.nix", "*.nix", "?.nix", "[ab]*"]),
        min_size=1,
        max_size=4,
    )
)
def test_globs_match_as_pathspecs_of_git(parts: list[str]) -> None:
    """The `:(glob)` pathspecs of git pick the same files, directories that match aside."""
    pattern = "/".join(parts)
    picked = {path for path in PATHS if Glob(pattern).matches(path)}
    assert picked >= set(_by_git(pattern))
    exact = {path for path in PATHS if Glob(pattern).matches(path) and not _below(pattern, path)}
    assert exact <= set(_by_git(pattern))


def _below(pattern: str, path: str) -> bool:
    """Whether a directory above the path matches already."""
    parts = path.split("/")
    return any(Glob(pattern).matches("/".join(parts[:end])) for end in range(1, len(parts)))


_REPOSITORY: list[str] = []
_ANSWERS: dict[str, list[str]] = {}


@pytest.fixture(autouse=True, scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A repository that tracks PATHS, for git to match in."""
    root: Path = tmp_path_factory.mktemp("globs")
    for path in PATHS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("")
    subprocess.run(["git", "init", "-q", "."], cwd=root, check=True)
    subprocess.run(["git", "add", "."], cwd=root, check=True)
    _REPOSITORY.append(str(root))


def _by_git(pattern: str) -> list[str]:
    if pattern not in _ANSWERS:
        run = subprocess.run(
            ["git", "ls-files", "--", f":(glob){pattern}"],
            cwd=_REPOSITORY[-1],
            capture_output=True,
            text=True,
            check=True,
        )
        _ANSWERS[pattern] = run.stdout.split()
    return _ANSWERS[pattern]


def test_several_stars_mean_one_star() -> None:
    """A million stars take no time."""
    for row in ("**", "**/**", "**/" * 1_000_000 + "**"):
        assert Glob(f"a/{row}/b").matches("a/b")
        assert Glob(f"a/{row}/b").matches("a/x/y/b")
        assert not Glob(f"a/{row}/b").matches("a/x/y")
        assert Glob(f"{row}/b").matches("b")
        assert not Glob(f"a/{row}").matches("a")
