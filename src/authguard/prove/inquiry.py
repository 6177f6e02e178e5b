"""Evidence from outside the repository: earlier proofs, and the answers of mirrors.

Each question is asked only when a rule needs the answer, at most once, and not after the time limit. If a question
has no answer, no verdict changes, and the reason is reported once for each repository.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.errors import AuthguardError
from authguard.prove import recipes
from authguard.prove.upstream import UpstreamTree, compare_upstream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from authguard.locks.comparing import LockAnswer
    from authguard.outputs.model import FixedOutput
    from authguard.prove.mirrors import Mirror, Mirrors
    from authguard.prove.proofs import Proof, Proofs


@dataclass(slots=True, eq=False)
class Missing:
    """A revision that its repository does not have, and the most similar tags."""

    url: str
    rev: str
    nearest: list[str]


@dataclass(slots=True, eq=False)
class Elsewhere:
    """A tag that is now another commit (``after``) than on the ``day`` of the proof (``before``)."""

    url: str
    rev: str
    before: str
    after: str
    day: str


@dataclass(slots=True, eq=False)
class Upstream:
    """The answer of a mirror about the lock of a dependency, with the two compared revisions."""

    answer: LockAnswer
    before: str
    after: str
    tree: MirrorTree

    @property
    def says(self) -> str:
        """The answer, including both revisions."""
        if self.before == self.after:
            return f"{self.answer.lock} of {self.after} is unchanged"
        between = f"{self.before} and {self.after}"
        if self.answer.says.startswith(f"{self.answer.lock} differs"):
            return self.answer.says.replace(" differs", f" differs between {between}", 1)
        if self.answer.says == f"{self.answer.lock} is the same":
            return f"{self.answer.lock} is identical in {between}"
        return f"between {between}: {self.answer.says}"


class MirrorTree(UpstreamTree):
    """A commit in a mirror."""

    def __init__(self, mirror: Mirror, commit: str) -> None:
        """Store both. The listing is read on first use."""
        self.mirror = mirror
        self.commit = commit
        self._paths: dict[str, str] | None = None

    def paths(self) -> Mapping[str, str]:
        """Return the blob of every path."""
        if self._paths is None:
            self._paths = {
                path.decode("utf-8", "surrogateescape"): entry.oid
                for path, entry in self.mirror.listing(self.commit).items()
                if entry.kind == "blob"
            }
        return self._paths

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the content of those paths that exist."""
        here = self.paths()
        wanted = [path for path in dict.fromkeys(paths) if path in here]
        return {
            path: data for path, data in self.mirror.read(self.commit, wanted).items() if data is not None
        }


class Inquiry:
    """The questions of one run.

    ``unanswered`` has the reason for each repository that did not answer, even for forbidden ones.
    """

    def __init__(
        self,
        proofs: Proofs,
        mirrors: Callable[[], Mirrors],
        fresh: bool = False,
        offline: bool = False,
        allowed: Callable[[str], list[str] | None] = lambda _: None,
        anew: bool = False,
    ) -> None:
        """Store the arguments.

        Args:
            proofs: the earlier proofs.
            mirrors: makes the mirrors when the first mirror is needed.
            fresh: ask for tags again even if a mirror has an answer.
            allowed: raises an AuthguardError for the url of a file that must not be downloaded.
            offline: only existing mirrors are read, and no mirror is made.
            anew: ask again for the commit of a tag; otherwise the known commit is used.
        """
        self._offline = offline
        self.allowed = allowed
        self.proofs = proofs
        self._make = mirrors
        self._mirrors: Mirrors | None = None
        self._fresh = fresh
        self._anew = fresh or anew
        self._commits: dict[tuple[str, str, bool], str | Missing | None] = {}
        self._trees: dict[tuple[str, str], MirrorTree] = {}
        self.unanswered: dict[str, AuthguardError] = {}

    def proved(self, each: FixedOutput) -> Proof | None:
        """Return the proof of this same pair, if there is one."""
        return self.proofs.of(each)

    def revision(self, each: FixedOutput) -> Missing | Elsewhere | None:
        """Return the problem with the revision of a source in git; None if there is no problem, or no answer."""
        where = recipes.repository(each)
        if where is None:
            return None
        found = self.commit(*where, fresh=self._anew)
        if isinstance(found, Missing):
            return found
        before = self.proofs.commit_of(*where)
        if found is None or before is None or before[0] == found:
            return None
        return Elsewhere(*where, before[0], found, before[1])

    def lock(
        self,
        kind: str,
        root: str,
        before: FixedOutput,
        after: FixedOutput,
        options: Mapping[str, object],
    ) -> Upstream | None:
        """Compare the locks of two sources in git; None without two locks to compare, and without an answer."""
        old, new = recipes.repository(before), recipes.repository(after)
        if old is None or new is None:
            return None
        trees = [self._tree(*where) for where in (old, new)]
        if trees[0] is None or trees[1] is None:
            return None
        try:
            answer = compare_upstream(kind, root, trees[0], trees[1], options)
        except AuthguardError as error:
            self.unanswered.setdefault(new[0], error)
            return None
        short = [rev.removeprefix("refs/tags/") for _, rev in (old, new)]
        return Upstream(answer, _short(short[0]), _short(short[1]), trees[1])

    def tree(self, source: FixedOutput) -> MirrorTree | None:
        """Return the commit of a source in its mirror; None for an unknown commit."""
        where = recipes.repository(source)
        return self._tree(*where) if where is not None else None

    def commit(self, url: str, rev: str, fresh: bool = False) -> str | Missing | None:
        """Return the commit of a revision; None for an unknown commit. ``fresh``: ask even if a mirror has a commit."""
        key = (url, rev, fresh or self._fresh)
        if key not in self._commits:
            self._commits[key] = self._request(*key)
        return self._commits[key]

    def mirror(self, url: str) -> Mirror:
        """Return the mirror of a repository.

        Raises:
            AuthguardError: the repository must not be asked.
        """
        if self._mirrors is None:
            self._mirrors = self._make()
        return self._mirrors.at(url)

    def seconds_left(self) -> float:
        """Return the number of seconds that a new question may take."""
        if self._mirrors is None:
            self._mirrors = self._make()
        return self._mirrors.left()

    def stop(self, patience: float) -> None:
        """Ask no more questions. End the git of open questions, and wait at most ``patience`` seconds for it."""
        if self._mirrors is not None:
            self._mirrors.stop(patience)

    def close(self) -> None:
        """Close the proofs."""
        self.proofs.close()

    def _request(self, url: str, rev: str, fresh: bool) -> str | Missing | None:
        from authguard.prove.mirrors import NoSuchRevision, NotAllowed

        if url in self.unanswered:
            return None
        try:
            mirror = self.mirror(url)
            if self._offline and not mirror.is_here:
                raise NotAllowed(f"{mirror.shown} is not asked: the network is off")
            return mirror.commit(rev, fresh=fresh)
        except NoSuchRevision as error:
            return Missing(url, rev, [name.removeprefix("refs/tags/") for name in error.nearest])
        except AuthguardError as error:
            self.unanswered[url] = error
            return None

    def _tree(self, url: str, rev: str) -> MirrorTree | None:
        found = self.commit(url, rev)
        if not isinstance(found, str):
            return None
        key = (url, found)
        if key not in self._trees:
            self._trees[key] = MirrorTree(self.mirror(url), found)
        return self._trees[key]


def _short(rev: str) -> str:
    from authguard.outputs.urls import is_full_id

    return rev[:12] if is_full_id(rev) else rev
