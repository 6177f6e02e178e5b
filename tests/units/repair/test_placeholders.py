"""Named placeholders are replaced at their definition, not at their uses."""

from __future__ import annotations

import pytest

from tests.support.collected import A
from tests.units.repair.repairing import NEW, after, digest, planned, repaired

FETCH = 'fetchFromGitHub { owner = "o"; repo = "r"; rev = "v1"; HASH }'
SETS = {
    "selected": "hash = {}.${stdenv.hostPlatform.system};",
    "or": 'hash = ({}).${stdenv.hostPlatform.system} or (throw "no");',
    "getAttr": "hash = builtins.getAttr stdenv.hostPlatform.system {};",
}


@pytest.mark.parametrize("style", SETS)
def test_only_the_proved_placeholder_of_a_platform_set_is_replaced(style: str) -> None:
    """The other entries do not change."""
    entries = f'{{ x86_64-linux = lib.fakeHash; aarch64-linux = lib.fakeHash; x86_64-darwin = "{A}"; }}'
    before = FETCH.replace("HASH", SETS[style].replace("{}", entries))
    made = planned({"x.nix": before}, lambda each: digest(4) if each.platform == "aarch64-linux" else None)
    expected = before.replace("aarch64-linux = lib.fakeHash", f'aarch64-linux = "{digest(4).sri()}"')
    assert after({"x.nix": before}, made) == {"x.nix": expected}


@pytest.mark.parametrize(
    "text",
    [
        "let h = PLACE; in " + FETCH.replace("HASH", "hash = h;"),
        "let hash = PLACE; in " + FETCH.replace("HASH", "inherit hash;"),
        "{ lib, hash ? PLACE }: " + FETCH.replace("HASH", "inherit hash;"),
        "rec { sums.hash = PLACE; src = " + FETCH.replace("HASH", "inherit (sums) hash;") + "; }",
        FETCH.replace("HASH", "hash = (PLACE);"),
        FETCH.replace("HASH", "hash = if new then PLACE else null;"),
        "let f = hash: " + FETCH.replace("HASH", "inherit hash;") + "; in { a = f PLACE; }",
        "let f = sha256: " + FETCH.replace("HASH", "inherit sha256;") + "; in { a = f PLACE; }",
    ],
)
def test_a_placeholder_is_replaced_where_it_is_written(text: str) -> None:
    """The placeholder is found in each form of the call."""
    before, expected = (text.replace("PLACE", place) for place in ("lib.fakeHash", f'"{NEW.sri()}"'))
    assert repaired({"x.nix": before}) == {"x.nix": expected}


def test_a_placeholder_of_two_calls_is_not_replaced() -> None:
    """One text cannot have two true hashes."""
    fetch = 'fetchurl {{ url = "https://e.org/{}"; hash = h; }}'
    text = f"let h = lib.fakeHash; in {{ a = {fetch.format('a')}; b = {fetch.format('b')}; }}"
    truths = iter((digest(3), digest(4)))
    made = planned({"x.nix": text}, lambda _: next(truths))
    assert made.edits == {}
    assert {left.reason.partition(",")[2] for left in made.left} == {" whose true hashes differ"}
