"""The table of the files in which tools pin sources."""

from __future__ import annotations

import pytest

from authguard.producers import by_name
from authguard.producers.pins import AT_ROOT, NAMES, PIN_FILES, PinFile, data_of_code, pin_file


@pytest.mark.parametrize("row", PIN_FILES, ids=lambda row: row.producer)
def test_every_row_is_complete(row: PinFile) -> None:
    """The producer of a row has a record, its code reads its own data, and its files are found by their paths."""
    assert row.producer == "pin" or by_name(row.producer) is not None
    assert not row.reads or any(end.endswith(row.reads) for end in row.data)
    assert set(row.code) <= set(AT_ROOT)
    for end in row.data:
        assert pin_file(end) is row
        assert pin_file(f"sub/{end}") is row
        assert pin_file(f"x{end}") is None


def test_the_code_of_a_tool_names_its_data() -> None:
    """Nix code is no data."""
    assert not any(name.endswith(".nix") for name in NAMES)
    assert [data_of_code(name) for name in ("default.nix", "lon.nix", "generated.nix", "package.nix")] == [
        "sources.json",
        "lon.lock",
        "",
        "",
    ]


def test_pins_are_in_one_object_of_the_file() -> None:
    """For some tools the complete file is that object."""
    npins, niv = pin_file("npins/sources.json"), pin_file("nix/sources.json")
    assert npins is not None
    assert niv is not None
    assert npins.pins({"pins": {"a": {}}, "version": 5}) == {"a": {}}
    assert niv.pins({"a": {}}) == {"a": {}}
    assert niv.pins([]) == {}
