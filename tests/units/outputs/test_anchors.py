"""The possible places of hashes: the quick search finds the same as the plain pattern."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from authguard.outputs.anchors import _NAMED, _named

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
    """It tries the pattern only near a word that the pattern needs, and finds the same spans."""
    assert [match.span() for match in _named(data)] == [match.span() for match in _NAMED.finditer(data)]
