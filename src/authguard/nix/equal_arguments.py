"""Arguments of a call that are equal in many contexts of the call, so that one context is enough."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from authguard.nix.expressions import opened
from authguard.nix.values import Attrs, Const, Str, Sym, lookup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.parse import Source
    from authguard.nix.values import Scope, Thunk, Value

FEW = 8
"""The arguments of a call with at most this many contexts are not compared."""

_MOST_NAMES = 64
"""Arguments with more names than this are not compared."""

_MOST_NODES = 1000
"""Arguments with more nodes of syntax than this are not compared."""

_MOST_STEPS = 8_000
"""After this many steps of evaluation, the other contexts of a call are not compared."""


class EqualArguments:
    """The arguments of one call in each context that was seen before.

    Texts are equal if they have the same characters and the same place, constants and empty sets by their value, and
    unknown values by their names. Two other values are only equal if they are one object.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        """Store the evaluator."""
        self.evaluator = evaluator
        self._seen: set[tuple[object, ...]] = set()
        self._spent = 0
        self._names: dict[Node, list[str] | None] = {}
        self._kept: list[Value | Thunk] = []  # the ids are keys, so the values must stay alive

    def are_known(
        self, site: Source, scope: Scope, arguments: Sequence[Node], passed: Sequence[Thunk | None]
    ) -> bool:
        """Tell whether an earlier context had the same arguments.

        ``arguments`` are written at the call and evaluated in ``scope``; ``passed`` are values from elsewhere.
        """
        names = [self._names_in(site, argument) for argument in arguments]
        if None in names or self._spent > _MOST_STEPS:
            return False
        steps = self.evaluator.steps
        read = chain.from_iterable(filter(None, names))
        written = [self._key(lookup(scope, name, partial(opened, self.evaluator))) for name in read]
        self._spent += self.evaluator.steps - steps
        self.evaluator.steps = steps
        key = (*written, *map(self._key_of_thunk, passed))
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _names_in(self, site: Source, argument: Node) -> list[str] | None:
        if argument not in self._names:
            self._names[argument] = _names_of(site, argument)
        return self._names[argument]

    def _key_of_thunk(self, thunk: Thunk | None) -> object:
        if thunk is None or thunk.known is not None:
            return self._key(thunk.known if thunk is not None else None)
        self._kept.append(thunk)
        return id(thunk)

    def _key(self, value: Value | None) -> object:
        if value is None:
            return None
        if isinstance(value, Str) and all(isinstance(part, str) for part in value.parts):
            return "text", value.parts, value.origin.key if value.origin is not None else None, value.blobs
        if type(value) is Const:
            return "constant", type(value.value), value.value
        if type(value) is Sym and value.key[0] in ("free", "select") and _is_plain(value.key):
            return "unknown", value.key
        if isinstance(value, Attrs) and not value.items and value.name is None and value.rest is None:
            return "empty set"
        self._kept.append(value)
        return id(value)


def _is_plain(key: object) -> bool:
    """Tell whether a key consists of texts."""
    if isinstance(key, tuple):
        return all(map(_is_plain, key))
    return isinstance(key, (str, int, bool)) or key is None


def _names_of(site: Source, argument: Node) -> list[str] | None:
    """Return the names that an argument reads, also those that it binds itself.

    None for too much syntax, and for a name in quotes: `inherit "name";`.
    """
    names: set[str] = set()
    pending = [argument]
    for _ in range(_MOST_NODES):
        if not pending or len(names) > _MOST_NAMES:
            break
        node = pending.pop()
        if node.type == "variable_expression":
            names.add(site.text(node))
        elif node.type == "inherited_attrs":
            if any(each.type not in ("identifier", "comment") for each in node.named_children):
                return None
            names.update(map(site.text, node.named_children))
        else:
            pending.extend(node.named_children)
    return sorted(names) if not pending and len(names) <= _MOST_NAMES else None
