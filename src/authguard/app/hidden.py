"""Hashes that a change moves from judged files to files that `exclude` covers, without a change of the config."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard.config.loosening import Loosening
from authguard.nix.references import references
from authguard.outputs.reach import is_nix, may_pin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.config.model import Config
    from authguard.git.ranges import ChangedFile, Range
    from authguard.git.snapshot import Snapshot

MAX_READ = 2000
"""At most this many changed files are read."""


def hidden(scope: Range, before: Config, config: Config) -> Iterator[Loosening]:
    """Yield a loosening for each excluded file that now has a hash which a judged file had in the base.

    Args:
        scope: the target and its bases; only the first base is used.
        before: the config of the base.
        config: the config of the target.
    """
    search = _Search(scope, before, config)
    for path, source in search.run():
        says = f"a hash of {source}, which is judged, is now in {path}, which exclude covers"
        yield Loosening(path, 1, "exclude", says)


class _Search:
    """One search.

    ``went`` has the digests that judged files lost, ``taken`` has the excluded files to which judged files now refer.
    """

    def __init__(self, scope: Range, before: Config, config: Config) -> None:
        self.base: Snapshot = scope.bases[0].snapshot
        self.target = scope.target
        changes = [one for one in scope.bases[0].changes if is_nix(one.path) or may_pin(one.path)]
        self.judged = [one for one in changes if not before.excluded(one.path)][:MAX_READ]
        self.covered = [one for one in changes if one.new_mode and config.excluded(one.path)][:MAX_READ]
        self.config = config
        self.went: dict[str, str] = {}
        self.taken: set[str] = set()

    def run(self) -> Iterator[tuple[str, str]]:
        """Yield the excluded files, each with a judged file that had one of its hashes."""
        kept: set[str] = set()
        for change in self.judged:
            kept |= self._take(change)
        for digest in kept:
            self.went.pop(digest, None)
        for change in self.judged:
            self._take_named(change.path)
        new = {one.path: _digests(self.base, one.path) for one in self.covered if self.went}
        for path in sorted({*new, *self.taken}):
            known = set() if path in self.taken else new[path]
            for digest in sorted(_digests(self.target, path) - known):
                if digest in self.went:
                    yield path, self.went[digest]
                    break

    def _take(self, change: ChangedFile) -> set[str]:
        """Record the digests that a file no longer has. Returns the digests of the file."""
        path = change.path
        true = self.target.resolve(path) or path
        hides = self.config.excluded(true)
        if hides and true != path:
            self.taken.add(true)
        had, has = _digests(self.base, path), set() if hides else _digests(self.target, path)
        if len(has) < len(had):  # otherwise other hashes replaced the lost digests
            self.went.update(dict.fromkeys(had - has, path))
        return has

    def _take_named(self, path: str) -> None:
        """If a judged file refers to excluded files now, record these, and the hashes of files that it referred to."""
        if not is_nix(path):
            return
        named_before = set(self._named(self.base, path))
        named = {one for one in self._named(self.target, path) if self.config.excluded(one)} - named_before
        if not named:
            return
        self.taken |= named
        for one in named_before:
            if not self.config.excluded(one):
                for digest in _digests(self.base, one):
                    self.went.setdefault(digest, one)

    def _named(self, snapshot: Snapshot, path: str) -> Iterator[str]:
        for name in references(path, snapshot.read(path) or b""):
            kind = snapshot.kind(name)
            if kind is not None:
                yield f"{name}/default.nix".lstrip("/") if kind == "directory" else name


def _digests(snapshot: Snapshot, path: str) -> set[str]:
    data = snapshot.read(path)
    return {found.key() for _, _, found in digests.find(data)} if data is not None else set()
