"""Two versions of a Nix file with the same tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.nix.same_code import MAX_BYTES, is_same_code

TOKENS = [
    "{", "a", "?", "1", ",", "...", "}", ":", "rec", "{", "b", "=", '"x # y ${z}  "', ";",
    "c", "=", "''\n  /* t */\n''", ";", "d", "=", "[", "./f", "a", "(", "b", "-", "1", ")", "<nixpkgs>", "]", ";",
    "e", ".", '"f g"', "=", "a", "//", "{", "}", ";", "}",
]  # fmt: skip
SPACES = st.sampled_from([" ", "\n", "\t", "\r\n", " # comment\n", " /* a ' \" */ ", "\n# ''\n", " #\n"])


@st.composite
def written(draw: st.DrawFn, tokens: tuple[str, ...] = tuple(TOKENS)) -> bytes:
    """The tokens with any white space and comments between them."""
    return "".join(token + draw(SPACES) for token in tokens).encode()


PLAIN = tuple(token.replace("#", "").replace("*", "") for token in TOKENS)
"""Without texts that look like comments: those are compared by their white space too."""


@given(written(PLAIN), written(PLAIN))
def test_comments_and_white_space_are_no_code(one: bytes, other: bytes) -> None:
    """The tokens are the same."""
    assert is_same_code("a.nix", one, other)


@given(written(), st.integers(0, len(TOKENS) - 1), st.data())
def test_another_token_is_other_code(one: bytes, at: int, data: st.DataObject) -> None:
    """Whatever token is missing, the code is not the same."""
    other = data.draw(written((*TOKENS[:at], *TOKENS[at + 1 :])))
    assert not is_same_code("a.nix", one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{ a = "x  y"; }', '{ a = "x y"; }'),
        ('{ a = " "; }', '{ a = ""; }'),
        ("{ a = ''x\n\ny''; }", "{ a = ''x\ny''; }"),
        ("{ a = ''\n  # x\n''; }", "{ a = ''\n''; }"),
        ('{ a = "# x"; }', '{ a = "# y"; }'),
        ("x: y", "x:y"),
        ("a - b", "a-b"),
        ("[ 1 2 ]", "[ 12 ]"),
        ("[ ./a b ]", "[ ./ab ]"),
        ("{ a = 1; # }\n}", "{ a = 1; }\n}"),
        ("{ a = ", "{ a ="),
    ],
)
def test_white_space_in_texts_and_between_names_is_code(one: str, other: str) -> None:
    """So is code that Nix refuses."""
    assert not is_same_code("a.nix", one.encode(), other.encode())


def test_a_large_file_is_not_compared() -> None:
    """Its tokens are too many."""
    large = b"[%s]" % (b" 1" * MAX_BYTES)
    assert not is_same_code("a.nix", large, large)
