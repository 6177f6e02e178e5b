"""Calls that make no fixed output are not evaluated."""

from __future__ import annotations

import pytest

from authguard.nix.parse import Source
from authguard.nix.values import Thunk
from authguard.outputs.passed import is_script


@pytest.mark.parametrize(
    ("name", "text", "is_one"),
    [
        ("runScript", "write args", True),
        ("runScript", "write { inherit args parts; }", True),
        ("runScript", "write { inherit (args) parts; }", False),
        ("runScript", "write { inherit args; parts = [ ]; }", False),
        ("runScript", "fetchurl { inherit url hash; }", False),
        ("src", "write { inherit args; }", False),
    ],
)
def test_a_script_of_an_unknown_function_gets_only_names(name: str, text: str, is_one: bool) -> None:
    """A hash in the argument itself is read where it is written, and a fetcher is known by its name."""
    source = Source("x.nix", text.encode())
    assert is_script(name, Thunk(None, source, source.expression)) == is_one
