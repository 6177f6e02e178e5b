"""The name and the platform of a fixed output."""

from __future__ import annotations

import pytest

from authguard.outputs import place
from authguard.outputs.place import is_platform, platform_of
from tests.support.collected import A, B, collected, github


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        (github(), "hash"),
        ("{ src = " + github() + "; }", "src"),
        ("{ a.b = { src = " + github() + "; }; }", "a.b.src"),
        ('{ "x y".src = ' + github() + "; }", "x y.src"),
        ('{ hash ? "' + A + '", fetchurl }: fetchurl { url = "https://a/b-1"; inherit hash; }', "hash"),
        ('buildGoModule { pname = "p"; src = ./.; vendorHash = "' + A + '"; }', "vendorHash"),
        ('{ p = buildGoModule { src = ./.; vendorHash = "' + A + '"; }; }', "p.vendorHash"),
    ],
)
def test_an_output_is_named_by_the_bindings_around_it(text: str, attribute: str) -> None:
    """A `hash` at the end is not part of the name."""
    (found,) = collected({"x.nix": text})
    assert found.attribute == attribute


def test_outputs_of_one_package_share_it() -> None:
    """Another package has other outputs."""
    src = github(hash=B)
    go = f'buildGoModule {{ src = {src}; vendorHash = "{A}"; }}'
    found = collected({"x.nix": f"{{ p = {go}; q = {go}; }}"})
    by_name = {each.attribute: each.package for each in found}
    assert by_name["p.src"] == by_name["p.vendorHash"]
    assert by_name["q.vendorHash"] != by_name["p.vendorHash"]


def test_names_in_data_are_keys() -> None:
    """The names include the numbers of list items."""
    (found,) = collected({"x.json": f'{{"a": [{{"version": "1", "hash": "{A}"}}]}}'})
    from tests.support.values import tree

    assert place.names_of(tree({}), found.origin) == ["a", "0", "hash"]


@pytest.mark.parametrize(
    "name", ["x86_64-linux", "aarch64-darwin", "linux-x64", "darwin_arm64", "amd64", "i686-linux"]
)
def test_names_of_platforms_are_recognised(name: str) -> None:
    """Projects write platforms in several ways."""
    assert is_platform(name)


@pytest.mark.parametrize("name", ["linux", "version", "x86_64-v1.0 ", "hash", "amd"])
def test_other_texts_are_no_platform(name: str) -> None:
    """Some of the texts are too short to decide."""
    assert not is_platform(name)


def test_entries_of_one_platform_set_share_their_group() -> None:
    """Names around and inside the set do not matter."""
    one, other, third = (
        platform_of(names, "x.nix")
        for names in (
            ["p", "x86_64-linux", "hash"],
            ["p", "aarch64-linux", "hash"],
            ["q", "x86_64-linux", "hash"],
        )
    )
    assert (one[0], other[0]) == ("x86_64-linux", "aarch64-linux")
    assert one[1] == other[1] != third[1]
    assert platform_of(["a", "hash"], "x.nix") == (None, None)
