"""Hashes that cannot be right, since another hash of the same content in this change is another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.outputs.hash_names import is_plain

if TYPE_CHECKING:
    from authguard.compare.judgement import Judgement
    from authguard.compare.move_class import MoveClass
    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput


def is_contradicted(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether a kept hash of a source contradicts another hash of the same content.

    Either another pin of the file is fetched from the same place at the same commit, or the hash stands twice in one
    object of a data file, the two were equal in the base, and only the other one moved: `nix-prefetch-git` writes
    `sha256` and `hash`.
    """
    each, other = one.output, one.other
    if other is None or each.digest is None or not each.is_source:
        return False
    if each.tool and any(
        two.tool and two.path == each.path and two.full_identity == each.full_identity and _differ(each, two)
        for two in target.by_identity.get(each.identity, ())
    ):
        return True
    place = _object_of(each)
    if place is None or other.path != each.path or _object_of(other) != place:
        return False
    twins = {
        before.origin.pointer
        for before in (*base.at(other), *base.sharing(other))
        if before.digest == other.digest and before.path == other.path and _object_of(before) == place
    } - {each.origin.pointer}
    beside = (two for name in twins for two in target.found if two.origin.pointer == name)
    return any(two.path == each.path and _differ(each, two) and not base.sharing(two) for two in beside)


def class_of_location(each: FixedOutput, base: Pairs, target: Pairs) -> MoveClass:
    """Return the class of a source if only its location moved.

    It is an error if a tree has another hash for exactly these inputs, host and owner included: two sources exchanged
    their hashes, or one has the location of the other.
    """
    if not each.is_source or not each.resolved or each.tool:
        return classes.LOCATION_MOVED
    others = [
        two
        for tree in (base, target)
        for two in tree.by_identity.get(each.identity, ())
        if two.full_identity == each.full_identity and two.producer == each.producer and _differ(each, two)
    ]
    if not others:
        return classes.LOCATION_MOVED
    is_here = any((two.path, two.attribute) == base.place(each) for two in others)
    return classes.OTHER_ENTRY if is_here else classes.CONTRADICTED


def _differ(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two fixed outputs have two digests of one algorithm."""
    digests = one.digest, other.digest
    if digests[0] is None or digests[1] is None or one.mode != other.mode:
        return False
    return digests[0].algorithm == digests[1].algorithm and digests[0] != digests[1]


def _object_of(each: FixedOutput) -> tuple[object, ...] | None:
    """Return the pointer to the object with a plain hash (`hash`, `sha256`) in a data file; None for another hash."""
    pointer = each.origin.pointer
    return tuple(pointer)[:-1] if pointer and is_plain(str(pointer[-1])) else None
