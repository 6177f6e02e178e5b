"""The table of move classes: each is described, is reported by a rule, and has a severity that its figures allow."""

from __future__ import annotations

import pytest

from authguard.cli.explain import explanation
from authguard.compare import classes
from authguard.compare.counts import COUNTS
from authguard.compare.move_class import MEASURED, MoveClass
from authguard.rules.registry import RULES

SHARES = {"error": 0.9, "warning": 0.5}
"""The least share of stale moves that a measured class needs for this severity."""

BY_JUDGEMENT = {
    "tag-moved": "another tag is other content, unless somebody shows that it is not",
    "version-in-url-moved": "another version is other content, unless somebody shows that it is not",
    "source-moved": "nothing in the repository can tell whether the dependencies moved",
}
"""The classes with a higher severity than their count allows, with the reason."""


@pytest.mark.parametrize("each", classes.ALL, ids=lambda each: each.name)
def test_severity_is_earned(each: MoveClass) -> None:
    """The share of stale moves among the decided moves of a class limits its severity, if there are enough moves."""
    figures = each.counted
    if figures is not None and figures.stale + figures.honest >= MEASURED:
        share = figures.stale / (figures.stale + figures.honest)
        is_earned = share >= SHARES.get(each.severity or "", 0.0)
        assert is_earned == (each.name not in BY_JUDGEMENT)


def test_each_count_is_of_a_class() -> None:
    """A class that was renamed loses its count."""
    assert COUNTS.keys() <= {each.name for each in classes.ALL}


@pytest.mark.parametrize("each", classes.ALL, ids=lambda each: each.name)
def test_a_rule_shows_each_class(each: MoveClass) -> None:
    """`explain CODE` names each class that the rule reports, below its severity.

    No rule reports a class without one.
    """
    assert bool(each.rules) == (each.severity is not None)
    for code in each.rules:
        lists = " ".join(explanation(RULES[code]).split()).split("Of severity ")
        assert [one.partition(":")[0] for one in lists if f"- {each.name}: " in one] == [each.severity]


def test_names_are_unique() -> None:
    """No two classes share a name."""
    assert len({each.name for each in classes.ALL}) == len(classes.ALL)
