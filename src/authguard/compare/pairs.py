"""The pairs of a tree, and the five steps by which a pair of the target is judged (architecture.md)."""

from __future__ import annotations

from authguard.compare import copies
from authguard.compare import moves as compare
from authguard.outputs.model import FixedOutput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


MOST_SHARING = 32
"""Of how many fixed outputs with one digest another one is compared with each: nobody wrote more of them by hand."""


class Pairs:
    """The pairs that stand in one tree."""

    __slots__ = ("_by_literal", "_found", "by_digest", "by_identity", "pairs", "whole")

    def __init__(self, found: Iterable[FixedOutput]) -> None:
        """Index ``found`` by digest, by identity and by place."""
        self.by_digest: dict[str, list[FixedOutput]] = {}
        self.by_identity: dict[object, list[FixedOutput]] = {}
        self._by_literal: dict[object, list[FixedOutput]] | None = None
        self._found = list(found)
        self.pairs: set[object] = set()
        self.whole: set[object] = set()
        for each in self._found:
            identity = each.identity
            self.by_identity.setdefault(identity, []).append(each)
            if each.digest is not None:
                key = each.digest.key()
                self.by_digest.setdefault(key, []).append(each)
                self.pairs.add((identity, key))
                self.whole.add((each.whole, key))

    @property
    def by_literal(self) -> dict[object, list[FixedOutput]]:
        """The fixed outputs by (path, attribute)."""
        if self._by_literal is None:
            self._by_literal = {}
            for each in self._found:
                self._by_literal.setdefault((each.path, each.attribute), []).append(each)
        return self._by_literal

    def sharing(self, each: FixedOutput) -> list[FixedOutput]:
        """Return those that have the digest of ``each``; of very many, those in its place and some others."""
        found = self.by_digest.get(each.digest.key(), []) if each.digest is not None else []
        if len(found) <= MOST_SHARING:
            return found
        here = self.by_literal.get((each.path, each.attribute), ())
        return [*[one for one in here if one.digest == each.digest][:MOST_SHARING], *found[:MOST_SHARING]]

    def holds(self, each: FixedOutput) -> bool:
        """Tell whether this very pair stands here."""
        return each.digest is not None and (each.identity, each.digest.key()) in self.pairs

    def holds_whole(self, each: FixedOutput) -> bool:
        """Tell whether this very pair stands here, had from the same place."""
        return each.digest is not None and (each.whole, each.digest.key()) in self.whole


class Judged:
    """What became of one fixed output of the target.

    kind    "stale" (2.), "copy" (3.), "alone" (4.), "elsewhere" (another house) or "new" (5.).
    other   the fixed output that it is told against: whose digest it still has, or shares.
    moved   the inputs that differ between the two.
    sure    whether it is sure enough for an error.
    """

    __slots__ = ("each", "kind", "moved", "other", "sure")

    def __init__(
        self,
        kind: str,
        each: FixedOutput,
        other: FixedOutput | None = None,
        moved: list[compare.Move] | None = None,
        sure: bool = True,
    ) -> None:
        """Hold the outcome."""
        self.kind = kind
        self.each = each
        self.other = other
        self.moved = moved or []
        self.sure = sure


