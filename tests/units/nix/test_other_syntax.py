"""Texts that cannot be Nix are recognised without the parser, and no Nix is taken for another language."""

from __future__ import annotations

import pytest

from authguard.nix.other_syntax import is_other_syntax
from authguard.nix.parse import Source
from tests.behaviour.test_cases import CASES


@pytest.mark.parametrize(
    "text",
    [
        b"(* a comment of OCaml *)\nlet hash = 1",
        b"open Core\n\nlet run () = print_endline hash",
        b"type 'a t = { hash : 'a }",
        b'[%%import "config.mlh"]',
        b"module A where\n\nhash :: Int -> Int",
        b"func main() { hash := 1 }",
        b"fn main(a: &str) {}",
        b"it has `code` and a hash",
        b"match a with | A -> 1",
        b'name = "tool"\n',
        b'{ "hash": "sha256-" }',
        b"<?xml version='1.0'?>",
    ],
)
def test_other_languages_are_recognised(text: bytes) -> None:
    """The parser finds an error in each of these texts as well."""
    assert is_other_syntax(text)
    assert Source("file", text).root.has_error


@pytest.mark.parametrize(
    "text",
    [
        b"{ pkgs ? import <nixpkgs> { } }: pkgs.hello",
        b"x: { url = https://example.org/a.php?b=c&d=e~f; }",
        b'{ a = "it\'s $5 \\" ${b} `c`"; }',
        b"{ a = ''it's ${b} `c`''; f' = x': x'; }",
        b"/* it's `c` */ { a = b || c && !d; e = f |> g; h = i <| j; }",
        b"# it's `c`\nlet a = ~/b; c = a.${d} or 1; in [ (a) ]",
        b"{ a, b, ... }@args: (a // b) -> c",
        b"x:y",
        b"[ ./a''it's %''.b f'' ]",
        b'# a\r (x: x) "a\n%"',
    ],
)
def test_nix_is_left_to_the_parser(text: bytes) -> None:
    """Strings, urls, comments and paths may contain any character."""
    assert not Source("file", text).root.has_error
    assert not is_other_syntax(text)


def test_no_file_of_the_cases_is_taken_for_another_language() -> None:
    """A file with a syntax error may be."""
    for path in CASES.rglob("*.nix"):
        if path.is_file():
            data = path.read_bytes()
            assert not is_other_syntax(data) or Source("file", data).root.has_error, path


@pytest.mark.parametrize("text", [b"/*", b"( ", b'"', b'"\\', b"a: ", b"/* *", b":( ", b"[[", b"\n#", b"- "])
def test_a_text_is_read_once(text: bytes) -> None:
    """A quadratic search in a megabyte would not end within the time of a test."""
    assert not is_other_syntax(text * (1_000_000 // len(text)))
