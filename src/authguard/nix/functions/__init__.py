"""The functions of Nix and of nixpkgs' lib that versions, urls and hashes are passed to.

The result of any other function is a symbolic value, which is compared as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.functions import conditions, files, known, lists, numbers, sets, text, trees
from authguard.nix.values import FALSE, NULL, TRUE, Builtin, Const, Sym, Thunk, Value

if TYPE_CHECKING:
    from collections.abc import Callable


ROOTS = frozenset(
    {
        "lib", "builtins", "strings", "lists", "attrsets", "trivial", "versions", "fileset", "sources",
        "debug", "customisation", "fixedPoints", "importers", "filesystem", "licenses", "path",
    }
)  # fmt: skip

FAKES = {
    "fakeHash": "sha256-" + "A" * 43 + "=",
    "fakeSha256": "0" * 64,
    "fakeSha512": "0" * 128,
    "fakeSRI": "sha256-" + "A" * 43 + "=",
}
"""nixpkgs lib/fakes.nix (fakeSRI was its name before)."""

_VALUES: dict[str, Value] = {"langVersion": Const(6), "true": TRUE, "false": FALSE, "null": NULL}
"""The builtins that are values, not functions."""
_LETTERS = {"lowerChars": "abcdefghijklmnopqrstuvwxyz", "upperChars": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
"""nixpkgs lib/strings.nix: lists of one letter each."""

_ANYWHERE = frozenset(
    {
        "callPackage",
        "callPackages",
        "newScope",
        "cleanSource",
        "cleanSourceWith",
        "gitignoreSource",
        "makeScope",
        "makeScopeWithSplicing",
        "makeScopeWithSplicing'",
        "recurseIntoAttrs",
    }
)
_SCOPES = frozenset({"callPackageWith", "callPackagesWith", "newScope"})
_TABLE = {
    **text.TABLE,
    **numbers.TABLE,
    **lists.TABLE,
    **sets.TABLE,
    **known.TABLE,
    **conditions.TABLE,
    **trees.TABLE,
}
"""All functions by name, except those about files."""
_TOP = ("import", "map", "toString", "throw", "abort", "removeAttrs", "baseNameOf", "dirOf", "isNull")


def member(root: str | None, name: str) -> Value | None:
    """Return the value of ``lib.NAME`` or ``builtins.NAME``, or None if authguard does not implement it."""
    if name in FAKES:
        return Sym("fake", name)
    if root == "builtins" and name in _VALUES:
        return _VALUES[name]
    if name in _LETTERS:
        return text.characters(_LETTERS[name])
    if root == "path":
        of_paths = files.OF_PATHS.get(name)
        return Builtin(name, *of_paths) if of_paths is not None else None
    if name == "path" and root != "builtins":
        return None  # lib.path is a set of functions
    entry = files.TABLE.get(name)
    if entry is None:
        if root != "versions" and name in text.ONLY:
            return None
        entry = _TABLE.get(name)
    if entry is None:
        return None
    return Builtin(files.SCOPED if name in _SCOPES else name, entry[0], entry[1])


def anywhere(name: str) -> Value | None:
    """Return a function that is known only by its name, in any set."""
    return member(None, name) if name in _ANYWHERE else None


def _top(name: str) -> Callable[[], Value]:
    return lambda: member("builtins", name) or Sym("free", name)


def top_names() -> dict[str, Thunk]:
    """Return the names that every Nix file sees."""
    names = {name: Thunk(_top(name)) for name in _TOP}
    names.update(
        {
            "true": Thunk.of(TRUE),
            "false": Thunk.of(FALSE),
            "null": Thunk.of(NULL),
            "builtins": Thunk.of(Sym("free", "builtins")),
        }
    )
    return names
