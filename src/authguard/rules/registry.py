"""All rules, and the functions that run them on a change or on a tree.

A rule is one file and one line here.
"""

# ruff: noqa: F401 - the imports are the list of rules

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.outputs.unused import is_unused
from authguard.rules.ag101_version_disagrees import RULE as AG101
from authguard.rules.ag102_version_without_source import RULE as AG102
from authguard.rules.ag201_stale_source_hash import RULE as AG201
from authguard.rules.ag202_stale_dependency_hash import RULE as AG202
from authguard.rules.ag203_suspect_dependency_hash import RULE as AG203
from authguard.rules.ag204_platform_left_behind import RULE as AG204
from authguard.rules.ag205_one_hash_two_inputs import RULE as AG205
from authguard.rules.ag206_hash_moved_alone import RULE as AG206
from authguard.rules.ag207_unfinished_hash import RULE as AG207
from authguard.rules.ag208_stale_lock_pin import RULE as AG208
from authguard.rules.ag209_toolchain_moved import RULE as AG209
from authguard.rules.ag301_not_from_mirror import RULE as AG301
from authguard.rules.ag302_retired_host import RULE as AG302
from authguard.rules.ag303_moving_revision import RULE as AG303
from authguard.rules.ag304_location_changed import RULE as AG304
from authguard.rules.ag401_no_such_revision import RULE as AG401
from authguard.rules.ag402_revision_moved import RULE as AG402
from authguard.rules.ag901_not_nix import RULE as AG901
from authguard.rules.ag902_unreadable_lock import RULE as AG902
from authguard.rules.ag903_idle_waiver import RULE as AG903
from authguard.rules.ag904_not_judged import RULE as AG904
from authguard.rules.ag905_guard_loosened import RULE as AG905
from authguard.rules.describe import place_of
from authguard.rules.finding import ERROR, NOTE, SEVERITIES, STALE, SUSPECT, WARNING
from authguard.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.rules.context import Change, Everything
    from authguard.rules.finding import Finding

RULES = {each.code: each for each in list(globals().values()) if isinstance(each, Rule)}
"""Every rule by its code, in the order of the imports."""

_CODES = {each.name: code for code, each in RULES.items()}
"""The code of every rule by its name."""


def code_of(word: str) -> str | None:
    """Return the code of the rule with this code or name, in upper or lower case; None for an unknown rule."""
    if word.upper() in RULES:
        return word.upper()
    return _CODES.get(word.lower().replace("_", "-"))


def similar(word: str) -> str | None:
    """Return the code or the name of a rule that is most similar to a word; None if no rule is similar."""
    from authguard.messages import nearest

    return nearest(word, (*RULES, *_CODES))


_PRECEDENCE = ("AG201", "AG208", "AG202", "AG204", "AG205", "AG203", "AG206", "AG207", "AG304")
"""If several findings are about one hash literal, the most severe is kept; if equal, the first in this list."""


def run_on_change(change: Change) -> list[Finding]:
    """Return the findings of all rules on a change, one for each hash literal."""
    found = [one for rule in RULES.values() for decide in rule.decides_change for one in decide(change)]
    deciders = [decide for rule in RULES.values() for decide, _ in rule.decides_output]
    for each in change.new_outputs():
        found.extend(filter(None, (decide(each, change) for decide in deciders)))
    kept = one_a_literal(softened_if_unused(change, found))
    if change.trace is not None:
        _trace(change, found, kept)
    return kept


def softened_if_unused(change: Change, found: list[Finding]) -> list[Finding]:
    """Turn each error about a hash that no code uses into a warning, or a note: it is no fixed output now."""
    reported = {one.place.key() for one in found if one.fixed_output is not None and one.severity == ERROR}
    if not reported:
        return found
    paths = {one.place.path for one in found}
    unused = {
        place_of(each.origin).key()
        for each in change.outputs
        if each.record
        and each.path in paths
        and each.path.endswith(".nix")
        and place_of(each.origin).key() in reported
        and is_unused(each.origin, change.target.evaluator.source(each.path))
    }
    return [
        one._replace(
            severity=WARNING if WARNING in RULES[one.code].severities else NOTE,
            verdict=SUSPECT if one.verdict == STALE else one.verdict,
            message=f"{one.message}; no code uses this binding",
        )
        if one.severity == ERROR and one.place.key() in unused
        else one
        for one in found
    ]


def _trace(change: Change, found: list[Finding], kept: list[Finding]) -> None:
    """Add the decisions of the rules to the trace."""
    for each in change.outputs:
        place = place_of(each.origin).key()
        here = [one for one in found if one.fixed_output is not None and one.place.key() == place]
        for one in here:
            replaced = "" if one in kept else " (not reported: another finding about this hash comes first)"
            change.note(each, one.code, f"{one.severity}: {one.message}{replaced}")
        if not here:
            change.note(each, "rules", "no rule reports this hash for this change")


def run_on_tree(tree: Everything) -> list[Finding]:
    """Return the findings of all rules on a tree."""
    found = [finding for rule in RULES.values() for decide in rule.decides_tree for finding in decide(tree)]
    for rule in RULES.values():
        for decide, files in rule.decides_output:
            paths = [path for path, kept in tree.files.items() if files is None or files(kept, tree.config)]
            found.extend(filter(None, (decide(each, tree) for each in tree.outputs(paths))))
    return found


def one_a_literal(found: Iterable[Finding]) -> list[Finding]:
    """Keep one finding about each hash literal: the most severe, then the first by precedence.

    At a place where code computes the hash of each platform from data, each hash has its own finding.

    A file with a conflict marker only has that finding. Files that import it cannot be resolved, so no suspect is
    reported.
    """
    rank = {code: number for number, code in enumerate(_PRECEDENCE)}
    order: Callable[[Finding], tuple[int, int]] = lambda each: (  # noqa: E731
        SEVERITIES.index(each.severity),
        rank.get(each.code, len(rank)),
    )
    kept: dict[object, Finding] = {}
    found = list(found)
    ended = {each.place.path for each in found if each.ends_file}
    if ended:
        found = [
            each
            for each in found
            if each.ends_file or (each.place.path not in ended and each.verdict != SUSPECT)
        ]
    for finding in sorted(found, key=order):
        place = _hash_of(finding)
        key = place if finding.code in rank else (finding.code, place, finding.message, finding.order)
        kept.setdefault(key, finding)
    return _without_idle_fixes(list(kept.values()))


def _without_idle_fixes(found: list[Finding]) -> list[Finding]:
    """Replace the help of findings about a source without its revision: no command can fetch its hash."""
    missing = {_hash_of(each): each.help for each in found if each.code == AG401.code}
    return [
        each._replace(help=missing[_hash_of(each)])
        if each.code in _PRECEDENCE and _hash_of(each) in missing
        else each
        for each in found
    ]


def _hash_of(finding: Finding) -> object:
    """Return the place and the text of the hash that a finding is about."""
    return finding.place.key(), finding.fixed_output.digest if finding.fixed_output is not None else None


def may_hide(finding: Finding, code: str) -> bool:
    """Tell whether `one_a_literal` may have kept a finding instead of one of the rule ``code`` about the same hash."""
    if finding.code not in _PRECEDENCE or code not in _PRECEDENCE:
        return False
    is_first = _PRECEDENCE.index(code) < _PRECEDENCE.index(finding.code)
    return not is_first or finding.severity == SEVERITIES[0]
