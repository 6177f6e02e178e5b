"""Hashes that cannot be right, since another hash of the same content in this change is another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.changed_outputs import MOST_SHARING
from authguard.compare.moves import form_of
from authguard.outputs.facts import moving_revision
from authguard.outputs.hash_names import is_plain
from authguard.outputs.urls import versions

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        for two in target.by_identity.get(each.identity, ())[:MOST_SHARING]
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


def class_of_location(each: FixedOutput, other: FixedOutput, base: Pairs, target: Pairs) -> MoveClass:
    """Return the class of a source if only its location moved; ``other`` of the base had its hash.

    It is an error if the target has another hash for exactly these inputs, host and owner included. It is one, too, if
    two sources exchanged their hashes or their locations. The content of a branch, or of a url without a version, may
    change, so two hashes of it may be right at two times.
    """
    if not each.is_source or not each.resolved or each.tool:
        return classes.LOCATION_MOVED
    if not _may_change(each) and any(_of_this_location(each, target)):
        return classes.CONTRADICTED
    for two in _of_this_location(each, base):
        is_here = (two.path, two.attribute) == base.place(each)
        if is_here and any(now.digest == two.digest for now in target.at(other)):
            return classes.OTHER_ENTRY
        if any(
            now.full_identity == other.full_identity and now.digest == two.digest for now in target.at(two)
        ):
            return classes.CONTRADICTED
    return classes.LOCATION_MOVED


def _of_this_location(each: FixedOutput, tree: Pairs) -> Iterator[FixedOutput]:
    """Yield the outputs of a tree with the inputs of a source, its location included, and with another hash."""
    for two in tree.by_identity.get(each.identity, ())[:MOST_SHARING]:
        if two.full_identity == each.full_identity and two.producer == each.producer and _differ(each, two):
            yield two


def _may_change(each: FixedOutput) -> bool:
    """Tell whether the content may change at its location: a branch, or a url without a version."""
    url = form_of(each.input("url"))
    return moving_revision(each) is not None or (
        each.input("rev") is None and isinstance(url, str) and not versions(url)
    )


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
