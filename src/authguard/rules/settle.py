"""From what the judge found to what is told: waivers, the config's severities, the paths that were asked for."""

from __future__ import annotations

from authguard.config.model import Config, apply_severities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.git.snapshot import Snapshot
    from authguard.rules.finding import Finding


def settled(
    findings: list[Finding], judged: Iterable[str], target: Snapshot, config: Config, everything: bool
) -> list[Finding]:
    """Return the findings that are left after waivers and severities. ``judged`` are the paths that were read."""
    marked = {}
    for path in judged:
        data = target.read(path)
        if data is not None and b"authguard" in data:
            marked[path] = data
    if not findings and not marked and not (everything and config.allows):
        return []
    from authguard.rules.waivers import apply_waivers, find_waivers

    waivers = {path: find_waivers(path, data) for path, data in marked.items()}
    kept = apply_waivers(findings, waivers, config.allows, config_path=config.path, everything=everything)
    return apply_severities(
        [each for each in kept if not config.excluded(each.place.path)], config.severities
    )
