"""Short forms of the findings of `check`, for tests of many small repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.guarded import checked, judged

if TYPE_CHECKING:
    from tests.support.repos import Repo


def codes(repo: Repo, *arguments: str) -> tuple[int, list[tuple[str, str, str]]]:
    """Return the exit code of a check, and (severity, code, path) of each finding."""
    run = checked(repo, "check", "--format", "json", *arguments)
    found = judged(run)["findings"]
    return run.code, [(each["severity"], each["code"], each["path"]) for each in found]


def of_range(repo: Repo) -> tuple[int, list[tuple[str, str, str]]]:
    """Judge the last commit as a range."""
    return codes(repo, "--base", "HEAD~1", "--head", "HEAD")
