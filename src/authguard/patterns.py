"""Regular expressions that are compiled when somebody asks: a check that finds nothing asks for few of them."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import AnyStr

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")


def lazily(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what ``re.compile`` would, at no cost before its first use and none after it.

    An error in ``pattern`` shows at the first use; only its methods can be asked for.
    """
    return _Lazy(lambda: re.compile(pattern, flags))  # type: ignore[return-value]


class _Lazy:
    """Becomes the pattern's methods at the first question."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        made = self._make()
        for each in _METHODS:
            self.__dict__[each] = getattr(made, each)
        found: object = self.__dict__[name]
        return found
