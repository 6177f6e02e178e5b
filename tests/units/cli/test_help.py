"""The help, and that the man page and the completions know the same commands and options."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from authguard.cli.help import COMMANDS, page
from authguard.errors import Refused

ROOT = Path(__file__).resolve().parents[3]
MAN = ROOT / "man" / "git-authguard.1"
COMPLETIONS = ROOT / "completions"


def options(text: str) -> set[str]:
    """The long options that a help page describes."""
    return set(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", text, re.MULTILINE))


def pages() -> dict[str, str]:
    """Every page of help, by command; that of the whole under the empty name."""
    return {"": page(), **{command: page(command) for command in COMMANDS}}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_pages_fit_a_terminal(command: str) -> None:
    """80 columns, a usage line first, and -h."""
    text = pages()[command]
    assert text.startswith("usage: git authguard ")
    assert "-h, --help" in text
    assert max(len(line) for line in text.split("\n")) <= 82
    assert text.endswith("\n")


def test_the_top_page_lists_the_commands() -> None:
    """Each with what it does."""
    for command, says in COMMANDS.items():
        assert re.search(rf"^  {command} +{re.escape(says)}$", page(), re.MULTILINE)


def test_no_page_of_an_unknown_command() -> None:
    """The nearest is named."""
    with pytest.raises(Refused, match="there is no command 'chekc'; did you mean check"):
        page("chekc")


def test_the_man_page_describes_every_command_and_option() -> None:
    """`git authguard --help` opens it."""
    text = MAN.read_text().replace("\\-", "-")
    for command, help_text in pages().items():
        assert f"\\fB{command}\\fR" in text or not command
        for option in options(help_text):
            assert f"\\fB{option}\\fR" in text


@pytest.mark.needs("groff")
def test_the_man_page_is_good_roff() -> None:
    """No warning comes from groff."""
    run = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", str(MAN)], capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    assert "GIT-AUTHGUARD" in run.stdout


@pytest.mark.parametrize("name", ["git-authguard.bash", "_git-authguard", "git-authguard.fish"])
def test_completions_know_every_command_and_option(name: str) -> None:
    """In fish, long options are written as `-l base`."""
    text = re.sub(r" -l ([a-z-]+)", r" --\1", (COMPLETIONS / name).read_text())
    for command, help_text in pages().items():
        assert command in text
        for option in options(help_text):
            assert option in text


_TRY = """
source {git}
source {ours}
COMP_WORDS=({words} "$1"); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMP_LINE="${{COMP_WORDS[*]}}"
COMP_POINT=${{#COMP_LINE}}; COMPREPLY=()
__git_wrap__git_main
echo "${{COMPREPLY[@]}}"
"""
GIT_COMPLETION = Path("/usr/share/bash-completion/completions/git")


@pytest.mark.needs("bash")
@pytest.mark.skipif(
    not GIT_COMPLETION.exists() and not os.environ.get("CI"), reason="not here: git's bash completion"
)
@pytest.mark.parametrize(
    ("words", "current", "offered"),
    [
        ("git authguard", "", list(COMMANDS)),
        ("git authguard", "un", ["uninstall"]),
        ("git authguard check", "--st", ["--strict"]),
        ("git authguard check --format", "", ["text", "short", "json"]),
        ("git authguard list --format", "", ["text", "json"]),
        ("git authguard install", "pre-m", ["pre-merge-commit"]),
    ],
)
def test_bash_completes(words: str, current: str, offered: list[str]) -> None:
    """Within git's own completion, which calls ours."""
    script = _TRY.format(git=GIT_COMPLETION, ours=COMPLETIONS / "git-authguard.bash", words=words)
    run = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", current], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == offered


@pytest.mark.needs("fish")
def test_fish_completes() -> None:
    """Commands with their descriptions, and options after a command."""
    source = COMPLETIONS / "git-authguard.fish"
    script = f"source {source}; complete -C 'git-authguard ch'; complete -C 'git-authguard check --st'"
    run = subprocess.run(["fish", "--no-config", "-c", script], capture_output=True, text=True, check=True)
    assert [line.split("\t")[0] for line in run.stdout.splitlines()] == ["check", "--strict"]
