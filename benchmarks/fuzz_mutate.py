"""Inputs made from other inputs: cut, spliced, repeated, nested, with tokens of the languages and random bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

TOKENS = (
    b"{", b"}", b"''", b'"', b"${", b"''${", b"$${", b"[", b"]", b"(", b")", b";", b"=", b",", b":", b"@", b"?",
    b"...", b"rec ", b"with ", b"let ", b" in ", b"if ", b" then ", b" else ", b"assert ", b"inherit ",
    b"inherit (", b"or ", b"//", b"++", b" + ", b"==", b"->", b"|>", b"!", b"-", b"./.", b"../x", b"./x.nix",
    b"import ./x.nix ", b"<nixpkgs>", b"builtins.", b"fromJSON ", b"readFile ", b"lib.fakeHash", b"hash = ",
    b"sha256 = ", b"outputHash = ", b"rev = ", b"version = ", b"fetchurl ", b"fetchFromGitHub ",
    b"callPackage ", b"overrideAttrs ", b"finalAttrs: ", b"self", b"a", b"x: ", b"\n", b"\r\n", b"\t", b" ",
    b"#", b"/*", b"*/", b"\x00", b"\xff", b"\xc3\xa9", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae",
    b"\x1b[2J", b"\x1e", b"\x1et x.nix\n", b"\x1eb x.nix\n", b"\x1et authguard.toml\n", b"<<<<<<< ", b"null",
    b"true", b"1e999", b"-0", b"9" * 25, b"NaN", b"\\ud800", b"\\", b"\\n", b"'", b"- ", b"---\n", b"&a ",
    b"*a", b"!!int ", b"[[", b"]]", b"[a.b]\n", b"sha256-", b"sha512-", b"sha256:", b"=" * 2, b"A" * 43 + b"=",
    b"0" * 52, b"../", b"/", b"**/", b"[!", b"*", b"# authguard: allow AG201 why", b"refs/heads/", b"1" * 40,
    b"0" * 40, b"40000 a\x00", b"160000 a\x00", b"{:", b"}}", b"<dependency>", b"</", b"<!--", b".{ ", b"//",
    b"require (", b"replace ", b" => ", b"v1.0.0",
)  # fmt: skip
"""Tokens of the languages that authguard reads."""

_NESTS = (
    (b"(", b")"), (b"[", b"]"), (b"{ a = ", b"; }"), (b"rec { a = ", b"; }"), (b"let a = ", b"; in a"),
    (b'"${', b'}"'), (b"''${", b"}''"), (b"f (", b")"), (b"(x: ", b") 1"), (b"{ } // ", b""), (b'"" + ', b""),
    (b'{"a":', b"}"), (b"a.", b""), (b"if a then ", b" else b"), (b"with ", b"; a"),
    (b"x.mk { hash = ", b"; }"), (b"a = { b = ", b" }"), (b"- ", b""),
)  # fmt: skip


def mutated(data: bytes, others: Sequence[bytes], random: Random, longest: int) -> bytes:
    """Return an input made from ``data``, sometimes with pieces of ``others``, of at most ``longest`` bytes."""
    for _ in range(1 << random.randrange(4)):
        data = random.choice(_WAYS)(data, others, random)[:longest]
    return data


def _cut(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _truncated(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _flipped(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def _with_token(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + random.choice(TOKENS) + data[random.choice((start, end)) :]


def _with_bytes(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + random.randbytes(random.randrange(6)) + data[random.choice((start, end)) :]


def _spliced(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(data, random)
    other = random.choice(others)
    first, last = _span(other, random)
    return data[:start] + other[first:last] + data[random.choice((start, end)) :]


def _joined(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)] + b"\x1e" + random.choice(others)


def _repeated(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] * random.choice((1, 2, 7, 64)) + data[end:]


def _nested(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(data, random)
    opening, closing = random.choice(_NESTS)
    depth = random.choice((1, 2, 30, 500))
    return data[:start] + opening * depth + data[start:end] + closing * depth + data[end:]


def _swapped(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    words = data.split(b" ")
    one, other = random.randrange(len(words)), random.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return b" ".join(words)


def _span(data: bytes, random: Random) -> tuple[int, int]:
    """Return a place to change, mostly a short one."""
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randrange(random.choice((2, 20, 200, 2000))))


_WAYS: tuple[Callable[[bytes, Sequence[bytes], Random], bytes], ...] = (
    _cut,
    _truncated,
    _flipped,
    _with_token,
    _with_token,
    _with_bytes,
    _spliced,
    _spliced,
    _joined,
    _repeated,
    _nested,
    _swapped,
)
