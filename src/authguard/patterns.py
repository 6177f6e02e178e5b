"""Regular expressions that are compiled when somebody asks, and kept in their compiled form between runs.

Importing ``re`` and compiling what a clean check asks for takes as long as starting the interpreter does. What
compiling makes is a list of numbers, from which the engine below ``re`` builds the pattern at once; these lists are
kept in a file, for this very Python. Where the file is missing, damaged or of another Python, ``re`` compiles.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable
    from typing import Any, AnyStr

    Parts = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
    """Flags, the program (32 bits a number), and the groups: how many, by name, and their names by number."""

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")


def lazily(pattern: AnyStr) -> re.Pattern[AnyStr]:
    """Return what ``re.compile`` would, at no cost before its first use and none after it.

    An error in ``pattern`` shows at the first use; only its methods can be asked for. Flags stand in the pattern.
    """
    _registered.append(pattern)
    return _Lazy(lambda: compiled(pattern))  # type: ignore[return-value]


def compiled(pattern: AnyStr) -> re.Pattern[AnyStr]:
    """Return what ``re.compile`` would. For patterns of this program, of which there are so many and no more."""
    made = _made.get(pattern)
    if made is None:
        made = _made[pattern] = _kept.pattern(pattern)
    return made


def keep_in(common_dir: str) -> None:
    """Take compiled patterns from `<common dir>/authguard`, and keep what is compiled from now on for `save`."""
    _kept.begin(os.path.join(common_dir, "authguard", f"patterns-{sys.implementation.cache_tag}"))


def save(also: Iterable[str] = ()) -> None:
    """Write what was compiled since `keep_in`, as far as possible. A kill at any moment leaves the file as it was.

    ``also`` names modules whose patterns are kept along, though nobody asked for these modules yet.
    """
    _kept.save(also)


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


class _Kept:
    """The compiled forms by pattern."""

    def __init__(self) -> None:
        self.path: str | None = None
        self.known: dict[str | bytes, Parts] = {}
        self.new = False

    def pattern(self, pattern: str | bytes) -> re.Pattern[Any]:
        """Return the compiled pattern."""
        parts = self.known.get(pattern)
        if parts is not None:
            import _sre  # type: ignore[import-not-found] # it checks the numbers, and refuses what is no program

            try:
                flags, program, *groups = parts
                made: re.Pattern[Any] = _sre.compile(
                    pattern, flags, memoryview(program).cast("I").tolist(), *groups
                )
            except (RuntimeError, TypeError, ValueError, OverflowError):
                del self.known[pattern]
            else:
                return made
        import re

        if self.path is not None:
            compiled = _parts(pattern)
            if compiled is not None:
                self.known[pattern] = compiled
                self.new = True
        return re.compile(pattern)

    def begin(self, path: str) -> None:
        """Read the file at ``path``, where it is ours and whole."""
        import marshal

        self.path = path
        try:
            with open(path, "rb") as file:
                seal, _, content = file.read().partition(b"\n")
            if seal == _seal(content):
                self.known = marshal.loads(content)  # noqa: S302 - sealed, and of the user's own .git
        except (OSError, ValueError, EOFError, TypeError):
            return

    def save(self, also: Iterable[str] = ()) -> None:
        """Write the file where something was added."""
        if self.path is None or not self.new:
            return
        import marshal

        for module in also:
            __import__(module)
        for pattern in _registered:  # the next change may ask for others, and `re` is here now
            parts = _parts(pattern) if pattern not in self.known else None
            if parts is not None:
                self.known[pattern] = parts
        content = marshal.dumps(self.known)
        made = f"{self.path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(made), exist_ok=True)
            with open(made, "wb") as file:
                file.write(_seal(content) + b"\n" + content)
            os.replace(made, self.path)
        except OSError:
            try:
                os.unlink(made)
            except OSError:
                return
        self.new = False


_kept = _Kept()
_made: dict[str | bytes, re.Pattern[Any]] = {}
_registered: list[str | bytes] = []


def _seal(content: bytes) -> bytes:
    """Return what a whole file of this Python and this engine begins with."""
    import _sre
    from _blake2 import blake2b  # hashlib asks OpenSSL first, which takes longer than reading the file

    made_by = f"{sys.version} {_sre.MAGIC}".encode()
    return blake2b(made_by + content, digest_size=20).hexdigest().encode()


def _parts(pattern: str | bytes) -> Parts | None:
    """Return the arguments with which ``re`` calls the engine; None where it calls none, or is built otherwise."""
    import re

    try:
        compiler = __import__("re._compiler", fromlist=["_code"])
        parsed = __import__("re._parser", fromlist=["parse"]).parse(pattern)
        groups: dict[str, int] = parsed.state.groupdict
        names: list[str | None] = [None] * parsed.state.groups
        for name, index in groups.items():
            names[index] = name
        program = b"".join(int(number).to_bytes(4, sys.byteorder) for number in compiler._code(parsed, 0))
        return int(parsed.state.flags), program, parsed.state.groups - 1, dict(groups), tuple(names)
    except (ImportError, AttributeError, TypeError, OverflowError, re.error):
        return None
