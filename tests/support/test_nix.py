"""Tests of the hermetic Nix that other tests use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.nix import Nix, NixError

pytestmark = pytest.mark.needs("nix-instantiate")


def test_bad_nix_is_an_error(nix: Nix, tmp_path: Path) -> None:
    """The error has the message of Nix."""
    bad = tmp_path / "bad.nix"
    bad.write_text("{ a = ; }")
    with pytest.raises(NixError, match="unexpected ';'"):
        nix.parse(bad)


def test_values_come_by_way_of_json(nix: Nix) -> None:
    """Sets, lists and numbers become values of Python."""
    assert nix.evaluate("{ a = [ 1 (1 + 1) ]; }") == {"a": [1, 2]}


def test_a_restriction_forbids_other_files(nix: Nix, tmp_path: Path) -> None:
    """Only named paths may be read."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.nix").write_text("1")
    (tmp_path / "out.nix").write_text("2")
    assert nix.evaluate(f"import {tmp_path}/in/x.nix", restricted_to=[tmp_path / "in"]) == 1
    with pytest.raises(NixError, match="forbidden in restricted mode"):
        nix.evaluate(f"import {tmp_path}/out.nix", restricted_to=[tmp_path / "in"])


def test_an_empty_directory_has_its_well_known_hash(nix: Nix, tmp_path: Path) -> None:
    """The hash is that of its NAR archive."""
    assert nix.hash_path(tmp_path) == "sha256-pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmo="


def test_derivations_are_read_with_every_escape(nix: Nix, tmp_path: Path) -> None:
    """A value with quotes, backslashes, new lines and letters beyond ASCII is read unchanged."""
    file = tmp_path / "x.nix"
    file.write_text(
        'derivation { name = "x"; system = "s"; builder = "b"; '
        'value = "a\\"b\\\\n\\n\\t\\r ä ${"$"}{x} é \\\\x41"; }',
        encoding="utf-8",
    )
    (path,) = nix.instantiate(file)
    assert nix.closure([path])[path].env["value"] == 'a"b\\n\n\t\r ä ${x} é \\x41'


def test_a_flat_fixed_output_has_the_same_facts_as_in_nix(nix: Nix, tmp_path: Path) -> None:
    """The facts are algorithm, mode, digest, url and path."""
    file = tmp_path / "x.nix"
    file.write_text(
        'derivation { name = "x"; system = "s"; builder = "b"; urls = [ "u1" "u2" ]; '
        'outputHashAlgo = "sha1"; outputHash = "da39a3ee5e6b4b0d3255bfef95601890afd80709"; }'
    )
    (found,) = nix.fixed_outputs(nix.instantiate(file))
    assert (found.name, found.algorithm, found.mode, found.url) == ("x", "sha1", "flat", "u1")
    assert found.digest == "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="
    assert re.fullmatch(r".*/store/[a-z0-9]{32}-x", found.store_path)
