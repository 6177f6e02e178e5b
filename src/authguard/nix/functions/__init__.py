"""The functions of Nix and of nixpkgs' lib that versions, urls and hashes go through.

A function that is not here makes a symbolic value, which is compared as such.
"""

from __future__ import annotations

from authguard.nix.functions import files, lists, logic, sets, text, versions
from authguard.nix.values import FALSE, NULL, TRUE, Builtin, Sym, Thunk, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.nix.functions.known import Entry

ROOTS = frozenset(
    {
        "lib", "builtins", "strings", "lists", "attrsets", "trivial", "versions", "fileset", "sources",
        "debug", "customisation", "fixedPoints", "importers", "filesystem", "licenses",
    }
)  # fmt: skip

FAKES = {
    "fakeHash": "sha256-" + "A" * 43 + "=",
    "fakeSha256": "0" * 64,
    "fakeSha512": "0" * 128,
    "fakeSRI": "sha256-" + "A" * 43 + "=",
}
"""nixpkgs lib/fakes.nix (fakeSRI was its name before)."""

_TABLE: dict[str, Entry] = {
    **text.TABLE,
    **versions.TABLE,
    **lists.TABLE,
    **sets.TABLE,
    **files.TABLE,
    **logic.TABLE,
}
_ANYWHERE: dict[str, Entry] = {**files.ANYWHERE, **logic.ANYWHERE}
_TOP = ("import", "map", "toString", "throw", "abort", "removeAttrs", "baseNameOf")


def member(root: str | None, name: str) -> Value | None:
    """Return what ``lib.NAME`` or ``builtins.NAME`` is, or None where it is not known here."""
    if name in FAKES:
        return Sym("fake", name)
    entry = _TABLE.get(name)
    if entry is None:
        return anywhere(name)
    if root == "versions" or name not in versions.ONLY:
        return Builtin(name, entry[0], entry[1])
    return None


def anywhere(name: str) -> Value | None:
    """Return a function that is known by its name alone, whatever set it is reached through."""
    entry = _ANYWHERE.get(name)
    return Builtin(name, entry[0], entry[1]) if entry is not None else None


def top_names() -> dict[str, Thunk]:
    """Return the names that every Nix file sees."""
    names = {name: Thunk.of(member("builtins", name) or Sym("free", name)) for name in _TOP}
    names.update(
        {
            "true": Thunk.of(TRUE),
            "false": Thunk.of(FALSE),
            "null": Thunk.of(NULL),
            "builtins": Thunk.of(Sym("free", "builtins")),
        }
    )
    return names
