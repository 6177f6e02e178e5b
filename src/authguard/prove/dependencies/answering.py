"""Answers about dependency hashes, and the conditions under which a computed digest is a proof.

authguard's steps may differ from the steps of this package, since an override may be in no file. So a digest that
differs from the declared digest is only a proof if the steps were tested: with the same patches, hooks, roots, options
and pin of nixpkgs, they result in the hash that the package had in an earlier tree. Without such a test both hashes are
shown, and nothing is decided.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING

from authguard.errors import AuthguardError
from authguard.git.snapshot import OneAtATime
from authguard.producers.record import plain
from authguard.prove import recipes
from authguard.prove.dependencies.cargo import Cargo
from authguard.prove.dependencies.ecosystem import Request, Tools
from authguard.prove.dependencies.golang import Go
from authguard.prove.dependencies.npm import Npm
from authguard.prove.dependencies.programs import Programs
from authguard.prove.dependencies.trees import Part, RepositoryTree
from authguard.prove.dependencies.yarn import Yarn
from authguard.prove.ecosystems import roots
from authguard.prove.hashes.limits import Uncomputable
from authguard.prove.proving import OPEN, RIGHT, WRONG, Answer, algorithm_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol, TypeVar

    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput, Input
    from authguard.prove.dependencies.ecosystem import Computed, Ecosystem
    from authguard.prove.dependencies.fetching import Fetcher
    from authguard.prove.dependencies.trees import ArchiveSource, MirrorSource, SourceTree
    from authguard.prove.hashes.nar import TreeWriter
    from authguard.prove.proofs import Proofs
    from authguard.prove.recipes import Recipe

    T = TypeVar("T")

    class GitSources(Protocol):
        """Access to git repositories through their mirrors."""

        def at_mirror(self, recipe: Recipe) -> MirrorSource:
            """Return the source of a recipe.

            Raises:
                Uncomputable: there is no such revision, or only a part of it is fetched.
                AuthguardError: the repository could not be asked.
            """

        def at_archive(self, recipe: Recipe, held: ExitStack) -> ArchiveSource:
            """Return the source of a recipe that unpacks an archive; ``held`` keeps the temporary file of the tree.

            Raises:
                Uncomputable, AuthguardError: as `at_mirror`.
            """

        def write_commit(self, writer: TreeWriter, prefix: bytes, url: str, rev: str, rules: str) -> None:
            """Write the content of a commit by some rules below a prefix. A checkout includes its submodules.

            Raises:
                Uncomputable, AuthguardError: as `at_mirror`.
            """


ECOSYSTEMS: tuple[Ecosystem, ...] = (Npm(), Go(), Cargo(), Yarn())
_BY_PRODUCER = {producer: one for one in ECOSYSTEMS for producer in one.producers}


@dataclass(slots=True, eq=False)
class Earlier:
    """The same package in an earlier tree; ``toolchain`` has the pins of nixpkgs in that tree.

    ``parent`` is the revision before the tree, if the tree is that of the commit that wrote the hash.
    """

    each: FixedOutput
    snapshot: Snapshot
    toolchain: object
    parent: str | None = None


class DependencyProver:
    """Computes the dependency hashes of one tree."""

    def __init__(
        self,
        target: Snapshot,
        earlier: Callable[[FixedOutput], Sequence[Earlier]],
        toolchain: Callable[[], object],
        fetcher: Callable[[], Fetcher],
        proofs: Callable[[], Proofs],
        *,
        is_open: bool = True,
        doing: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Store the arguments.

        Args:
            target: the tree of the hashes.
            earlier: returns the same package in earlier trees.
            toolchain: returns the pins of nixpkgs in the target.
            fetcher: makes the object that downloads.
            proofs: opens the memory of tested recipes.
            is_open: whether every public host may be asked.
            doing: is called with a description of the present step, by any thread.

        One thread at a time calls ``earlier``, ``toolchain`` and ``proofs``, or reads a snapshot.
        """
        self._target = target
        self._earlier = earlier
        self._toolchain = toolchain
        self._make = fetcher
        self._fetcher: Fetcher | None = None
        self._proofs = proofs
        self._reading = RLock()
        self._programs = Programs()
        self._is_open = is_open
        self._doing = doing

    def handles(self, each: FixedOutput) -> bool:
        """Tell whether any ecosystem can compute a fixed output."""
        return each.kind == "dependency" and plain(each.producer) in _BY_PRODUCER

    def stop(self) -> None:
        """Stop fetching."""
        self._programs.stop()
        if self._fetcher is not None:
            self._fetcher.stop()

    def expire(self) -> None:
        """End the run now, as at its time limit.

        Open requests and programs fail within moments, and nothing new starts.
        """
        self._programs.stop()
        if self._fetcher is not None:
            self._fetcher.expire()

    def answer(self, each: FixedOutput, sources: GitSources) -> Answer:
        """Return the known facts about a dependency hash."""
        from authguard.digest import Digest

        ecosystem = _BY_PRODUCER[plain(each.producer)]
        self._doing(f"{ecosystem.name} packages of {each.path}")
        try:
            computed = self._computed(ecosystem, each, self._target, sources)
        except (Uncomputable, recipes.Unclear) as error:
            return Answer(each, OPEN, "", f"not computed without Nix ({ecosystem.name}): {error}")
        except AuthguardError as error:
            return _failed(each, error)
        true = Digest(algorithm_of(each), computed.digest)
        says = f"computed without Nix ({computed.program or ecosystem.name})"
        if each.digest == true:
            answer = Answer(each, RIGHT, "native", says)
            answer.true = true
            return answer
        why, base = self._untested(ecosystem, each, computed, sources)
        if why is None:
            answer = Answer(each, WRONG, "native", says)
            answer.true = true
            return answer
        answer = Answer(each, OPEN, "", f"its lock results in {true.sri()}, which is no proof: {why}")
        answer.computed, answer.base = true, base
        return answer

    def _untested(
        self, ecosystem: Ecosystem, each: FixedOutput, computed: Computed, sources: GitSources
    ) -> tuple[str | None, str | None]:
        """Return the reason why no earlier tree tests the steps; None if an earlier tree tests them.

        The second value is an older revision that may test them.
        """
        if computed.doubt is not None:
            return computed.doubt, None
        with self._reading:
            toolchain = self._toolchain()
            earlier = self._earlier(each)
        key = (ecosystem.name, each.path, each.attribute, computed.form, toolchain)
        reason = "no earlier tree has a hash of this package"
        is_tested = False
        for one in earlier:
            if one.each.digest is None:
                continue
            if one.toolchain != toolchain:
                reason = "nixpkgs moved since the earlier hash"
                continue
            try:
                before = self._computed(ecosystem, one.each, one.snapshot, sources)
            except (Uncomputable, recipes.Unclear, AuthguardError) as error:
                reason = f"the earlier hash cannot be computed: {error}"
                continue
            if before.form != computed.form:
                reason = "its patches, hooks or options changed since the earlier hash"
            elif before.digest != one.each.digest.raw:
                if one.parent is not None:
                    says = "it does not come out of the lock of the commit that wrote it either"
                    return says, one.parent
                return "the earlier hash does not come out of its own lock either", None
            else:
                is_tested = True
        if is_tested:
            outputs = [each, *(one.each for one in earlier)]
            self._remembered(lambda proofs: proofs.keep_tested(key, outputs))
        if is_tested or self._remembered(lambda proofs: proofs.tested(key)):
            return None, None
        return reason, None

    def _remembered(self, question: Callable[[Proofs], T]) -> T:
        with self._reading:
            proofs = self._proofs()
            try:
                return question(proofs)
            finally:
                proofs.close()

    def _computed(
        self, ecosystem: Ecosystem, each: FixedOutput, snapshot: Snapshot, sources: GitSources
    ) -> Computed:
        source = _source(each)
        snapshot = OneAtATime(snapshot, self._reading)
        with ExitStack() as held:
            tree = _tree(each, source, snapshot, sources, held)
            return self._of_tree(ecosystem, each, snapshot, sources, tree)

    def _of_tree(
        self,
        ecosystem: Ecosystem,
        each: FixedOutput,
        snapshot: Snapshot,
        sources: GitSources,
        tree: SourceTree | None,
    ) -> Computed:
        source = _source(each)
        unpacked = (
            source.store_name if source is not None else (each.local or "").rpartition("/")[2]
        ) or "source"
        root, below = roots(each, unpacked)
        tools = Tools(
            lambda wanted: self._opened().fetch(wanted),
            lambda *wanted: self._opened().read_all(*wanted),
            sources.write_commit,
            self._programs,
            self._is_open,
            self._doing,
        )
        return ecosystem.compute(Request(each, snapshot, tree, root, below, algorithm_of(each), tools))

    def _opened(self) -> Fetcher:
        with self._reading:
            if self._fetcher is None:
                self._fetcher = self._make()
            return self._fetcher


