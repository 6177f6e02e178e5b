"""Digests are read and written as Nix does it, placeholders are recognised, and texts are searched."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.digest import SIZES, BadDigest, Digest, find, is_placeholder, parse
from tests.support.nix import Nix, NixError

EMPTY = Digest("sha256", hashlib.sha256(b"").digest())
EMPTY_BASE32 = "0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73"
REAL = "sha256-+/CfOE2HkBU+ZddvdXGenB/z8xNFk8cujpZpMXyh3cY="

digests = st.sampled_from(sorted(SIZES)).flatmap(
    lambda algorithm: st.binary(min_size=SIZES[algorithm], max_size=SIZES[algorithm]).map(
        lambda raw: Digest(algorithm, raw)
    )
)


def spellings(digest: Digest) -> list[tuple[str, str | None]]:
    """Every spelling of a digest, with the algorithm that the attribute must name."""
    bare = [digest.hex(), digest.hex().upper(), digest.base32(), digest.base64()]
    typed = [f"{digest.algorithm}:{body}" for body in bare]
    return [
        (digest.sri(), None),
        *((text, None) for text in typed),
        *((text, digest.algorithm) for text in bare),
    ]


@given(digests)
def test_every_spelling_is_the_same_digest(digest: Digest) -> None:
    """SRI, and base 16, 32 and 64 with and without the algorithm, decode to the same digest."""
    for text, algorithm in spellings(digest):
        assert parse(text, algorithm) == digest
        assert hash(parse(text, algorithm)) == hash(digest)


def test_the_digest_of_an_empty_text_has_its_known_spellings() -> None:
    """Another algorithm makes another digest."""
    assert EMPTY.sri() == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert EMPTY.base32() == EMPTY_BASE32
    assert EMPTY.key() == f"sha256:{EMPTY.hex()}"
    assert parse(EMPTY_BASE32, "sha256") == EMPTY
    assert repr(EMPTY) == f"Digest('{EMPTY.sri()}')"
    assert Digest("blake3", EMPTY.raw) != EMPTY
    assert EMPTY != "sha256"


@pytest.mark.parametrize(
    ("text", "algorithm", "reason"),
    [
        ("", None, "is empty"),
        (EMPTY_BASE32, None, "does not name its algorithm (by its length a sha256 digest)"),
        ("hello", None, "does not name its algorithm"),
        (
            "sha384-AAAA",
            None,
            "has the unknown algorithm 'sha384' (Nix knows md5, sha1, sha256, sha512, blake3)",
        ),
        (
            "SHA256-" + REAL[7:],
            None,
            "has the unknown algorithm 'SHA256' (Nix knows md5, sha1, sha256, sha512, blake3)",
        ),
        (REAL, "sha512", "is a sha256 digest where sha512 is expected"),
        (REAL[:-1], None, "has 43 characters, the last = is missing"),
        (REAL[7:-1], "sha256", "has 43 characters, the last = is missing"),
        ("sha512-" + "x" * 86, None, "has 86 characters, the last == are missing"),
        ("sha512-" + "x" * 86 + "=", None, "has 87 characters, the last = is missing"),
        (REAL + "x", None, "has text besides its digest"),
        (REAL + "x=", None, "has text besides its digest"),
        (REAL + "=", None, "has 1 = too many at its end"),
        (REAL[:20] + "\n" + REAL[20:], None, "has text besides its digest"),
        (REAL[:-2], None, "has 42 characters after the dash, and a sha256 digest has 44"),
        (REAL[:-2] + "-=", None, "has the character '-', which base-64 does not"),
        (REAL[:-1] + "x", None, "does not end in ="),
        (f"sha256-{EMPTY.hex()}", None, "has 64 characters after the dash, and a sha256 digest has 44"),
        (
            "sha256:" + EMPTY.hex()[:-1],
            None,
            "has 63 characters, and a sha256 digest has 64 (base 16), 52 (base 32) or 44 (base 64)",
        ),
        (EMPTY.hex()[:-1] + "g", "sha256", "has the character 'g', which base-16 does not"),
        ("e" + EMPTY_BASE32[1:], "sha256", "has the character 'e', which base-32 does not"),
        ("z" + EMPTY_BASE32[1:], "sha256", "begins with 'z', and a base-32 digest of this length cannot"),
    ],
)
def test_a_bad_digest_is_refused_with_its_reason(text: str, algorithm: str | None, reason: str) -> None:
    """The reason is the end of a sentence that begins with "the hash"."""
    with pytest.raises(BadDigest) as caught:
        parse(text, algorithm)
    assert caught.value.reason == reason


@pytest.mark.parametrize("text", [REAL[:-1], REAL + "=", REAL + " " + REAL, REAL[:20] + "\n" + REAL[20:]])
def test_literals_that_nix_tolerates_can_be_compared(text: str) -> None:
    """Nix skips line breaks in SRI and stops at the first =; the error has the digest that Nix reads."""
    with pytest.raises(BadDigest) as caught:
        parse(text)
    assert caught.value.digest == parse(REAL)


def test_an_empty_hash_of_a_known_algorithm_is_all_zero() -> None:
    """Nix reads such a hash in the same way, with a warning."""
    assert parse("", "sha512") == Digest("sha512", bytes(64))


@given(st.text(max_size=140), st.none() | st.sampled_from(sorted(SIZES)))
def test_any_text_is_parsed_or_refused(text: str, algorithm: str | None) -> None:
    """The only exception is BadDigest, and an accepted digest can be written again."""
    try:
        digest = parse(text, algorithm)
    except BadDigest:
        return
    assert parse(digest.sri()) == digest


CASES = [
    REAL,
    REAL[:-1],
    REAL + "junk",
    REAL[:-1] + "x",
    REAL[:-2] + "-=",
    f"sha256:{EMPTY_BASE32}",
    f"sha256:{EMPTY.hex().upper()}",
    f"sha256:{REAL[7:]}",
    f"sha256:{REAL[7:-1]}",
    f"sha256:z{EMPTY_BASE32[1:]}",
    f"sha256:e{EMPTY_BASE32[1:]}",
    f"sha256-{EMPTY.hex()}",
    "sha512:" + "0" * 103,
    "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
    "md5:" + "0" * 26,
    "sha384-" + "A" * 64,
    EMPTY_BASE32,
]


@pytest.mark.needs("nix-instantiate")
@pytest.mark.parametrize("text", CASES)
def test_nix_reads_and_refuses_the_same_digests(tmp_path: Path, text: str) -> None:
    """Nix also reads the texts that authguard only tolerates."""
    try:
        wanted: Digest | None = parse(text)
    except BadDigest as bad:
        wanted = bad.digest
    nix = Nix(tmp_path / "nix")
    if wanted is None:
        with pytest.raises(NixError):
            nix.instantiate_expression(_fixed(text))
        return
    (derivation,) = nix.instantiate_expression(_fixed(text))
    (made,) = nix.fixed_outputs([derivation])
    assert made.digest == wanted.sri()


def _fixed(text: str) -> str:
    return f'derivation {{ name = "x"; system = "x"; builder = "/x"; outputHash = "{text}"; }}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sha256-",
        "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=",
        "sha256-BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB=",
        "sha256-0000000000000000000000000000000000000000000=",
        "sha256-AAAA=",
        "sha256:" + "0" * 52,
        "sha512-" + "A" * 86 + "==",
        "sha1-" + "A" * 27 + "=",
        "0" * 64,
        "0" * 128,
        "0" * 52,
        "0" * 103,
        "1" * 52,
        "0" * 51 + "1",
        "0" * 63 + "2",
        "f" * 64,
        "0" * 40,
    ],
)
def test_digests_of_no_content_are_placeholders(text: str) -> None:
    """A placeholder is lib.fake* in any spelling, or has one character repeated."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        REAL,
        EMPTY.sri(),
        EMPTY_BASE32,
        "sha256-pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmo=",
        "0sjjj9z1dhilhpc8pq4154czrb79z9cm044jvn75kxcjv6v5l2m5",
        "lib.version",
        "sha256-TODO",
    ],
)
def test_computed_digests_are_no_placeholders(text: str) -> None:
    """Digests of nothing and of an empty directory were computed; a word is no digest."""
    assert not is_placeholder(text)


