"""From the findings of the judge to those that are reported: waivers, severities, the paths asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.config.model import Config, apply_severities

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        everything: whether the whole tree was judged.
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
