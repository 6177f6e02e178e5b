"""All families of producers in the trees."""

from __future__ import annotations

from authguard.producers import by_name
from tests.oracle import locks, pins
from tests.oracle.builders import BUILDERS, DEPENDENCIES
from tests.oracle.families import FETCHING_SCRIPTS, MANIFEST_SCRIPTS, SCRIPTS, Family
from tests.oracle.sources import PATCHES, SOURCES

__all__ = ["BUILDERS", "DEPENDENCIES", "PATCHES", "SOURCES", "by_function", "drawn_rows", "scripts_of"]

_ALL = (*SOURCES, *PATCHES, *BUILDERS, *DEPENDENCIES.values())


def by_function(function: str) -> tuple[Family, ...]:
    """Return the families of a function."""
    return tuple(each for each in _ALL if each.function == function)


def drawn_rows() -> set[str]:
    """Return the rows of authguard's catalogue that the trees use, by their first names."""
    called = {*(each.function for each in _ALL), *locks.producers()}
    found = (by_name(pins.TOOLS.get(name, name)) for name in called)
    return {row.names[0] for row in found if row is not None}


def scripts_of(function: str) -> tuple[tuple[str, ...], ...]:
    """Return the possible scripts of a call."""
    of_package = any(each.function == function for each in BUILDERS)
    if any(function == each.function and "outputHash" in each.hashes for each in DEPENDENCIES.values()):
        return FETCHING_SCRIPTS
    return SCRIPTS + MANIFEST_SCRIPTS if of_package else SCRIPTS
