"""Output that all commands share: the options, the stream, and the lines on stderr."""

import os
import sys
from collections.abc import Container, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.report.context import StreamFacts

_Made = TypeVar("_Made")


class OutputOptions(NamedTuple):
    """How a command prints: see the help of --format, --color, --quiet and --verbose."""

    format: str = "text"
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False

    def stream(self) -> "StreamFacts":
        """Return the width, colour and characters of stdout."""
        from authguard.report.context import stream_facts

        return stream_facts(sys.stdout, self.color, os.environ)


def made(cls: type[_Made], given: Mapping[str, Any]) -> _Made:
    """Return a dataclass or NamedTuple with the given values; the other fields keep their defaults."""
    names: Container[str] = getattr(cls, "_fields", None) or getattr(cls, "__dataclass_fields__", {})
    return cls(**{name: value for name, value in given.items() if name in names})


def note(text: str) -> None:
    """Print one line on stderr."""
    from authguard.printable import safe

    print(safe(f"authguard: {text}"), file=sys.stderr)


def note_switch(git: "Git", scope: "Range", output: OutputOptions, is_reported: bool) -> None:
    """Report that the judged commit is not checked out: printed commands read and write the files of the work tree."""
    label, facts = scope.target.label, git.facts()
    if (
        label.startswith(":")
        or label == facts.head
        or facts.is_bare
        or output.format != "text"
        or not is_reported
    ):
        return
    note(f"{label[:12]} is not checked out, and a printed command works on the files of the work tree")


_PATIENCE = 1.0
"""After this many seconds, a terminal shows the name of slow work."""


class SlowWork:
    """A context that shows a line on a terminal if its work takes more than a second, and removes it at the end."""

    __slots__ = ("_is_shown", "_stream", "_timer")

    def __init__(self, text: str, quiet: bool = False, after: float = _PATIENCE) -> None:
        """Take the name of the work, such as "reading the history"; ``quiet`` shows nothing."""
        self._stream = sys.stderr
        self._is_shown = False
        self._timer: Any = None
        if not quiet and self._stream.isatty() and os.environ.get("TERM") != "dumb":
            from threading import Timer

            self._timer = Timer(after, self._show, [text])
            self._timer.daemon = True

    def __enter__(self) -> None:
        """Start the timer."""
        if self._timer is not None:
            self._timer.start()

    def __exit__(self, *of: object) -> None:
        """Remove the line of progress from the terminal."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
            if self._is_shown:
                self._stream.write("\r\x1b[K")
                self._stream.flush()

    def _show(self, text: str) -> None:
        self._is_shown = True
        self._stream.write(f"authguard: {text} ...")
        self._stream.flush()
