"""Hash digests as Nix reads them: decoding, encoding, placeholders, and the search for digests in a text.

Nix writes one digest in four spellings: SRI (`sha256-<base64>`), and base 16, base 32 or base 64 either bare
or behind `sha256:`. The rules are taken from `Hash::parseAny` in Nix's src/libutil/hash.cc. Two digests are the
same hash exactly if algorithm and bytes are equal. The spelling never matters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

SIZES = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64, "blake3": 32}
"""Bytes of a digest, by algorithm. (blake3: an experimental feature of Nix 2.27 and later.)"""

SHORTEST = 22
"""No digest has fewer characters, in any spelling."""

BASE32 = "0123456789abcdfghijklmnpqrsvwxyz"
"""Nix's own base 32 alphabet: no e, o, t, u."""

SRI = r"(?:md5|sha1|sha256|sha512|blake3)-[0-9A-Za-z+/]{22,86}={1,2}"
"""An SRI hash with its padding."""

_BASE32_VALUE = {character: value for value, character in enumerate(BASE32)}
_HEX = frozenset("0123456789abcdefABCDEF")
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")


class Digest:
    """One decoded digest. Values are immutable by convention, comparable and hashable."""

    __slots__ = ("algorithm", "raw")

    def __init__(self, algorithm: str, raw: bytes) -> None:
        """Store the algorithm's Nix name (a key of SIZES) and the raw bytes."""
        self.algorithm = algorithm
        self.raw = raw

    def __eq__(self, other: object) -> bool:
        """Whether both are the same hash: algorithm and bytes."""
        return isinstance(other, Digest) and self.raw == other.raw and self.algorithm == other.algorithm

    def __hash__(self) -> int:
        """Hash by the bytes, which are well spread already."""
        return hash(self.raw)

    def __repr__(self) -> str:
        """For debugging: the SRI spelling."""
        return f"Digest({self.sri()!r})"

    def base64(self) -> str:
        """The bytes in base 64, padded, without the algorithm."""
        from binascii import b2a_base64

        return b2a_base64(self.raw, newline=False).decode()

    def sri(self) -> str:
        """The spelling that Nix itself prints, such as `sha256-…=`."""
        return f"{self.algorithm}-{self.base64()}"

    def hex(self) -> str:
        """The bytes in base 16, lower case, without the algorithm."""
        return self.raw.hex()

    def base32(self) -> str:
        """The bytes in Nix's base 32, without the algorithm."""
        return encode_base32(self.raw)

    def key(self) -> str:
        """A short stable string for an index: `sha256:<base 16>`."""
        return f"{self.algorithm}:{self.raw.hex()}"


class BadDigest(ValueError):
    """A text that is not a digest, or not of the requested kind.

    `reason` is a phrase that continues "the hash …" ("has 43 characters, the last = is missing").
    `digest` is the value that Nix still reads, else None. An SRI hash may lack its padding or have text after it.
    With this value, a malformed hash can still be compared.
    """

    def __init__(self, reason: str, digest: Digest | None = None) -> None:
        """Store the phrase and, if Nix accepts the text, the digest that it reads."""
        super().__init__(reason)
        self.reason = reason
        self.digest = digest


def parse(text: str, algorithm: str | None = None) -> Digest:
    """Decode a digest in any spelling that Nix accepts.

    `algorithm` is the algorithm that the attribute implies (`sha256 = …`); None if the text must name the algorithm
    (`hash = …`). An empty text with a known algorithm is the all-zero placeholder, as in Nix. Raises BadDigest.
    """
    named, body, is_sri = _split(text)
    unknown = next((each for each in (named, algorithm) if each is not None and each not in SIZES), None)
    if unknown is not None:
        raise BadDigest(f"has the unknown algorithm {unknown!r} (Nix knows {', '.join(SIZES)})")
    if named is None:
        if not text and algorithm is None:
            raise BadDigest("is empty")
        if algorithm is None:
            raise BadDigest(f"does not name its algorithm{_guess(body)}")
        if not text:
            return Digest(algorithm, bytes(SIZES[algorithm]))
    elif algorithm is not None and named != algorithm:
        raise BadDigest(f"is a {named} digest where {algorithm} is expected")
    chosen = named or algorithm or ""
    if is_sri:
        return Digest(chosen, _from_sri(body, chosen))
    return Digest(chosen, _from_plain(body, chosen))


def _split(text: str) -> tuple[str | None, str, bool]:
    """Split a text into the algorithm (None: not named), the body, and whether it is SRI. A colon is tried first."""
    name, separator, body = text.partition(":")
    if separator:
        return name, body, False
    name, separator, body = text.partition("-")
    if separator:
        return name, body, True
    return None, text, False


def _guess(body: str) -> str:
    """A hint for a digest without an algorithm: its likely algorithm, by length."""
    for algorithm, size in SIZES.items():
        if len(body) in _lengths(size):
            return f" (by its length a {algorithm} digest)"
    return ""


def _lengths(size: int) -> tuple[int, int, int]:
    """Characters of a digest of `size` bytes in base 16, base 32 and base 64."""
    return 2 * size, (8 * size + 4) // 5, (size + 2) // 3 * 4


