"""No line of a report begins with a command of a CI system, and no character controls a terminal."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from authguard.gate.display import Display
from authguard.printable import inert, printable
from tests.support.guarded import checked, package
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

OBEYED = re.compile(r"(?mi)^\s*::|##\[|##vso\[|##teamcity\[")
PATHS = [
    "::error::x.nix",
    "::stop-commands::x.nix",
    " ::add-mask::x.nix",
    "::set-env name=PATH::x/a.nix",
    "##[error]x.nix",
    "##vso[task.setvariable variable=a]b.nix",
    "##teamcity[buildStop]x.nix",
    "a\n::error::x.nix",
    "a\r::error::x.nix",
    "a\x1b[2J.nix",
    "a\u202exin.nix",
    "a\u2028::error::.nix",
    "a\x85::error::.nix",
    "a###vso[x].nix",
    "##VSO[x].nix",
    "\ufe0f::error::x.nix",
    "#\u034f#[x].nix",
    "#\U0001d173#[x].nix",
    "#\ufff0\u070f#[x].nix",
    "#\U0001bca0\U00013430#[x].nix",
]
LISTS = [["list"], *(["list", "--format", form] for form in ("json", "markdown", "mermaid"))]
FORMS = ["text", "short", "markdown", "gitlab", "sarif", "json"]


def stale(tmp_path: Path, path: str) -> Repo:
    """A stale hash in a file of that name."""
    repo = Repo(tmp_path / "r")
    repo.write(path, package(1)).commit("one")
    repo.write(path, package(2, 1)).commit("two")
    return repo


@pytest.mark.parametrize("path", PATHS, ids=ascii)
def test_a_path_that_is_a_command_is_escaped(tmp_path: Path, path: str) -> None:
    """The path is escaped in each format of a check and of a list."""
    repo = stale(tmp_path, path)
    for words in (*(["check", "--base", "HEAD~1", "--format", form] for form in FORMS), *LISTS, ["audit"]):
        run = checked(repo, *words)
        assert not OBEYED.search(run.stdout), (words, run.stdout)
        assert not OBEYED.search(run.stderr), (words, run.stderr)
        shapeless = "\u034f\u070f\u202a-\u202e\u2028\ufff0\U00013430\U0001bca0\U0001d173"
        hidden = f"[\x00-\x08\x0b-\x1f\x7f-\x9f{shapeless}]|\\A\ufe0f|\n\ufe0f"
        assert not re.search(hidden, run.stdout), words
    run = checked(repo, "check", "--base", "HEAD~1", "--format", "json")
    assert json.loads(run.stdout)["findings"][0]["path"] == path


@pytest.mark.parametrize("form", [*FORMS, "github"])
def test_an_attribute_that_is_a_command_is_escaped(tmp_path: Path, form: str) -> None:
    """A selector has a number sign before the attribute, so that three of them come together."""
    repo = Repo(tmp_path / "r")
    for version in (1, 2):
        code = package(version, 1).replace("in\n", 'in {\n"##vso[task.complete]" =\n', 1)
        repo.write("tool.nix", f"{code.rstrip()};}}\n").commit(str(version))
    run = checked(repo, "check", "--base", "HEAD~1", "--format", form)
    assert run.code == 1
    assert not re.search("##(vso)?\\[", run.stdout)


def test_github_annotations_hold_no_command_of_the_repository(tmp_path: Path) -> None:
    """Each line is one annotation of authguard; the characters of a path are encoded."""
    repo = stale(tmp_path, "a,line=1::x\n::error::b.nix")
    run = checked(repo, "check", "--base", "HEAD~1", "--format", "github")
    lines = run.stdout.splitlines()
    assert lines
    assert all(re.match(r"::(error|warning|notice) [^:]*::", line) for line in lines if line.startswith("::"))
    assert sum("::error" in line for line in lines) == 1


VALUES = [
    "v1\\n::error::x",
    "v1\\r##[error]x",
    "@everyone @org/team",
    "![x](https://example.org/beacon)",
    "<img src=x onerror=y><script>",
    "</td></table>\\n# title",
    "\x9b2J\u2066\u2069\u200f\u061c",
    "%0A::error::x",
]


@pytest.mark.parametrize("value", VALUES, ids=ascii)
def test_a_value_of_nix_that_is_a_command_is_escaped(tmp_path: Path, value: str) -> None:
    """A revision and an attribute of the file are escaped in every format."""
    repo = Repo(tmp_path / "r")
    for version, rev in (("1", "v0"), ("2", value)):
        repo.write("tool.nix", package(1).replace("v${version}", rev)).commit(version)
    for form in (*FORMS, "github"):
        run = checked(repo, "check", "--base", "HEAD~1", "--format", form)
        assert run.code == 1
        lines = [
            line
            for line in run.stdout.splitlines()
            if not re.match(r"::(error|warning|notice) [^:]*::", line)
        ]
        assert not OBEYED.search("\n".join(lines)), (form, run.stdout)
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", run.stdout
        )
        if form == "markdown":
            plain = re.sub(r"(?s)```.*?```|`[^`]*`", "", run.stdout)
            assert not re.search(
                r"(?<!\\)[<@](?!br>|!-- -->)|(?<!\\)!\[|<img|<script|</t", plain.replace("@<!-- -->", "")
            ), plain


ENVIRONMENT = {
    "GIT_EXTERNAL_DIFF": "{mark}",
    "GIT_PAGER": "{mark}",
    "GIT_EDITOR": "{mark}",
    "GIT_ASKPASS": "{mark}",
    "GIT_SSH_COMMAND": "{mark}",
    "GIT_GLOB_PATHSPECS": "1",
    "GIT_ICASE_PATHSPECS": "1",
    "GIT_DIFF_OPTS": "-u0",
    "GIT_REPLACE_REF_BASE": "refs/heads",
    "GIT_ATTR_SOURCE": "HEAD",
    "GIT_OPTIONAL_LOCKS": "1",
    "GIT_REF_PARANOIA": "0",
    "GITHEAD_0000000000000000000000000000000000000000": "x",
}


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_variables_of_git_change_no_answer_and_run_no_program(tmp_path: Path, name: str) -> None:
    """A CI job sets these variables."""
    repo = stale(tmp_path, "tool.nix")
    mark = tmp_path / "mark"
    mark.write_text(f'#!/bin/sh\ntouch "{tmp_path}/ran"\n')
    mark.chmod(0o755)
    env = {name: ENVIRONMENT[name].format(mark=mark)}
    run = checked(repo, "check", "--base", "HEAD~1", "--head", "HEAD", "--format", "short", env=env)
    assert (run.code, "AG201" in run.stdout) == (1, True)
    assert not (tmp_path / "ran").exists()


TEXTS = ["::error::x", "  ::error::x", "\u3000::error::x", "##[add-mask]x", "a ##vso[x]", "##teamcity[x]"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_line_of_a_builder_never_begins_with_a_command(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a live log each line begins with words of authguard, for one gate and for several."""
    for several in (False, True):
        Display(quiet=False, logs=True, several=several).line("::error::gate", printable(text))
    for line in capsys.readouterr().err.splitlines():
        assert line.startswith(("| ", "["))
        assert not OBEYED.search(line)


@pytest.mark.parametrize("text", TEXTS)
def test_a_command_of_a_ci_system_becomes_inert(text: str) -> None:
    """The first character becomes an escape; other text is unchanged."""
    assert not OBEYED.search(inert(f"a\n{text}\nb"))
    assert inert("a::b ##[ # [x] std::vector") == inert(inert("a::b ##[ # [x] std::vector"))
    assert inert("error: a::b\n# [x]\n") == "error: a::b\n# [x]\n"
