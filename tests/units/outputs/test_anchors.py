"""The possible places of hashes: the quick search finds the same as the plain pattern."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.outputs.anchors import _NAMED, MAX_OVERRIDES, _named
from authguard.outputs.collect import Collector
from tests.support.collected import A, outputs_of
from tests.support.values import tree

PIECES = [
    b"hash",
    b"Hash",
    b"hashes",
    b"sha256",
    b"sha1",
    b"SHA256",
    b"md5",
    b"inherit",
    b"Inherit",
    b"vendor",
]
PIECES += [b" ", b"\n", b"=", b"==", b";", b"?", b'"', b"'", b".", b"-", b"{", b"}", b"x", b"_", b"(src)"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join))
def test_the_search_for_names_finds_the_same_as_one_pattern(data: bytes) -> None:
    """The search tries the pattern only near a word that the pattern needs, and finds the same spans."""
    assert [match.span() for match in _named(data)] == [match.span() for match in _NAMED.finditer(data)]


@pytest.mark.parametrize("count", [MAX_OVERRIDES - 1, MAX_OVERRIDES + 1])
def test_overrides_are_no_hashes(count: int) -> None:
    """A file with many overrides is read, and its hashes are found, whether or not its overrides are followed."""
    override = "(p.overrideAttrs { version = 1; })\n"
    text = f'{{ fetchurl, callPackage, p }}: [ (fetchurl {{ url = "u"; hash = "{A}"; }}) {override * count} ]'
    evaluator = tree({"x.nix": text.encode()})
    found = outputs_of(Collector(evaluator, lambda _: ()), ["x.nix"])
    assert [each.literal for each in found] == [A]
    assert evaluator.unread == set()