def _from_plain(body: str, algorithm: str) -> bytes:
    """Decode a body without SRI's prefix: its length alone tells the base. Raises BadDigest."""
    size = SIZES[algorithm]
    base16, base32, base64 = _lengths(size)
    if len(body) == base16:
        _demand(body, _HEX, "base-16")
        return bytes.fromhex(body)
    if len(body) == base32:
        _demand(body, _BASE32_VALUE, "base-32")
        return decode_base32(body, size)
    if len(body) == base64:
        return _from_base64(body, algorithm)
    raise BadDigest(
        _missing(body, size)
        or f"has {len(body)} characters, and a {algorithm} digest has {base16} (base 16), {base32} (base 32) "
        f"or {base64} (base 64)"
    )


def _from_sri(body: str, algorithm: str) -> bytes:
    """Decode the base 64 of an SRI hash. Raises BadDigest, which has the digest if Nix accepts the text."""
    wanted = _lengths(SIZES[algorithm])[2]
    if len(body) == wanted:
        return _from_base64(body, algorithm)
    tolerated = _lenient(body, algorithm)
    missing = _missing(body, SIZES[algorithm])
    if missing is None and tolerated is not None:
        missing = "has text besides its digest"
        if len(body.rstrip("=")) == wanted - -SIZES[algorithm] % 3:
            missing = f"has {len(body) - wanted} = too many at its end"
    raise BadDigest(
        missing or f"has {len(body)} characters after the dash, and a {algorithm} digest has {wanted}",
        tolerated,
    )


def _missing(body: str, size: int) -> str | None:
    """Return the reason if a base 64 body of a `size`-byte digest only lacks padding, else None."""
    digits = body.rstrip("=")
    padding = -size % 3
    if len(digits) + padding != _lengths(size)[2] or len(body) >= len(digits) + padding:
        return None
    if _stray(digits, _BASE64) is not None:
        return None
    lost = len(digits) + padding - len(body)
    return f"has {len(body)} characters, the last {'= is' if lost == 1 else '== are'} missing"


def _from_base64(body: str, algorithm: str) -> bytes:
    """Decode a padded base 64 body of the right length. Raises BadDigest."""
    from binascii import a2b_base64

    size = SIZES[algorithm]
    padding = -size % 3
    stray = _stray(body.rstrip("="), _BASE64)
    if stray is not None:
        raise BadDigest(f"has the character {stray!r}, which base-64 does not", _lenient(body, algorithm))
    if len(body) - len(body.rstrip("=")) != padding:
        raise BadDigest(f"does not end in {'=' * padding or 'a digit'}", _lenient(body, algorithm))
    return a2b_base64(body)


def _lenient(body: str, algorithm: str) -> Digest | None:
    """The result of Nix's base64Decode for a body: it skips line breaks and stops at the first =."""
    from binascii import a2b_base64

    digits = body.partition("=")[0].replace("\n", "")
    size = SIZES[algorithm]
    if _stray(digits, _BASE64) is not None or len(digits) * 6 // 8 != size:
        return None
    return Digest(algorithm, a2b_base64(digits + "=" * (-len(digits) % 4)))


def _stray(body: str, alphabet: Container[str]) -> str | None:
    """The first character of `body` outside the alphabet, or None."""
    for character in body:
        if character not in alphabet:
            return character
    return None


def _demand(body: str, alphabet: Container[str], base: str) -> None:
    """Raise BadDigest at the first character outside the alphabet."""
    stray = _stray(body, alphabet)
    if stray is not None:
        raise BadDigest(f"has the character {stray!r}, which {base} does not")


def decode_base32(text: str, size: int) -> bytes:
    """Decode Nix's base 32 (the last character has the lowest bits) to `size` bytes. Raises BadDigest."""
    value = 0
    for character in text:
        value = value << 5 | _BASE32_VALUE[character]
    if value >> 8 * size:
        raise BadDigest(f"begins with {text[0]!r}, and a base-32 digest of this length cannot")
    return value.to_bytes(size, "little")


def encode_base32(raw: bytes) -> str:
    """Spell bytes in Nix's base 32."""
    value = int.from_bytes(raw, "little")
    length = (8 * len(raw) + 4) // 5
    return "".join([BASE32[value >> 5 * place & 31] for place in range(length - 1, -1, -1)])


_VARIED = 28
"""A monotonous digest has at most this many different characters in any base.

The bits of a repeated digit repeat after at most five bytes, which base 64 spells in 20 characters, and two other
digits change at most six more.
"""


def is_placeholder(value: str | Digest) -> bool:
    """Whether a hash was never computed: empty, or one character repeated.

    The answer is True for lib.fakeHash, fakeSha256 and fakeSha512 in every spelling, and for `sha256-BBBB…=`, `1111…`
    or `000…01`. A true digest has such a form with a probability below 2**-200. Digests of empty files and directories
    are true digests, not placeholders.
    """
    if isinstance(value, Digest):
        return _is_monotonous(value)
    named, body, _ = _split(value)
    if named not in SIZES:
        body = value  # the text before a dash or a colon is no algorithm, so it belongs to the value
    different = len(set(body.rstrip("=")))
    if different <= 1:
        return True
    if different > _VARIED:
        return False
    stated = named or _BARE.get(len(body))
    for algorithm in (stated,) if stated in SIZES else SIZES:
        try:
            if _is_monotonous(parse(value, algorithm)):
                return True
        except BadDigest:
            continue
    return False


