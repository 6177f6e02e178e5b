"""The answers of a row about a call."""

from __future__ import annotations

import pytest

from authguard.producers.record import HASH, OUTPUT, SRI, Producer, plain


def handwritten() -> Producer:
    """A row that takes every attribute."""
    return Producer(
        ("make",),
        "handwritten",
        OUTPUT,
        what=("src",),
        script=("buildPhase",),
        tool=("nativeBuildInputs",),
        mode="flat",
        flips=(("outputHashMode", "recursive", "recursive"), ("executable", True, "recursive")),
        everything=True,
        reference="here",
    )


def test_an_open_row_has_a_role_for_most_inputs() -> None:
    """Listed inputs have their role. Any other input is a script if it is a phase, else an option, or nothing."""
    row = handwritten()
    roles = {
        "src": "what",
        "buildPhase": "script",
        "nativeBuildInputs": "tool",
        "myPhase": "script",
        "preBuild": "script",
        "postInstall": "script",
        "extraCommand": "script",
        "FLAGS": "how",
        "meta": None,
        "pname": None,
        "outputHash": None,
    }
    assert {name: row.role(name) for name in roles} == roles
    assert row.inputs() == ("src", "buildPhase", "nativeBuildInputs")


def test_a_closed_row_knows_no_other_inputs() -> None:
    """An attribute that a closed row does not list is never an input."""
    row = Producer(("f",), "source", SRI, what=("url",), reference="here")
    assert row.role("url") == "what"
    assert row.role("preBuild") is None
    assert row.defaults == {}
    assert repr(row) == "Producer('f')"


@pytest.mark.parametrize(
    ("values", "mode"),
    [
        ({}, "flat"),
        ({"executable": False}, "flat"),
        ({"executable": True}, "recursive"),
        ({"executable": "true"}, "recursive"),
        ({"executable": "false"}, "flat"),
        ({"outputHashMode": "recursive"}, "recursive"),
        ({"outputHashMode": "flat"}, "flat"),
    ],
)
def test_the_first_flip_that_fits_decides_the_mode(values: dict[str, object], mode: str) -> None:
    """Without a flip the mode is flat."""
    assert handwritten().mode_of(values) == mode


def test_the_algorithm_is_known_from_an_attribute() -> None:
    """The name of the hash decides, or outputHashAlgo beside it."""
    fetcher = Producer(("f",), "source", {**SRI, **HASH}, what=("url",), reference="here")
    assert fetcher.algorithm_of("sha256", {}) == "sha256"
    assert fetcher.algorithm_of("hash", {"outputHashAlgo": "sha512"}) is None
    row = handwritten()
    assert row.algorithm_of("outputHash", {"outputHashAlgo": "sha512"}) == "sha512"
    assert row.algorithm_of("outputHash", {"outputHashAlgo": ""}) is None
    assert row.algorithm_of("outputHash", {}) is None


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("fetchurl", "fetchurl"),
        ("pnpm_9.fetchDeps", "pnpm.fetchDeps"),
        ("zig_0_13.fetchDeps", "zig.fetchDeps"),
        ("yarn-berry_4.fetchYarnBerryDeps", "yarn-berry.fetchYarnBerryDeps"),
        ("buildGo125Module", "buildGoModule"),
        ("pkgs.buildGoLatestModule", "pkgs.buildGoModule"),
        ('pkgs."pnpm_10".fetchDeps', "pkgs.pnpm.fetchDeps"),
        ("my_own_fetcher", "my_own_fetcher"),
        ("fetch_2d", "fetch_2d"),
    ],
)
def test_version_numbers_in_a_component_are_removed(name: str, wanted: str) -> None:
    """The plain name is the name of a row. Other digits stay."""
    assert plain(name) == wanted
