"""The place of a version: the byte span of the text itself, without quotes, white space and a leading v."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.config.version_sites import comparable
from authguard.repair.edits import Edit

if TYPE_CHECKING:
    from typing import Any

BOM = b"\xef\xbb\xbf"


@dataclass(slots=True, eq=False, repr=False)
class VersionPlace:
    """A version as it is written at a place.

    Attributes:
        path, start, end: the file, and the span of the version in it.
        value: the version without a leading v, so that it can be compared.
        words: the name of the place in messages ("version in sources.nix").
        quoted: whether YAML needs quotes around a new version, since it reads some versions as numbers.
    """

    path: str
    start: int
    end: int
    value: str
    words: str
    quoted: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """Identify the place within one snapshot."""
        return self.path, self.start

    def edit(self, version: str) -> Edit:
        """Return the edit that writes another version at this place."""
        quote = '"' if self.quoted and _means_otherwise(self.value, version) else ""
        return Edit(self.path, self.start, self.end, self.value.encode(), f"{quote}{version}{quote}".encode())

    def __repr__(self) -> str:
        return f"Place({self.path}:{self.start} {self.value!r})"


def within(path: str, start: int, stated: str, words: str, quoted: bool = False) -> VersionPlace:
    """Return the place of the version in ``stated``, a text at offset ``start``: `` v1.2`` has the version 1.2."""
    version = comparable(stated)
    at = start + len(stated[: stated.index(version)].encode())
    return VersionPlace(path, at, at + len(version.encode()), version, words, quoted and version == stated)


def offset_of(data: bytes, line: int, column: int) -> int | None:
    """Return the offset of a line and column, both from 1 and in characters; None if the text is not UTF-8."""
    start = len(BOM) if data.startswith(BOM) else 0
    for _ in range(line - 1):
        start = data.index(b"\n", start) + 1
    end = data.find(b"\n", start)
    try:
        text = data[start : end if end >= 0 else len(data)].decode()
    except UnicodeDecodeError:
        return None
    return start + len(text[: column - 1].encode())


def _means_otherwise(old: str, new: str) -> bool:
    """Tell whether a version must be quoted in YAML: without quotes 2026.2 is a number, 2025.12.4 a text.

    A version may be a number if YAML reads the number as it is written, unlike 2026.10.
    """
    import yaml

    loader: Any = yaml.SafeLoader("")
    was, becomes = (loader.resolve(yaml.ScalarNode, text, (True, False)) for text in (old, new))
    if becomes.endswith(":str"):
        return False
    return was != becomes or str(yaml.safe_load(new)) != new
