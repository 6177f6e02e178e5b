"""From the findings of the judge to the reported findings: waivers, severities, requested paths."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from authguard.digest import find_known
from authguard.rules.finding import ERROR, Evidence
from authguard.rules.words import command, selector

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from authguard.config.model import Allow, Config
    from authguard.git.ranges import Base
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
    changed: Collection[str] = (),
    in_range: bool = False,
    moved: Callable[[], Mapping[tuple[str, int], bool]] = dict,
    decides: Callable[[Waiver, str], bool] | None = None,
    bases: Sequence[Base] = (),
) -> list[Finding]:
    """Return the findings that remain after waivers and severities.

    Args:
        findings: all findings.
        judged: the paths that were read.
        target: the tree that is judged.
        config: decides on severities, exclusions and [[allow]] tables.
        everything: whether every file of the tree was judged.
        before: the base; a waiver that is not in the base is reported.
        changed: the paths of the change, for the [[allow]] tables that become idle by the change.
        in_range: whether a range of commits is judged.
        moved: returns, for each path and line with a judged hash, whether the change moved the hash.
        decides: whether an idle waiver of a code is reported; None: the change or the tree decides.
        bases: the bases with their changed files. A waiver that these files do not have is new, and it is shown.
    """
    marked = _marked(findings, judged, target)
    idle = _idle_in_tree(config, target) if everything else _idle_tables(config, changed, target)
    if not findings and not marked and not idle:
        return []
    from authguard.rules.waivers import apply_waivers, find_waivers

    waivers = {path: find_waivers(path, data) for path, data in marked.items()}
    kept = apply_waivers(
        findings,
        waivers,
        config.allows,
        config_path=config.path,
        idle=idle,
        before=_waivers_in(before) if before is not None else None,
        in_range=in_range,
        decides=decides or _Decided(everything, before, moved),
        is_new=_Added(bases),
    )
    return apply_severities([each for each in kept if not config.excluded(each.place.path)], config)


def _waivers_in(snapshot: Snapshot) -> Callable[[str], list[Waiver]]:
    """Return a function that returns the waivers of a file in a snapshot."""
    from authguard.rules.waivers import find_waivers

    return cache(lambda path: find_waivers(path, snapshot.read(path) or b""))


def _marked(findings: list[Finding], judged: Iterable[str], target: Snapshot) -> dict[str, bytes]:
    """Return the files that may have waivers: one with a misspelt name of this tool matters only beside a finding."""
    found = {}
    with_findings = {each.place.path for each in findings}
    for path in judged:
        data = target.read(path)
        if data is not None and (b"authguard" in data or (path in with_findings and b"AG" in data)):
            found[path] = data
    return found


class _Decided:
    """Tells whether a run can decide that a waiver is idle: the run has to judge the hash or the line of the waiver.

    A change that keeps a hash, its inputs and its line cannot show that the waiver of an older finding is idle. A tree
    without a base says nothing about rules on changes.
    """

    def __init__(
        self,
        everything: bool,
        before: Snapshot | None,
        moved: Callable[[], Mapping[tuple[str, int], bool]],
    ) -> None:
        self._everything = everything
        self._before = before
        self._moved = cache(moved)
        self._lines: dict[str, set[bytes]] = {}

    def __call__(self, waiver: Waiver, code: str) -> bool:
        if self._everything:
            return _decides_tree(code)
        is_moved = self._moved().get((waiver.path, waiver.target))
        if is_moved is not None:
            return is_moved
        return not waiver.code_text.strip() or waiver.code_text not in self._lines_before(waiver.path)

    def _lines_before(self, path: str) -> set[bytes]:
        """Return the lines of a file of the base, with the waivers removed from the lines."""
        if path not in self._lines:
            from authguard.rules.waivers import without_waiver

            data = (self._before.read(path) if self._before is not None else None) or b""
            self._lines[path] = {without_waiver(line) for line in data.split(b"\n")}
        return self._lines[path]


MOST_SEARCHED = 5000
"""At most this many changed files of a base are read to find an earlier place of a waiver."""


class _Added:
    """Tells whether a change adds a waiver: no base has it for the same hash, in its file or in another changed file.

    A waiver that waives nothing yet could hide a later stale hash, and that change would not show it. So a waiver of a
    hash that moved is new too.
    """

    def __init__(self, bases: Sequence[Base]) -> None:
        self._bases = bases
        self._known: dict[str, list[Waiver]] = {}

    def __call__(self, waiver: Waiver) -> bool:
        if not self._bases:
            return False
        return not self._has(waiver, [waiver.path]) and not self._has(waiver, self._changed)

    def _has(self, waiver: Waiver, paths: Iterable[str]) -> bool:
        return any(waiver.is_of_same_hash(other) for path in paths for other in self._before(path))

    @cached_property
    def _changed(self) -> list[str]:
        """The changed files that a base has, up to a limit: a waiver may move with its hash."""
        paths = {one.path for base in self._bases for one in base.changes if one.status != "A"}
        return sorted(paths)[:MOST_SEARCHED]

    def _before(self, path: str) -> list[Waiver]:
        """Return the waivers of a file in all bases."""
        if path not in self._known:
            from authguard.rules.waivers import find_waivers

            versions = (base.snapshot.read(path) or b"" for base in self._bases)
            self._known[path] = [
                one for data in versions if b"authguard" in data for one in find_waivers(path, data)
            ]
        return self._known[path]


MOST_FILES = 100
"""At most this many files are read to find a hash for an [[allow]] table."""


def _decides_tree(code: str) -> bool:
    """Tell whether a rule reports everything in a tree without a base."""
    from authguard.rules.registry import RULES

    rule = RULES[code]
    return not rule.decides_change or bool(rule.decides_tree or rule.decides_output)


def _idle_in_tree(config: Config, target: Snapshot) -> list[Allow]:
    """Return the [[allow]] tables that may be idle in a tree without a base, which has no findings about changes.

    A table for a rule on changes is idle if it has no file, or no file with its hash.
    """
    paths = target.paths() if config.allows else []
    return [one for one in config.allows if _decides_tree(one.rule) or _has_nothing_left(one, target, paths)]


def _idle_tables(config: Config, changed: Collection[str], target: Snapshot) -> list[Allow]:
    """Return the [[allow]] tables that have no file, or no file with their hash, after a change.

    Only tables that the change can affect are returned: tables of an edited config, and tables with an edited file.
    """
    reached = [
        one
        for one in config.allows
        if config.path in changed or any(one.path.matches(path) for path in changed)
    ]
    paths = target.paths() if reached else []
    return [one for one in reached if _has_nothing_left(one, target, paths)]


def _has_nothing_left(table: Allow, target: Snapshot, paths: list[str]) -> bool:
    """Tell whether no file has the path of a table, or none of its files contains its digest."""
    mine = [path for path in paths if table.path.matches(path)]
    if table.digest is None or len(mine) > MOST_FILES:
        return not mine
    keys = [table.digest.key()]
    return not any(any(find_known(target.read(path) or b"", keys)) for path in mine)


MOST_ALIKE = 5
"""If there are more findings with one rule, move class and file, and none is an error, only the first is reported."""
NOT_JUDGED = "AG904"
"""If more than MOST_ALIKE files were not judged for one reason, only the first is reported, with their number."""
SAME_FINDING = "the same finding: "
"""The start of the evidence for each removed finding; its selector follows."""
ONE_A_FILE = frozenset({"AG206", "AG207"})
"""Rules with one finding for each file, errors excepted. If upstream replaced the files of a release, or a program
wrote the hashes with a line feed, all of them have one cause."""


def without_repeats(findings: list[Finding]) -> list[Finding]:
    """Return the findings, with one finding in place of many similar findings.

    One edited function can move the scripts of hundreds of hashes. The remaining finding has the number of the removed
    findings. Errors are always reported one by one, except those about files that could not be judged.
    """
    alike: dict[object, list[Finding]] = {}
    for each in findings:
        if each.code == NOT_JUDGED:
            alike.setdefault((each.severity, each.message), []).append(each)
        elif (each.move_class is not None or each.code in ONE_A_FILE) and each.severity != ERROR:
            alike.setdefault((each.code, each.severity, each.move_class, _cause(each)), []).append(each)
    replaced: dict[int, Finding | None] = {}
    for group in alike.values():
        if len(group) > (1 if group[0].code in ONE_A_FILE else MOST_ALIKE):
            ordered = sorted(group, key=lambda each: each.sort_key())
            replaced.update({id(each): None for each in ordered})
            merge = _with_other_files if ordered[0].code == NOT_JUDGED else _with_others
            replaced[id(ordered[0])] = merge(ordered[0], ordered[1:])
    return [one for each in findings if (one := replaced.get(id(each), each)) is not None]


def _cause(each: Finding) -> str:
    """Return the file of an edited script, which can move hashes of many files; otherwise the file of the hash."""
    script = next((one.path for one in each.because if each.move_class == "script-edited" and one.path), None)
    return script or each.place.path


def _with_other_files(first: Finding, others: list[Finding]) -> Finding:
    """Return a finding with the number of other files that were not judged, and their paths for programs."""
    paths = (Evidence("index", f"not judged either: {each.place.path}", True) for each in others)
    return first._replace(
        message=f"{first.message}; {len(others)} more files have the same finding",
        evidence=[*first.evidence, *paths],
    )


def _with_others(first: Finding, others: list[Finding]) -> Finding:
    """Return a finding with the number of similar findings, their hashes for programs, and a command for the file."""
    hashes = (selector(one.place, one.fixed_output) for one in others if one.fixed_output is not None)
    made = first._replace(
        message=f"{first.message}; {len(others)} more hashes have the same finding",
        evidence=[*first.evidence, *(Evidence("index", f"{SAME_FINDING}{each}", True) for each in hashes)],
    )
    words = (first.help or "").split()[:3]
    if words[:2] == ["git", "authguard"]:
        made = made._replace(help=command(*words, first.place.path))
    return made


def apply_severities(findings: list[Finding], config: Config) -> list[Finding]:
    """Return the findings with the severities of the config, without the findings of rules that are off."""
    if not config.severities and not config.path_rules:
        return findings
    kept = []
    for finding in findings:
        severity = config.severity(finding.code, finding.place.path) or finding.severity
        if severity != "off":
            kept.append(finding._replace(severity=severity))
    return kept
