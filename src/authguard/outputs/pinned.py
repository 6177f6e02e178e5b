"""A source that is the entry of a pin file: what decides of it, and its digest, and not how the tool found it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.values import Attrs, Str
from authguard.outputs.hash_names import classify
from authguard.outputs.inputs import normalised, place, shown
from authguard.outputs.model import FixedOutput, Input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.nix.canonical import Canonical

_REPOSITORY = "repository"


def pinned(value: Attrs, canonical: Canonical) -> FixedOutput | None:
    """Return the fixed output of an entry; None where it has no hash, or nothing that decides."""
    from authguard.outputs.calls import decode

    if value.name is not None or value.rest is not None:
        return None
    for name in ("hash", "sha256"):
        thunk = value.items.get(name)
        text = thunk.force() if thunk is not None else None
        if isinstance(text, Str) and text.literal is not None and text.origin is not None:
            inputs = normalised(list(_inputs(value, canonical)))
            if not any(each.role == "what" for each in inputs):
                return None
            made = FixedOutput("pin", "pin", text.origin, text.literal, inputs)
            decode(made, text.literal, "sha256" if name == "sha256" else None, fake=False)
            return made
    return None


def _inputs(value: Attrs, canonical: Canonical) -> Iterator[Input]:
    from authguard.outputs.record_names import role

    for name, thunk in value.items.items():
        known = thunk.force()
        if isinstance(known, Attrs):
            if name == _REPOSITORY:
                yield from _inputs(known, canonical)
        elif (stated := role(name)) is not None and classify(name) is None:
            form = canonical.of(known)
            yield Input(name, stated, form, shown(known, form), not canonical.unknown, *place(known, thunk))