def _failed(each: FixedOutput, error: AuthguardError) -> Answer:
    """Return the answer for a failure. A failure of the network is an error; a refusal by a server is not."""
    from authguard.prove.dependencies.fetching import is_refusal
    from authguard.prove.mirrors.failures import Unanswered

    answer = Answer(each, OPEN, "", str(error))
    if not (isinstance(error, Unanswered) and is_refusal(error)):
        answer.error = error
    return answer


def _source(each: FixedOutput) -> FixedOutput | None:
    """Return the fetched source of a dependency hash; None if there is no fetched source.

    Raises:
        Uncomputable: there are several sources.
    """
    if each.input("srcs") is not None:
        raise Uncomputable("it has several sources")
    one = _given(each)
    if one is None or not one.outputs:
        return None
    if len(one.outputs) > 1:
        raise Uncomputable("its source differs by platform")
    return one.outputs[0]


def _given(each: FixedOutput) -> Input | None:
    """Return the input with the place of the lock: a path of the lock, or the source."""
    return each.input("yarnLock") or each.input("src")


def _tree(
    each: FixedOutput,
    source: FixedOutput | None,
    snapshot: Snapshot,
    sources: GitSources,
    held: ExitStack,
) -> SourceTree | None:
    one = _given(each)
    if source is None:
        if each.local is None or (one is not None and one.name != "src"):
            return None
        if one is not None and isinstance(one.form, tuple) and one.form[:1] == ("apply",):
            raise Uncomputable("a script makes its source")
        return RepositoryTree(snapshot, each.local)
    recipe = recipes.recipe(source)
    if recipe.kind == recipes.FILE:
        raise Uncomputable("its source is a file, which the package unpacks")
    complete = sources.at_mirror(recipe) if recipe.kind == recipes.GIT else sources.at_archive(recipe, held)
    form = one.form if one is not None else None
    if isinstance(form, tuple) and form[:1] == ("pair",):
        return complete
    if one is not None and one.name != "src":
        return complete
    if isinstance(form, tuple) and form[:1] == ("str",) and len(form) == 3 and isinstance(form[2], str):
        inside = form[2].strip("/")
        if form[2].startswith("/") and inside and ".." not in inside.split("/"):
            return Part(complete, inside)
    raise Uncomputable("its source is not known without evaluating")
