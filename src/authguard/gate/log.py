"""The log of a build: lines that are read from Nix's JSON log, and a file with these lines.

Nix can write its log as JSON (`--log-format internal-json`), and each line names its build. So the output of a builder
cannot look like a message of Nix, and the last lines of a derivation are its own, even if four derivations build at
once.
"""

from __future__ import annotations

import os
import re
from collections import deque
from typing import TYPE_CHECKING

from authguard.git.git import own_directory
from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LAST_LINES = 25
"""The last lines of a failed derivation that are shown, as many as Nix shows."""
LARGEST = 16 << 20
"""At most this many bytes at the start of a log are kept, and as many at its end."""
KEPT = 20
"""At most this many logs are kept. The oldest is deleted first."""

MAX_BUILDING, MAX_TAILS = 1000, 500
"""The last lines of at most this many derivations are kept at once."""

_LONGEST = 1 << 12  # characters of one line
_MOST_OWN = 4000  # at most this many lines of Nix itself are searched for the reason of a failure
_BUILD, _BUILDS = 105, 104
_LINE, _POST_LINE, _PROGRESS = 101, 107, 105
_COLOURS = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?)")


class Building:
    """A running build of a derivation: its .drv path, its name, and its start."""

    __slots__ = ("drv", "name", "since")

    def __init__(self, drv: str, since: float) -> None:
        """Store the path and the time."""
        self.drv = drv
        self.name = name_of(drv)
        self.since = since


class Log:
    """Reads a log while it arrives, and passes on each line without control characters and colours.

    Attributes:
        building: the running builds, by Nix's number of each, the oldest first.
        done, expected: the number of derivations that are built, and the number of all.
        own: the messages of Nix itself, including errors and warnings.
        tails: the last lines of each derivation's builder, by .drv path.
    """

    __slots__ = (
        "_builds",
        "_clock",
        "_on_line",
        "_rest",
        "building",
        "done",
        "expected",
        "own",
        "tails",
        "tree",
    )

    def __init__(self, on_line: Callable[[str, bool], None], clock: Callable[[], float]) -> None:
        """Store the clock, and a function that gets each line (and whether it is part of a fatal error).

        `tree` is the directory of the files on the builder, which is removed from the lines.
        """
        self._on_line = on_line
        self._clock = clock
        self._rest = b""
        self.tree = ""
        self._builds: set[int] = set()
        self.building: dict[int, Building] = {}
        self.done = self.expected = 0
        self.own: deque[str] = deque(maxlen=_MOST_OWN)
        self.tails: dict[str, deque[str]] = {}

    def feed(self, data: bytes) -> None:
        """Add more of the log."""
        *lines, rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._line(line)
        self._rest = rest[:_LARGEST_JSON]

    def end(self) -> None:
        """Add the last text without a line end."""
        if self._rest:
            self._line(self._rest)
            self._rest = b""

    def _line(self, line: bytes) -> None:
        event = _event(line)
        if event is None:
            self._own(line[:_LONGEST].decode("utf-8", "replace"))
            return
        kind, number, fields = event.get("action"), _number(event.get("id")), event.get("fields")
        if kind == "msg":
            self._own(str(event.get("msg", ""))[:_LARGEST_MESSAGE], is_error=event.get("level") == 0)
        elif kind == "start" and event.get("type") == _BUILD and isinstance(fields, list) and fields:
            if len(self.building) >= MAX_BUILDING:
                return
            self.building[number] = begun = Building(str(fields[0])[:_LONGEST], self._clock())
            while len(self.tails) >= MAX_TAILS:
                del self.tails[next(iter(self.tails))]
            self.tails[begun.drv] = deque(maxlen=LAST_LINES)
            self._say(f"building {begun.name}")
        elif kind == "start" and event.get("type") == _BUILDS:
            if len(self._builds) < MAX_BUILDING:
                self._builds.add(number)
        elif kind == "start" and _number(event.get("level", 9)) <= 3 and event.get("text"):
            self._say(str(event["text"])[:_LONGEST])
        elif kind == "stop":
            self.building.pop(number, None)
        elif kind == "result" and isinstance(fields, list) and fields:
            self._result(event.get("type"), number, fields)

    def _result(self, kind: object, number: int, fields: list[Any]) -> None:
        if kind in (_LINE, _POST_LINE):
            begun = self.building.get(number)
            line = shown(str(fields[0])[:_LONGEST])
            if begun is not None and begun.drv in self.tails:
                self.tails[begun.drv].append(line)
            self._on_line(f"{begun.name}> {line}" if begun is not None else line, False)
        elif kind == _PROGRESS and number in self._builds and isinstance(fields[0], int):
            self.done, self.expected = fields[0], max(map(_number, fields[:2]))

    def _own(self, text: str, is_error: bool = False) -> None:
        for line in text.split("\n"):
            plain = shown(line[:_LONGEST].replace(f"{self.tree}/", "") if self.tree else line[:_LONGEST])
            self.own.append(plain)
            self._on_line(plain, is_error)

    def _say(self, text: str) -> None:
        self._on_line(shown(text), False)


