"""One mirrored repository: which commit a revision is, what is in it, and all of it for whoever hashes.

Every question is answered from what is here, and else by one fetch of what is missing, under a lock that only one
process holds; whoever waited for it finds the answer.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager

from authguard.evidence.mirrors import revisions
from authguard.evidence.mirrors.asking import Asking
from authguard.evidence.mirrors.failures import Damaged, NoCache, NoSuchRevision, OutOfTime, Withheld
from authguard.evidence.mirrors.known import Known
from authguard.evidence.mirrors.links import followed
from authguard.evidence.mirrors.repository import TREES, WHOLE, Fetched, Repository
from authguard.evidence.mirrors.said import GitSaid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from filelock import BaseFileLock

    from authguard.evidence.mirrors.address import Address
    from authguard.evidence.mirrors.limits import Limits
    from authguard.evidence.mirrors.pauses import Pauses
    from authguard.evidence.mirrors.policy import Policy
    from authguard.evidence.mirrors.reading import Entry
    from authguard.evidence.mirrors.run import Git

    T = TypeVar("T")
    P = TypeVar("P", str, bytes)

_POINTERS = 3
"""So many refs that point at a commit are tried where the commit itself is not handed out."""


class Mirror:
    """The mirror of one url. Every method may raise Unanswered where the network would be needed and fails."""

    def __init__(
        self,
        url: str,
        address: Address,
        home: str,
        *,
        policy: Policy,
        limits: Limits,
        pauses: Pauses,
        git: Git,
        grown: Callable[[], None],
    ) -> None:
        """Take what the store decides: `home` is the mirror's directory, `grown` is called after a fetch."""
        self.shown = address.shown
        self.home = home
        self._limits = limits
        self._grown = grown
        self._known = Known(os.path.join(home, "known.json"))
        self._asking = Asking(url, policy, limits, pauses, self._known)
        self._trees = Repository(os.path.join(home, TREES), TREES, git)
        self._whole = Repository(os.path.join(home, WHOLE), WHOLE, git)
        self._lock: BaseFileLock | None = None
        self._listings: dict[str, dict[bytes, Entry]] = {}

    @property
    def is_here(self) -> bool:
        """Whether anything of it was ever fetched."""
        return os.path.isdir(self.home)

    def tags(self, fresh: bool = False) -> dict[str, str]:
        """Every tag by its name, with the oid that it is of (an annotated tag's target).

        Args:
            fresh: ask, although somebody asked a moment ago.
        """
        names = self._names(time.time() if fresh else time.time() - self._limits.remember)
        start = revisions.TAGS
        return {ref.removeprefix(start): oids[1] for ref, oids in names.items() if ref.startswith(start)}

    def commit(self, rev: str, fresh: bool = False) -> str:
        """The commit that a revision is: a whole object name, `refs/…`, HEAD, a tag, or else a branch.

        It is fetched without its files. A tag that is known counts for good, a branch for a moment.

        Args:
            rev: the revision.
            fresh: ask where the ref points now, although it is known where it pointed.

        Raises:
            NoSuchRevision: the repository does not have it.
            NotAllowed: it is of no form that is ever asked for.
            NotACommit: it is a tree or a file.
            Unanswered: nobody may or can answer.
        """
        oid = revisions.as_oid(rev)
        if oid is not None:
            return self._here(oid) or self._locked(lambda: self._here(oid) or self._obtain(oid))
        refs = revisions.candidates(rev)
        since = time.time() if fresh else None
        found = self._remembered(refs, since) or (refs and self._locked(lambda: self._asked(refs, since)))
        if found:
            return found
        names = self._names(time.time() - self._limits.remember)
        if revisions.is_abbreviated(rev):
            return self._completed(rev, names)
        raise NoSuchRevision(rev, revisions.nearest_to(rev, names), self.shown)

    def listing(self, commit: str) -> dict[bytes, Entry]:
        """Every file, link and submodule of a commit, by its path.

        Raises:
            NoSuchRevision: the repository does not have the commit.
            Unanswered: nobody may or can answer.
        """
        if commit not in self._listings:
            self._listings[commit] = self._reading(commit, lambda one: one.reading().listing(commit))
        return self._listings[commit]

    def read(self, commit: str, paths: Iterable[P]) -> dict[P, bytes | None]:
        """The content of files of a commit, all that is missing by one fetch; links are followed.

        None for what is no file there.

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
        while True:  # once, and once more for each link that leads to a link
            entries = {path: followed(listing, each, contents) for path, each in raw.items()}
            wanted = {entry.oid for entry in entries.values() if entry is not None} - contents.keys()
            if not wanted:
                return {
                    path: None if entry is None else contents[entry.oid] for path, entry in entries.items()
                }
            contents.update(self._contents(commit, list(wanted)))

    def whole(self, commit: str, anew: bool = False) -> str:
        """A git directory that has every object of a commit.

        Args:
            commit: its whole name.
            anew: fetch it although it is here: whoever read it found it damaged.

        Raises:
            NoSuchRevision: the repository does not have the commit.
            Unanswered: nobody may or can answer.
        """
        if anew and (damaged := self._complete_in(commit)) is not None:
            self._locked(damaged.drop)
        found = self._complete_in(commit) or self._locked(
            lambda: self._complete_in(commit) or self._obtained_in(self._whole, commit)
        )
        found.touch()
        return found.path

    def _contents(self, commit: str, wanted: list[str]) -> dict[str, bytes]:
        """Blobs of a commit."""
        for again in (True, False):
            for fetch in (True, False):
                found = self._reading(commit, lambda one: one.reading().blobs(wanted))
                if len(found) == len(wanted):
                    return found
                if fetch:
                    self._locked(lambda: self._fetch_blobs(commit, wanted))
            if again:  # git takes for here what pygit2 cannot read: this is damage
                self._locked(self._repository_of(commit).drop)
        raise Damaged(f"{self.shown} does not have all files of its commit {commit}")

    def _fetch_blobs(self, commit: str, wanted: list[str]) -> None:
        trees = self._trees
        if self._complete_in(commit) or not (missing := trees.reading().missing(wanted)):
            return
        try:
            self._asking.ask(trees, lambda address: trees.fetch_blobs(address, missing))
        except GitSaid:
            self._obtain(commit, self._whole)

    def _reading(self, commit: str, action: Callable[[Repository], T]) -> T:
        """Read where the commit is; what turns out to be damaged is fetched anew, once."""
        for again in (True, False):
            repository = self._repository_of(commit)
            try:
                return action(repository)
            except Damaged:
                self._locked(repository.drop)
                if not again:
                    raise
        raise AssertionError

    def _repository_of(self, commit: str) -> Repository:
        """The repository that has a commit, with its files where one has those too."""
        found = self._complete_in(commit)
        if found is None:
            self.commit(commit)
            found = self._complete_in(commit)
        return found or self._trees

    def _complete_in(self, commit: str) -> Repository | None:
        """The repository that has a commit with all its files, if there is one."""
        for repository in (self._whole, self._trees):
            if repository.is_complete(commit) and self._in(repository, commit) == commit:
                return repository
        return None

    def _obtained_in(self, repository: Repository, commit: str) -> Repository:
        self._obtain(commit, repository)
        return self._complete_in(commit) or repository

    def _here(self, oid: str) -> str | None:
        """The commit that an object is, if one of our repositories has it."""
        found = self._in(self._trees, oid)
        if found is None and (found := self._in(self._whole, oid)) is not None:
            return found if self._whole.is_complete(found) else None
        return found

    def _in(self, repository: Repository, oid: str) -> str | None:
        try:
            return repository.commit(oid)
        except Damaged:
            self._locked(repository.drop)
            return None

    def _remembered(self, refs: list[str], since: float | None) -> str | None:
        """The commit that one of the refs was at, since a moment, or for as long as its kind of ref counts."""
        for ref in refs:
            if ref not in self._known.refs:
                continue
            oid, commit, at = self._known.refs[ref]
            if since is None:
                counts = ref.startswith(revisions.TAGS) or _since(at, time.time() - self._limits.remember)
            else:
                counts = _since(at, since)
            if counts and self._here(oid) == commit:
                return commit
        return None

    def _asked(self, refs: list[str], since: float | None) -> str | None:
        """Fetch the first of the refs that is there. Returns its commit, or None where none is there."""
        found = self._remembered(refs, since)
        if found is not None:
            return found
        recent = time.time() - self._limits.remember if since is None else since
        names = self._known.names if _since(self._known.listed, recent) else None
        for ref in refs:
            listed = ref.startswith((revisions.TAGS, revisions.HEADS))
            if listed and names is not None and ref not in names:
                continue
            try:
                return self._take(self._trees, ref)
            except GitSaid as said:
                if said.kind != "no-ref":
                    raise _withheld(self.shown, said) from None
                self._known.refs.pop(ref, None)
                if listed and names is None:
                    names = self._list()
        return None

    def _obtain(self, oid: str, repository: Repository | None = None) -> str:
        """Fetch an object by its whole name, or by a tag or branch that points at it. Returns its commit.

        Raises:
            NoSuchRevision: the repository does not have it.
            Withheld: it has it perhaps, and does not hand it out.
        """
        into = repository or self._trees
        if not self._trees.is_there and not self._whole.is_there:
            self._known.object_format = "sha256" if len(oid) == 64 else "sha1"
        try:
            return self._take(into, oid)
        except GitSaid as said:
            if said.kind == "no-shallow":
                return self._take_everything(oid)
            pointers = [ref for ref, oids in self._list().items() if oid in oids]
            for ref in pointers[:_POINTERS]:
                try:
                    found = self._take(into, ref)
                except GitSaid:
                    continue
                if oid in (found, self._known.refs[ref][0]):
                    return found
            if said.kind in ("not-ours", "no-ref") and not pointers:
                raise NoSuchRevision(oid, [], self.shown) from None
            raise _withheld(self.shown, said) from None

    def _take(self, repository: Repository, wanted: str) -> str:
        """Fetch a ref or an object. Returns the commit that it is.

        Raises:
            GitSaid: the server does not have it, or does not hand it out.
        """
        if repository is self._trees and not self._known.filters:
            repository = self._whole  # the files come anyway, and there they count for whoever hashes
        asked = time.time()
        repository, fetched = self._fetched(repository, wanted)
        commit = self._in(repository, fetched.oid)
        if (
            commit is None
        ):  # git takes for here, and does not ask for, what pygit2 cannot read: this is damage
            repository.drop()
            repository, fetched = self._fetched(repository, wanted)
            commit = repository.commit(fetched.oid)
        if commit is None:
            raise Damaged(f"{self.shown} did not send all of {wanted}")
        if fetched.has_files:
            self._complete(repository, commit)
            self._known.filters = repository is not self._trees and self._known.filters
        if not revisions.as_oid(wanted):
            self._known.refs[wanted] = (fetched.oid, commit, asked)
        self._save()
        return commit

    def _fetched(self, repository: Repository, wanted: str) -> tuple[Repository, Fetched]:
        """Fetch into a repository, or into the whole one where nothing but all of it can be had.

        Raises:
            GitSaid: the server does not have it, or does not hand it out.
        """
        try:
            return repository, self._asking.ask(repository, lambda address: repository.fetch(address, wanted))
        except GitSaid as said:
            if said.kind != "no-shallow" or revisions.as_oid(wanted):
                raise
        whole = self._whole
        return whole, self._asking.ask(whole, lambda address: whole.fetch(address, wanted, shallow=False))

    def _completed(self, rev: str, names: dict[str, tuple[str, str]]) -> str:
        """The commit that an abbreviated object name is of, where a tag or branch points at it.

        Raises:
            Withheld: none does, and the rest cannot be asked for by a part of its name.
        """
        meant = {oids[1] for oids in names.values() if oids[1].startswith(rev.lower())}
        if len(meant) == 1:
            return self.commit(meant.pop())
        raise Withheld(
            f"{self.shown} cannot be asked for {rev}, which is no tag or branch, but part of a commit's name"
        )

    def _take_everything(self, oid: str) -> str:
        """Fetch the history of all tags and branches, since this server can give nothing less."""
        self._asking.ask(self._whole, self._whole.fetch_all)
        commit = self._whole.commit(oid)
        if commit is None:
            raise NoSuchRevision(oid, [], self.shown)
        self._complete(self._whole, commit)
        return commit

    def _names(self, since: float) -> dict[str, tuple[str, str]]:
        """Every tag and branch as it was at `since` or later."""
        if _since(self._known.listed, since):
            return self._known.names
        return self._locked(lambda: self._known.names if _since(self._known.listed, since) else self._list())

    def _list(self) -> dict[str, tuple[str, str]]:
        asked = time.time()
        self._known.names = self._asking.ask(self._trees, self._trees.names)
        self._known.listed = asked
        self._save()
        return self._known.names

    def _complete(self, repository: Repository, commit: str) -> None:
        self._written(lambda: repository.complete(commit))

    def _save(self) -> None:
        self._written(self._known.save)

    def _written(self, action: Callable[[], None]) -> None:
        try:
            action()
        except OSError as error:
            raise NoCache(f"the mirror of {self.shown} cannot be written: {error.strerror}") from error

    def _locked(self, action: Callable[[], T]) -> T:
        """Do something while nobody else writes to this mirror, with what they left."""
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
            raise OutOfTime(f"another process has been asking {self.shown} for {seconds:.0f} s") from None
        except OSError as error:
            raise NoCache(f"the mirror of {self.shown} cannot be written: {error.strerror}") from error
        try:
            yield
        finally:
            lock.release()
            self._grown()


def _since(at: float, moment: float) -> bool:
    """Whether something was at that moment or later, but not in a future that only a wrong clock knows."""
    return moment <= at <= time.time()


def _withheld(shown: str, said: GitSaid) -> Withheld:
    return Withheld(f"{shown} does not hand out that commit: {said.line}")