def judge(each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judged | None:
    """Judge one pair of the target against what stood in the bases; None where there is nothing to say."""
    if each.digest is None:
        return None
    if any(base.holds(each) for base in bases):
        if any(base.holds_whole(each) for base in bases):
            return None
        return _moved_house(each, bases)
    stale = _stale(each, bases, target)
    if stale is not None:
        return stale if stale.kind != compare.SAME else None
    copy = _kept_in_place(each, bases, target) or _copy(each, bases, target)
    if copy is not None:
        return copy
    for base in bases:
        for other in base.by_identity.get(each.identity, ()):
            if other.digest is not None and other.attribute == each.attribute and other.path == each.path:
                return Judged("alone", each, other)
    return Judged("new", each)


def _moved_house(each: FixedOutput, bases: list[Pairs]) -> Judged | None:
    """The same pair, had from another place."""
    assert each.digest is not None  # noqa: S101 - judge() asked
    for base in bases:
        for other in base.sharing(each):
            if other.identity == each.identity and other.record == each.record:
                moved = [move for move in compare.moves(other, each) if move.role == "where"]
                if moved and all(move.before and move.after for move in moved):
                    return Judged("elsewhere", each, other, moved, sure=False)
    return None


def _stale(each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judged | None:
    """Step 2: the digest stood in a base with another identity, which is gone."""
    assert each.digest is not None  # noqa: S101 - judge() asked
    best: tuple[tuple[int, ...], Judged] | None = None
    for base in bases:
        for other in _gone(each, base, target):
            moved = compare.moves(other, each)
            outcome, sure = compare.verdict(other, each, moved)
            sure = sure and not (each.tool and _twin_agrees(each, target))
            rank = (
                outcome not in (compare.SAME, compare.ELSEWHERE),
                (other.path, other.attribute) != (each.path, each.attribute),
                other.path != each.path,
                len(moved),
            )
            kind = {compare.SAME: compare.SAME, compare.ELSEWHERE: "elsewhere"}.get(outcome, "stale")
            if best is None or rank < best[0]:
                best = (rank, Judged(kind, each, other, moved, sure))
    return best[1] if best is not None else None


def _gone(each: FixedOutput, base: Pairs, target: Pairs) -> list[FixedOutput]:
    """Return what had the digest in a base, and is gone; of a tool's pin the pin itself, where that is among them.

    A tool that writes a pin twice states other options here than there: what one of them left out explains nothing.
    """
    gone = [other for other in base.sharing(each) if not target.holds(other)]
    own = [other for other in gone if (other.path, other.attribute) == (each.path, each.attribute)]
    return own if each.tool and own else gone


def _kept_in_place(each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judged | None:
    """The same literal had the digest in a base, and its inputs moved: stale, though another channel has it still.

    Only where that is sure; of what a tool wrote and fetched it never is, and is told all the same.
    """
    assert each.digest is not None  # noqa: S101 - judge() asked
    for base in bases:
        for other in base.sharing(each):
            if (
                other.path == each.path
                and other.attribute == each.attribute
                and other.digest == each.digest
                and other.identity != each.identity
            ):
                moved = compare.moves(other, each)
                outcome, sure = compare.verdict(other, each, moved)
                if outcome == compare.STALE and (not _twin_agrees(each, target) if each.tool else sure):
                    return Judged("stale", each, other, moved, sure and not each.tool)
    return None


def _twin_agrees(each: FixedOutput, target: Pairs) -> bool:
    """Tell whether another file that the same tool wrote says this very pair too: then the tool fetched it so.

    nvfetcher writes each pin twice, to generated.json and to generated.nix. An edit by hand, or a merge, leaves
    one of them behind.
    """
    assert each.digest is not None  # noqa: S101 - judge() asked
    folder = each.path.rpartition("/")[0]
    wanted = {(one.name, one.form) for one in each.inputs if one.name in ("rev", "url", "repo")}
    for other in target.sharing(each):
        if other.tool and other.path != each.path and other.path.rpartition("/")[0] == folder:
            stated = {(one.name, one.form) for one in other.inputs if one.name in ("rev", "url", "repo")}
            if wanted & stated and not any(
                name == mine and form != its for name, form in wanted for mine, its in stated
            ):
                return True
    return False


def _copy(each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judged | None:
    """Step 3: the digest stands in the target under two identities, and this change made it so."""
    assert each.digest is not None  # noqa: S101 - judge() asked
    found: Judged | None = None
    for other in target.sharing(each):
        if other.identity == each.identity:
            continue
        severity = copies.is_copy(other, each)
        if severity is None:
            continue
        judged = Judged("copy", each, other, compare.moves(other, each), severity == "error")
        if found is None or (judged.sure and not found.sure):
            found = judged
    return found
