"""Findings about hashes: what the judged pairs of a change amount to (AG201 to AG206, AG208, AG304)."""

from __future__ import annotations

import re

from authguard.compare import moves as compare
from authguard.compare.pairs import Judged
from authguard.compare.scripts import relevant
from authguard.rules import told
from authguard.rules.finding import SUSPECT, Evidence, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.local_locks import Locks

_PRECEDENCE = ("AG207", "AG201", "AG208", "AG202", "AG204", "AG205", "AG203", "AG206", "AG304")
_TOOLS = {"flake.lock": "flake", "npins": "npins", "niv": "niv", "nvfetcher": "nvfetcher"}
_FETCHES = frozenset({"url", "urls", "rev", "version", "key", "repo"})


class Hashes:
    """Turns judged pairs into findings.

    ``read`` reads the target; ``locks`` answers for lock files of this repository; ``inquiry`` makes who knows
    what was proved before and asks mirrors. ``moved_platforms`` are the groups of platform sets of which some digests
    moved, with the platforms that did.
    """

    def __init__(
        self,
        read: Callable[[str], bytes | None],
        locks: Locks,
        toolchain_moved: bool,
        judged: list[Judged],
        target: list[FixedOutput],
        bases: list[Pairs],
        inquiry: Callable[[], Inquiry | None] = lambda: None,
    ) -> None:
        """Hold what the findings rest on."""
        self._inquiry = inquiry
        self.target = target
        self.bases = bases
        self.read = read
        self.locks = locks
        self.toolchain_moved = toolchain_moved
        self.judged = judged
        self.moved_platforms: dict[object, list[str]] = {}
        for each in judged:
            if each.kind in ("new", "alone") and each.each.group is not None and each.each.platform:
                self.moved_platforms.setdefault(each.each.group, []).append(each.each.platform)

    def findings(self) -> list[Finding]:
        """Return the findings, one a literal, the suspects of one package in one."""
        found: list[Finding] = []
        suspects: dict[object, list[Judged]] = {}
        for judged in self.judged:
            if judged.kind in ("stale", "alone") and self._proved(judged):
                continue
            if judged.kind == "stale" and _is_suspect(judged):
                if not relevant(judged):
                    continue
                if self.moved_platforms.get(judged.each.group):
                    found.append(self._left_behind(judged))
                else:
                    suspects.setdefault(judged.each.package, []).append(judged)
                continue
            finding = self._one(judged)
            if finding is not None:
                found.append(finding)
        for group in suspects.values():
            found.extend(self._suspects(group))
        found.extend(self._left_by_version())
        return one_a_literal(found)

    def _proved(self, judged: Judged) -> bool:
        """Tell whether somebody fetched this very pair and found it right."""
        inquiry = self._inquiry()
        return inquiry is not None and inquiry.proved(judged.each) is not None

    def _left_by_version(self) -> Iterable[Finding]:
        """Platforms whose hash stayed while the version moved and another platform's hash did: urls say no version."""
        for each in self.target if self.moved_platforms else ():
            if each.group not in self.moved_platforms or each.platform in self.moved_platforms[each.group]:
                continue
            for base in self.bases:
                for other in base.by_literal.get((each.path, each.attribute), ()):
                    one, two = other.version, each.version
                    if (
                        one is not None
                        and two is not None
                        and one.form != two.form
                        and other.digest == each.digest
                    ):
                        move = compare.Move("version", "what", one, two)
                        yield self._left_behind(Judged("stale", each, other, [move]))

    def _one(self, judged: Judged) -> Finding | None:
        if judged.kind == "stale":
            return self._stale(judged)
        if judged.kind == "copy":
            return self._copy(judged)
        if judged.kind == "alone":
            return self._alone(judged)
        if judged.kind == "elsewhere":
            from authguard.rules import ag304_moved_house

            moved = [move for move in judged.moved if move.role == "where"]
            return ag304_moved_house.finding(
                place=told.place(judged.each.origin),
                fixed_output=told.reference(judged.each),
                because=told.because(moved, self.read),
            )
        return None

    def _stale(self, judged: Judged) -> Finding:
        each, other = judged.each, judged.other
        moved = [move for move in judged.moved if move.role in ("what", "how")] or [
            move for move in judged.moved if move.role == "script"
        ]
        reasons = told.because(moved, self.read)
        silent = compare.silent(other, each) if other is not None else None
        notices = None if silent is None else not silent
        if each.row is not None and each.row.nix_checks:
            notices = True
        evidence = [Evidence("index", f"the digest is that of {_whose(other)}")] if other is not None else []
        severity = None if judged.sure else "warning"
        if each.kind == "pin" or each.tool:
            from authguard.rules import ag208_stale_lock_pin

            return ag208_stale_lock_pin.finding(
                place=told.place(each.origin),
                fixed_output=told.reference(each),
                because=reasons,
                pin=_pin_name(each),
                tool=_TOOLS.get(each.producer),
                evidence=evidence,
                nix_notices=notices,
                verdict="stale" if judged.sure else SUSPECT,
                severity=severity,
            )
        if each.kind == "dependency" and judged.sure:
            from authguard.rules import ag202_stale_dependency_hash

            return ag202_stale_dependency_hash.finding(
                place=told.place(each.origin),
                fixed_output=told.reference(each),
                because=reasons,
                evidence=evidence,
                nix_notices=notices,
            )
        from authguard.rules import ag201_stale_source_hash

        return ag201_stale_source_hash.finding(
            place=told.place(each.origin),
            fixed_output=told.reference(each),
            because=reasons,
            evidence=evidence,
            nix_notices=notices,
            owner=_whose(other) if other is not None else None,
            verdict="stale" if judged.sure else SUSPECT,
            severity=severity,
        )

    def _copy(self, judged: Judged) -> Finding:
        from authguard.rules import ag205_one_hash_two_inputs

        other = judged.other
        assert other is not None  # noqa: S101 - a copy has an original
        silent = compare.silent(other, judged.each)
        return ag205_one_hash_two_inputs.finding(
            place=told.place(judged.each.origin),
            fixed_output=told.reference(judged.each),
            other=told.place(other.origin),
            here=told.name_of(judged.each),
            there=told.name_of(other),
            because=told.because([move for move in judged.moved if move.role == "what"], self.read),
            nix_notices=None if silent is None else not silent,
            severity=None if judged.sure else "warning",
        )

    def _alone(self, judged: Judged) -> Finding | None:
        """The digest moved alone. Quiet where something decides it that is not seen here."""
        each, other = judged.each, judged.other
        if other is None or not each.resolved or each.local is not None or each.tool:
            return None
        if other.version is not None and each.version is not None and other.version.form != each.version.form:
            return None  # the version moved with it, only the url does not say so
        if each.record and each.input("key") is not None:
            return None  # of the crate that the key names a lock says which commit it is
        if each.is_source and not _says_which(each):
            return None  # such a url has another content every day
        if not each.is_source and (
            self.toolchain_moved or any(move.role == "tool" for move in compare.moves(other, each))
        ):
            return None
        from authguard.rules import ag206_hash_moved_alone

        silent = compare.silent(other, each)
        return ag206_hash_moved_alone.finding(
            place=told.place(each.origin),
            fixed_output=told.reference(each),
            before=other.literal,
            nix_notices=True if silent is not None else None,
        )

    def _left_behind(self, judged: Judged) -> Finding:
        from authguard.rules import ag204_platform_left_behind

        each = judged.each
        return ag204_platform_left_behind.finding(
            place=told.place(each.origin),
            fixed_output=told.reference(each),
            because=told.because(
                [move for move in judged.moved if move.role in ("what", "how", "script")], self.read
            ),
            platform=each.platform or each.attribute,
            moved=self.moved_platforms[each.group],
            nix_notices=_notices(judged),
        )

    def _suspects(self, group: list[Judged]) -> Iterable[Finding]:
        """The suspects of one package: those that a lock file here decides are told by it, the rest in one line."""
        from authguard.rules import ag203_suspect_dependency_hash

        left: list[Judged] = []
        for judged in group:
            answer = self.locks.answer(judged.each, judged.other)
            if answer:
                yield from answer
            else:
                left.append(judged)  # the lock is the same, but something else moved
        says: list[Evidence] = []
        inquiry = self._inquiry() if left else None
        if inquiry is not None:
            from authguard.rules.asking import Asked

            asked = Asked(inquiry, self.target, self.read)
            yield from asked.findings(left, _notices)
            left, says = asked.left, asked.says
        if not left:
            return
        literals = {judged.each.origin.key: judged for judged in reversed(left)}
        first, *others = sorted(literals.values(), key=lambda judged: told.place(judged.each.origin).key())
        moved = [move for move in first.moved if move.role in ("what", "how", "script")]
        yield ag203_suspect_dependency_hash.finding(
            place=told.place(first.each.origin),
            fixed_output=told.reference(first.each),
            because=told.because(moved, self.read),
            evidence=says,
            nix_notices=min(map(_notices, literals.values()), key=_LEAST.index),
            others=[(told.place(each.each.origin), told.reference(each.each)) for each in others],
        )


