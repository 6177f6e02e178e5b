"""Files of a target that had another path and other content in a base: git only finds renames without an edit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from authguard.compare.changed_outputs import MOST_SHARING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput


def follow_renames(
    base: Pairs, target: Iterable[FixedOutput], added: Collection[str], deleted: Collection[str]
) -> None:
    """Let ``base.at`` find the fixed outputs of a renamed file.

    A deleted file and an added file are the same file if both have the same digest, or the same inputs, under the same
    attribute. If several files match, the two with the most such attributes are the same file.

    Args:
        base: the pairs of a base; this function sets ``base.renamed``.
        target: the fixed outputs of the target.
        added: the paths that only the target has.
        deleted: the paths that only the base has.
    """
    shared: Counter[tuple[str, str]] = Counter()
    for each in target:
        if each.path not in added:
            continue
        others = (*base.sharing(each), *base.by_identity.get(each.identity, ())[:MOST_SHARING])
        shared.update(
            (each.path, path)
            for path in {other.path for other in others if other.attribute == each.attribute}
            if path in deleted
        )
    taken: set[str] = set()
    for (path, before), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if path not in base.renamed and before not in taken:
            base.renamed[path] = before
            taken.add(before)
