"""Hashes that a change moves from judged files to files that are judged less, without a change of the config.

Files are judged less if `exclude` covers them, or if a [[rules-for]] table lowers a rule for them.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard.config.loosening import Loosening, is_lowered
from authguard.nix.references import references
from authguard.outputs.reach import is_nix, may_pin
from authguard.rules.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from authguard.config.model import Config
    from authguard.digest import Digest
    from authguard.git.ranges import ChangedFile, Range
    from authguard.git.snapshot import Snapshot

MAX_READ = 2000
"""At most this many changed files are read."""
PART = 12
"""So many characters in a row are never in two digests by chance."""
_WORD = rb"[A-Za-z0-9+/]{%d,}" % PART


def hidden(
    scope: Range, before: Config, config: Config, defaults: Mapping[str, str], earlier: Callable[[str], str]
) -> Iterator[Loosening]:
    """Yield a loosening for each file that is judged less, and now has a hash which another file had in the base.

    Args:
        scope: the target and its bases; only the first base is used.
        before: the config of the base.
        config: the config of the target.
        defaults: the most severe default of each rule that the configs name.
        earlier: returns the path that a file had in the base.
    """
    found: dict[str, Loosening] = {}
    for path, source in _Search(scope, before, config).run():
        if path in found:
            continue
        if config.excluded(path):
            says = f"a hash of {source}, which is judged, is now in {path}, which exclude covers"
            found[path] = Loosening(path, 1, "exclude", says)
        elif earlier(path) != source:  # a renamed file is reported with the config
            rules = _lowered(before, config, defaults, source, path)
            if rules:
                says = f"a hash of {source} is now in {path}, for which {listed(rules)} reports less"
                found[path] = Loosening(path, 1, "rules-for", says)
    yield from found.values()


def _lowered(
    before: Config, config: Config, defaults: Mapping[str, str], source: str, path: str
) -> list[str]:
    """Return the rules that report less in a file than they did in the file that had the hash."""
    return [
        code
        for code, default in defaults.items()
        if is_lowered(default, before.severity(code, source), config.severity(code, path))
    ]


class _Search:
    """One search.

    ``went`` has the digests that judged files lost, ``taken`` has the files to which judged files now refer.
    """

    def __init__(self, scope: Range, before: Config, config: Config) -> None:
        self.base: Snapshot = scope.bases[0].snapshot
        self.target = scope.target
        changes = [one for one in scope.bases[0].changes if is_nix(one.path) or may_pin(one.path)]
        self.judged = [one for one in changes if not before.excluded(one.path)][:MAX_READ]
        self.covered = [one for one in changes if one.new_mode and self._is_covered(config, one.path)][
            :MAX_READ
        ]
        self.config = config
        self.went: dict[str, str] = {}
        self.lost: dict[str, Digest] = {}
        self.taken: set[str] = set()

    def run(self) -> Iterator[tuple[str, str]]:
        """Yield files that may be judged less, each with a judged file that had one of its hashes."""
        kept: set[str] = set()
        covered = {one.path for one in self.covered}
        for change in self.judged:
            has = self._take(change)
            if change.path not in covered:
                kept |= has
        for digest in kept:
            self.went.pop(digest, None)
        for change in self.judged:
            self._take_named(change.path)
        new = {one.path: _digests(self.base, one.path) for one in self.covered if self.went}
        for path in sorted({*new, *self.taken}):
            known = set() if path in self.taken else new[path]
            for digest in sorted(_digests(self.target, path) - known):
                source = self.went.get(digest)
                if source is not None and source != path:
                    yield path, source
            if path in self.taken or path not in self._old:
                yield from self._in_parts(path)

    @cached_property
    def _old(self) -> set[str]:
        """The changed files that the base has."""
        return {one.path for one in self.covered if self.base.kind(one.path) is not None}

    @cached_property
    def _parts(self) -> dict[bytes, str]:
        """The texts of PART characters in the lost digests, in each spelling, with the files that had them."""
        found: dict[bytes, str] = {}
        for key, source in self.went.items():
            digest = self.lost.get(key)
            for text in () if digest is None else (digest.base64(), digest.base32(), digest.hex()):
                spelled = text.encode()
                found.update((spelled[at : at + PART], source) for at in range(len(spelled) - PART + 1))
        return found

    def _in_parts(self, path: str) -> Iterator[tuple[str, str]]:
        """Yield a new or newly named file that has a part of a lost hash, and may put the parts together."""
        text = (self.target.read(path) or b"").replace(b"\\", b"")
        for word in re.findall(_WORD, text) if self._parts else ():
            for at in range(len(word) - PART + 1):
                source = self._parts.get(word[at : at + PART])
                if source is not None and source != path:
                    yield path, source
                    return

    @staticmethod
    def _is_covered(config: Config, path: str) -> bool:
        lenient = (glob for one in config.path_rules for glob in one.paths)
        return config.excluded(path) or any(glob.matches(path) for glob in lenient)

    def _take(self, change: ChangedFile) -> set[str]:
        """Record the digests that a file no longer has. Returns the digests of the file."""
        path = change.path
        true = self.target.resolve(path) or path
        hides = self.config.excluded(true)
        if hides and true != path:
            self.taken.add(true)
        known = _found(self.base, path)
        had, has = set(known), set() if hides else _digests(self.target, path)
        if len(has) < len(had):  # otherwise other hashes replaced the lost digests
            self.went.update(dict.fromkeys(had - has, path))
            self.lost.update(known)
        return has

    def _take_named(self, path: str) -> None:
        """If a judged file refers to excluded files now, record these, and the hashes of files that it referred to."""
        if not is_nix(path):
            return
        named_before = set(self._named(self.base, path))
        named = {
            one for one in self._named(self.target, path) if self._is_covered(self.config, one)
        } - named_before
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
    return set(_found(snapshot, path))


def _found(snapshot: Snapshot, path: str) -> dict[str, Digest]:
    """Return the digests in a file by their keys."""
    data = snapshot.read(path)
    return {found.key(): found for _, _, found in digests.find(data)} if data is not None else {}