def is_of_nothing(digest: Digest) -> bool:
    """Whether a digest is that of an empty file, which a failed download leaves."""
    import hashlib

    known = digest.algorithm in hashlib.algorithms_available
    return known and hashlib.new(digest.algorithm, b"").digest() == digest.raw


def _is_monotonous(digest: Digest) -> bool:
    """Tell whether all characters of a digest are the same except for at most two, in one of the three bases."""
    if len(set(digest.raw)) > 8:
        return False
    for text in (digest.hex(), digest.base32(), digest.base64().rstrip("=")):
        if len(text) - max(map(text.count, set(text))) <= 2:
            return True
    return False


_CANDIDATE = rb"\b[0-9A-Za-z+/]{22,}={0,2}"
_PREFIXES = tuple(name.encode() + mark for name in SIZES for mark in (b"-", b":"))
_OLD_ATTRIBUTE = rb"\b(sha1|md5)\s*=\s*\"$"
_BARE = {52: "sha256", 64: "sha256", 44: "sha256", 103: "sha512", 128: "sha512", 88: "sha512"}
_JOINED = b"-_.:%"


def find(data: bytes) -> Iterator[tuple[int, int, Digest]]:
    """Yield (offset, length, digest) of every hash literal in a text, in the order of their places.

    It finds digests with an algorithm (`sha256-…`, `sha256:…`) and bare digests of sha256 and sha512, quoted or not. A
    bare sha1 or md5 is only found as the value of an attribute with that name, since a commit id looks the same. The
    span covers the algorithm's name and the padding. An SRI hash without its padding is found as well.
    """
    for start, end in _candidates(data):
        if end < len(data) and chr(data[end]) in "-_":
            continue
        typed = _typed(data, start)
        algorithm = None if typed else _bare_algorithm(data, start, end)
        if not typed and algorithm is None:
            continue
        at = start - typed
        try:
            digest: Digest | None = parse(data[at:end].decode("ascii"), algorithm)
        except BadDigest as bad:
            digest = bad.digest
        if digest is not None:
            yield at, end - at, digest


CERTAIN = slice(2, 20)
"""These characters of a digest are the same in all spellings of one base."""


def find_known(data: bytes, keys: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield the span (start, end) of each text that spells a digest with one of these keys, in any base.

    This function is much faster than `find`, since it decodes no digest. The span does not include the algorithm.
    """
    wanted = {text.encode() for text in certain_parts(keys)}
    if not wanted:
        return
    for start, end in _candidates(data):
        if data[start:end][CERTAIN] in wanted:
            yield start, end


def certain_parts(keys: Iterable[str]) -> frozenset[str]:
    """Return the CERTAIN characters of digests with these keys, in each base."""
    return _certain_parts(frozenset(keys))


@lru_cache(maxsize=2)
def _certain_parts(keys: frozenset[str]) -> frozenset[str]:
    """Return the same for a set: all files of a change are searched for the digests of one set."""
    found: set[str] = set()
    for key in keys:
        algorithm, _, text = key.partition(":")
        known = Digest(algorithm, bytes.fromhex(text))
        found.update(spelled[CERTAIN] for spelled in (text, text.upper(), known.base32(), known.base64()))
    return frozenset(found)


def _candidates(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the span (start, end) of every text that may be a digest without its algorithm."""
    for match in re.compile(_CANDIDATE).finditer(data):
        start, end = match.span()
        while start and data[start - 1] in b"+/":
            start -= 1  # these characters have no word boundary before them
        yield start, end


def _typed(data: bytes, start: int) -> int:
    """The length of the algorithm's name and mark before a digest (7 for `sha256-`), 0 for a bare digest."""
    if not start or data[start - 1] not in b"-:":
        return 0
    for prefix in _PREFIXES:
        before = start - len(prefix)
        if before >= 0 and data.startswith(prefix, before):
            return 0 if before and chr(data[before - 1]).isalnum() else len(prefix)
    return 0


def by_length(text: str) -> str | None:
    """Return the most likely algorithm of a digest by its length (None: it has a prefix, or another length)."""
    return None if _split(text)[0] is not None else _BARE.get(len(text))


def _bare_algorithm(data: bytes, start: int, end: int) -> str | None:
    """The algorithm of a digest that names no algorithm, by its length and the attribute before it."""
    length = end - start
    algorithm = _BARE.get(length)
    if algorithm is not None:
        return None if start and data[start - 1] in _JOINED else algorithm
    if length > 40:
        return None
    attribute = re.compile(_OLD_ATTRIBUTE).search(data[max(0, start - 12) : start])
    return None if attribute is None else attribute[1].decode("ascii")
