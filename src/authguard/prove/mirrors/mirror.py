"""One mirrored repository: the commit of a revision, its files, and all of its content for hashing.

A question is answered from the mirror or, if objects are missing, after one fetch of these objects, under a lock that
only one process holds. A process that waited for the lock then finds the answer in the mirror.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from authguard.prove.mirrors import revisions
from authguard.prove.mirrors.failures import Damaged, NoCache, NoSuchRevision, OutOfTime, Withheld
from authguard.prove.mirrors.known import Known, is_since
from authguard.prove.mirrors.links import followed
from authguard.prove.mirrors.obtaining import Obtaining
from authguard.prove.mirrors.repository import COMPLETE, TREES, MirrorRepository
from authguard.prove.mirrors.requester import Requester

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from filelock import BaseFileLock

    from authguard.prove.mirrors.address import Address
    from authguard.prove.mirrors.limits import Limits
    from authguard.prove.mirrors.pauses import Pauses
    from authguard.prove.mirrors.policy import Policy
    from authguard.prove.mirrors.reading import MirrorEntry
    from authguard.prove.mirrors.run import MirrorGit

    T = TypeVar("T")
    P = TypeVar("P", str, bytes)


_AGAIN = (True, True, False)
"""Whether to try again after damage. Both repositories may be damaged, and each new fetch repairs one repository."""


class Mirror:
    """The mirror of one url. A method may raise Unanswered if it needs the network and the network fails."""

    def __init__(
        self,
        url: str,
        address: Address,
        home: str,
        *,
        policy: Policy,
        limits: Limits,
        pauses: Pauses,
        git: MirrorGit,
        grown: Callable[[], None],
    ) -> None:
        """Store the parts. `home` is the mirror's directory, `grown` is called after a fetch."""
        self.shown = address.shown
        self.home = home
        self._limits = limits
        self._grown = grown
        self._known = Known(os.path.join(home, "known.json"))
        self._trees = MirrorRepository(os.path.join(home, TREES), TREES, git)
        self._complete = MirrorRepository(os.path.join(home, COMPLETE), COMPLETE, git)
        self._obtaining = Obtaining(
            self.shown,
            self._trees,
            self._complete,
            known=self._known,
            requester=Requester(url, policy, limits, pauses, self._known),
            limits=limits,
            locked=self._locked,
        )
        self._lock: BaseFileLock | None = None
        self._listings: dict[str, dict[bytes, MirrorEntry]] = {}

    @property
    def is_here(self) -> bool:
        """Whether anything was ever fetched."""
        return os.path.isdir(self.home)

    def tags(self, fresh: bool = False) -> dict[str, str]:
        """All tags by name, with their oids (for an annotated tag, the oid of the target).

        Args:
            fresh: ask the server, even if another process asked a moment ago.
        """
        names = self._names(time.time() if fresh else time.time() - self._limits.remember)
        start = revisions.TAGS
        return {ref.removeprefix(start): oids[1] for ref, oids in names.items() if ref.startswith(start)}

    def commit(self, rev: str, fresh: bool = False) -> str:
        """The commit of a revision: a full object id, `refs/…`, HEAD, a tag or, if there is no such tag, a branch.

        The commit is fetched without its files. The known commit of a tag is used for ever, the known commit of a
        branch for a moment.

        Args:
            rev: the revision.
            fresh: ask for the present commit of the ref, even if an earlier commit is known.

        Raises:
            NoSuchRevision: the repository does not have the revision.
            NotAllowed: the revision has a forbidden form.
            NotACommit: the revision is a tree or a file.
            Unanswered: the repository may not be asked, or does not answer.
        """
        oid = revisions.as_oid(rev)
        if oid is not None:
            return self._obtaining.here(oid) or self._locked(
                lambda: self._obtaining.here(oid) or self._obtaining.obtain(oid)
            )
        refs = revisions.candidates(rev)
        since = time.time() if fresh else None
        found = self._obtaining.remembered(refs, since) or (
            refs and self._locked(lambda: self._obtaining.requested(refs, since))
        )
        if found:
            return found
        names = self._names(time.time() - self._limits.remember)
        if revisions.is_abbreviated(rev):
            return self._completed(rev, names)
        raise NoSuchRevision(rev, revisions.nearest_to(rev, names), self.shown)

    def listing(self, commit: str) -> dict[bytes, MirrorEntry]:
        """Every file, link and submodule of a commit, by its path.

        Raises:
            NoSuchRevision: the repository does not have the commit.
            Unanswered: the repository may not be asked, or does not answer.
        """
        if commit not in self._listings:
            self._listings[commit] = self._reading(commit, lambda one: one.reading().listing(commit))
        return self._listings[commit]

    def read(self, commit: str, paths: Iterable[P]) -> dict[P, bytes | None]:
        """The content of files of a commit; None if there is no file.

        One fetch gets all missing files, and links are followed.

        Raises:
            NoSuchRevision: the repository does not have the commit.
            Unanswered: nobody may or can answer.
        """
        listing = self.listing(commit)
        raw = {
            path: path if isinstance(path, bytes) else path.encode("utf-8", "surrogateescape")
            for path in paths
        }
        contents: dict[str, bytes] = {}
        while True:  # once, and again for each link to another link
            entries = {path: followed(listing, each, contents) for path, each in raw.items()}
            wanted = {entry.oid for entry in entries.values() if entry is not None} - contents.keys()
            if not wanted:
                return {
                    path: None if entry is None else contents[entry.oid] for path, entry in entries.items()
                }
            contents.update(self._contents(commit, list(wanted)))

    def complete(self, commit: str, anew: bool = False) -> str:
        """A git directory with every object of a commit.

        Args:
            commit: the full id of the commit.
            anew: fetch the commit again, since a reader found damaged objects.

        Raises:
            NoSuchRevision: the repository does not have the commit.
            Unanswered: nobody may or can answer.
        """
        if anew and (damaged := self._obtaining.complete_in(commit)) is not None:
            self._locked(damaged.drop)
        found = self._obtaining.complete_in(commit) or self._locked(
            lambda: self._obtaining.complete_in(commit) or self._obtaining.obtained_in(self._complete, commit)
        )
        found.touch()
        return found.path

    def _contents(self, commit: str, wanted: list[str]) -> dict[str, bytes]:
        """Blobs of a commit."""
        for again in _AGAIN:
            for fetch in (True, False):
                found = self._reading(commit, lambda one: one.reading().blobs(wanted))
                if len(found) == len(wanted):
                    return found
                if fetch:
                    self._locked(lambda: self._obtaining.fetch_blobs(commit, wanted))
            if again:  # git says that it has an object that pygit2 cannot read: the mirror is damaged
                self._locked(self._repository_of(commit).drop)
        raise Damaged(f"{self.shown} does not have all files of its commit {commit}")

    def _reading(self, commit: str, action: Callable[[MirrorRepository], T]) -> T:
        """Read from the repository that has the commit. Damaged objects are fetched again."""
        for again in _AGAIN:
            repository = self._repository_of(commit)
            try:
                return action(repository)
            except Damaged:
                self._locked(repository.drop)
                if not again:
                    raise
        raise AssertionError

    def _repository_of(self, commit: str) -> MirrorRepository:
        """The repository that has a commit, preferably the repository that has its files too."""
        found = self._obtaining.complete_in(commit)
        if found is None:
            self.commit(commit)
            found = self._obtaining.complete_in(commit)
        return found or self._trees

    def _completed(self, rev: str, names: dict[str, tuple[str, str]]) -> str:
        """The commit with an abbreviated id, if a tag or branch points at it.

        Raises:
            Withheld: no tag or branch points at it, and other commits cannot be requested by a part of their id.
        """
        meant = {oids[1] for oids in names.values() if oids[1].startswith(rev.lower())}
        if len(meant) == 1:
            return self.commit(meant.pop())
        raise Withheld(
            f"{self.shown} cannot be asked for {rev}, which is not a tag or branch, but an abbreviated commit id"
        )

    def _names(self, since: float) -> dict[str, tuple[str, str]]:
        """All tags and branches as they were at `since` or later."""
        if is_since(self._known.listed, since):
            return self._known.names
        return self._locked(
            lambda: self._known.names if is_since(self._known.listed, since) else self._obtaining.list_names()
        )

    def _locked(self, action: Callable[[], T]) -> T:
        """Call a function while no other process writes to this mirror."""
        if self._lock is not None and self._lock.is_locked:
            return action()
        with self._held():
            self._known.load()
            return action()

    @contextmanager
    def _held(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        if self._lock is None:
            self._lock = FileLock(f"{self.home}.lock")
        lock, seconds = self._lock, self._limits.left()
        try:
            os.makedirs(os.path.dirname(self.home), mode=0o700, exist_ok=True)
            lock.acquire(timeout=seconds)
        except Timeout:
            raise OutOfTime(
                f"another process has been fetching from {self.shown} for {seconds:.0f} s"
            ) from None
        except OSError as error:
            raise NoCache(f"the mirror of {self.shown} cannot be written: {error.strerror}") from error
        try:
            yield
        finally:
            lock.release()
            self._grown()
