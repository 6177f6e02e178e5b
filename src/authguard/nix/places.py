"""Lines and columns of many places far down in a file, without counting any part twice.

A file of megabytes may have a hash on each of its lines, or all hashes on one line.
"""

from __future__ import annotations

_BLOCK = 1 << 12
_CONTINUED = bytes(range(0x80, 0xC0))
"""The bytes of UTF-8 that do not begin a character."""


class _Blocks:
    """The counts up to the start of each block of a text."""

    __slots__ = ("characters", "data", "lines", "starts")

    def __init__(self, data: bytes) -> None:
        """For each block, count the lines and characters before it, and find where the line around its start begins."""
        self.data = data
        self.lines = [0]
        self.characters = [0]
        self.starts = [0]
        for at in range(0, len(data), _BLOCK):
            block = data[at : at + _BLOCK]
            last = block.rfind(b"\n")
            self.lines.append(self.lines[-1] + block.count(b"\n"))
            self.characters.append(self.characters[-1] + len(block.translate(None, _CONTINUED)))
            self.starts.append(self.starts[-1] if last < 0 else at + last + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the result of `line_and_column`."""
        number, rest = divmod(offset, _BLOCK)
        block = self.data[offset - rest : offset]
        last = block.rfind(b"\n")
        start = self.starts[number] if last < 0 else offset - rest + last + 1
        line = self.lines[number] + block.count(b"\n") + 1
        if offset - start < _BLOCK:
            return line, len(self.data[start:offset].decode("utf-8", "replace")) + 1
        return line, self._before(offset) - self._before(start) + 1

    def _before(self, offset: int) -> int:
        """Return the number of characters that begin before ``offset``."""
        number, rest = divmod(offset, _BLOCK)
        return self.characters[number] + len(self.data[offset - rest : offset].translate(None, _CONTINUED))


_kept: list[_Blocks] = []
"""The two most recently used texts: mostly one of the base and one of the target."""


def far(data: bytes, offset: int) -> tuple[int, int]:
    """Return the 1-based line and column of byte ``offset``; see `parse.line_and_column`."""
    for blocks in _kept:
        if blocks.data is data:
            return blocks.place(offset)
    del _kept[:-1]
    _kept.append(_Blocks(data))
    return _kept[-1].place(offset)
