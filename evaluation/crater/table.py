"""The crater's figures: by rule, by move class and by repository, with intervals clustered by repository."""

from __future__ import annotations

import random
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from authguard.system import MAX_MEMORY_MB
from evaluation.crater.later import HONEST, OPEN, STALE, Case, Decided, Incident

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Row = dict[str, Any]

LEAST = 30
"""A repository with fewer judged commits is left out."""
SAMPLES = 1000


@dataclass
class Judged:
    """One repository: its rows, and the decisions about them."""

    name: str
    rows: list[Row]
    decided: Decided = field(default_factory=Decided)

    @property
    def counts(self) -> bool:
        """Whether it has enough judged commits."""
        return len(self.rows) >= LEAST


def table(repositories: Sequence[Judged]) -> str:
    """Return the whole table as text."""
    counted = [each for each in repositories if each.counts]
    number = sum(len(each.rows) for each in counted)
    fewer = len(repositories) - len(counted)
    lines = [
        f"{len(counted)} repositories with {number} judged commits ({fewer} with fewer than {LEAST} left out)",
        "",
        *_totals(counted),
        "",
        *_groups("rule", counted, lambda case: case.finding["code"]),
        "",
        *_groups("move class", counted, lambda case: case.finding["class"] or "-"),
        "",
        *_by_repository(counted),
    ]
    return "\n".join(lines) + "\n"


def _totals(counted: Sequence[Judged]) -> list[str]:
    errors = _cases(counted, "error")
    warnings = _cases(counted, "warning")
    rows = [row for each in counted for row in each.rows]
    cpu = sorted(row["cpu"] for row in rows)
    answered = [row for row in rows if "error" not in row]
    outputs = sum(row["outputs"] for row in answered)
    unresolved = sum(row["unresolved"] for row in answered)
    without = [each for each in counted if not _false(each)]
    only_false = [row for each in counted for row in _only_false(each)]
    errors_low = _interval(counted, lambda one: _share(_cases(one, "error"), lower=True))
    errors_high = _interval(counted, lambda one: _share(_cases(one, "error"), lower=False))
    useful = _interval(counted, lambda one: _share(_cases(one, "warning"), lower=True))
    resolved = 1 - unresolved / max(outputs, 1)
    lines = [
        f"errors true, lower figure    {errors_low}   ({_counts(errors)})",
        f"errors true, upper figure    {errors_high}",
        f"warnings useful, lower       {useful}   ({_counts(warnings)})",
        f"without a false error        {len(without)} of {len(counted)} repositories",
        f"commits with only false ones {len(only_false)} of {len(rows)}",
        f"no answer                    {len(rows) - len(answered)} of {len(rows)} commits",
        f"resolved                     {resolved:.1%} of {outputs} fixed outputs met",
    ]
    if cpu:
        p99 = cpu[min(len(cpu) - 1, int(len(cpu) * 0.99))]
        lines.append(f"CPU of a check               median {statistics.median(cpu):.3f} s, p99 {p99:.3f} s")
    memory = [row["memory"] for row in rows if "memory" in row]
    if memory:
        beyond = sum(each > MAX_MEMORY_MB for each in memory)
        lines.append(f"memory of a check            {beyond} of {len(memory)} above {MAX_MEMORY_MB} MiB")
    lines.extend(_recall(counted))
    return lines


def _recall(counted: Sequence[Judged]) -> list[str]:
    incidents = [one for each in counted for one in each.decided.incidents]
    lines = []
    for moved, words in ((True, "incidents, identity moved"), (False, "incidents, otherwise")):
        some = [one for one in incidents if one.moved is moved]
        levels = Counter(one.level or "silent" for one in some)
        stated = ", ".join(f"{levels[name]} {name}" for name in ("error", "warning", "note", "silent"))
        share = _interval(counted, lambda one, moved=moved: _stated(one, moved))  # type: ignore[misc]
        lines.append(f"{words:28} {len(some)}: {stated}; reported {share}")
    return lines


def _stated(counted: Sequence[Judged], moved: bool) -> tuple[int, int]:
    some = [one for each in counted for one in each.decided.incidents if one.moved is moved]
    return sum(_is_reported(one) for one in some), len(some)


def _is_reported(one: Incident) -> bool:
    return one.level in ("error", "warning")


