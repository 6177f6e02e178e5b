"""`bump` in a repository with other packages, and for a version that upstream does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import package
from tests.support.sourced import FAKE, Sourced

if TYPE_CHECKING:
    from tests.support.servers import Files

ARCHIVE = f"""\
{{ fetchurl }}:
rec {{
  version = "1.0";
  src = fetchurl {{ url = "URL/tool-${{version}}.tar.gz"; hash = "{FAKE}"; }};
}}
"""


@pytest.fixture
def neighbours(tool: Sourced) -> Sourced:
    """The package `tool`, and two other packages with stale hashes that are not committed."""
    for name in ("one", "two"):
        tool.write(f"pkgs/{name}.nix", package(1, repository=name))
    tool.commit("others")
    for name in ("one", "two"):
        tool.write(f"pkgs/{name}.nix", package(2, 1, repository=name))
    return tool


def test_the_findings_of_other_packages_are_counted(neighbours: Sourced) -> None:
    """They are not printed below the table of the bump, but they change the exit code."""
    said = neighbours.authguard("bump", "2026.2.1", "tool", "--no-nix")
    assert said.code == 1
    assert "AG201" not in said.out
    assert said.err.splitlines()[-1] == (
        "authguard: 2 errors in other packages: git authguard check --head :worktree"
    )
    shown = neighbours.authguard("check", "--head", ":worktree")
    assert shown.out.count("error[AG201]") == 2


def test_the_findings_of_the_bumped_package_are_printed(neighbours: Sourced) -> None:
    """A bump of one file leaves another place of the package behind."""
    said = neighbours.authguard("bump", "2026.2.1", "tool/sources.nix", "--no-nix")
    assert said.code == 1
    assert said.out.count("error[") == said.out.count("error[AG101]") == 1
    assert "2 errors in other packages" in said.err


@pytest.mark.parametrize("version", ["2.0", "1.0.1"])
def test_a_version_without_a_file_changes_nothing(neighbours: Sourced, files: Files, version: str) -> None:
    """The server was reached, and has no such version: exit code 2, as for a missing tag."""
    neighbours.write("archive.nix", ARCHIVE.replace("URL", files.url)).commit("an archive")
    said = neighbours.authguard("bump", version, "archive.nix", "--no-nix")
    assert (said.code, said.out) == (2, "")
    assert said.err.endswith(f"/tool-{version}.tar.gz is not there (404); nothing was changed\n")
    assert neighbours.git("status", "--porcelain") == ""


def test_a_message_says_that_there_is_no_newer_version(tool: Sourced) -> None:
    """The present version is the latest."""
    latest = tool.authguard("bump", "latest", "tool", "--rev", "client=v3.2026020.2", "--commit", "--no-nix")
    assert latest.code == 0, latest
    said = tool.authguard("bump", "latest", "tool", "--no-nix")
    assert "the version is the latest, 2026.2.2, already" in said.err
