"""A scope defines the meaning of a name at a place. Lexical scopes come first, then `with`, as in Nix."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.nix.values import Thunk, Value


class Scope:
    """One link of the chain of scopes. ``names`` are the bound names; ``environment`` is set only for `with`."""

    __slots__ = ("environment", "names", "parent")

    def __init__(
        self, parent: Scope | None, names: dict[str, Thunk], environment: Thunk | None = None
    ) -> None:
        """Link to ``parent``. The code that makes a recursive scope fills ``names`` later."""
        self.parent = parent
        self.names = names
        self.environment = environment

    def lexical(self, name: str) -> Thunk | None:
        """Return the binding of ``name`` by let, rec or a function, or None."""
        scope: Scope | None = self
        while scope is not None:
            if scope.environment is None:
                found = scope.names.get(name)
                if found is not None:
                    return found
            scope = scope.parent
        return None

    def withs(self) -> list[Thunk]:
        """Return the sets opened by `with`, innermost first."""
        found = []
        scope: Scope | None = self
        while scope is not None:
            if scope.environment is not None:
                found.append(scope.environment)
            scope = scope.parent
        return found


def lookup(scope: Scope, name: str, select: Callable[[Value, str], Value | None]) -> Value | None:
    """Return the value of ``name`` in ``scope``, or None if no known scope binds it.

    ``select`` returns an attribute of a set, or None if the set is unknown or certainly does not have it.
    """
    thunk = scope.lexical(name)
    if thunk is not None:
        return thunk.force()
    for environment in scope.withs():
        value = select(environment.force(), name)
        if value is not None:
            return value
    return None
