"""Later commits decide whether a kept hash was stale, and which incidents were missed.

The rows of one repository are read from the oldest commit to the newest. A place is a path and an attribute.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from authguard.locks import FILES, KINDS
from authguard.producers import by_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Row = dict[str, Any]
    Place = tuple[str, str]

STALE, HONEST, OPEN = "stale", "honest", "open"
JUDGED = ("AG201", "AG202", "AG203", "AG204", "AG205", "AG208")
"""The rules that report a hash that does not match its inputs."""
ABBREVIATED = 12
"""So many digits of a commit id are enough in a reading."""

LEVELS = ("error", "warning", "note")

_UNFINISHED = r"placeholder|is empty"
"""A pattern of the messages of AG207 that are always true in Nix code: Nix refuses such hashes. A text of another
length, or in a data file, may be no hash of Nix at all."""


@dataclass
class Case:
    """One finding, and the known facts about it.

    truth  STALE, HONEST or OPEN.
    why    the deciding fact, or the next change.
    move   the move at the place of the finding; None if no fixed output moved there.
    """

    row: Row
    finding: Row
    truth: str = OPEN
    why: str = ""
    move: Row | None = None

    @property
    def key(self) -> tuple[str, str, str, int, str]:
        """The key of a finding in a reading, with the first digits of its commit."""
        one = self.finding
        return (self.row["repo"], self.row["commit"][:ABBREVIATED], one["path"], one["line"], one["code"])


@dataclass
class Incident:
    """A hash that was mended alone: the commit that made the bad pair, and the answer of `check` there.

    moved  whether the identity moved and the digest stayed there, or a lock moved between there and the mend; else
           the digest was new and wrong, or its toolchain moved (nixpkgs).
    level  the severity of the worst finding at that place, from there to the mend; None without a finding.
    movers the commits that moved the identity or a lock.
    """

    row: Row
    move: Row
    repair: Row
    moved: bool
    level: str | None
    movers: list[Row]


@dataclass
class Decided:
    """The cases and incidents of one repository."""

    cases: list[Case] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)


def decide(rows: Sequence[Row]) -> Decided:
    """Decide all findings of one repository, and find its incidents by the commits that mended them."""
    found = Decided()
    later: dict[Place, list[tuple[int, Row]]] = {}
    for number, row in enumerate(rows):
        for move in row.get("moves", ()):
            later.setdefault((move["path"], move["attribute"]), []).append((number, move))
    for number, row in enumerate(rows):
        for finding in row.get("findings", ()):
            found.cases.append(_case(rows, number, finding, later))
    found.incidents = list(_incidents(rows, later))
    return found


def _case(rows: Sequence[Row], number: int, finding: Row, later: dict[Place, list[tuple[int, Row]]]) -> Case:
    row = rows[number]
    case = Case(row, finding)
    place = (finding["path"], finding["attribute"] or "")
    moves = later.get(place, [])
    case.move = next((move for at, move in moves if at == number), None)
    is_of_nix = finding["path"].endswith(".nix")
    if finding["code"] == "AG207" and is_of_nix and re.search(_UNFINISHED, finding["message"]):
        case.truth, case.why = STALE, "Nix refuses it"
        return case
    if finding.get("nix_refuses") is not None:
        case.truth = STALE if finding["nix_refuses"] else HONEST
        case.why = "Nix refuses it" if finding["nix_refuses"] else "Nix parses it"
        return case
    if finding["code"] not in JUDGED:
        return case
    following = next(((at, move) for at, move in moves if at > number), None)
    if following is None:
        case.why = "it is still so at the newest judged commit"
    else:
        case.truth, case.why = _by(case, following[1], rows[following[0]])
    return case


def _by(case: Case, move: Row, row: Row) -> tuple[str, str]:
    """Decide a case by the next move at its place."""
    where = f"{row['commit'][:12]} ({row['subject'][:60]})"
    locks = {one[3] for one in case.finding["because"] if one[3]}
    joint = case.move is None and not locks.isdisjoint(row["changed"])
    if move["how"] == "alone" and move["digest"] is not None and not joint:
        return STALE, f"mended alone by {where}"
    if case.move is not None and move["how"] == "kept" and move["identity"] == case.move["identity_before"]:
        return STALE, f"the inputs were put back by {where}"
    if move["digest"] is None:
        return STALE, f"the hash was emptied by {where}"
    return OPEN, f"next: {move['how']} in {where}"


def _incidents(rows: Sequence[Row], later: dict[Place, list[tuple[int, Row]]]) -> Iterable[Incident]:
    """Yield an incident for each mend: a digest that moved alone, not from a placeholder and not by a tool.

    If a hash that a lock decides moved in the same commit as the lock, that is not a mend.
    """
    for place, moves in later.items():
        for index, (at, repair) in enumerate(moves):
            if (
                repair["how"] != "alone"
                or repair["tool"]
                or not repair["digest"]
                or not repair["digest_before"]
            ):
                continue
            made = next(
                ((n, one) for n, one in reversed(moves[:index]) if one["digest"] == repair["digest_before"]),
                None,
            )
            if made is None or made[1]["identity"] != repair["identity"]:
                continue
            by_lock = repair["kind"] == "dependency" or repair.get("local", False)
            if by_lock and _moves_lock(rows[at], FILES):
                continue
            locks = _locks_of(repair["producer"])
            movers = [rows[made[0]]] if made[1]["how"] == "kept" else []
            if repair.get("local", False):
                movers += [row for row in rows[made[0] + 1 : at] if _moves_lock(row, locks)]
            levels = [
                finding["severity"]
                for row in rows[made[0] : at]
                for finding in row.get("findings", ())
                if finding["code"] in JUDGED
                and (
                    (finding["path"], finding["attribute"]) == place
                    or f"{place[0]}#{place[1]}" in finding.get("also", ())
                )
            ]
            level = min(levels, key=LEVELS.index, default=None)
            yield Incident(rows[made[0]], made[1], rows[at], bool(movers), level, movers)


def _locks_of(producer: str) -> frozenset[str]:
    """Return the file names of the locks that decide the hashes of a producer.

    A hand-written producer has no kind of lock: return the names of all kinds.
    """
    record = by_name(producer)
    kind = KINDS.get(record.lock) if record is not None else None
    return frozenset(kind.files + kind.beside + kind.workspace) if kind is not None else FILES


def _moves_lock(row: Row, names: frozenset[str]) -> bool:
    return any(path.rpartition("/")[2] in names for path in row.get("changed", ()))


def apply_readings(cases: Iterable[Case], readings: dict[tuple[Any, ...], Row]) -> None:
    """Decide cases by readings. Later commits take precedence."""
    for case in cases:
        reading = readings.get(case.key)
        if case.truth == OPEN and reading is not None and reading["truth"] in (STALE, HONEST):
            case.truth, case.why = reading["truth"], f"read: {reading['reason']}"
