"""Every rule of the registry has all of its texts, and decides something."""

from __future__ import annotations

import pytest

from authguard.rules.finding import SEVERITIES
from authguard.rules.registry import RULES

# All rules with their names and default severities.
CONTRACT = {
    "AG101": ("version-disagrees", "error"),
    "AG102": ("version-without-source", "warning"),
    "AG201": ("stale-source-hash", "error"),
    "AG202": ("stale-dependency-hash", "error"),
    "AG203": ("suspect-dependency-hash", "warning"),
    "AG204": ("platform-left-behind", "error"),
    "AG205": ("one-hash-two-inputs", "error"),
    "AG206": ("hash-moved-alone", "warning"),
    "AG207": ("unfinished-hash", "error"),
    "AG208": ("stale-lock-pin", "error"),
    "AG209": ("toolchain-moved", "note"),
    "AG301": ("not-from-mirror", "warning"),
    "AG302": ("retired-host", "warning"),
    "AG303": ("moving-revision", "warning"),
    "AG304": ("location-changed", "note"),
    "AG401": ("no-such-revision", "error"),
    "AG402": ("revision-moved", "error"),
    "AG901": ("not-nix", "error"),
    "AG902": ("unreadable-lock", "warning"),
    "AG903": ("idle-waiver", "note"),
    "AG904": ("not-judged", "warning"),
    "AG905": ("guard-loosened", "warning"),
}


def test_codes_are_those_of_the_table() -> None:
    """The registry has exactly the codes of the table."""
    assert list(RULES) == list(CONTRACT)


@pytest.mark.parametrize("code", CONTRACT)
def test_a_rule_has_its_name_severity_and_texts(code: str) -> None:
    """Name and default severity are those of the table; no part of the explanation is missing or too long."""
    rule = RULES[code]
    name, severity = CONTRACT[code]
    assert (rule.code, rule.name, rule.severity) == (code, name, severity)
    assert set(rule.severities) <= set(SEVERITIES)
    assert len(rule.summary) <= 72
    assert rule.summary.endswith(".")
    for part in (rule.what, rule.why, rule.example, rule.fix, rule.waive):
        assert len(part.strip()) > 40
    assert max(len(line) for line in rule.example.split("\n")) <= 75


@pytest.mark.parametrize("code", CONTRACT)
def test_a_rule_says_how_it_is_waived(code: str) -> None:
    """The text names a comment, a table, a severity or an exclude, with names that the config has."""
    waive = RULES[code].waive
    assert (
        f"allow {code}" in waive or "[[allow]]" in waive or f'{code} = "off"' in waive or "exclude" in waive
    )


@pytest.mark.parametrize("code", RULES)
def test_a_rule_decides_something(code: str) -> None:
    """Each rule runs on a change, on a tree, or on both; AG903 and AG905 come from the config."""
    rule = RULES[code]
    assert rule.decides_change or rule.decides_tree or rule.decides_output or code in ("AG903", "AG905")