@given(st.binary())
def test_a_computed_digest_is_never_a_placeholder(data: bytes) -> None:
    """The digest of any content, by any algorithm, is not taken for a placeholder."""
    for algorithm in ("sha256", "sha512", "sha1", "md5"):
        assert not is_placeholder(Digest(algorithm, hashlib.new(algorithm, data).digest()))


@given(
    digests.filter(lambda digest: digest.algorithm in ("sha256", "sha512")),
    st.sampled_from(['"{}"', "= {};", "{}"]),
)
def test_find_sees_every_spelling(digest: Digest, frame: str) -> None:
    """A literal is found at its place, with the name of its algorithm, quoted or not."""
    for text, _ in spellings(digest):
        data = f"{{ a = 1; }}\n  {frame.format(text)}\nrest".encode()
        assert [(data[at : at + size], found) for at, size, found in find(data)] == [(text.encode(), digest)]


def test_find_returns_the_literals_of_a_file_in_order() -> None:
    """Commit ids, store paths and identifiers are not literals."""
    data = f"""
      rev = "0123456789012345678901234567890123456789";
      sha1 = "{"0a" * 20}"; md5 = "{"1b" * 16}";
      hash = "{REAL}"; bad = "{REAL[:-1]}";
      path = "/nix/store/{"a" * 32}-{"b" * 52}";
      name = "{"c" * 60}"; x_{EMPTY.hex()} = 1;
      url = "https://example.org/{EMPTY.hex()}/file";
      sha512 = "{"0" * 103}";
    """.encode()
    assert [(data[at : at + size].decode(), digest.algorithm) for at, size, digest in find(data)] == [
        ("0a" * 20, "sha1"),
        ("1b" * 16, "md5"),
        (REAL, "sha256"),
        (REAL[:-1], "sha256"),
        ("0" * 103, "sha512"),
    ]


def test_find_reads_binary_data() -> None:
    """No error is raised."""
    assert list(find(bytes(range(256)) * 10)) == []
