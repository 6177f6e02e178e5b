"""Groups of findings with one cause, and fingerprints, which do not change if a finding moves to another line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from authguard.rules.finding import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from authguard.rules.finding import Evidence, Finding


@dataclass
class Group:
    """Findings with one cause in the order of the report, and the deepest folder that has all of their files."""

    findings: list[Finding] = field(default_factory=list)

    @property
    def folder(self) -> str:
        """The deepest folder that has all of the files; empty for the root."""
        folders = [finding.place.path.split("/")[:-1] for finding in self.findings]
        common = []
        for names in zip(*folders, strict=False):
            if len(set(names)) > 1:
                break
            common.append(names[0])
        return "/".join(common)


def grouped(findings: Sequence[Finding]) -> list[Group]:
    """Return the findings in groups, in the order of each group's first finding.

    Two findings belong together if they are in one file, or if the same moved input caused both. If there is only one
    group in its folder, a finding without inputs belongs to that group.
    """
    parents = list(range(len(findings)))

    def root(number: int) -> int:
        while parents[number] != number:
            number = parents[number]
        return number

    first: dict[Hashable, int] = {}
    for number, finding in enumerate(findings):
        for key in _keys(finding):
            other = root(first.setdefault(key, number))
            parents[max(other, root(number))] = min(other, root(number))
    for number, finding in enumerate(findings):
        if not finding.because:
            here = {root(other) for other, each in enumerate(findings) if _folder(each) == _folder(finding)}
            others = here - {root(number)}
            if len(others) == 1:
                other = others.pop()
                parents[max(other, root(number))] = min(other, root(number))
    groups: dict[int, Group] = {}
    for number, finding in enumerate(findings):
        groups.setdefault(root(number), Group()).findings.append(finding)
    return list(groups.values())


def ordered(findings: Sequence[Finding]) -> list[Group]:
    """Return the groups, those with errors first. In each group, errors come first too."""
    groups = [Group(sorted(group.findings, key=rank)) for group in grouped(findings)]
    return sorted(groups, key=lambda group: rank(group.findings[0])[0])


def rank(finding: Finding) -> tuple[int, tuple[object, ...]]:
    """Return a sort key: severity, then place."""
    return SEVERITIES.index(finding.severity), finding.sort_key()


def evidence(finding: Finding) -> list[Evidence]:
    """Return the evidence for people, without sentences that the message of the finding already contains."""
    return [one for one in finding.evidence if not one.is_in_message]


def _keys(finding: Finding) -> Iterator[Hashable]:
    yield finding.place.path
    for one in finding.because:
        if one.path is not None:
            yield (one.path, one.line, one.after)


def _folder(finding: Finding) -> str:
    return finding.place.path.rpartition("/")[0]


_LINE = re.compile(r":\d+\b")


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return a different hexadecimal fingerprint for each finding.

    A fingerprint is computed from the rule, the path, and the attribute and digest of the fixed output. If a finding
    has no fixed output, the message without line numbers is used instead. Findings with the same values are numbered.
    """
    seen: dict[tuple[str, ...], int] = {}
    found = []
    for finding in findings:
        output = finding.fixed_output
        about = (output.attribute, output.digest) if output is not None else (_LINE.sub("", finding.message),)
        key = (finding.code, finding.place.path, *about)
        number = seen[key] = seen.get(key, 0) + 1
        text = "\0".join([*key, str(number)])
        found.append(sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32])
    return found
