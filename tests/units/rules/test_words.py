"""The words of messages: shortened values, moves, commands."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard import messages
from authguard.rules import words
from authguard.rules.finding import FixedOutputRef, moved_input, place_at

COMMIT = "8f3e1f807051e32d8c95cd12b9b421623850a34d"


@pytest.mark.parametrize(
    ("value", "short"),
    [
        ("version/2026.2.0", "version/2026.2.0"),
        (COMMIT, "8f3e1f807051"),
        ("sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=", "sha256-pVQ34cZY…"),
        ("  a\n   b ", "a b"),
        ("", ""),
        (
            "https://example.org/" + "x" * 60 + "/v1.tar.gz",
            "https://example.org/xxx…xxxxxxxxxxxxxx/v1.tar.gz",
        ),
        (
            "https://example.org/tool/1.12.0/tool-1.12.0-aarch64-darwin.tar.gz",
            "https://example.org…12.0-aarch64-darwin.tar.gz".replace("…", "…1."),
        ),
    ],
)
def test_long_values_are_shortened(value: str, short: str) -> None:
    """Commit ids and digests lose their end, other long values their middle."""
    assert words.shorten(value) == short


@given(st.text(), st.integers(min_value=4, max_value=60))
def test_shorten_keeps_its_limit(value: str, limit: int) -> None:
    """Nothing is longer than the limit, except commit ids and digests, and there is no line break."""
    short = words.shorten(value, limit)
    assert len(short) <= max(limit, 16)
    assert "\n" not in short


@given(st.text(min_size=1), st.text(min_size=1), st.text(max_size=200))
def test_shortened_values_of_a_pair_still_differ(before: str, after: str, lead: str) -> None:
    """Two values that differ in more than white space still differ after they are cut."""
    one, two = lead + before, lead + after
    if "".join(one.split())[: len(lead) + 20] != "".join(two.split())[: len(lead) + 20]:
        shown = words.pair(one, two)
        assert shown[0] != shown[1]


def test_a_difference_in_the_middle_of_long_values_is_shown() -> None:
    """The difference is not cut."""
    before, after = words.pair("a" * 80 + "1" + "b" * 80, "a" * 80 + "2" + "b" * 80)
    assert before.startswith("…aaaaaaaaaaaa1")
    assert after.startswith("…aaaaaaaaaaaa2")


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_alternatives_are_joined_with_or(items: list[str], text: str) -> None:
    """The words have commas between them."""
    assert words.alternatives(items) == text


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more"),
    ],
)
def test_listed_items_read_as_english(items: list[str], text: str) -> None:
    """A long list is counted."""
    assert words.listed(items) == text


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [(1, "hash", "1 hash"), (2, "hash", "2 hashes"), (0, "error", "0 errors"), (3, "note", "3 notes")],
)
def test_a_noun_is_counted_in_its_plural(number: int, noun: str, text: str) -> None:
    """Messages use these nouns."""
    assert messages.count(number, noun) == text


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("v1", "v2", "rev moved from v1 to v2"),
        (None, "v2", "rev was added"),
        ("v1", None, "rev was removed"),
        (None, None, "rev changed"),
        ("", "v2", 'rev moved from "" to v2'),
    ],
)
def test_every_move_of_an_input_has_its_words(before: str | None, after: str | None, text: str) -> None:
    """An input can be moved, added, removed or changed."""
    assert words.moved(moved_input("rev", "what", before, after)) == text


def test_reasons_name_the_first_and_count_the_rest() -> None:
    """The first input is shown in full, the other inputs by name, each once."""
    first = moved_input("rev", "what", "v1", "v2")
    others = [moved_input(name, "how", "1", "2") for name in ("url", "url", "rev", "a", "b", "c")]
    assert words.why_moved([first]) == "rev moved from v1 to v2"
    assert words.why_moved([first, others[0]]) == "rev moved from v1 to v2 (with url)"
    assert words.why_moved([first, *others]) == "rev moved from v1 to v2 (with url, a and 2 more)"
    assert words.why_moved([]) == "an input moved"


def test_fix_is_a_command_for_a_shell() -> None:
    """A plain selector needs no quotes; any other is quoted for the shell."""
    output = FixedOutputRef("outputHash.x86_64-linux", "mkDerivation", "")
    assert words.fix(place_at("a/webui-deps.nix", 1, 1), output) == (
        "git authguard fix 'a/webui-deps.nix#outputHash.x86_64-linux'"
    )
    nasty = words.fix(place_at("a b/$(rm -rf ~).nix", 1, 1), output)
    assert shlex.split(nasty)[3] == "a b/$(rm -rf ~).nix#outputHash.x86_64-linux"
    assert nasty.endswith("'a b/$(rm -rf ~).nix#outputHash.x86_64-linux'")


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1), min_size=1
    )
)
def test_command_survives_a_shell(arguments: list[str]) -> None:
    """A shell splits the command into the same words, with any text in them."""
    assert shlex.split(words.command("git", *arguments)) == ["git", *arguments]
