"""The output on a terminal: whole lines, whole commands, and nothing on the wrong stream."""

from __future__ import annotations

import re
from io import StringIO
from threading import Event
from typing import TYPE_CHECKING

import pytest

from authguard.cli.output import SlowWork
from tests.support.guarded import REAL
from tests.support.repos import Repo
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sourced import Sourced

DIRECTORY = "containers/authentik/with/a/long/path"
SOURCES = """\
{{ fetchgit, stdenv }}:
{{
  src-{number} = fetchgit {{
    url = "https://forge.invalid/mirrors/client-go-{number}.git";
    rev = "refs/tags/v3.2026.2.1";
    hash = "sha256-DwXw/0QcSDYQKVhPA8tStrSoZooriQex/9FxSJtR/QY=";
  }};
  deps = stdenv.mkDerivation {{
    name = "deps";
    buildCommand = "fetch-dependencies > $out";
    outputHash = "sha256-{number}wXw/0QcSDYQKVhPA8tStrSoZooriQex/9FxSJtR/QY=";
  }};
}}
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Two files with a source of an unknown host and a hash that only Nix can prove."""
    made = Repo(tmp_path / "repo")
    for number in (1, 2):
        made.write(f"{DIRECTORY}/sources{number}.nix", SOURCES.format(number=number))
    made.commit("sources")
    return made


def environment(repo: Repo) -> dict[str, str]:
    """Return the environment of a user with an empty cache, who may ask every host."""
    own = {**repo.environment(), "XDG_CACHE_HOME": str(repo.path.parent / "cache")}
    own.pop("GIT_ALLOW_PROTOCOL", None)
    return own


def expected_lines(number: int, *, narrow: bool) -> list[str]:
    """Return the lines about one file; a url is not beside its selector on a narrow terminal."""
    path = f"{DIRECTORY}/sources{number}.nix"
    url = f"https://forge.invalid/mirrors/client-go-{number}.git/"
    selector = f"    {path}#src-{number}"
    unreachable = [selector, f"        {url}"] if narrow else [f"{selector}  {url}"]
    return [f"{path}:11#deps.outputHash  not verified", *unreachable]


@pytest.mark.parametrize("columns", [50, 80])
def test_lines_stay_whole_beside_the_progress(repo: Repo, columns: int) -> None:
    """A path wider than the terminal can be copied, and a paused host keeps the url of each output."""
    for _ in range(2):  # the second run knows that the host did not answer
        shown = on_terminal([REAL, "verify", "--all"], repo.path, environment(repo), columns)
        assert shown.code == 3, shown.text
        assert "proving hashes" in shown.text
        lines = shown.text.splitlines()
        for number in (1, 2):
            for line in expected_lines(number, narrow=True):
                assert line in lines, shown.text
        reasons = [line for line in lines if re.match("    (?!containers| *https:)|not verified: ", line)]
        assert reasons
        assert all(len(line) <= columns for line in reasons), shown.text


def test_a_hash_stays_on_the_line_of_its_label(tool: Sourced) -> None:
    """The terminal is narrower than a hash."""
    tool.write("tool/sources.nix", tool.text().replace("2026.2.0", "2026.2.1")).stage()
    shown = on_terminal([REAL, "verify", "tool/sources.nix#src"], tool.path, tool.surroundings(), 50)
    assert shown.code == 1, shown.text
    assert re.findall(r"(?m)^    (is|true) +sha256-\S+$", shown.text) == ["is", "true"], shown.text


def test_output_to_a_file_goes_to_the_file(repo: Repo) -> None:
    """The progress is on the terminal, the answers are in the file."""
    out = repo.path.parent / "out"
    shown = on_terminal([REAL, "verify", "--all"], repo.path, environment(repo), stdout=out)
    assert "proving hashes" in shown.text
    assert "#" not in shown.text
    lines = out.read_text().splitlines()
    assert all(line in lines for number in (1, 2) for line in expected_lines(number, narrow=False)), lines


def test_a_place_is_a_hyperlink_where_the_terminal_shows_them(repo: Repo) -> None:
    """A terminal that is known to show links gets a link to the file; other terminals get only the text."""
    repo.write(f"{DIRECTORY}/sources1.nix", SOURCES.format(number=1).replace("v3.2026.2.1", "v3.2026.2.2"))
    repo.git("add", "--all")
    plain = on_terminal([REAL, "check"], repo.path, environment(repo))
    linked = on_terminal([REAL, "check"], repo.path, {**environment(repo), "TERM_PROGRAM": "WezTerm"})
    assert "\x1b]8;" not in plain.raw
    assert re.search(rf"\x1b\]8;id=\d+;file://[^/]*{repo.path}/{DIRECTORY}/sources1.nix\x1b\\", linked.raw), (
        linked.raw
    )
    assert linked.text == plain.text


def test_a_line_is_shown_while_something_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal shows the line, and removes it afterwards; a pipe gets no line."""

    class Stream(StringIO):
        is_terminal = True
        shown = Event()

        def isatty(self) -> bool:
            return self.is_terminal

        def flush(self) -> None:
            self.shown.set()

    monkeypatch.setenv("TERM", "xterm")
    terminal, pipe = Stream(), Stream()
    pipe.is_terminal = False
    monkeypatch.setattr("sys.stderr", terminal)
    with SlowWork("reading the history", after=0):
        assert terminal.shown.wait(600)
    assert terminal.getvalue() == "authguard: reading the history ...\r\x1b[K"
    with SlowWork("reading the history", after=600):
        pass
    assert terminal.getvalue().count("reading") == 1
    monkeypatch.setattr("sys.stderr", pipe)
    with SlowWork("reading the history", after=0):
        pass
    assert pipe.getvalue() == ""


def test_allow_gives_each_command_its_own_line(repo: Repo) -> None:
    """The terminal is narrow, and sentences are wrapped."""
    gate = [
        "[[gate]]",
        'name = "the image"',
        'paths = ["a/**"]',
        'file = "a.nix"',
        'builder = "ringtail.example.org"',
    ]
    repo.write("authguard.toml", "\n".join(gate)).write("a.nix", "{ }").stage()
    shown = on_terminal([REAL, "allow"], repo.path, environment(repo), 50)
    lines = shown.text.strip().splitlines()
    assert lines[0].startswith("not allowed  ringtail.example.org (the gate")
    command = f"{13 * ' '}git authguard allow ringtail.example.org"
    assert command in lines
    assert all(len(line) <= 50 for line in lines if line != command), shown.text
