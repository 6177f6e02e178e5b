"""The store of pnpm that fetchPnpmDeps puts into its output: the version of pnpm decides its layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.outputs.model import Input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.producers.record import Producer

NAME = "pnpm store"
_VERSIONED = r"\bpnpm_(\d+)(?:_\d+)*\b"
_OWN_LAYOUT = 10
"""The first version of pnpm with the number of its store. Earlier ones have v3."""


def store_of(row: Producer, producer: str, inputs: Sequence[Input]) -> list[Input]:
    """Return the store of the pnpm that a call names (`pnpm_9.fetchDeps`, `pnpm = pnpm_10`); nothing without a number.

    Source: pnpm's directory `v3` or `v10` in its store-dir, which nixpkgs' fetchPnpmDeps makes its output.
    """
    if row.lock != "pnpm" or row.kind != "dependency":
        return []
    texts = [producer, *(each.shown for each in inputs if each.name == "pnpm")]
    numbers = [int(number) for text in texts for number in re.findall(_VERSIONED, text)]
    if not numbers:
        return []
    store = f"v{numbers[-1]}" if numbers[-1] >= _OWN_LAYOUT else "v3"
    return [Input(NAME, "how", store, store, True)]
