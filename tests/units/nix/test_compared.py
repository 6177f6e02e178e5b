"""Formals that choose texts, and no other values."""

from __future__ import annotations

from time import process_time

import pytest

from authguard.nix.compared import choosing
from authguard.nix.parse import Source

HEAD = '{ lib, fetchurl, channel ? "stable" }: '
VERSION = 'version = if channel == "stable" then "1.0" else "2.0"; '
FETCH = 'fetchurl { url = "https://e.org/${version}"; hash = if "stable" != channel then "b" else "a"; }'


def found(text: str) -> set[str]:
    """Return the formals that choose texts in a file."""
    return set(choosing(Source("x.nix", text.encode())))


@pytest.mark.parametrize(
    "text",
    [
        f"let {VERSION}in {FETCH}",
        f'let version = "1.0${{lib.optionalString (channel == "stable") "-full"}}"; in {FETCH}',
        f"rec {{ {VERSION}src = {FETCH}; passthru = {{ inherit version; }}; }}",
    ],
)
def test_a_formal_that_only_chooses_texts_is_found(text: str) -> None:
    """The choices belong together, since the same comparison decides each choice."""
    assert found(HEAD + text) == {"channel"}


@pytest.mark.parametrize(
    "text",
    [
        f"let {VERSION}in [ channel ({FETCH}) ]",
        f'let {VERSION}in [ (if channel == "stable" then {{ }} else [ ]) ({FETCH}) ]',
        f"let {VERSION.replace('stable', 'beta')}in {FETCH}",
        f'let {VERSION}key = if channel == "stable" then "a" else "b"; in {FETCH}',
        f"let {VERSION}in [ {{ }}.${{version}} ({FETCH}) ]",
        f'let {VERSION}in [ {{ }}."v${{version}}" ({FETCH}) ]',
        f'let {VERSION}in [ (version == "2.0") ({FETCH}) ]',
        f'let {VERSION}in [ (lib.versionAtLeast version "2.0") ({FETCH}) ]',
    ],
)
def test_a_formal_with_another_use_is_not_found(text: str) -> None:
    """A set or a key that the formal or its text chooses may decide a version apart from the hash."""
    assert found(HEAD + text) == set()


def test_many_formals_are_counted_in_linear_time() -> None:
    """The words of a file are counted once, not for each formal."""
    formals = ", ".join(f'f{number} ? "a"' for number in range(4000))
    uses = "".join(f'{{ url = if f{number} == "a" then "b" else "c"; }}' for number in range(4000))
    source = Source("x.nix", f"{{ {formals} }}: [ {uses} ]".encode())
    start = process_time()
    assert len(choosing(source)) == 4000
    assert choosing(source) is choosing(source)
    assert process_time() - start < 6


@pytest.mark.parametrize(
    "piece", ["if a == ", 'url = "', "inherit (", "inherit a ", "${lib.versions.a ", '."', "url = ", "a'"]
)
def test_repeated_pieces_are_read_in_linear_time(piece: str) -> None:
    """The time does not grow with the square of the length."""
    text = HEAD + VERSION + piece * (200_000 // len(piece))
    source = Source("x.nix", b"")
    source.data = text.encode()
    start = process_time()
    choosing(source)
    assert process_time() - start < 6