def _is_suspect(judged: Judged) -> bool:
    """Tell whether a stale pair is only a question: a dependency hash whose source moved, or a script."""
    each = judged.each
    if each.is_source:
        return False
    heavy = [move for move in judged.moved if move.role in ("what", "how")]
    if each.kind == "handwritten":
        if any(move.name == "outputHashMode" for move in heavy):
            return False
        return not any(move.name in _FETCHES and move.role == "what" for move in heavy) or not judged.sure
    return not heavy or any(move.role == "what" for move in heavy) or not judged.sure


def _says_which(each: FixedOutput) -> bool:
    """Tell whether the inputs of a source say which content: a revision, a version, or a url with a number in it."""
    return any(
        one.role == "what" and (one.name != "url" or not isinstance(one.form, str) or _has_number(one.form))
        for one in each.inputs
    )


def _has_number(url: str) -> bool:
    """Tell whether a url has a digit in it, apart from a file's ending like that of ``.bz2``."""
    return re.compile(r"\d").search(re.compile(r"\.(?:7z|[a-z]{1,4}\d)(?![0-9a-z])").sub("", url)) is not None


_LEAST = (False, None, True)
"""What is told of several hashes at once is what holds of the one that Nix sees least of."""


def _notices(judged: Judged) -> bool | None:
    silent = compare.silent(judged.other, judged.each) if judged.other is not None else None
    return None if silent is None else not silent


def _whose(other: FixedOutput) -> str:
    return told.name_of(other)


def _pin_name(each: FixedOutput) -> str:
    parts = each.attribute.split(".")
    return parts[-1] if parts[0] in ("nodes", "pins") or len(parts) == 1 else each.attribute


def one_a_literal(found: list[Finding]) -> list[Finding]:
    """Keep one finding a literal: the first by the contract's order of rules, then the severest."""
    rank = {code: number for number, code in enumerate(_PRECEDENCE)}
    kept: dict[object, Finding] = {}
    severity = {"error": 0, "warning": 1, "note": 2}
    for finding in sorted(found, key=lambda each: (severity[each.severity], rank.get(each.code, 99))):
        key = (
            finding.place.key()
            if finding.code in rank
            else (finding.code, finding.place.key(), finding.message)
        )
        kept.setdefault(key, finding)
    return list(kept.values())
