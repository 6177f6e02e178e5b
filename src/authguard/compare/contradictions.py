"""Hashes that cannot be right, since another hash of the same content in this change is another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from authguard.compare.judgement import Judgement
    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput


def is_contradicted(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether a kept hash contradicts a new hash of the same content: a program wrote only the new one.

    Either another pin of the file has the same inputs, or the hash stands twice in one record, and the two were equal
    in the base: `nix-prefetch-git` writes `sha256` and `hash`.
    """
    each, other = one.output, one.other
    if (
        other is None
        or each.digest is None
        or not (each.record or each.tool or each.origin.pointer is not None)
    ):
        return False
    same = (
        two
        for two in target.by_identity.get(each.identity, ())
        if (two.path, two.tool) == (each.path, each.tool) and _differ(each, two)
    )
    if each.tool and any(not base.sharing(two) for two in same):
        return True
    record = _record(each)
    twins = (
        two
        for before in base.sharing(other)
        if before.path == other.path and _record(before) == record and before.attribute != each.attribute
        for two in target.at(before)
    )
    return record is not None and any(_differ(each, two) and not base.sharing(two) for two in twins)


def _differ(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two fixed outputs have two digests of one algorithm."""
    digests = one.digest, other.digest
    if digests[0] is None or digests[1] is None or one.mode != other.mode:
        return False
    return digests[0].algorithm == digests[1].algorithm and digests[0] != digests[1]


def _record(each: FixedOutput) -> str | None:
    """Return the attribute path of the object in a data file that has a hash; None in Nix code."""
    return None if each.path.endswith(".nix") else each.attribute.rpartition(".")[0]
