"""Every rule of the registry: what it says of itself, and that it is loaded late."""

from __future__ import annotations

import subprocess
import sys

import pytest

from authguard import rules
from authguard.rules.finding import SEVERITIES

# The contract's table.
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
    "AG304": ("moved-house", "note"),
    "AG401": ("no-such-revision", "error"),
    "AG402": ("revision-moved", "error"),
    "AG901": ("not-nix", "error"),
    "AG902": ("unreadable-lock", "warning"),
    "AG903": ("idle-waiver", "note"),
}


def test_codes_are_those_of_the_contract() -> None:
    """None is missing and none is there besides."""
    assert list(rules.CODES) == list(CONTRACT)


@pytest.mark.parametrize("code", CONTRACT)
def test_a_rule_is_whole(code: str) -> None:
    """Name and default severity are the contract's; no part of the explanation is missing or overlong."""
    rule = rules.rule_of(code)
    name, severity = CONTRACT[code]
    assert (rule.code, rule.name, rule.severity) == (code, name, severity)
    assert rules.NAMES[code] == name
    assert set(rule.severities) <= set(SEVERITIES)
    assert len(rule.summary) <= 72
    assert rule.summary.endswith(".")
    for part in (rule.what, rule.why, rule.example, rule.mend, rule.waive):
        assert len(part.strip()) > 40
    assert max(len(line) for line in rule.example.split("\n")) <= 75


@pytest.mark.parametrize("code", CONTRACT)
def test_a_rule_says_how_it_is_waived(code: str) -> None:
    """By a comment, a table, the severities or an exclude; each names what the config knows."""
    waive = rules.rule_of(code).waive
    assert (
        f"allow {code}" in waive or "[[allow]]" in waive or f'{code} = "off"' in waive or "exclude" in waive
    )


def test_an_unknown_code_is_a_key_error() -> None:
    """The caller asks for what is known only."""
    with pytest.raises(KeyError):
        rules.load("AG999")


def test_rules_are_imported_late_and_cheaply() -> None:
    """A check that finds nothing loads no rule, and nothing of the standard library that costs."""
    script = (
        "import sys; before = set(sys.modules)\n"
        "import authguard.config.model, authguard.rules.waivers, authguard.report, authguard.rules.finding\n"
        "print(' '.join(sorted(set(sys.modules) - before)))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert not any(module.startswith("authguard.rules.ag") for module in loaded)
    heavy = {
        "typing",
        "dataclasses",
        "pathlib",
        "subprocess",
        "enum",
        "json",
        "tomli",
        "tomllib",
        "rich",
        "re2",
    }
    # `re` itself brings enum.
    assert not (heavy - {"enum"}) & loaded
