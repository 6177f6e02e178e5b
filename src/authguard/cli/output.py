"""Output that every command shares: its options, the stream, and the lines on stderr."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from authguard.report.context import StreamFacts

_Made = TypeVar("_Made")


class OutputOptions(NamedTuple):
    """How a command prints: see the help of --format, --color, --quiet and --verbose."""

    format: str = "text"
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False

    def stream(self) -> StreamFacts:
        """Return the width, colour and characters of stdout."""
        from authguard.report.context import stream_facts

        return stream_facts(sys.stdout, self.color, os.environ)


def made(cls: type[_Made], given: Mapping[str, Any]) -> _Made:
    """Return a dataclass or NamedTuple with the given values; the others keep their defaults."""
    names: Container[str] = getattr(cls, "_fields", None) or getattr(cls, "__dataclass_fields__", {})
    return cls(**{name: value for name, value in given.items() if name in names})


def note(text: str) -> None:
    """Print one line on stderr."""
    print(f"authguard: {text}", file=sys.stderr)


def warning(text: str) -> None:
    """Print one warning on stderr."""
    note(f"warning: {text}")
