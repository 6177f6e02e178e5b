"""The blobs of a tree, one after another. Small blobs come from local packs, all other blobs from git."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.prove.hashes import gitrun
from authguard.prove.hashes.limits import Incomplete, Uncomputable
from authguard.prove.hashes.packs import LARGEST, Packs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from authguard.prove.hashes.nar import Data


MOST_READ = 64 << 20
"""The most bytes of all files together that decide the content of other files, such as .gitattributes."""


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
        """Close the packs and end every process of git."""
        self._packs.__exit__()
        for blobs in (self._git, self._alone):
            if blobs is not None:
                blobs.__exit__()


def _from(blobs: gitrun.Blobs) -> Data | Large:
    size = blobs.next()
    return blobs.take(size) if size <= LARGEST else Large(size, blobs.chunks(size))


def read_all(
    env: gitrun.Environment, oids: list[bytes], largest: int, most: int = MOST_READ
) -> list[Data | None]:
    """Return the contents of some blobs; None for blobs above `largest` bytes. Each different blob is read once.

    Raises:
        Uncomputable: the blobs have together more than `most` bytes.
        Incomplete: a blob is not in the git directory.
        Failed: git could not read a blob.
    """
    distinct = list(dict.fromkeys(oids))
    sizes = sizes_of(env, distinct)
    wanted = [oid for oid in distinct if sizes[oid] <= min(largest, LARGEST)]
    if sum(sizes[oid] for oid in wanted) > most:
        raise Uncomputable(f"the files that decide its content have more than {most >> 20} MiB")
    found: dict[bytes, Data | None] = {}
    with ObjectReader(env, wanted) as objects:
        for oid in wanted:
            content = objects.next()
            found[oid] = None if isinstance(content, Large) else content
    return [found.get(oid) for oid in oids]


def sizes_of(env: gitrun.Environment, oids: Iterable[bytes]) -> dict[bytes, int]:
    """Return the number of bytes of each object.

    Raises:
        Incomplete: an object is not in the git directory.
        Failed: git could not read an object.
    """
    distinct = list(dict.fromkeys(oids))
    if not distinct:
        return {}
    listed = b"\n".join([*distinct, b""])
    lines = gitrun.run(env, "cat-file", "--batch-check=%(objectsize)", "--buffer", stdin=listed).splitlines()
    found = {}
    for oid, line in zip(distinct, lines, strict=True):
        if not line.isdigit():
            name = oid.decode("ascii", "replace")
            raise Incomplete(name, f"the object {name} is missing in the mirror")
        found[oid] = int(line)
    return found
