"""Nix source becomes a syntax tree: authguard accepts what Nix accepts, and the first error has its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authguard.nix.parse import Source, first_error, line_and_column, without_trailing_commas
from tests.support.nix import NixError
from tests.support.values import known, parsed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nix import Nix

GOOD = [
    "{ a, b, }: a",
    "{ a, b }: a",
    "{ a, b, ... }: a",
    "{ a, }: a",
    "{ }: 1",
    "{ ... }: 1",
    "{ a ? 1, }: a",
    "{ a ? { x = 1; y = [ 1 ]; }, }: a",
    "{ a, b, }@args: args",
    "{ a, b, } @ args : args",
    "args@{ a, b, }: args",
    "args @ { a , b , } : args",
    "{ a, # one, two,\n b, # three,\n }: a",
    "{ a, /* , */ b, /* } */ }: a",
    "{ a,\n  # only this\n  # and this, }: \n}: a",
    "{ a, } /* x */ @ /* y */ args /* z */ : a",
    "{ a, } # c\n: a",
    "{ a, }: { b, }: { c, d, }@e: a",
    "({ a, }: a) { a = \"x, }: y\"; }",
    "let f = { a, }: a; in [ { a = 1; } (f { a = 1; }) ]",
    "{ a.b = 1; a.c = 2; }",
    "{ a = { b = 1; }; a.c = 2; }",
    "{ a = { b = 1; }; a = { c = 2; }; }",
    "{ inherit; a = 1; }",
    "{ inherit ({ }); }",
    "let inherit ({ a = 1; }) a; in a",
    "\"a\" + ''b''",
    "rec { a = b; b = 1; }",
    "x: y: z: x",
    "a: with a; assert b; c",
    "{ \"a b\" = 1; ${\"c\"} = 2; }",
    "[ ./a ../b ~/c <d> /e ]",
    "a: [ ~/${a} ~/${a}/b \"~/${a}\" ]",
    "1.5 + .5e3 - -1",
    "# a comment\n1",
    "/* a comment */ 1 # another",
]  # fmt: skip
BAD = [
    "{ , }: 1",
    "{ a, , }: 1",
    "{ a, b",
    "{ a = 1 }",
    "{ a = 1; a = 2; }",
    "{ a.b = 1; a.b = 2; }",
    "[ 1",
    "let a = 1; a",
    "\"a",
    "''a",
    "(1",
    "1)",
    "{ a = ; }",
    "if a then b",
    "/* a",
    "",
    "   # only a comment\n",
    "<<<<<<< HEAD\n{ }\n=======\n{ a = 1; }\n>>>>>>> other\n",
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_files_that_nix_parses_have_no_error(text: str) -> None:
    """Trailing commas, comments and both orders of an alias are right."""
    assert first_error(parsed(text)) is None


@pytest.mark.parametrize("text", BAD)
def test_files_that_nix_refuses_have_an_error(text: str) -> None:
    """The error has a place inside the text, and a reason."""
    found = first_error(parsed(text))
    assert found is not None
    assert 0 <= found[0] <= len(text.encode())
    assert found[1]


@pytest.mark.needs("nix-instantiate")
def test_nix_accepts_and_refuses_the_same_files(nix: Nix, tmp_path: Path) -> None:
    """The two lists above are right about real Nix."""
    file = tmp_path / "x.nix"
    file.write_text("[\n" + "\n".join(f"(a: b: with a; with b; {text}\n)" for text in GOOD) + "\n]")
    nix.parse(file)
    for text in BAD:
        file.write_text(text)
        with pytest.raises(NixError):
            nix.parse(file)


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("{\n  a = 1;\n  b = ;\n}\n", 3, 3, "syntax error"),
        ("{\n  a = 1\n}\n", 3, 1, "';' is missing"),
        ("{\n  é = 1;\n}\n", 2, 3, "syntax error"),
        ("{\n  a = 1;\n  b = 2;\n  a = 3;\n}\n", 4, 3, "attribute 'a' is defined twice"),
        ("{ x = { p.q = 1; p.q = 2; }; }", 1, 18, "attribute 'p.q' is defined twice"),
        ("{a=1;a=2;}", 1, 6, "attribute 'a' is defined twice"),
        ("{ x = { a = 1; }; a = 2; /**/a = 3; }", 1, 30, "attribute 'a' is defined twice"),
        ("{ a = { b = 1; c = { b = 1; }; b = 2; }; }", 1, 32, "attribute 'b' is defined twice"),
        ("", 1, 1, "it has no expression"),
    ],
)
def test_the_first_error_has_its_place(text: str, line: int, column: int, reason: str) -> None:
    """The place is the line and the column, in characters."""
    found = first_error(parsed(text))
    assert found is not None
    assert line_and_column(text.encode(), found[0])[0] == line
    if reason != "syntax error":
        assert (line_and_column(text.encode(), found[0])[1], found[1]) == (column, reason)


def test_lines_and_columns_count_characters() -> None:
    """Lines and columns do not count bytes."""
    data = "é\nab é x".encode()
    assert line_and_column(data, 0) == (1, 1)
    assert line_and_column(data, data.index(b"x")) == (2, 6)
    assert line_and_column(data, len(data)) == (2, 7)


def test_spans_are_of_the_original_text() -> None:
    """The parser gets a text without the comma, but the span counts it."""
    text = '{ a, # é, }:\n}:\n{ x = "é"; y = a; }'
    source = parsed(text)
    assert source.data == text.encode()
    start = source.data.index(b'"')
    node = source.root.named_descendant_for_byte_range(start, start + 4)
    assert node is not None
    assert source.text(node) == '"é"'
    formals = source.root.named_descendant_for_byte_range(0, 12)
    assert formals is not None
    assert "a, # é, }:" in source.text(formals)


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        (b"{ a, }: a", b"{ a  }: a"),
        (b"{ a, }@b: a", b"{ a  }@b: a"),
        (b"{ a,\n# x, }\n}: a", b"{ a \n# x, }\n}: a"),
        (b"[ a, }", b"[ a, }"),
        (b"{ a, } /* unclosed", b"{ a, } /* unclosed"),
        (b"{ a, } @", b"{ a, } @"),
        (b"{ a, /*", b"{ a, /*"),
        (b"{ a, #", b"{ a, #"),
        (b",", b","),
    ],
)
def test_each_trailing_comma_becomes_one_space(text: bytes, blanked: bytes) -> None:
    """Nothing else changes."""
    assert without_trailing_commas(text) == blanked


@settings(max_examples=300, derandomize=True)
@given(st.lists(st.sampled_from([",", " ", "\n", "}", ":", "@", "a", "#", "/*", "*/", "{"]), max_size=30))
def test_blanking_changes_commas_alone(pieces: list[str]) -> None:
    """Any text keeps its other characters; a second time changes nothing."""
    text = "".join(pieces).encode()
    blanked = without_trailing_commas(text)
    assert len(blanked) == len(text)
    assert all(one == other or (one, other) == (0x2C, 0x20) for one, other in zip(text, blanked, strict=True))


def test_a_file_of_one_comment_has_no_expression() -> None:
    """An empty file has no expression either."""
    assert parsed("# x\n").expression is None
    assert parsed("").expression is None
    assert known("") is not None


def test_bytes_that_are_no_text_are_kept() -> None:
    """Each of these bytes is kept with the escape of Python."""
    source = Source("x.nix", b'"\xff"')
    assert source.expression is not None
    assert source.text(source.expression) == '"\udcff"'


@pytest.mark.needs("nix-instantiate")
def test_nul_bytes_at_the_end_are_no_error(nix: Nix, tmp_path: Path) -> None:
    """Nix stops at NUL bytes at the end. Elsewhere a NUL byte is an error for authguard, even where Nix would stop."""
    padded = "{ a = 1; }\n" + "\0" * 40 + "\n"
    (tmp_path / "x.nix").write_text(padded)
    nix.parse(tmp_path / "x.nix")
    assert first_error(parsed(padded)) is None
    assert first_error(parsed("{ a = 1; }\0 b")) is not None
    assert first_error(parsed('{ a = "\0"; }\0')) is not None
