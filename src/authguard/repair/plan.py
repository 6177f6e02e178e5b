"""From fixed outputs and their correct digests to edits, right hashes, and hashes that cannot be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.repair.edits import Edit, NotEditable, apply
from authguard.repair.literal import Rewriter
from authguard.repair.own_files import different_file
from authguard.repair.proof import unproved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from authguard.digest import Digest
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput

    Key = tuple[object, ...]


class Repair:
    """A hash to replace: its fixed outputs (nearly always one), the correct digest, and the edit.

    ``before`` is the present text (a digest, the name of a placeholder, or nothing), ``after`` is the new text.
    """

    __slots__ = ("after", "before", "digest", "edit", "outputs")

    def __init__(self, outputs: Sequence[FixedOutput], digest: Digest, edit: Edit, after: str) -> None:
        """Store the arguments."""
        self.outputs = list(outputs)
        self.digest = digest
        self.edit = edit
        self.before = outputs[0].literal or edit.old.decode("utf-8", "surrogateescape")
        self.after = after

    def __repr__(self) -> str:
        return f"Repair({self.outputs[0].path}#{self.outputs[0].attribute}: {self.before} -> {self.after})"


@dataclass(slots=True, eq=False, repr=False)
class Left:
    """A fixed output with a hash that cannot be written, and a clause with the reason ("its value is computed").

    ``step``: what was not done with its hash: written, staged or committed.
    """

    output: FixedOutput
    reason: str
    step: str = "written"

    def __repr__(self) -> str:
        return f"Left({self.output.path}#{self.output.attribute}: {self.reason})"


@dataclass(slots=True, eq=False)
class RepairPlan:
    """The plan for one snapshot.

    Attributes:
        repairs: the hashes that are replaced.
        right: the fixed outputs that already have the correct hash.
        left: those with a hash that cannot be written, in the order of their places.
    """

    repairs: list[Repair] = field(default_factory=list)
    right: list[FixedOutput] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    _before: dict[str, bytes] = field(default_factory=dict)

    @property
    def edits(self) -> dict[str, list[Edit]]:
        """The edits by file, in the order of their places."""
        found: dict[str, list[Edit]] = {}
        for repair in self.repairs:
            found.setdefault(repair.edit.path, []).append(repair.edit)
        return {path: sorted(edits, key=lambda edit: edit.start) for path, edits in sorted(found.items())}

    def contents(self) -> dict[str, tuple[bytes, bytes]]:
        """Return the bytes of each file that changes, before and after."""
        return {
            path: (self._before[path], apply(self._before[path], edits)) for path, edits in self.edits.items()
        }

    def keep(self, repair: Repair, before: bytes) -> None:
        """Add a repair of a file with the content ``before``."""
        self._before[repair.edit.path] = before
        self.repairs.append(repair)

    def drop(self, repair: Repair, reason: str) -> None:
        """Remove a planned repair. The reason is kept for the report, and the hash stays as it is."""
        self.repairs.remove(repair)
        self.left.extend(Left(each, reason) for each in repair.outputs)


def plan(
    snapshot: Snapshot, outputs: Iterable[FixedOutput], truths: Mapping[FixedOutput, Digest]
) -> RepairPlan:
    """Return the edits that make the hashes of a snapshot correct.

    Args:
        snapshot: the tree of the fixed outputs, which will be edited.
        outputs: all of its fixed outputs, or at least those of files with hashes to repair, since one literal may be
            the hash of several.
        truths: the true digests of the outputs to repair.
    """
    made = RepairPlan()
    rewriter = Rewriter()
    sharing: dict[Key, dict[FixedOutput, None]] = {each.origin.key: {} for each in truths}
    for each in (*outputs, *truths):
        if each.origin.key in sharing:
            sharing[each.origin.key][each] = None
    by_identity = _by_identity(truths)
    for alike in sharing.values():
        _plan_one(made, rewriter, snapshot, list(alike), _known(alike, truths, by_identity))
    for repair, reason in unproved(made.repairs, rewriter):
        made.drop(repair, reason)
    made.left.sort(key=lambda left: (left.output.path, left.output.origin.span()))
    return made


def carry(
    truths: Mapping[FixedOutput, Digest], outputs: Iterable[FixedOutput], work: Snapshot, there: Snapshot
) -> tuple[dict[FixedOutput, Digest], list[Left]]:
    """Return the correct digests for another tree (the index or HEAD), taken from those for the work tree.

    A proof is valid for the fixed output at the same attribute path of the same file, if it has the same identity and
    the same input files in this repository. Otherwise the output in that tree does not change.
    """
    places: dict[object, list[FixedOutput]] = {}
    for each in truths:
        places.setdefault(place(each), []).append(each)
    known: dict[FixedOutput, Digest] = {}
    unknown: list[Left] = []
    for each in outputs:
        here = places.get(place(each), [])
        alike = [one for one in here if identity(one) == identity(each)]
        digests = {truths[one] for one in alike}
        if len(digests) == 1 and different_file(alike[0], work, there) is None:
            known[each] = digests.pop()
        elif here:
            unknown.append(left_elsewhere(each, work, there))
    proved = {place(each) for each in known}
    return known, [left for left in unknown if place(left.output) not in proved]


def left_elsewhere(each: FixedOutput, work: Snapshot, there: Snapshot) -> Left:
    """Return an output of the index, or of HEAD, that differs from that in the work tree, with the reason."""
    from authguard.printable import printable

    is_index = there.label == ":index"
    name = "the index" if is_index else "HEAD"
    path = different_file(each, work, there)
    if path is None:
        reason = (
            f"its inputs in {name} differ from those in the work tree, so its hash in {name} is not known"
        )
        if is_index:
            reason += f"; stage {printable(each.path)} first"
    elif is_index:
        reason = f"{printable(path)} differs from the index, so the hash would be staged without this input"
        reason += "; stage it first"
    else:
        reason = f"{printable(path)} differs from HEAD, so the hash would be committed without this input"
        reason += "; use fix --stage, and commit both"
    return Left(each, reason)


def place(each: FixedOutput) -> object:
    """Return the place of a fixed output, which is the same in each tree."""
    return each.path, each.attribute, each.platform


def _by_identity(truths: Mapping[FixedOutput, Digest]) -> dict[object, Digest | None]:
    found: dict[object, Digest | None] = {}
    for each, digest in truths.items():
        key = identity(each)
        found[key] = digest if found.get(key, digest) == digest else None
    return found


def _known(
    outputs: Iterable[FixedOutput],
    truths: Mapping[FixedOutput, Digest],
    by_identity: Mapping[object, Digest | None],
) -> dict[FixedOutput, Digest]:
    found = {}
    for each in outputs:
        digest = truths.get(each)
        if digest is None and each.identity:
            digest = by_identity.get(identity(each))
        if digest is not None:
            found[each] = digest
    return found


def identity(each: FixedOutput) -> object:
    """Return everything that decides the hash, except the files of this repository."""
    return each.identity, each.mode, each.kind


def _plan_one(
    made: RepairPlan,
    rewriter: Rewriter,
    snapshot: Snapshot,
    alike: list[FixedOutput],
    known: Mapping[FixedOutput, Digest],
) -> None:
    """Plan the repair of the literal that is the hash of all outputs in ``alike``."""
    digest = next(iter(known.values()))
    wrong = [each for each in known if not _reads(each, known[each])]
    made.right.extend(each for each in known if each not in wrong)
    if not wrong:
        return
    reason = _shared(alike, known)
    if reason is None and snapshot.read(wrong[0].path) is None:
        reason = "it is outside this repository"
    if reason is not None:
        made.left.extend(Left(each, reason) for each in wrong)
        return
    try:
        edit, text = rewriter.edit(wrong[0], digest)
    except NotEditable as error:
        made.left.extend(Left(each, error.reason) for each in wrong)
    else:
        made.keep(Repair(wrong, digest, edit, text), wrong[0].origin.data)


def _reads(each: FixedOutput, digest: Digest) -> bool:
    return each.digest == digest and each.problem is None and not each.placeholder


def _shared(alike: list[FixedOutput], known: Mapping[FixedOutput, Digest]) -> str | None:
    """Return the reason why a literal cannot be the hash of all its outputs; None if these have one true digest."""
    first = next(iter(known))
    for each in alike:
        if each not in known:
            return f"it is the hash of {_name(each)} too, whose true hash is not known"
        if known[each] != known[first]:
            return f"it is the hash of {_name(first)} and of {_name(each)}, whose true hashes differ"
    return None


def _name(each: FixedOutput) -> str:
    """Return the words that distinguish outputs with one literal: the platform or, without one, the inputs."""
    from authguard.printable import printable

    label = each.platform or each.label or " ".join(one.shown for one in each.inputs if one.role == "what")
    return printable(label[:100]) or each.producer
