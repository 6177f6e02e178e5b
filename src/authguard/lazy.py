"""Modules that are imported when something is asked of them, or not at all.

A clean check asks nothing of half of ours. That is what `importlib.util.LazyLoader` is for; importing it takes as long
as ten of the modules that it would save.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def module(name: str) -> ModuleType:
    """Return what stands for the module `name` and imports it at the first question.

    The type checker is shown the import itself::

        if TYPE_CHECKING:
            from authguard.fod import compare
        else:
            compare = lazy.module("authguard.compare.moves")
    """
    return _Module(name)  # type: ignore[return-value]


class _Module:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> object:
        __import__(self._name)
        return getattr(sys.modules[self._name], attribute)


class StandIns:
    """While this context lasts, modules that nobody has imported yet are these few names of theirs.

    For an extension module that imports at its start what it is not asked for here, or what is to be had for less.
    What was put in place of a module goes with the context, and never replaces a module that is there.
    """

    def __init__(self, **names: dict[str, object]) -> None:
        """Take the names by module."""
        self._names = names
        self._standing: dict[str, ModuleType] = {}

    def __enter__(self) -> None:
        for name, known in self._names.items():
            if name not in sys.modules:
                self._standing[name] = sys.modules[name] = type(sys)(name)
                self._standing[name].__dict__.update(known)

    def __exit__(self, *_: object) -> None:
        for name, module in self._standing.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