_LARGEST_JSON = 1 << 20
_LARGEST_MESSAGE = 1 << 18


def _event(line: bytes) -> dict[str, Any] | None:
    """Return the event in a line of Nix; None for a line of another program: git, ssh, curl."""
    import json

    if not line.startswith(b"@nix "):
        return None
    try:
        event = json.loads(line[5:])
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def shown(line: str) -> str:
    """Return a line for a terminal: without colours, and with any other escape written as text.

    If a line is overwritten many times (a progress bar), the last state is returned.
    """
    if line.isprintable():
        return line
    plain = _COLOURS.sub("", line).rstrip("\r").rpartition("\r")[2]
    return printable(plain.replace("\t", "    "))


def name_of(path: str) -> str:
    """Return the name in a store path, without `.drv`."""
    return shown(os.path.basename(path).partition("-")[2].removesuffix(".drv") or path)


class LogFile:
    """The file with a full log, which only its owner can read. On a full disk the log is lost, not the build."""

    def __init__(self, common_dir: str, name: str) -> None:
        """Make a log below `.git/authguard/logs`, and remove the oldest logs if there are many."""
        import time

        self._directory = os.path.join(common_dir, "authguard", "logs")
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        word = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:60]
        self.path: str | None = os.path.join(self._directory, f"{stamp}-{os.getpid()}-{word or 'gate'}.log")
        self._size = 0
        self._last: deque[bytes] = deque()
        self._last_size = self._left_out = 0
        try:
            own_directory(common_dir, "logs")
            self._sweep()
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            self._file = open(handle, "wb", buffering=1 << 16)  # noqa: SIM115 - close() closes it
        except OSError:
            self.path = None

    def write(self, line: str) -> None:
        """Add a line."""
        if self.path is None:
            return
        data = line.encode("utf-8", "replace") + b"\n"
        self._size += len(data)
        if self._size > LARGEST // 2:
            self._keep_last(data)
            return
        try:
            self._file.write(data)
        except OSError:
            self.path = None

    def _keep_last(self, data: bytes) -> None:
        if self._last and len(self._last[-1]) + len(data) <= _LONGEST:
            self._last[-1] += data  # many short lines would take more memory than their bytes
        else:
            self._last.append(data)
        self._last_size += len(data)
        while self._last_size > LARGEST // 2:
            gone = self._last.popleft()
            self._last_size -= len(gone)
            self._left_out += len(gone)

    def close(self) -> None:
        """Write the rest. `path` becomes None if the log cannot be written."""
        if self.path is None:
            return
        try:
            with self._file as file:
                if self._left_out:
                    file.write(b"\n[... %d bytes are left out here ...]\n\n" % self._left_out)
                file.writelines(self._last)
        except OSError:
            self.path = None

    def _sweep(self) -> None:
        names = sorted(name for name in os.listdir(self._directory) if name.endswith(".log"))
        for name in names[: 1 - KEPT]:
            try:
                os.unlink(os.path.join(self._directory, name))
            except OSError:
                continue
