"""builtins.match and builtins.split of simple patterns. The rest is unknown, as are searches that may take long."""

from __future__ import annotations

import pytest

from tests.support.values import UNKNOWN, plain, value_of

KNOWN = [
    (r'builtins.match "v([0-9.]+)" "v1.2"', ["1.2"]),
    (r'builtins.match "v([0-9.]+)" "1.2"', None),
    (r'builtins.match ".*version = \"([^\"]*)\".*" "a\nversion = \"1.2\"\nb"', ["1.2"]),
    (r'builtins.match "(a)?b" "b"', [None]),
    (r'builtins.match "[[:alpha:]_]+[.]c" "a_b.c"', []),
    (r'builtins.match "[]a]+" "]a"', []),
    (r'builtins.match "a\\.b" "a.b"', []),
    (r'builtins.match "(.*)" "é"', ["é"]),
    (r'builtins.match "^v([0-9]{1,3}[.][0-9]{2})$" "v12.34"', ["12.34"]),
    (r'builtins.match "a{2,}" "a"', None),
    (r'builtins.split "([0-9])" "a1b2"', ["a", ["1"], "b", ["2"], ""]),
    (r'builtins.split "-" "a-b"', ["a", [], "b"]),
]

UNKNOWN_PATTERNS = [
    "a|b",
    "(ab)*",
    "(ab){2}",
    "a{,2}",
    "a{2}*",
    "a^",
    "$a",
    r"\\d",
    "[[:punct:]]",
    "a**",
    "(a",
    "()",
    "[a",
    "[z-a]",
    ")(",
    "a)b(c",
    "[+--]",
]


@pytest.mark.parametrize(("expression", "value"), KNOWN)
def test_simple_patterns_match_as_in_nix(expression: str, value: object) -> None:
    """The groups, the parts of a split and a failed match are those of Nix."""
    assert plain(value_of(expression)) == value


@pytest.mark.parametrize("pattern", UNKNOWN_PATTERNS)
def test_other_patterns_are_unknown(pattern: str) -> None:
    """Python may read such patterns in another way."""
    assert plain(value_of(f'builtins.match "{pattern}" "ab"')) is UNKNOWN


LONG = r"aaaaaaa\n" * 5000

BOUNDED = [
    (rf'builtins.match ".*version = \"?([0-9.]+)\"?\n.*" "{LONG}version = 1.2\n{LONG}"', ["1.2"]),
    (rf'builtins.length (builtins.split "\n" "{LONG}")', 10001),
    (rf'builtins.match ".*(b)?x" "{LONG}"', None),
]


@pytest.mark.parametrize(("expression", "value"), BOUNDED)
def test_a_text_that_must_follow_bounds_a_search_in_a_long_text(expression: str, value: object) -> None:
    """The search goes on only at the places of this text."""
    assert plain(value_of(expression)) == value


def test_long_texts_are_unknown() -> None:
    """The time of a search must stay small."""
    expression = (
        'builtins.match ".*a.*b.*" (builtins.concatStringsSep "" (builtins.genList (i: "aaaaaaaa") 1000))'
    )
    assert plain(value_of(expression)) is UNKNOWN


def test_many_optional_letters_are_unknown() -> None:
    """Each `?` doubles the time of a failing search."""
    assert plain(value_of(f'builtins.match "{"a?" * 40}b" "{"a" * 40}"')) is UNKNOWN


def test_a_split_of_a_long_text_is_unknown() -> None:
    """A split searches again from each letter."""
    assert plain(value_of(f'builtins.split "a*c.*" "{"a" * 5000}"')) is UNKNOWN
