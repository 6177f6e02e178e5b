"""The blobs of a tree, one after another. Small blobs come from local packs, all other blobs from git."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.prove.hashes import gitrun
from authguard.prove.hashes.packs import LARGEST, Packs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from authguard.prove.hashes.nar import Data


@dataclass(slots=True, eq=False)
class Large:
    """A blob in pieces. All pieces must be read before the next blob."""

    size: int
    chunks: Iterator[bytes]


class ObjectReader:
    """The blobs with some ids, in the order of the ids."""

    def __init__(self, env: gitrun.Environment, oids: list[bytes]) -> None:
        """Find the places of the blobs with these ids (hex).

        Raises:
            Refused: git cannot be started.
        """
        self._env = env
        self._packs = Packs(env["GIT_DIR"])
        self._git: gitrun.Blobs | None = None
        self._alone: gitrun.Blobs | None = None
        places = self._packs.find(oids)
        self._left = zip(oids, places, strict=True)
        elsewhere = [oid for oid, place in zip(oids, places, strict=True) if place is None]
        if elsewhere:
            self._git = gitrun.Blobs(env, elsewhere)

    def next(self) -> Data | Large:
        """Return the next blob.

        Raises:
            Incomplete: the blob is not in the git directory.
            Failed: git could not read it.
        """
        oid, place = next(self._left)
        if place is None:
            assert self._git is not None  # noqa: S101 - for the type checker
            return _from(self._git)
        pack, offset = place
        data = pack.read(offset)
        return self._from_git(oid) if data is None else data

    def _from_git(self, oid: bytes) -> Data | Large:
        """Read a blob by git, for a blob that is large, in no pack, or perhaps damaged."""
        if self._alone is not None:
            self._alone.__exit__()
        self._alone = gitrun.Blobs(self._env, [oid])
        return _from(self._alone)

    def __enter__(self) -> Self:
        """Return the object itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the packs and end every git."""
        self._packs.__exit__()
        for blobs in (self._git, self._alone):
            if blobs is not None:
                blobs.__exit__()


def _from(blobs: gitrun.Blobs) -> Data | Large:
    size = blobs.next()
    return blobs.take(size) if size <= LARGEST else Large(size, blobs.chunks(size))


def read_all(env: gitrun.Environment, oids: list[bytes], largest: int) -> list[Data | None]:
    """Return the contents of some blobs; None for blobs above `largest` bytes.

    Raises:
        Incomplete: a blob is not in the git directory.
        Failed: git could not read a blob.
    """
    found: list[Data | None] = []
    with ObjectReader(env, oids) as objects:
        for _ in oids:
            content = objects.next()
            if isinstance(content, Large):
                for _chunk in content.chunks:
                    pass
            found.append(None if isinstance(content, Large) or len(content) > largest else content)
    return found
