"""The correct hash of a fixed output, by the cheapest certain way: an earlier proof, natively, by Nix.

Natively means from a mirror or over HTTP, by the fetcher's rules, but without Nix.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from authguard.errors import AuthguardError, Refused, Unreachable
from authguard.prove import recipes
from authguard.prove.inquiry import Elsewhere, Inquiry, Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from contextlib import ExitStack

    from authguard.digest import Digest
    from authguard.outputs.model import FixedOutput
    from authguard.prove.dependencies.answering import DependencyProver
    from authguard.prove.dependencies.trees import ArchiveSource, MirrorSource
    from authguard.prove.hashes.nar import TreeWriter
    from authguard.prove.mirrors import Mirror
    from authguard.prove.recipes import Recipe

    Generations = dict[str, int]
    """The times when mirrors were made, by their git directories."""

RIGHT, WRONG, MISSING, OPEN = "right", "wrong", "missing", "open"
"""RIGHT: proved right. WRONG: proved wrong, with the correct hash. MISSING: no such revision. OPEN: not proved."""

PROVING = "proving hashes"
"""The step to show while no output is named."""
STOPPING = "stopping"
"""The step to show after an interrupt."""

AT_ONCE = 4
"""At most this many sources are fetched at once. Most of the time is spent waiting."""

_PATIENCE = 5.0
"""An interrupt waits at most this many seconds for the git of running requests, longer than git needs to end."""


@dataclass(slots=True, eq=False)
class Answer:
    """The known facts about a fixed output's hash.

    verdict  RIGHT, WRONG, MISSING or OPEN.
    true     the correct digest, or None.
    computed the digest that was computed from the lock, if this digest is not a proof.
    how      "native", "nix", "builder", or "before" (proved in an earlier run).
    says     the steps, or the reason why there is no result: one clause.
    base     a revision before the commit that wrote the hash: its lock may prove the computed digest.
    moved    the tag is now another commit than at the proof of its hash.
    error    the failure that prevented an answer; None if the kind of the fixed output prevented an answer.
    is_built whether the expression that Nix builds uses the fixed output, and Nix can build for its platform.
    seconds  the duration.
    """

    each: FixedOutput
    verdict: str
    how: str
    says: str
    true: Digest | None = None
    computed: Digest | None = None
    base: str | None = None
    nearest: list[str] = field(default_factory=list)
    moved: Elsewhere | None = None
    error: AuthguardError | None = None
    is_built: bool = False
    seconds: float = 0.0


class Prover:
    """Proves hashes. Results are stored, so that each hash is proved once."""

    def __init__(
        self,
        inquiry: Inquiry,
        again: bool = False,
        insist: bool = False,
        dependencies: DependencyProver | None = None,
        doing: Callable[[str], None] = lambda _: None,
        is_limited: bool = False,
    ) -> None:
        """Store the sources of answers.

        Args:
            inquiry: the mirrors, and earlier proofs.
            again: repeat earlier proofs.
            insist: ask for the present commit of a tag even if its hash was proved today.
            dependencies: computes dependency hashes.
            doing: gets the name of an output that is being proved, whenever one begins or ends. Threads call it.
            is_limited: the downloads of sources end at the time limit of ``inquiry`` too.
        """
        self.is_limited = is_limited
        self.inquiry = inquiry
        self.dependencies = dependencies
        self.again = again
        self.insist = insist
        self._running = RunningProofs(doing)
        self._guard = Lock()
        self._locks: dict[str, Lock] = {}

    def natively(self, wanted: Sequence[FixedOutput]) -> Iterator[Answer]:
        """Yield an answer for each output; OPEN for an output that needs Nix.

        Answers of earlier runs come first, then new answers. Both groups are in the order of ``wanted``, so that two
        runs print the same lines.
        """
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(AT_ONCE)
        waiting: list[Future[Answer]] = []
        made: list[Answer] = []
        try:
            for each in wanted:
                known = None if self.again else self._before(each)
                if known is not None:
                    yield known
                else:
                    waiting.append(pool.submit(self._timed, each))
            for done in waiting:
                answer = done.result()
                if answer.how == "native":
                    answer.moved = self._elsewhere(answer.each)
                if answer.each.is_source:
                    self.keep(answer)
                else:
                    made.append(answer)
                yield answer
            for answer in made:
                if self._has_proved_sources(answer.each):
                    self.keep(answer)
        except BaseException:
            # A git process that fetches has its own session, so it notices neither an interrupt nor the end of
            # this process. A thread that downloads ends with this process.
            pool.shutdown(wait=False, cancel_futures=True)
            self._running.stop()
            if self.dependencies is not None:
                self.dependencies.stop()
            self.inquiry.stop(_PATIENCE)
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            if self.dependencies is not None:
                self.dependencies.stop()

    def _has_proved_sources(self, each: FixedOutput) -> bool:
        """Tell whether the sources of a hash are proved. If one of these is wrong, this pair will change too."""
        below = [output for one in each.inputs for output in one.outputs]
        return all(self.inquiry.proved(output) is not None for output in below)

    def keep(self, answer: Answer) -> None:
        """Remember the proof in an answer."""
        if answer.true is None or answer.how == "before":
            return
        where = recipes.repository(answer.each)
        commit = self.inquiry.commit(*where) if where is not None and answer.how == "native" else None
        if where is not None and isinstance(commit, str):
            self.inquiry.proofs.keep_commit(*where, commit)
        self.inquiry.proofs.keep(answer.each, answer.true.key(), answer.how)

    def _before(self, each: FixedOutput) -> Answer | None:
        """Return the answer of an earlier run. The commit of a tag is requested again each day, since it may move."""
        from authguard.prove.proofs import today

        proof = self.inquiry.proved(each)
        if proof is None:
            return None
        if (self.insist or proof.day != today()) and self.inquiry.revision(each) is not None:
            return None
        answer = Answer(each, RIGHT, "before", f"proved on {proof.day} ({proof.how})")
        answer.true = each.digest
        return answer

    def _timed(self, each: FixedOutput) -> Answer:
        begun = time.monotonic()
        with self._running.of(each):
            answer = self._native(each)
        answer.seconds = time.monotonic() - begun
        return answer

    def _native(self, each: FixedOutput) -> Answer:
        from authguard.prove.hashes import Uncomputable

        if self.dependencies is not None and self.dependencies.handles(each):
            return self.dependencies.answer(each, self)
        try:
            recipe = recipes.recipe(each)
            algorithm = algorithm_of(each)
            raw = (
                self._git(recipe, algorithm)
                if recipe.kind == recipes.GIT
                else self._web(recipe, each, algorithm)
            )
        except recipes.Unclear as error:
            return Answer(each, OPEN, "", str(error))
        except Uncomputable as error:
            return Answer(each, OPEN, "", error.reason)
        except _Gone as error:
            answer = Answer(each, MISSING, "native", str(error))
            answer.nearest = error.missing.nearest
            return answer
        except AuthguardError as error:
            answer = Answer(each, OPEN, "", str(error))
            answer.error = error
            return answer
        return decided(each, raw, algorithm, "native", "fetched afresh, without Nix")

    def _elsewhere(self, each: FixedOutput) -> Elsewhere | None:
        found = self.inquiry.revision(each)
        return found if isinstance(found, Elsewhere) else None

    def _git(self, recipe: Recipe, algorithm: str) -> bytes:
        """Return the digest of a commit's content. Damaged mirrors are fetched again, once.

        Raises:
            _Gone: there is no such revision.
            AuthguardError: the repository did not answer, or is damaged on the server.
        """
        from authguard.prove.hashes import Incomplete
        from authguard.prove.hashes.gitrun import GitFailed

        read: dict[str, int] = {}
        try:
            return self._hashed(recipe, algorithm, read, {})
        except (Incomplete, GitFailed):
            return self._hashed(recipe, algorithm, {}, read)

    def _hashed(self, recipe: Recipe, algorithm: str, read: Generations, damaged: Generations) -> bytes:
        """Hash a commit's content, add the paths to `read`, and fetch `damaged` objects again."""
        from authguard.prove.hashes import Selection, of_git

        def submodule(path: bytes, url: str, commit: str) -> tuple[str, str]:
            """Return (git directory, commit) of a submodule, which has its own mirror."""
            try:
                return self._obtained(url, commit, read, damaged)
            except _Gone:
                name = path.decode(errors="replace")
                raise Refused(f"the submodule {name} is {commit[:12]}, which {url} does not have") from None

        directory, commit = self._obtained(recipe.url, recipe.rev, read, damaged)
        return of_git(
            directory,
            commit,
            recipe.rules,
            selection=Selection(recipe.sparse, recipe.cone, recipe.root_dir),
            submodules=submodule if recipe.submodules else None,
            url=recipe.url,
            algorithm=algorithm,
        )

    def at_mirror(self, recipe: Recipe) -> MirrorSource:
        """Return the commit of a recipe in its mirror, so that its files can be read.

        Raises:
            Uncomputable: there is no such revision, or only a part of it is fetched.
            AuthguardError: the repository did not answer.
        """
        from authguard.prove.dependencies.trees import MirrorSource
        from authguard.prove.hashes import Uncomputable

        mirror, lock = self._mirror(recipe.url)
        with lock:
            commit = self.inquiry.commit(recipe.url, recipe.rev)
        if isinstance(commit, Missing):
            raise Uncomputable(f"{commit.url} has no {commit.rev.removeprefix('refs/tags/')}")
        if commit is None:
            raise self.inquiry.unanswered[recipe.url]
        return MirrorSource(mirror, lock, commit, recipe, lambda _, where, one: self._commit(where, one))

    def at_archive(self, recipe: Recipe, held: ExitStack) -> ArchiveSource:
        """Return the unpacked archive of a recipe; ``held`` keeps its temporary files.

        Raises:
            Uncomputable: the archive is not supported.
            AuthguardError: the archive could not be downloaded.
        """
        from authguard.prove.dependencies.trees import ArchiveSource
        from authguard.prove.hashes.archives import ArchiveLimits, ArchiveTree, unpack
        from authguard.prove.hashes.web import downloaded

        with self._guard:
            seconds = max(0.1, self.inquiry.seconds_left())
        file = held.enter_context(downloaded(recipe.url, self.inquiry.allowed, seconds=seconds))
        tree = held.enter_context(ArchiveTree(ArchiveLimits()))
        top = unpack(file, tree, strip_root=recipe.strip_root, is_named_zip=recipe.is_named_zip)
        return ArchiveSource(tree, top)

    def write_commit(self, writer: TreeWriter, prefix: bytes, url: str, rev: str, rules: str) -> None:
        """Write a commit by some rules below a prefix. A checkout includes its submodules.

        Raises:
            Uncomputable: there is no such revision, or its content is not certain.
            AuthguardError: the repository did not answer.
        """
        from authguard.prove.hashes.gittree import write_git

        directory, commit = self._commit(url, rev)
        write_git(
            writer,
            directory,
            commit,
            rules,
            submodules=lambda _, where, one: self._commit(where, one),
            url=url,
            prefix=prefix,
        )

    def _commit(self, url: str, rev: str) -> tuple[str, str]:
        """Return (git directory, commit) of a revision, like `_obtained`; Uncomputable if there is no such revision."""
        from authguard.prove.hashes import Uncomputable

        try:
            return self._obtained(url, rev, {}, {})
        except _Gone as error:
            raise Uncomputable(str(error)) from None

    def _mirror(self, url: str) -> tuple[Mirror, Lock]:
        """Return the mirror of a repository, and the lock that limits it to one thread at a time."""
        with self._guard:
            mirror = self.inquiry.mirror(url)
            return mirror, self._locks.setdefault(mirror.home, Lock())

    def _obtained(self, url: str, rev: str, read: Generations, damaged: Generations) -> tuple[str, str]:
        """Return (git directory, commit) of a revision, with all its files.

        Only one thread at a time uses a mirror: two outputs of one repository are fetched one after the other, and
        damaged objects are fetched again only once.

        Raises:
            _Gone: there is no such revision.
            AuthguardError: the repository did not answer.
        """
        mirror, lock = self._mirror(url)
        with lock:
            commit = self.inquiry.commit(url, rev)
            if isinstance(commit, Missing):
                raise _Gone(commit)
            if commit is None:
                raise self.inquiry.unanswered[url]
            directory = mirror.complete(commit)
            if damaged.get(directory) == _made(directory):
                directory = mirror.complete(commit, anew=True)
            read[directory] = _made(directory)
            return directory, commit

    def _web(self, recipe: Recipe, each: FixedOutput, algorithm: str) -> bytes:
        """Return the digest of a file or an unpacked archive, from the first url that answers."""
        from authguard.prove.hashes import web
        from authguard.prove.hashes.download import SECONDS

        failures: list[AuthguardError] = []
        for url in recipe.urls:
            seconds = max(0.1, self.inquiry.seconds_left()) if self.is_limited else SECONDS
            try:
                if recipe.kind == recipes.FILE:
                    return web.of_file_at(
                        url,
                        algorithm,
                        allowed=self.inquiry.allowed,
                        recursive=each.mode == "recursive",
                        executable=recipe.executable,
                        seconds=seconds,
                    )
                return web.of_archive_at(
                    url,
                    algorithm,
                    allowed=self.inquiry.allowed,
                    strip_root=recipe.strip_root,
                    is_named_zip=recipe.is_named_zip,
                    seconds=seconds,
                )
            except AuthguardError as error:
                failures.append(error)
        unreachable = [each for each in failures if isinstance(each, Unreachable)]
        unknown = [each for each in unreachable if not is_gone(each)]
        raise next(iter((*unknown, *unreachable, *failures)))


