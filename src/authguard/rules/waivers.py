"""Waivers: `# authguard: allow AG201,AG203 REASON` in a file, and the [[allow]] tables of the config.

A comment after other text waives findings on its line. A comment on its own line waives findings on the next line
that is not a comment. So a waiver never affects the line below the intended one. Without a reason it waives nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from authguard.digest import BadDigest, find, parse
from authguard.rules import ag903_idle_waiver as ag903
from authguard.rules import ag905_guard_loosened as ag905
from authguard.rules.finding import Place, place_at
from authguard.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from authguard.config.model import Allow
    from authguard.rules.finding import Finding

_OF_A_FILE = frozenset({"AG904"})
"""Rules about a complete file. In a range, a waiver of such a rule counts only if the base has it."""
_BLANK = "\u115f\u1160\u3164\uffa0"
"""Letters that nobody can see: the fillers of Hangul."""
MAX_IDLE = 200
"""At most this many waivers that waive nothing are reported one by one."""
_MARK = b"authguard:"
# Compiled when the first file with a waiver is read, since most checks read none.
_COMMENT = rb"#[ \t]*authguard:[ \t]*allow\b([^\r\n]*)"
_CODES = r"[A-Za-z]+[0-9]+(?:[ \t]*,[ \t]*[A-Za-z]+[0-9]+)*(?![\w-])"
_COMMENT_LINE = rb"[ \t]*#"


@dataclass
class Waiver:
    """One waiver comment.

    line, column, end_column of the comment. codes the rules that it names, in upper case. target the line of the
    findings that it waives, and text that line.
    """

    path: str
    line: int
    column: int
    end_column: int
    codes: tuple[str, ...]
    reason: str
    target: int
    text: bytes = b""

    @property
    def fault(self) -> str:
        """Why it waives nothing: "empty" (names no rule), "unknown" (no such rule), "reason" (no reason), or ""."""
        if not self.codes:
            return "empty"
        if any(code not in RULES for code in self.codes):
            return "unknown"
        return "" if self.reason else "reason"

    @cached_property
    def digests(self) -> frozenset[str]:
        """The keys of the hashes in its target line."""
        return frozenset(found.key() for _, _, found in find(self.text))

    def is_of_same_hash(self, other: Waiver) -> bool:
        """Whether another waiver has the same codes and reason, and a hash of this one, if this one has any."""
        if (self.codes, self.reason) != (other.codes, other.reason):
            return False
        return not self.digests or not self.digests.isdisjoint(other.digests)

    def waives(self, finding: Finding) -> bool:
        """Whether it waives this finding in the same file."""
        if self.fault or finding.code not in self.codes:
            return False
        return finding.place.line <= self.target <= max(finding.place.line, finding.place.end_line)


def find_waivers(path: str, data: bytes) -> list[Waiver]:
    """Return the waiver comments of a file, in order. A file without waivers costs only one search."""
    if _MARK not in data:
        return []
    lines = data.split(b"\n")
    following = 0
    waivers = []
    for at, line in enumerate(lines):
        match = re.compile(_COMMENT).search(line) if _MARK in line else None
        if match is None:
            continue
        own_line = not line[: match.start()].strip()
        if at + 1 >= following:  # a block of comment lines waives findings on the line after it
            following = _next_line(lines, at) if own_line else 0
        target = following if own_line else at + 1
        codes, reason = _parse(match[1].decode("utf-8", "surrogateescape"))
        start = len(line[: match.start()].decode("utf-8", "surrogateescape")) + 1
        length = len(match[0].decode("utf-8", "surrogateescape").rstrip())
        text = lines[target - 1] if target <= len(lines) else b""
        waivers.append(Waiver(path, at + 1, start, start + length, codes, reason, target, text))
    return waivers


def _next_line(lines: list[bytes], at: int) -> int:
    """Return the number of the first line after index `at` that is not a comment line."""
    at += 1
    while at < len(lines) and re.compile(_COMMENT_LINE).match(lines[at]):
        at += 1
    return at + 1


def _parse(text: str) -> tuple[tuple[str, ...], str]:
    """Return the codes and the reason of `AG201, AG203 two tags`."""
    text = text.strip()
    match = re.compile(_CODES).match(text)
    if match is None:
        return (), text
    codes = tuple(code.strip().upper() for code in match[0].split(","))
    reason = text[match.end() :].strip(" \t:;,.-")
    return codes, reason if any(one.isalnum() and one not in _BLANK for one in reason) else ""


def apply_waivers(
    findings: list[Finding],
    waivers: dict[str, list[Waiver]],
    allows: list[Allow],
    *,
    config_path: str | None = None,
    idle: Sequence[Allow] = (),
    before: Callable[[str], list[Waiver]] | None = None,
    in_range: bool = False,
) -> list[Finding]:
    """Return the remaining findings, AG903 for idle or faulty waivers, and AG905 for new effective ones.

    Args:
        findings: all of them.
        waivers: the waivers of judged files, by path. Idle waivers are reported only for these files.
        allows: the [[allow]] tables.
        config_path: the file of the config.
        idle: the tables that are reported (at `config_path`) if they waive none of the findings.
        before: returns the waivers that a file had in the base; None if there is no base.
        in_range: whether a range is judged. A range cannot waive a finding that its own files are not judged.
    """
    used: set[int] = set()
    new: dict[int, Waiver] = {}
    kept = []
    by_line = _by_line(waivers)
    for finding in findings:
        mine = [one for one in _near(by_line, finding) if one.waives(finding)]
        if mine and before is not None:
            known = before(finding.place.path)
            fresh = [one for one in mine if not any(one.is_of_same_hash(other) for other in known)]
            if in_range and finding.code in _OF_A_FILE:
                mine = [one for one in mine if one not in fresh]
            else:
                new.update((id(one), one) for one in fresh)
        tables = [one for one in allows if allowed_by(one, finding)]
        used.update(id(one) for one in (*mine, *tables))
        if not mine and not tables:
            kept.append(finding)
    comments = [one for of_file in waivers.values() for one in of_file if id(one) not in used]
    tables = [one for one in idle if id(one) not in used]
    if comments or tables:
        kept.extend(_idle(comments, tables, config_path))
    kept.extend(ag905.waiver_finding(_place(one), one.codes, one.reason) for one in new.values())
    return kept


def _by_line(waivers: dict[str, list[Waiver]]) -> dict[str, dict[int, list[Waiver]]]:
    """Return the waivers of each file by their target line."""
    found: dict[str, dict[int, list[Waiver]]] = {}
    for path, of_file in waivers.items():
        for one in of_file:
            found.setdefault(path, {}).setdefault(one.target, []).append(one)
    return found


def _near(waivers: dict[str, dict[int, list[Waiver]]], finding: Finding) -> Iterator[Waiver]:
    """Yield the waivers that target a line of a finding."""
    mine = waivers.get(finding.place.path)
    if mine:
        for line in range(finding.place.line, max(finding.place.line, finding.place.end_line) + 1):
            yield from mine.get(line, ())


def allowed_by(allow: Allow, finding: Finding) -> bool:
    """Whether an [[allow]] table waives a finding: same rule, path and, if it names one, digest."""
    if allow.rule != finding.code or not allow.path.matches(finding.place.path):
        return False
    if allow.digest is None:
        return True
    if finding.fixed_output is None:
        return False
    for algorithm in (None, allow.digest.algorithm):
        try:
            return parse(finding.fixed_output.digest, algorithm) == allow.digest
        except BadDigest as error:
            if error.digest == allow.digest:
                return True
    return False


def _place(waiver: Waiver) -> Place:
    return Place(waiver.path, waiver.line, waiver.column, waiver.line, waiver.end_column)


def _idle(waivers: list[Waiver], tables: list[Allow], config_path: str | None) -> list[Finding]:
    """Return an AG903 for each waiver that waived nothing."""
    findings = []
    for one in waivers[:MAX_IDLE]:
        place = _place(one)
        codes = list(one.codes)
        if one.fault == "unknown":
            codes = [code for code in codes if code not in RULES]
        findings.append(ag903.finding(place=place, codes=codes, fault=one.fault or "idle"))
    if len(waivers) > MAX_IDLE:
        more = f"{findings[-1].message}; {len(waivers) - MAX_IDLE} more waivers are not shown"
        findings[-1] = findings[-1]._replace(message=more)
    findings.extend(
        ag903.finding(place=place_at(config_path or "", table.line, 1), codes=[table.rule])
        for table in tables
    )
    return findings
