"""Snapshots and ranges of files in a dictionary: the judge without git."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from authguard import digest as digests
from authguard.app.repository import relevant
from authguard.config.load import load_base
from authguard.git.ranges import Base, ChangedFile, Range
from authguard.git.snapshot import Snapshot
from authguard.nix.references import references

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from authguard.compare.pairs import Pairs
    from authguard.config.model import Config
    from authguard.outputs.model import FixedOutput
    from authguard.prove.proving import Answer

_FILE = 0o100644
_DIRECTORY = 0o040000


class Held(Snapshot):
    """A snapshot of files in a dictionary."""

    __slots__ = ("files", "tree")

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Hold the files by their paths."""
        super().__init__(":index")
        self.files = dict(files)
        self.tree = "tree"

    def prefetch(self, paths: Iterable[str]) -> None:
        """Do nothing, since all files are in memory."""

    def learn(self, entries: Mapping[str, tuple[int, str | None]]) -> None:
        """Ignore the entries, since the snapshot has all entries."""

    def _entry(self, path: str) -> tuple[int, str | None] | None:
        if path in self.files:
            return _FILE, f"oid of {path}"
        inside = not path or any(each.startswith(f"{path}/") for each in self.files)
        return (_DIRECTORY, None) if inside else None

    def _under(self, path: str) -> dict[str, tuple[int, str | None]]:
        return {each: (_FILE, None) for each in self.files if not path or each.startswith(f"{path}/")}

    def _content(self, path: str, entry: tuple[int, str | None]) -> bytes | None:
        return self.files.get(path)


class HeldSnapshots:
    """The facts about the unchanged files of a base, found by a search of all files."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Hold the files of the base."""
        self.files = files

    def referring(self, targets: Iterable[str]) -> set[str]:
        """See app.comparing.Surroundings."""
        wanted = set(targets)
        folders = tuple(target for target in wanted if target.endswith("/"))
        return {
            path
            for path, data in self.files.items()
            if any(name in wanted or name.startswith(folders) for name in references(path, data))
        }

    def references(self, path: str) -> list[str] | None:
        """See app.comparing.Surroundings."""
        data = self.files.get(path)
        return references(path, data) if data is not None else None

    def names(self, path: str) -> set[str]:
        """Return no other names, since there are no links."""
        return {path}

    def holders(self, digest: str) -> set[str]:
        """See app.comparing.Surroundings."""
        return {
            path
            for path, data in self.files.items()
            if relevant(path) and any(found.key() == digest for _, _, found in digests.find(data))
        }

    def held(self, each: FixedOutput, is_error: bool = True) -> str | None:
        """Return None: there is no history."""
        return None

    online = False

    def earlier(self, outputs: Sequence[FixedOutput]) -> dict[int, list[Pairs]]:
        """Return no pairs: there is no history."""
        return {}

    def written(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return no tree: there is no history."""
        return ()

    def came_lately(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return no tree: there is no history."""
        return ()

    def brought(self, each: FixedOutput) -> tuple[Snapshot, set[str]] | None:
        """Return None: there is no history."""
        return None

    def inquiry(self) -> None:
        """Return None: nothing was proved."""

    def config_of(self, base: Snapshot) -> Config:
        """Return the config of a base."""
        return load_base(base.read)

    def computed(self, wanted: Sequence[FixedOutput], target: Snapshot) -> dict[int, Answer]:
        """Return no answer."""
        return {}


def between(base: Mapping[str, bytes], target: Mapping[str, bytes]) -> Range:
    """The range from one dictionary of files to another."""
    changes = [
        ChangedFile(path, "M", _FILE, _FILE, None, None)
        for path in sorted({*base, *target})
        if base.get(path) != target.get(path)
    ]
    stood = Held(base)
    # A Base has a TreeSnapshot; the judge only uses the methods of every Snapshot.
    return Range(Held(target), [Base("0" * 40, cast("Any", stood), changes)])
