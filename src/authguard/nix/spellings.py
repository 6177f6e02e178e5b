"""References to files in another spelling: with other capital letters, which Nix on a Mac reads as the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.references import CALL, SCOPE
from authguard.system import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDED = "folded:"
"""The start of the form of a reference without capital letters."""


def with_folded(names: Iterable[str]) -> list[str]:
    """Return references, and the folded forms of the paths that have capital letters."""
    found = list(names)
    forms = (FOLDED + folded(each) for each in found if _is_path(each) and folded(each) != each)
    return [*found, *forms]


def with_spellings(names: Iterable[str]) -> set[str]:
    """Return references, and all references of `with_folded` that mean the same files on a Mac."""
    found = set(names)
    for form in [folded(each) for each in found if _is_path(each)]:
        found.update((form, FOLDED + form))
    return found


def _is_path(name: str) -> bool:
    return ":" not in name.removeprefix(CALL).removeprefix(SCOPE)
