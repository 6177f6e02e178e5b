"""The log of Nix while it arrives, and the file of the log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from authguard.gate import log
from authguard.gate.log import Log, LogFile, name_of, shown

if TYPE_CHECKING:
    from pathlib import Path

DRV = "/nix/store/sdc60acbjm17cc7h7rbk2wwyxlxn7hxg-webui-2026.2.0.drv"


def event(**fields: object) -> bytes:
    """A line in the form of Nix."""
    return b"@nix " + json.dumps(fields).encode() + b"\n"


class Heard:
    """A log, and the lines that the log passed on."""

    def __init__(self) -> None:
        """Begin with no lines; the clock does not move."""
        self.lines: list[str] = []
        self.errors: list[str] = []
        self.log = Log(self._stated, lambda: 5.0)

    def _stated(self, line: str, is_error: bool) -> None:
        (self.errors if is_error else self.lines).append(line)

    def feed(self, *data: bytes) -> Heard:
        """Add more of the log."""
        for each in data:
            self.log.feed(each)
        return self


BEGIN = event(action="start", type=105, id=7, fields=[DRV, "", 1, 1], text=f"building '{DRV}'", level=3)


def test_lines_of_a_builder_have_its_name() -> None:
    """The number of the activity shows which lines a builder printed, even if their text looks like Nix's own."""
    heard = Heard().feed(BEGIN, event(action="result", type=101, id=7, fields=["one"]))
    heard.feed(
        event(action="result", type=101, id=7, fields=['@nix {"action":"msg","level":0,"msg":"error: mine"}'])
    )
    assert heard.lines[0] == "building webui-2026.2.0"
    assert heard.lines[1:] == [
        "webui-2026.2.0> one",
        'webui-2026.2.0> @nix {"action":"msg","level":0,"msg":"error: mine"}',
    ]
    assert not heard.log.own
    assert heard.log.tails[DRV][0] == "one"
    assert [(each.name, each.since) for each in heard.log.building.values()] == [("webui-2026.2.0", 5.0)]
    heard.feed(event(action="stop", id=7))
    assert not heard.log.building


def test_the_progress_is_the_sum_of_all_builds() -> None:
    """Events of downloads have the same form, but do not count."""
    heard = Heard().feed(
        event(action="start", type=104, id=1, text="", level=0),
        event(action="start", type=103, id=2, text="", level=0),
        event(action="result", type=105, id=1, fields=[3, 17, 2, 0]),
        event(action="result", type=105, id=2, fields=[9, 9, 0, 0]),
    )
    assert (heard.log.done, heard.log.expected) == (3, 17)


def test_messages_of_nix_are_shown_and_errors_are_marked() -> None:
    """Lines of programs that Nix runs are shown too. The directory of the files there is removed."""
    heard = Heard()
    heard.log.tree = "/tmp/authguard.x/files"
    heard.feed(
        event(action="msg", level=1, msg="\x1b[35;1mwarning:\x1b[0m at /tmp/authguard.x/files/pkg/x.nix:1"),
        b"fatal: not a git repository\n",
        event(action="msg", level=0, msg="error: one\n  two"),
        b"the last one without an end",
    )
    heard.log.end()
    assert heard.lines == [
        "warning: at pkg/x.nix:1",
        "fatal: not a git repository",
        "the last one without an end",
    ]
    assert heard.errors == ["error: one", "  two"]
    assert list(heard.log.own) == [
        "warning: at pkg/x.nix:1",
        "fatal: not a git repository",
        "error: one",
        "  two",
        heard.lines[2],
    ]


def test_a_log_is_read_in_pieces_of_any_size() -> None:
    """The network may cut the log at any byte."""
    data = BEGIN + event(action="result", type=101, id=7, fields=["ä€😀"]) + b"plain\n"
    heard = Heard().feed(*(data[at : at + 1] for at in range(len(data))))
    assert (
        heard.lines
        == Heard().feed(data).lines
        == ["building webui-2026.2.0", "webui-2026.2.0> ä€😀", "plain"]
    )


@pytest.mark.parametrize(
    "line",
    [
        b"@nix \n",
        b"@nix {\n",
        b"@nix []\n",
        b'@nix {"action": 5}\n',
        b'@nix {"action": "result", "id": "x", "type": 101, "fields": [5]}\n',
        b'@nix {"action": "result", "id": 9, "type": 101, "fields": []}\n',
        b'@nix {"action": "start", "type": 105, "fields": []}\n',
        b'@nix {"action": "start", "level": "x", "text": 5}\n',
        b'@nix {"action": "result", "id": 9, "type": 105, "fields": ["x"]}\n',
        b"@nix " + b"[" * 100_000 + b"\n",
        b"\xff\xfe\n",
        b"x" * 3_000_000 + b"\n",
    ],
)
def test_other_lines_do_not_stop_the_log(line: bytes) -> None:
    """A line that is not from Nix is no error, and later lines are read."""
    assert Heard().feed(line, b"after\n").lines[-1] == "after"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("plain ä", "plain ä"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link", "link"),
        ("\x1bc", "\\x1bc"),
        ("10%\r50%\r100%\r", "100%"),
        ("a\tb", "a    b"),
        ("a\x07\x00\x9b2J", "a\\x07\\x00\\x9b2J"),
        ("a\u202eb", "a\\u202eb"),
    ],
)
def test_no_character_of_a_line_moves_the_cursor(line: str, expected: str) -> None:
    """Colours are removed, and the last state of a progress bar stays."""
    assert shown(line) == expected


def test_a_store_path_is_shown_by_its_name() -> None:
    """Any other text is unchanged."""
    assert name_of(DRV) == "webui-2026.2.0"
    assert name_of("strange") == "strange"


def test_only_the_user_can_read_the_log_file(tmp_path: Path) -> None:
    """The file has every line, and its name contains the gate's name, with any characters."""
    file = LogFile(str(tmp_path), "../web ui\n/x")
    file.write("one")
    file.write("zwei ä")
    file.close()
    assert file.path is not None
    (path,) = (tmp_path / "authguard" / "logs").iterdir()
    assert str(path) == file.path
    assert path.name.endswith("-web-ui-x.log")
    assert path.read_text() == "one\nzwei ä\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_long_log_is_capped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The beginning and the end of the log are kept, with the number of bytes that are left out."""
    monkeypatch.setattr(log, "LARGEST", 2000)
    file = LogFile(str(tmp_path), "x")
    for number in range(1000):
        file.write(f"line {number}")
    file.close()
    text = open(str(file.path)).read()  # noqa: PTH123, SIM115
    assert text.startswith("line 0\nline 1\n")
    assert text.endswith("line 998\nline 999\n")
    assert "bytes are left out here" in text
    assert len(text) < 2200


def test_only_the_newest_logs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest logs are deleted first."""
    monkeypatch.setattr(log, "KEPT", 3)
    directory = tmp_path / "authguard" / "logs"
    directory.mkdir(parents=True)
    for day in range(1, 6):
        (directory / f"2025010{day}-000000-1-x.log").write_text("")
    LogFile(str(tmp_path), "x").close()
    names = sorted(path.name for path in directory.iterdir())
    assert len(names) == 3
    assert names[:2] == ["20250104-000000-1-x.log", "20250105-000000-1-x.log"]
