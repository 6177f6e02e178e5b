"""A named placeholder, such as `lib.fakeHash`, is reported at its definition, not at its uses."""

from __future__ import annotations

import pytest

from tests.support.collected import A, collected

FETCH = 'fetchurl { url = "https://e.org/a"; HASH }'
SYSTEM = "${stdenv.hostPlatform.system}"


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        (FETCH.replace("HASH", "hash = lib.fakeHash;"), "hash"),
        (FETCH.replace("HASH", "sha256 = (pkgs.lib.fakeSha256);"), "sha256"),
        ("let h = lib.fakeHash; in " + FETCH.replace("HASH", "hash = h;"), "h"),
        ("let hash = lib.fakeHash; in " + FETCH.replace("HASH", "inherit hash;"), "hash"),
        ("with lib; " + FETCH.replace("HASH", "hash = fakeHash;"), "hash"),
        ("let inherit (lib) fakeHash; h = fakeHash; in " + FETCH.replace("HASH", "hash = h;"), "h"),
        ("{ lib, hash ? lib.fakeHash }: " + FETCH.replace("HASH", "inherit hash;"), "hash"),
        ("rec { sums.hash = lib.fakeHash; src = " + FETCH.replace("HASH", "inherit (sums) hash;") + "; }", "sums"),
        (FETCH.replace("HASH", f'hash = if new then "{A}" else lib.fakeHash;'), "hash"),
        (FETCH.replace("HASH", f'hash = {{ x86_64-linux = lib.fakeHash; aarch64-linux = "{A}"; }}.{SYSTEM};'),
         "hash.x86_64-linux"),
        ("let f = hash: " + FETCH.replace("HASH", "inherit hash;") + "; in { a = f lib.fakeHash; }", "a"),
    ],
)  # fmt: skip
def test_a_placeholder_has_the_path_of_its_definition(text: str, attribute: str) -> None:
    """In a platform set, the attribute path has the key of the platform."""
    (each,) = [one for one in collected({"x.nix": text}) if one.placeholder]
    start, end = each.origin.span()
    assert each.origin.data[start:end].rpartition(b".")[2] in (b"fakeHash", b"fakeSha256")
    assert each.attribute == attribute


def test_a_placeholder_is_reported_in_its_own_file() -> None:
    """The call that uses the placeholder is in another file."""
    files = {
        "x.nix": "{ lib, fetchurl }: let pin = import ./pin.nix { inherit lib; }; in\n"
        "fetchurl { inherit (pin) url hash; }",
        "pin.nix": '{ lib }: { url = "https://e.org/a"; hash = lib.fakeHash; }',
    }
    (each,) = [one for one in collected(files) if one.producer == "fetchurl"]
    assert (each.path, each.placeholder) == ("pin.nix", True)
    start, end = each.origin.span()
    assert each.origin.data[start:end] == b"lib.fakeHash"
