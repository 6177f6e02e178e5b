"""A host with a private address that the user has not listed: one reason, and one command that can be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.sourced import FAKE

if TYPE_CHECKING:
    from tests.support.sourced import Sourced

NONE_LISTED = {"GIT_CONFIG_COUNT": "0"}
VENDORED = """\
{{ buildNpmPackage, callPackage }}:
buildNpmPackage {{
  pname = "tool";
  inherit (callPackage ./sources.nix {{ }}) src version;
  npmDepsHash = "{fake}";
}}
"""
HELP = "  = help: git config --add authguard.hosts 127.0.0.1\n"


def test_fix_groups_the_outputs_of_a_private_host(tool: Sourced) -> None:
    """A dependency hash does not need Nix for this reason."""
    tool.write("tool/sources.nix", tool.text().replace("2026.2.0", "2026.2.1"))
    tool.write("tool/deps.nix", VENDORED.format(fake=FAKE)).stage()
    said = tool.authguard("fix", "--all", **NONE_LISTED)
    assert said.code == 3, said
    assert said.out.startswith(
        "not verified: 127.0.0.1 is not asked: it has a private address (3 outputs)\n"
        "    tool/deps.nix#npmDepsHash\n"
        "    tool/sources.nix#src\n"
        "    tool/sources.nix#client\n" + HELP
    )
    assert "it needs Nix" not in said.out
    assert "to do by hand" not in said.out


def test_verify_and_bump_name_the_command_that_allows_the_host(tool: Sourced) -> None:
    """The command is the end of its line."""
    tool.write("tool/sources.nix", tool.text().replace("2026.2.0", "2026.2.1")).stage()
    assert said_help(tool, "verify") == HELP
    tool.git("reset", "--quiet", "--hard")
    said = tool.authguard("bump", "2026.2.1", "tool", **NONE_LISTED)
    assert said.code == 3
    assert said.err == (
        "authguard: nothing was changed: 127.0.0.1 is not asked: it has a private address; "
        "to allow it: git config --add authguard.hosts 127.0.0.1\n"
    )


def said_help(tool: Sourced, command: str) -> str:
    """Run a command, and return its line of help."""
    said = tool.authguard(command, **NONE_LISTED)
    assert said.code == 3, said
    return next(line for line in said.out.splitlines(keepends=True) if "help" in line)
