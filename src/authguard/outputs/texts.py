"""The attributes of a call as Nix interpolates them, for the rules of store names and hash modes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from authguard.nix.values import Path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.nix.canonical import Canonical
    from authguard.nix.values import Value
    from authguard.outputs.inputs import Reader


class Texts(Mapping[str, "str | None"]):
    """The texts of the attributes in ``wanted``, each computed when it is first read.

    Only a few attributes decide a name, and the form of another one (a script, a source) may be large. An attribute
    that the call omits, or that is null, is absent. The text of an unknown value is None. A reader that comes first
    takes precedence.
    """

    def __init__(
        self, readers: tuple[tuple[Reader, frozenset[str]], ...], forms: Callable[[], Canonical]
    ) -> None:
        """Store the readers of the attributes, each with its wanted names, and the maker of canonical forms."""
        self._readers = readers
        self._forms = forms
        self._known: dict[str, tuple[str | None] | None] = {}

    def __getitem__(self, name: str) -> str | None:
        """Return the text of an attribute. Raises KeyError if it is absent."""
        if name not in self._known:
            self._known[name] = self._find(name)
        found = self._known[name]
        if found is None:
            raise KeyError(name)
        return found[0]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the attributes that are not absent."""
        names = dict.fromkeys(name for _, wanted in self._readers for name in sorted(wanted))
        return (name for name in names if name in self)

    def __len__(self) -> int:
        """Return the number of attributes that are not absent."""
        return sum(1 for _ in self)

    def _find(self, name: str) -> tuple[str | None] | None:
        for reader, wanted in self._readers:
            thunk = reader.thunk(name) if name in wanted else None
            form = self._form(thunk.force()) if thunk is not None else None
            if form is not None and form != ("const", "None"):
                return (interpolated(form),)
        return None

    def _form(self, value: Value) -> object:
        return value.path if isinstance(value, Path) else self._forms().of(value)


def interpolated(form: object) -> str | None:
    """Return the text that Nix interpolates for a value in canonical form, or None if it is unknown."""
    if isinstance(form, str):
        return form
    if isinstance(form, tuple) and form[:1] == ("const",):
        return str(form[1]).lower()
    if isinstance(form, tuple) and form[:1] == ("list",):
        parts = [interpolated(part) for part in form[1:]]
        known = [part for part in parts if part is not None]
        return " ".join(known) if len(known) == len(parts) else None
    return None
