"""How a mirror gets a revision: from its objects and records or, for a missing revision, by a fetch.

The process that fetches holds the mirror's lock. Some servers refuse filters, refuse commits by their ids, or serve
only plain files. In these cases all files, a ref that points to the commit, or the full history is fetched.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from authguard.prove.mirrors import revisions
from authguard.prove.mirrors.failures import Damaged, NoCache, NoRepository, NoSuchRevision, Withheld
from authguard.prove.mirrors.git_refusal import GitRefusal
from authguard.prove.mirrors.known import is_since

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.prove.mirrors.known import Known
    from authguard.prove.mirrors.limits import Limits
    from authguard.prove.mirrors.repository import Fetched, MirrorRepository
    from authguard.prove.mirrors.requester import Requester

_POINTERS = 3
"""At most this many refs that point to a commit are tried if the server does not send the commit by its id."""


class Obtaining:
    """Obtains revisions of one url into its two repositories."""

    __slots__ = ("_full", "_known", "_limits", "_locked", "_requester", "_shown", "_trees")

    def __init__(
        self,
        shown: str,
        trees: MirrorRepository,
        full: MirrorRepository,
        *,
        known: Known,
        requester: Requester,
        limits: Limits,
        locked: Callable[[Callable[[], None]], None],
    ) -> None:
        """Store the url for messages, both repositories, and `locked`, which calls a function under the lock."""
        self._shown = shown
        self._trees = trees
        self._full = full
        self._known = known
        self._requester = requester
        self._limits = limits
        self._locked = locked

    def here(self, oid: str) -> str | None:
        """The commit of an object, if one of the repositories has it."""
        found = self._in(self._trees, oid)
        if found is None and (found := self._in(self._full, oid)) is not None:
            return found if self._full.is_complete(found) else None
        return found

    def complete_in(self, commit: str) -> MirrorRepository | None:
        """The repository that has a commit with all its files; None if no repository has them."""
        for repository in (self._full, self._trees):
            if repository.is_complete(commit) and self._in(repository, commit) == commit:
                return repository
        return None

    def remembered(self, refs: list[str], since: float | None) -> str | None:
        """Return the known commit of one of the refs, if the server was asked at or after ``since``; otherwise None.

        Without ``since``, the commit of a tag is used for ever, and the commit of a branch for a short time.
        """
        for ref in refs:
            if ref not in self._known.refs:
                continue
            oid, commit, at = self._known.refs[ref]
            if since is None:
                counts = ref.startswith(revisions.TAGS) or is_since(at, time.time() - self._limits.remember)
            else:
                counts = is_since(at, since)
            if counts and self.here(oid) == commit:
                return commit
        return None

    def requested(self, refs: list[str], since: float | None) -> str | None:
        """Fetch the first of the refs that exists. Returns its commit; None if no ref exists."""
        found = self.remembered(refs, since)
        if found is not None:
            return found
        recent = time.time() - self._limits.remember if since is None else since
        names = self._known.names if is_since(self._known.listed, recent) else None
        for ref in refs:
            listed = ref.startswith((revisions.TAGS, revisions.HEADS))
            if listed and names is not None and ref not in names:
                continue
            try:
                return self._take(self._trees, ref)
            except GitRefusal as refusal:
                if refusal.kind != "no-ref":
                    raise _withheld(self._shown, refusal) from None
                self._known.refs.pop(ref, None)
                if listed and names is None:
                    names = self.list_names()
        return None

    def obtain(self, oid: str, repository: MirrorRepository | None = None) -> str:
        """Fetch an object by its full id, or by a tag or branch that points to it. Returns the commit of the object.

        Raises:
            NoSuchRevision: the repository does not have the object.
            Withheld: the repository may have it, but does not send it.
        """
        into = repository or self._trees
        if not self._trees.is_there and not self._full.is_there:
            self._known.object_format = "sha256" if len(oid) == 64 else "sha1"
        try:
            return self._take(into, oid)
        except GitRefusal as refusal:
            if refusal.kind == "no-shallow":
                return self._take_everything(oid)
            pointers = [ref for ref, oids in self.list_names().items() if oid in oids]
            for ref in pointers[:_POINTERS]:
                try:
                    found = self._take(into, ref)
                except GitRefusal:
                    continue
                if oid in (found, self._known.refs[ref][0]):
                    return found
            if refusal.kind in ("not-ours", "no-ref") and not pointers:
                raise NoSuchRevision(oid, [], self._shown) from None
            raise _withheld(self._shown, refusal) from None

    def obtained_in(self, repository: MirrorRepository, commit: str) -> MirrorRepository:
        """Fetch a commit with all its files into a repository. Returns the repository that now has the commit."""
        self.obtain(commit, repository)
        return self.complete_in(commit) or repository

    def fetch_blobs(self, commit: str, wanted: list[str]) -> None:
        """Fetch the missing blobs among some of a commit, or the whole commit if the server sends no single blobs."""
        trees = self._trees
        if self.complete_in(commit) or not (missing := trees.reading().missing(wanted)):
            return
        try:
            self._requester.request(trees, lambda address: trees.fetch_blobs(address, missing))
        except GitRefusal:
            self.obtain(commit, self._full)

    def list_names(self) -> dict[str, tuple[str, str]]:
        """Ask for every tag and branch, and remember them.

        Raises:
            NoRepository: there is no tag or branch. A login page looks to git like such a repository.
        """
        requested = time.time()
        names = self._requester.request(self._trees, self._trees.names)
        if not names:
            raise NoRepository(f"{self._shown} lists no branch and no tag")
        self._known.names = names
        self._known.listed = requested
        self._save()
        return self._known.names

    def _take(self, repository: MirrorRepository, wanted: str) -> str:
        """Fetch a ref or an object. Returns the commit of the ref or object.

        Raises:
            GitRefusal: the server does not have it, or does not send it.
        """
        if repository is self._trees and not self._known.filters:
            repository = self._full  # the server sends the files anyway, and hashing will find them
        requested = time.time()
        repository, fetched = self._fetched(repository, wanted)
        commit = self._in(repository, fetched.oid)
        if commit is None:
            # Git says that it has an object that pygit2 cannot read, and does not request it: the mirror is damaged.
            repository.drop()
            repository, fetched = self._fetched(repository, wanted)
            commit = repository.commit(fetched.oid)
        if commit is None:
            raise Damaged(f"{self._shown} did not send all of {wanted}")
        if fetched.has_files:
            self._complete(repository, commit)
            self._known.filters = repository is not self._trees and self._known.filters
        if not revisions.as_oid(wanted):
            self._known.refs[wanted] = (fetched.oid, commit, requested)
        self._save()
        return commit

    def _fetched(self, repository: MirrorRepository, wanted: str) -> tuple[MirrorRepository, Fetched]:
        """Fetch into a repository, or into the complete repository if the server can send only all objects.

        Raises:
            GitRefusal: the server does not have it, or does not send it.
        """
        try:
            return repository, self._requester.request(
                repository, lambda address: repository.fetch(address, wanted)
            )
        except GitRefusal as refusal:
            if refusal.kind != "no-shallow" or revisions.as_oid(wanted):
                raise
        full = self._full
        return full, self._requester.request(full, lambda address: full.fetch(address, wanted, shallow=False))

    def _take_everything(self, oid: str) -> str:
        """Fetch the history of all tags and branches, since this server cannot send a part."""
        self._requester.request(self._full, self._full.fetch_all)
        commit = self._full.commit(oid)
        if commit is None:
            self.list_names()
            raise NoSuchRevision(oid, [], self._shown)
        self._complete(self._full, commit)
        return commit

    def _in(self, repository: MirrorRepository, oid: str) -> str | None:
        """The commit of an object in one of the repositories. A damaged repository is removed, and has no commit."""
        try:
            return repository.commit(oid)
        except Damaged:
            self._locked(repository.drop)
            return None

    def _complete(self, repository: MirrorRepository, commit: str) -> None:
        self._written(lambda: repository.complete(commit))

    def _save(self) -> None:
        self._written(self._known.save)

    def _written(self, action: Callable[[], None]) -> None:
        try:
            action()
        except OSError as error:
            raise NoCache(f"the mirror of {self._shown} cannot be written: {error.strerror}") from error


def _withheld(shown: str, refusal: GitRefusal) -> Withheld:
    return Withheld(f"{shown} does not send that commit: {refusal.line}")
