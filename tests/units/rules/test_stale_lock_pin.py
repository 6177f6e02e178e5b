"""AG208: the command that updates a pin."""

from __future__ import annotations

import pytest

from authguard.rules.ag208_stale_lock_pin import _where


@pytest.mark.parametrize(
    ("program", "path", "options"),
    [
        ("nix", "flake.lock", []),
        ("nix", "nixos/x/flake.lock", ["--flake", "./nixos/x"]),
        ("npins", "npins/sources.json", []),
        ("npins", "pins/a/sources.json", ["--directory", "pins/a"]),
        ("niv", "nix/sources.json", []),
        ("niv", "a/nix/sources.json", ["--sources-file", "a/nix/sources.json"]),
        ("lon", "lon.lock", []),
    ],
)
def test_a_pin_file_in_another_directory_is_named(program: str, path: str, options: list[str]) -> None:
    """The tool would look for the file in its usual place."""
    assert _where(program, path) == options
