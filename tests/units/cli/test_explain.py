"""`git authguard explain`."""

from __future__ import annotations

import pytest

from authguard.app.explain import demand_rule
from authguard.cli import main
from authguard.cli.explain import _paragraphs, explanation
from authguard.errors import Refused
from authguard.report.rule_help import paragraphs
from authguard.rules.registry import RULES


@pytest.mark.parametrize("code", RULES)
def test_an_explanation_is_a_page(code: str) -> None:
    """An explanation has all parts, in 80 columns and at most two screens."""
    text = explanation(RULES[code])
    assert text.startswith(f"{code} {RULES[code].name}\n")
    for part in ("What it means", "Why it matters", "Example", "How to fix it", "How to waive it"):
        assert f"\n{part}\n" in text
    lines = text.split("\n")
    assert max(len(line) for line in lines) < 80
    assert len(lines) < 145  # with the table of move classes
    assert "\0" not in text


@pytest.mark.parametrize("code", RULES)
def test_a_narrow_terminal_gets_narrow_paragraphs(code: str) -> None:
    """Only code and commands may be wider."""
    text = explanation(RULES[code], 50)
    wide = [line for line in text.split("\n") if len(line) > 50]
    assert all(line.startswith("    ") or "`" in line or "://" in line for line in wide), wide


def test_code_blocks_are_not_filled() -> None:
    """A table of the config can be copied out of the explanation."""
    assert '\n    [[allow]]\n    rule = "AG208"\n    path = "npins/sources.json"\n' in explanation(
        RULES["AG208"]
    )


@pytest.mark.parametrize(
    ("argument", "code"),
    [("AG201", "AG201"), ("ag201", "AG201"), ("Stale-Source-Hash", "AG201"), ("stale_lock_pin", "AG208")],
)
def test_rules_are_known_by_code_and_name(argument: str, code: str) -> None:
    """Codes and names may be in upper or lower case."""
    assert demand_rule(argument).code == code


LISTED = "git authguard list shows the selector of each hash"


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("AG211", "'AG211' is neither a rule nor a file of this repository; did you mean AG201?"),
        (
            "stale-hash",
            "'stale-hash' is neither a rule nor a file of this repository; did you mean stale-source-hash?",
        ),
        (
            "tomato",
            f"'tomato' is neither a rule nor a file of this repository; {LISTED}",
        ),
        ("--all", "explain: there is no option '--all'"),
    ],
)
def test_an_unknown_rule_is_refused_before_anything_is_written(
    argument: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names the nearest rule, if one is near."""
    with pytest.raises(Refused) as caught:
        main(["explain", "AG201", argument])
    assert str(caught.value) == says
    assert capsys.readouterr().out == ""


def test_several_rules_are_explained_once_each(capsys: pytest.CaptureFixture[str]) -> None:
    """The explanations are in the order of the arguments."""
    assert main(["explain", "AG301", "AG201", "not-from-mirror"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("AG301 not-from-mirror\n")
    assert text.count("\nWhat it means\n") == 2


def test_without_a_rule_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a rule, `explain` has two lines for each rule, which begin with its code."""
    assert main(["explain"]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert [line.split()[0] for line in lines[:-1:2]] == list(RULES)
    assert max(len(line) for line in lines) < 80


def test_help_is_shown_instead_of_an_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    """The option --help comes after a rule."""
    assert main(["explain", "AG201", "--help"]) == 0
    assert capsys.readouterr().out.startswith("usage: git authguard explain ")


def test_each_item_of_a_list_has_its_own_lines() -> None:
    """A terminal shows the items as Markdown does."""
    text = "These cases:\n\n- The first\n  one.\n- The second.\n"
    assert _paragraphs(text, 14) == "  These cases:\n\n  - The first\n    one.\n  - The\n    second.\n"
    assert paragraphs(text) == "These cases:\n\n- The first one.\n- The second."
