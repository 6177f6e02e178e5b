"""Functions that hand a value on, or none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.functions.known import same, second
from authguard.nix.values import Sym, Thunk, Value

if TYPE_CHECKING:
    from authguard.nix.evaluate import Evaluator
    from authguard.nix.functions.known import Entry


def _throw(ev: Evaluator, message: Thunk) -> Value:
    return Sym("throw")


TABLE: dict[str, Entry] = {
    "throw": (1, _throw),
    "abort": (1, _throw),
    "id": (1, same),
    "seq": (2, second),
    "deepSeq": (2, second),
    "trace": (2, second),
    "warn": (2, second),
    "mkDefault": (1, same),
    "mkForce": (1, same),
    "mkIf": (2, second),
    "unsafeDiscardStringContext": (1, same),
    "recurseIntoAttrs": (1, same),
    "dontRecurseIntoAttrs": (1, same),
    "dontDistribute": (1, same),
    "hydraPlatforms": (1, same),
}
