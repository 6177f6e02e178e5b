"""The words of a file are enough to find a digest in it, in each of its encodings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.app.ancestors import LEAST_DIGITS, words_of
from authguard.digest import Digest

SIZES = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}


@given(
    st.sampled_from(sorted(SIZES)).flatmap(
        lambda name: st.tuples(st.just(name), st.binary(min_size=SIZES[name], max_size=SIZES[name]))
    )
)
def test_each_encoding_is_a_word(made: tuple[str, bytes]) -> None:
    """A digest is found by its words in a file, without its prefix and its padding."""
    digest = Digest(*made)
    words = words_of(f'a = "{digest.sri()}"; b = "{digest.base32()}"; c = {digest.hex()}'.encode())
    assert {digest.base32().encode(), digest.hex().encode()} <= words
    assert digest.base64().rstrip("=").encode() in words


@pytest.mark.parametrize(
    "around", ["sha256:{}", "?sha256={}", "https://x.example/{}/a.zip", "/nix/store/{}-source", "[{}]"]
)
def test_a_digest_is_a_word_of_its_surroundings(around: str) -> None:
    """Urls, paths and prefixes around a digest do not hide it."""
    text = Digest("sha256", b"\x07" * 32).base32()
    assert text.encode() in words_of(around.format(text).encode())


@given(st.binary(min_size=32, max_size=32))
def test_no_word_is_shorter_than_a_digest(content: bytes) -> None:
    """The parts of base 64 between its slashes are no words: each file would have one of them."""
    digest = Digest("sha256", content)
    assert all(len(word) >= LEAST_DIGITS for word in words_of(f'hash = "{digest.sri()}";'.encode()))
