"""From the findings of the judge to those that are reported: waivers, severities, the paths asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.rules.finding import ERROR
from authguard.rules.words import command

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.config.model import Config
    from authguard.git.snapshot import Snapshot
    from authguard.rules.finding import Finding
    from authguard.rules.waivers import Waiver


def reported(
    findings: list[Finding],
    judged: Iterable[str],
    target: Snapshot,
    config: Config,
    everything: bool,
    before: Snapshot | None = None,
) -> list[Finding]:
    """Return the findings that are left after waivers and severities.

    Args:
        findings: all of them.
        judged: the paths that were read.
        target: the tree that is judged.
        config: decides on severities, exclusions and [[allow]] tables.
        everything: whether every file of the tree was judged.
        before: the base; a waiver that it lacks is reported.
    """
    marked = {}
    for path in judged:
        data = target.read(path)
        if data is not None and b"authguard" in data:
            marked[path] = data
    if not findings and not marked and not (everything and config.allows):
        return []
    from authguard.rules.waivers import apply_waivers, find_waivers

    waivers = {path: find_waivers(path, data) for path, data in marked.items()}

    def waived_before(path: str) -> list[Waiver]:
        return find_waivers(path, (before.read(path) if before is not None else None) or b"")

    kept = apply_waivers(
        findings,
        waivers,
        config.allows,
        config_path=config.path,
        everything=everything,
        before=waived_before if before is not None else None,
    )
    return apply_severities(
        [each for each in kept if not config.excluded(each.place.path)], config.severities
    )


MOST_ALIKE = 5
"""If one rule, move class and file has more findings that are not errors, only the first is reported."""


def without_repeats(findings: list[Finding]) -> list[Finding]:
    """Return the findings with one for many alike: one edited function can move the script of hundreds of hashes.

    The one that is left names how many more hashes there are. Errors are always reported one by one.
    """
    alike: dict[object, list[Finding]] = {}
    for each in findings:
        if each.move_class is not None and each.severity != ERROR:
            alike.setdefault((each.code, each.severity, each.move_class, each.place.path), []).append(each)
    replaced: dict[int, Finding | None] = {}
    for group in alike.values():
        if len(group) > MOST_ALIKE:
            ordered = sorted(group, key=lambda each: each.sort_key())
            replaced.update({id(each): None for each in ordered})
            replaced[id(ordered[0])] = _with_others(ordered[0], len(ordered) - 1)
    return [one for each in findings if (one := replaced.get(id(each), each)) is not None]


def _with_others(first: Finding, others: int) -> Finding:
    """Return a finding that names how many others it is reported for; its command is one for the file."""
    made = first._replace(message=f"{first.message}; {others} more hashes of this file have the same finding")
    words = (first.help or "").split()[:3]
    if words[:2] == ["git", "authguard"]:
        made = made._replace(help=command(*words, first.place.path))
    return made


def apply_severities(findings: list[Finding], severities: dict[str, str]) -> list[Finding]:
    """The findings with the severities that [rules] sets; those of a rule that is off are left out."""
    if not severities:
        return findings
    kept = []
    for finding in findings:
        severity = severities.get(finding.code, finding.severity)
        if severity != "off":
            kept.append(finding._replace(severity=severity))
    return kept
