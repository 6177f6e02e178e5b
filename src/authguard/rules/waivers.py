"""Waivers: `# authguard: allow AG201,AG203 REASON` in a file, and the [[allow]] tables of the config.

A waiver names rules by code or by name. A comment after other text waives findings on its line. A comment on its own
line waives findings on the next line that is not a comment. So a waiver never affects the line below the intended line.
Without a reason it waives nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from authguard.config.model import REASON, is_reason
from authguard.digest import SIZES, BadDigest, find, find_known, parse
from authguard.messages import nearest
from authguard.rules import ag903_idle_waiver as ag903
from authguard.rules import ag905_guard_loosened as ag905
from authguard.rules.finding import WARNING, Place, place_at
from authguard.rules.registry import RULES, code_of, may_hide, similar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from authguard.config.model import Allow
    from authguard.rules.finding import Finding

_OF_A_FILE = frozenset({"AG904"})
"""Rules about a complete file. In a range, a waiver of such a rule only has an effect if the base has it too."""
_UNFINISHED = "AG207"
_OF_A_HASH = "AG2"
"""The beginning of the codes of rules that report at the place of a hash."""
MAX_IDLE = 200
"""At most this many waivers that waive nothing are reported one by one."""
_TOOL = b"authguard"
# Compiled when the first file with a waiver is read, since most checks read none.
_COMMENT = rb"#[ \t]*authguard:[ \t]*allow\b([^\r\n]*)"
# A comment that somebody meant as a waiver: the name of this tool, perhaps a verb, and a rule.
_ALIKE = (
    rb"#[ \t]{0,9}([A-Za-z-]{4,15})[ \t]{0,9}(:?)[ \t]{0,9}"
    rb"(?:([A-Za-z-]{2,15})(?:[ \t]{1,9}|[ \t]?[:=(\[][ \t]?))?([A-Za-z][\w-]{3,40})"
)
_VERBS = ("allow", "ignore", "skip", "disable", "waive", "noqa", "off", "accept")
_WORD = r"[A-Za-z][\w-]*"
_CODE = r"[A-Za-z]+[0-9]+"
_COMMA = r"[ \t]*,[ \t]*"
_COMMENT_LINE = rb"[ \t]*#"
# A text, or a comment, which is the group.
_TEXT_OR_COMMENT = rb'"(?:[^"\\]|\\.)*"|\'\'(?:[^\']|\'[^\'])*+\'\'|(/\*.*?(?:\*/|$)|#.*)'


@dataclass
class Waiver:
    """One waiver comment.

    line, column, end_column of the comment. codes the rules that it names, in upper case. target the line of the
    findings that it waives, and text that line. is_alike: the comment has another form, so that it only looks like a
    waiver.
    """

    path: str
    line: int
    column: int
    end_column: int
    codes: tuple[str, ...]
    reason: str
    target: int
    text: bytes = b""
    is_alike: bool = False

    @property
    def fault(self) -> str:
        """Why it waives nothing, as a key of the messages of AG903; "" for a complete waiver."""
        if self.is_alike:
            return "form"
        if not self.codes:
            return "empty"
        if any(code not in RULES for code in self.codes):
            return "unknown"
        if self.reason == REASON:
            return "template"
        return "" if self.reason else "reason"

    @property
    def code_text(self) -> bytes:
        """The target line without a waiver and without indentation."""
        return without_waiver(self.text)

    @cached_property
    def code(self) -> bytes:
        """Its target line without comments."""
        return re.compile(_TEXT_OR_COMMENT).sub(lambda match: b"" if match[1] else match[0], self.text)

    @cached_property
    def digests(self) -> frozenset[str]:
        """The keys of the hashes in its target line, without those in comments."""
        return frozenset(found.key() for _, _, found in find(self.code))

    def is_of_same_hash(self, other: Waiver) -> bool:
        """Whether another waiver has the same codes and reason and, if this waiver has hashes, one of these hashes."""
        if (self.codes, self.reason) != (other.codes, other.reason):
            return False
        return not self.digests or not self.digests.isdisjoint(other.digests)

    def waived_before(self, finding: Finding, other: Waiver) -> bool:
        """Whether another waiver has the same codes and reason, and waives the same hash as this waiver of a finding.

        For a finding about a hash, the line of the other waiver must have this hash as one text. A comment may be
        copied to a line on which the hash is written in parts, with escapes, or not at all. For an unfinished hash, an
        equal line is enough: `hash = lib.fakeHash;`.
        """
        keys = _keys_of(finding)
        if not keys:
            return self.is_of_same_hash(other)
        is_alike = (self.codes, self.reason) == (other.codes, other.reason)
        is_unfinished = finding.code == _UNFINISHED and self.code_text == other.code_text
        return is_alike and (is_unfinished or any(find_known(other.code, keys)))

    def waives(self, finding: Finding) -> bool:
        """Whether it waives this finding in the same file."""
        if self.fault or finding.code not in self.codes:
            return False
        return finding.place.line <= self.target <= max(finding.place.line, finding.place.end_line)


def find_waivers(path: str, data: bytes) -> list[Waiver]:
    """Return the waiver comments of a file, and those that look like one, in order."""
    lines = data.split(b"\n")
    following = 0
    waivers = []
    for at, line in enumerate(lines):
        match = re.compile(_COMMENT).search(line) if _TOOL in line else None
        alike = _alike(line) if match is None else None
        found = match or alike
        if found is None:
            continue
        own_line = not line[: found.start()].strip()
        if at + 1 >= following:  # a block of comment lines waives findings on the line after it
            following = _next_line(lines, at) if own_line else 0
        target = following if own_line else at + 1
        rules = found[1] if alike is None else line[alike.start(4) :]
        codes, reason = _parse(rules.decode("utf-8", "surrogateescape"))
        start = len(line[: found.start()].decode("utf-8", "surrogateescape")) + 1
        comment = found[0] if alike is None else line[alike.start() :]
        end = start + len(comment.decode("utf-8", "surrogateescape").rstrip())
        text = lines[target - 1] if target <= len(lines) else b""
        waivers.append(Waiver(path, at + 1, start, end, codes, reason, target, text, alike is not None))
    return waivers


def _keys_of(finding: Finding) -> list[str]:
    """Return the possible keys of the hash that a finding is about; none if it is about another text."""
    if not finding.code.startswith(_OF_A_HASH) or finding.fixed_output is None:
        return []
    found = []
    for algorithm in (None, *SIZES):
        try:
            found.append(parse(finding.fixed_output.digest, algorithm).key())
        except BadDigest:
            continue
    return found


def without_waiver(line: bytes) -> bytes:
    """Return a line without a waiver comment and without white space around it."""
    return re.compile(_COMMENT).sub(b"", line).strip() if _TOOL in line else line.strip()


def _alike(line: bytes) -> re.Match[bytes] | None:
    """Return a comment that looks like a waiver: the comment begins with the name of this tool, and names a rule."""
    if b"#" not in line:
        return None
    for match in re.compile(_ALIKE).finditer(line):
        tool, verb, rule = (match[number].decode("ascii") if match[number] else "" for number in (1, 3, 4))
        is_meant = nearest(verb.lower(), list(_VERBS)) is not None if verb else bool(match[2])
        if is_meant and code_of(rule) is not None and nearest(tool, ["authguard"]) is not None:
            return match
    return None


def _next_line(lines: list[bytes], at: int) -> int:
    """Return the number of the first line after index `at` that is not a comment line."""
    at += 1
    while at < len(lines) and re.compile(_COMMENT_LINE).match(lines[at]):
        at += 1
    return at + 1


def _parse(text: str) -> tuple[tuple[str, ...], str]:
    """Return the codes and the reason of `AG201, AG203 two tags`."""
    text = text.strip()
    codes: list[str] = []
    at = end = 0
    while word := re.compile(_WORD).match(text, at):
        code = _code(word[0], is_first=not codes)
        if code is None:
            break
        codes.append(code)
        end = word.end()
        comma = re.compile(_COMMA).match(text, end)
        if comma is None:
            break
        at = comma.end()
    reason = text[end:].strip(" \t:;,.-")
    return tuple(codes), reason if is_reason(reason) else ""


def _code(word: str, is_first: bool) -> str | None:
    """Return the code of a word in a waiver; None if the word belongs to the reason.

    The first word can be a misspelt rule: its own text is returned.
    """
    code = code_of(word)
    if code is not None or re.fullmatch(_CODE, word):
        return code or word.upper()
    is_misspelt = is_first and re.search(r"[\d-]", word) and similar(word) is not None
    return word if is_misspelt else None


def apply_waivers(
    findings: list[Finding],
    waivers: dict[str, list[Waiver]],
    allows: list[Allow],
    *,
    config_path: str | None = None,
    idle: Sequence[Allow] = (),
    before: Callable[[str], list[Waiver]] | None = None,
    in_range: bool = False,
    decides: Callable[[Waiver, str], bool] = lambda _waiver, _code: True,
    is_new: Callable[[Waiver], bool] = lambda _waiver: False,
) -> list[Finding]:
    """Return the remaining findings, AG903 for idle or faulty waivers, and AG905 for new waivers that are not idle.

    Args:
        findings: all of them.
        waivers: the waivers of judged files, by path. Idle waivers are reported only for these files.
        allows: the [[allow]] tables.
        config_path: the file of the config.
        idle: the tables that are reported (at `config_path`) if they waive no finding.
        before: returns the waivers that a file had in the base; None if there is no base.
        in_range: whether a range is judged. A range cannot waive a finding that its own files are not judged.
        decides: whether this run can tell that a waiver of the rule with a code is idle.
        is_new: whether the change adds a waiver. Such a waiver is shown even if it waives nothing yet.
    """
    used: dict[int, list[Finding]] = {}
    new: dict[int, Waiver] = {}
    kept = []
    by_line = _by_line(waivers)
    for finding in findings:
        mine = [one for one in _near(by_line, finding) if one.waives(finding)]
        if mine and before is not None:
            known = before(finding.place.path)
            fresh = [one for one in mine if not any(one.waived_before(finding, other) for other in known)]
            if in_range and finding.code in _OF_A_FILE:
                mine = [one for one in mine if one not in fresh]
            else:
                new.update((id(one), one) for one in fresh)
        tables = [one for one in allows if allowed_by(one, finding)]
        for one in (*mine, *tables):
            used.setdefault(id(one), []).append(finding)
        if not mine and not tables:
            kept.append(finding)
    parts = [(one, _idle_part(one, used.get(id(one), []), decides)) for one in chain(*waivers.values())]
    comments = [part for _, part in parts if part is not None]
    new.update((id(one), one) for one, part in parts if part is None and id(one) not in used and is_new(one))
    tables = [one for one in idle if id(one) not in used]
    if comments or tables:
        kept.extend(_idle(comments, tables, config_path, is_new))
    return [*kept, *_added(list(new.values()))]


def _idle_part(waiver: Waiver, used: list[Finding], decides: Callable[[Waiver, str], bool]) -> Waiver | None:
    """Return a waiver with only the rules that waived nothing; None if each rule waived a finding.

    A waived finding may have replaced the finding of another rule at its place. The other rule is not idle then.
    """
    if waiver.fault:
        return waiver
    waived = {finding.code for finding in used}
    codes = [code for code in waiver.codes if code not in waived and decides(waiver, code)]
    idle = tuple(code for code in codes if not any(may_hide(finding, code) for finding in used))
    return replace(waiver, codes=idle) if idle else None


def _added(new: list[Waiver]) -> list[Finding]:
    """Return the AG905 of new waivers: one finding for all waivers of a file with the same rules and reason."""
    alike: dict[object, list[Waiver]] = {}
    for one in new:
        alike.setdefault((one.path, one.codes, one.reason), []).append(one)
    found = []
    for group in alike.values():
        ordered = sorted(group, key=lambda one: one.line)
        first = ordered[0]
        lines = [one.line for one in ordered]
        found.append(ag905.waiver_finding(_place(first), first.codes, first.reason, lines))
    return found


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


def _idle(
    waivers: list[Waiver], tables: list[Allow], config_path: str | None, is_new: Callable[[Waiver], bool]
) -> list[Finding]:
    """Return an AG903 for each waiver that waived nothing: a warning for a new waiver."""
    findings = []
    for one in waivers[:MAX_IDLE]:
        place = _place(one)
        codes, meant = list(one.codes), None
        if one.fault == "unknown":
            codes = [code for code in codes if code not in RULES]
            meant = similar(codes[0])
        made = ag903.finding(place=place, codes=codes, fault=one.fault or "idle", meant=meant)
        findings.append(made._replace(severity=WARNING) if not one.fault and is_new(one) else made)
    if len(waivers) > MAX_IDLE:
        more = f"{findings[-1].message}; {len(waivers) - MAX_IDLE} more waivers are not shown"
        findings[-1] = findings[-1]._replace(message=more)
    findings.extend(
        ag903.finding(place=place_at(config_path or "", table.line, 1), codes=[table.rule])
        for table in tables
    )
    return findings