def is_gone(error: AuthguardError) -> bool:
    """Tell whether a server was reached, and answered that it has no such file."""
    from authguard.prove.hashes.download import Gone

    return isinstance(error, Gone)


class RunningProofs:
    """The outputs that are being proved. Several threads use it."""

    def __init__(self, doing: Callable[[str], None]) -> None:
        """Store the function that returns the name of an output for people."""
        self._doing = doing
        self._guard = Lock()
        self._names: list[str] = []
        self._is_stopped = False

    def stop(self) -> None:
        """Show that the run ends, and no further output."""
        with self._guard:
            self._is_stopped = True
            self._doing(STOPPING)

    @contextmanager
    def of(self, each: FixedOutput) -> Iterator[None]:
        """Show this output now and, at the end, the last of those that still run."""
        name = f"{each.attribute} in {each.path}"
        self._change(self._names.append, name)
        try:
            yield
        finally:
            self._change(self._names.remove, name)

    def _change(self, change: Callable[[str], None], name: str) -> None:
        with self._guard:
            change(name)
            if not self._is_stopped:
                self._doing(self._names[-1] if self._names else PROVING)


class _Gone(AuthguardError):
    """A missing revision."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(f"{missing.url} has no {missing.rev.removeprefix('refs/tags/')}")
        self.missing = missing


def _made(directory: str) -> int:
    """Return the time when a mirror's git directory was made, by its configuration file; 0 if the directory is gone."""
    try:
        return os.stat(os.path.join(directory, "config")).st_mtime_ns
    except OSError:
        return 0


def algorithm_of(each: FixedOutput) -> str:
    """Return the algorithm of a hash, or the algorithm that a placeholder should have."""
    if each.digest is not None:
        return each.digest.algorithm
    name = each.attribute.rpartition(".")[2]
    implied = each.row.hashes.get(name) if each.row is not None else None
    for algorithm in ("sha512", "sha1", "md5"):
        if each.literal.startswith((f"{algorithm}-", f"{algorithm}:")):
            return algorithm
    return implied or "sha256"


def decided(each: FixedOutput, raw: bytes, algorithm: str, how: str, says: str) -> Answer:
    """Return the answer for a correct digest."""
    from authguard.digest import Digest

    true = Digest(algorithm, raw)
    answer = Answer(each, RIGHT if each.digest == true else WRONG, how, says)
    answer.true = true
    return answer
