"""String literals, compared with real Nix: escapes, and the indentation that indented strings lose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st

from authguard.nix.values import Str, Sym
from tests.support.agree import disagreements, examples
from tests.support.values import known, value_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nix import Nix

_INDENTED = (
    "  ", "    ", " ", "\t", "\n", "\n  ", "\n    ", "\n\n", "\r\n", "a", "b c", "é", '"', "\\", "\\n", "$ ", "$$ ",
    "#",
    "''$", "'''", "''\\n", "''\\t", "''\\x", '${"x"}', '${"\\n"}', "${'' y''}", "${toString 1}", "$${", "/*",
    "\n\t", " \n", "' ",
)  # fmt: skip
_PLAIN = (
    " ", "\n", "\n  ", "\t", "\r\n", "a", "b c", "é", "''", "'", "$ ", "$$ ", "\\$", "\\n", "\\t", "\\r", "\\\\", '\\"',
    "\\q", "\\é", '${"x"}', "${'' y''}", "$${", "#", "/*", "\\${", '${"${"z"}"}',
)  # fmt: skip
"""The parts of literals: every piece is complete in itself."""


def literals(pieces: tuple[str, ...], quote: str) -> st.SearchStrategy[str]:
    """String literals of up to nine pieces."""
    return st.lists(st.sampled_from(pieces), max_size=9).map(lambda found: quote + "".join(found) + quote)


def complete(text: str) -> bool:
    """Tell whether joined pieces keep their meanings: no escape begins across two of them."""
    return (
        not any(bad in text[2:-2] for bad in ("$''", "'''''", "''''$", "''\\''", "$$$")) and "$$$" not in text
    )


@pytest.mark.needs("nix-instantiate")
@pytest.mark.parametrize(("pieces", "quote"), [(_INDENTED, "''"), (_PLAIN, '"')])
def test_literals_have_the_values_of_nix(
    nix: Nix, tmp_path: Path, pieces: tuple[str, ...], quote: str
) -> None:
    """Hundreds of literals: each is known, with the value of Nix."""
    made = [text for text in examples(literals(pieces, quote), 500) if complete(text)]
    assert len(set(made)) > 150
    wrong, unknown = disagreements(nix, tmp_path, made)
    assert wrong == []
    assert unknown == []


def test_unknown_interpolations_stay_pieces() -> None:
    """The texts around an unknown interpolation are joined."""
    value = value_of('x: "a${toString 1}b${x}c${"d"}"')
    inner = value_of('{ f = { x }: "a${toString 1}b${x}c${"d"}"; r = f { x = unknown; }; }')
    assert type(value).__name__ == "Function"
    assert type(inner).__name__ == "Attrs"
    string = value_of('"a${toString 1}b${x}c${"d"}"')
    assert isinstance(string, Str)
    first, middle, last = string.parts
    assert (first, last) == ("a1b", "cd")
    assert isinstance(middle, Sym)
    assert middle.key == ("free", "x")


def test_a_literal_knows_its_place() -> None:
    """The place includes the quotes. An interpolation has no place, since its text has no single literal."""
    value = value_of('{ a = "x"; }.a')
    assert isinstance(value, Str)
    assert value.origin is not None
    assert value.origin.data[slice(*value.origin.span())] == b'"x"'
    made = value_of('"x${"y"}"')
    assert isinstance(made, Str)
    assert made.origin is None


def test_a_url_without_quotes_is_a_string() -> None:
    """Nix reads such a url as a string."""
    assert known("http://example.org/a?b=c") == "http://example.org/a?b=c"
