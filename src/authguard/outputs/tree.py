"""One tree for a judge: its snapshot, the values of its files, its fixed outputs."""

from __future__ import annotations

import gc
import stat
from typing import TYPE_CHECKING

from authguard.nix.evaluate import Evaluator
from authguard.outputs.collect import Collector, once
from authguard.system import collect_grown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.git.snapshot import Snapshot
    from authguard.nix.parse import Source
    from authguard.outputs.model import FixedOutput


_SUBMODULE = 0o160000
MAX_PARSED, MAX_THUNKS = 3 << 20, 100_000
"""After a search, all values and syntax trees are dropped if more bytes were parsed, or if more expressions are kept.

A syntax tree takes some 20 times as much as its text, and an expression some 400 bytes.
"""
MAX_PARSED_BETWEEN, MAX_THUNKS_BETWEEN = 8 << 20, 400_000
"""The same between two files of a search, which share many values."""
MAX_LISTED = 256
"""The names in a larger directory are unknown to the code that reads them, except a loader of all its files."""


def is_in(path: str, folder: str) -> bool:
    """Tell whether a path is a directory or below it; "" is the root."""
    return not folder or f"{path}/".startswith(f"{folder}/")


def way_out(snapshot: Snapshot, path: str) -> int:
    """Return the mode of the link or submodule by which a path leads out of the repository, or to nothing; else 0."""
    parts = path.split("/")
    for end in range(1, len(parts) + 1):
        here = "/".join(parts[:end])
        mode, _ = snapshot.entry(here) or (0, None)
        if stat.S_ISLNK(mode):
            return mode if snapshot.resolve(here) is None else 0
        if mode == _SUBMODULE:
            return mode if end < len(parts) else 0
        if not stat.S_ISDIR(mode):
            return 0
    return 0


class OutputTree:
    """A base or the target. ``importers`` names the files that may refer to a path in this tree."""

    def __init__(
        self,
        snapshot: Snapshot,
        importers: Callable[[str], Iterable[str]],
        parsed: dict[tuple[str, bytes], Source] | None = None,
    ) -> None:
        """Keep the snapshot; nothing is read yet."""
        collect_grown()  # of the trees before, perhaps none is needed any more
        self.snapshot = snapshot
        self.evaluator = Evaluator(snapshot.read, self.kind, parsed, self.true, self.listing)
        self.collector = Collector(self.evaluator, importers)
        self.found: list[FixedOutput] = []
        self._paths: set[str] = set()

    def kind(self, path: str) -> str | None:
        """Return "file" or "directory" of a path after links are followed, else None.

        "elsewhere" is a path in a submodule, or behind a link that leads out of the repository or to nothing.
        """
        kind = self.snapshot.kind(path)
        if kind is None:
            return "elsewhere" if way_out(self.snapshot, path) else None
        if kind != "symlink":
            return kind
        if self.snapshot.read(path) is not None:
            return "file"
        return "directory" if self.snapshot.resolve(path) is not None else "elsewhere"

    def true(self, path: str) -> str:
        """Return the path of a file after links are followed; the path itself without links, or for no file."""
        return self.snapshot.resolve(path) or path

    def listing(self, path: str, most: int = MAX_LISTED) -> dict[str, str] | None:
        """Return the types of the entries of a directory by their names, as `builtins.readDir` names them.

        None if there is no such directory, or if it has more than ``most`` entries.
        """
        found: dict[str, str] = {}
        before = len(path) + bool(path)
        for name, (mode, _) in self.snapshot.entries(path).items():
            entry, inside, _ = name[before:].partition("/")
            is_directory = inside or not (stat.S_ISREG(mode) or stat.S_ISLNK(mode))
            found[entry] = "directory" if is_directory else "symlink" if stat.S_ISLNK(mode) else "regular"
            if len(found) > most:
                return None
        return found or None

    def collect(self, paths: Iterable[str]) -> list[FixedOutput]:
        """Collect the fixed outputs of files that were not collected yet, and return the new outputs.

        A link named .nix to a file without that suffix is not data: AG904 names it.
        """
        files = {(path, self.true(path)) for path in paths}
        read = {true for path, true in files if true.endswith(".nix") or not path.endswith(".nix")}
        wanted = sorted(read - self._paths)
        self._paths.update(wanted)
        chosen = [path for path in wanted if self.kind(path) == "file"]
        self.collector.demand_budget(chosen)
        new: list[FixedOutput] = []
        for is_call in (True, False):  # a call claims its hashes, and other hashes are records
            for path in chosen:
                new.extend(self.collector.calls(path) if is_call else self.collector.records(path))
                if self._is_beyond(MAX_PARSED_BETWEEN, MAX_THUNKS_BETWEEN):
                    self._renew(new)
        new = once(new)
        self.found.extend(new)
        if self._is_beyond(MAX_PARSED, MAX_THUNKS):
            self._renew([])
        return new

    def _is_beyond(self, parsed: int, thunks: int) -> bool:
        return self.evaluator.parsed_bytes() > parsed or self.evaluator.thunks > thunks

    def _renew(self, new: list[FixedOutput]) -> None:
        """Drop all values and syntax trees, after the parts of the fixed outputs that need them."""
        for each in (*self.found, *new):
            each.keep_all()
        self.evaluator = self.evaluator.renewed()
        self.collector = self.collector.renewed(self.evaluator)
        gc.collect()  # values have reference cycles

    def holding(self, path: str, texts: Iterable[str]) -> list[FixedOutput]:
        """Return at least the fixed outputs of a file that have one of these texts in their hash literal."""
        path = self.true(path)
        if path in self._paths and self.collector.is_complete(path):
            return [each for each in self.found if each.path == path]
        return self.collector.holding(path, texts) if self.kind(path) == "file" else []
