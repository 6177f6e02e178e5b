"""The answer of a round: frames on its standard output, read as they arrive.

A frame is a line `TOKEN KIND KEY LENGTH` and LENGTH bytes. Other output before the first frame is ignored. Other output
cannot look like a frame, since each round has a new token.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.errors import Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_HEAD = 4096
_LARGEST = 1 << 21


@dataclass(slots=True, eq=False)
class Frame:
    """One frame: its kind, its subject, and its content."""

    kind: str
    key: str
    content: bytes

    @property
    def text(self) -> str:
        """The content as text. Bytes that are not text are shown as escapes."""
        return self.content.decode("utf-8", "replace")


class Frames:
    """A reader of arriving data. `whole` tells whether the last frame, `end` or `missing`, has arrived."""

    def __init__(self, token: str) -> None:
        """Read frames with this token."""
        self._mark = f"{token} ".encode()
        self._rest = bytearray()
        self._begun = False
        self.complete = False

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Yield the frames that `data` completes. Raises Unreachable for an invalid answer."""
        self._rest += data
        while not self.complete:
            frame = self._next()
            if frame is None:
                return
            self.complete = frame.kind in ("end", "missing")
            yield frame

    def _next(self) -> Frame | None:
        if not self._begun:
            at = self._rest.find(self._mark)
            del self._rest[: at if at >= 0 else max(0, len(self._rest) - len(self._mark))]
            self._begun = at >= 0
        line = self._rest.find(b"\n", 0, _LONGEST_HEAD)
        if line < 0:
            if self._begun and len(self._rest) > _LONGEST_HEAD:
                raise Unreachable("the builder's answer cannot be read")
            return None
        words = self._rest[:line].decode("ascii", "replace").split(" ")
        if not self._begun:
            return None
        if not self._rest.startswith(self._mark) or len(words) != 4 or not words[3].isdecimal():
            raise Unreachable("the builder's answer cannot be read")
        length = int(words[3])
        if length > _LARGEST:
            raise Unreachable("the builder's answer cannot be read")
        end = line + 1 + length
        if len(self._rest) < end:
            return None
        frame = Frame(words[1], words[2], bytes(self._rest[line + 1 : end]))
        del self._rest[:end]
        return frame
