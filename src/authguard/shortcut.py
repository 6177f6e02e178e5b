"""A shorter way to our own modules: those whose bytecode lies where Python keeps it, and is that of their source.

A clean check imports some sixty small modules, and Python looks for each among all that a directory may hold: that
took a tenth of the check. What is not as usual (a package, no bytecode yet, an older one) is None here, and so goes
the usual way.
"""

from __future__ import annotations

import sys
from _frozen_importlib import ModuleSpec  # importlib.machinery is these, and imports importlib, warnings
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader
from marshal import loads
from os import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType

_SUFFIX = f".{sys.implementation.cache_tag}.pyc"
_BEGIN = MAGIC_NUMBER + bytes(4)
"""Bytecode of this Python that counts as long as its source has the time and size that follow (PEP 552)."""


class _Loader(SourceFileLoader):
    """Loads what was found."""

    code: CodeType

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the code that was read already."""
        return self.code


class Finder:
    """Finds modules of this package, by PEP 451."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a module of ours, or None."""
        del target
        if path is None or not name.startswith("authguard."):
            return None
        folder, last = path[0], name.rpartition(".")[2]
        source, cached = f"{folder}/{last}.py", f"{folder}/__pycache__/{last}{_SUFFIX}"
        try:
            with open(cached, "rb", buffering=0) as file:
                data = file.readall()
            is_of = stat(source)
        except OSError:
            return None
        stamp = (int(is_of.st_mtime) & 0xFFFFFFFF).to_bytes(4, "little") + (
            is_of.st_size & 0xFFFFFFFF
        ).to_bytes(4, "little")
        if data[:16] != _BEGIN + stamp:
            return None
        loader = _Loader(name, source)
        try:
            loader.code = loads(memoryview(data)[16:])  # noqa: S302 - as Python itself does, of its own file
        except (EOFError, TypeError, ValueError):
            return None  # it is damaged, and Python says so
        spec = ModuleSpec(name, loader, origin=source)
        spec.has_location = True
        spec.cached = cached
        return spec


def take() -> None:
    """Go the shorter way from now on, where bytecode lies in the usual place."""
    if sys.pycache_prefix is None and not sys.flags.optimize:
        sys.meta_path.insert(0, Finder)
