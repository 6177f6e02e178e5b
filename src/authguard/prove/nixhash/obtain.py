"""obtain(): the correct hashes of fixed outputs by Nix, in as few rounds as their dependencies allow.

A round evaluates all files, finds the derivations with the questioned hashes in their closures, and runs their
fetchers again. If a derivation is built from another questioned derivation, it runs after the other derivation is
proved right. If a hash is proved wrong, the correct hash is written to a copy of the files, and the next round has the
questions that depend on it.

Mostly the copy has the written hash, so that a correct hash is proved. In four cases the copy gets a *probe* in place
of the hash: a hash that no content has. First, for a placeholder. Second, for one of several questions with one hash.
Third, for an output that Nix fetches during evaluation, since Nix would use the copy in the store. Fourth, if fetchurl
asked a mirror by hash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.errors import Unreachable
from authguard.prove.nixhash import rounds
from authguard.prove.nixhash.conclude import Doubtful, Waiting, conclude, is_of
from authguard.prove.nixhash.frames import Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Literal

    from authguard.builder.job import File, Job, Output
    from authguard.digest import Digest
    from authguard.prove.nixhash.frames import Frame
    from authguard.prove.nixhash.questions import NixAnswer, Question, Substitution

    Where = Callable[[Job, Output], int]
    """Runs a job: builder.here.run, or `partial(builder.ssh.run, DESTINATION, command=…)`."""

LANES = 4
"""The most fetchers that run at once."""


def obtain(
    questions: Sequence[Question],
    files: Collection[File],
    where: Where,
    *,
    options: Sequence[str] = (),
    lanes: int = LANES,
    known: Sequence[Substitution] = (),
    on_answer: Callable[[NixAnswer], None] | None = None,
    doing: Callable[[str], None] | None = None,
) -> list[NixAnswer]:
    """Answer all questions, in their order.

    Args:
        questions: about fixed outputs that are defined in `files`. Several questions may be about one literal.
        files: the tree that is evaluated, by path from its root; read once a round.
        where: the function that runs a job, on this machine or on a builder. There is one job in each round.
        options: options of Nix; only the evaluation gets `-I`, `--arg` and the like. `builder.nix.allowed` must have
            accepted options of a repository.
        lanes: the number of fetchers that run at once.
        known: correct hashes that were found without Nix; they are written into the files before the evaluation.
        on_answer: gets each answer as soon as it is known.
        doing: called with a description of the progress ("fetching authentik").

    Raises:
        Refused: there is no Nix, or a question is malformed (no file of the tree, no attribute path).
        Unreachable: the connection broke.
        All exceptions of `where`: TimedOut, Stopped, KeyboardInterrupt; then every process has ended, and earlier
            answers are kept.
    """
    pending = _Pending(questions, known, on_answer or _nothing, doing or _nothing)
    while pending.open:
        pending.round(files, where, options, lanes)
    return [pending.answers[id(question)] for question in questions]


def _nothing(_: object) -> None:
    return


class _Pending:
    """The questions, the hashes in their places, and the answers so far."""

    def __init__(
        self,
        questions: Sequence[Question],
        known: Sequence[Substitution],
        on_answer: Callable[[NixAnswer], None],
        doing: Callable[[str], None],
    ) -> None:
        self._known = known
        self.open = list(dict.fromkeys(questions))
        self.answers: dict[int, NixAnswer] = {}
        self._on_answer = on_answer
        self._doing = doing
        self._placed: dict[int, Digest] = {}
        self._probes: dict[tuple[object, ...], Digest] = {}
        places: dict[Digest, set[tuple[object, ...]]] = {}
        for question in self.open:
            places.setdefault(question.digest, set()).add(_places(question))
        self._shared = {digest for digest, found in places.items() if len(found) > 1}
        for question in self.open:
            if question.placeholder or question.at_evaluation or question.digest in self._shared:
                self._probe(question)

    def _probe(self, question: Question) -> bool:
        """Write a hash that no content has to the place of a question; False if this fails or was done before."""
        if question.write is None or self._digest_of(question) != question.digest:
            return False
        from secrets import token_bytes

        from authguard.digest import Digest

        # A literal has the same hash for all questions about this literal.
        made = Digest(question.digest.algorithm, token_bytes(len(question.digest.raw)))
        self._placed[id(question)] = self._probes.setdefault(_places(question), made)
        return True

    def _digest_of(self, question: Question) -> Digest:
        return self._placed.get(id(question), question.digest)

    def _edits(self) -> list[Substitution]:
        """The edits of the copy: probes, and correct hashes in place of wrong hashes."""
        edits: list[Substitution] = []
        for question in self.open:
            if question.write is not None and self._digest_of(question) != question.digest:
                edits.extend(question.write(self._digest_of(question)))
        probed = {edit.place for edit in edits}
        edits.extend(edit for edit in self._known if edit.place not in probed)
        for answer in self.answers.values():
            if answer.question.write is not None and answer.verdict == "wrong" and answer.true is not None:
                edits.extend(e for e in answer.question.write(answer.true) if e.place not in probed)
        return edits

    def round(self, files: Collection[File], where: Where, options: Sequence[str], lanes: int) -> None:
        """Run one round. A round answers at least one question, or writes a probe for a question."""
        from secrets import token_hex

        from authguard.builder.job import Job

        token = f"authguard-{token_hex(8)}"
        targets = dict.fromkeys((question.target for question in self.open), False)
        targets.update((question.target, True) for question in self.open if question.at_evaluation)
        script = rounds.script(token, targets, options, lanes)
        placed = dict.fromkeys(map(self._digest_of, self.open))
        results = rounds.Round(list(targets))
        frames = Frames(token)

        def heard(stream: Literal["out", "err"], data: bytes) -> None:
            for frame in frames.feed(data) if stream == "out" else ():
                results.take(frame)
                self._heard(frame, results)

        self._doing(f"evaluating {', '.join(dict.fromkeys(file for file, _, _ in targets))}")
        where(Job(script, rounds.sent(files, self._edits(), placed)), heard)
        if not frames.complete:
            raise Unreachable("the builder's answer is incomplete")
        self._take(results)

    def _heard(self, frame: Frame, results: rounds.Round) -> None:
        """Report the progress, and answer the questions that the result of one derivation already answers."""
        if frame.kind == "running" and frame.key in results.built:
            self._doing(f"fetching {results.built[frame.key].derivation.name}")
        if frame.kind != "result":
            return
        for question in self.open:
            mine = [one for one in results.built.values() if is_of(one, self._digest_of(question))]
            if id(question) in self.answers or not any(one.path == frame.key for one in mine):
                continue
            if all(one.how for one in mine):
                try:
                    self._answer(
                        conclude(
                            question, self._digest_of(question), results, question.digest in self._shared
                        )
                    )
                except Waiting:
                    continue

    def _answer(self, answer: NixAnswer) -> None:
        self.answers[id(answer.question)] = answer
        self._on_answer(answer)

    def _take(self, results: rounds.Round) -> None:
        """Store the answers after a round.

        If a question waits for a hash that will not change, its answer is stored too.
        """
        waiting: list[Waiting] = []
        moved = False
        for question in self.open:
            if id(question) in self.answers:
                continue
            try:
                self._answer(
                    conclude(question, self._digest_of(question), results, question.digest in self._shared)
                )
            except Doubtful as doubt:
                if self._probe(question):
                    moved = True
                else:
                    self._answer(doubt.answer)
            except Waiting as wait:
                waiting.append(wait)
        answered = [self.answers[id(question)] for question in self.open if id(question) in self.answers]
        moves = {id(answer) for answer in answered if self._moves(answer)}
        stuck = {self._digest_of(answer.question) for answer in answered if id(answer) not in moves}
        for each in waiting:
            if not (moved or moves) or each.awaits & stuck:
                self._answer(each.answer)
        self.open = [question for question in self.open if id(question) not in self.answers]

    def _moves(self, answer: NixAnswer) -> bool:
        """Whether the next round will have a correct hash in place of this wrong one."""
        if answer.question.write is None or answer.true is None:
            return False
        return answer.true != self._digest_of(answer.question)


def _places(question: Question) -> tuple[object, ...]:
    """The literal of a question, or None."""
    edits = question.write(question.digest) if question.write is not None else ()
    return tuple(edit.place for edit in edits) or ("question", id(question))
