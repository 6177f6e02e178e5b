"""A true digest takes the spelling of the old text, if Nix accepts it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.digest import SIZES, Digest, parse
from authguard.repair.edits import NotEditable
from authguard.repair.spelling import demand_algorithm, named_algorithm, respelled
from tests.units.repair.repairing import NEW, digest

if TYPE_CHECKING:
    from collections.abc import Callable

OLD = digest(2)
STYLES: dict[str, Callable[[Digest], str]] = {
    "sri": lambda each: each.sri(),
    "hex": lambda each: each.hex(),
    "base32": lambda each: each.base32(),
    "base64": lambda each: each.base64(),
    "typed hex": lambda each: f"{each.algorithm}:{each.hex()}",
    "typed base32": lambda each: f"{each.algorithm}:{each.base32()}",
    "typed base64": lambda each: f"{each.algorithm}:{each.base64()}",
}


@pytest.mark.parametrize("algorithm", SIZES)
@pytest.mark.parametrize("style", STYLES)
def test_the_style_stays(style: str, algorithm: str) -> None:
    """The style stays for every spelling of every algorithm."""
    raw = digest(3).raw * 3
    old, new = Digest(algorithm, raw[1 : SIZES[algorithm] + 1]), Digest(algorithm, raw[: SIZES[algorithm]])
    assert respelled(STYLES[style](old), new, None, rejected=False) == STYLES[style](new)


@given(
    st.sampled_from(sorted(STYLES)), st.sampled_from(sorted(SIZES)), st.sampled_from(sorted(SIZES)), st.data()
)
def test_the_written_literal_reads_as_the_true_digest(
    style: str, one: str, other: str, data: st.DataObject
) -> None:
    """The algorithm may change too."""
    old, new = (
        Digest(name, data.draw(st.binary(min_size=SIZES[name], max_size=SIZES[name])))
        for name in (one, other)
    )
    for rejected in (False, True):
        text = respelled(STYLES[style](old), new, None, rejected)
        assert parse(text, other) == new
        if "-" in text or ":" in text:
            assert parse(text) == new


def test_another_algorithm_keeps_the_style() -> None:
    """A bare digest of another length gets the name of its algorithm."""
    new = digest(1, "sha512")
    assert respelled(f"sha256:{OLD.hex()}", new, None, rejected=False) == f"sha512:{new.hex()}"
    assert respelled(OLD.base32(), new, None, rejected=False) == new.sri()


@pytest.mark.parametrize(
    "text",
    [
        "",
        OLD.sri()[:-1],
        OLD.hex()[:-1],
        "sha256:",
        "sha999:abc",
        "sha256-" + "A" * 43 + "=",
        "none",
        f"{OLD.sri()}\n",
    ],
)
def test_a_malformed_digest_becomes_sri(text: str) -> None:
    """Every hash attribute accepts SRI."""
    assert respelled(text, NEW, None, rejected=True) == NEW.sri()


def test_a_bare_digest_that_is_rejected_becomes_sri() -> None:
    """If the attribute of a digest names no algorithm, Nix needs the algorithm in the text."""
    assert respelled(OLD.hex(), NEW, None, rejected=True) == NEW.sri()


@pytest.mark.parametrize(
    ("zeros", "style"), [("0" * 64, "hex"), ("0" * 52, "base32"), ("A" * 43 + "=", "base64")]
)
def test_a_bare_placeholder_stays_bare_where_nix_accepts_it(zeros: str, style: str) -> None:
    """The attribute names the algorithm; under `hash` Nix would reject a bare digest."""
    assert respelled(zeros, NEW, "sha256", rejected=False) == STYLES[style](NEW)
    assert respelled(zeros, NEW, None, rejected=False) == NEW.sri()
    assert respelled(f"sha256:{zeros}", NEW, None, rejected=False) == STYLES[f"typed {style}"](NEW)


@pytest.mark.parametrize(
    ("names", "algorithm"),
    [
        (["src", "sha256"], "sha256"),
        (["vendorSha256"], "sha256"),
        (["sha512", "x86_64-linux"], "sha512"),
        (["src", "hash"], None),
        (["sha256", "a", "b", "hash"], None),
        (["md5"], "md5"),
        ([], None),
    ],
)
def test_names_imply_an_algorithm(names: list[str], algorithm: str | None) -> None:
    """The nearest name with an algorithm implies it."""
    assert named_algorithm(names) == algorithm


def test_an_algorithm_that_the_attribute_does_not_take_is_refused() -> None:
    """Nix would reject another algorithm."""
    demand_algorithm(["src", "hash"], digest(1, "sha512"))
    with pytest.raises(
        NotEditable, match=r"^its attribute takes a sha256 digest, and the true one is of sha512$"
    ):
        demand_algorithm(["src", "sha256"], digest(1, "sha512"))
