"""All producers of fixed outputs that authguard knows, found by function or hash attribute."""

from __future__ import annotations

from authguard.producers import languages, outside, pins, sources, vcs, vendor
from authguard.producers.record import Producer, plain

ROWS: tuple[Producer, ...] = (
    *sources.ROWS,
    *vcs.ROWS,
    *vendor.ROWS,
    *languages.ROWS,
    *outside.ROWS,
    *pins.ROWS,
)
"""All rows, in the order of the files of this package."""
_SHARED = frozenset(("hash", "sha256", "source.sha256"))
_BY_NAME = {name: row for row in ROWS for name in row.names}
NAMES = tuple(_BY_NAME)
"""The names of all producers."""


def by_name(name: str) -> Producer | None:
    """Return the record of a function by its name in a call, with or without a prefix.

    `pkgs.fetchurl`, `pnpm_9.fetchDeps`, `builtins.fetchurl`, `<nix/fetchurl.nix>`: the last two components
    are tried before the last one alone. None: authguard knows no producer of that name.
    """
    if (row := _BY_NAME.get(name)) is not None:
        return row
    path = plain(name.strip("<>"))
    if (row := _BY_NAME.get(path)) is not None:
        return row
    front, dot, last = path.rpartition(".")
    if not dot:
        return None
    return _BY_NAME.get(f"{front.rpartition('.')[2]}.{last}") or _BY_NAME.get(last)


def of_call(producer: str, row: Producer | None) -> Producer | None:
    """Return the record of a called function, as `by_name`. ``row`` is that of its output.

    Of a method, such as `pnpm.fetchDeps`, an output has only the last component: then its row tells which it was.
    """
    known = by_name(producer)
    is_method = known is None and row is not None and any(name.endswith(f".{producer}") for name in row.names)
    return row if is_method else known


def by_attribute(attribute: str) -> Producer | None:
    """Return the builder of a hash attribute (`cargoHash`); None if the name alone does not identify a builder.

    `vendorHash` is read as a hash of Go. PHP uses the name too, but nearly the same inputs decide the hash.
    """
    for row in ROWS:
        if row.builder and attribute in row.hashes and attribute not in _SHARED:
            return row
    return None