def _groups(title: str, counted: Sequence[Judged], key: Callable[[Case], str]) -> list[str]:
    """Return one line for each rule or class: the numbers of errors and warnings, the decisions, the repositories."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in _all(counted):
        groups[key(case)].append(case)
    lines = [
        f"{title:32} {'errors':>7} {'warn':>6} {'notes':>6} {'stale':>6} {'honest':>7} {'open':>6} {'repos':>6}"
    ]
    for name, cases in sorted(groups.items(), key=lambda item: -len(item[1])):
        levels = Counter(case.finding["severity"] for case in cases)
        truth = Counter(case.truth for case in cases)
        number = len({case.row["repo"] for case in cases})
        lines.append(
            f"{name:32} {levels['error']:7} {levels['warning']:6} {levels['note']:6} {truth[STALE]:6}"
            f" {truth[HONEST]:7} {truth[OPEN]:6} {number:6}"
        )
    return lines


def counts(repositories: Sequence[Judged]) -> str:
    """Return the text of src/authguard/compare/counts.py. Only classes with a decided error or warning are in it."""
    groups: dict[str, list[Case]] = defaultdict(list)
    counted = [each for each in repositories if each.counts]
    for case in (*_cases(counted, "error"), *_cases(counted, "warning")):
        if case.finding["class"] is not None:
            groups[case.finding["class"]].append(case)
    lines = [
        f'"""The crater\'s counts of the move classes: errors and warnings in {len(counted)} public repositories.',
        "",
        "`python -m evaluation.crater classes` writes this file. Each set of repositories was judged by the authguard",
        "of its day, and the false classes of a set were corrected later: a class may be better now than its count.",
        '"""',
        "",
        "from typing import NamedTuple",
        "",
        "",
        "class Counted(NamedTuple):",
        '    """The count of a class: moves, repositories, and how many moves are known as stale and as honest."""',
        "",
        *(f"    {name}: int" for name in ("moves", "repositories", "stale", "honest")),
        "",
        "",
        "COUNTS = {",
    ]
    for name, cases in sorted(groups.items()):
        truth = Counter(case.truth for case in cases)
        if truth[STALE] + truth[HONEST]:
            number = len({case.row["repo"] for case in cases})
            lines.append(f'    "{name}": Counted({len(cases)}, {number}, {truth[STALE]}, {truth[HONEST]}),')
    return "\n".join([*lines, "}", '"""The count of each class, by its name."""', ""])


def _by_repository(counted: Sequence[Judged]) -> list[str]:
    head = ("repository", "commits", "errors", "false", "open", "warn", "missed", "p99 s")
    lines = ["{:40} {:>8} {:>7} {:>6} {:>6} {:>6} {:>7} {:>7}".format(*head)]
    for each in counted:
        errors = _cases([each], "error")
        truth = Counter(case.truth for case in errors)
        cpu = sorted(row["cpu"] for row in each.rows)
        missed = sum(one.moved and one.level is None for one in each.decided.incidents)
        lines.append(
            f"{each.name[:40]:40} {len(each.rows):8} {len(errors):7} {truth[HONEST]:6} {truth[OPEN]:6}"
            f" {len(_cases([each], 'warning')):6} {missed:7} {cpu[int(len(cpu) * 0.99)]:7.2f}"
        )
    return lines


def _all(counted: Iterable[Judged]) -> list[Case]:
    return [case for each in counted for case in each.decided.cases]


def _cases(counted: Iterable[Judged], severity: str) -> list[Case]:
    return [case for case in _all(counted) if case.finding["severity"] == severity]


def _false(each: Judged) -> list[Case]:
    return [case for case in _cases([each], "error") if case.truth == HONEST]


def _only_false(each: Judged) -> list[Row]:
    """Return the commits with errors that are all false."""
    by_commit: dict[str, list[Case]] = defaultdict(list)
    for case in _cases([each], "error"):
        by_commit[case.row["commit"]].append(case)
    return [cases[0].row for cases in by_commit.values() if all(case.truth == HONEST for case in cases)]


def _share(cases: Sequence[Case], lower: bool) -> tuple[int, int]:
    """Return (true, all): the lower figure counts open findings as false, the upper figure ignores open findings."""
    truth = Counter(case.truth for case in cases)
    return truth[STALE], truth[STALE] + truth[HONEST] + (truth[OPEN] if lower else 0)


def _counts(cases: Sequence[Case]) -> str:
    truth = Counter(case.truth for case in cases)
    return f"{len(cases)}: {truth[STALE]} stale, {truth[HONEST]} honest, {truth[OPEN]} open"


def _interval(counted: Sequence[Judged], share: Callable[[Sequence[Judged]], tuple[int, int]]) -> str:
    """Return a share with its 95 % interval, sampled by repository, so that no single one dominates."""
    good, every = share(counted)
    if not every:
        return "none"
    draw = random.Random(1)  # noqa: S311 - a bootstrap
    parts = [share([each]) for each in counted]
    parts = [part for part in parts if part[1]]
    found = []
    for _ in range(SAMPLES):
        chosen = draw.choices(parts, k=len(parts))
        found.append(sum(one for one, _ in chosen) / sum(number for _, number in chosen))
    found.sort()
    low, high = found[int(SAMPLES * 0.025)], found[int(SAMPLES * 0.975)]
    return f"{good / every:.1%} [{low:.1%}, {high:.1%}] of {every}"
