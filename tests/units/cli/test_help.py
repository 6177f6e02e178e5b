"""The command line, its help, and the files that are generated from it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from authguard.cli import main
from authguard.cli.help import page
from authguard.cli.parser import COMMANDS
from authguard.errors import Refused
from authguard.report import FORMATS

ROOT = Path(__file__).resolve().parents[3]
MAN = ROOT / "src" / "authguard" / "cli" / "git-authguard.1"
COMPLETIONS = ROOT / "completions"


@pytest.mark.parametrize("width", [40, 50, 79])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_pages_fit_a_terminal(command: str, width: int) -> None:
    """The width is kept; a usage line comes first, and -h is explained."""
    text = page(command or None, width)
    assert text.startswith("usage: git authguard ")
    assert "-h, --help" in text
    assert [line for line in text.split("\n") if len(line) > width and not line.startswith("usage: ")] == []
    assert text.endswith("\n")


@pytest.mark.parametrize("arguments", [["-h"], ["check", "-h"], ["help", "check"]])
def test_help_is_as_wide_as_the_terminal(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The help has at most 79 columns, and at least 40."""
    widest = []
    for columns in ("30", "50", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        assert main([*arguments]) == 0
        lines = capsys.readouterr().out.split("\n")
        widest.append(max(len(line) for line in lines if not line.startswith("usage: ")))
    assert widest[0] <= 40 < widest[1] <= 50 < widest[2] <= 79


def test_the_top_page_lists_the_commands() -> None:
    """Each command is listed with its summary."""
    for name, command in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(command.summary)}$", page(), re.MULTILINE)


@pytest.mark.parametrize(
    "arguments", [["-h"], ["--help"], *([name, flag] for name in COMMANDS for flag in ("-h", "--help"))]
)
def test_help_is_an_option_of_every_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The option works with any other arguments."""
    assert main([*arguments]) == 0
    assert capsys.readouterr().out.startswith("usage: git authguard ")


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_the_version_is_printed_in_one_line(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The line has the name of the program and three numbers."""
    assert main([flag]) == 0
    assert re.fullmatch(r"authguard \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["chekc"], "there is no command 'chekc'; did you mean check?"),
        (["help", "chekc"], "there is no command 'chekc'; did you mean check?"),
        (["tomato"], "there is no command 'tomato'"),
        (["check", "--stric"], "check: there is no option '--stric'; did you mean --strict?"),
        (["check", "--zzz"], "check: there is no option '--zzz'"),
        (["check", "--format", "jsn"], "check: argument --format: 'jsn' is not known; did you mean json?"),
        (["check", "--base"], "check: argument --base: expected one argument"),
        (["check", "--online", "--offline"], "check: argument --offline: not allowed with argument --online"),
        (["-C"], "argument -C: expected one argument"),
    ],
)
def test_bad_usage_is_refused(arguments: list[str], says: str) -> None:
    """A similar name is suggested, any other name is not."""
    with pytest.raises(Refused) as caught:
        main(arguments)
    assert str(caught.value) == says


def test_options_and_words_may_be_in_any_order() -> None:
    """`--` ends the options, short flags can share a dash, and a value can follow an equals sign."""
    read = COMMANDS["fix"].parser().read
    assert read(["a", "--stage", "b", "-nq", "--base=v1", "c"]) == {
        "selectors": ["a", "b", "c"],
        "stage": True,
        "dry_run": True,
        "quiet": True,
        "base": "v1",
    }
    assert read(["--", "-n", "--all"]) == {"selectors": ["-n", "--all"]}
    assert read([]) == {"selectors": []}


def test_the_hook_gets_the_defaults_of_the_parser() -> None:
    """`git-authguard check` without arguments does not use argparse, so it must have the same defaults."""
    assert COMMANDS["check"].parser().read([]) == {"selectors": []}


def test_generated_files_are_up_to_date() -> None:
    """The manual, the completions and docs/commands.md come from the same parsers as the help."""
    script = ROOT / "scripts" / "generate.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_terminal_the_manual_is_printed_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    """The command is `git authguard help`."""
    assert main(["help"]) == 0
    text = capsys.readouterr().out
    assert "EXIT STATUS" in text
    assert max(len(line) for line in text.split("\n")) < 80


def test_the_man_page_can_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the copy, `git help authguard` finds the page, for each way to install authguard."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main(["help", "--link"]) == 0
    assert (tmp_path / "man" / "man1" / "git-authguard.1").read_text() == MAN.read_text()
    assert "--link" in page("help")
    assert "copy the man page" in page("help")


@pytest.mark.needs("groff")
def test_the_man_page_is_good_roff() -> None:
    """No warning comes from groff."""
    run = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", str(MAN)], capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    assert "GIT-AUTHGUARD" in run.stdout


@pytest.mark.needs("zsh")
def test_the_completion_for_zsh_parses() -> None:
    """The shell zsh itself parses the completion."""
    subprocess.run(["zsh", "-n", COMPLETIONS / "_git-authguard"], check=True)


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
        ("git authguard check", "--str", ["--strict"]),
        ("git authguard check --format", "", list(FORMATS)),
        ("git authguard list --format", "", ["text", "json", "markdown", "mermaid"]),
        ("git authguard install", "pre-m", ["pre-merge-commit"]),
    ],
)
def test_bash_completes(words: str, current: str, offered: list[str]) -> None:
    """The completion works within git's own completion, which calls it."""
    script = _TRY.format(git=GIT_COMPLETION, ours=COMPLETIONS / "git-authguard.bash", words=words)
    run = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", current], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == offered


@pytest.mark.needs("fish")
def test_fish_completes() -> None:
    """Fish completes commands with their descriptions, and options after a command."""
    source = COMPLETIONS / "git-authguard.fish"
    script = f"source {source}; complete -C 'git-authguard ch'; complete -C 'git-authguard check --str'"
    run = subprocess.run(["fish", "--no-config", "-c", script], capture_output=True, text=True, check=True)
    assert [line.split("\t")[0] for line in run.stdout.splitlines()] == ["check", "--strict"]


def test_list_items_of_the_docs_are_one_line() -> None:
    """A line break in man/manual.md would cut the list in two."""
    lines = (ROOT / "docs" / "commands.md").read_text().splitlines()
    after = [lines[at + 1] for at, line in enumerate(lines[:-1]) if line.startswith("- ")]
    assert all(not line or line.startswith("- ") for line in after)


def test_options_in_the_sentences_of_the_docs_are_code() -> None:
    """docs/commands.md marks an option in a description or a help text."""
    text = (ROOT / "docs" / "commands.md").read_text()
    sentences = [line for line in text.splitlines() if not line.startswith(("    ", "- `", "<!--"))]
    assert not [line for line in sentences if re.search(r"(?<![\w`-])--[a-z]", re.sub("`[^`]*`", "", line))]
    assert "With `--base` and `--head` it judges" in text
