"""Entries of the locks that tools write: the package of a hash, and its store name.

In such an entry, a hash has at most a version beside it. The name of the package is a key above the hash, or a field
that has no effect in other data. Without the name, two packages with one version would have one identity, and an
exchange of their hashes would not be reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.outputs import urls
from authguard.outputs.model import Input
from authguard.producers import by_name
from authguard.producers import store_name as storename

if TYPE_CHECKING:
    from collections.abc import Mapping

    from authguard.outputs.model import FixedOutput
    from authguard.producers.record import Producer

_KEYS = {"gemset.nix": 3, "shards.nix": 2, "dub-lock.json": 2, "gomod2nix.toml": 2}
"""For each file: the position of the package's name among the keys of a hash, counted from the end."""
_NUGET = frozenset(("pname", "version", "hash", "sha256", "url"))


def complete(made: FixedOutput, names: list[str], holder: Mapping[str, object] | None = None) -> None:
    """Add the package's name to a hash in a lock, as an input, with its store name and its mode.

    ``names`` are the keys that lead to the hash, ``holder`` is the object around it in a data file. A hash outside of
    the entries of a lock gets no such inputs.
    """
    row, package = _package(made, names, holder)
    if package is None:
        return
    for name in row.what if row is not None else ():
        value = holder.get(name) if holder is not None else None
        if isinstance(value, str) and all(each.name != name for each in made.inputs):
            made.inputs.append(Input(name, "what", value, value, True))
    stated = {each.name: each.shown for each in made.inputs}
    if not {"rev", "url"} & stated.keys() and not urls.is_full_id(stated.get("version")):
        made.inputs.append(
            Input("pname", "what", package, package, True)
        )  # many packages come from one commit
    if row is not None:
        source = {f"source.{name}": stated[name] for name in ("rev", "url") if name in stated}
        if source:
            source["source.type"] = "git"
        known: dict[str, str | None] = {**stated, **source, "key": package, "pname": package}
        made.store_name = storename.store_name(row, known)
        made.mode = row.mode_of({name: value for name, value in known.items() if value is not None})


def _package(
    made: FixedOutput, names: list[str], holder: Mapping[str, object] | None
) -> tuple[Producer | None, str | None]:
    """Return the row and the package of an entry; no package if the entry has none."""
    file = made.path.rpartition("/")[2]
    place = _KEYS.get(file)
    if place is not None:
        return (by_name(file), names[-place]) if len(names) >= place else (None, None)
    if holder is not None and len(names) == 1 and "version" in holder and _NUGET.issuperset(holder):
        return by_name("nuget deps.json"), str(holder["pname"]) if "pname" in holder else None
    if holder is not None and len(names) == 3 and "#" in names[1] and "://" in names[0]:
        return None, _artifact(names[1], names[2])
    return None, None


def _artifact(name: str, extension: str) -> str:
    """Return the name of an artifact of a Maven repository: `org/acme/a#b/1.0` and `jar` become `a#b/1.0#jar`.

    A lock may write the start of a group as a part of the repository's address, and with dots or with slashes.
    """
    group, _, rest = name.partition("#")
    return "#".join((re.split("[/.]", group)[-1], rest, extension))
