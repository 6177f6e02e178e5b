"""Compares only the entry around a hash in two versions of a JSON file, and skips the rest of the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Pointer = tuple[str | int, ...]

_KEPT = 3
"""At most this many parsed files are kept: the file of the revision, and its latest versions."""

_MOST = 16
"""If a text occurs more than once in a file, the whole file is compared."""


class Entries:
    """Compares entries of data files. A text in the entry identifies it."""

    def __init__(self) -> None:
        """Begin with no parsed file."""
        self._parsed: dict[str, Any] = {}
        self._places: dict[str, dict[str, list[Pointer]]] = {}

    def same(self, text: str, now: tuple[str, bytes], then: tuple[str, bytes]) -> bool:
        """Tell whether the entries with a text are the same in two versions; a version is an oid and the bytes.

        An entry is the object or list with the text, and the plain values beside and above this object or list.
        """
        places = self._places.get(now[0])
        if places is None:
            places = self._places[now[0]] = {}
            for pointer, value in _texts(self._tree(*now)):
                places.setdefault(value, []).append(pointer)
        pointers = places.get(text, [])
        if not pointers or len(pointers) > _MOST:
            return False
        one, other = self._tree(*now), self._tree(*then)
        views = ((_view(one, pointer), _view(other, pointer)) for pointer in pointers)
        return all(first is not None and first == second for first, second in views)

    def _tree(self, oid: str, data: bytes) -> Any:  # noqa: ANN401 - JSON
        found = self._parsed.pop(oid, None)
        if found is None:
            try:
                found = json.loads(data)
            except (ValueError, RecursionError):
                found = ()
        self._parsed[oid] = found
        while len(self._parsed) > _KEPT:
            del self._parsed[next(iter(self._parsed))]
        return found


def _texts(tree: Any) -> Iterator[tuple[Pointer, str]]:  # noqa: ANN401 - JSON
    """Yield every text of a tree with the keys that lead to it."""
    waiting: list[tuple[Pointer, Any]] = [((), tree)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, str):
            yield pointer, value
        elif isinstance(value, dict):
            waiting.extend(((*pointer, key), each) for key, each in value.items())
        elif isinstance(value, list):
            waiting.extend(((*pointer, at), each) for at, each in enumerate(value))


def _view(tree: Any, pointer: Pointer) -> list[Any] | None:  # noqa: ANN401 - JSON
    """Return the plain values on the path to a place, and the container at the place; None if neither exists."""
    found: list[Any] = []
    for key in pointer[:-1]:
        if isinstance(tree, dict):
            found.append({name: each for name, each in tree.items() if not isinstance(each, (dict, list))})
        try:
            tree = tree[key]
        except (LookupError, TypeError):
            return None
    return [*found, tree]
