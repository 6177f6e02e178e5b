"""The proofs of a tree after its hashes were repaired: a repaired hash must not be reported again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.outputs.model import FixedOutput
    from authguard.prove.proofs import Proofs
    from authguard.prove.proving import Answer


def keep_repaired(proofs: Proofs, answers: Sequence[Answer], found: Iterable[FixedOutput]) -> None:
    """Remember the pairs as they are now.

    Outputs that are built on a hash that was left wrong are not among them: the proof is about the content with the
    true hash.

    Args:
        proofs: the proofs of this repository.
        answers: the results for the fixed outputs as they were.
        found: the fixed outputs of the tree as it is now.
    """
    places = {_place(each): each for each in found}
    now = [(answer, places.get(_place(answer.each))) for answer in answers]
    wrong = {
        each.identity
        for answer, each in now
        if each is not None and each.digest != (answer.true or each.digest)
    }
    for answer, each in now:
        if each is None or answer.true is None or answer.how == "before":
            continue
        if each.digest == answer.true and not _built_on(each, wrong):
            proofs.keep(each, answer.true.key(), answer.how)


def _place(each: FixedOutput) -> tuple[str, str, str | None]:
    return each.path, each.attribute, each.platform


def _built_on(each: FixedOutput, wrong: set[tuple[object, ...]]) -> bool:
    """Whether any of its inputs, at any depth, is among them."""
    below = [output for one in each.inputs for output in one.outputs]
    return any(output.identity in wrong or _built_on(output, wrong) for output in below)
