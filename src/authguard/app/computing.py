"""Compute dependency hashes for `verify` and, if the network is allowed, as evidence for `check` and `audit`."""

from __future__ import annotations

from threading import Event, Timer
from typing import TYPE_CHECKING

from authguard.app.earlier import EarlierTrees
from authguard.prove import network
from authguard.prove.dependencies.answering import DependencyProver
from authguard.prove.mirrors.failures import OutOfTime
from authguard.prove.proofs import Proofs
from authguard.prove.proving import OPEN, Answer, Prover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.prove.dependencies.fetching import Fetcher
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.network import Network


def dependency_prover(
    git: Git,
    scope: Range,
    trees: EarlierTrees,
    reach: Network,
    fetcher: Callable[[], Fetcher],
    doing: Callable[[str], None] = lambda _: None,
) -> DependencyProver:
    """Return the prover of a target's dependency hashes.

    It tests itself on earlier trees, and reports its steps to ``doing``.
    """
    return DependencyProver(
        scope.target,
        trees.of,
        trees.toolchain,
        fetcher,
        lambda: Proofs(git.facts().common_dir, reach.renamed),
        is_open=reach.reach == "all",
        doing=doing,
    )


class Computing:
    """The dependency hashes of one tree that were computed, each only once."""

    def __init__(self, git: Git, scope: Range, reach: Network, most: int | None = None) -> None:
        """Store the range and the network; ``most`` limits the number of downloaded packages."""
        self._git = git
        self._scope = scope
        self._reach = reach
        self._most = most
        self._trees = EarlierTrees(git, scope)
        self._known: dict[object, Answer] = {}

    def answers(self, wanted: Sequence[FixedOutput], target: Snapshot, inquiry: Inquiry) -> dict[int, Answer]:
        """Return the answers about fixed outputs, by their id(); no answers if the outputs belong to another tree.

        The run ends at the time limit of ``inquiry``. Hosts that do not answer are added to its unanswered questions.
        """
        if target is not self._scope.target:
            return {}
        new = {_key(each): each for each in wanted if _key(each) not in self._known}
        for answer in self._computed(list(new.values()), inquiry):
            self._known[_key(answer.each)] = answer
        return {id(each): self._known[_key(each)] for each in wanted if _key(each) in self._known}

    def _computed(self, wanted: list[FixedOutput], inquiry: Inquiry) -> Iterator[Answer]:
        seconds = inquiry.seconds_left() if wanted else 0.0
        if seconds <= 0:
            return
        dependencies = dependency_prover(
            self._git,
            self._scope,
            self._trees,
            self._reach,
            lambda: network.fetcher(self._reach, inquiry.seconds_left(), self._most),
        )
        handled = [each for each in wanted if dependencies.handles(each)]
        if not handled:
            return
        # Without this, a tag that moved since the last question would prove a hash of its earlier commit.
        fresh = network.inquiry(self._git, self._reach, seconds, fresh=True)
        fresh.seconds_left()  # the time limit begins here
        prover = Prover(fresh, dependencies=dependencies)
        is_over = Event()

        def end() -> None:
            is_over.set()
            dependencies.expire()

        timer = Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            for answer in prover.natively(handled):
                if is_over.is_set() and answer.verdict == OPEN and answer.computed is None:
                    answer.error = OutOfTime(
                        f"{answer.each.path}#{answer.each.attribute} is not computed in time"
                    )
                if answer.error is not None and answer.error not in fresh.unanswered.values():
                    inquiry.unanswered.setdefault(str(answer.error), answer.error)
                yield answer
        finally:
            timer.cancel()
            for url, error in fresh.unanswered.items():
                inquiry.unanswered.setdefault(url, error)
            fresh.close()


def _key(each: FixedOutput) -> object:
    return each.origin.key, each.producer, each.identity
