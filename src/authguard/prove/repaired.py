"""The proofs of a tree after a repair of its hashes, so that a repaired hash is not reported again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.prove.proofs import Proofs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree import OutputTree
    from authguard.prove.proving import Answer


def keep_repaired(
    common_dir: str, answers: Sequence[Answer], tree: OutputTree, renamed: Collection[str]
) -> None:
    """Remember the present pairs.

    Outputs that are built from an output with a still wrong hash are omitted, since their proofs are about the
    content with the correct hash.

    Args:
        common_dir: the git directory with the proofs of the repository.
        answers: the results for the original fixed outputs.
        tree: the present tree.
        renamed: the hosts that the config replaces by other hosts; see `Proofs`.
    """
    tree.collect({answer.each.path for answer in answers})
    proofs = Proofs(common_dir, renamed)
    try:
        _keep(proofs, answers, tree.found)
    finally:
        proofs.close()


def _keep(proofs: Proofs, answers: Sequence[Answer], found: Iterable[FixedOutput]) -> None:
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
    """Whether any input of the output, at any depth, is one of these outputs."""
    below = [output for one in each.inputs for output in one.outputs]
    return any(output.identity in wrong or _built_on(output, wrong) for output in below)
