"""The commands that a report prints do what they say, pasted into the shells that people use."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.support.packaging import DIRECTORY, Packaging

SHELLS = {
    "bash": ["bash", "--norc", "-c"],
    "zsh": ["zsh", "--no-rcs", "-o", "extendedglob", "-c"],
    "fish": ["fish", "--no-config", "-c"],
}


def helps(packaging: Packaging, *arguments: str) -> list[str]:
    """Return the indented commands and the labelled ones of a report."""
    lines = packaging.authguard("check", *arguments).out.splitlines()
    return [line.split("help: ")[-1].strip() for line in lines if "git authguard" in line and ";" not in line]


@pytest.mark.needs("bash", "zsh", "fish")
@pytest.mark.parametrize("shell", SHELLS)
def test_one_command_fixes_the_findings_of_a_bump(packaging: Packaging, shell: str) -> None:
    """It stages its edits too, so that the next check of the index has nothing to say about them."""
    sources = packaging.path / DIRECTORY / "sources.nix"
    sources.write_text(sources.read_text().replace('version = "2026.2.0"', 'version = "2026.2.1"'))
    packaging.git("add", "--all")
    found = helps(packaging, "--ignore", "AG203")
    assert found == [f"git authguard bump --stage 2026.2.1 {DIRECTORY}"]
    done = subprocess.run(
        [*SHELLS[shell], found[0]],
        cwd=packaging.path,
        env=packaging.surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1, 3), done  # what Nix must prove is named
    report = json.loads(packaging.authguard("check", "--format", "json").out)
    assert {finding["code"] for finding in report["findings"]} <= {"AG202", "AG203"}, done  # these need Nix


@pytest.mark.needs("bash", "zsh", "fish")
@pytest.mark.parametrize("shell", SHELLS)
def test_a_selector_is_one_word_of_every_shell(packaging: Packaging, shell: str) -> None:
    """With extendedglob of zsh a # is a pattern, so the command quotes it."""
    sources = packaging.path / DIRECTORY / "sources.nix"
    sources.write_text(sources.read_text().replace('version = "2026.2.0"', 'version = "2026.2.1"'))
    packaging.git("add", "--all")
    finding = json.loads(
        packaging.authguard("check", "--format", "json", f"{DIRECTORY}/sources.nix#src").out
    )["findings"][0]
    assert finding["command"] == ["git", "authguard", "fix", "--stage", f"{DIRECTORY}/sources.nix#src"]
    done = subprocess.run(
        [*SHELLS[shell], finding["help"]],
        cwd=packaging.path,
        env=packaging.surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "wrote and staged 1 hash in 1 file" in done.stderr) == (0, True), done
    left = packaging.authguard("check", f"{DIRECTORY}/sources.nix#src")
    assert (left.code, left.out) == (0, "")
